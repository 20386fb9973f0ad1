"""The sample reports, run for real: what is loaded, what is refused, and the figures of the districts."""

import csv
from pathlib import Path

import pytest

from tests.acceptance.conftest import CHECKOUT, fazhi
from warehouse import query

DISTRICTS = CHECKOUT / "tests" / "gold" / "sample_districts.csv"
WRONG_YET = {  # what extraction gets wrong as yet: a case that comes right must be taken out
    ("330824000000", "2022", "leadership.meeting"): "a meeting with neighbours is taken for a meeting on law",
}


def rows() -> list[pytest.param]:
    """One case for each line of the hand-made table."""
    with DISTRICTS.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def _case(row: dict[str, str]) -> pytest.param:
    cause = WRONG_YET.get((row["region_code"], row["report_year"], row["indicator"]))
    marks = [pytest.mark.xfail(strict=True, reason=cause)] if cause else []
    name = f"{row['region_code']}-{row['report_year']}-{row['indicator']}: {row['note']}"
    return pytest.param(row, id=name, marks=marks)


def number(cell: str) -> float | None:
    return float(cell) if cell else None


@pytest.mark.parametrize("row", rows())
def test_district_value_is_that_of_the_hand_made_table(sample_home: Path, row: dict[str, str]) -> None:
    found = query(
        sample_home,
        "SELECT value, stated_value FROM mart.district_indicator_year"
        " WHERE region_code = ? AND report_year = ? AND indicator = ? AND unit_family = ?",
        [row["region_code"], int(row["report_year"]), row["indicator"], row["unit_family"]],
    ).rows()
    assert (found or [(None, None)]) == [(number(row["value"]), number(row["stated_value"]))]


def test_reports_are_loaded_and_the_others_refused_with_a_reason(sample_home: Path) -> None:
    loaded = query(sample_home, "SELECT count(*) FROM core.report").item()
    refused = query(sample_home, "SELECT rule, reason FROM ops.quarantine WHERE kind = 'file' ORDER BY rule")
    assert loaded == 18
    assert refused["rule"].to_list() == ["disclosure_annual", "undecodable"]
    assert all(refused["reason"])


def test_every_measure_is_its_words(sample_home: Path) -> None:
    wrong = query(
        sample_home,
        "SELECT count(*) FROM core.measure JOIN core.report_text t USING (report_id)"
        " WHERE fazhi_span(t.text, char_start, char_end) <> core.measure.text",
    ).item()
    assert wrong == 0


def test_a_second_run_loads_nothing_and_changes_nothing(sample_home: Path) -> None:
    manifest = (sample_home / "warehouse" / "current.json").read_bytes()
    done = fazhi("run", CHECKOUT / "data" / "sample", "--home", sample_home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "没有新文件" in done.stdout
    assert (sample_home / "warehouse" / "current.json").read_bytes() == manifest


def test_strict_makes_a_refused_file_a_failure(sample_home: Path) -> None:
    done = fazhi("run", CHECKOUT / "data" / "sample", "--home", sample_home, "--strict")
    assert done.returncode == 1, done.stdout + done.stderr
