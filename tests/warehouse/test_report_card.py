# ruff: noqa: E501 (one case a line)
"""mart.report_card: every source gives its findings, each with its report, place, words and what to do."""

from datetime import date, datetime

import duckdb
import polars as pl
import pytest
from warehouse_factory import BASHAN, COUNTY, PINGBA, Report, Said

from tables import TABLES, polars_schema
from warehouse.ddl import ensure_schema
from warehouse.load import insert
from warehouse.marts import renew_report_card
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
    return read("FROM mart.report_card WHERE kind <> 'coverage' ORDER BY kind")


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
    assert [row["words"] for row in read("FROM mart.report_card WHERE kind = 'late'")] == ["公开 2024-06-01"]


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
    (row,) = read("FROM mart.report_card WHERE report_id IS NOT NULL")
    assert (row["kind"], row["finding"], row["words"]) == (
        "doubtful",
        "2 个数读得没有把握",
        "第100处说None3场",
    )


def test_every_file_of_the_folder_is_a_source():
    assert set(names("card")) == {"arithmetic", "doubtful", "quarantine", "requirement", *CASES}


LAW = {
    "title": "合同法",
    "repealed_on": date(2021, 1, 1),
    "replaced_by_title": "中华人民共和国民法典",
    "sentence": "依据《合同法》",
}
JUMP = {"indicator": MEDIATED, "unit_family": "case", "indicator_name": "受理调解纠纷", "value": 900.0,
        "previous_value": 100.0, "ratio": 9.0, "measure_id": "m", "sentence": "调解900件", "previous_sentence": "调解100件"}  # fmt: skip
TOLD = {
    "measure_id": "m",
    "told_text": "90件",
    "own_text": "100件",
    "told_sentence": "上年90件",
    "own_sentence": "调解100件",
}
COPIED = {
    "source": "other_issuer",
    "other_report_id": "o",
    "other_issuer": "坪坝镇",
    "other_report_year": 2023,
    "paragraphs": 7,
}
BLANK = {"position": 0, "text": "XX镇", "context": "XX镇扎实推进"}
BODY = {"district_code": COUNTY, "report_year": 2023, "issuer": "坪坝镇"}
CASES = {
    "law": [
        (LAW | {"verdict": "outdated", "char_start": 5}, "must", "《合同法》已于 2021-01-01 失效"),
        (LAW | {"verdict": "cannot_tell"}, None, "what can be explained is not told"),
    ],
    "jump": [
        (
            JUMP | {"verdict": "jump", "needs_review": False},
            "ask",
            "受理调解纠纷由上年 100 变为 900，为 9 倍",
        ),
        (
            JUMP | {"verdict": "jump", "needs_review": True},
            "note",
            "受理调解纠纷由上年 100 变为 900，为 9 倍",
        ),
        (
            JUMP | {"verdict": "magnitude", "value": 1e6, "needs_review": False},
            "ask",
            "受理调解纠纷由上年 100 变为 1000000，约差一万倍",
        ),
    ],
    "restated": [
        (TOLD | {"verdict": "differs"}, "must", "上年数写“90件”，上年报告写“100件”"),
        (TOLD | {"verdict": "agrees"}, None, "nothing to tell"),
    ],
    "copied": [
        (COPIED | {"share": 0.5}, "ask", "7 段、50% 的文字与坪坝镇 2023 年报告雷同"),
        (COPIED | {"share": 0.5, "source": "last_year"}, "ask", "7 段、50% 的文字与上年报告雷同"),
        (COPIED | {"share": 0.2}, None, "some formulas are everybody's"),
    ],
    "placeholder": [
        (BLANK | {"kind": "blank", "verdict": "left_in"}, "must", "“XX镇”没有填写"),
        (
            BLANK | {"kind": "blank_date", "verdict": "cannot_tell", "text": "2025年 月 日"},
            "ask",
            "“2025年 月 日”没有填写",
        ),
        (
            BLANK | {"kind": "template", "verdict": "left_in", "text": "（此处填写）"},
            "must",
            "留有模板的话“（此处填写）”",
        ),
        (
            BLANK | {"kind": "other_town", "verdict": "left_in", "text": "坪坝镇"},
            "must",
            "该写本机关处写着“坪坝镇”",
        ),
    ],
    "coverage": [
        (BODY | {"status": "missing"}, "ask", "1 个机关没有报告：坪坝镇"),
        (BODY | {"status": "unreadable"}, "must", "1 个机关的报告读不了：坪坝镇"),
        (BODY | {"status": "present"}, None, "all is well"),
    ],
}
TABLE = {"copied": "mart.copied_text", "coverage": "mart.coverage"}
ANY = {
    "text": "",
    "float": 0.0,
    "int": 2023,
    "bool": True,
    "date": date(2023, 1, 1),
    "timestamp": datetime(2023, 1, 1),
}


def filled(name: str, given: dict[str, object]) -> pl.DataFrame:
    """A row of a table: what is given, else nothing, or anything where nothing is not allowed."""
    row = {
        one.name: given.get(one.name, None if one.null else ANY[one.type]) for one in TABLES[name].columns
    } | ({"report_id": "r"} if name != "mart.coverage" else {})
    return pl.DataFrame([row], schema=polars_schema(name), orient="row")


@pytest.mark.parametrize(
    ("source", "given", "severity", "finding"),
    [(name, *case) for name, cases in CASES.items() for case in cases],
)
def test_a_source(source, given, severity, finding):
    with duckdb.connect() as connection:
        ensure_schema(connection)
        reports = {"report_id": "r", "region_code": BASHAN, "is_current": True}
        insert(connection, "core.report", filled("core.report", reports))
        name = TABLE.get(source, f"mart.{source}_check")
        insert(connection, name, filled(name, given))
        renew_report_card(connection)
        found = connection.execute("SELECT severity, finding, kind FROM mart.report_card").fetchall()
    assert found == ([] if severity is None else [(severity, finding, source)]), finding
