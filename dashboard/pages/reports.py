"""报告: the list of reports, and the reader of one: its text with every figure marked, and what each is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard import links
from dashboard.asked import Asked, encoded
from dashboard.edition import Edition, Row
from dashboard.listing import Column, Listing
from dashboard.marked import told
from dashboard.words import FAULTS, ISSUERS, REQUIRED, ROLES, WHY_NOT, number, year

ALL = 20_000  # more figures than any report has


def _some(name: str) -> Callable[[Row], str]:
    """A count that is not told where it is 0."""
    return lambda row: number(row[name] or None)


REPORTS = Listing(
    "reports",
    "报告",
    (
        Column("report_year", "年度", show=lambda row: year(row["report_year"])),
        Column("title", "标题", link=links.report, wide=True),
        Column("issuer", "机关"),
        Column("full_name", "所在区划", wide=True),
        Column("issuer_type", "类型", ISSUERS),
        Column("measures", "计量数", link=links.all_of_report, numeric=True),
        Column("contradictions", "对不上处数", show=_some("contradictions"), link=links.report, numeric=True),
        Column("missing", "缺内容项数", show=_some("missing"), link=links.report, numeric=True),
    ),
    needs=("prefix", "year", "kind", "fault", "words"),
    size=50,
    more=(Column("report_id", "报告编号"), Column("path", "路径")),
)  # fmt: skip

MEASURES = Listing(
    "report_measures",
    "本报告的计量",
    (
        Column("start", "起位", numeric=True),
        Column("text", "文字"),
        Column("indicator_name", "指标"),
        Column("value", "数值", numeric=True),
        Column("value_high", "上限", numeric=True),
        Column("unit", "单位"),
        Column("subject", "对象"),
        Column("why_not", "不用的理由", WHY_NOT),
        Column("confidence", "可信度", numeric=True),
    ),
    needs=("report",),
)


def page(edition: Edition, asked: Asked) -> dict[str, Any]:
    """The list of reports."""
    return {
        "leaf": REPORTS.leaf(edition, asked),
        "provinces": edition.rows("provinces"),
        "years": [row["report_year"] for row in edition.rows("report_years")],
        "kinds": ISSUERS,
        "faults": FAULTS,
        "listings": (REPORTS,),
    }


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: plain, a heading (`level` 1 to 6), a figure (`measures`), or several of these.

    `anchor` is the number of the section that begins here, `start` the place of the run in the text.
    """

    text: str
    start: int
    level: int = 0
    anchor: int | None = None
    measures: tuple[Row, ...] = ()
    wrong: bool = False


def reader(edition: Edition, asked: Asked) -> dict[str, Any] | None:
    """One report with its figures; None where there is no such report."""
    report = edition.row("report", report=asked.report)
    if report is None:
        return None
    sections = edition.rows("report_sections", report=asked.report)
    found = edition.rows("report_measures", report=asked.report, rows=ALL, skip=0)
    checks = edition.rows("queries/report_checks", **{"1": asked.report})
    measures = [_measure(row, edition) for row in found]
    wrong = {row["start"] for row in checks if row["start"] is not None}
    return {
        "report": report | {"issuer_kind": ISSUERS[report["issuer_type"]]},
        "sections": [row | {"role_name": ROLES[row["role"]]} for row in sections],
        "pieces": list(pieces(report["text"], sections, measures, wrong)),
        "measures": measures,
        "checks": checks,
        "wrong": wrong,
        "marked": {row["start"] for row in measures},
        "requirements": [
            row | {"said": REQUIRED[row["verdict"]]}
            for row in edition.rows("report_requirements", report=asked.report)
        ],
        "legend": _legend(measures),
        "listing": MEASURES,
        "download": encoded({"report": asked.report}),
        "trend": links.link("/trend", e=f"issuer/{report['issuer_id']}"),
        "listings": (MEASURES,),
    }


def _measure(row: Row, edition: Edition) -> Row:
    why = "" if row["used"] is None or row["used"] else WHY_NOT.get(row["why_not"] or "", "")
    return row | {"said": told(row), "tone": edition.tone(row["domain"]), "why": why}


def _legend(measures: list[Row]) -> list[tuple[str, int, int]]:
    """The domains of a report with their colours and how many figures each has, the most first."""
    count: dict[tuple[str, int], int] = {}
    for row in measures:
        key = (row["domain_name"] or "其他", row["tone"])
        count[key] = count.get(key, 0) + 1
    return [(name, tone, many) for (name, tone), many in sorted(count.items(), key=lambda one: -one[1])]


def pieces(text: str, sections: list[Row], measures: list[Row], wrong: set[int]) -> Iterator[Piece]:
    """The whole text in runs, cut where a heading, a section or a figure begins or ends.

    A figure that overlaps an earlier one has no mark of its own; both stand in the list beside the text.
    """
    heads, spans = dict(_headings(text, sections)), dict(_spans(measures))
    anchors = {row["start"]: row["position"] for row in sections}
    ends = {end for end, _ in (*heads.values(), *spans.values())}
    inside = {place for start, (end, _) in spans.items() for place in range(start + 1, end)}
    cuts = sorted({0, len(text), *heads, *spans, *anchors, *ends} - inside)
    for start, end in pairwise(cuts):
        level = next((level for begin, (last, level) in heads.items() if begin <= start < last), 0)
        rows = spans[start][1] if start in spans else ()
        yield Piece(text[start:end], start, level, anchors.get(start), rows, start in wrong)


def _headings(text: str, sections: list[Row]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where headings that fill their line begin and end, and their level."""
    for row in sections:
        if row["heading"] is None or not 1 <= row["level"] <= 3:
            continue
        begin = text.rfind("\n", 0, row["start"]) + 1
        stop = text.find("\n", row["start"])
        stop = len(text) if stop < 0 else stop
        if stop - begin <= len(row["heading"]) + 10:
            yield begin, (stop, row["level"])


def _spans(measures: list[Row]) -> Iterator[tuple[int, tuple[int, tuple[Row, ...]]]]:
    """Figures by their place, those on the same words together, none that overlaps an earlier one."""
    at = 0
    together: dict[int, tuple[int, tuple[Row, ...]]] = {}
    for row in measures:
        if row["start"] in together and together[row["start"]][0] == row["end"]:
            end, rows = together[row["start"]]
            together[row["start"]] = (end, (*rows, row))
        elif row["start"] >= at:
            together[row["start"]] = (row["end"], (row,))
            at = row["end"]
    yield from together.items()
