"""SQL: a statement of the reader's own, its answer, and the data dictionary beside it."""

from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.asked import Asked
from dashboard.edition import Edition
from dashboard.words import told
from warehouse.adhoc import Limits, ask_limited
from warehouse.errors import WarehouseError
from warehouse.statements import sql

SHOWN = 500  # rows on the page
WIDEST = 400  # characters of a cell on the page; a download has them all
# Titles of statements to begin with: `warehouse/sql/examples/NAME.sql`.
EXAMPLES = {
    "ranking": "各区县行政处罚，最近一年",
    "chinese": "同一张表，用中文名",
    "growth": "矛盾纠纷调解比上年增减最多的机关",
    "silent": "报了年报而没有写行政复议的乡镇",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """The rows of a statement as they are drawn, or what was wrong with it."""

    columns: list[tuple[str, bool]]
    rows: list[list[str]]
    more: bool
    error: str = ""


def page(edition: Edition, asked: Asked, home: Path, limits: Limits) -> dict[str, Any]:
    """What the template draws."""
    tables = [
        list(group)
        for _, group in groupby(edition.rows("dictionary"), key=lambda row: (row["schema"], row["table"]))
    ]
    return {
        "tables": tables,
        "seconds": f"{limits.seconds:g}",
        "answer": answer(home, asked.q, replace(limits, rows=SHOWN)) if asked.q.strip() else None,
        "examples": {title: sql(f"examples/{name}").strip() for name, title in EXAMPLES.items()},
        "listings": (),
    }


def answer(home: Path, statement: str, limits: Limits) -> Answered:
    """The first rows of a statement."""
    try:
        found = ask_limited(home, statement, limits=limits)
    except WarehouseError as error:
        return Answered([], [], False, str(error))
    frame = found.frame
    columns = [(name, kind.is_numeric()) for name, kind in frame.schema.items()]
    return Answered(
        columns, [[plain(value)[:WIDEST] for value in row] for row in frame.iter_rows()], found.more
    )


def plain(value: object) -> str:
    """A value as SQL gives it: a year is no amount, so no groups of three."""
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else told(value)


def whole(home: Path, statement: str, limits: Limits) -> pl.DataFrame:
    """All rows of a statement up to the limit; raises WarehouseError."""
    return ask_limited(home, statement, limits=limits).frame
