"""The report card: what was found in a report or a district, as a page to send back and for the terminal.

Takes rows of mart.report_card; draws, nothing else. Words of a report are text, never HTML.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

Row = Mapping[str, Any]
SEVERITIES = {"must": "请更正或说明", "ask": "请核实", "note": "内部参考"}
QUOTED = re.compile("“([^”]+)”")

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root {{ color-scheme: light dark; --must: #c0392b; --ask: #b8770b; --note: #5d6d7e; }}
body {{ max-width: 52em; margin: 2em auto; padding: 0 1.5em; color: CanvasText; background: Canvas;
  font: 16px/1.85 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }}
h1 {{ font-size: 1.45em; margin: 0 0 .4em; }}
h2 {{ font-size: 1.15em; margin: 2em 0 .4em; padding-bottom: .2em;
  border-bottom: 1px solid color-mix(in srgb, GrayText 35%, transparent); }}
h3 {{ font-size: 1em; margin: 0; }}
section {{ margin: 1em 0; padding: .6em 1em; break-inside: avoid; border-left: 4px solid var(--c);
  background: color-mix(in srgb, var(--c) 6%, transparent); }}
.must {{ --c: var(--must); }} .ask {{ --c: var(--ask); }} .note {{ --c: var(--note); }}
.tag {{ float: right; margin-left: 1em; font-size: 13px; color: var(--c); }}
blockquote {{ margin: .4em 0; padding: 0 0 0 .8em; overflow-wrap: anywhere; white-space: pre-wrap;
  border-left: 2px solid color-mix(in srgb, GrayText 45%, transparent); }}
blockquote::before {{ content: "原文："; color: color-mix(in srgb, CanvasText 65%, transparent); }}
mark {{ color: inherit; background: color-mix(in srgb, var(--c) 22%, transparent); border-radius: 3px;
  padding: 0 2px; }}
p {{ margin: .3em 0; }}
table {{ border-collapse: collapse; width: 100%; font-size: 14px; }}
th, td {{ text-align: left; padding: .25em .5em;
  border-top: 1px solid color-mix(in srgb, GrayText 35%, transparent); }}
td.number, th.number {{ text-align: right; white-space: nowrap; }}
footer {{ margin-top: 2.5em; font-size: 13px; color: color-mix(in srgb, CanvasText 65%, transparent); }}
@media print {{ body {{ margin: 0; }} a {{ color: inherit; text-decoration: none; }} }}
</style></head><body><h1>{title}</h1>
{body}
<footer>{footer}</footer></body></html>
"""
FOOTER = (
    "以上由程序对照报告原文逐项核对得出，引文均为原文字句，难免有误判之处，以贵单位核定为准。"
    "如有更正，请提供更正后的报告或数据；如原文无误，请说明统计口径即可。感谢支持。"
)


def report_page(report: Row, findings: Sequence[Row]) -> str:
    """The page on one report, addressed to its issuer."""
    title = f"《{report['title'] or report['file']}》核对意见"
    body = f"<p>{escape(greeting(report['issuer'], len(findings)))}</p>{_findings(findings)}"
    return PAGE.format(title=escape(title), body=body, footer=FOOTER)


def district_page(name: str, year: int | None, reports: Sequence[Row], findings: Sequence[Row]) -> str:
    """The page on a district: a summary of its reports, then what was found in each."""
    title = f"{name}{f'{year} 年度' if year else ''}法治政府建设年度报告核对意见"
    own = [row for row in findings if row["report_id"] is None]
    by_report = {key: list(rows) for key, rows in groupby(findings, lambda row: row["report_id"]) if key}
    told = f"<p>共 {len(reports)} 份报告，{len(by_report)} 份有需要核对之处，合计 {len(findings)} 处。</p>"
    body = told + _summary(reports, by_report) + (f"<h2>{escape(name)}</h2>{_findings(own)}" if own else "")
    for report in reports:
        found = by_report.get(report["report_id"], [])
        if found:
            body += f'<h2 id="{report["report_id"]}">{escape(named(report))}</h2>{_findings(found)}'
    return PAGE.format(title=escape(title), body=body, footer=FOOTER)


def greeting(issuer: str | None, count: int) -> str:
    """The first words to an issuer."""
    who = f"{issuer}：" if issuer else ""
    if not count:
        return f"{who}我们对照原文核对了贵单位的报告，没有发现需要更正或说明之处。"
    return f"{who}我们对照原文核对了贵单位的报告，有 {count} 处想请贵单位核对，列在下面。"


def named(report: Row) -> str:
    """Issuer, year and title of a report."""
    year = f"{report['report_year']} 年度" if report["report_year"] else "年度不明"
    return f"{report['issuer'] or '机关不明'} {year}《{report['title'] or report['file']}》"


def _summary(reports: Sequence[Row], by_report: Mapping[str, Sequence[Row]]) -> str:
    told = {row["severity"] for rows in by_report.values() for row in rows}
    shown = [severity for severity in SEVERITIES if severity in told]
    head = "".join(f'<th class="number">{SEVERITIES[severity]}</th>' for severity in shown)
    rows = "".join(_summary_row(report, by_report.get(report["report_id"], []), shown) for report in reports)
    return f"<table><tr><th>报告</th>{head}</tr>{rows}</table>" if reports else ""


def _summary_row(report: Row, found: Sequence[Row], severities: Sequence[str]) -> str:
    counts = [sum(row["severity"] == severity for row in found) for severity in severities]
    cells = "".join(f'<td class="number">{count or ""}</td>' for count in counts)
    name = escape(named(report))
    linked = f'<a href="#{report["report_id"]}">{name}</a>' if found else name
    return f"<tr><td>{linked}</td>{cells}</tr>"


def _findings(findings: Iterable[Row]) -> str:
    return "".join(_finding(number, row) for number, row in enumerate(findings, 1))


def _finding(number: int, row: Row) -> str:
    """One finding: what, its words with the numbers in question marked, what is asked."""
    numbers = [one for quoted in QUOTED.findall(row["finding"]) for one in re.split("[+/]", quoted)]
    quotes = "".join(
        f"<blockquote>{marked(words, numbers)}</blockquote>"
        for words in (row["words"], row["other_words"])
        if words
    )
    return (
        f'<section class="{row["severity"]}"><span class="tag">{SEVERITIES[row["severity"]]}</span>'
        f"<h3>{number}. {escape(row['kind_name'])}</h3><p>{escape(row['finding'])}</p>{quotes}"
        f"<p>{escape(row['advice'])}。</p></section>"
    )


def marked(words: str, numbers: Sequence[str]) -> str:
    """Words as HTML text, with the numbers marked where they stand by themselves."""
    some = sorted({one for one in numbers if one.strip("…")}, key=len, reverse=True)
    if not some:
        return escape(words)
    pattern = re.compile(r"(?<![\d.])(?:" + "|".join(map(re.escape, some)) + r")(?![\d.]*\d)")
    parts, at = [], 0
    for found in pattern.finditer(words):
        parts += [escape(words[at : found.start()]), f"<mark>{escape(found[0])}</mark>"]
        at = found.end()
    return "".join([*parts, escape(words[at:])])
