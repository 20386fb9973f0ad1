"""The Prefect flow `nightly`: one run, one task a batch, in the order scan, extract, check, load, publish.

A task takes a batch's number and its folder and returns the folder; no rows, no lists of files pass
through Prefect, and no results are kept by it. Set Prefect's environment (`flows.orchestrator.configure`)
before importing this.
"""

import logging
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from prefect import Task, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, TaskRun
from prefect.exceptions import ObjectNotFound
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.states import Crashed

from flows import orchestrator, steps, upkeep
from flows.artifacts import describe
from flows.batches import Work, batch_folder
from flows.cluster import in_flight, task_runner
from flows.inbox import Changes
from flows.notify import tell_people
from flows.pool import extract, take
from flows.progress import tell
from flows.pruning import prune
from flows.runs import Run, describe_error, new_run, run_lock, write_record
from flows.settings import Settings, load_settings
from flows.trouble import is_lasting
from warehouse import settled

log = logging.getLogger(__name__)


def _can_help(_task: Task[Any, Any], _run: TaskRun, state: State[Any]) -> bool:
    """Trying again helps against a share that hiccups, or a killed worker; not against a full disk."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and not is_lasting(error)


@task(
    name="extract-batch",
    task_run_name="batch-{number}",
    retries=3,
    retry_delay_seconds=[1, 5, 20],
    retry_condition_fn=_can_help,
    persist_result=False,
    cache_policy=NO_CACHE,
)
def extract_batch(number: int, folder: str) -> str:
    """Extract one batch of files to Parquet in its folder."""
    extract(Path(folder))
    return folder


@flow(name="nightly", description="收件目录中的新报告装入仓库并发布", persist_result=False)
def nightly(
    inbox: str,
    home: str,
    runner: str | None = None,
    replay: list[str] | None = None,
    dask: str | None = None,
    *,
    scheduled: bool = False,
    reextract: bool = False,
) -> str:
    """One nightly run; returns its id. Raises what stopped it, after recording it.

    `replay` are words: what is in quarantine under all of them (everything for none) is read again; with
    `reextract` all that the raw store has is. A `scheduled` run waits for another run of the home to end, and
    tries again after a while where a disk or a share was the reason (`retry_seconds`).
    """
    settings = load_settings(Path(home), runner=runner, dask=dask)
    for seconds in settings.retry_seconds if scheduled else ():
        try:
            return _once(settings, Path(inbox), replay, reextract, wait=True, last=False)
        except OSError:
            time.sleep(seconds)
    return _once(settings, Path(inbox), replay, reextract, wait=scheduled, last=True)


def _once(
    settings: Settings, inbox: Path, replay: list[str] | None, reextract: bool, *, wait: bool, last: bool
) -> str:
    """One try; `wait` for another run of the home, else RunLockedError; `last` where no other try follows."""
    run = new_run(inbox)
    with run_lock(settings.home, run.run_id, wait), _recorded(settings, run, last=last) as box:
        upkeep.carry_on(settings)
        _run(settings, box, replay, reextract)
    return run.run_id


class _Box:
    """The run as far as it has got, so that a failure is recorded with its counts."""

    def __init__(self, run: Run) -> None:
        self.run = run


@contextmanager
def _recorded(settings: Settings, run: Run, *, last: bool) -> Iterator[_Box]:
    """Record the run from its beginning to its end, whatever that is; people hear of the `last` try."""
    box = _Box(run)
    home = settings.home
    for crashed in steps.begin(home, run):
        tell_people(settings.notify, crashed)
    _follow(home)
    try:
        yield box
    except BaseException as error:
        with _secondary():
            box.run = box.run.ended("failed", describe_error(home, run.run_id, error))
            write_record(home, box.run)
            steps.note(home, box.run)
        with _secondary():
            _close(settings, box, last)
        raise
    _close(settings, box, last)


def _close(settings: Settings, box: _Box, last: bool) -> None:
    """Tell people and Prefect how the run ended, and write it down."""
    if last:
        box.run = replace(box.run, warnings=box.run.warnings + tell_people(settings.notify, box.run))
    write_record(settings.home, box.run)
    describe(box.run, settings.home)
    orchestrator.forget_flow_run(settings.home)


@contextmanager
def _secondary() -> Iterator[None]:
    """What goes wrong while a failure is written down must not hide it: a full disk takes no record."""
    try:
        yield
    except Exception:
        log.exception("the failure of a run could not be recorded")


@contextmanager
def _phase(box: _Box, name: str) -> Iterator[None]:
    """Tell that a phase begins and ends, and note its seconds."""
    tell(name, 0, 1)
    began = time.monotonic()
    yield
    box.run = replace(box.run, seconds=box.run.seconds | {name: round(time.monotonic() - began, 2)})
    tell(name, 1, 1)


def _run(settings: Settings, box: _Box, replay: list[str] | None, reextract: bool) -> None:
    """The steps in order; `box.run` always holds the run as far as it has got."""
    with _phase(box, "清点"):
        box.run = steps.versioned(box.run, settings.home)
        work = steps.work_folder(box.run, settings)
        everything = steps.reading_everything(settings.home, reextract)
        changes = steps.find_changes(work, settings, box.run, replay, everything)
        box.run = steps.counted(box.run, changes)
    if changes.any or steps.corrections_changed(settings.home):
        _take_in(settings, work, changes, box)
    else:
        box.run = _nothing_new(settings, changes, box.run)


def _take_in(settings: Settings, work: Work, changes: Changes, box: _Box) -> None:
    """From new files to a new published version."""
    with _phase(box, "抽取"):
        _extract_all(work, changes, settings)
    with _phase(box, "校验"):
        summary = steps.check(work, changes)
        box.run = steps.outcome(work, box.run, summary)
        steps.refuse_forbidden(work, box.run, summary)
    with _phase(box, "装入"):
        box.run = steps.load(work, box.run, steps.received(work, summary))
    with _phase(box, "发布"):
        box.run = steps.publish(settings, box.run)
    prune(settings)


def _nothing_new(settings: Settings, changes: Changes, run: Run) -> Run:
    """Publish only what is not yet published: files that moved or are gone, or what an earlier run had loaded
    when it was killed. Else leave everything as it is."""
    if steps.pending(settings.home):
        return steps.publish(settings, run)
    settled(settings.home)
    said = "没有新文件" if changes.seen else f"收件目录 {run.inbox} 是空的，已发布的数据保持不变"
    ended = run.ended("unchanged", said)
    steps.note(settings.home, ended)
    return ended


def _extract_all(work: Work, changes: Changes, settings: Settings) -> None:
    """Submit the batches, a few in flight at a time, and wait for all; raises the first error."""
    small = int(changes.files()["size"].sum()) <= settings.small_run_bytes
    processes = settings.workers if settings.runner == "processes" and not small else 0
    numbers = steps.lay_out(work, changes, settings)
    done, flying = 0, deque[PrefectFuture[str]]()
    with (
        task_runner(settings, small=small) as runner,
        take(work.home, processes) as extractor,
        extractor.at(work.folder),
    ):
        for number in numbers:
            asked = {"number": number, "folder": str(batch_folder(work, number))}
            flying.append(runner.submit(extract_batch, asked))
            while len(flying) >= in_flight(runner, settings):
                done = _landed(flying, done, len(numbers))
        while flying:
            done = _landed(flying, done, len(numbers))


def _landed(flying: deque[PrefectFuture[str]], done: int, total: int) -> int:
    flying.popleft().result()
    tell("抽取", done + 1, total)
    return done + 1


def _follow(home: Path) -> None:
    """Mark the flow run of a killed run as crashed, and write down which one is ours."""
    left = orchestrator.left_flow_run(home)
    if left:
        with get_client(sync_client=True) as client, suppress(ObjectNotFound):
            client.set_flow_run_state(left, Crashed(message="运行中断：进程被终止"), force=True)
    orchestrator.note_flow_run(home, str(flow_run.id))
