"""Rows of tables in plain text: what is one, what is none, and where cells part."""

import pytest
from case_tables import named
from hypothesis import given
from hypothesis import strategies as st

from transforms.text.cells import RULED, has_parts, with_cells
from transforms.text.clean import clean

ROWS = [
    ("项目\t数量\n受理案件\t12", "项目\t数量\n受理案件\t12", "tabs, as other formats' readers write rows"),
    ("| 项目 | 数量 |\n| --- | --- |\n| 受理案件 | 12 |", "项目\t数量\n受理案件\t12", "Markdown"),
    ("| 项目 | 数量 |\n| :---: | ---: |\n| 受理案件 | 12 |", "项目\t数量\n受理案件\t12", "aligned Markdown"),
    ("项目 | 数量\n--- | ---\n受理案件 | 12", "项目\t数量\n受理案件\t12", "Markdown without outer pipes"),
    (
        "| 受理案件 | 12件 |\n| 办结案件 | 10件 |",
        "受理案件\t12件\n办结案件\t10件",
        "pipes without a ruled line",
    ),
    (
        "┌──┬──┐\n│项目│数量│\n├──┼──┤\n│受理│ 12 │\n└──┴──┘",
        "项目\t数量\n受理\t12",
        "a box drawn with thin lines",
    ),
    ("┏━━┳━━┓\n┃项目┃数量┃\n┣━━╋━━┫\n┃受理┃12┃\n┗━━┻━━┛", "项目\t数量\n受理\t12", "with thick lines"),
    (
        "+----+----+\n| 项目 | 数量 |\n+----+----+\n| 受理 | 12 |\n+----+----+",
        "项目\t数量\n受理\t12",
        "ASCII",
    ),
    ("项目\t数量\n\n受理案件\t12", "项目\t数量\n受理案件\t12", "a blank line between rows"),
    ("项目\t数量\r\n受理案件\t12\r\n", "项目\t数量\n受理案件\t12", "line ends of two characters"),
    ("| 项目 | 数量 |\r\n|---|---|\r\n| 受理 | 12 |\r\n", "项目\t数量\n受理\t12", "the same with pipes"),
    (
        "单位\t立案\t结案\n\t件\t件\n一所\t3\t2",
        "单位\t立案\t结案\n\t件\t件\n一所\t3\t2",
        "an empty cell at the front",
    ),
    (
        "项目\t数量\t备注\n受理\t12\t\n办结\t10\t",
        "项目\t数量\t备注\n受理\t12\t\n办结\t10\t",
        "and at the end",
    ),
    ("类别\t2023\t2024\n受理\t12\t34", "类别\t2023\t2024\n受理\t12\t34", "numbers side by side stay apart"),
    (
        "工作情况如下\n项目\t数量\n受理案件\t12\n下一步继续",
        "工作情况如下\n项目\t数量\n受理案件\t12\n下一步继续",
        "lines around a table are never joined to it",
    ),
    (
        "一、行政处罚\t31\n二、行政复议\t2",
        "一、行政处罚\t31\n二、行政复议\t2",
        "numbered rows whose figures fall",
    ),
]
NO_ROWS = [
    ("今年以来\t共受理12件。", "今年以来共受理12件。", "a single line with a tab"),
    ("\t全年受理12件。\n\t全年办结10件。", "全年受理12件。\n全年办结10件。", "lines indented with a tab"),
    ("1.\t加强学习。\n2.\t加强普法。", "1.加强学习。\n2.加强普法。", "a tab behind a list's number"),
    ("一、\t主要做法\n（一）\t加强学习", "一、主要做法\n（一）加强学习", "a tab behind a heading's number"),
    ("一、主要做法\t1\n二、存在问题\t5", "一、主要做法1\n二、存在问题5", "a table of contents"),
    ("首页 | 政务公开 | 互动交流", "首页|政务公开|互动交流", "links of a web page"),
    ("首页 | 新闻\n公开 | 互动", "首页|新闻\n公开|互动", "two lines of links, no ruled line"),
    ("受理|办理一件", "受理|办理一件", "a pipe in a sentence"),
]


@pytest.mark.parametrize(("source", "expected", "why"), named(ROWS + NO_ROWS))
def test_cells_part_at_tabs_and_nothing_else_does(source: str, expected: str, why: str):
    assert clean(source).text.strip("\n") == expected, why


def test_a_cell_is_the_very_words_of_the_source():
    source = "\ufeff｜\n| 项目 | 数量（件） |\r\n|---|---|\r\n| 受理 案件 | １２ |\r\n"
    cleaned = clean(source)
    for words, there in (("受理案件", "受理 案件"), ("12", "１２"), ("数量", "数量")):
        at = cleaned.text.index(words)
        low, high = cleaned.span(at, at + len(words))
        assert source[low:high] == there


@pytest.mark.parametrize(
    ("line", "ruled"),
    [
        ("|---|:-:|", True),
        ("├──┼──┤", True),
        ("+===+===+", True),
        ("| |", False),
        ("|一|-|", False),
        ("", False),
    ],
)
def test_ruled_lines(line: str, ruled: bool):
    assert (RULED.fullmatch(line) is not None) is ruled


PIECES = st.sampled_from(
    ["受理", "12", "12件", " ", "\t", "|", "│", "\n", "\r\n", "---", "├──┤", "一、", "。", "\u3000"]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_moves(source: str):
    """Cells are marked in place: the same length, the same lines, no words lost but what parts cells."""
    found = with_cells(source, source)
    assert len(found) == len(source) and found.count("\n") == source.count("\n")
    assert has_parts(source) or found == source
    marks = str.maketrans("", "", "\t|│ -├─┤\r\u3000")
    assert found.translate(marks) == source.translate(marks)
