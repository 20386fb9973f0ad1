"""The score: what is counted as the same measure, and each figure on rows where it can be counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.evaluate import FIELDS, USUAL, errors, score

FILE = "年报.txt"
BASE = {
    "file": FILE,
    "start": 10,
    "end": 14,
    "text": "788件",
    "value": 788.0,
    "unit": "件",
    "bound": "exact",
    "modality": "actual",
    "kind": "level",
    "period": "year",
    "indicator": "mediation.cases",
    "part_of": None,
    "subject": "矛盾纠纷",
}


def row(**changed):
    return BASE | changed


def figures(predicted, gold):
    return score(predicted, gold, [FILE]).figures()


def test_the_same_rows_score_one_everywhere():
    rows = [row(), row(start=20, end=24, bound="at_least", modality="planned", part_of=10)]
    rows += [row(start=30, end=34, kind="change", period="prior", value=-5)]
    assert set(figures(rows, rows).values()) == {1.0}


@pytest.mark.parametrize(
    ("changed", "found", "why"),
    [
        ({"start": 12, "end": 20}, 1, "spans overlap"),
        ({"start": 14, "end": 18}, 0, "ends are exclusive: these only touch"),
        ({"value": 78.0}, 0, "another value is another measure"),
        ({"value": 788.0000001}, 1, "floats that differ by less than can be meant"),
        ({"file": "别的.txt"}, 0, "the same place in another file"),
    ],
)
def test_what_is_the_same_measure(changed, found, why):
    assert len(score([row(**changed)], [row()], [FILE]).pairs) == found, why


def test_rows_on_one_span_are_told_apart_by_indicator():
    """`参考率、合格率均达100%` is two rows on one span."""
    gold = [row(indicator="training.exam"), row(indicator="training.pass")]
    assert figures(list(reversed(gold)), gold)["indicator"] == 1.0


def test_the_longer_overlap_wins():
    near, far = row(start=10, end=14), row(start=13, end=20)
    result = score([far, near], [row()], [FILE])
    assert (result.pairs[0].predicted, result.invented) == (near, [far])


@pytest.mark.parametrize(
    ("field", "value", "figure"),
    [
        ("end", 15, "span"),
        ("unit", "起", "unit"),
        ("bound", "approx", "bound"),
        ("modality", "planned", "modality"),
        ("kind", "share", "kind"),
        ("period", "prior", "period"),
        ("indicator", "other", "indicator"),
        ("part_of", 3, "part_of"),
    ],
)
def test_a_wrong_field_lowers_its_own_figure_only(field, value, figure):
    told = figures([row(**{field: value})], [row()])
    assert {name for name in FIELDS if told[name] != 1.0} == {figure}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("unit", "起", 0.0),
        ("indicator", "other", 0.0),
        ("period", "prior", 1.0),
        ("part_of", 3, 1.0),
        ("end", 15, 1.0),
    ],
)
def test_a_fact_is_value_unit_bound_modality_kind_and_indicator(field, value, expected):
    assert figures([row(**{field: value})], [row()])["fact_f1"] == expected


@pytest.mark.parametrize(("ours", "theirs"), [("％", "%"), (None, ""), ("人 次", "人次")])
def test_units_are_the_same_whatever_the_spelling(ours, theirs):
    assert figures([row(unit=ours)], [row(unit=theirs)])["unit"] == 1.0


def test_a_second_defensible_indicator_is_right():
    assert figures([row(indicator="b")], [row(indicator="a", also=["b"])])["indicator"] == 1.0


def test_a_constant_answer_scores_nothing_on_rare_values():
    gold = [row(), row(start=20, end=24, bound="at_least")]
    told = figures([row(), row(start=20, end=24)], gold)
    assert (told["bound"], told["bound_rare"], told["kind_rare"]) == (0.5, 0.0, 1.0)


def test_a_parent_is_right_where_it_is_paired_with_the_gold_parent():
    """The parent's own span may begin elsewhere: what counts is which measure it is."""
    gold = [row(start=8, end=14), row(start=20, end=24, part_of=8)]
    told = figures([row(), row(start=20, end=24, part_of=10)], gold)
    assert (told["part_of"], told["part_of_set"]) == (1.0, 1.0)


def test_misses_and_inventions_in_precision_and_recall():
    gold = [row(), row(start=20, end=24), row(start=30, end=34)]
    told = figures([row(), row(start=50, end=54)], gold)
    assert (told["precision"], told["recall"], told["f1"]) == (1 / 2, 1 / 3, 2 / 5)


def test_nothing_predicted_and_nothing_to_find():
    assert figures([], [row()])["recall"] == 0.0
    assert figures([], [])["f1"] == 1.0


def test_errors_name_place_words_and_both_values():
    result = score([row(unit="起"), row(start=50, end=54)], [row(), row(start=30, end=34)], [FILE])
    wrong, missed, invented = errors(result)
    assert "年报.txt:10 “788件” 矛盾纠纷" in wrong and "'起' 应为 '件'" in wrong
    assert missed.startswith("遗漏 年报.txt:30")
    assert invented.startswith("多出 年报.txt:50")


ROWS = st.lists(
    st.builds(
        lambda start, length, value, rare: row(start=start, end=start + length, value=value, **rare),
        st.integers(0, 40),
        st.integers(1, 6),
        st.sampled_from([1.0, 2.0, 3.0]),
        st.fixed_dictionaries(
            {
                "bound": st.sampled_from(["exact", "approx"]),
                "kind": st.sampled_from(["level", "share"]),
                "indicator": st.sampled_from(["a", "b"]),
                "part_of": st.sampled_from([None, 0, 5]),
            }
        ),
    ),
    max_size=8,
)


@given(ROWS, ROWS)
def test_every_row_is_paired_once_or_told(predicted, gold):
    result = score(predicted, gold, [FILE])
    assert len(result.pairs) + len(result.invented) == len(predicted)
    assert len(result.pairs) + len(result.missed) == len(gold)
    assert all(0 <= figure <= 1 for figure in result.figures().values())


@given(ROWS)
def test_gold_against_itself_finds_every_row(gold):
    assert figures(gold, gold)["f1"] == 1.0


@given(ROWS, ROWS)
def test_precision_of_one_side_is_recall_of_the_other(predicted, gold):
    forth, back = figures(predicted, gold), figures(gold, predicted)
    if predicted and gold:
        assert forth["precision"] == back["recall"]
    assert set(USUAL) <= set(FIELDS)
