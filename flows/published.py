"""Named questions to the published warehouse; the SQL of each lies in `warehouse/sql/queries/NAME.sql`."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from warehouse import WarehouseError, query
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
