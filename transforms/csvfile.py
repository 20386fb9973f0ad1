"""Reading a data file: CSV bytes to validated rows.

Every catalogue under `data/reference/` goes through `read_rows`, so that a mistake in a data file names
its file, line and column. What the rows mean belongs to the module that owns their model.
"""

import csv
from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

Row = TypeVar("Row", bound=BaseModel)


class CatalogueError(Exception):
    """A data file is wrong; the message names the file, the line and what is wrong there."""


def key_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The columns that tell rows apart: the class variable `KEY` of the model, else its first field."""
    key: tuple[str, ...] = getattr(model, "KEY", ())
    return key or (next(iter(model.model_fields)),)


def read_rows(name: str, data: bytes, model: type[Row]) -> list[Row]:
    """The rows of a UTF-8 CSV file with a header, in file order; an empty cell takes the default.

    Raises CatalogueError for bytes that are not UTF-8, a wrong header, a bad value or a repeated key.
    """
    return [row for _, row in numbered_rows(name, data, model)]


def numbered_rows(name: str, data: bytes, model: type[Row]) -> list[tuple[int, Row]]:
    """The same, each with its line (1-based, the last one where a cell has several)."""
    numbered = list(_cells(name, data, model))
    try:
        rows = TypeAdapter(list[model]).validate_python([cells for _, cells in numbered])  # type: ignore[valid-type]
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(str(part) for part in first["loc"][1:])
        raise _error(name, numbered[int(first["loc"][0])][0], f"column {column!r}: {first['msg']}") from error
    _refuse_repeated_keys(name, model, [line for line, _ in numbered], rows)
    return [(line, row) for (line, _), row in zip(numbered, rows, strict=True)]


def _error(name: str, line: int, problem: str) -> CatalogueError:
    return CatalogueError(f"data file {name}, line {line}: {problem}")


def _cells(name: str, data: bytes, model: type[BaseModel]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row's line number (1-based, of its last line) and its cells that are not empty."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise _error(
            name, data.count(b"\n", 0, error.start) + 1, "not UTF-8; save the file as UTF-8"
        ) from error
    reader = csv.reader((line + "\n" for line in lines), strict=True)
    header = [cell.strip() for cell in next(reader, [])]
    _check_header(name, header, model)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, _named(name, reader.line_num, header, cells)
    except csv.Error as error:
        raise _error(name, reader.line_num, str(error)) from error


def _check_header(name: str, header: list[str], model: type[BaseModel]) -> None:
    unknown = [cell for cell in header if cell not in model.model_fields]
    if unknown or len(set(header)) != len(header):
        raise _error(name, 1, f"header {header}: columns must be from {list(model.model_fields)}, each once")
    missing = [key for key, field in model.model_fields.items() if field.is_required() and key not in header]
    if missing:
        raise _error(name, 1, f"columns missing: {missing}")


def _named(name: str, line: int, header: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(header):
        raise _error(name, line, f"{len(cells)} cells where the header has {len(header)}")
    return {key: cell.strip() for key, cell in zip(header, cells, strict=True) if cell.strip()}


def _refuse_repeated_keys(name: str, model: type[BaseModel], lines: list[int], rows: list[Row]) -> None:
    key = key_of(model)
    seen: dict[tuple[object, ...], int] = {}
    for line, row in zip(lines, rows, strict=True):
        value = tuple(getattr(row, field) for field in key)
        if value in seen:
            raise _error(name, line, f"key {value} is already on line {seen[value]}")
        seen[value] = line
