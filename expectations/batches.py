"""Reading finished batches in chunks of bounded size, and writing the accepted rows table by table.

A batch is a folder `batches/<nnnn>/` with one Parquet file a table and a marker `_done`, written
last. What rows must satisfy belongs to the other modules.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from tables import FACTS, TABLES, allowed, polars_schema

Frames = dict[str, pl.DataFrame]

BOOKS = ("ops.file", "ops.quarantine")
DONE = "_done"


def finished(batches: Path) -> list[Path]:
    """The batch folders in order of their names; ValueError names one that was not finished."""
    folders = sorted(path for path in batches.iterdir() if path.is_dir())
    for folder in folders:
        if not (folder / DONE).exists():
            raise ValueError(f"{folder}：批次没有完成（缺 {DONE}），请重新运行以补做这一批")
    return folders


def parquet(folder: Path, name: str) -> Path:
    """The file of one table in a batch or in the accepted folder."""
    return folder / f"{name}.parquet"


def schema_frame(folders: Sequence[Path]) -> pl.DataFrame:
    """One row for each table and column, as found and as declared, with the first batch that has it so.

    A column that is not there, or not declared, has the type `无`; a missing file lacks every column.
    """
    rows: dict[tuple[str, str, str, str], str] = {}
    for folder in folders:
        for name in (*FACTS, *BOOKS):
            for row in _schema_rows(folder, name):
                rows.setdefault(row, folder.name)
    columns = ["table", "column", "found", "declared", "batch"]
    return pl.DataFrame(
        [(*row, rows[row]) for row in rows], schema=dict.fromkeys(columns, pl.String), orient="row"
    )


def _schema_rows(folder: Path, name: str) -> list[tuple[str, str, str, str]]:
    path = parquet(folder, name)
    found = pl.read_parquet_schema(path) if path.exists() else {}
    declared = polars_schema(name)
    columns = dict.fromkeys([*declared, *found])
    return [(name, one, str(found.get(one, "无")), str(declared.get(one, "无"))) for one in columns]


def copies(folders: Sequence[Path]) -> dict[str, list[str]]:
    """The reports a batch holds again: batch name to report ids whose facts another batch provides.

    Of the same text in several batches, the best form provides them (native, then in the order in which
    `tables` lists the formats), else the one with the smallest path, whatever the batches.
    """
    columns = ["report_id", "path", "native", "format"]
    empty = pl.DataFrame(schema=polars_schema("core.report")).select(columns)
    parts = [
        pl.read_parquet(parquet(folder, "core.report"), columns=columns).with_columns(
            batch=pl.lit(folder.name)
        )
        for folder in folders
    ]
    form = pl.col("format").cast(pl.Enum(allowed("core.report", "format")))
    every = pl.concat([empty.with_columns(batch=pl.lit("")), *parts])
    every = every.with_columns(form).sort(~pl.col("native"), "format", "path", "batch")
    kept = every.unique("report_id", keep="first")
    again = every.select("report_id", "batch").unique(maintain_order=True)
    again = again.join(kept, on=["report_id", "batch"], how="anti")
    return dict(again.group_by("batch").agg("report_id").iter_rows())


def rows_of(folders: Sequence[Path], name: str) -> int:
    """The rows of one table in all batches, from the files' footers; a missing file has none."""
    paths = [parquet(folder, name) for folder in folders]
    return sum(pq.read_metadata(path).num_rows for path in paths if path.exists())


def chunks(folders: Sequence[Path], rows: int) -> Iterator[list[Path]]:
    """Runs of consecutive batches, closed as soon as the largest table reaches `rows` rows."""
    chunk: list[Path] = []
    held = dict.fromkeys(FACTS, 0)
    for folder in folders:
        chunk.append(folder)
        for name in FACTS:
            held[name] += rows_of([folder], name)
        if max(held.values()) >= rows:
            yield chunk
            chunk, held = [], dict.fromkeys(FACTS, 0)
    if chunk:
        yield chunk


def read(chunk: Sequence[Path], again: dict[str, list[str]]) -> Frames:
    """All tables of a chunk, without the facts of the reports in `again`; their `core.report` rows stay."""
    batches = [_read_batch(folder, again.get(folder.name, [])) for folder in chunk]
    return {name: pl.concat([batch[name] for batch in batches]) for name in (*FACTS, *BOOKS)}


def _read_batch(folder: Path, again: list[str]) -> Frames:
    frames = {
        name: pl.read_parquet(parquet(folder, name)).select(list(polars_schema(name)))
        for name in (*FACTS, *BOOKS)
    }
    for name in FACTS[1:] if again else ():
        frames[name] = frames[name].filter(~pl.col("report_id").is_in(again).fill_null(value=False))
    return frames


class Part:
    """Writes the accepted rows of one chunk: a file a table, such as `core.measure.0003.parquet`."""

    def __init__(self, folder: Path, number: int) -> None:
        self._folder, self._number = folder, number

    def write(self, name: str, frame: pl.DataFrame) -> None:
        """The rows of one table, in its declared columns."""
        path = self._folder / f"{name}.{self._number:04d}.parquet"
        frame.select(list(polars_schema(name))).write_parquet(path, compression_level=1)


def complete(accepted: Path, results: pl.DataFrame, rows: pl.DataFrame) -> None:
    """Write the results and the bad rows; bring the parts of `ops` tables, read by others too, together."""
    results.select(list(polars_schema("ops.expectation_result"))).write_parquet(
        parquet(accepted, "ops.expectation_result")
    )
    rows.write_parquet(parquet(accepted, "ops.expectation_row"))
    for name in (*FACTS, *BOOKS):
        parts = sorted(accepted.glob(f"{name}.[0-9]*.parquet"))
        if name in BOOKS or not parts:
            empty = pl.DataFrame(schema=polars_schema(name))
            pl.concat([empty, *map(pl.read_parquet, parts)]).write_parquet(parquet(accepted, name))
        for part in parts if name in BOOKS else ():
            part.unlink()


def links(present: Sequence[str]) -> list[tuple[str, str, str]]:
    """The references among the tables present: (table, column, table referred to)."""
    return [
        (name, column.name, column.references)
        for name in present
        for column in TABLES[name].columns
        if column.references is not None and column.references in present
    ]
