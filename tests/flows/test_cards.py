"""The page of a report card: polite, whole, and never more than text."""

import re

import pytest

from flows.cards import district_page, greeting, marked, report_page

REPORT = {
    "report_id": "r1",
    "issuer": "华埠镇人民政府",
    "report_year": 2023,
    "title": "年报<b>",
    "file": "a.txt",
}
FINDING = {
    "report_id": "r1", "kind_name": "数字前后不合", "severity": "must",
    "other_words": None, "advice": "请核对", "finding": "总数写“503条”，各部分“261条+3条”合计 264",
    "words": "公开信息503条，其中<script>261条、3条和13条",
}  # fmt: skip


def test_words_are_text_and_the_numbers_in_question_are_marked():
    page = report_page(REPORT, [FINDING])
    assert "<script>" not in page and "&lt;script&gt;<mark>261条</mark>" in page
    assert "年报&lt;b&gt;" in page
    assert re.findall("<mark>(.+?)</mark>", page) == ["503条", "261条", "3条"], "13条 is another number"


def test_it_is_addressed_to_the_issuer_and_whole_without_the_internet():
    page = report_page(REPORT, [FINDING])
    assert "华埠镇人民政府：我们对照原文核对了贵单位的报告，有 1 处想请贵单位核对" in page
    assert "请更正或说明" in page and "请核对。" in page and "感谢支持" in page
    assert "http" not in page and page.count("<section") == 1


def test_nothing_found_is_said():
    assert "没有发现" in report_page(REPORT, []) and "<section" not in report_page(REPORT, [])
    assert greeting(None, 0).startswith("我们")


def test_a_district_has_a_summary_and_its_own_findings():
    own = FINDING | {"report_id": None, "kind_name": "没有报告", "finding": "池淮镇没有报告", "words": None}
    other = REPORT | {"report_id": "r2", "issuer": "池淮镇人民政府"}
    page = district_page("开化县", 2023, [REPORT, other], [own, FINDING])
    assert "共 2 份报告，1 份有需要核对之处，合计 2 处" in page
    assert page.index("没有报告") < page.index("数字前后不合")
    assert 'href="#r1"' in page and 'href="#r2"' not in page, "a report without findings leads nowhere"


@pytest.mark.parametrize(
    ("words", "numbers", "shown", "why"),
    [
        ("共3件，13件，3.3件", ["3件"], "共<mark>3件</mark>，13件，3.3件", "not the end of another number"),
        ("占98%，即98", ["98"], "占<mark>98</mark>%，即<mark>98</mark>", "each time"),
        ("a<b", [], "a&lt;b", "nothing to mark"),
        ("一…二", ["…"], "一…二", "what was not read is not marked"),
    ],
)
def test_numbers_are_marked_where_they_stand_by_themselves(words, numbers, shown, why):
    assert marked(words, numbers) == shown, why
