"""Geometry of charts: round grids, bars that stand on the floor, lines that break where a year is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import HEIGHT, TOP, Value, class_of, classes, columns, line, ticks
from dashboard.words import bounded, number, told


@pytest.mark.parametrize(
    ("most", "steps", "why"),
    [
        (7, [0, 2, 4, 6, 8], "whole steps"),
        (98.5, [0, 25, 50, 75, 100], "a quarter is round too"),
        (0, [0, 1], "nothing but zeros has an axis"),
        (0.3, [0, 0.1, 0.2, 0.30000000000000004], "parts of one"),
        (21000, [0, 10000, 20000, 30000], "never more than the bar needs"),
    ],
)
def test_round_figures(most, steps, why):
    assert ticks(most) == pytest.approx(steps), why


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_an_axis_holds_its_bars_and_is_not_crowded(most):
    steps = ticks(most)
    assert steps[-1] >= most * (1 - 1e-6) and 3 <= len(steps) <= 7


@pytest.mark.parametrize(
    ("most", "steps", "why"),
    [
        (1, [0, 1], "no half reports"),
        (10, [0, 5, 10], "no 2.5 either"),
        (100, [0, 25, 50, 75, 100], "but 25"),
    ],
)
def test_what_is_counted_has_whole_steps(most, steps, why):
    assert ticks(most, whole=True) == steps, why


def test_bars_stand_on_each_other_and_end_at_their_height():
    chart = columns([("2023", [Value(6, "六"), Value(2, "二")]), ("2024", [Value(4, "四")])])
    low, high, other = chart.marks
    assert low.y + low.height == pytest.approx(chart.floor) and high.y + high.height == pytest.approx(low.y)
    assert high.y == pytest.approx(TOP) and other.height * 2 == pytest.approx(low.height + high.height)
    assert columns([]).marks == [] and chart.height == HEIGHT


@pytest.mark.parametrize(
    ("years", "strokes", "why"),
    [
        ([2021, 2022, 2023], 1, "neighbouring years are joined"),
        ([2020, 2021, 2023, 2024], 2, "over a missing year there is no line"),
        ([2023], 0, "one year is a point"),
        ([], 0, "none is nothing"),
    ],
)
def test_a_line_breaks_where_a_year_is_missing(years, strokes, why):
    chart = line([(year, Value(year - 2019, str(year))) for year in years])
    assert chart.path.count("M") == strokes, why
    assert len(chart.marks) == len(years)


@given(st.lists(st.floats(min_value=0, max_value=1e9), max_size=40))
def test_every_figure_has_a_class_and_larger_ones_no_lower(values):
    ends = classes(values)
    found = [class_of(value, ends) for value in sorted(values)]
    assert found == sorted(found) and len(ends) <= 5 and set(found) <= set(range(5))


@pytest.mark.parametrize(
    ("value", "said", "why"),
    [
        (1234567.0, "1,234,567", "groups of three"),
        (98.5, "98.5", "no needless zeros"),
        (0.0, "0", "zero is a figure"),
        (None, "", "nothing is no zero"),
        (2.0 / 3, "0.67", "two decimals"),
    ],
)
def test_figures_as_people_write_them(value, said, why):
    assert number(value) == said, why
    assert told(value) == said, why


def test_a_figure_that_is_no_exact_one_says_so():
    assert [bounded(20, kind) for kind in ("exact", "lower", "upper", "mixed", None)] == [
        "20",
        "≥20",
        "≤20",
        "≈20",
        "20",
    ]
