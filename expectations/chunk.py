"""One chunk of batches: its rows checked, the accepted ones written, its counts; many chunks by processes.

A chunk says nothing of the whole run; that is the business of `expectations.validation`.
"""

import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from expectations.batches import Frames, Part, read
from expectations.door import Verdict, check
from expectations.lookups import with_lookups
from expectations.refusal import Broken, broken_rows, mark_files, quarantine, split, with_children
from expectations.rules import Rule, row_rules
from expectations.totals import count
from tables import FACTS, table

Row = dict[str, object]
KEPT = 1000  # keys of bad rows kept for each rule and run
FEW = 3  # with fewer chunks than this the processes would start longer than they work


@dataclass(frozen=True, slots=True)
class Job:
    """What a process needs to check a chunk; `again` are the reports another batch provides, by batch."""

    number: int
    folders: list[Path]
    again: dict[str, list[str]]
    run_id: str
    today: date
    accepted: Path


@dataclass(slots=True)
class Books:
    """What is added up over the chunks of one run; that of one chunk comes back from its process."""

    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)
    observed: dict[str, str] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    broken: dict[str, list[Row]] = field(default_factory=dict)

    def keep_keys(self, frame: pl.DataFrame, verdicts: list[Verdict]) -> None:
        """Keep the keys of bad rows by rule, as `ops.expectation_row` has them."""
        for verdict in verdicts:
            if verdict.failed:
                rows = frame[verdict.failed[:KEPT]].to_dicts()
                self.broken[verdict.rule.id] = [_key_row(verdict.rule, row) for row in rows]

    def add(self, name: str, verdicts: list[Verdict]) -> None:
        """Add the verdicts of one chunk to those of the chunks before."""
        held = self.verdicts.setdefault(name, [])
        known = {verdict.rule.id: verdict for verdict in held}
        for verdict in verdicts:
            if verdict.rule.id in known:
                known[verdict.rule.id].add(verdict)
            else:
                held.append(verdict)

    def merge(self, other: "Books") -> None:
        """Add what was found in another chunk."""
        for name, verdicts in other.verdicts.items():
            self.add(name, verdicts)
        for rule, rows in other.broken.items():
            self.broken[rule] = [*self.broken.get(rule, []), *rows][:KEPT]
        for own, more in (
            (self.totals, other.totals),
            (self.read, other.read),
            (self.accepted, other.accepted),
            (self.quarantined, other.quarantined),
        ):
            own.update(more)


def checked(jobs: Sequence[Job], workers: int) -> Iterator[Books]:
    """What was found in each chunk, in their order; by `workers` processes where there are enough chunks."""
    if workers == 1 or len(jobs) < FEW:
        yield from map(check_chunk, jobs)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(jobs)), context, initializer=_begin) as pool:
        yield from pool.map(check_chunk, jobs)


def check_chunk(job: Job) -> Books:
    """Check the rows of one chunk and write the accepted ones as a part of their tables."""
    books, frames = Books(), read(job.folders, job.again)
    verdicts = {}
    for name in FACTS:
        frame = with_lookups(frames, name)
        verdicts[name] = check(frame, row_rules(name, frozenset(FACTS), job.today))
        books.keep_keys(frame, verdicts[name])
    refused = with_children(frames, broken_rows(verdicts))
    for name in FACTS:
        books.add(name, [verdict.without_rows() for verdict in verdicts[name]])
        books.read[name] = frames[name].height
    books.totals.update(count(frames, refused))
    _write(frames, refused, job, books)
    return books


def _key_row(rule: Rule, row: Row) -> Row:
    """One bad row by its key, as it can be joined."""
    key = "|".join("空" if row[name] is None else str(row[name]) for name in table(rule.table).key)
    return {"table_name": rule.table, "rule": rule.id, "row_key": key, "report_id": row["report_id"]}


def _write(frames: Frames, refused: Broken, job: Job, books: Books) -> None:
    out = Part(job.accepted, job.number)
    for name in FACTS:
        kept = split(frames[name], list(refused[name]))[0]
        books.accepted[name] = kept.height
        out.write(name, kept)
    out.write("ops.file", mark_files(frames["ops.file"], frames["core.report"], refused["core.report"]))
    rows = quarantine(frames, refused, job.run_id)
    books.quarantined.update(rows["table_name"].to_list())
    out.write("ops.quarantine", frames["ops.quarantine"].vstack(rows))


def _begin() -> None:
    """What a process does first: end with its parent, take one core only."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ["POLARS_MAX_THREADS"] = "1"


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
