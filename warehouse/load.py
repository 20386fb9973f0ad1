"""The steps of one load, inside the caller's transaction: facts, copies and conflicts, revisions, ledger.

Facts come as Parquet files in the accepted folder, one or more a table; none is a table without rows.
What is accepted was decided before (`expectations`); how marts are computed is in `marts`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import duckdb
import polars as pl

from tables import FACTS, TABLES, allowed, polars_schema
from warehouse import balance, content, marts
from warehouse.balance import Received
from warehouse.corrections import Correction, Effects, correct_measures, correct_reports, restore
from warehouse.ddl import literal, quoted
from warehouse.errors import WarehouseError
from warehouse.judgements import Judged, judge_measures
from warehouse.revisions import Rival, judge
from warehouse.statements import sql

GIVEN = {  # what a load may be told besides rows: files that were read again, files that were moved
    "again": "NULL::VARCHAR AS sha256",
    "moves": "NULL::VARCHAR AS old_path, NULL::VARCHAR AS path, 0::BIGINT AS mtime_ns, false AS whole",
}
OPS = ("ops.file", "ops.quarantine", "ops.expectation_result", "ops.expectation_row")
REFERENCE = (
    "core.region",
    "core.indicator",
    "core.domain",
    "core.unit",
    "core.law",
    "core.requirement",
    "core.check_word",
    "core.usual_range",
)
NOTHING = Judged()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load wrote: reports and their measures, files that are copies or in conflict, rows refused.

    `corrections` are those that hold, `uncorrected` says of each other one why it does not.
    """

    reports: int
    copies: int
    conflicts: int
    measures: int
    rows_quarantined: int
    corrections: int = 0
    uncorrected: tuple[str, ...] = ()


def load(
    connection: duckdb.DuckDBPyConnection,
    accepted: Path,
    reference: Mapping[str, pl.DataFrame],
    run_id: str,
    *,
    received: Mapping[str, Received],
    corrections: Sequence[Correction] | None = None,
    judged: Judged = NOTHING,
) -> Loaded:
    """All of one load but the transaction, which the caller holds.

    `received` are the counts to be balanced; none of a load of the ledger alone. `corrections` are all that
    hold now, with what was `judged`; None leaves the earlier ones as they are. Raises WarehouseError where
    the folder is not there, a frame of `reference` is no reference table, or a count does not add up.
    """
    for name in (*FACTS, *OPS):
        name_source(connection, accepted, name)
    for name, columns in GIVEN.items():
        name_given(connection, accepted, name, columns)
    other = replace_reference(connection, reference)
    rank_forms(connection)
    connection.execute("CREATE OR REPLACE TEMP TABLE this_run AS SELECT ? AS run_id", [run_id])
    connection.execute(sql("load/before"))
    connection.execute(sql("corrections/begin"))
    if corrections is not None:
        restore(connection)
    for step in ("moves", "members", "incoming", "reread"):
        connection.execute(sql(f"load/{step}"))
    effects = correct_reports(connection, corrections) if corrections is not None else Effects()
    record_verdicts(connection)
    for step in ("outcome", "measures_before"):
        connection.execute(sql(f"load/{step}"))
    inserted = {name: replace_facts(connection, name) for name in FACTS}
    for step in ("files", "revisions", "quarantine", "expectation_results"):
        connection.execute(sql(f"load/{step}"))
    connection.execute(sql("load/fact_changes"), [run_id])
    balance.check(connection, run_id, received, inserted)
    if corrections is not None:
        correct_measures(connection, corrections, effects)
        judge_measures(connection, judged)
    renew(connection, whole=other, ledger_only=not reference)
    counts, (holding, lines) = connection.execute(sql("load/counts")).fetchall()[0], corrected(connection)
    return replace(Loaded(*counts), corrections=holding, uncorrected=lines)


def renew(connection: duckdb.DuckDBPyConnection, *, whole: bool, ledger_only: bool) -> None:
    """Marts and digests of what the load changed, or of everything.

    Marts of another version are made anew too, but not for a load of the ledger that changes no report.
    """
    connection.execute(sql("load/due"))
    any_due = has_rows(connection, "due")
    whole = whole or ((any_due or not ledger_only) and marts.are_stale(connection))
    if whole or any_due:
        marts.rebuild(connection, whole=whole)
    elif has_rows(connection, "accepted_ops_file"):  # one that cannot be read stands in the ledger
        marts.renew(connection, "mart.coverage", whole=True)
    content.refresh(connection, whole=whole)


def corrected(connection: duckdb.DuckDBPyConnection) -> tuple[int, tuple[str, ...]]:
    """How many corrections hold, and a line on each that does not."""
    rows = connection.execute(sql("queries/corrections")).fetchall()
    lines = tuple(
        f"更正第 {position} 条（{quote}）未应用：{note}" for _, position, quote, note in rows if note
    )
    return len(rows) - len(lines), lines


