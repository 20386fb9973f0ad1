"""What an operator does to a home between runs: point readers back to an old version, withdraw a report.

Both hold the lock of a run and leave a record as a run does. A withdrawal that was interrupted is carried on
by the next run.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from flows import rawstore, steps
from flows.runs import Run, new_run, run_lock, write_record
from flows.settings import Settings
from flows.withdrawn import Tombstone, new_tombstone, rows, save, tombstones
from warehouse import (
    Build,
    Published,
    current,
    roll_back,
    take_out_of_build,
    take_out_of_versions,
    unpublish,
)

# what may hold words of reports
TRACES = ("work/*", "docs", "runs/*.trace.txt", "warehouse/build.spoilt-*", "export/*")


class UnknownReportError(LookupError):
    """There is no such report; the message names it."""


def return_to(settings: Settings, version: str | None) -> Published:
    """Point readers to a kept version (its run id or the beginning of it; None: the one before).

    The build database becomes that version too: the next run reads again what came since, and publishes it.
    """
    home = settings.home
    run = new_run(settings.inbox)
    with run_lock(home, run.run_id):
        done = roll_back(home, version)
        steps.nothing_pending(home)
        ended = run.ended("rolled_back", f"退回到版本 {done.run_id}")
        steps.note(home, ended)
        write_record(home, ended)
    return done


def forget(settings: Settings, report_id: str, reason: str) -> Run:
    """Take a report out of everything, and refuse it from now on; returns the record.

    Raises UnknownReportError where neither the build database nor a tombstone knows it.
    """
    home = settings.home
    run = new_run(settings.inbox)
    with run_lock(home, run.run_id):
        with Build.open(home) as build:
            files = build.files_of(report_id)
        known = [one for one in tombstones(home) if one.report_id == report_id]
        if files.is_empty() and not known:
            raise UnknownReportError(f"找不到报告 {report_id}。编号可用 fazhi show 查到。")
        stone = new_tombstone(report_id, reason, files) if not known else known[0]
        save(home, stone)
        return _carry_out(settings, run, [stone])


def carry_on(settings: Settings) -> None:
    """Finish withdrawals that were interrupted; the caller holds the lock."""
    open_ones = [one for one in tombstones(settings.home) if not one.done]
    if open_ones:
        _carry_out(settings, new_run(settings.inbox), open_ones)


def _carry_out(settings: Settings, run: Run, stones: Sequence[Tombstone]) -> Run:
    """Bytes and traces first, then the build database and a new version of it, the versions kept, exports."""
    home, gone = settings.home, rows(stones)
    rawstore.remove(home, [mark for one in stones for mark in (*one.sha256, *one.archives)])
    _remove_traces(home)
    take_out_of_build(home, gone)
    ended = run.ended("published", "撤回报告 " + "、".join(one.report_id for one in stones))
    with Build.open(home) as build:
        left = not build.is_empty()
        build.finish_run(ended.row())
        if left and current(home):
            build.publish(run.run_id, settings.keep_versions)
    if left:
        take_out_of_versions(home, gone)
        ended = steps.write_exports(settings, ended)
    else:
        unpublish(home)
    for one in stones:
        save(home, one.finished())
    write_record(home, ended)
    return ended


def _remove_traces(home: Path) -> None:
    for pattern in TRACES:
        for path in home.glob(pattern):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
