"""质量: what ran, failed runs too, what was refused, which checks broke, which figures do not agree."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import polars as pl

from dashboard import links
from dashboard.asked import Asked
from dashboard.edition import Edition, Row
from dashboard.listing import Column, Leaf, Listing
from dashboard.words import (
    CORRECTED,
    DOUBTS,
    FIELDS,
    GRAVITY,
    REFUSED,
    RELATIONS,
    REQUIRED,
    RUNS,
    SEVERITIES,
    TABLE_NAMES,
    TARGETS,
    VERDICTS,
    coded,
    number,
    year,
)

TABS = {
    "runs": "运行", "balance": "收支平衡", "quarantine": "隔离", "expectations": "校验", "card": "核对意见",
    "arithmetic": "数字对算", "requirements": "法定内容", "corrections": "更正", "review": "待核对",
}  # fmt: skip
# Tabs that are divided: by which codes, the query that counts them, and what is shown at first.
DIVIDED: dict[str, tuple[dict[str, str], str, str | None]] = {
    "arithmetic": (VERDICTS, "arithmetic_counts", "disagrees"),
    "card": (GRAVITY, "card_counts", None),
    "corrections": (CORRECTED, "correction_counts", None),
}


def _said(row: Row) -> list[str]:
    """The sentence of a finding, and the other one it was compared with."""
    return [row[name] for name in ("words", "other_words") if row[name]]


def _year(row: Row) -> str:
    return year(row["report_year"])


RUN = Listing(
    "runs",
    "历次运行（含未发布的）",
    (
        Column("run_id", "运行"),
        Column("started_at", "开始（UTC）", show=lambda row: _time(row["started_at"])),
        Column("status", "结果", RUNS),
        Column("files_seen", "文件数", numeric=True),
        Column("files_new", "新文件数", numeric=True),
        Column("reports_loaded", "装入报告数", numeric=True),
        Column("files_copies", "副本数", numeric=True),
        Column("files_quarantined", "新隔离文件数", numeric=True),
        Column("rows_quarantined", "隔离行数", numeric=True),
        Column("message", "说明", wide=True),
    ),
    size=50,
)
BALANCE = Listing(
    "balance",
    "每次装入收到的与去向",
    (
        Column("run_id", "运行"),
        Column("table_name", "什么", TABLE_NAMES),
        Column("rows_in", "收到", numeric=True),
        Column("rows_loaded", "装入", numeric=True),
        Column("rows_copies", "副本", numeric=True),
        Column("rows_quarantined", "隔离", numeric=True),
        Column("balanced", "核对", show=lambda row: "相等" if row["balanced"] else "不等"),
    ),
    more=(Column("table_name", "表"),),
)
QUARANTINE = Listing(
    "quarantine",
    "在隔离中",
    (
        Column("kind", "对象", REFUSED),
        Column("source", "来源", link=links.report, wide=True),
        Column("table_name", "表", TABLE_NAMES),
        Column("reason", "理由与怎么办", wide=True),
        Column("rule", "规则编号"),
    ),
    more=(Column("row_json", "原行"),),
)
EXPECTATIONS = Listing(
    "expectations",
    "最近一次装入前的校验",
    (
        Column("success", "结果", show=lambda row: "通过" if row["success"] else "不合"),
        Column("table_name", "表", TABLE_NAMES),
        Column("message", "说明", wide=True),
        Column("severity", "不合的后果", SEVERITIES),
        Column("rows_checked", "检查行数", numeric=True),
        Column("rows_failed", "不合行数", numeric=True),
        Column(
            "observed", "观察值", show=lambda row: (row["observed"] or "").rpartition("=")[2], numeric=True
        ),
        Column("rule", "规则编号"),
    ),
    size=300,
)
CARD = Listing(
    "report_card",
    "对报告与区县的核对意见",
    (
        Column("severity", "轻重", GRAVITY),
        Column("kind_name", "类别"),
        Column("issuer", "报告", link=links.report),
        Column("place", "区县", link=links.district),
        Column("report_year", "年度", show=_year),
        Column("finding", "发现", link=lambda row: links.words(row, "char_start"), wide=True),
        Column("words", "原文", show=lambda row: "／".join(_said(row)), wide=True),
        Column("advice", "请办", wide=True),
    ),
    needs=("verdict",),
    size=60,
    more=(Column("finding_id", "发现编号"), Column("report_id", "报告编号")),
)
ARITHMETIC = Listing(
    "arithmetic",
    "彼此牵连的数",
    (
        Column("issuer", "机关", link=links.report),
        Column("report_year", "年度", show=_year),
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
COUNTS = Listing(
    "requirement_counts",
    "各项要求",
    (
        Column("requirement_name", "要求"),
        Column("reports", "有此义务的报告数", numeric=True),
        *(Column(code, name, numeric=True) for code, name in REQUIRED.items()),
    ),
)
REQUIREMENTS = Listing(
    "requirements",
    "缺法定内容的报告",
    (
        Column("issuer", "机关", link=links.report),
        Column("report_year", "年度", show=_year),
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
        Column("report_year", "年度", show=_year),
    ),
    size=60,
)
CORRECTIONS = Listing(
    "corrections",
    "人作的更正与结果",
    (
        Column("status", "结果", CORRECTED),
        Column("position", "序号", numeric=True),
        Column("issuer", "报告", link=links.report),
        Column("report_year", "年度", show=lambda row: _year(row) if row["report_id"] else ""),
        Column("target", "更正什么", TARGETS),
        Column("quote", "引文", link=links.words, wide=True),
        Column("field", "栏目", FIELDS),
        Column("expected", "原值", show=lambda row: coded(row["field"], row["expected"])),
        Column("value", "新值", show=lambda row: coded(row["field"], row["value"])),
        Column("found", "抽取所得", show=lambda row: coded(row["field"], row["found"])),
        Column("note", "没有应用的缘故与怎么办", wide=True),
        Column("reason", "更正的理由", wide=True),
        Column("author", "更正人"),
        Column("made_on", "日期"),
    ),
    needs=("verdict",),
    more=(Column("correction_id", "更正编号"), Column("report_id", "报告编号")),
)
LISTINGS = {
    "balance": BALANCE, "quarantine": QUARANTINE, "expectations": EXPECTATIONS, "card": CARD,
    "arithmetic": ARITHMETIC, "requirements": REQUIREMENTS, "corrections": CORRECTIONS, "review": REVIEW,
}  # fmt: skip
NOTHING = {
    "runs": "还没有运行过。请先运行 fazhi run 收件目录",
    "card": "没有要退回或核实的",
    "corrections": "没有。更正写在数据目录的 reference/corrections.csv 中，可用 fazhi correct 逐条写",
}
HINTS = {
    "runs": "运行记录在数据目录的 runs/ 中，没有发布的也在内；已发布的版本只有进过仓库的。",
    "balance": "收到的等于装入、副本与隔离之和；不等的运行不装入、不发布。“文件”以份计，其余以行计。",
    "card": "“请更正或说明”与“请核实”可退回发布机关，“内部参考”不必。整理成函件用 fazhi card。",
    "arithmetic": "只有“对不上”是矛盾。数字真假本程序不核实。",
    "corrections": "只有“已应用”的改动了数据；其余没有生效，请按所说的办。抽取所得原样保留。",
}


def page(edition: Edition | None, asked: Asked, records: Sequence[Row]) -> dict[str, Any]:
    """What the template draws; runs are shown even where none was ever published."""
    asked = _with_tab(asked)
    runs = list(reversed(records))
    return {
        "asked": asked,
        "tabs": TABS,
        "leaf": _leaf(edition, asked, runs),
        "divided": _divided(edition, asked),
        "required": COUNTS.leaf(edition, asked) if edition and asked.tab == "requirements" else None,
        "nothing": NOTHING,
        "hints": HINTS,
        "warnings": [line for one in runs[:1] for line in one.get("warnings", ())],
    }


def _with_tab(asked: Asked) -> Asked:
    """The tab asked for, or the first; of a divided one the part, where there is such a part."""
    tab = asked.tab if asked.tab in TABS else "runs"
    codes, _, first = DIVIDED.get(tab, ({}, "", None))
    return asked.but(tab=tab, verdict=asked.verdict if asked.verdict in codes else first)


def _leaf(edition: Edition | None, asked: Asked, runs: list[Row]) -> Leaf | None:
    if asked.tab == "runs":
        start = (asked.page - 1) * RUN.size
        return RUN.drawn(runs[start : start + RUN.size + 1], asked)
    return LISTINGS[asked.tab or ""].leaf(edition, asked) if edition else None


def _divided(edition: Edition | None, asked: Asked) -> list[tuple[str | None, str, int]]:
    """The parts of a divided tab: code, name, how many; first all of it, where it is shown whole at first."""
    if edition is None or asked.tab not in DIVIDED:
        return []
    codes, query, first = DIVIDED[asked.tab]
    many = {row["code"]: row["many"] for row in edition.rows(query)}
    whole = [] if first else [(None, "全部", sum(many.values()))]
    return [*whole, *((code, name, many.get(code, 0)) for code, name in codes.items())]


def runs_frame(records: Sequence[Row]) -> pl.DataFrame:
    """The records of all runs for a download, the newest first."""
    rows = [{one.name: record[one.name] for one in RUN.columns} for record in reversed(records)]
    return RUN.titled(pl.DataFrame(rows, schema=[one.name for one in RUN.columns], infer_schema_length=None))


def _time(value: object) -> str:
    """The time of a record, which is JSON, without its seconds."""
    return f"{datetime.fromisoformat(str(value)):%Y-%m-%d %H:%M}"
