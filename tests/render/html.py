"""A report as a web page, in three ways of government sites, with what sites put around a text."""

from html import escape
from itertools import groupby

from tests.render import lines_of

NEWS = (
    "县长调研重点项目建设，要求加快进度。",
    "我县召开安全生产会议，部署下一步工作。",
    "今年夏粮收购开始，价格平稳。",
)
HEAD = {"索 引 号": "11320000-2024-00012", "发布机构": "青石县人民政府办公室", "成文日期": "2024-01-15",
        "发布日期": "2024-01-20", "发文字号": "", "主题分类": "政府工作报告"}  # fmt: skip
NAVIGATION = "".join(
    f'<li><a href="/{word}">{word}</a></li>' for word in ("首页", "政务公开", "办事服务", "互动交流")
)
RELATED = "".join(
    f'<li><a href="#">{title}</a><span>2024-01-0{day}</span></li>' for day, title in enumerate(NEWS, 1)
)
FOOTER = (
    "<p>主办：青石县人民政府办公室　承办：县大数据中心，地址：人民路1号。</p>"
    "<p>版权所有　苏ICP备00000000号　网站标识码：3200000000</p>"
)
SCRIPT = "<script>var views = '浏览 1024 次，处罚 99 件。';</script><style>p{margin:0}</style>"


def render(text: str, layout: int = 0) -> bytes:
    """The page of a text; the first line is its headline."""
    lines = lines_of(text)
    return LAYOUTS[layout](lines[0], lines[1:])


def _article(title: str, lines: list[str]) -> bytes:
    """A content system of today: headline and source above the text, tools and related links below."""
    crumb = '<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 正文'
    sizes = '<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>'
    told = ("来源：青石县司法局", "发布时间：2024-01-20 10:30", "浏览次数：1024次", f"字体：【{sizes}】")
    return _page(
        title,
        f'<div class="header"><ul class="nav">{NAVIGATION}</ul></div>'
        f'<div class="crumb">当前位置：{crumb}</div>'
        f'<div class="article"><h1>{escape(title)}</h1>'
        f'<div class="info">{"　".join(f"<span>{one}</span>" for one in told)}</div>'
        f'<div id="zoom" class="TRS_Editor">{_body(lines, _paragraphs)}</div>'
        '<div class="share">分享到：<a>微信</a> <a>微博</a></div><p>扫一扫在手机打开当前页</p>'
        "<div><a>【打印】</a><a>【关闭】</a></div></div>"
        f'<div class="related"><h3>相关链接</h3><ul>{RELATED}</ul></div><div class="footer">{FOOTER}</div>',
    )


def _disclosure(title: str, lines: list[str]) -> bytes:
    """A page of the disclosure catalogue: a head table, news in full at the side, Word's own markup."""
    pairs = [*HEAD.items()]
    rows = "".join(
        "<tr>" + "".join(f"<td>{label}：</td><td>{said}</td>" for label, said in pairs[at : at + 2]) + "</tr>"
        for at in range(0, len(pairs), 2)
    )
    side = "".join(f"<dl><dt><a>{news[:6]}</a></dt><dd>{news}</dd></dl>" for news in NEWS)
    return _page(
        title,
        f'<ul class="menu">{NAVIGATION}</ul><div class="main">'
        f'<div class="left-side">{side}</div><div class="content">'
        f'<table class="headInfo">{rows}<tr><td>标题：</td><td colspan="3">{escape(title)}</td></tr></table>'
        f'<div class="bt">{escape(title)}</div>'
        '<div style="display: none">摘要：处罚 99 件。</div>'
        f'<div class="con"><ucapcontent>{_body(lines, _word)}</ucapcontent></div>'
        "<p>责任编辑：张三</p></div></div>"
        f"<footer>{FOOTER}</footer>",
    )


def _tables(title: str, lines: list[str]) -> bytes:
    """An old site: tables in tables, breaks instead of paragraphs, GBK."""
    news = "".join(f"<tr><td>·<a>{news}</a></td></tr>" for news in NEWS)
    rows = (
        "<td>您现在的位置：<a>首页</a>&gt;&gt;<a>信息公开</a></td>",
        f'<td align="center"><font size="5"><b>{escape(title)}</b></font></td>',
        "<td>作者：司法局　时间：2024年1月20日　点击数：1024</td>",
        f"<td><font>{_body(lines, _breaks)}</font></td>",
        "<td>【打印本页】　【关闭窗口】</td>",
        f"<td>上一篇：<a>{NEWS[0]}</a></td>",
    )
    page = _page(
        title,
        f'<table width="1000"><tr><td>{NAVIGATION}</td></tr></table>'
        f'<table><tr><td width="200"><table>{news}</table></td>'
        f"<td><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table></td></tr></table>"
        f"<center>{FOOTER}</center>",
        charset="gb2312",
    )
    return page.decode().encode("gb18030")


def _page(title: str, body: str, charset: str = "utf-8") -> bytes:
    head = f'<meta charset="{charset}"><title>{escape(title)}-青石县人民政府</title>'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{SCRIPT}{body}</body></html>".encode()


def _body(lines, shown):
    """The lines, those with tabs that follow each other as a table."""
    return "".join(
        _table(list(group)) if tabbed else shown(group)
        for tabbed, group in groupby(lines, lambda line: "\t" in line)
    )


def _table(lines):
    rows = ("".join(f"<td><p>{escape(cell)}</p></td>" for cell in line.split("\t")) for line in lines)
    return f"<table border='1'>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _paragraphs(lines):
    return "".join(f"<p>　　{escape(line)}</p>\n" for line in lines)


def _word(lines):
    span = '<span style="font-family:仿宋_GB2312;mso-bidi-font-size:16.0pt" lang="EN-US">'
    return "".join(
        f'<p class="MsoNormal" style="text-indent:32.0pt">{span}{escape(line[:7])}</span>'
        f"<!--[if gte mso 9]><xml>12件</xml><![endif]-->{span}{escape(line[7:])}<o:p></o:p></span></p>\r\n"
        for line in lines
    )


def _breaks(lines):
    return "".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}<br>\n" for line in lines)


LAYOUTS = (_article, _disclosure, _tables)
