"""Web pages: the text without its site, and what the site says about it."""

import sys

import pytest

from tests.render import html
from transforms.read.document import Limits, Unreadable
from transforms.read.html import decoded, read

TITLE = "青石乡2023年法治政府建设年度报告"
ONE = "全年审查规范性文件12件，提出意见34条，均被采纳，没有发生被撤销的情形。"
TWO = "开展执法检查56次，查处违法行为7起，责令改正5起，全部按期整改到位。"
TABLE = "类别\t件数\n复议\t12"
REPORT = f"{TITLE}\n一、做法\n{ONE}\n{TABLE}\n二、不足\n{TWO}\n青石乡人民政府\n2024年1月5日\n"
NAVIGATION = "".join(f"<li><a href='#'>栏目{number}</a></li>" for number in range(9))


def page(body, head=f"<title>{TITLE}-青石县人民政府</title>"):
    return f"<html><head>{head}</head><body><ul>{NAVIGATION}</ul>{body}</body></html>".encode()


def text(body, **kind):
    return read(page(body, **kind), Limits()).text


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_a_report_comes_back_from_every_layout(layout):
    document = read(html.render(REPORT, layout), Limits())
    assert document.text == REPORT
    assert len(document.tables) == 1
    assert document.metadata["标题"] == TITLE
    assert document.metadata["发布日期"].startswith("2024")


P1, P2 = f"<p>{ONE}</p>", f"<p>{TWO}</p>"
BOTH = f"{TITLE}\n{ONE}\n{TWO}\n"


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (f"<h1>{TITLE}</h1><div>{P1}{P2}</div>", BOTH, "the headline stands outside the text"),
        (
            f"<div><p>青石乡2023年</p><p>法治政府建设年度报告</p>{P1}{P2}</div>",
            f"青石乡2023年\n法治政府建设年度报告\n{ONE}\n{TWO}\n",
            "a title in two lines is not put before itself",
        ),
        (f"<div>{P1}{P2}</div>", BOTH, "no headline: the title of the page, without the site's name"),
        (f"<div><h2>{TITLE}</h2><div>{ONE}<br/><br>{TWO}</div></div>", BOTH, "breaks instead of paragraphs"),
        (f"<h1>{TITLE}</h1><div><div>{ONE}</div><div>{TWO}</div></div>", BOTH, "boxes instead of paragraphs"),
        (
            f"<h1>{TITLE}</h1><div><div><h3>一、做法</h3>{P1 * 3}</div>"
            f"<div><h3>二、不足</h3>{P2}</div></div>",
            f"{TITLE}\n一、做法\n{(ONE + chr(10)) * 3}二、不足\n{TWO}\n",
            "parts in boxes of their own",
        ),
        (
            f"<h1>{TITLE}</h1><div class='side'><p>{TWO}</p></div><div>{P1}{P1}{P2}</div>",
            f"{TITLE}\n{ONE}\n{ONE}\n{TWO}\n",
            "news at the side",
        ),
        (
            f"<h1>{TITLE}</h1><div>{P1}{P2}</div><div><h4>相关阅读</h4><p>{TWO}</p><p>{ONE}</p></div>",
            BOTH,
            "other texts below",
        ),
        (
            f"<h1>{TITLE}</h1><div>{P1}<p style='DISPLAY:none'>秘密9件。</p>"
            f"<span hidden>又9件，</span>{P2}</div>",
            BOTH,
            "what is hidden is not read",
        ),
        (
            f"<h1>{TITLE}</h1><div>{P1}<script>x='处罚9件，';</script><noscript><p>请启用脚本，谢谢。</p></noscript>{P2}</div>",
            BOTH,
            "scripts",
        ),
        (
            f"<h1>{TITLE}</h1><div>{P1}<p>全年<a href='#'>《办法》</a>\n宣讲&nbsp;3场。</p>{P2}</div>",
            f"{TITLE}\n{ONE}\n全年《办法》 宣讲\u00a03场。\n{TWO}\n",
            "links and breaks of the source in a line",
        ),
        (
            f"<h1>{TITLE}</h1><div>{P1}<ol><li>甲事</li><li>乙事</li></ol>"
            f"<ol start='3'><li>丙事</li><li>（四）丁事</li></ol>{P2}</div>",
            f"{TITLE}\n{ONE}\n1.甲事\n2.乙事\n3.丙事\n（四）丁事\n{TWO}\n",
            "lists count, but not twice",
        ),
        (
            f"<h1>{TITLE}</h1><div>{P1}<p>时间：全年，地点：各村。</p>{P2}</div>",
            f"{TITLE}\n{ONE}\n时间：全年，地点：各村。\n{TWO}\n",
            "what looks like a label stays inside the text",
        ),
        (
            f"<h1>{TITLE}</h1><div>{P1}<table><tr><th>名称</th><th>日期</th></tr><tr><td>巡查</td><td>3</td></tr></table>{P2}</div>",
            f"{TITLE}\n{ONE}\n名称\t日期\n巡查\t3\n{TWO}\n",
            "the report's own table is no head table",
        ),
        (f"<h1>{TITLE}</h1><p>只有12件</p>", f"{TITLE}\n只有12件\n", "a page without prose"),
        (
            f"<h1>{TITLE}</h1><table><tr><td>类别</td><td>件</td></tr><tr><td>复议</td><td>12</td></tr></table>",
            f"{TITLE}\n类别\t件\n复议\t12\n",
            "a page that is a table",
        ),
        (
            f"<h1>{TITLE}</h1><div>{P1}<p class='MsoNormal'><!--[if !supportLists]-->"
            f"<span style='mso-list:Ignore'>二、"
            f"<span>&nbsp;</span></span><!--[endif]-->不足<o:p></o:p></p>{P2}</div>",
            f"{TITLE}\n{ONE}\n二、\u00a0不足\n{TWO}\n",
            "numbers that Word wrote for browsers",
        ),
        (
            f"<h1>{TITLE}</h1><div>{P1}{P2}<p>附件：<a href='x.xls'>附件：统计表.xls</a></p>"
            "<p>【打印】【关闭】</p></div>",
            BOTH,
            "links and tools below",
        ),
    ],
)
def test_the_text_of_a_page(body, expected, why):
    assert text(body) == expected, why


