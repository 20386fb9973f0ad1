"""The work folder of a run: `HOME/work/<run>/batches/<nnnn>/`, and what is done again after a crash.

A batch folder holds `files.parquet` (what to read), then one Parquet file a table, then `_done`, written
last. Batch 0000 holds the files that are refused unread. A batch that a killed run had finished
is taken over by the next run where its files and the version of program and catalogues are unchanged, and
where all that it wrote is still on the disk: `_done` has the digest of each file.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.inbox import FILES, Changes
from flows.rawstore import holds
from flows.refusals import REASONS, Refusal, empty_frames, refusal_frames
from flows.runs import write_json
from flows.settings import Settings

DONE = "_done"
AGAIN = "again"  # the Parquet file of a batch that tells what was read from the raw store
BATCHES_A_WORKER, MIN_BATCH = 8, 50


@dataclass(frozen=True, slots=True)
class Work:
    """One run's work folder and what every batch needs to know; stored as `run.json` in the folder."""

    folder: Path
    run_id: str
    home: Path
    inbox: Path
    version: str

    @property
    def batches(self) -> Path:
        """The folder of the batch folders."""
        return self.folder / "batches"

    @property
    def accepted(self) -> Path:
        """The folder of the rows that may be loaded."""
        return self.folder / "accepted"

    def save(self) -> None:
        """Write `run.json`."""
        told = {"run_id": self.run_id, "home": self.home, "inbox": self.inbox, "version": self.version}
        write_json(self.folder / "run.json", told)

    @classmethod
    def read(cls, folder: Path) -> "Work":
        """The work folder as an earlier `save` left it; FileNotFoundError where there is none."""
        told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return cls(folder, told["run_id"], Path(told["home"]), Path(told["inbox"]), told["version"])


def plan(work: Work, changes: Changes, settings: Settings) -> list[int]:
    """Lay out the run's batches; returns the numbers of those still to be done, in order."""
    work.save()
    every = changes.files()
    todo = every.join(_adopt(work, every), on=list(FILES), how="anti", nulls_equal=True)
    done = len(list(work.batches.glob("*")))
    numbers = []
    for number, part in enumerate(_cut(todo, settings), start=done + 1):
        folder = batch_folder(work, number)
        folder.mkdir(parents=True, exist_ok=True)
        part.write_parquet(folder / "files.parquet")
        numbers.append(number)
    _write_refused(work, changes, settings)
    return numbers


def batch_folder(work: Work, number: int) -> Path:
    """The folder of one batch; numbers start at 1, 0 holds the files refused unread."""
    return work.batches / f"{number:04d}"


def write_frames(folder: Path, frames: dict[str, pl.DataFrame]) -> None:
    """Write a batch's frames and, when all are there, its `_done`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        part = folder / f".{name}.part"
        frame.write_parquet(part)
        part.replace(folder / f"{name}.parquet")
    write_json(folder / DONE, {path.name: _digest(path) for path in sorted(folder.glob("*.parquet"))})


def is_whole(folder: Path) -> bool:
    """Whether a finished batch's files are as they were written: a loss of power may have taken some."""
    try:
        told = json.loads((folder / DONE).read_text(encoding="utf-8"))
        return bool(told) and all(_digest(folder / name) == digest for name, digest in told.items())
    except (ValueError, FileNotFoundError):
        return False


def _digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def forget_old(home: Path, keep: int) -> None:
    """Remove work folders but the newest `keep`."""
    folders = sorted(path for path in (home / "work").glob("*") if path.is_dir())
    for folder in folders[: max(0, len(folders) - keep)]:
        shutil.rmtree(folder)


def _cut(todo: pl.DataFrame, settings: Settings) -> Iterator[pl.DataFrame]:
    """Runs of files of at most `batch_files` files and, but for a single large one, `batch_bytes` bytes.

    A run of few files is cut finer, so that all workers have something to do to the end.
    """
    fine = max(MIN_BATCH, todo.height // (settings.workers * BATCHES_A_WORKER))
    files = min(settings.batch_files, fine)
    start = total = 0
    for index, size in enumerate(todo["size"]):
        full = index - start >= files or total + size > settings.batch_bytes
        if full and index > start:
            yield todo[start:index]
            start, total = index, 0
        total += size
    if start < todo.height:
        yield todo[start:]


def _adopt(work: Work, todo: pl.DataFrame) -> pl.DataFrame:
    """Move finished batches of killed runs here where all their files are still to be done as they were."""
    taken = todo.clear()
    for old in sorted(work.folder.parent.glob("*/batches/*/" + DONE)):
        folder = old.parent
        if work.batches in folder.parents or not _usable(work, folder):
            continue
        rows = pl.read_parquet(folder / "files.parquet")
        again = rows.join(taken, on=list(FILES), how="semi", nulls_equal=True)
        if again.is_empty() and rows.join(todo, on=list(FILES), how="anti", nulls_equal=True).is_empty():
            target = batch_folder(work, len(list(work.batches.glob("*"))) + 1)
            target.parent.mkdir(parents=True, exist_ok=True)
            folder.rename(target)
            taken = pl.concat([taken, rows])
    return taken


def _usable(work: Work, folder: Path) -> bool:
    """Whether a batch is of the same inbox and program, and whole, and so are the bytes it kept."""
    if not (folder / "files.parquet").is_file() or not _same_version(work, folder.parents[1]):
        return False
    return is_whole(folder) and holds(work.home, pl.read_parquet(folder / "ops.file.parquet")["sha256"])


def _same_version(work: Work, folder: Path) -> bool:
    """Whether another work folder is of the same inbox, program and catalogues."""
    if not (folder / "run.json").is_file():
        return False
    other = Work.read(folder)
    return (other.inbox, other.version) == (work.inbox, work.version)


def _write_refused(work: Work, changes: Changes, settings: Settings) -> None:
    """Batch 0000: the files refused unread."""
    told = {"formats": "、".join(settings.formats), "limit": settings.max_file_bytes}
    refusals = [
        Refusal(path, size, mtime_ns, None, rule, REASONS[rule].format(size=size, **told))
        for path, size, mtime_ns, rule in changes.refused.iter_rows()
    ]
    write_frames(batch_folder(work, 0), empty_frames() | refusal_frames(refusals, work.run_id))
