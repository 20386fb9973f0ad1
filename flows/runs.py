"""One run of the nightly load: its id, its lock on the home folder, and its record in `HOME/runs/`.

A record is written when a run starts and again when it ends, whatever became of it: a failed run is
recorded and never pointed at. The warehouse keeps `ops.run` for those that reached it.
"""

import fcntl
import json
import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.progress import tell
from flows.trouble import explained

RECORD_ONLY = ("warnings", "seconds")


class RunLockedError(RuntimeError):
    """Another run holds the home folder; the message names it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A row of `ops.run`; times are UTC without zone, counts are of files unless the name says otherwise.

    Only the record has `warnings` (broken rules of whole tables, in words) and `seconds` by phase.
    """

    run_id: str
    started_at: datetime
    inbox: str
    version: str | None = None
    finished_at: datetime | None = None
    status: str = "running"
    files_seen: int = 0
    files_new: int = 0
    files_moved: int = 0
    files_again: int = 0
    reports_loaded: int = 0
    files_copies: int = 0
    files_quarantined: int = 0
    files_still_quarantined: int = 0
    rows_quarantined: int = 0
    corrections_applied: int = 0
    corrections_not_applied: int = 0
    message: str | None = None
    warnings: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """The run as a mapping with the column names of `ops.run`."""
        return ops_row(asdict(self))

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> "Run":
        """The run that a record tells of; what this version does not know is left out."""
        known = {one.name for one in fields(cls)} & record.keys()
        told = {name: record[name] for name in known}
        times = {
            name: told[name] and datetime.fromisoformat(told[name]) for name in ("started_at", "finished_at")
        }
        return cls(**told | times | {"warnings": tuple(record["warnings"])})

    def ended(self, status: str, message: str) -> "Run":
        """The same run, over now."""
        return replace(self, status=status, message=message, finished_at=_now())


def new_run(inbox: Path) -> Run:
    """A run that starts now, with an id such as `20261121T020000Z-1a2b`: ids sort by time.

    The last four digits are the part of the second, so that two runs of one second sort too.
    """
    now = _now()
    return Run(f"{now:%Y%m%dT%H%M%SZ}-{now.microsecond * 0x10000 // 1_000_000:04x}", now, str(inbox))


def write_record(home: Path, run: Run) -> Path:
    """Write `HOME/runs/<run>.json`, replacing it in one step."""
    path = home / "runs" / f"{run.run_id}.json"
    write_json(path, asdict(run))
    return path


def ops_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record without what only records have."""
    return {name: value for name, value in record.items() if name not in RECORD_ONLY}


def describe_error(home: Path, run_id: str, error: BaseException) -> str:
    """What stopped a run, in one line; the trace of an error not made for people is kept by the record."""
    said = explained(error)
    if said != str(error) or not type(error).__module__.startswith("builtins"):
        return said
    trace = home / "runs" / f"{run_id}.trace.txt"
    trace.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return f"{type(error).__name__}: {error}（详见 {trace}）"


def read_records(home: Path) -> list[dict[str, Any]]:
    """All recorded runs, the oldest first."""
    paths = sorted((home / "runs").glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def mark_crashed(home: Path) -> list[dict[str, Any]]:
    """Mark runs left `running` by a process that was killed, holding the lock; returns their records."""
    left = [record for record in read_records(home) if record["status"] == "running"]
    for record in left:
        record |= {
            "status": "crashed",
            "message": "运行中断：进程被终止，未及收尾",
            "finished_at": str(_now()),
        }
        write_json(home / "runs" / f"{record['run_id']}.json", record)
    return left


def write_json(path: Path, value: object) -> None:
    """Write JSON so that a reader sees the old or the new file, never a part; makes the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    part.replace(path)


_held: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())


@contextmanager
def run_lock(home: Path, holder: str, wait: bool = False) -> Iterator[None]:
    """Hold `HOME/run.lock` for this process; the system lets go of it however the process ends.

    Where another process holds it, waits for its end, or without `wait` raises RunLockedError at once. Within
    a block that holds it already nothing is asked again, so that a command can hold it around a flow.
    """
    if home in _held.get():
        _sign(home, holder)
        yield
        return
    home.mkdir(parents=True, exist_ok=True)
    with (home / "run.lock").open("a", encoding="utf-8") as file:
        _take(file.fileno(), home, wait)
        _sign(home, holder)
        token = _held.set(_held.get() | {home})
        try:
            yield
        finally:
            _held.reset(token)


def _take(number: int, home: Path, wait: bool) -> None:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        if not wait:
            holder = (home / "run.lock").read_text(encoding="utf-8").strip() or "不明"
            raise RunLockedError(
                f"{home}：另一次运行（{holder}）尚未结束。请等它结束后再运行，或加 --wait 等待。"
            ) from error
        tell("等待另一次运行", 0, 1)
        fcntl.flock(number, fcntl.LOCK_EX)
        tell("等待另一次运行", 1, 1)


def _sign(home: Path, holder: str) -> None:
    """Write down who holds the lock, for the message to others."""
    (home / "run.lock").write_text(f"{holder}，进程 {os.getpid()}", encoding="utf-8")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
