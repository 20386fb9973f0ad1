"""Completion at the SQL prompt, as prompt_toolkit asks for it."""

import polars as pl
import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from flows.commands.completion import Names

ROWS = [
    ("mart", "district_year", None, "区县年度：一个区县一年一行"),
    ("mart", "district_year", "coverage", "覆盖率：有报告乡镇数除以乡镇街道总数"),
    ("mart", "district_year", "reports", "报告数：现行报告总数"),
    ("core", "report", None, "报告"),
    ("core", "report", "report_id", "报告编号"),
    ("报表", "区县年度", None, "区县年度"),
    ("报表", "区县年度", "覆盖率", "覆盖率"),
    (None, "fazhi_evidence(", None, "区县数字的依据"),
]
SCHEMA = {"schema": pl.String, "name": pl.String, "column": pl.String, "comment": pl.String}


def names() -> Names:
    return Names.of(pl.DataFrame(ROWS, schema=SCHEMA, orient="row"))


def offered(typed: str, above: list[str] | None = None) -> list[str]:
    """`|` is the cursor."""
    completer = names()
    completer.before = above or []
    before, _, after = typed.partition("|")
    document = Document(before + after, len(before))
    return [one.text for one in completer.get_completions(document, CompleteEvent())]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("SELECT * FROM mart.d|", ["mart.district_year"]),
        ("SELECT * FROM mart.district_year|", []),  # nothing left to add
        ("SELECT * FROM MART.D|", ["mart.district_year"]),  # capitals do not matter
        ("SELECT * FROM 报表.|", ["报表.区县年度"]),
        ("SELECT 覆| FROM 报表.区县年度", ["覆盖率"]),
        ("SELECT cov| FROM mart.district_year", ["coverage"]),  # columns of tables named further on
        ("SELECT y.r| FROM mart.district_year AS y", ["y.reports"]),  # by alias
        ("SELECT r.| FROM mart.district_year y JOIN core.report r", ["r.report_id"]),
        ("SELECT district_year.c| FROM mart.district_year", ["district_year.coverage"]),
        ("SELECT cov|", []),  # no table named yet
        ("FROM fazhi_e|", ["fazhi_evidence("]),
        ("sel|", ["select"]),
        ("SEL|", ["SELECT"]),
        ("|", []),  # nothing typed, nothing offered
        ("SELECT nothing.|", []),
    ],
)
def test_what_is_offered(typed, told):
    assert offered(typed) == told


def test_lines_above_count():
    assert offered("WHERE cov|", ["SELECT *", "FROM mart.district_year"]) == ["coverage"]


def test_meanings_stand_beside_the_names():
    (one,) = names().get_completions(Document("mart.d"), CompleteEvent())
    assert one.display_meta_text == "区县年度：一个区县一年一行"
