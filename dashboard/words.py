"""Codes and figures in the words that people read; what the tables' codes are called is told by `tables`."""

from datetime import date, datetime

from tables import LABELS, TABLES, labels

ISSUERS = labels("core.report", "issuer_type")
LEVELS = labels("mart.region", "level")
METHODS = labels("mart.report_indicator", "method")
NATURES = labels("mart.report_indicator", "value_is")
WHY_NOT = labels("mart.report_indicator_input", "why_not")
VERDICTS = labels("mart.arithmetic_check", "verdict")
RELATIONS = labels("mart.arithmetic_check", "kind")
DOUBTS = labels("mart.arithmetic_check", "reason")
REQUIRED = labels("mart.requirement_check", "verdict")
ROLES = labels("core.section", "role")
RUNS = labels("ops.run", "status")
SEVERITIES = labels("ops.expectation_result", "severity")
REFUSED = labels("ops.quarantine", "kind")
GRAVITY = labels("mart.report_card", "severity")
TARGETS = labels("core.correction", "target")
CORRECTED = labels("core.correction", "status")
TABLE_NAMES = {name: one.zh for name, one in TABLES.items()}
COLUMN_NAMES = {one.name: one.zh for name in ("core.report", "core.measure") for one in TABLES[name].columns}
FIELDS = COLUMN_NAMES | {"part_of": "属于哪个数"}
BOUNDS = {"exact": "", "lower": "≥", "upper": "≤", "mixed": "≈"}
FAULTS = {"arithmetic": "数字对不上", "requirement": "缺法定内容"}


def number(value: float | None) -> str:
    """A figure as people write it: groups of three, two decimals at most; empty where there is none."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def bounded(value: float | None, value_is: str | None) -> str:
    """A figure with a sign before it where it is no exact one."""
    return "" if value is None else BOUNDS[value_is or "exact"] + number(value)


def share(value: float | None) -> str:
    """A share of one as per cent."""
    return "" if value is None else f"{value * 100:.1f}%"


def coded(column: str | None, value: str | None) -> str:
    """A value of some column in words, where it is a code."""
    return LABELS.get(column or "", {}).get(value or "", value or "")


def year(value: int | None) -> str:
    """A year, which has no groups of three."""
    return "不明" if value is None else str(value)


def told(value: object) -> str:
    """Any value of a table as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return str(value)
