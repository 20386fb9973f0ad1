"""The words on which a check of the warehouse turns, as data: `check_words.csv`.

The checks are SQL (`warehouse/sql/marts/`), so a pattern is a regular expression that Python and DuckDB's RE2
both read. What a pattern means is told by its check and place; see docs/quality.md.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows

BEYOND_RE2 = re.compile(r"\(\?[=!<]|\\[1-9]")  # looking around and referring back
PLACES = {"law_check": {"before", "after"}, "restated_check": {"last_year", "part_year"}}


class CheckWordRow(BaseModel):
    """A row of check_words.csv."""

    KEY: ClassVar[tuple[str, ...]] = ("check", "place", "pattern")
    model_config = ConfigDict(extra="forbid", frozen=True)
    check: Literal["law_check", "restated_check"]
    place: str
    pattern: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckWords:
    """The rows, each with a pattern that both engines read."""

    rows: tuple[CheckWordRow, ...]

    @classmethod
    def parse(cls, data: bytes) -> "CheckWords":
        """From check_words.csv; raises CatalogueError, also for a place its check does not know."""
        rows = tuple(read_rows("check_words.csv", data, CheckWordRow))
        for row in rows:
            _refuse(row)
        return cls(rows)


def _refuse(row: CheckWordRow) -> None:
    """Raise CatalogueError where a row's place or pattern cannot be used."""
    where = f"data file check_words.csv, {row.check} {row.place} {row.pattern}"
    if row.place not in PLACES[row.check]:
        raise CatalogueError(f"{where}: place must be one of {sorted(PLACES[row.check])}")
    if BEYOND_RE2.search(row.pattern):
        raise CatalogueError(f"{where}: looking around ((?=, (?<, …) and \\1 are not known to DuckDB")
    try:
        re.compile(row.pattern)
    except re.error as error:
        raise CatalogueError(f"{where}: no regular expression: {error}") from error
