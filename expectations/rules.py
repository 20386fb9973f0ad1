"""The rules: those that follow from `tables`, and those written in `rules.toml`.

A rule is data: the name of a Great Expectations expectation, its arguments, what breaking it
means, and a Chinese message. How a rule is run belongs to `expectations.door`.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from tables import Column, Table, table

Severity = Literal["row", "stop", "warn"]
Operator = Literal["==", "!=", "<", "<=", ">", ">="]
KEYS = {"core.report": ("report_id", "path")}  # before the load, files of one text share its report_id
REMEDY = "请对照原文核实：原文如此则本行留在隔离中；抽取有误请修正 HOME/reference/ 中的目录文件，再重新读入"


class Rule(BaseModel):
    """One rule; `when` picks the rows it speaks of: conditions (column, operator, value) that all hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    table: str
    severity: Severity
    expectation: str
    kwargs: dict[str, Any]
    message: str
    when: tuple[tuple[str, Operator, str | float], ...] = ()
    remedy: str = REMEDY

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns the rule reads, those of its arguments first."""
        named = [self.kwargs.get("column"), self.kwargs.get("column_A"), self.kwargs.get("column_B")]
        named += self.kwargs.get("column_list", [])
        named += [column for column, _, _ in self.when]
        return tuple(dict.fromkeys(name for name in named if name))


def lookup_name(column: str) -> str:
    """The helper column that holds the id found for a reference, null where there is none."""
    return f"{column}__found"


def column_rules(one: Table, column: Column, present: frozenset[str]) -> Iterator[Rule]:
    """What `tables` says of one column; a reference counts when its table is among `present`."""

    def rule(what: str, expectation: str, message: str, **kwargs: object) -> Rule:
        return Rule(
            id=f"{one.name}.{name}.{what}",
            table=one.name,
            severity="row",
            expectation=f"expect_column_{expectation}",
            kwargs=kwargs,
            message=f"{column.zh}{message}",
        )

    name = column.name
    if not column.null:
        yield rule("not_null", "values_to_not_be_null", "不能为空", column=name)
    if column.allowed:
        allowed = list(column.allowed)
        message = f"只能取：{'、'.join(allowed)}"
        yield rule("allowed", "values_to_be_in_set", message, column=name, value_set=allowed)
    if column.min is not None or column.max is not None:
        bounds = {"min_value": column.min, "max_value": column.max}
        yield rule("range", "values_to_be_between", _bounds(column), column=name, **bounds)
    if column.references in present:
        pair = {"column_A": name, "column_B": lookup_name(name), "ignore_row_if": "both_values_are_missing"}
        yield rule("reference", "pair_values_to_be_equal", f"在 {column.references} 中找不到", **pair)


def _bounds(column: Column) -> str:
    """`不能小于 0` and the like; both ends inclusive."""
    low = f"不能小于 {column.min:g}" if column.min is not None else ""
    high = f"不能大于 {column.max:g}" if column.max is not None else ""
    return "，".join(part for part in (low, high) if part)


def key_rule(one: Table) -> Rule:
    """The key identifies a row: every row of a duplicated key breaks it."""
    key = KEYS.get(one.name, one.key)
    single = len(key) == 1
    names = "、".join(column.zh for column in one.columns if column.name in key)
    return Rule(
        id=f"{one.name}.key",
        table=one.name,
        severity="row",
        expectation="expect_column_values_to_be_unique" if single else "expect_compound_columns_to_be_unique",
        kwargs={"column": key[0]} if single else {"column_list": list(key)},
        message=f"{names}不能重复",
    )


def schema_rule(name: str) -> Rule:
    """Every declared column is there with its declared type, and no other (see `batches.schema_frame`)."""
    return Rule(
        id=f"{name}.schema",
        table=name,
        severity="stop",
        expectation="expect_column_pair_values_to_be_equal",
        kwargs={"column_A": "found", "column_B": "declared"},
        when=(("table", "==", name),),
        message="列的名称与类型应与表的定义一致",
        remedy="程序版本与数据不一致，请删去本次运行的工作目录后重新运行",
    )


@cache
def _written() -> dict[str, tuple[Rule, ...]]:
    """The rules of rules.toml by section (row, total); ValueError where an id comes twice."""
    text = (files("expectations") / "rules.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    found = {part: tuple(Rule(**entry) for entry in read[part]) for part in ("row", "total")}
    ids = [rule.id for rules in found.values() for rule in rules]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ValueError(f"expectations/rules.toml: 规则编号重复：{'、'.join(twice)}，请改名")
    return found


def _with_date(rule: Rule, today: date) -> Rule:
    """The rule with `$next_year` replaced by the year after `today`."""
    kwargs = {k: today.year + 1 if v == "$next_year" else v for k, v in rule.kwargs.items()}
    return rule.model_copy(update={"kwargs": kwargs})


def row_rules(name: str, present: frozenset[str], today: date) -> list[Rule]:
    """All rules on the rows of one table, in a fixed order: columns, key, written ones."""
    one = table(name)
    made = [rule for column in one.columns for rule in column_rules(one, column, present)]
    written = [_with_date(rule, today) for rule in _written()["row"] if rule.table == name]
    return [*made, key_rule(one), *written]


def total_rules() -> list[Rule]:
    """The rules on the figures of the whole run."""
    return list(_written()["total"])
