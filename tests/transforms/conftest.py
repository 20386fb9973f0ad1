"""What the tests of extraction share: the catalogue as it is shipped, and texts read with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from transforms.batch import fact_rows
from transforms.catalogue import Catalogue, parse_catalogue
from transforms.extract import Facts, extract

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def reference_bytes() -> dict[str, bytes]:
    """File name to content of the shipped catalogues."""
    return {path.name: path.read_bytes() for path in sorted(REFERENCE.glob("*.csv"))}


@pytest.fixture(scope="session")
def catalogue(reference_bytes: dict[str, bytes]) -> Catalogue:
    """The shipped catalogue; parsed once."""
    return parse_catalogue(reference_bytes)


@pytest.fixture(scope="session")
def facts(catalogue: Catalogue) -> Callable[[str], Facts]:
    """A text's facts."""
    return lambda text: extract(text, catalogue)


@pytest.fixture(scope="session")
def measures(facts: Callable[[str], Facts]) -> Callable[[str], Rows]:
    """A text's rows of `core.measure`, in reading order."""
    return lambda text: fact_rows("t", facts(text))["core.measure"]  # type: ignore[return-value]


@pytest.fixture(scope="session")
def mentions(facts: Callable[[str], Facts]) -> Callable[[str], Rows]:
    """A text's rows of `core.mention`, in reading order."""
    return lambda text: fact_rows("t", facts(text))["core.mention"]  # type: ignore[return-value]
