"""Facts of two forms laid side by side: what is the same fact, which rows are paired, what is counted."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.alignment import align, common, differences, figures, same_fact, share, worst

BASE = {"file": "年报.txt", "start": 2, "end": 5, "text": "12件", "value": 12.0, "unit": "件"}
BASE |= {"bound": "exact", "modality": "actual", "kind": "level", "period": "year"}
BASE |= {"indicator": "dispute.mediated", "part_of": None, "sentence": "调解矛盾纠纷12件"}
SOURCE = "调解12件，受理30件，办结28件。"


def row(**changed):
    return BASE | changed


def at(words, value, **changed):
    """A row whose words stand at their place in SOURCE."""
    start = SOURCE.index(words)
    return row(start=start, end=start + len(words), text=words, value=value, **changed)


@pytest.mark.parametrize(
    ("changed", "same", "why"),
    [
        ({"start": 900, "end": 903}, True, "another form has the words elsewhere"),
        ({"file": "年报.docx"}, True, "and another name"),
        ({"text": "12 件", "sentence": ""}, True, "and may break its lines elsewhere"),
        ({"period": "prior"}, True, "the period is none of the six fields"),
        ({"part_of": 7}, True, "a parent is an offset"),
        ({"unit": " 件"}, True, "units are compared without blanks"),
        ({"value": 12.5}, False, "another value"),
        ({"unit": "起"}, False, "another unit"),
        ({"bound": "at_least"}, False, "another bound"),
        ({"modality": "planned"}, False, "another modality"),
        ({"kind": "change"}, False, "another kind"),
        ({"indicator": "other"}, False, "another indicator"),
    ],
)
def test_what_is_the_same_fact(changed, same, why):
    assert same_fact(row(**changed), row()) is same, why


def test_an_indicator_that_the_gold_allows_is_the_same_fact():
    assert same_fact(row(indicator="other"), row(also=["other"]))


FIRST, SECOND, THIRD = at("12件", 12.0), at("30件", 30.0), at("28件", 28.0)


@pytest.mark.parametrize(
    ("found", "wanted", "equal", "why"),
    [
        ([FIRST, SECOND, THIRD], [FIRST, SECOND, THIRD], 3, "the same rows"),
        ([FIRST, THIRD], [FIRST, SECOND, THIRD], 2, "one missed costs one, not those behind it"),
        ([FIRST, SECOND, THIRD], [FIRST, THIRD], 2, "one invented costs one"),
        ([THIRD, FIRST, SECOND], [FIRST, SECOND, THIRD], 3, "rows are put in reading order first"),
        ([row(start=1, end=2), row(start=5, end=6, value=3.0)], [row(start=9), row(start=4, value=3.0)], 1,
         "another reading order: two facts have changed places"),
        ([], [], 0, "nothing to find"),
    ],
)  # fmt: skip
def test_rows_are_paired_in_reading_order(found, wanted, equal, why):
    assert align("年报.txt", found, wanted, SOURCE).equal == equal, why


def test_rows_on_one_span_are_paired_whatever_their_order():
    twins = [row(indicator="training.exam"), row(indicator="training.pass")]
    assert align("年报.txt", twins[::-1], twins, SOURCE).equal == 2


def test_words_that_do_not_stand_at_their_place_are_counted():
    assert align("年报.txt", [FIRST], [FIRST], SOURCE).misplaced == 0
    moved = align("年报.txt", [FIRST], [FIRST], "　" + SOURCE)
    assert (moved.equal, moved.misplaced) == (1, 1)
    assert figures([moved])["evidence"] == 0.0


def test_figures_sum_rows_over_reports():
    one = align("甲.txt", [FIRST, SECOND], [FIRST, SECOND, THIRD], SOURCE)
    other = align("乙.txt", [FIRST, THIRD], [FIRST], SOURCE)
    assert figures([one, other]) == {"precision": 3 / 4, "recall": 3 / 4, "fact_f1": 3 / 4, "evidence": 1.0}
    assert share([]) == 1.0, "no reports differ in nothing"
    assert [report.file for report in worst([one, other])] == ["乙.txt", "甲.txt"], "2 of 3 before 4 of 5"
    assert [line.split(" ")[0] for line in differences([one, other])] == ["缺少", "多出"]


def longest_by_trying(a, b):
    """The length of a longest common subsequence, by trying every subsequence of the first."""
    return max(
        size
        for size in range(len(a) + 1)
        for chosen in itertools.combinations(a, size)
        if _is_subsequence(chosen, b)
    )


def _is_subsequence(chosen, of):
    rest = iter(of)
    return all(one in rest for one in chosen)


LETTERS = st.lists(st.sampled_from("abc"), max_size=7)


@given(LETTERS, LETTERS)
def test_no_longer_common_subsequence_is_there(a, b):
    pairs = common(a, b, lambda x, y: x == y)
    assert len(pairs) == longest_by_trying(a, b)
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in itertools.pairwise(pairs)), "in order"
