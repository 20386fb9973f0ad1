"""Word documents: what Word shows is what is read, whatever the file makes of it."""

import pytest

from tests.render import docx
from tests.render.docx import cell, listed, numbering, package, paragraph, run, table
from transforms.read.document import Limits, Unreadable
from transforms.read.docx import read

PLAIN = (
    "青石乡2023年法治政府建设报告\n一、主要做法\n（一）依法决策。审查合同12份。\n1.开展检查30次。\n"
    "二、不足\n（一）力量薄弱。\n"
)


def text(body, **parts):
    return read(package(body, **parts), Limits()).text


def char(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(words):
    return f"<w:r><w:instrText>{words}</w:instrText></w:r>"


BOX = "<w:txbxContent>" + paragraph(run("框内3件")) + "</w:txbxContent>"
SHAPE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
    f"{BOX}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    f"{BOX}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    "kind", [{}, {"numbered": True}, {"strict": True}], ids=["plain", "Word's lists", "strict"]
)
def test_a_report_comes_back(kind):
    assert read(docx.render(PLAIN, **kind), Limits()).text == PLAIN


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (paragraph(run("调解") + run("12") + run("件")), "调解12件\n", "runs are one paragraph"),
        (paragraph("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>"), "甲\n乙\n", "a soft break is a line"),
        (
            paragraph('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>'),
            "甲乙\n",
            "a page break is none",
        ),
        (
            paragraph(
                run("受理")
                + f"<w:ins>{run('15')}</w:ins><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
                + run("件")
            ),
            "受理15件\n",
            "tracked changes: the final text",
        ),
        (
            paragraph(
                run("甲") + f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>"
            ),
            "甲新处\n",
            "what was moved stands once",
        ),
        (
            paragraph(run("前半"), "<w:rPr><w:del/></w:rPr>") + paragraph(run("后半")),
            "前半后半\n",
            "a paragraph whose end was deleted goes on",
        ),
        (
            paragraph(run("见") + run("内部9件", "<w:vanish/>") + run("公开", '<w:vanish w:val="0"/>')),
            "见公开\n",
            "hidden text is out, text that is not hidden after all is in",
        ),
        (
            paragraph(f'<w:hyperlink w:history="1">{run("目录")}</w:hyperlink>'),
            "目录\n",
            "links keep their words",
        ),
        (
            paragraph(
                char("begin")
                + instruction("DATE \\@ yyyy")
                + char("separate")
                + run("2023年")
                + char("end")
                + run("报告")
            ),
            "2023年报告\n",
            "a field's result, not its instruction",
        ),
        (
            paragraph(
                char("begin")
                + instruction("IF ")
                + char("begin")
                + instruction("PAGE")
                + char("separate")
                + run("7")
                + char("end")
                + char("separate")
                + run("甲")
                + char("end")
            ),
            "甲\n",
            "a field in an instruction is not shown",
        ),
        (
            paragraph(char("begin") + instruction(" TOC \\o ") + char("separate") + run("一、做法 3"))
            + paragraph(run("二、不足 5") + char("end"))
            + paragraph(run("一、做法")),
            "一、做法\n",
            "a table of contents would repeat all headings",
        ),
        (
            paragraph(f'<w:fldSimple w:instr=" REF x ">{run("12件")}</w:fldSimple>'),
            "12件\n",
            "a simple field",
        ),
        (
            paragraph(run("正文") + SHAPE) + paragraph(run("其后")),
            "正文\n框内3件\n其后\n",
            "a text box once, behind its paragraph",
        ),
        (
            paragraph('<w:r><w:sym w:font="Wingdings" w:char="F082"/></w:r>' + run("巡查")),
            "②巡查\n",
            "circled numbers of a typeface of signs",
        ),
        (
            f"<w:sdt><w:sdtContent>{paragraph(run('控件内'))}</w:sdtContent></w:sdt>",
            "控件内\n",
            "content controls",
        ),
        (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
            "</w:sdtPr>"
            f"<w:sdtContent>{paragraph(run('一、做法 3'))}</w:sdtContent></w:sdt>" + paragraph(run("甲")),
            "甲\n",
            "contents as a content control",
        ),
        (
            paragraph(
                "<w:r><w:ruby><w:rt><w:r><w:t>jing</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>旌</w:t></w:r>"
                "</w:rubyBase></w:ruby></w:r>"
            ),
            "旌\n",
            "pronunciations over characters are out",
        ),
    ],
)
def test_what_word_shows(body, expected, why):
    assert text(body) == expected, why