def test_no_site_is_a_title():
    assert text(f"<div>{P1}{P2}</div>", head="<title>青石县人民政府门户网站</title>") == f"{ONE}\n{TWO}\n"


SAID = {"索引号": "abc-1", "发布机构": "青石乡人民政府", "成文日期": "2024-01-05"}


@pytest.mark.parametrize(
    "head",
    [
        "<table><tr><td>索 引 号：</td><td>abc-1</td><td>发布机构：</td><td>青石乡人民政府</td></tr>"
        "<tr><td>成文日期：</td><td>2024-01-05</td><td>发文字号：</td><td></td></tr></table>",
        "<table><tr><td>索引号</td><td>abc-1</td></tr><tr><td>发文机关</td><td>青石乡人民政府</td></tr>"
        "<tr><td>成文日期</td><td>2024-01-05</td></tr></table>",
        "<ul><li><b>索引号：</b>abc-1</li><li>【发布机构】：青石乡人民政府</li><li>生成日期:2024-01-05</li></ul>",
        "<dl><dt>索引号：</dt><dd>abc-1</dd><dt>发布机构：</dt><dd>青石乡人民政府</dd><dt>成文日期：</dt><dd>2024-01-05</dd></dl>",
        "<p>索引号：abc-1　|　发布单位：青石乡人民政府　|　成文日期：2024-01-05</p>",
    ],
    ids=["table", "table without colons", "list", "pairs", "line"],
)
def test_a_head_table_is_metadata_and_no_text(head):
    for body in (f"<h1>{TITLE}</h1>{head}<div>{P1}{P2}</div>", f"<div>{head}<h1>{TITLE}</h1>{P1}{P2}</div>"):
        document = read(page(body), Limits())
        assert document.text == BOTH
        assert document.metadata == SAID | {"标题": TITLE}


