"""Which indicator a number belongs to: indicator_cases.csv has every code, and siblings side by side.

A row of the table is a text, a number quoted from it, its indicator, and, where the outcome is wrong as yet,
what comes out. A new indicator is a row of the catalogue and a row there.
"""

import csv
from pathlib import Path

import pytest

from transforms.csvfile import CatalogueError
from transforms.facts.indicators import Indicators

with (Path(__file__).parent / "indicator_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


def params() -> list[object]:
    return [
        pytest.param(
            case["text"], case["number"], case["indicator"], id=f"{case['indicator']}-{case['number']}",
            marks=[pytest.mark.xfail(strict=True, reason=case["known_wrong"])] if case["known_wrong"] else [],
        )
        for case in CASES
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "indicator"), params())
def test_indicator(measures, text: str, number: str, indicator: str):
    found = [m["indicator"] for m in measures(text) if m["text"] == number]
    assert found, f"{number} is no measure of {text}"
    assert indicator in found


def test_every_indicator_has_a_case(catalogue):
    assert {case["indicator"] for case in CASES} == set(catalogue.knowledge.indicators.by_code)


def test_every_number_of_the_table_stands_in_its_text_once():
    assert [case for case in CASES if case["text"].count(case["number"]) != 1] == []


HEADER = "code,name_zh,within_report,across_issuers,unit_families\n"
CATALOGUE = HEADER + "a.tea,茶,sum,sum,item\na.cup,杯,sum,sum,item\nother,其他,none,none,\n"


def read(patterns: str) -> Indicators:
    return Indicators.parse(CATALOGUE.encode(), ("rule,indicator,near,exclude\n" + patterns).encode())


def test_a_pattern_of_an_unknown_indicator_is_refused():
    with pytest.raises(CatalogueError, match=r"patterns\.csv.*x#1.*a\.milk"):
        read("x#1,a.milk,奶,\n")


def test_a_pattern_without_words_is_refused():
    with pytest.raises(CatalogueError, match=r"patterns\.csv, line 2.*near"):
        read("x#1,a.tea,,\n")


def test_two_rules_of_one_name_are_refused():
    with pytest.raises(CatalogueError, match=r"patterns\.csv, line 3.*x#1.*line 2"):
        read("x#1,a.tea,茶,\nx#1,a.cup,杯,\n")


def test_a_new_indicator_is_a_row_of_the_catalogue_and_of_the_patterns(reference_bytes):
    from transforms.catalogue import parse_catalogue
    from transforms.extract import extract

    files = dict(reference_bytes)
    head = files["indicators.csv"].decode().splitlines()[0].split(",")
    row = {"code": "service.tea", "name_zh": "茶歇", "within_report": "sum", "across_issuers": "sum"}
    files["indicators.csv"] += (",".join(row.get(cell, "") for cell in head) + "\n").encode()
    head = files["patterns.csv"].decode().splitlines()[0].split(",")
    row = {"rule": "service.tea#1", "indicator": "service.tea", "near": "茶歇角", "units": "item"}
    files["patterns.csv"] += (",".join(row.get(cell, "") for cell in head) + "\n").encode()
    measures = extract("新设茶歇角3个。", parse_catalogue(files)).measures
    assert [m.indicator for m in measures] == ["service.tea"]
