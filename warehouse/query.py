"""Read-only SQL on the published version, for our own programs: no other file can be reached through it.

SQL that people type goes through `warehouse.adhoc`, which has limits and a process of its own.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from warehouse.errors import WarehouseError
from warehouse.publish import current, folder

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


def published(home: Path) -> Path:
    """The published version by its own path, so that it is never an older one.

    Raises WarehouseError where nothing was published yet.
    """
    manifest = current(home)
    if manifest is None:
        raise WarehouseError(f"{folder(home)} 里还没有已发布的仓库；请先运行 fazhi run")
    return folder(home) / manifest.version


def connect(home: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published version; raises as `published` does."""
    return duckdb.connect(published(home), read_only=True, config=CONFIG)


def query(home: Path, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """The rows of one query; raises duckdb.Error where the SQL is wrong."""
    with connect(home) as connection:
        return connection.execute(sql, list(parameters)).pl()
