"""The tables of `fazhi evaluate` as Rich tables: figures, groups, gains and losses. Shape and words only."""

from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from flows.alignment import Aligned
from flows.breakdown import Group
from flows.evaluate import Score
from flows.verdicts import Comparison

MEANING = {
    "precision": "查准率：抽到的计量中确有其数的",
    "recall": "查全率：标注的计量中抽到的",
    "f1": "查准与查全的调和平均",
    "span": "起止位置全对",
    "unit": "单位对",
    "bound": "界限（余、以上、约……）对",
    "modality": "已做或计划，对",
    "kind": "类别（水平、变化、占比、单位量）对",
    "period": "时期对",
    "indicator": "指标对",
    "part_of": "所属的总数对",
    "fact_f1": "数值、单位、界限、已做或计划、类别、指标全对",
    "bound_rare": "界限，只看不常见的取值",
    "modality_rare": "已做或计划，只看计划",
    "kind_rare": "类别，只看不是水平的",
    "period_rare": "时期，只看不是当年的",
    "part_of_set": "所属的总数，只看有总数的",
    "evidence": "原文起止处正是所引字句的",
}
NAMES = {
    "unit": "单位", "bound": "界限", "modality": "已做或计划", "kind": "类别", "period": "时期",
    "part_of": "所属总数", "span": "起止", "indicator": "指标", "missed": "遗漏", "invented": "多出",
}  # fmt: skip
ISSUERS = {
    "province": "省", "city": "市", "district": "区县", "township": "乡镇街道", "department": "部门",
    "development_zone": "开发区",
}  # fmt: skip
SHOWN_OF_KINDS = ("precision", "recall", "f1", "indicator", "fact_f1")


def overall(result: Score) -> Table:
    """All figures of a score."""
    return figures(result.figures())


def figures(found: Mapping[str, float]) -> Table:
    """Figures, a line each, name and figure with one blank between them, for scripts."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    for name, figure in found.items():
        table.add_row(f"{name} {figure:.4f}", MEANING[name])
    return table


def worst(reports: Iterable[Aligned]) -> Table:
    """A line for each report, by the name that the gold gives it."""
    table = Table("报告", "相同", "缺少", "多出", "错位", "一致", title="差别最大的报告")
    for one in reports:
        counts = (one.equal, len(one.missed), len(one.invented), one.misplaced)
        table.add_row(Text(one.file), *map(str, counts), f"{one.share:.3f}")
    return table


def indicators(groups: Mapping[str, Group], names: Mapping[str, str]) -> Table:
    """A line for each code; `names` is code to Chinese name."""
    table = _table("指标", "名称", title="按指标（指标对才算对）")
    for code, group in groups.items():
        table.add_row(code, names.get(code, ""), *_cells(group))
    return table


def values(fields: Mapping[str, Mapping[str, Group]]) -> Table:
    """A line for each value of each field."""
    table = _table("字段", "取值", title="按取值")
    for name, groups in fields.items():
        for value, group in groups.items():
            table.add_row(NAMES[name], Text(value), *_cells(group))
        table.add_section()
    return table


def kinds(scores: Mapping[str, Score]) -> Table:
    """A line for each kind of report."""
    table = Table("报告种类", "标注", *SHOWN_OF_KINDS, title="按报告种类")
    for kind, result in scores.items():
        figures = result.figures()
        gold = len(result.pairs) + len(result.missed)
        table.add_row(
            ISSUERS.get(kind, kind), str(gold), *(f"{figures[name]:.4f}" for name in SHOWN_OF_KINDS)
        )
    return table


def headline(found: Comparison) -> str:
    """How many rows became better and worse, in one line."""
    gained = sum(bool(change.gained) for change in found.changes)
    lost = sum(bool(change.lost) for change in found.changes)
    return f"与先前相比：{gained} 处变好，{lost} 处变坏"


def comparison(found: Comparison) -> Table:
    """A line for each row that became better or worse."""
    table = Table("得", "失", "何处")
    for change in found.changes:
        table.add_row(_named(change.gained), _named(change.lost), Text(change.verdict.place()))
    return table


def _named(names: tuple[str, ...]) -> str:
    return "、".join(NAMES[name] for name in names)


def _table(*columns: str, title: str) -> Table:
    return Table(*columns, "标注", "抽取", "对", "查准", "查全", "f1", title=title)


def _cells(group: Group) -> list[str]:
    shares = (group.precision, group.recall, group.f1)
    counts = (group.gold, group.predicted, group.right)
    return [*map(str, counts), *("-" if share is None else f"{share:.3f}" for share in shares)]
