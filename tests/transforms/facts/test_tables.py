"""Tables: which cells are figures, the clause that each stands for, its unit, and what adds up to what."""

import pytest
from case_tables import named

from transforms.extract import extract
from transforms.facts.quantities import Quantity
from transforms.facts.tables import Figure, Tables, read_tables


@pytest.fixture
def read(catalogue):
    def tables(text: str, year: int | None = 2024) -> Tables:
        return read_tables(text, year, catalogue.knowledge.numbers, catalogue.knowledge.cues)

    return tables


def said(figure: Figure) -> str:
    """The clause that a figure stands for, with its value."""
    return f"{figure.lead}{figure.item.value:g}{figure.item.unit or ''}"


# table, clauses, why
CLAUSES = [
    (
        "项目\t数量\n受理案件\t12\n办结案件\t10",
        ["受理案件12", "办结案件10"],
        "a head that says nothing is left out",
    ),
    ("项目\t数量（件）\n受理案件\t12", ["受理案件12件"], "a unit in the column's head"),
    ("项目\t数量\n受理案件（件）\t12", ["受理案件12件"], "a unit in the row's head"),
    ("项目\t金额/万元\n罚款\t1.2", ["罚款金额12000元"], "a unit behind a stroke, multiplied out"),
    ("项目\t单位\t数量\n罚款\t万元\t1.2\n立案\t件\t3", ["罚款12000元", "立案3件"], "a column of units"),
    ("单位\t案件数\n一所\t12", ["一所案件数12件"], "a column called 单位 with names; 件数 names its unit"),
    (
        "项目\t数量（件）\n罚款（万元）\t2",
        ["罚款20000元"],
        "the row knows better than a column that says nothing",
    ),
    ("项目\t同比（%）\n立案（件）\t2", ["立案同比2%"], "but not better than one that says something"),
    ("单位：件\n项目\t数量\n受理案件\t12", ["受理案件12件"], "a unit above the table"),
    (
        "（单位：件、万元）\n项目\t立案\t罚款\n一所\t3\t2",
        ["一所立案3件", "一所罚款20000元"],
        "two: money goes to money",
    ),
    (
        "单位：件\n项目\t数量\t办结率\n受理\t12\t98",
        ["受理12件", "受理办结率98"],
        "a rate has not the unit of counts",
    ),
    ("项目\t数量\n受理案件\t12件\n收到建议\t30余条", ["受理案件12件", "收到建议30条"], "units in the cells"),
    ("序号\t项目\t数量\n1\t受理\t12\n2\t办结\t10", ["受理12", "办结10"], "numbers of rows are no figures"),
    ("1\t受理\t12件\n2\t办结\t10件", ["受理12件", "办结10件"], "not even without a head"),
    (
        "受理\t12件\t办结\t10件\n调解\t3件\t信访\t1件",
        ["受理12件", "办结10件", "调解3件", "信访1件"],
        "pairs side by side without heads",
    ),
    ("项目\t数量\t项目\t数量\n受理\t12\t办结\t10", ["受理12", "办结10"], "tables side by side"),
    ("单位\t处罚\t\n\t立案\t罚款\n一所\t3\t5", ["一所处罚立案3", "一所处罚罚款5"], "heads in two rows"),
    ("单位\t处罚\n立案\t罚款\n一所\t3\t5", ["一所处罚立案3", "一所处罚罚款5"], "heads that lost them all"),
    (
        "单位\t处罚\t\t备注\n立案\t罚款\n一所\t3\t5\t",
        ["一所处罚立案3", "一所处罚罚款5"],
        "a lower row of heads that lost its empty cells",
    ),
    (
        "片区\t单位\t立案\n东片\t一所\t3\n\t二所\t5",
        ["东片一所立案3", "东片二所立案5"],
        "a cell over several rows",
    ),
    ("类别\t2023年\t2024年\n立案\t5\t3", ["2023年立案5", "2024年立案3"], "a year goes before"),
    ("类别\t2023\t2024\n立案\t5\t3", ["2023年立案5", "2024年立案3"], "years without 年 are heads too"),
    ("年份\t立案\n2023\t5\n2024\t3", ["2023年立案5", "2024年立案3"], "years as heads of rows"),
    (
        "项目\t数量\n热线\t120\n接警\t110",
        ["热线120", "接警110"],
        "no hotlines, where a cell holds nothing else",
    ),
    ("项目\t数量\n立案\t无\n结案\t0\n移送\t1", ["立案0", "结案0", "移送1"], "nothing is zero"),
    ("项目\t数量\n立案\t/\n结案\t—\n移送\t\n复议\t1", ["复议1"], "empty cells say nothing"),
    (
        "项目\t完成\n检查\t32次，整改15处\n培训\t6次",
        ["检查32次", "培训6次"],
        "a cell that goes on: its first number",
    ),
    ("项目\t目标\n满意率\t≥95%\n办结率\t不低于90%", ["满意率95%", "办结率90%"], "bounds in cells"),
    ("项目\t增减\n立案\t-3\n结案\t↓2\n复议\t+1", ["立案增减3", "结案增减2", "复议增减1"], "signs"),
    (
        "乡镇\t立案\t同比\n甲镇\t3\t5%",
        ["甲镇立案3", "甲镇立案同比5%"],
        "a change is told of the figures left of it",
    ),
    ("项目\t数量\t备注\n立案\t3\t含上年2件", ["立案3"], "remarks are no figures"),
    ("项目\t数量\t日期\n立案\t3\t5", ["立案3"], "nor are dates"),
    ("姓名\t电话\t联系村数\n张三\t13900001111\t3", ["张三联系村数3"], "nor telephones"),
    ("项目\t数量\n行政执法类\n立案\t3", ["立案3"], "a row behind a line that parts it from its heads"),
    ("项目\t数量\n一、执法\t\n立案\t3\n二、普法\t\n讲座\t5", ["立案3", "讲座5"], "rows that part a table"),
    (
        "项目\t数量（件）\n立案\t3\n复议类\n复议\t2\n应诉\t1",
        ["立案3件", "复议2件", "应诉1件"],
        "a table goes on behind a line, under the same heads",
    ),
    (
        "情况\t措施\n执法力量不足\t选派5名干部\n普法不够\t新建3处",
        [],
        "cells of words are left to the reading of sentences",
    ),
    (
        "5个工作日内办结（件）\t逾期（件）\n12\t0",
        ["5个工作日内办结12件", "逾期0件"],
        "numbers in heads count nothing",
    ),
    (
        "规模\t家数\n50人以上\t12\n50人以下\t30",
        ["50人以上12家", "50人以下30家"],
        "nor in heads of rows",
    ),
    ("浏览次数\t326\n访问量\t5000", [], "what a web page counts of itself"),
    ("全年情况。\n立案\t3件", ["立案3件"], "a table of one row"),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(CLAUSES))
