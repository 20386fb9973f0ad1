"""OpenDocument texts: the final text with the numbers its lists show."""

import pytest

from tests.render import odt
from tests.render.docx import zipped
from tests.render.odt import package, paragraph
from transforms.read.document import Limits, Unreadable
from transforms.read.odt import read

REPORT = "青石乡2023年法治政府建设报告\n一、做法\n审查合同12份。\n类别\t件数\n复议\t12\n二、不足\n村3个。\n"
STYLES = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、" '
    'style:num-format="一, 二, 三, ..."/><text:list-level-style-number text:level="2" style:num-prefix="（" '
    'style:num-suffix="）" style:num-format="1"/><text:list-level-style-number text:level="3" '
    'style:num-list-format="%2%.%3%" style:num-format="1"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    "</text:list-style>"
    '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="H2" style:parent-style-name="H"/>'
    '<style:style style:name="N" style:list-style-name="L"/>'
)


def items(*words, style="L", more=""):
    inner = "".join(f"<text:list-item>{one}</text:list-item>" for one in words)
    return f'<text:list text:style-name="{style}" {more}>{inner}</text:list>'


def text(body):
    return read(package(body, STYLES), Limits()).text


def test_a_report_comes_back():
    document = read(odt.render(REPORT), Limits())
    assert document.text == REPORT
    shown = [(document.text[c.start : c.end], c.row, c.column) for c in document.tables[0].cells]
    assert shown == [("类别", 0, 0), ("件数", 0, 1), ("复议", 1, 0), ("12", 1, 1)]


A, B, C = map(paragraph, "甲乙丙")


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (
            "<text:p>甲<text:s text:c='2'/>乙<text:tab/>丙\n  丁<text:line-break/>戊</text:p>",
            "甲  乙\t丙 丁\n戊\n",
            "blanks, tabs, breaks",
        ),
        ("<text:p>甲<text:span>12</text:span><text:a>件</text:a></text:p>", "甲12件\n", "spans and links"),
        (
            "<text:p>甲<text:span text:style-name='H2'>9件</text:span>乙</text:p>",
            "甲乙\n",
            "hidden by a style above",
        ),
        ("<text:p text:style-name='H'>秘密</text:p>" + A, "甲\n", "a hidden paragraph"),
        (
            "<text:section text:display='none'>"
            + A
            + "</text:section><text:section>"
            + B
            + "</text:section>",
            "乙\n",
            "a hidden section",
        ),
        (
            "<text:tracked-changes><text:changed-region><text:deletion>"
            + A
            + "</text:deletion></text:changed-region></text:tracked-changes>"
            + "<text:p>乙<text:change/>丙</text:p>",
            "乙丙\n",
            "what was deleted",
        ),
        (
            "<text:p>甲<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            + C
            + "</text:note-body></text:note>。</text:p>"
            + B,
            "甲。\n乙\n丙\n",
            "notes come last",
        ),
        (
            "<text:p>甲<draw:frame><draw:text-box>" + C + "</draw:text-box></draw:frame>。</text:p>" + B,
            "甲。\n丙\n乙\n",
            "a text box behind its paragraph",
        ),
        ("<text:p>甲<office:annotation>" + C + "</office:annotation></text:p>", "甲\n", "comments"),
        (
            f"<text:table-of-content><text:index-body>{A}</text:index-body></text:table-of-content>{B}",
            "乙\n",
            "a table of contents would repeat all headings",
        ),
        (items(A, B), "一、甲\n二、乙\n", "a list counts"),
        (items(A + items(B, C, style=""), B), "一、甲\n（1）乙\n（2）丙\n二、乙\n", "a list in a list"),
        (
            items(items(items(A, style=""), style=""), B),
            "1.1 甲\n一、乙\n",
            "a level that shows the one above",
        ),
        (items(A) + items(B), "一、甲\n一、乙\n", "the next list begins anew"),
        (
            items(A) + B + items(C, more="text:continue-numbering='true'"),
            "一、甲\n乙\n二、丙\n",
            "unless it goes on",
        ),
        (
            items(A, more="xml:id='i'") + items(B) + items(C, more="text:continue-list='i'"),
            "一、甲\n一、乙\n二、丙\n",
            "or goes on from one that it names",
        ),
        (items(A + B), "一、甲\n乙\n", "one number for an item"),
        (items(A, style="B"), "甲\n", "no bullets"),
        (
            "<text:h text:outline-level='1' text:style-name='N'>甲</text:h>" * 2,
            "一、甲\n二、甲\n",
            "headings count",
        ),
    ],
)
def test_what_is_shown(body, expected, why):
    assert text(body) == expected, why


def test_the_outline_numbers_headings():
    levels = "".join(
        f"<text:outline-level-style text:level='{level}' style:num-format='1' style:num-suffix='.' "
        f"text:display-levels='{level}'/>"
        for level in (1, 2)
    )
    heading = "<text:h text:outline-level='{}' {}>甲</text:h>".format
    body = heading(1, "") + heading(2, "") + heading(1, "text:is-list-header='true'") + heading(1, "")
    outline = f"<text:outline-style style:name='Outline'>{levels}</text:outline-style>"
    assert read(package(body, outline), Limits()).text == "1.甲\n1.1.甲\n甲\n2.甲\n"


def test_merged_cells():
    def cell(words, more=""):
        return f"<table:table-cell {more}>{paragraph(words)}</table:table-cell>"

    down, across = "table:number-rows-spanned='2'", "table:number-columns-spanned='2'"
    covered = "<table:covered-table-cell/>"
    rows = [cell("甲", down) + cell("乙", across) + covered, covered + cell("丙") + cell("丁")]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    document = read(package(f"<table:table>{body}</table:table>"), Limits())
    assert document.text == "甲\t乙\n\t丙\t丁\n"
    shown = [(c.row, c.column, c.rows, c.columns) for c in document.tables[0].cells]
    assert shown == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_properties_are_metadata():
    meta = "<office:meta><title>某报告</title><meta:initial-creator>张三</meta:initial-creator></office:meta>"
    assert read(package(A, meta=meta), Limits()).metadata == {"标题": "某报告", "作者": "张三"}


LOCKED = "<manifest><file-entry><encryption-data/></file-entry></manifest>"


@pytest.mark.parametrize(
    ("data", "rule"),
    [(package(A, manifest=LOCKED), "encrypted"), (zipped({"content.xml": "<a/>"}), "broken_file")],
    ids=["locked", "no body"],
)
def test_what_is_refused(data, rule):
    with pytest.raises(Unreadable) as refusal:
        read(data, Limits())
    assert refusal.value.rule == rule
