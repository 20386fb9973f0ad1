"""Rebuild the marts inside the transaction of a load. What a mart computes is in `warehouse/sql/marts/`.

A load makes anew what it changed (`warehouse.parts`): the rows of its reports and of their years. After a
change of the reference tables, of a mart's SQL or of its description, everything is made anew.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache

import duckdb

from tables import LABELS, TABLES, Table
from warehouse import built, chinese, ddl
from warehouse.copies import renew_copies
from warehouse.parts import due, goes_by
from warehouse.statements import every, names, sql

AT_ONCE = 10_000  # reports whose rows are made at once; of more, a year's rows year by year
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
    "mart.placeholder_check",
)


@cache
def version() -> str:
    """A digest of all that marts and views are made by; another one asks for all of them anew."""
    described = ddl.version() + json.dumps(LABELS, sort_keys=True)
    written = every("marts") + every("card") + every("copies")
    return hashlib.sha256((described + written).encode()).hexdigest()[:16]


def are_stale(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the marts of this database were made by another version, or never."""
    return not built.is_made_by(connection, "marts", version())


def rebuild(connection: duckdb.DuckDBPyConnection, *, whole: bool = True) -> None:
    """Make the marts anew from core, all rows or those that are due; the caller holds the transaction.

    Tables and views are made as described where they are of another version; then ask for the `whole`.
    """
    stale = are_stale(connection)
    if stale:
        describe(connection)
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
    if stale:
        renew_views(connection)
        renew_chinese(connection, TABLES.values())
    renew_chinese(connection, [district_year])
    built.note(connection, "marts", version())


def describe(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables of marts as described, without rows; `renew_district_year` makes its own."""
    for table in TABLES.values():
        if table.schema_name == "mart" and table.name not in (*ddl.VIEWS, ddl.DISTRICT_YEAR):
            ddl.run(connection, [ddl.drop(table), *ddl.create(table)])


def renew(connection: duckdb.DuckDBPyConnection, name: str, whole: bool) -> None:
    """Fill a mart anew, or its rows that are due; of many reports some after others, to keep memory flat."""
    empty(connection, name, whole)
    for rows in _parts(connection, name, sql(f"marts/{TABLES[name].bare_name}")):
        connection.execute(f"INSERT INTO {name} BY NAME {rows}")


def _parts(connection: duckdb.DuckDBPyConnection, name: str, rows: str) -> Iterator[str]:
    """The query of a mart; where many reports are due, one query for each part of them, or for each year."""
    reports = connection.execute("SELECT count(*) FROM due").fetchall()[0][0]
    if reports > AT_ONCE and goes_by("report", name):
        parts = 1 + reports // AT_ONCE
        for part in range(parts):
            yield rows.replace("FROM due)", f"FROM due WHERE hash(report_id) % {parts} = {part})")
    elif reports > AT_ONCE and goes_by("year", name):
        for (year,) in connection.execute("SELECT report_year FROM due_year ORDER BY ALL").fetchall():
            yield rows.replace("FROM due_year)", f"FROM due_year WHERE report_year = {year})")
    else:
        yield rows


def empty(connection: duckdb.DuckDBPyConnection, name: str, whole: bool) -> None:
    """Take away the rows of a mart that are due."""
    condition = due(name)
    due_rows = "" if whole or condition is None else f" WHERE {condition}"
    connection.execute(f"DELETE FROM {name}{due_rows}")


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
    if whole:
        ddl.run(connection, [ddl.drop(table), *ddl.create(table)])
    else:
        empty(connection, table.name, whole)
    figures = "".join(headline_figure(one) for one in found)
    rows = sql("marts/district_year_headlines").replace("/* headlines */", figures)
    rows = rows.replace("/* district_year */", sql("marts/district_year"))
    connection.execute(f"INSERT INTO {table.name} BY NAME {rows}")
    return table


def renew_report_card(connection: duckdb.DuckDBPyConnection) -> None:
    """mart.report_card from all its sources: each file of sql/card gives findings in the columns it knows."""
    empty(connection, "mart.report_card", whole=True)
    blank = sql("marts/report_card_blank")
    sources = " UNION ALL BY NAME ".join([blank, *(sql(f"card/{name}") for name in names("card"))])
    rows = sql("marts/report_card").replace("/* sources */", sources)
    connection.execute(f"INSERT INTO mart.report_card BY NAME {rows}")


def headline_figure(one: ddl.Headline) -> str:
    """The expression that picks one headline indicator, with its column."""
    picked = f"max(f.value) FILTER (f.indicator = {ddl.literal(one.code)})"
    return f", {picked} AS {ddl.quoted(one.column)}"


def renew_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Views hold no rows; they are made anew so that they follow their description."""
    for name in sorted(ddl.VIEWS):
        ddl.run(connection, [ddl.drop(TABLES[name]), *ddl.create(TABLES[name])])


def renew_chinese(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> None:
    """The views of schema 报表, one for each table."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {chinese.SCHEMA}")
    for table in tables:
        ddl.run(connection, chinese.statements(table))
