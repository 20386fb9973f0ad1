"""The rules on the build database: those that `tables` says of every table, and `[[build]]` of rules.toml.

A rule is SQL: a condition that bad rows meet, a query for bad rows, or a query for one number with
bounds. Of tables that go by report it leaves out the reports named in the temporary table `seen`: they were
looked at before they were published (`sql/seen.sql`). Of a view of reports' rows, which stand in tables that
have rules of their own, some reports are looked at (`SOME`). How rules are run and judged belongs to
`expectations.build`.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from expectations.rules import REMEDY, Rule, Severity, column_rules, key_rule
from tables import FACTS, TABLES, Column, Table


class BuildRule(BaseModel):
    """One rule; exactly one of `bad` (a condition on rows of its table) and `query` is given.

    A query for one number has bounds, both inclusive; one without gives bad rows as row_key, report_id.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    table: str
    severity: Severity
    message: str
    bad: str | None = None
    query: str | None = None
    least: float | None = None
    most: float | None = None
    previous: bool = False
    written: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether the query gives a number to be held against bounds."""
        return self.least is not None or self.most is not None

    def as_rule(self) -> Rule:
        """The rule as Great Expectations shows it: the number of its bad rows is none."""
        return Rule(
            id=self.id,
            table=self.table,
            severity=self.severity,
            expectation="expect_column_values_to_be_between",
            kwargs={"column": self.id, "max_value": 0},
            message=self.message,
            remedy=REMEDY,
        )


UNSEEN = "(report_id IS NULL OR report_id NOT IN (SELECT report_id FROM seen))"
SOME = "/* some */"  # literals of some reports: a view is slow by a join and fast by constants


def build_rules() -> list[BuildRule]:
    """Every rule, table by table in declared order."""
    written = _written()
    return [
        rule
        for one in TABLES.values()
        for rule in [*table_rules(one), *(rule for rule in written if rule.table == one.name)]
    ]


def rules_version() -> str:
    """A digest of all rules: what was looked at by others is looked at again."""
    told = [rule.model_dump() for rule in build_rules()]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def catalogues() -> list[str]:
    """The tables that rows of reports refer to, without those of the reports themselves."""
    named = {column.references for one in TABLES.values() if one.by == "report" for column in one.columns}
    return sorted(name for name in named if name and TABLES[name].by != "report")


def rows_looked_at(one: Table) -> str:
    """The rows of a table that rules look at, as FROM has them."""
    if one.by != "report":
        return f"{one.name} WHERE true"
    return f"{one.name} WHERE report_id IN ({SOME})" if one.view else f"{one.name} WHERE {UNSEEN}"


def table_rules(one: Table) -> Iterator[BuildRule]:
    """What `tables` says of a table that the checks of frames have not seen: keys, references, values."""
    facts = frozenset(FACTS) if one.name in FACTS else frozenset()  # seen row by row before the load
    for column in one.columns:
        for rule in column_rules(one, column, frozenset(TABLES) - facts):
            what = rule.id.rsplit(".", 1)[1]
            if what == "reference" or not facts:
                yield BuildRule(
                    id=f"{one.name}.{column.name}.{what}",
                    table=one.name,
                    severity="stop",
                    message=rule.message,
                    bad=_bad(one, column, what),
                )
    yield BuildRule(
        id=f"{one.name}.key",
        table=one.name,
        severity="stop",
        message=key_rule(one).message,
        query=_twice(one),
    )


def quoted(name: str) -> str:
    """An identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def key_of(one: Table) -> str:
    """The expression of a row's key, as in ops.expectation_row."""
    return (
        "concat_ws('|', " + ", ".join(f"coalesce(CAST({quoted(k)} AS VARCHAR), '空')" for k in one.key) + ")"
    )


def report_of(one: Table) -> str:
    """The column that names the report of a row; null where there is none."""
    return "report_id" if any(column.name == "report_id" for column in one.columns) else "NULL"


def _bad(one: Table, column: Column, what: str) -> str:
    """The condition that rows meet which break what is said of a column."""
    name = quoted(column.name)
    if what == "not_null":
        return f"{name} IS NULL"
    if what == "allowed":
        return f"{name} NOT IN ({', '.join(map(literal, column.allowed))})"
    if what == "range":
        low = f"{name} < {column.min!r}" if column.min is not None else "false"
        high = f"{name} > {column.max!r}" if column.max is not None else "false"
        return f"({low} OR {high})"
    parent = TABLES[str(column.references)]
    near = one.by == parent.by == "report"  # a row of a report refers to rows of that report
    known = rows_looked_at(parent) if near else parent.name
    return f"{name} IS NOT NULL AND {name} NOT IN (SELECT {quoted(parent.key[0])} FROM {known})"


def _twice(one: Table) -> str:
    """The rows of a table, of those looked at, whose key comes more than once."""
    rows = one.name if one.name == "core.report" else rows_looked_at(one)
    keys = ", ".join(map(quoted, one.key))
    report = "any_value(report_id)" if report_of(one) != "NULL" else "NULL"
    return (
        f"SELECT {key_of(one)} AS row_key, {report} AS report_id FROM {rows} "
        f"GROUP BY {keys} HAVING count(*) > 1"
    )


@cache
def _written() -> tuple[BuildRule, ...]:
    """The rules of `[[build]]`; an error names one that is not well formed."""
    text = (files("expectations") / "rules.toml").read_text(encoding="utf-8")
    return tuple(
        BuildRule(
            **{key: value for key, value in entry.items() if key != "sql"},
            query=written_sql(entry["sql"]),
            written=True,
        )
        for entry in tomllib.loads(text)["build"]
    )


@cache
def written_sql(name: str) -> str:
    """The text of a file of `expectations/sql`."""
    return (files("expectations") / "sql" / f"{name}.sql").read_text(encoding="utf-8").strip()
