"""DDL of every table from its description in `tables`, with a comment on every table and column.

What a table means belongs in `tables/*.toml`; what a mart computes in `warehouse/sql/marts/`.
No table has a primary key: an index over tens of millions of measures would have to fit in memory,
and uniqueness is held by the checks before the load and by the load itself.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import duckdb

from tables import TABLES, Column, Table
from warehouse import built
from warehouse.errors import WarehouseError
from warehouse.statements import sql

TYPES = {
    "text": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "json": "JSON",
}
SCHEMAS = ("core", "mart", "ops")
VIEWS = frozenset(one.name for one in TABLES.values() if one.view)
DISTRICT_YEAR = "mart.district_year"


class Headline(NamedTuple):
    """An indicator with a column in mart.district_year, as the catalogue has it."""

    code: str
    name_zh: str
    unit: str | None
    across_issuers: str

    @property
    def column(self) -> str:
        """The name of its column."""
        return self.code.replace(".", "_")


def quoted(name: str) -> str:
    """An identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def comment_of(table: Table) -> str:
    """Name, meaning and usage warning of a table, as one comment."""
    warning = f"。注意：{table.usage}" if table.usage else ""
    return f"{table.zh}：{table.comment}{warning}"


def column_comment(column: Column) -> str:
    """Name and meaning of a column, as one comment."""
    return f"{column.zh}：{column.comment}"


def create(table: Table) -> list[str]:
    """The statements that make a table or view, with its comments."""
    if table.name in VIEWS:
        return [f"CREATE VIEW {table.name} AS {sql(f'marts/{table.bare_name}')}", *comments(table, "VIEW")]
    columns = ", ".join(
        f"{quoted(one.name)} {TYPES[one.type]}{'' if one.null else ' NOT NULL'}" for one in table.columns
    )
    return [f"CREATE TABLE {table.name} ({columns})", *comments(table, "TABLE")]


def drop(table: Table) -> str:
    """The statement that drops a table or view where it exists."""
    return f"DROP {'VIEW' if table.name in VIEWS else 'TABLE'} IF EXISTS {table.name}"


def comments(table: Table, what: str) -> list[str]:
    """COMMENT ON for a table or view (`what`) and each of its columns."""
    on_table = f"COMMENT ON {what} {table.name} IS {literal(comment_of(table))}"
    return [on_table] + [
        f"COMMENT ON COLUMN {table.name}.{quoted(one.name)} IS {literal(column_comment(one))}"
        for one in table.columns
    ]


def with_headlines(found: Sequence[Headline]) -> Table:
    """mart.district_year with one column for each indicator given."""
    ways = {"sum": "相加", "median": "取中位数", "none": "不合并"}
    extra = tuple(
        Column(
            name=one.column,
            type="float",
            null=True,
            zh=one.name_zh,
            comment=f"指标 {one.code}，辖区乡镇街道{ways[one.across_issuers]}，"
            f"单位 {one.unit or '无'}；没有乡镇陈述为空，不是零",
        )
        for one in found
    )
    base = TABLES[DISTRICT_YEAR]
    return base.model_copy(update={"columns": base.columns + extra})


def headlines(connection: duckdb.DuckDBPyConnection) -> list[Headline]:
    """The headline indicators, and those that once had a column: columns are only ever added."""
    return [Headline(*row) for row in connection.execute(sql("marts/headlines")).fetchall()]


def ensure_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Schemas, macros and tables where absent; new columns of core and ops tables are added.

    A database that is as described is left as it is. Raises WarehouseError where a column has another type
    than its description says.
    """
    present = existing(connection)
    if is_described(present) and built.is_made_by(connection, "tables", version()):
        return
    run(connection, [f"CREATE SCHEMA IF NOT EXISTS {name}" for name in SCHEMAS])
    for table in TABLES.values():
        if table.name not in present:
            run(connection, create(table))
        elif table.schema_name != "mart":
            migrate(connection, table, present[table.name])
    connection.execute(sql("macros"))
    built.forget(connection, "marts")
    built.note(connection, "tables", version())


@cache
def version() -> str:
    """A digest of the descriptions of all tables and of the macros."""
    described = "".join(one.model_dump_json() for one in TABLES.values())
    return hashlib.sha256((described + sql("macros")).encode()).hexdigest()[:16]


def is_described(present: dict[str, dict[str, str]]) -> bool:
    """Whether all tables are there, those of core and ops with the columns of their descriptions."""
    return all(
        table.name in present and (table.schema_name == "mart" or present[table.name] == types_of(table))
        for table in TABLES.values()
    )


def types_of(table: Table) -> dict[str, str]:
    """The columns of a table with their types in DuckDB."""
    return {one.name: TYPES[one.type] for one in table.columns}


def existing(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Table or view name to its columns with their types."""
    found: dict[str, dict[str, str]] = {}
    for name, column, kind in connection.execute(sql("columns")).fetchall():
        found.setdefault(name, {})[column] = kind
    return found


def migrate(connection: duckdb.DuckDBPyConnection, table: Table, present: dict[str, str]) -> None:
    """Add the columns that the description has and the table has not, and renew its comments."""
    for column in table.columns:
        kind = TYPES[column.type]
        if present.setdefault(column.name, "") not in ("", kind):
            raise WarehouseError(
                f"构建库 {table.name}.{column.name} 的类型是 {present[column.name]}，应为 {kind}；"
                "请移走 warehouse/build.duckdb 后重新运行"
            )
        if not present[column.name]:
            connection.execute(f"ALTER TABLE {table.name} ADD COLUMN {quoted(column.name)} {kind}")
    run(connection, comments(table, "TABLE"))


def run(connection: duckdb.DuckDBPyConnection, statements: list[str]) -> None:
    """Run statements one after another."""
    for statement in statements:
        connection.execute(statement)