@pytest.mark.parametrize(
    ("line", "said", "why"),
    [
        (
            "2024-01-20 10:30 来源：司法局",
            {"发布日期": "2024-01-20 10:30", "来源": "司法局"},
            "a date without label",
        ),
        (
            "青石县　发布时间：2024年1月20日　点击：次",
            {"发布日期": "2024年1月20日", "浏览次数": "次"},
            "a place first",
        ),
        ("【 日期:2024/1/20 】【字体：大 中 小】", {"发布日期": "2024/1/20"}, "tools say nothing"),
    ],
)
def test_lines_above_the_text(line, said, why):
    document = read(page(f"<div><h1>{TITLE}</h1><p>{line}</p>{P1}{P2}</div>"), Limits())
    assert document.text == BOTH, why
    assert document.metadata == said | {"标题": TITLE}, why


def test_a_head_table_that_holds_the_text_too():
    rows = "<tr><td>索引号</td><td>abc-1</td></tr><tr><td>发文机关</td><td>青石乡人民政府</td></tr>"
    rows += f"<tr><td>标题</td><td>{TITLE}</td></tr><tr><td colspan='2'>{P1}{P2}</td></tr>"
    document = read(page(f"<table>{rows}</table>"), Limits())
    assert document.text == BOTH
    assert document.metadata == {"索引号": "abc-1", "发布机构": "青石乡人民政府", "标题": TITLE}


def test_cells_of_tables():
    rows = "<tr><th rowspan=2>类别</th><th colspan=2>件数</th></tr><tr><th>受理</th><th>办结</th></tr>"
    rows += "<tr><td>复议</td><td><p>12</p></td><td>10</td></tr>"
    document = read(page(f"<h1>{TITLE}</h1><div>{P1}<table>{rows}</table>{P2}</div>"), Limits())
    [table] = document.tables
    shown = [(document.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in table.cells]
    assert shown == [("类别", 0, 0, 2, 1), ("件数", 0, 1, 1, 2), ("受理", 1, 1, 1, 1), ("办结", 1, 2, 1, 1),
                     ("复议", 2, 0, 1, 1), ("12", 2, 1, 1, 1), ("10", 2, 2, 1, 1)]  # fmt: skip


META = "<meta http-equiv='Content-Type' content='text/html; charset={}'>政府建设"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (META.format("utf-8").encode(), "as said"),
        (META.format("gb2312").encode("gb18030"), "GBK under the name of its elder"),
        (META.format("gb2312").encode(), "UTF-8 that calls itself GB 2312"),
        (META.format("utf-8").encode("gb18030"), "GBK that calls itself UTF-8"),
        (META.format("big5").encode("big5", "replace").replace(b"?", b""), "Big5 as said"),
        (b"\xef\xbb\xbf" + META.format("gbk").encode(), "a mark says more than the page"),
        (META.format("x").encode("utf-16"), "UTF-16 by its mark"),
    ],
)
def test_encodings(data, why):
    assert "政" in decoded(data), why


def test_pages_saved_as_archives():
    import quopri

    body = quopri.encodestring(html.render(REPORT)).decode()
    data = (
        "From: <由浏览器保存>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        'Content-Type: text/html; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n"
        "--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b--\r\n"
    ).encode()
    assert read(data, Limits()).text == REPORT


def calls(deed):
    """How many functions are called: what stands for time, whatever else the machine does."""
    count = 0

    def counted(frame, event, arg):
        nonlocal count
        count += event in ("call", "c_call")

    deed()  # what is built at first use does not count
    sys.setprofile(counted)
    try:
        deed()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("tag", ["div", "span", "b", "table", "blockquote"])
def test_depth_without_end_is_refused_at_once(tag):
    def refused(depth):
        with pytest.raises(Unreadable) as refusal:
            read(f"<{tag}>".encode() * depth + "深".encode(), Limits())
        assert refusal.value.rule == "nested_too_deep"

    assert calls(lambda: refused(100_000)) < 2 * calls(lambda: refused(1_000)), "no parser sees it"


def test_depth_that_pages_have_is_read():
    assert text("<div>" * 200 + P1 + P2 + "</div>" * 200) == BOTH


@pytest.mark.parametrize("unit", ["<p>甲，乙。", "<li>甲", "<td>甲", "<a>甲</a>", "发布时间："])
def test_pages_that_are_long_take_no_square_of_time(unit):
    def reading(length):
        return calls(lambda: read(f"<ol><table><tr>{unit * length}".encode(), Limits()))

    assert reading(2_000) < 2.5 * reading(1_000)
