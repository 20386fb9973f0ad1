"""DDL of every table from its description in `tables`, with a comment on every table and column.

What a table means belongs in `tables/*.toml`; what a mart computes in `warehouse/sql/marts/`.
No table has a primary key: an index over tens of millions of measures would have to fit in memory,
and uniqueness is held by the checks before the load and by the load itself.
"""

import duckdb

from tables import TABLES, Column, Table
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
VIEWS = frozenset({"mart.measure_evidence"})
DISTRICT_YEAR = "mart.district_year"


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


def headline_column(code: str) -> str:
    """The column of mart.district_year that holds an indicator."""
    return code.replace(".", "_")


def with_headlines(headlines: list[tuple[str, str, str | None, str]]) -> Table:
    """mart.district_year with one column for each (code, name_zh, unit, across_issuers) given."""
    ways = {"sum": "相加", "median": "取中位数", "none": "不合并"}
    extra = tuple(
        Column(
            name=headline_column(code),
            type="float",
            null=True,
            zh=name,
            comment=f"指标 {code}，辖区乡镇街道{ways[across]}，单位 {unit or '无'}；没有乡镇陈述为空，不是零",
        )
        for code, name, unit, across in headlines
    )
    base = TABLES[DISTRICT_YEAR]
    return base.model_copy(update={"columns": base.columns + extra})


def headlines(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str | None, str]]:
    """The headline indicators, and those that once had a column: columns are only ever added."""
    return connection.execute(sql("marts/headlines")).fetchall()


def ensure_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Schemas, macros and tables where absent; new columns of core and ops tables are added.

    Raises WarehouseError where a column has another type than its description says.
    """
    run(connection, [f"CREATE SCHEMA IF NOT EXISTS {name}" for name in SCHEMAS])
    present = existing(connection)
    for table in TABLES.values():
        if table.name not in present:
            run(connection, create(table))
        elif table.schema_name != "mart":
            migrate(connection, table, present[table.name])
    connection.execute(sql("macros"))


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
