"""Codes and figures in the words that people read: what the tables' codes are called on the pages."""

from datetime import date, datetime

ISSUERS = {
    "province": "省政府", "city": "市政府", "district": "区县政府", "township": "乡镇街道",
    "department": "部门", "development_zone": "开发区", "unknown": "不明",
}  # fmt: skip
LEVELS = {"province": "省", "city": "市", "district": "区县", "township": "乡镇街道"}
BOUNDS = {"exact": "", "lower": "≥", "upper": "≤", "mixed": "≈"}
METHODS = {
    "single": "只有一个数", "sum_of_items": "各项相加", "stated_total": "写明的总数", "largest": "取最大",
    "ambiguous": "多个数，无法取舍", "only_qualified": "只说了其中一类",
}  # fmt: skip
WHY_NOT = {
    "kind_change": "增减", "kind_share": "占比", "kind_per_unit": "平均", "planned": "计划", "prior": "往年",
    "multi_year": "多年累计", "part_year": "部分时段", "part": "总数的一部分",
    "not_combined": "目录规定不合并", "unit_family": "单位不合",
    "out_of_range": "数值超限", "qualified": "限定口径", "repeated": "重复陈述",
    "in_total": "已含在总数里", "not_largest": "不是最大", "ambiguous": "无法取舍",
}  # fmt: skip
VERDICTS = {"agrees": "对得上", "disagrees": "对不上", "implied": "恰好相合", "cannot_tell": "说不准"}
RELATIONS = {
    "breakdown": "分项与总数", "part": "部分与总数", "rate": "比率与数量", "share": "占比与数量",
    "growth": "增减与两年数",
    "subset": "前后两数", "again": "两处所说", "formula": "算式与数量", "sum": "恰好相加",
}  # fmt: skip
DOUBTS = {
    "modality": "计划与实绩混说", "unread_number": "其间另有数", "deed": "说的是另一动作",
    "explained": "上下文有解释", "not_adjacent": "其间另有同类的数", "other_thing": "未必同一对象",
    "several": "多处多数", "context": "主体或时段不同", "overlap": "各部分可能重叠", "rounding": "可能是约取",
}  # fmt: skip
REQUIRED = {"met": "做到", "partial": "提到而无专节", "missed": "没有做到", "unknown": "不明"}
ROLES = {
    "intro": "导语", "achievements": "举措与成效", "leader_duty": "第一责任人履职", "problems": "不足与原因",
    "plan": "下步安排", "closing": "落款", "other": "其他", "unknown": "不明",
}  # fmt: skip
RUNS = {
    "running": "运行中",
    "published": "已发布",
    "unchanged": "无新内容",
    "failed": "未发布",
    "crashed": "中断",
}
SEVERITIES = {"row": "隔离该行", "stop": "停止发布", "warn": "只提醒"}
REFUSED = {"file": "文件", "row": "数据行"}
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
