"""Whole runs through the command, as a user makes them: on the sample, and on real reports where they are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SHARED = CHECKOUT.parent / "shared"


def fazhi(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command `fazhi` in a process of its own, with its exit status and what it said."""
    command = [Path(sys.executable).parent / "fazhi", *arguments]
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "FAZHI_"))}
    return subprocess.run(command, capture_output=True, text=True, env=quiet, timeout=300, check=False)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder after one run on data/sample."""
    home = tmp_path_factory.mktemp("sample")
    done = fazhi("run", CHECKOUT / "data" / "sample", "--home", home)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports beside the checkout."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("no ../shared beside the checkout: the acceptance tests on real reports are left out")
    return SHARED
