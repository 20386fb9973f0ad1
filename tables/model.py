"""Tables and columns as described in `core.toml`, `ops.toml` and `mart.toml`, coded values in `labels.toml`.

This description is the single source of the polars schema, the DDL with its comments, the column
expectations, the Chinese views and the data dictionary. A table is added or changed there, never
in code. Nothing else belongs here: no rows, no SQL, no checks.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

Type = Literal["text", "int", "float", "bool", "date", "timestamp", "json"]

POLARS: dict[str, pl.DataType] = {
    "text": pl.String(),
    "int": pl.Int64(),
    "float": pl.Float64(),
    "bool": pl.Boolean(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us"),
    "json": pl.String(),
}


class Column(BaseModel):
    """One column; `min` and `max` are inclusive, `allowed` is the full list of values."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    type: Type
    zh: str
    comment: str
    null: bool = False
    volatile: bool = False
    allowed: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    references: str | None = None


class Table(BaseModel):
    """One table or mart view; `key` identifies a row, `like` names a table with the same columns.

    `by` tells what its rows hang on: those of one report change with it alone, those of a year with the
    reports of that year and the year before. A `view` holds no rows of its own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    zh: str
    comment: str
    usage: str = ""
    key: tuple[str, ...]
    by: Literal["report", "year"] | None = None
    view: bool = False
    like: str | None = None
    columns: tuple[Column, ...] = Field(min_length=1)

    @property
    def schema_name(self) -> str:
        """The schema part of the name: core, mart or ops."""
        return self.name.split(".")[0]

    @property
    def bare_name(self) -> str:
        """The name without its schema."""
        return self.name.split(".")[1]


def _load() -> dict[str, Table]:
    """All tables in the order of their files: core, ops, mart."""
    found: dict[str, Table] = {}
    for part in ("core", "ops", "mart"):
        text = (files("tables") / f"{part}.toml").read_text(encoding="utf-8")
        for entry in tomllib.loads(text).get("table", []):
            alike = {"columns": found[entry["like"]].columns} if "like" in entry else {}
            one = Table.model_validate(entry | alike)
            found[one.name] = one
    return found


TABLES: dict[str, Table] = _load()
# What is extracted of a report, in the order in which it is loaded.
FACTS = tuple(one.name for one in TABLES.values() if one.schema_name == "core" and one.by == "report")


def _labels() -> dict[str, dict[str, str]]:
    """The Chinese of coded values: column name to value to label."""
    return tomllib.loads((files("tables") / "labels.toml").read_text(encoding="utf-8"))


LABELS: dict[str, dict[str, str]] = _labels()


def table(name: str) -> Table:
    """The table of that name, such as `core.measure`; KeyError where there is none."""
    return TABLES[name]


@cache
def labels(name: str, column: str) -> dict[str, str]:
    """The values that a column of a table may have, each with its Chinese, in the declared order."""
    return {value: LABELS[column][value] for value in allowed(name, column)}


@cache
def allowed(name: str, column: str) -> tuple[str, ...]:
    """The values that a column of a table may have, in the declared order."""
    return next(one.allowed for one in table(name).columns if one.name == column)


@cache
def polars_schema(name: str) -> dict[str, pl.DataType]:
    """Column name to polars type of one table, in the declared order."""
    return {column.name: POLARS[column.type] for column in table(name).columns}
