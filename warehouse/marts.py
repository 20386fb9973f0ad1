"""Rebuild the marts inside the transaction of a load. What a mart computes is in `warehouse/sql/marts/`.

A load makes anew what it changed (`warehouse.parts`): the rows of its reports and of their years. After a
change of the reference tables, of a mart's SQL or of its description, everything is made anew.
"""

import hashlib

import duckdb

from tables import TABLES, Table
from warehouse import chinese, ddl
from warehouse.copies import renew_copies
from warehouse.parts import due
from warehouse.statements import every, names, sql

# A mart reads only those before it.
ORDER = (
    "mart.region",
    "mart.report_indicator_input",
    "mart.report_indicator",
    "mart.region_indicator_year",
    "mart.district_indicator_year",
    "mart.department_indicator_year",
    "mart.indicator_trend",
    "mart.arithmetic_check",
    "mart.requirement_check",
    "mart.law_check",
    "mart.jump_reference",
    "mart.jump_check",
    "mart.restated_check",
    "mart.copied_report",
    "mart.copied_text",
    "mart.coverage",
)


def version() -> str:
    """A digest of all that marts are made by; another one asks for all of them anew."""
    described = "".join(one.model_dump_json() for one in TABLES.values() if one.schema_name == "mart")
    return hashlib.sha256(
        (described + every("marts") + every("card") + every("copies")).encode()
    ).hexdigest()[:16]


def are_stale(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the marts of this database were made by another version, or never."""
    found = connection.execute("SELECT version FROM ops.built WHERE what = 'marts'").fetchall()
    return found != [(version(),)]


def rebuild(connection: duckdb.DuckDBPyConnection, *, whole: bool = True) -> None:
    """Make the marts anew from core, all rows or those that are due; the caller holds the transaction."""
    if whole:
        connection.execute(sql("marts/everything"))
        renew(connection, "mart.region", whole)
    connection.execute(sql("marts/working"))
    renew_copies(connection, whole)
    for name in ORDER[1:]:
        renew(connection, name, whole)
    renew_history(connection)
    district_year = renew_district_year(connection, whole)
    renew_report_card(connection)
    renew_views(connection)
    renew_chinese(connection, district_year)
    connection.execute("DELETE FROM ops.built WHERE what = 'marts'")
    connection.execute("INSERT INTO ops.built VALUES ('marts', ?)", [version()])


def renew(connection: duckdb.DuckDBPyConnection, name: str, whole: bool) -> None:
    """Fill a mart anew, or its rows that are due."""
    empty(connection, TABLES[name], whole)
    connection.execute(f"INSERT INTO {name} BY NAME {sql(f'marts/{TABLES[name].bare_name}')}")


def empty(connection: duckdb.DuckDBPyConnection, table: Table, whole: bool) -> None:
    """Take away the rows of a mart that are due; where that is all of them, create it as described."""
    condition = due(table.name)
    if whole or condition is None:
        ddl.run(connection, [ddl.drop(table), *ddl.create(table)])
    else:
        connection.execute(f"DELETE FROM {table.name} WHERE {condition}")


def renew_history(connection: duckdb.DuckDBPyConnection) -> None:
    """mart.report_indicator_history: the figures of all old revisions, found as those of current ones are."""
    inputs = sql("marts/report_indicator_input").replace("r.is_current", "NOT r.is_current")
    figures = sql("marts/report_indicator").replace("mart.report_indicator_input", "old_input")
    for name, rows in (("old_input", inputs), ("old_indicator", figures)):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS {rows.replace('FROM due', 'FROM core.report')}"
        )
    renew(connection, "mart.report_indicator_history", whole=True)


def renew_district_year(connection: duckdb.DuckDBPyConnection, whole: bool) -> Table:
    """mart.district_year with a column for each headline indicator, in its main unit family.

    Its description.
    """
    found = ddl.headlines(connection)
    table = ddl.with_headlines(found)
    empty(connection, table, whole)
    figures = "".join(headline_figure(one) for one in found)
    rows = sql("marts/district_year_headlines").replace("/* headlines */", figures)
    rows = rows.replace("/* district_year */", sql("marts/district_year"))
    connection.execute(f"INSERT INTO {table.name} BY NAME {rows}")
    return table


def renew_report_card(connection: duckdb.DuckDBPyConnection) -> None:
    """mart.report_card from all its sources: each file of sql/card gives findings in the columns it knows."""
    table = TABLES["mart.report_card"]
    ddl.run(connection, [ddl.drop(table), *ddl.create(table)])
    blank = sql("marts/report_card_blank")
    sources = " UNION ALL BY NAME ".join([blank, *(sql(f"card/{name}") for name in names("card"))])
    rows = sql("marts/report_card").replace("/* sources */", sources)
    connection.execute(f"INSERT INTO {table.name} BY NAME {rows}")


def headline_figure(one: ddl.Headline) -> str:
    """The expression that picks one headline indicator, with its column."""
    picked = f"max(f.value) FILTER (f.indicator = {ddl.literal(one.code)})"
    return f", {picked} AS {ddl.quoted(one.column)}"


def renew_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Views hold no rows; they are made anew so that they follow their description."""
    for name in sorted(ddl.VIEWS):
        ddl.run(connection, [ddl.drop(TABLES[name]), *ddl.create(TABLES[name])])


def renew_chinese(connection: duckdb.DuckDBPyConnection, district_year: Table) -> None:
    """The views of schema 报表, one for each table."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {chinese.SCHEMA}")
    for table in (TABLES | {district_year.name: district_year}).values():
        ddl.run(connection, chinese.statements(table))