LISTS = [
    ("chineseCounting", "%1、", ["一、", "二、"]),
    ("chineseCountingThousand", "（%1）", ["（一）", "（二）"]),
    ("ideographTraditional", "%1.", ["甲.", "乙."]),
    ("decimal", "第%1章", ["第1章", "第2章"]),
    ("chineseCountingThousand", "第%1条", ["第一条", "第二条"]),
    ("decimalEnclosedCircle", "%1", ["①", "②"]),
    ("upperRoman", "%1.", ["I.", "II."]),
    ("lowerLetter", "%1)", ["a)", "b)"]),
    ("chineseLegalSimplified", "%1、", ["壹、", "贰、"]),
    ("bullet", "\uf0b7", ["", ""]),
    ("none", "", ["", ""]),
]


@pytest.mark.parametrize(("way", "shown", "labels"), LISTS, ids=[f"{row[0]} {row[1]}" for row in LISTS])
def test_numbers_are_shown_as_word_shows_them(way, shown, labels):
    body = listed("甲事") + listed("乙事")
    expected = "".join(f"{label}{words}\n" for label, words in zip(labels, ("甲事", "乙事"), strict=True))
    assert text(body, numbering=numbering(((way, shown),))) == expected


def numbered(runs, more):
    return paragraph(runs, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{more}')


THREE = (("chineseCounting", "%1、"), ("decimal", "%1.%2"), ("decimal", "%3."))
ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("body", "overrides", "expected", "why"),
    [
        (
            listed("甲") + listed("乙", 1) + listed("丙") + listed("丁", 1),
            "",
            "一、甲 一.1 乙 二、丙 二.1 丁",
            "a deeper level begins anew",
        ),
        (listed("甲") + listed("乙", 0, 2), "", "一、甲 二、乙", "two lists of one kind count on"),
        (
            listed("甲") + listed("乙") + listed("丙", 0, 2) + listed("丁", 0, 2),
            ANEW,
            "一、甲 二、乙 一、丙 二、丁",
            "unless one is told to begin anew",
        ),
        (
            listed("甲") + listed("") + listed("乙"),
            "",
            "一、甲 三、乙",
            "an empty paragraph counts, as in Word",
        ),
        (
            listed("甲") + numbered("", "<w:rPr><w:del/></w:rPr>") + listed("丙"),
            "",
            "一、甲 二、丙",
            "a paragraph that was deleted does not",
        ),
        (
            listed("甲") + numbered(run("乙", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>") + listed("丙"),
            "",
            "一、甲 二、丙",
            "nor does a hidden one",
        ),
        (listed("甲", 0, 0), "", "甲", "list 0 is no list"),
        (listed("甲", 0, 7), "", "甲", "a list that is not there"),
        (listed("2023年", 2), "", "1、2023年", "a number and a year never run into one"),
    ],
)
def test_lists_count(body, overrides, expected, why):
    assert text(body, numbering=numbering(THREE, overrides)).replace("\n", " ").strip() == expected, why


def test_figures_in_legal_lists():
    levels = numbering(THREE).replace('<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>')
    assert text(listed("甲") + listed("乙", 1), numbering=levels) == "一、甲\n1.1 乙\n"


def test_numbers_come_from_styles_too():
    numbers = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    style = (f'<w:style w:type="paragraph" w:styleId="A">{numbers}'
             '</w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
             '<w:style w:type="paragraph" w:styleId="C"><w:rPr><w:vanish/></w:rPr></w:style>')  # fmt: skip
    body = "".join(
        paragraph(run(words), f'<w:pStyle w:val="{name}"/>') for words, name in ("甲A", "乙B", "丙C")
    )
    assert text(body, styles=style, numbering=numbering(THREE)) == "一、甲\n二、乙\n"


def test_tables_have_their_cells():
    down = ('<w:vMerge w:val="restart"/>', "<w:vMerge/>")
    rows = [
        cell("类别", down[0]) + cell("件数", '<w:gridSpan w:val="2"/>'),
        cell("", down[1]) + cell("受理") + cell("办结"),
        cell("复议") + cell("12") + cell("10"),
    ]
    body = paragraph(run("表一")) + "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    document = read(package(body), Limits())
    assert document.text == "表一\n类别\t件数\n\t受理\t办结\n复议\t12\t10\n"
    [found] = document.tables
    shown = [(document.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in found.cells]
    assert shown == [("类别", 0, 0, 2, 1), ("件数", 0, 1, 1, 2), ("受理", 1, 1, 1, 1), ("办结", 1, 2, 1, 1),
                     ("复议", 2, 0, 1, 1), ("12", 2, 1, 1, 1), ("10", 2, 2, 1, 1)]  # fmt: skip


def test_cells_merged_as_old_writers_do():
    rows = cell("甲", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("乙")
    document = read(package(f"<w:tbl><w:tr>{rows}</w:tr></w:tbl>"), Limits())
    shown = [(document.text[c.start : c.end], c.column, c.columns) for c in document.tables[0].cells]
    assert shown == [("甲", 0, 2), ("乙", 2, 1)]


LONG = (
    "全年审查规范性文件十二件，提出意见三十四条，均被采纳，凡涉及群众切身利益的一律公开征求意见"
    "并组织专家论证，没有发生被撤销或者纠正的情形，群众满意。"
)


@pytest.mark.parametrize(
    ("inner", "expected", "tables", "why"),
    [
        (table([["甲"]]), "甲\n", 0, "a frame of one cell is no table"),
        (
            f"<w:tbl><w:tr>{cell('情况')}<w:tc>{paragraph(run(LONG)) * 2}</w:tc></w:tr></w:tbl>",
            f"情况\n{LONG}\n{LONG}\n",
            0,
            "a form whose cells hold paragraphs of prose is none",
        ),
        (
            f"<w:tbl><w:tr><w:tc>{table([['甲', '1'], ['乙', '2']])}{paragraph('')}</w:tc>"
            f"<w:tc>{paragraph(run('旁'))}</w:tc></w:tr></w:tbl>",
            "甲\t1\n乙\t2\n旁\n",
            1,
            "a table in a table is itself",
        ),
        (
            f"<w:tbl><w:tr><w:tc>{paragraph(run('甲'))}{paragraph(run('乙'))}</w:tc>{cell('1')}</w:tr></w:tbl>",
            "甲 乙\t1\n",
            1,
            "short lines of a cell stay in their row",
        ),
    ],
)
def test_tables_that_only_place_text(inner, expected, tables, why):
    document = read(package(inner), Limits())
    assert (document.text, len(document.tables)) == (expected, tables), why


def test_notes_come_last():
    def reference(kind, number):
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    def note(kind, number, words):
        return f'<w:{kind} w:id="{number}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>" + run(words))}</w:{kind}>'

    body = paragraph(run("甲12件") + reference("endnote", 2) + reference("footnote", 3) + run("。"))
    body += paragraph(run("乙"))
    found = text(
        body,
        footnotes=note("footnote", 1, "无人引") + note("footnote", 3, "脚注"),
        endnotes=note("endnote", 2, "尾注"),
    )
    assert found == "甲12件。\n乙\n脚注\n尾注\n"


def test_headers_and_footers_are_left_out():
    assert (
        text(paragraph(run("甲")), header1=paragraph(run("页眉")), footer1=paragraph(run("第1页"))) == "甲\n"
    )


def test_properties_are_metadata():
    core = ('<c:coreProperties xmlns:c="c" xmlns:d="d"><d:title>某报告</d:title><d:creator>张三</d:creator>'
            "<d:description>不取</d:description></c:coreProperties>")  # fmt: skip
    assert read(package(paragraph(run("甲")), core), Limits()).metadata == {"标题": "某报告", "作者": "张三"}


DEEP = "<w:ins>" * 300 + "</w:ins>" * 300
ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "rule", "why"),
    [
        (package(paragraph(DEEP)), "nested_too_deep", "elements in elements without end"),
        (
            docx.zipped({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<s/>"}),
            "broken_file",
            "no body",
        ),
        (docx.zipped({"word/document.xml": "<w:document"}), "broken_file", "XML cut short"),
        (docx.zipped({"word/document.xml": ENTITY + "<d>&x;</d>"}), "broken_file", "an entity from outside"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused(data, rule, why):
    with pytest.raises(Unreadable) as refusal:
        read(data, Limits())
    assert refusal.value.rule == rule, why
