"""mart.report_card: every source gives its findings, each with its report, place, words and what to do."""

from datetime import date

import pytest
from warehouse_factory import BASHAN, COUNTY, PINGBA, Report, Said

from warehouse.statements import names

MEDIATED = "dispute.mediated"
REFUSED = {
    "quarantine_id": "q1", "run_id": "r1", "kind": "row", "table_name": "core.measure",
    "rule": "a.rule", "reason": "数值太大", "status": "open", "path": "a.txt",
    "row": '{"sentence": "调解9999999件", "char_start": 7}',
}  # fmt: skip


@pytest.fixture
def cards(load, read):
    """Findings of a report with everything wrong, and of one with nothing."""
    wrong = Report(
        BASHAN, 2023, [Said(MEDIATED, 30, "件", at=10), Said(MEDIATED, 40, "件", at=50, of=10)],
        published=date(2024, 5, 1),
    )  # fmt: skip
    good = Report(PINGBA, 2023, [Said(MEDIATED, 5, "件")], published=date(2024, 1, 5))
    row = REFUSED | {"report_id": wrong.report_id}
    child = row | {"quarantine_id": "q2", "rule": "parent_refused"}
    load([wrong, good], quarantine=[row, row | {"quarantine_id": "q3"}, child])
    return read("FROM mart.report_card ORDER BY kind")


def test_each_source_gives_its_finding(cards):
    found = {row["kind"]: row for row in cards}
    assert list(found) == ["arithmetic", "late", "quarantine"]
    assert {kind: row["severity"] for kind, row in found.items()} == {
        "arithmetic": "must", "late": "must", "quarantine": "note"
    }  # fmt: skip
    assert found["arithmetic"]["finding"] == "部分“40件”大于总数“30件”"
    assert found["arithmetic"]["words"].endswith("30件") and found["arithmetic"]["other_words"].endswith(
        "40件"
    )
    assert found["arithmetic"]["char_start"] == 10
    assert found["late"]["words"] == "公开 2024-05-01" and "第一条" in found["late"]["advice"]
    assert found["quarantine"]["finding"] == "2 行没有通过规则 a.rule", "what hangs on them is not told"
    assert found["quarantine"]["words"] == "调解9999999件"


def test_a_finding_is_placed_in_its_district(cards):
    assert {(row["district_code"], row["region_code"], row["report_year"]) for row in cards} == {
        (COUNTY, BASHAN, 2023)
    }


def test_findings_are_told_apart(cards):
    assert len({row["finding_id"] for row in cards}) == len(cards)


def test_an_older_version_is_not_told_of(load, read):
    body = "".join(chr(0x4E00 + n) for n in range(400))
    late = [Report(BASHAN, 2023, text=body, published=date(2024, 5, 1)),
            Report(BASHAN, 2023, text=body[:280] + "改" * 120, published=date(2024, 6, 1))]  # fmt: skip
    load(late)
    assert [row["words"] for row in read("FROM mart.report_card")] == ["公开 2024-06-01"]


def test_measures_that_want_review_are_one_finding_a_report(load, read):
    def unsure(rows):
        return [row | {"needs_review": True, "confidence": 0.5 - n / 10} for n, row in enumerate(rows)]

    import warehouse_factory

    whole = warehouse_factory.measure_row
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            warehouse_factory, "measure_row", lambda one, n, said: unsure([whole(one, n, said)] * (n + 1))[n]
        )
        load([Report(BASHAN, 2023, [Said(MEDIATED, 5, "件"), Said("publicity.event", 3, "场")])])
    (row,) = read("FROM mart.report_card")
    assert (row["kind"], row["finding"], row["words"]) == (
        "doubtful",
        "2 个数读得没有把握",
        "第100处说None3场",
    )


def test_every_file_of_the_folder_is_a_source():
    assert {"arithmetic", "doubtful", "quarantine", "requirement"} <= set(names("card"))
