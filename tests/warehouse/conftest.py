"""A data home in a temporary folder, and a way to load reports into it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from warehouse_factory import Report, Rows, accept, reference, run_row

from warehouse import Build, Loaded, query

Load = Callable[..., Loaded]
Read = Callable[..., Rows]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def load(home: Path, tmp_path: Path) -> Load:
    """Load reports as one run, and publish it."""

    def _load(reports: list[Report], run_id: str = "r1", publish: bool = True, **other: Rows) -> Loaded:
        accepted = accept(tmp_path / f"accepted-{run_id}", reports, run_id, **other)
        with Build.open(home) as build:
            build.start_run(run_row(run_id))
            loaded = build.load(accepted, reference(), run_row(run_id))
            if publish:
                build.publish(run_id)
        return loaded

    return _load


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