def has_rows(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether a table has any row: a load of the ledger alone leaves the marts as they are."""
    return bool(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall())


def view_of(name: str) -> str:
    """The temporary view over the accepted rows of a table: `accepted_core_measure` of `core.measure`."""
    return f"accepted_{name.replace('.', '_')}"


def columns_of(name: str) -> str:
    """The columns of a table, quoted, in the declared order."""
    return ", ".join(quoted(column.name) for column in TABLES[name].columns)


def name_source(connection: duckdb.DuckDBPyConnection, accepted: Path, name: str) -> None:
    """Give the Parquet files of a table their view; one without rows where there is no file."""
    if not accepted.is_dir():
        raise WarehouseError(f"没有可装入的文件夹 {accepted}；请先完成校验")
    parts = f"{name}.*parquet"  # one file, or several with their numbers
    rows = (
        f"read_parquet({literal(str(accepted / parts))})"
        if any(accepted.glob(parts))
        else f"{name} WHERE false"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {view_of(name)} AS SELECT {columns_of(name)} FROM {rows}"
    )


def name_given(connection: duckdb.DuckDBPyConnection, accepted: Path, name: str, columns: str) -> None:
    """Give a list that comes with a load its view, such as `accepted_again`; empty where there is none."""
    path = accepted / f"{name}.parquet"
    rows = (
        f"SELECT * FROM read_parquet({literal(str(path))})"
        if path.exists()
        else f"SELECT {columns} WHERE false"
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW accepted_{name} AS {rows}")


def replace_reference(connection: duckdb.DuckDBPyConnection, reference: Mapping[str, pl.DataFrame]) -> bool:
    """Put the catalogues given in the place of those stored; whether any of them says something else."""
    other = False
    for name, frame in reference.items():
        if name not in REFERENCE:
            raise WarehouseError(f"{name} 不是参考表，应为 {'、'.join(REFERENCE)} 之一")
        if differs(connection, name, frame):
            other = True
            connection.execute(f"DELETE FROM {name}")
            insert(connection, name, frame)
    return other


def differs(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> bool:
    """Whether a table has other rows than a frame, in whatever order."""
    connection.register("frame_given", frame.select(list(polars_schema(name))).to_arrow())
    columns = columns_of(name)
    found = connection.execute(
        f"(SELECT {columns} FROM {name} EXCEPT ALL SELECT {columns} FROM frame_given) UNION ALL "
        f"(SELECT {columns} FROM frame_given EXCEPT ALL SELECT {columns} FROM {name}) LIMIT 1"
    ).fetchall()
    connection.unregister("frame_given")
    return bool(found)


def insert(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Add the rows of a frame, by column name."""
    connection.register("frame_given", frame.to_arrow())
    connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM frame_given")
    connection.unregister("frame_given")


def rank_forms(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the temporary table `form`: the smaller the rank, the more the text of a form is to be trusted.

    Native texts come before recognised ones, then formats in their declared order; reports without a form
    were read when there was only plain text.
    """
    formats = allowed("core.report", "format")
    rows = [(name, native) for native in (True, False) for name in formats]
    frame = pl.DataFrame(
        [(*row, rank) for rank, row in enumerate(rows)] + [(None, None, formats.index("txt"))],
        schema={"format": pl.String, "native": pl.Boolean, "rank": pl.Int64},
        orient="row",
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE form (format VARCHAR, native BOOLEAN, rank BIGINT)")
    insert(connection, "form", frame)


def record_verdicts(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the temporary table `verdict`: reports that are copies of another, or in conflict with it."""
    verdicts = [asdict(verdict) for verdict in judge(rivals(connection))]
    connection.execute(sql("load/verdict"))
    if verdicts:
        insert(connection, "verdict", pl.DataFrame(verdicts, infer_schema_length=None))


def rivals(connection: duckdb.DuckDBPyConnection) -> Iterator[Rival]:
    """The texts to be compared, a few at a time."""
    found = connection.execute(sql("load/rivals"))
    while rows := found.fetchmany(256):
        yield from (Rival(*row) for row in rows)


def replace_facts(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """One table's rows of the reports of this load, in place of those stored; how many were written."""
    rows = "incoming" if name == "core.report" else view_of(name)
    connection.execute(f"DELETE FROM {name} WHERE report_id IN (SELECT report_id FROM renewed)")
    written = connection.execute(
        f"INSERT INTO {name} BY NAME SELECT {columns_of(name)} FROM {rows} "
        "WHERE report_id IN (SELECT report_id FROM kept)"
    )
    return int(written.fetchall()[0][0])
