"""Old Word files: the final text, pieces of one byte and of two, and what is refused."""

import pytest

from tests.render import doc
from tests.render.doc import DELETED, HIDDEN, STYLED, compound, edges, listed, package, row
from transforms.read.doc import read
from transforms.read.document import Limits, Unreadable

REPORT = (
    "青石乡2023年法治政府建设报告\n一、做法\n（一）依法决策。审查合同12份。\n1.检查30次。\n"
    "类别\t件数\n复议\t12\n二、不足\n（一）力量薄弱，村居的矛盾纠纷化解还不够及时。\n"
)


def text(*paragraphs, **more):
    found = [(one, "\r", b"") if isinstance(one, str) else one for one in paragraphs]
    return read(package(found, **more), Limits()).text


@pytest.mark.parametrize(
    "kind", [{}, {"narrow": True}, {"numbered": True}], ids=["UTF-16", "GBK", "Word's lists"]
)
def test_a_report_comes_back(kind):
    document = read(doc.render(REPORT, **kind), Limits())
    assert document.text == REPORT
    shown = [(document.text[c.start : c.end], c.row, c.column) for c in document.tables[0].cells]
    assert shown == [("类别", 0, 0), ("件数", 0, 1), ("复议", 1, 0), ("12", 1, 1)]


def test_many_paragraphs_need_many_pages_of_properties():
    lines = "".join(f"第{number}段\t{number}\n" for number in range(200))
    document = read(doc.render(lines), Limits())
    assert document.text == lines and len(document.tables[0].cells) == 400


@pytest.mark.parametrize(
    ("paragraphs", "expected", "why"),
    [
        (
            ["甲\x0b乙\x0c丙\x1e丁\x1f\x01\x02\x05\x08"],
            "甲\n乙\n丙-丁\n",
            "breaks, hyphens; pictures and anchors are nothing",
        ),
        (["\x13 HYPERLINK 9 \x14甲\x15乙"], "甲乙\n", "a field's result"),
        (["\x13IF \x13PAGE\x147\x15 9\x14甲\x15"], "甲\n", "a field in an instruction"),
        (["\x13 TOC \\o \x14一、做法 3", "二、不足 5\x15", "甲"], "甲\n", "no table of contents"),
        (["甲\x15乙\x14"], "甲乙\n", "ends of fields that never began"),
    ],
)
def test_what_is_shown(paragraphs, expected, why):
    assert text(*paragraphs) == expected, why


@pytest.mark.parametrize("gone", [HIDDEN, DELETED], ids=["hidden", "deleted"])
def test_runs_that_are_not_shown(gone):
    assert text("受理9件12件", runs=[(0, 2, b""), (2, 4, gone), (4, 8, b"")]) == "受理12件\n"


def test_the_end_of_a_paragraph_may_be_deleted():
    assert text("前半", "后半", runs=[(0, 2, b""), (2, 3, DELETED), (3, 6, b"")]) == "前半后半\n"


def test_notes_come_last_without_their_marks():
    assert text("甲\x02。", "乙", notes=[("\x02 脚注", "\r", b"")]) == "甲。\n乙\n 脚注\n"


@pytest.mark.parametrize(
    ("paragraphs", "expected", "why"),
    [
        ([("甲", STYLED), ("乙", STYLED)], "一、甲\n二、乙\n", "the list of a style"),
        ([("甲", STYLED), ("乙", listed(0))], "一、甲\n二、乙\n", "and the same list by itself"),
        ([("甲", STYLED + listed(1))], "（一）甲\n", "a paragraph's own level before its style's"),
        ([("甲", STYLED + b"\x0b\x46\0\0")], "甲\n", "a paragraph taken out of its style's list"),
    ],
)
def test_styles_number_too(paragraphs, expected, why):
    assert text(*((words, "\r", properties) for words, properties in paragraphs)) == expected, why


def test_merged_cells():
    rows = [*row(["甲", "乙"], edges((1000, 3 << 5), (3000, 0))),
            *row(["", "丙", "丁"], edges((1000, 1 << 5), (2000, 0), (3000, 0)))]  # fmt: skip
    document = read(package([*rows, ("戊", "\r", b"")]), Limits())
    assert document.text == "甲\t乙\n\t丙\t丁\n戊\n"
    shown = [(c.row, c.column, c.rows, c.columns) for c in document.tables[0].cells]
    assert shown == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


PLAIN = [("甲", "\r", b"")]


@pytest.mark.parametrize(
    ("data", "rule", "why"),
    [
        (package(PLAIN, flags=0x0100), "encrypted", "a password"),
        (package(PLAIN, version=0x68), "needs_program", "Word 95"),
        (compound({"Other": b"x"}), "broken_file", "no text in it"),
        (compound({"WordDocument": b"\xec\xa5\xc1\0"}), "broken_file", "no table beside it"),
    ],
)
def test_what_is_refused(data, rule, why):
    with pytest.raises(Unreadable) as refusal:
        read(data, Limits())
    assert refusal.value.rule == rule, why


def test_what_an_older_file_needs_is_named():
    with pytest.raises(Unreadable, match=r"antiword.*libreoffice"):
        read(package(PLAIN, version=0x68), Limits())
