"""Rebuild the marts inside the transaction of a load. What a mart computes is in `warehouse/sql/marts/`."""

import duckdb

from tables import TABLES, Table
from warehouse import chinese, ddl
from warehouse.statements import names, sql

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
)


def rebuild(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every mart anew from core; the caller holds the transaction."""
    renew(connection, "mart.region")
    connection.execute(sql("marts/working"))
    for name in ORDER[1:]:
        renew(connection, name)
    district_year = renew_district_year(connection)
    renew_report_card(connection)
    renew_views(connection)
    renew_chinese(connection, district_year)


def renew(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Drop a mart, create it as described, and fill it."""
    table = TABLES[name]
    ddl.run(connection, [ddl.drop(table), *ddl.create(table)])
    connection.execute(f"INSERT INTO {name} BY NAME {sql(f'marts/{table.bare_name}')}")


def renew_district_year(connection: duckdb.DuckDBPyConnection) -> Table:
    """mart.district_year with a column for each headline indicator, in its main unit family.

    Its description.
    """
    found = ddl.headlines(connection)
    table = ddl.with_headlines(found)
    ddl.run(connection, [ddl.drop(table), *ddl.create(table)])
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
