# ruff: noqa: E501 (one case a line)
"""The ledger of reports: who has one, who has none, and whose cannot be read, told only where it is sure."""

import json

import pytest
from warehouse_factory import BASHAN, COUNTY, DONGAN, PINGBA, Report

ROOT = "重庆市/城口县"


def refused(path: str, rule: str = "broken_file", **more: object) -> dict[str, object]:
    return {
        "quarantine_id": path[-16:], "run_id": "r1", "kind": "file", "path": path, "sha256": "x", "rule": rule,
        "reason": "坏了", "status": "open", **more,
    }  # fmt: skip


def ledger(read) -> dict[tuple[str, int], str]:
    rows = read("FROM mart.coverage")
    return {(row["issuer_id"], row["report_year"]): row["status"] for row in rows}


def test_each_township_of_a_district_stands_in_it_for_each_year_of_which_there_is_anything(load, read):
    load([Report(BASHAN, 2022), Report(BASHAN, 2023), Report(PINGBA, 2023)])
    assert ledger(read) == {
        (BASHAN, 2022): "present", (PINGBA, 2022): "missing", (DONGAN, 2022): "missing",
        (BASHAN, 2023): "present", (PINGBA, 2023): "present", (DONGAN, 2023): "missing",
    }  # fmt: skip


def test_departments_stand_in_it_that_report_in_any_year(load, read):
    load([Report(BASHAN, 2023), Report(COUNTY, 2022, department="司法局"), Report(COUNTY, 2023)])
    found = ledger(read)
    assert found[f"{COUNTY}:司法局", 2022] == "present"
    assert found[f"{COUNTY}:司法局", 2023] == "missing"
    assert (found[COUNTY, 2022], found[COUNTY, 2023]) == ("missing", "present")


GUESSES = [
    (f"{ROOT}/东安镇2023年法治政府建设年度报告.pdf", "broken_file", "unreadable", "township and district are named"),
    (f"{ROOT}/东安镇/2023年法治政府建设年度报告.pdf", "broken_file", "missing", "the file itself does not say whose it is"),
    ("东安镇2023年法治政府建设年度报告.pdf", "broken_file", "missing", "which district is not told"),
    (f"{ROOT}/东安镇法治政府建设年度报告.pdf", "broken_file", "missing", "of what year is not told"),
    (f"{ROOT}/东安镇2023年政府信息公开年度报告.pdf", "broken_file", "missing", "another kind of report"),
    (f"{ROOT}/东安镇2023年法治政府建设年度报告.pdf", "disclosure_annual", "missing", "read, and of another kind"),
    (f"{ROOT}/东安镇和坪坝镇2023年法治政府建设年度报告.pdf", "broken_file", "missing", "two townships are named"),
    (f"{ROOT}/东安镇2022年法治政府建设年度报告.pdf", "broken_file", "missing", "of another year"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "rule", "status", "why"), GUESSES, ids=[case[3] for case in GUESSES])
def test_a_file_that_cannot_be_read(load, read, path, rule, status, why):
    load([Report(BASHAN, 2023)], quarantine=[refused(path, rule)])
    assert ledger(read)[DONGAN, 2023] == status, why


def test_what_is_there_in_another_form_is_present(load, read):
    load([Report(DONGAN, 2023)], quarantine=[refused(GUESSES[0][0])])
    assert ledger(read)[DONGAN, 2023] == "present"


def test_the_row_names_file_and_reason(load, read):
    load([Report(BASHAN, 2023)], quarantine=[refused(GUESSES[0][0])])
    (row,) = read("FROM mart.coverage WHERE status = 'unreadable'")
    assert (row["path"], row["rule"], row["district"]) == (GUESSES[0][0], "broken_file", "城口县")


def test_the_district_sums_up(load, read):
    load(
        [Report(BASHAN, 2023), Report(COUNTY, 2022, department="司法局")], quarantine=[refused(GUESSES[0][0])]
    )
    (row,) = read("FROM mart.coverage_district WHERE report_year = 2023")
    told = ("townships", "townships_present", "townships_unreadable", "townships_missing")
    assert [row[name] for name in told] == [3, 1, 1, 1]
    assert (row["departments"], row["departments_missing"], row["has_own_report"]) == (1, 1, False)


def test_a_report_that_broke_a_rule_cannot_be_read_either(load, read):
    row = json.dumps({"issuer_id": DONGAN, "region_code": DONGAN, "report_year": 2023})
    told = {"kind": "row", "table_name": "core.report", "row": row}
    nobodys = {
        **told,
        "row": json.dumps({"issuer_id": "unknown:x", "region_code": None, "report_year": 2023}),
    }
    other = {"kind": "row", "table_name": "core.measure", "row": json.dumps({"value": None})}
    rule = "core.report.year"
    load(
        [Report(BASHAN, 2023)],
        quarantine=[
            refused("a.pdf", rule, **told),
            refused("b.pdf", rule, **nobodys),
            refused("c.pdf", "x", **other),
        ],
    )
    (row,) = read("FROM mart.coverage WHERE status = 'unreadable'")
    assert (row["issuer_id"], row["path"], row["rule"]) == (DONGAN, "a.pdf", rule)
