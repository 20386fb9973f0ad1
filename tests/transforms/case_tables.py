"""Tables of cases: rows named by what they hold, and rows that are known to come out wrong as yet."""

from collections.abc import Iterable
from typing import Any

import pytest


def wrong(cause: str, *row: Any) -> Any:
    """A row that is right and comes out wrong as yet; strict, so that a mended one must be unmarked."""
    return pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=cause))


def named(rows: Iterable[Any], columns: int = 1) -> list[Any]:
    """The rows with the text of their first columns as test ids."""
    found = []
    for row in rows:
        values, marks = (row.values, row.marks) if hasattr(row, "marks") else (row, ())
        name = " | ".join(str(value) for value in values[:columns]).replace("\n", "/")
        found.append(pytest.param(*values, id=name, marks=marks))
    return found
