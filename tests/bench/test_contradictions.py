"""Planted contradictions are found and consistent pairs left in peace, in a real run; how they are scored."""

import pytest

from bench.contradictions import FOLDER, SETS, Planted, Score, judge, planted, score, told

# Each set has its own bar of recall, a little under what docs/quality.md tells, and of contents judged right.
BARS = [
    ("open", 0.93, 1.0),
    pytest.param("second", 0.7, 1.0, marks=pytest.mark.soak),
    pytest.param("blind", 0.48, 0.9, marks=pytest.mark.soak),
]


@pytest.mark.parametrize(("name", "recall", "contents"), BARS)
def test_a_set(name: str, recall: float, contents: float) -> None:
    found: Score = score(SETS[name])
    said = "\n".join(told(name, found, rows=name != "blind"))
    assert found.recall >= recall, said
    assert found.false_alarms <= 0.02 and not found.unplanted, said
    assert found.contents_right >= contents * (found.contents_right + len(found.contents_wrong)), said


def test_a_verdict_belongs_to_a_pair_only_with_numbers_in_both_quotes() -> None:
    pair = Planted("a.txt", "subset", True, (10, 20), (30, 40), "")
    assert pair.holds({"file": "a.txt", "places": [12, 30]})
    assert not pair.holds({"file": "a.txt", "places": [12, 40]}), "ends are exclusive"
    assert not pair.holds({"file": "a.txt", "places": [12, 15]}), "both in the first"
    assert not pair.holds({"file": "b.txt", "places": [12, 30]}), "another report"


def test_what_is_told_of_the_blind_set_has_no_words_of_it() -> None:
    """With no checks at all every contradiction is missed, and still no quote is printed."""
    nothing = judge([], {}, SETS["blind"])
    lines = "\n".join(told("blind", nothing, rows=False))
    assert nothing.recall == 0.0 and len(nothing.missed) == 54
    assert not any(word in lines for pair in planted(SETS["blind"]) for word in (pair.file, pair.words))


def test_a_quote_that_is_not_there_once_is_an_error(tmp_path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("受理3件，办结3件", encoding="utf-8")
    rows = "file,kind,verdict,first,second,why\na.txt,subset,disagrees,3件,办结3件,两处\n"
    (tmp_path / "planted.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(ValueError, match=r"planted\.csv, a\.txt: '3件' is there 2 times"):
        planted(tmp_path)


def test_the_sets_are_where_the_readme_says() -> None:
    for folder in SETS.values():
        assert folder.name in (FOLDER / "README.md").read_text(encoding="utf-8")
