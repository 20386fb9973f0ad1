"""The published version that a page is drawn from: one for a whole page, the newest for each page.

A version file never changes, so what was asked of it is remembered for a while. The file is opened by its own
path: in one process DuckDB would go on giving the old database under the path that readers use.
"""

import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.publish import Published, current, folder
from warehouse.query import CONFIG
from warehouse.statements import sql

Row = dict[str, Any]
REMEMBERED = 512  # answers kept of a version; those of pages are a few hundred rows at most


class Edition:
    """One published version, and the answers it gives."""

    def __init__(self, home: Path, published: Published) -> None:
        self.published = published
        path = folder(home) / published.version
        self._connection = duckdb.connect(path, read_only=True, config=CONFIG)
        self._remembered = lru_cache(REMEMBERED)(self._ask)

    def rows(self, name: str, **parameters: object) -> list[Row]:
        """The answer to `warehouse/sql/dashboard/NAME.sql` (other folders are named), so parametrised."""
        return self._remembered(name, tuple(sorted(parameters.items()))).to_dicts()

    def row(self, name: str, **parameters: object) -> Row | None:
        """The first row of an answer; None where there is none."""
        return next(iter(self.rows(name, **parameters)), None)

    def frame(self, name: str, **parameters: object) -> pl.DataFrame:
        """An answer that may be large, and is not remembered."""
        return self._ask(name, tuple(parameters.items()))

    def tone(self, domain: str | None) -> int:
        """The number of a domain's colour: its place in the order of codes."""
        codes = [row["domain"] for row in self.rows("domains")]
        return codes.index(domain or "other") if (domain or "other") in codes else len(codes)

    def _ask(self, name: str, parameters: tuple[tuple[str, object], ...]) -> pl.DataFrame:
        given = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
        statement = sql(name if "/" in name else f"dashboard/{name}")
        with self._connection.cursor() as cursor:
            return cursor.execute(statement, given).pl()


class Editions:
    """The newest published version of a home, opened once; older ones live on with pages that use them."""

    def __init__(self, home: Path, warm: Callable[[Edition], None] = lambda edition: None) -> None:
        """`warm` is called, in a thread of its own, with each version that is opened."""
        self.home = home
        self._warm = warm
        self._lock = threading.Lock()
        self._newest: Edition | None = None

    def newest(self) -> Edition | None:
        """The version that is published now; None where nothing was ever published."""
        published = current(self.home)
        if published is None:
            return None
        with self._lock:
            if self._newest is None or self._newest.published != published:
                self._newest = Edition(self.home, published)
                threading.Thread(target=self._warm, args=(self._newest,), daemon=True).start()
            return self._newest
