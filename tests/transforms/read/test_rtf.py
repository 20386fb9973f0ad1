"""Rich text: the final text, whatever stands between."""

import pytest

from tests.render import rtf
from tests.render.rtf import coded, row, wrapped
from transforms.read.document import Limits, Unreadable
from transforms.read.rtf import read

REPORT = (
    "青石乡2023年法治政府建设报告\n一、做法\n审查合同12份｛甲｝{乙}\\。\n"
    "类别\t件数\n复议\t12\n二、不足\n㐀𠮷村3个。\n"
)


def text(body):
    return read(wrapped(body), Limits()).text


@pytest.mark.parametrize("unicode", [False, True], ids=["GBK", "Unicode"])
def test_a_report_comes_back(unicode):
    document = read(rtf.render(REPORT, unicode), Limits())
    assert document.text == REPORT
    [table] = document.tables
    shown = [(document.text[c.start : c.end], c.row, c.column) for c in table.cells]
    assert shown == [("类别", 0, 0), ("件数", 0, 1), ("复议", 1, 0), ("12", 1, 1)]
    assert document.metadata == {"标题": "报告"}


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        ("a\\par b", "a\nb\n", "paragraphs, the last without its end"),
        ("a\\line b\\page c\\tab d", "a\nbc\td\n", "breaks"),
        ("a{\\v secret 9}b{\\v0 c}\\v d\\v0 e\\plain f", "abcef\n", "hidden text"),
        ("a{\\deleted 9}b{\\revised 8}", "ab8\n", "tracked changes: the final text"),
        ('{\\field{\\*\\fldinst HYPERLINK "x 9"}{\\fldrslt a}}b', "ab\n", "a field's result"),
        ("{\\field{\\*\\fldinst TOC \\\\o}{\\fldrslt a 3\\par b 5}}\\par c", "c\n", "no table of contents"),
        (
            "\\pard{\\listtext\\pard\\plain\\f0 " + coded("一、") + "\\tab}" + coded("做法"),
            "一、做法\n",
            "the number that a list shows",
        ),
        ("{\\pntext\\f1\\'b7\\tab}" + coded("做法"), "做法\n", "no bullets"),
        ("{\\listtext 1.\\tab}2023" + coded("年"), "1、2023年\n", "a number and a year never run into one"),
        ("a{\\footnote\\pard\\plain {\\super\\chftn} note}b\\par c", "ab\nc\n note\n", "notes come last"),
        (
            "a{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 9}}{\\shptxt\\pard box\\par}}{\\shprslt box}}b\\par c",
            "ab\nbox\nc\n",
            "a text box once, behind its paragraph",
        ),
        ("{\\*\\unknown 9{\\b 9}}a{\\pict\\bin3 }}}b}c", "ac\n", "what is unknown and marked so; raw bytes"),
        ("{\\header 9}{\\footerr 9}{\\pict 00ff}{\\*\\annotation 9}a", "a\n", "headers, pictures, comments"),
        (
            "\\u27861?\\uc2\\u27835\\'d6\\'ceX{\\uc0\\u25919 Y}",
            "法治X政Y\n",
            "fallbacks of Unicode are passed over",
        ),
        ("\\u-10179?\\u-8265?", "\U0001f7b7\n", "halves of a character"),
        ("a\\~b\\_c\\-d\\{e\\}\\\\", "a\u00a0b-cd{e}\\\n", "signs"),
    ],
)
def test_what_is_read(body, expected, why):
    assert text(body) == expected, why


def test_the_typeface_says_what_bytes_mean():
    fonts = b"{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset134 B;}}"
    data = b"{\\rtf1\\ansi\\ansicpg1252" + fonts + b"{\\f1 \\'b7\\'a8}{\\f0 \\'93a\\'94}}"
    assert read(data, Limits()).text == "法“a”\n"


def test_merged_cells():
    first = "\\trowd\\clvmgf\\cellx1000\\cellx3000\\intbl a\\cell b\\cell\\row "
    second = "\\trowd\\clvmrg\\cellx1000\\cellx2000\\cellx3000\\intbl\\cell c\\cell d\\cell\\row "
    document = read(wrapped(first + second + "\\pard e"), Limits())
    assert document.text == "a\tb\n\tc\td\ne\n"
    cells = document.tables[0].cells
    shown = [(document.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in cells]
    assert shown == [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 2), ("c", 1, 1, 1, 1), ("d", 1, 2, 1, 1)]


def test_a_table_ends_where_a_paragraph_stands_outside():
    assert len(read(wrapped(row(["a", "1"]) + "\\pard b\\par " + row(["c", "2"])), Limits()).tables) == 2


@pytest.mark.parametrize(
    ("data", "rule"),
    [(b"{\\rtf1" + b"{" * 1000, "nested_too_deep"), (b"no rich text", "broken_file")],
)
def test_what_is_refused(data, rule):
    with pytest.raises(Unreadable) as refusal:
        read(data, Limits())
    assert refusal.value.rule == rule


def test_a_file_cut_short_gives_what_it_has():
    data = rtf.render(REPORT)
    assert read(data[: len(data) // 2], Limits()).text.startswith("青石乡2023年法治政府建设报告\n")
