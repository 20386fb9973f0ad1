"""A table of a page, described once: its query, its columns, where its cells lead, and its download.

On a page it is cut into leaves of some rows; a download has them all, up to a limit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from dashboard.asked import Asked
from dashboard.edition import Edition, Row
from dashboard.words import told

MOST = 100_000  # rows of a download
SHORT = 12  # letters of a cell that is never broken


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `words` tells its codes, `show` its value with the row at hand, `link` where it leads."""

    name: str
    title: str
    words: Mapping[Any, str] = field(default_factory=dict)
    show: Callable[[Row], str] | None = None
    link: Callable[[Row], str | None] | None = None
    numeric: bool = False
    wide: bool = False

    def text(self, row: Row) -> str:
        """What a cell says."""
        if self.show:
            return self.show(row)
        value = row[self.name]
        return self.words.get(value, "") or told(value)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is drawn."""

    text: str
    href: str | None
    numeric: bool
    wide: bool

    @property
    def style(self) -> str:
        """Its class in the style sheet: a number, a long text, or one that would look odd in two lines."""
        if self.numeric:
            return "n"
        return "w" if self.wide else "s" if len(self.text) <= SHORT else ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Some rows of a listing, and whether there are more behind them."""

    listing: "Listing"
    asked: Asked
    cells: list[list[Cell]]
    more: bool

    def __len__(self) -> int:
        return len(self.cells)


@dataclass(frozen=True, slots=True)
class Listing:
    """A table; its query is `warehouse/sql/dashboard/NAME.sql`, which names fields of `Asked` (`needs`).

    A download has the columns in `more` too: codes to join by, and what a page tells by a sign.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    needs: tuple[str, ...] = ()
    size: int = 100
    more: tuple[Column, ...] = ()

    @property
    def titles(self) -> list[str]:
        """The head of a download."""
        return [one.title for one in (*self.columns, *self.more)]

    def leaf(self, edition: Edition, asked: Asked) -> Leaf:
        """The rows of the page that is asked for."""
        skip = (asked.page - 1) * self.size
        rows = edition.rows(self.name, **self._given(asked), rows=self.size + 1, skip=skip)
        return self.drawn(rows, asked)

    def drawn(self, rows: list[Row], asked: Asked) -> Leaf:
        """Rows that are at hand, as a leaf."""
        cells = [[self._cell(column, row) for column in self.columns] for row in rows[: self.size]]
        return Leaf(self, asked, cells, len(rows) > self.size)

    def whole(self, edition: Edition, asked: Asked) -> pl.DataFrame:
        """All rows for a download, under the titles of the columns, codes in words."""
        return self.titled(edition.frame(self.name, **self._given(asked), rows=MOST, skip=0))

    def titled(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows as they are downloaded: numbers as they are, all else in words."""
        return frame.select(_column(frame, one) for one in (*self.columns, *self.more))

    def _given(self, asked: Asked) -> dict[str, Any]:
        return {name: getattr(asked, name) for name in self.needs}

    @staticmethod
    def _cell(column: Column, row: Row) -> Cell:
        href = column.link(row) if column.link else None
        return Cell(column.text(row), href, column.numeric, column.wide)


def _column(frame: pl.DataFrame, column: Column) -> pl.Series:
    values = frame[column.name]
    if column.words:
        old, new = list(column.words), list(column.words.values())
        values = values.replace_strict(old, new, default=values.cast(pl.String), return_dtype=pl.String)
    elif column.show and not values.dtype.is_numeric():
        values = pl.Series([column.text(row) for row in frame.iter_rows(named=True)], dtype=pl.String)
    return values.alias(column.title)
