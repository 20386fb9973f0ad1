"""The usual range of an indicator in a unit family and for a type of issuers, as data: `ranges.csv`.

What lies outside is marked, never refused: see expectations/sql/usual_range.sql.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows

EVERY = "*"


class RangeRow(BaseModel):
    """A row of ranges.csv; `*` stands for every indicator or issuer, both ends are inclusive."""

    KEY: ClassVar[tuple[str, ...]] = ("indicator", "unit_family", "issuer_type")
    model_config = ConfigDict(extra="forbid", frozen=True)
    indicator: str
    unit_family: str
    issuer_type: Literal["*", "township", "district", "city", "province", "department", "development_zone"]
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ranges:
    """The rows in the order of their file."""

    rows: tuple[RangeRow, ...]

    @classmethod
    def parse(cls, data: bytes, indicators: Collection[str], families: Collection[str]) -> "Ranges":
        """From ranges.csv; raises CatalogueError, also for an indicator or unit family that is not there."""
        rows = tuple(read_rows("ranges.csv", data, RangeRow))
        for row in rows:
            where = f"data file ranges.csv, {row.indicator} {row.unit_family} {row.issuer_type}"
            if row.indicator not in indicators and row.indicator != EVERY:
                raise CatalogueError(f"{where}: no such indicator in indicators.csv")
            if row.unit_family not in families:
                raise CatalogueError(f"{where}: no such unit family in units.csv")
            if row.low > row.high:
                raise CatalogueError(f"{where}: low must not be above high")
        return cls(rows)