def test_a_figure_stands_for_a_clause(read, text: str, expected: list[str], why: str):
    assert [said(one) for one in read(text).figures] == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), named(CLAUSES))
def test_a_figure_is_the_very_words_of_its_cell(read, text: str, expected: list[str], why: str):
    for one in read(text).figures:
        words = text[one.item.start : one.item.end]
        assert words and not {"\t", "\n"} & set(words), why
        assert text[: one.item.start].endswith(("\t", "\n", "↓")), (
            "a cell begins with its number, or its sign"
        )
        assert "\n" not in text[slice(*one.row)]


# table, kind, modality, period of the last figure (None: left to the words), why
TOLD = [
    ("项目\t2023年\n立案\t5", (None, None, "prior"), "an earlier year"),
    ("项目\t2024年\n立案\t5", (None, None, None), "the report's year"),
    ("项目\t2025年\n立案\t5", (None, "planned", None), "a year to come"),
    ("项目\t上年\n立案\t5", (None, None, "prior"), "last year"),
    ("项目\t计划数\n立案\t5", (None, "planned", None), "a plan"),
    ("项目\t目标值\n满意率\t95%", (None, "planned", None), "a target"),
    ("项目\t计划完成率\n培训\t95%", (None, None, None), "how much of a plan was done is no plan"),
    ("项目\t同比增减（%）\n立案\t5", ("change", None, None), "a change"),
    ("项目\t比上年增减\n立案\t5", ("change", None, None), "a change from last year is told of this one"),
    ("项目\t数量\n立案\t+5", ("change", None, None), "a sign makes a change"),
    ("项目\t占比\n劳资\t5%", ("share", None, None), "a share"),
    ("项目\t新增数\n执法人员\t5", (None, None, None), "what is new is no change"),
    ("任务\t数量\n制定年度计划\t5", (None, None, None), "a plan that was made is no plan"),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(TOLD))
