"""The shipped catalogue as a whole: complete, as the guidelines say, and strict about mistakes."""

import csv
import io

import pytest
from case_tables import named

from transforms.catalogue import CatalogueError, parse_catalogue


@pytest.fixture(scope="module")
def files(reference_bytes) -> dict[str, bytes]:
    """The shipped files with a few regions and examples only, which would take most of the time."""

    def few(name: str, lines: int) -> bytes:
        return b"\n".join(reference_bytes[name].split(b"\n")[:lines]) + b"\n"

    long = {"regions.csv": 40, "region_aliases.csv": 1, "examples.csv": 40}
    return {**reference_bytes, **{name: few(name, lines) for name, lines in long.items()}}


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"))))


def test_the_shipped_catalogue_is_read(catalogue):
    assert len(catalogue.knowledge.indicators.by_code) == 112
    assert {row.domain for row in catalogue.domains} >= {
        one.domain for one in catalogue.knowledge.indicators.by_code.values() if one.code != "other"
    }


def test_every_indicator_but_other_has_a_pattern(reference_bytes):
    codes = {row["code"] for row in rows(reference_bytes, "indicators.csv")}
    matched = {row["indicator"] for row in rows(reference_bytes, "patterns.csv")}
    assert codes - matched <= {"other"}


NAMES = [
    "units.csv",
    "bounds.csv",
    "number_rules.csv",
    "cues.csv",
    "denied.csv",
    "indicators.csv",
    "patterns.csv",
]
NAMES += [
    "domains.csv",
    "regions.csv",
    "departments.csv",
    "section_roles.csv",
    "document_kinds.csv",
    "laws.csv",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(files, name: str):
    with pytest.raises(CatalogueError, match=name):
        parse_catalogue({key: data for key, data in files.items() if key != name})


def broken(files: dict[str, bytes], name: str, column: str, value: str) -> tuple[dict[str, bytes], int]:
    """The files with a value put into the last row of one of them, and that row's line."""
    found = rows(files, name)
    found[-1][column] = value
    out = io.StringIO()
    writer = csv.DictWriter(out, found[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return {**files, name: out.getvalue().encode()}, len(found) + 1


MISTAKES = [
    ("units.csv", "factor", "many", "factor", "a factor is a number"),
    ("bounds.csv", "bound", "rather", "bound", "a bound is one of four"),
    ("bounds.csv", "place", "around", "place", "a bound word stands before, inside or after"),
    ("number_rules.csv", "after", "(", "regular expression", "a rule's expression is compiled"),
    ("cues.csv", "cue", "nonsense", "nonsense", "a cue has a known name"),
    ("cues.csv", "pattern", "(", "regular expression", "a cue's expression is compiled"),
    ("patterns.csv", "indicator", "tea.cup", r"tea\.cup", "a pattern's indicator exists"),
    ("patterns.csv", "weight", "heavy", "weight", "a weight is a number"),
    ("examples.csv", "indicator", "tea.cup", r"tea\.cup", "an example's indicator exists"),
    ("examples.csv", "text", "没有标出数字", "没有标出数字", "an example marks its number"),
    ("indicators.csv", "headline", "perhaps", "headline", "a headline is yes or no"),
]


@pytest.mark.parametrize(("name", "column", "value", "words", "why"), named(MISTAKES, 3))
def test_a_mistake_names_file_and_what_is_wrong(files, name, column, value, words, why):
    mistaken, _ = broken(files, name, column, value)
    with pytest.raises(CatalogueError, match=rf"(?s){name}.*{words}"):
        parse_catalogue(mistaken)


BY_LINE = [case for case in MISTAKES if case[3] == case[1]]


@pytest.mark.parametrize(("name", "column", "value", "words", "why"), named(BY_LINE, 3))
def test_a_bad_value_names_its_line(files, name, column, value, words, why):
    mistaken, line = broken(files, name, column, value)
    with pytest.raises(CatalogueError, match=rf"{name}, line {line}:"):
        parse_catalogue(mistaken)


FAMILIES_THAT_ADD = [("件", "起", "宗")]
FAMILIES_APART = [
    ("人", "人次"),
    ("份", "件"),
    ("户", "户次"),
    ("家", "家次"),
    ("%", "个百分点"),
    ("天", "工作日"),
]


@pytest.mark.parametrize("units", FAMILIES_THAT_ADD)
def test_units_that_may_be_added_share_a_family(catalogue, units: tuple[str, ...]):
    assert len({catalogue.knowledge.numbers.families[unit] for unit in units}) == 1


@pytest.mark.parametrize(("one", "other"), FAMILIES_APART)
def test_units_that_may_not_be_added_are_kept_apart(catalogue, one: str, other: str):
    families = catalogue.knowledge.numbers.families
    assert families[one] != families[other]


def test_an_indicators_unit_families_exist(catalogue):
    known = set(catalogue.knowledge.numbers.families.values()) | {"none"}
    for one in catalogue.knowledge.indicators.by_code.values():
        assert set(filter(None, one.unit_families.split("|"))) <= known, one.code


HOW = {"within_report": {"sum", "largest", "only", "none"}, "across_issuers": {"sum", "median", "none"}}


@pytest.mark.parametrize("column", HOW)
def test_ways_of_combining_are_known(reference_bytes, column: str):
    assert {row[column] for row in rows(reference_bytes, "indicators.csv")} <= HOW[column]


def test_rates_are_never_summed(reference_bytes):
    rates = [row for row in rows(reference_bytes, "indicators.csv") if row["nature"] in ("rate", "limit")]
    assert rates
    assert {row["across_issuers"] for row in rates}.isdisjoint({"sum"})


def test_few_regions_are_enough_for_these_tests(files):
    assert len(parse_catalogue(files).regions.by_code) == 39
