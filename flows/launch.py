"""One run from the command line: server, Prefect and libraries brought up side by side, then the flow.

The flow itself is in `flows.nightly`; a Prefect deployment calls that directly.
"""

from pathlib import Path
from typing import Any

from flows import orchestrator
from flows.settings import Settings


def execute(inbox: Path, settings: Settings) -> None:
    """Run the flow now; raises what stopped it."""
    orchestrator.configure(settings.home)
    with orchestrator.own_server(settings.home) as server:
        _warm()
        if server:
            server.wait()
        try:
            _run(inbox, settings)
        finally:
            orchestrator.drain()


def _warm() -> None:
    """Import what takes seconds while the server, on another core, does the same."""
    from expectations.door import great_expectations

    great_expectations()


def _run(inbox: Path, settings: Settings) -> None:
    from prefect.task_runners import ThreadPoolTaskRunner

    from flows.nightly import nightly

    runner: Any = ThreadPoolTaskRunner(max_workers=settings.workers)
    nightly.with_options(task_runner=runner)(str(inbox), str(settings.home), settings.runner)
