"""Verdicts on texts of one series, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.revisions import CONFLICT, COPY, Rival, judge, similarity

TEXT = "".join(chr(0x4E00 + n) for n in range(100))


def other(same):
    """A text that shares its first `same` characters with TEXT, and is as long."""
    return TEXT[:same] + "".join(chr(0x6E00 + n) for n in range(100 - same))


@pytest.mark.parametrize(
    ("same", "outcome"),
    [
        (100, "copy"),  # the same text under another id: blanks were lost
        (97, "copy"),  # at the bound
        (96, None),
        (50, None),  # at the bound
        (49, "conflict"),
        (0, "conflict"),
    ],
)
def test_bounds(same, outcome):
    rivals = [Rival("s", "a", "a.txt", False, TEXT), Rival("s", "b", "b.txt", True, other(same))]
    assert [verdict.outcome for verdict in judge(rivals)] == ([outcome] if outcome else [])


def test_the_likest_text_decides():
    """Unlike the first version but like the second: a revision of the second."""
    rivals = [
        Rival("s", "a", "a.txt", False, TEXT),
        Rival("s", "b", "b.txt", False, other(50)),
        Rival("s", "c", "c.txt", True, other(30)[:90] + TEXT[50:60]),
    ]
    assert list(judge(rivals)) == []


def test_a_refused_text_is_no_measure_for_the_next():
    rivals = [
        Rival("s", one, f"{one}.txt", True, text)
        for one, text in (("a", TEXT), ("b", other(0)), ("c", other(0)))
    ]
    assert [(verdict.report_id, verdict.other_id) for verdict in judge(rivals)] == [("b", "a"), ("c", "a")]


def test_series_are_apart():
    assert list(judge([Rival("s", "a", "a", True, TEXT), Rival("t", "b", "b", True, TEXT)])) == []


def test_blanks_do_not_count():
    assert similarity("法治 政府\n", "法治　政府") == 1.0


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_bounded(one, two):
    assert 0 <= similarity(one, two) == similarity(two, one) <= 1


@given(st.lists(st.text(alphabet="甲乙丙丁", max_size=12), min_size=1, max_size=6))
def test_every_text_is_kept_or_judged_and_what_judges_is_kept(texts):
    rivals = [Rival("s", f"{n}", f"{n}", True, text) for n, text in enumerate(texts)]
    verdicts = list(judge(rivals))
    judged = {verdict.report_id for verdict in verdicts}
    assert len(judged) == len(verdicts) < len(rivals)
    assert all(verdict.other_id not in judged for verdict in verdicts)
    assert all((v.similarity >= COPY) if v.outcome == "copy" else (v.similarity < CONFLICT) for v in verdicts)


FEW = TEXT[:99]  # as good as the same
TXT, PDF = 2, 7


@pytest.mark.parametrize(
    ("old", "new", "copy", "why"),
    [
        ((PDF, TEXT), (TXT, FEW), "old", "the better form, though shorter"),
        ((TXT, FEW), (PDF, TEXT), "new", "the better form is there already"),
        ((PDF, FEW), (PDF, TEXT), "old", "of one form the longer text"),
        ((PDF, TEXT), (PDF, FEW), "new", "which is there already"),
    ],
)
def test_of_near_identical_texts_the_best_stays_whatever_the_order(old, new, copy, why):
    both = [
        Rival("s", name, f"{name}.x", name == "new", text, rank)
        for name, (rank, text) in (("old", old), ("new", new))
    ]
    fresh = [Rival(one.series_id, one.report_id, one.path, True, one.text, one.rank) for one in both]
    for rivals in (both, fresh, fresh[::-1]):
        (verdict,) = judge(rivals)
        assert (verdict.report_id, verdict.outcome) == (copy, "copy"), why


def test_a_better_form_takes_the_place_of_all_that_are_like_it():
    """Two old texts that were too unlike each other to be copies, and a new one between them."""
    one, tail, between = TEXT[:97] + "甲" * 3, "乙" * 3 + TEXT[3:], TEXT
    rivals = [
        Rival("s", "a", "a", False, one, PDF),
        Rival("s", "b", "b", False, tail, PDF),
        Rival("s", "c", "c", True, between, TXT),
    ]
    assert {verdict.report_id: verdict.other_id for verdict in judge(rivals)} == {"a": "c", "b": "c"}


def test_an_old_text_is_never_in_conflict():
    rivals = [Rival("s", "a", "a", False, other(0), PDF), Rival("s", "b", "b", True, TEXT, TXT)]
    assert [(one.report_id, one.outcome) for one in judge(rivals)] == [("b", "conflict")]
