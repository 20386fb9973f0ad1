"""Measures of whole passages: all fields together, sections, evidence, order."""

import pytest
from case_tables import named, wrong

REPORT = """吉安县永阳镇2024年法治政府建设年度报告
一、主要举措和成效
（一）压实法治责任。镇党委会研究法治工作6次，理论学习中心组学法4次。
（二）化解矛盾纠纷。全年排查纠纷80件，其中邻里纠纷50件（宅基地30件、采光20件），调解成功79件，成功率98.75%，较上年提高1.2个百分点。
（三）规范行政执法。联合执法12次，立案3起，罚款1.5万元，全年无行政复议和行政诉讼案件。
二、存在的问题
（一）执法力量不足，持证人员仅5人。
三、下一年度工作打算
（一）新增持证人员3人，开展普法宣传不少于20场。
"""

EXPECTED = [
    ("6次", 6, "次", "exact", "level", "actual", "leadership.meeting"),
    ("4次", 4, "次", "exact", "level", "actual", "leadership.study"),
    ("80件", 80, "件", "exact", "level", "actual", "dispute.found"),
    ("50件", 50, "件", "exact", "level", "actual", "dispute.found"),
    ("30件", 30, "件", "exact", "level", "actual", "dispute.found"),
    ("20件", 20, "件", "exact", "level", "actual", "dispute.found"),
    ("79件", 79, "件", "exact", "level", "actual", "dispute.resolved"),
    ("98.75%", 98.75, "%", "exact", "level", "actual", "dispute.success_rate"),
    ("1.2个百分点", 1.2, "个百分点", "exact", "change", "actual", "dispute.success_rate"),
    ("12次", 12, "次", "exact", "level", "actual", "enforcement.inspection"),
    ("3起", 3, "起", "exact", "level", "actual", "enforcement.penalty"),
    ("1.5万元", 15000, "元", "exact", "level", "actual", "enforcement.fine_amount"),
    ("无行政复议和行政诉讼案件", 0, None, "exact", "level", "actual", "review.reconsideration"),
    ("无行政复议和行政诉讼案件", 0, None, "exact", "level", "actual", "review.litigation"),
    ("5人", 5, "人", "exact", "level", "actual", "enforcement.certified_officer"),
    ("3人", 3, "人", "exact", "level", "planned", "enforcement.new_certified"),
    ("不少于20场", 20, "场", "at_least", "level", "planned", "publicity.event"),
]
FIELDS = ("text", "value", "unit", "bound", "kind", "modality", "indicator")


KNOWN = dict.fromkeys((3, 4, 5), "a part named 纠纷 is taken for mediated, not for its total's found")


def cases() -> list[object]:
    return [wrong(KNOWN[n], n, row) if n in KNOWN else (n, row) for n, row in enumerate(EXPECTED)]


def test_a_whole_report_has_these_numbers(measures):
    assert [(m["text"], m["value"]) for m in measures(REPORT)] == [row[:2] for row in EXPECTED]


@pytest.mark.parametrize(("place", "expected"), named(cases(), 2))
def test_all_fields_of_a_whole_report(measures, place: int, expected: tuple[object, ...]):
    row = measures(REPORT)[place]
    assert tuple(row[field] for field in FIELDS) == expected


def test_measures_lie_in_their_sections(facts):
    found = facts(REPORT)
    headings = [found.sections[m.section] for m in found.measures]
    assert [
        section.start <= m.start < section.end for section, m in zip(headings, found.measures, strict=True)
    ]
    assert {section.role for section in headings} == {"achievements", "problems", "plan"}


def test_the_sentence_holds_the_number(measures):
    for row in measures(REPORT):
        assert row["text"] in row["sentence"]
        assert row["sentence"] in REPORT
        assert len(row["sentence"]) < 160


def test_a_sentence_that_goes_on_behind_a_line_break_is_read(measures):
    rows = measures("全县现有调解员500名\n其中女调解员213名。")
    assert [m["text"] for m in rows] == ["500名", "213名"]


def test_a_long_sentence_gives_the_clauses_around_the_number(measures):
    text = "".join(f"第{n}村调解邻里纠纷{n}件，" for n in range(1, 60)) + "群众满意。"
    rows = measures(text)
    assert len(rows) == 59
    assert all(m["text"] in m["sentence"] and len(m["sentence"]) < 160 for m in rows)


def test_rows_come_in_reading_order(measures):
    starts = [m["char_start"] for m in measures(REPORT)]
    assert starts == sorted(starts)


def test_ids_are_unique(measures):
    ids = [m["measure_id"] for m in measures(REPORT)]
    assert len(set(ids)) == len(ids)


def test_confidence_is_between_nought_and_one_and_low_where_nothing_is_told(measures):
    vague, review = measures("处理有关情况12起。全年办理行政复议案件3件。")
    assert 0 <= vague["confidence"] < review["confidence"] <= 1
    assert vague["needs_review"] and not review["needs_review"]


SOURCES = [
    ("全年调解纠纷\n\n96件。\n", "96件", "a line break before"),
    ("全年开展调解，成功化解邻里纠纷9\n6 件。", "9\n6 件", "a number torn apart by a page break"),
    ("全年调解纠纷 **96** 件。", "96** 件", "Markdown inside"),
    ("\ufeff全年调解纠纷９６件。", "９６件", "full width after a byte-order mark"),
    ("年度任务共145 项。", "145 项", "a blank inside"),
]


@pytest.mark.parametrize(("source", "words", "why"), named(SOURCES))
def test_spans_are_in_the_source(measures, source: str, words: str, why: str):
    (row,) = measures(source)
    assert row["text"] == words == source[row["char_start"] : row["char_end"]], why
