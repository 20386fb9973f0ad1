"""What is said of a measure beside its report, in words."""

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.marked import PALETTE, as_page, colours, told

USUAL = {
    "start": 0, "end": 3, "text": "12件", "value": 12.0, "value_high": None, "unit": "件", "subject": "案件",
    "indicator": "other", "indicator_name": "其他", "domain_name": None, "tone": None, "qualifier": None,
    "bound": "exact", "modality": "actual", "kind": "level", "period": "year",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said", "why"),
    [
        ({}, "其他：12件；案件", "the usual needs no words"),
        ({"value": 1.2e7}, "其他：12000000件；案件", "no powers of ten"),
        ({"value_high": 15.0}, "其他：12～15件；案件", "a range has two ends"),
        ({"unit": None, "subject": None}, "其他：12", "what is not there leaves no trace"),
        ({"bound": "at_least", "modality": "planned"}, "其他：12件；案件；不少于；计划", "each in its turn"),
        ({"qualifier": "涉企"}, "其他：12件；案件；只指涉企", "a scoped figure is not the total"),
    ],
)
def test_a_measure_in_words(change, said, why):
    assert told(USUAL | change) == said, why


def test_a_page_keeps_the_text_and_escapes_it():
    page = as_page("<标题>", "12件<b>", [USUAL], [])
    assert "&lt;标题&gt;" in page and ">12件</mark>&lt;b&gt;" in page


def test_a_page_tells_what_is_wrong_and_leads_there():
    """A contradiction leads to its figure; a missing content is nowhere in the text and leads nowhere."""
    checks = [
        {"start": 0, "name": "分项与总数", "verdict": "对不上", "evidence": "12件，3件+5件"},
        {"start": None, "name": "存在的不足", "verdict": "没有做到", "evidence": None},
    ]
    page = as_page("标题", "12件", [USUAL], [], checks)
    assert '<td><a href="#p0">分项与总数</a></td><td>对不上：12件，3件+5件</td>' in page
    assert "<td>存在的不足</td><td>没有做到：</td>" in page


def test_colours_are_those_of_the_style_sheet_and_the_same_in_every_report():
    style = (Path(dashboard.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\.c\d+ \{ --c: (#\w+); \}", style, re.MULTILINE)) == PALETTE
    rows = [USUAL | {"domain_name": "信访", "tone": 13}, USUAL | {"domain_name": "普法宣传", "tone": 15}]
    assert colours(rows)["信访"] == colours(rows[:1])["信访"] == PALETTE[13]