def test_what_heads_say(read, text: str, expected: tuple, why: str):
    told = read(text).figures[-1].told
    assert (told.kind, told.modality, told.period) == expected, why


def test_the_latest_year_of_the_heads_is_the_report_s_where_it_is_not_known(read):
    periods = [one.told.period for one in read("类别\t2022\t2023\t2024\n立案\t5\t4\t3", None).figures]
    assert periods == ["prior", "prior", None]


# table, (part, total) by their words, why
PARTS = [
    ("镇\t件\n甲\t3\n乙\t4\n合计\t7", [("3", "7"), ("4", "7")], "a total below"),
    ("镇\t件\n全县\t7\n甲\t3\n乙\t4", [("3", "7"), ("4", "7")], "a total above"),
    ("镇\t件\n甲\t3\n乙\t4\n合计\t8", [], "what does not add up is no total"),
    ("镇\t一季度\t二季度\t合计\n甲\t3\t4\t7", [("3", "7"), ("4", "7")], "a total at the right"),
    ("镇\t总数\t男\t女\n甲\t7\t3\t4", [("3", "7"), ("4", "7")], "a total at the left"),
    ("镇\t率\n甲\t3%\n乙\t4%\n合计\t7%", [], "rates are no parts"),
    ("镇\t同比增加\n甲\t3\n乙\t4\n合计\t7", [], "nor are changes"),
    (
        "镇\t件\n甲\t3\n乙\t4\n小计\t7\n丙\t1\n丁\t2\n小计\t3\n总计\t10",
        [("3", "7"), ("4", "7"), ("7", "10"), ("1", "3"), ("2", "3"), ("3", "10")],
        "subtotals are parts of the whole",
    ),
    ("类\t件\n复议\t9\n其中：维持\t6\n其中：撤销\t2", [("6", "9"), ("2", "9")], "其中"),
    ("类\t件\n复议\t9\n其中：维持\t16", [], "a part is not more than its whole"),
    ("镇\t件\n甲\t0\n乙\t0\n小计\t0\n总计\t0", [("0", "0"), ("0", "0")], "zeros go round no circle"),
    (
        "镇\t立案\t罚款（元）\n甲\t3\t40\n乙\t4\t50\n合计\t7\t90",
        [("3", "7"), ("40", "90"), ("4", "7"), ("50", "90")],
        "each column by itself",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(PARTS))
def test_parts_add_up_to_their_total(read, text: str, expected: list, why: str):
    figures = read(text).figures
    words = [text[one.item.start : one.item.end] for one in figures]
    found = [(words[i], words[one.parent]) for i, one in enumerate(figures) if one.parent is not None]
    assert found == expected, why


def test_no_figure_is_its_own_part(read):
    """Whatever adds up to what, following the totals ends."""
    figures = read("镇\t合计\t甲\t乙\n小计\t0\t0\t0\n一\t0\t0\t0\n二\t0\t0\t0\n总计\t0\t0\t0").figures
    for one in figures:
        for _ in range(len(figures)):
            if one.parent is None:
                break
            one = figures[one.parent]
        assert one.parent is None


SILENT = [
    ("序号\t项目\t数量\n1\t立案\t3", {"1": "table_number"}, "numbers of rows"),
    ("项目\t数量\t备注\n立案\t3\t含上年2件", {"2件": "table_remark"}, "remarks"),
    ("项目\t2023年\n立案\t3", {"2023": "table_head"}, "heads"),
    ("规模\t家数\n50人以上\t12", {"50": "table_head"}, "heads of rows"),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(SILENT))
def test_numerals_that_count_nothing_are_told(read, text: str, expected: dict, why: str):
    silent = read(text).silent
    for words, reason in expected.items():
        at = text.index(words)
        assert silent.get(at) == reason, why


def test_a_text_without_tables_keeps_all_its_numbers():
    item = Quantity(2, 4, 2, 3, 3.0, None, "件", "exact")
    assert Tables().take([item], []) == ([item], [])
    assert not Tables().holds(2)


def test_the_work_grows_with_the_cells(catalogue, read):
    """A file made to do harm: however a table is shaped, each cell is looked at a few times only."""
    calls = 0
    found = catalogue.knowledge.cues.found

    def counted(cue: str, words: str):
        nonlocal calls
        calls += 1
        return found(cue, words)

    catalogue.knowledge.cues.found = counted
    try:
        for rows in (40, 80):
            for row in ("\t\t5", "合计\t\t5", "其中：甲\t\t5"):
                calls = 0
                read("项目\t类\t数量\n" + f"{row}\n" * rows)
                assert calls < 60 * rows, row
    finally:
        del catalogue.knowledge.cues.found
    assert read("\t5" * 5000 + "\n" + "\t5" * 5000).figures == [], "no table for people is so wide"


def measures(text: str, catalogue) -> list[tuple]:
    facts = extract(text, catalogue)
    words = facts.cleaned.text
    return [
        (words[one.start : one.end], one.value, one.unit, one.kind, one.period, one.modality, one.indicator)
        for one in facts.measures
    ]


def test_figures_become_measures(catalogue):
    text = "石门镇2024年法治政府建设年度报告\n一、工作情况\n办案情况如下表。\n"
    text += (
        "| 类别 | 2023年 | 2024年 | 同比（%） |\n|---|---|---|---|\n| 行政处罚案件（件） | 50 | 40 | -20 |\n"
    )
    assert measures(text, catalogue) == [
        ("50", 50.0, "件", "level", "prior", "actual", "enforcement.penalty"),
        ("40", 40.0, "件", "level", "year", "actual", "enforcement.penalty"),
        ("-20", -20.0, "%", "change", "year", "actual", "enforcement.penalty"),
    ]


def test_the_time_of_a_caption_holds_for_its_table(catalogue):
    head = "石门镇2024年法治政府建设年度报告\n一、工作情况\n工作有序推进。\n"
    rows = "项目\t数量\n行政处罚案件\t50件\n行政复议案件\t2件"
    periods = [one[4] for one in measures(f"{head}2024年上半年案件统计表\n{rows}", catalogue)]
    assert periods == ["part_year", "part_year"]
    assert {one[4] for one in measures(f"{head}2024年案件统计表\n{rows}", catalogue)} == {"year"}


def test_a_cell_s_evidence_is_its_row_and_its_subject_the_heads(catalogue):
    facts = extract("如下表。\n类别\t数量\n行政复议案件\t3件\n行政应诉案件\t1件", catalogue)
    (first, second), text = facts.measures, facts.cleaned.text
    assert text[slice(*first.sentence)] == "行政复议案件\t3件"
    assert (first.subject, second.subject) == ("行政复议案件", "行政应诉案件")


def test_every_numeral_of_a_table_is_accounted_for(catalogue):
    text = "如下表。\n序号\t类别\t2023年\t数量\t备注\n1\t复议\t5件\t3件\t上年结转2件\n2\t应诉\t\t1件\t"
    facts = extract(text, catalogue)
    words = facts.cleaned.text
    told = [words[one.start : one.end] for one in facts.measures]
    rejected = sorted((words[one.start : one.end], one.reason) for one in facts.rejected)
    assert told == ["5件", "3件", "1件"]
    number, remark, head = "table_number", "table_remark", "table_head"
    assert rejected == [("1", number), ("2", number), ("2", remark), ("2023", head)]
