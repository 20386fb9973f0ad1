"""The build database, HOME/warehouse/build.duckdb: the only thing that is ever written to.

One `Build` at a time; readers never open it. The steps of a load are in `load`, of publication in `publish`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import polars as pl

from tables import TABLES
from warehouse import load, publish, rescue
from warehouse.balance import Received
from warehouse.content import content_hash
from warehouse.corrections import Correction
from warehouse.ddl import ensure_schema, literal, quoted
from warehouse.errors import WarehouseError
from warehouse.judgements import Judged, Judgement
from warehouse.load import Loaded
from warehouse.publish import Published
from warehouse.query import query
from warehouse.statements import sql

KEEP = 7
MEGABYTES = 768


def open_quarantine(home: Path) -> pl.DataFrame:
    """In short: a row for each refused file, and for each rule that refused rows of one.

    As published; as loaded, where nothing was ever fit to be published. Raises WarehouseError where there is
    no warehouse at all.
    """
    return _of_quarantine(home, "queries/quarantine_open")


def find_quarantine(home: Path, words: Sequence[str]) -> pl.DataFrame:
    """What is in quarantine in full, under all of these words (see the query); everything for none."""
    return _of_quarantine(home, "queries/quarantine_find", [list(words)])


def _of_quarantine(home: Path, name: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    if publish.current(home) or not (publish.folder(home) / "build.duckdb").exists():
        return query(home, sql(name), parameters)
    with Build.open(home) as build:
        return build._connection.execute(sql(name), list(parameters)).pl()


class Build:
    """The one writer of a data home; use it as a context manager."""

    def __init__(self, home: Path, megabytes: int = MEGABYTES, scratch: Path | None = None) -> None:
        self.home = home
        self._megabytes = megabytes
        self._scratch = scratch or publish.folder(home) / "scratch"
        self.path = publish.folder(home) / "build.duckdb"
        self._connection = self._connect()

    @classmethod
    def open(cls, home: Path, megabytes: int = MEGABYTES, scratch: Path | None = None) -> Self:
        """Open the build database, made where it is absent.

        It takes `megabytes` of memory at most; what does not fit goes to files in `scratch`, for as long. One
        that cannot be read is kept aside; the published version takes its place, else an empty one.
        Raises WarehouseError where another run has it open or its tables do not fit their description.
        """
        publish.folder(home).mkdir(parents=True, exist_ok=True)
        build = cls(home, megabytes, scratch)
        try:
            with build._transaction():
                ensure_schema(build._connection)
        except BaseException:
            build.close()
            raise
        return build

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if rescue.is_spoilt(error):
            kept = rescue.set_aside(self.path)
            publish.begin_again(self.home)
            raise WarehouseError(
                f"构建库已损坏，移到了 {kept}（{error}）。请再运行一次：将由已发布的版本与原始文件重建"
            ) from error

    def close(self) -> None:
        """Give the file free."""
        self._connection.close()

    def ledger(self) -> pl.DataFrame:
        """The rows of ops.file: what became of every file seen so far."""
        return self._connection.execute(sql("ledger")).pl()

    def corrections_differ(
        self, corrections: Sequence[Correction], judgements: Sequence[Judgement] = ()
    ) -> bool:
        """Whether other corrections or judgements hold than those that were given to the last load."""
        known = self._connection.execute(sql("corrections/known")).fetchall()
        given = {(one.correction_id, one.position) for one in corrections}
        return given | {(one.judgement_id, 0) for one in judgements} != set(known)

    def refused_paths(self, words: Sequence[str] = ()) -> list[str]:
        """Files of which something is in quarantine, itself or rows, under all words."""
        found = self._connection.execute(sql("queries/quarantine_find"), [list(words)]).pl()
        return found["path"].drop_nulls().unique().sort().to_list()

    def originals(self) -> pl.DataFrame:
        """Every file whose bytes the raw store has: what a new reading of everything begins with."""
        return self._connection.execute(sql("originals")).pl()

    def is_empty(self) -> bool:
        """Whether there is no report at all."""
        return not load.has_rows(self._connection, "core.report")

    def files_of(self, report_id: str) -> pl.DataFrame:
        """Path, hash and archive of each file that says what a report says."""
        return self._connection.execute(sql("withdraw/files"), [report_id]).pl()

    def start_run(self, run: Mapping[str, object]) -> None:
        """Write a run down as begun, at once; counts not given are 0."""
        self._write_run({"status": "running"} | dict(run))

    def finish_run(self, run: Mapping[str, object]) -> None:
        """Write down how a run ended; what is not given stays as it was."""
        self._write_run(run)

    def load(
        self,
        accepted: Path,
        reference: Mapping[str, pl.DataFrame],
        run: Mapping[str, object],
        received: Mapping[str, Received] | None = None,
        *,
        corrections: Sequence[Correction] | None = None,
        judged: Judged = load.NOTHING,
    ) -> Loaded:
        """Load the accepted rows and rebuild the marts in one transaction; twice the same changes nothing.

        `received` tells what the batches held of each table, to be balanced against what became of it;
        `corrections` are all that hold from now on, None leaves what was corrected as it is.
        Where it fails everything stays as it was.
        """
        with self._transaction():
            loaded = load.load(
                self._connection,
                accepted,
                reference,
                str(run["run_id"]),
                received=received or {},
                corrections=corrections,
                judged=judged,
            )
            self._put_run(run)
        return loaded

    def content_hash(self) -> str:
        """SHA-256 over the core and mart rows; equal for equal content (see `content`)."""
        return content_hash(self._connection)

    def publish(self, run_id: str, keep: int = KEEP) -> Published:
        """Publish the build as the version of this run; the newest `keep` versions stay.

        Raises WarehouseError where there is no report, and leaves the published file as it was.
        """
        digest, rows = self.content_hash(), publish.count_rows(self._connection)
        self._connection.execute("CHECKPOINT")
        self.close()
        try:
            return publish.publish(self.home, run_id, digest, rows, keep)
        finally:
            self._connection = self._connect()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        try:
            connection = duckdb.connect(self.path)
        except duckdb.Error as error:
            if not rescue.is_spoilt(error):
                raise WarehouseError(f"打不开构建库 {self.path}（可能另一次运行正在写）：{error}") from error
            rescue.set_aside(self.path)
            publish.begin_again(self.home)
            connection = duckdb.connect(self.path)
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(f"SET memory_limit = '{self._megabytes}MB'")
        connection.execute(f"SET temp_directory = {literal(str(self._scratch))}")
        return connection

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error):  # a connection that a full disk has ended holds no transaction
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _write_run(self, run: Mapping[str, object]) -> None:
        with self._transaction():
            self._put_run(run)

    def _put_run(self, run: Mapping[str, object]) -> None:
        """The row of ops.run, what is given over what was there."""
        row = self._run_row(str(run["run_id"])) | dict(run)
        unknown = row.keys() - {column.name for column in TABLES["ops.run"].columns}
        if unknown:
            raise WarehouseError(f"ops.run 没有这些列：{'、'.join(sorted(unknown))}")
        names = ", ".join(map(quoted, row))
        marks = ", ".join("?" * len(row))
        self._connection.execute("DELETE FROM ops.run WHERE run_id = ?", [row["run_id"]])
        self._connection.execute(f"INSERT INTO ops.run ({names}) VALUES ({marks})", list(row.values()))

    def _run_row(self, run_id: str) -> dict[str, object]:
        """What is known of a run; all counts 0 where it is new."""
        found = self._connection.execute(sql("run_row"), [run_id]).pl().to_dicts()
        counts: dict[str, object] = {one.name: 0 for one in TABLES["ops.run"].columns if one.type == "int"}
        return found[0] if found else counts
