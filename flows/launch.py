"""One run from the command line: server, workers and libraries brought up side by side, then the flow.

The flow itself is in `flows.nightly`; a Prefect deployment calls that directly.
"""

import errno
import shutil
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from flows import orchestrator
from flows.inbox import InboxMissingError, holds_more_than, require
from flows.notify import tell_people
from flows.pool import started_ahead, to_stay
from flows.runs import new_run, run_lock, write_record
from flows.settings import Settings

ROOM = 64 << 20  # bytes: Prefect's database and log, a record


def execute(
    inbox: Path,
    settings: Settings,
    replay: list[str] | None = None,
    *,
    wait: bool = False,
    reextract: bool = False,
) -> None:
    """Run the flow now, with what is in quarantine under all words of `replay`; raises what stopped it.

    The lock is held from before the server starts, so that none ends the server of another run; where another
    run has it, this one waits, or raises RunLockedError.
    """
    with run_lock(settings.home, "启动中", wait):
        _require(inbox, settings)
        _require_room(settings.home)
        orchestrator.configure(settings.home)
        _execute(inbox, settings, replay, reextract)


def _execute(inbox: Path, settings: Settings, replay: list[str] | None, reextract: bool) -> None:
    with orchestrator.own_server(settings.home) as server, _workers(inbox, settings):
        _warm(settings.home)
        if server:
            server.wait()
        try:
            _run(inbox, settings, replay, reextract)
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


def _require_room(home: Path) -> None:
    """A full disk is told before Prefect's server stumbles over it."""
    if shutil.disk_usage(home).free < ROOM:
        raise OSError(errno.ENOSPC, f"{home} 所在的盘剩余不到 {ROOM >> 20} MiB")


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


def _run(inbox: Path, settings: Settings, replay: list[str] | None, reextract: bool) -> None:
    from flows.nightly import nightly

    place = str(settings.home)
    nightly(str(inbox), place, settings.runner, replay, settings.dask, reextract=reextract)
