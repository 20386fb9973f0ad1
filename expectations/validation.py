"""The step between frames and warehouse: check all batches, split accepted from refused, report.

Order of work: schemas of all batches (a wrong one stops at once, nothing is accepted), then chunk by
chunk the rows (`expectations.chunk`), then the figures of the whole run. Knows folders, not how rows came.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from expectations.batches import BOOKS, chunks, complete, copies, finished, rows_of, schema_frame
from expectations.chunk import FEW, Books, Job, checked
from expectations.door import ROW, CheckError, check
from expectations.rules import schema_rule, total_rules
from expectations.totals import figures
from tables import FACTS, polars_schema

CHUNK_ROWS = 300_000
WORDS = {"stop": "停止发布", "warn": "提醒"}


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome: rows by table, and whether publication is forbidden.

    `rows_in` = `accepted` + `quarantined` + `copies` for every table; `copies` are facts of a text that
    another batch provides (its `core.report` row is accepted: the warehouse tells copies by it).
    `messages` are Chinese lines on broken table rules, stops first.
    """

    stop: bool
    rows_in: dict[str, int]
    accepted: dict[str, int]
    quarantined: dict[str, int]
    copies: dict[str, int]
    messages: tuple[str, ...]

    @property
    def rows_quarantined(self) -> int:
        """Rows refused in all tables, children of refused rows included."""
        return sum(self.quarantined.values())


def validate(
    batches: Path,
    accepted: Path,
    run_id: str,
    docs: Path | None = None,
    *,
    today: date | None = None,
    chunk_rows: int = CHUNK_ROWS,
    workers: int = 1,
) -> Summary:
    """Check all finished batches and write the accepted rows, the quarantine and the results.

    `today` (UTC's date by default) bounds report years; many rows are checked by `workers` processes.
    ValueError for an unfinished batch; CheckError where a rule can't be run. Data Docs go to `docs`, none are
    made without it.
    """
    folders = finished(batches)
    books = Books()
    accepted.mkdir(parents=True, exist_ok=True)
    if _schemas_hold(folders, books):
        again, day = copies(folders), today or datetime.now(UTC).date()
        cut = list(chunks(folders, chunk_rows))
        if workers > 1 and len(cut) >= FEW:  # each process holds a chunk
            cut = list(chunks(folders, chunk_rows // 2))
        jobs = [
            Job(number, chunk, {one.name: again.get(one.name, []) for one in chunk}, run_id, day, accepted)
            for number, chunk in enumerate(cut)
        ]
        for part in checked(jobs, workers):
            books.merge(part)
        _check_counts(books)
        _check_totals(books)
    results = _results(run_id, books)
    complete(accepted, results, _broken_rows(run_id, books))
    if docs is not None:
        from expectations.docs import build

        build(docs, run_id, books.verdicts)
    return _summary(folders, books, results)


def _schemas_hold(folders: list[Path], books: Books) -> bool:
    """Whether every table of every batch has the declared columns and types."""
    frame = schema_frame(folders).with_row_index(ROW)
    verdicts = check(frame, [schema_rule(name) for name in (*FACTS, *BOOKS)])
    for verdict in verdicts:
        books.add(verdict.rule.table, [verdict])
        wrong = frame.filter(pl.col(ROW).is_in(verdict.failed)).head(10)
        books.observed[verdict.rule.id] = "；".join(
            f"批次 {batch} 的列 {column}：应为 {declared}，实为 {found}"
            for batch, column, found, declared in wrong.select(
                "batch", "column", "found", "declared"
            ).iter_rows()
        )
    return not any(verdict.rows_failed for verdict in verdicts)


def _check_counts(books: Books) -> None:
    """Every row read was written once, as accepted or as quarantined; CheckError where not."""
    for name in FACTS:
        if books.read[name] != books.accepted[name] + books.quarantined[name]:
            raise CheckError(
                f"{name}：读入 {books.read[name]} 行，接受 {books.accepted[name]} 行，"
                f"隔离 {books.quarantined[name]} 行，数目不符，本次结果不可装入；请报告此错误"
            )


def _check_totals(books: Books) -> None:
    found = figures(books.totals)
    frame = pl.DataFrame([found]).with_row_index(ROW)
    for verdict in check(frame, total_rules()):
        books.add(verdict.rule.table, [verdict])
        books.observed[verdict.rule.id] = f"{verdict.rule.columns[0]}={found[verdict.rule.columns[0]]:g}"


def _results(run_id: str, books: Books) -> pl.DataFrame:
    """One row of `ops.expectation_result` for each rule, in order of table and rule."""
    rows = [
        {
            "run_id": run_id,
            "table_name": name,
            "rule": verdict.rule.id,
            "severity": verdict.rule.severity,
            "success": not verdict.rows_failed,
            "rows_checked": verdict.checked,
            "rows_failed": verdict.rows_failed,
            "observed": books.observed.get(verdict.rule.id) or None,
            "message": verdict.rule.message,
        }
        for name, verdicts in books.verdicts.items()
        for verdict in verdicts
    ]
    return pl.DataFrame(rows, schema=polars_schema("ops.expectation_result"), orient="row")


def _broken_rows(run_id: str, books: Books) -> pl.DataFrame:
    """`ops.expectation_row` of the run: bad rows of each rule, each once."""
    rows = [{"run_id": run_id, **row} for held in books.broken.values() for row in held]
    frame = pl.DataFrame(rows, schema=polars_schema("ops.expectation_row"), orient="row")
    return frame.unique().sort(frame.columns)


def _summary(folders: list[Path], books: Books, results: pl.DataFrame) -> Summary:
    grave = ~pl.col("success") & (pl.col("severity") != "row")
    broken = results.filter(grave).sort("severity", maintain_order=True)
    lines = broken.select("severity", "message", "rule", "observed", "rows_failed").iter_rows()
    read_in = {name: rows_of(folders, name) for name in FACTS}
    stop = bool((broken["severity"] == "stop").any())
    return Summary(
        stop=stop,
        rows_in=read_in,
        accepted={name: books.accepted[name] for name in FACTS},
        quarantined={name: books.quarantined[name] for name in FACTS},
        copies={name: read_in[name] - books.read[name] for name in FACTS if books.read},
        messages=tuple(
            f"{WORDS[severity]}：{message}（{rule}，{observed or f'{failed} 行'}）"
            for severity, message, rule, observed, failed in lines
        ),
    )
