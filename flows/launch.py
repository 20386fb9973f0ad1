"""One run from the command line: server, workers and libraries brought up side by side, then the flow.

The flow itself is in `flows.nightly`; a Prefect deployment calls that directly.
"""

from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from flows import orchestrator
from flows.inbox import InboxMissingError, holds_more_than, require
from flows.notify import tell_people
from flows.pool import started_ahead, to_stay
from flows.runs import new_run, write_record
from flows.settings import Settings


def execute(inbox: Path, settings: Settings, replay: list[str] | None = None) -> None:
    """Run the flow now, with what is in quarantine under all words of `replay`; raises what stopped it."""
    _require(inbox, settings)
    orchestrator.configure(settings.home)
    with orchestrator.own_server(settings.home) as server, _workers(inbox, settings):
        _warm(settings.home)
        if server:
            server.wait()
        try:
            _run(inbox, settings, replay)
        finally:
            orchestrator.drain()


def _require(inbox: Path, settings: Settings) -> None:
    """A missing inbox ends the run, recorded as failed, before anything is started."""
    try:
        require(inbox)
    except InboxMissingError as error:
        failed = new_run(inbox).ended("failed", str(error))
        write_record(settings.home, failed)
        tell_people(settings.notify, failed)
        raise


def _workers(inbox: Path, settings: Settings) -> AbstractContextManager[None]:
    """Workers that load meanwhile, where they are sure to be needed: a new home and much to read."""
    new = not (settings.home / "warehouse").exists()
    if settings.runner == "processes" and new and holds_more_than(inbox, settings.small_run_bytes):
        return started_ahead(settings.home, settings.workers)
    return nullcontext()


def _warm(home: Path) -> None:
    """Load what takes seconds while the server, on another core, does the same."""
    from expectations.door import great_expectations
    from flows.reference import load_catalogue

    with to_stay():
        import fastapi  # noqa: F401 - Prefect imports it when it begins a flow

        import flows.nightly  # noqa: F401

        great_expectations()
        with suppress(ValueError):  # what is wrong with a catalogue is told by the flow, which records it
            load_catalogue(home)


def _run(inbox: Path, settings: Settings, replay: list[str] | None) -> None:
    from flows.nightly import nightly

    nightly(str(inbox), str(settings.home), settings.runner, replay, settings.dask)
