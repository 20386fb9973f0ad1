"""A data home in a temporary folder, and a way to load reports into it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from warehouse_factory import BASHAN, Report, Rows, Said, load_into

from warehouse import Build, Loaded, query

Load = Callable[..., Loaded]
Read = Callable[..., Rows]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def load(home: Path, tmp_path: Path) -> Load:
    """Load reports as one run, and publish it."""

    return partial(load_into, home, tmp_path)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one report published, for tests that only read."""
    folder = tmp_path_factory.mktemp("small")
    mediated = Said("dispute.mediated", 12, "件")
    load_into(folder / "home", folder, [Report(BASHAN, 2023, [mediated], text="全镇调解12件")])
    return folder / "home"


@pytest.fixture
def read(home: Path) -> Read:
    """Rows of the published version."""
    return lambda sql, *parameters: query(home, sql, parameters).to_dicts()


@pytest.fixture
def content(home: Path) -> Callable[[], str]:
    """The content hash of the build."""

    def _content() -> str:
        with Build.open(home) as build:
            return build.content_hash()

    return _content
