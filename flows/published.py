"""Questions to the published warehouse: named ones (SQL in `warehouse/sql/queries/`), and typed ones."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from flows.settings import load_settings
from warehouse import Answer, Limits, WarehouseError, ask_limited, query
from warehouse.statements import sql


def ask(home: Path, statement: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """The answer to any SQL; raises WarehouseError where it is wrong or nothing is published."""
    try:
        return query(home, statement, parameters)
    except WarehouseError:
        raise
    except Exception as error:  # the database's own errors, whose types only the warehouse knows
        raise WarehouseError(f"查询有误：{error}") from error


def named(home: Path, name: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """The answer to a named question; raises `warehouse.WarehouseError` where nothing is published."""
    return ask(home, sql(f"queries/{name}"), parameters)


def typed(home: Path, statement: str) -> Answer:
    """The answer to a statement that someone typed, within the limits of the settings.

    Raises `warehouse.WarehouseError` where it is wrong, not allowed or too dear.
    """
    return ask_limited(home, statement, limits=limits(home))


def limits(home: Path) -> Limits:
    """What a typed statement may cost, by the settings."""
    settings = load_settings(home)
    return Limits(settings.sql_seconds, settings.sql_rows, settings.sql_megabytes)
