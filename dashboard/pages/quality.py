"""质量: what ran, failed runs too, what was refused, which checks broke, which figures do not agree."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dashboard import links
from dashboard.asked import Asked
from dashboard.edition import Edition, Row
from dashboard.listing import Column, Listing
from dashboard.words import DOUBTS, REFUSED, RELATIONS, REQUIRED, RUNS, SEVERITIES, VERDICTS, number

TABS = {
    "runs": "运行", "quarantine": "隔离", "expectations": "校验", "arithmetic": "数字对算",
    "requirements": "法定内容", "review": "待核对",
}  # fmt: skip

RUN = Listing(
    "runs",
    "历次运行（含未发布的）",
    (
        Column("run_id", "运行"),
        Column("started_at", "开始（UTC）", show=lambda row: _time(row["started_at"])),
        Column("status", "结果", RUNS),
        Column("files_seen", "文件", numeric=True),
        Column("files_new", "新文件", numeric=True),
        Column("reports_loaded", "装入", numeric=True),
        Column("files_copies", "副本", numeric=True),
        Column("files_quarantined", "新隔离", numeric=True),
        Column("rows_quarantined", "隔离行", numeric=True),
        Column("message", "说明", wide=True),
    ),
    size=50,
)
QUARANTINE = Listing(
    "quarantine",
    "在隔离中",
    (
        Column("kind", "对象", REFUSED),
        Column("source", "来源", wide=True),
        Column("table_name", "表"),
        Column("rule", "规则"),
        Column("reason", "理由与怎么办", wide=True),
    ),
)
EXPECTATIONS = Listing(
    "expectations",
    "最近一次装入前的校验",
    (
        Column("success", "通过", show=lambda row: "通过" if row["success"] else "不合"),
        Column("table_name", "表"),
        Column("rule", "规则"),
        Column("message", "说明", wide=True),
        Column("severity", "后果", SEVERITIES),
        Column("rows_checked", "检查行数", numeric=True),
        Column("rows_failed", "不合行数", numeric=True),
        Column("observed", "观察值"),
    ),
    size=300,
)
ARITHMETIC = Listing(
    "arithmetic",
    "彼此牵连的数",
    (
        Column("issuer", "机关", link=links.report),
        Column("report_year", "年度", show=lambda row: str(row["report_year"] or "不明")),
        Column("kind", "类别", RELATIONS),
        Column("verdict", "结论", VERDICTS),
        Column("stated_text", "所写", link=lambda row: links.words(row, "stated_start")),
        Column("reckoned_text", "对照", wide=True),
        Column("reckoned", "算得", show=lambda row: number(row["reckoned"]), numeric=True),
        Column("reason", "说不准的理由", DOUBTS),
        Column("stated_sentence", "原句", wide=True),
    ),
    needs=("verdict",),
)
REQUIREMENTS = Listing(
    "requirements",
    "缺法定内容的报告",
    (
        Column("issuer", "机关", link=links.report),
        Column("report_year", "年度", show=lambda row: str(row["report_year"] or "不明")),
        Column("requirement_name", "要求"),
        Column("verdict", "结论", REQUIRED),
        Column("evidence", "依据", link=lambda row: links.words(row, "evidence_start"), wide=True),
        Column("source", "出处", wide=True),
    ),
)
REVIEW = Listing(
    "review",
    "可信度低、应由人工核对的计量",
    (
        Column("confidence", "可信度", show=lambda row: f"{row['confidence']:.2f}", numeric=True),
        Column("text", "文字", link=links.words),
        Column("indicator_name", "指标"),
        Column("sentence", "原句", wide=True),
        Column("issuer", "机关"),
        Column("report_year", "年度", show=lambda row: str(row["report_year"] or "不明")),
    ),
    size=60,
)
LISTINGS = {
    "quarantine": QUARANTINE, "expectations": EXPECTATIONS, "arithmetic": ARITHMETIC,
    "requirements": REQUIREMENTS, "review": REVIEW,
}  # fmt: skip


def page(edition: Edition | None, asked: Asked, records: Sequence[Row]) -> dict[str, Any]:
    """What the template draws; runs are shown even where none was ever published."""
    tab = asked.tab if asked.tab in TABS else "runs"
    asked = asked.but(tab=tab, verdict=asked.verdict if asked.verdict in VERDICTS else "disagrees")
    runs = [record | {"failed": record["status"] in ("failed", "crashed")} for record in reversed(records)]
    start = (asked.page - 1) * RUN.size
    shown: dict[str, Any] = {"leaf": RUN.drawn(runs[start : start + RUN.size + 1], asked), "runs": runs}
    if tab != "runs" and edition:
        shown = {"leaf": LISTINGS[tab].leaf(edition, asked)}
    return {
        "asked": asked,
        "tabs": TABS,
        "verdicts": VERDICTS,
        "counts": {row["verdict"]: row["checks"] for row in edition.rows("arithmetic_counts")}
        if edition
        else {},
        "required": edition.rows("requirement_counts") if edition and tab == "requirements" else [],
        "warnings": [(one["run_id"], line) for one in runs[:1] for line in one.get("warnings", ())],
        **shown,
    }


def _time(value: object) -> str:
    """The time of a record, which is JSON, without its seconds."""
    return f"{datetime.fromisoformat(str(value)):%Y-%m-%d %H:%M}"
