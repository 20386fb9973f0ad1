"""The raw store: each content once, at `HOME/raw/<first two of sha>/<sha>`, and under which names it came.

`HOME/raw/index/<run>.parquet` lists the files that a run took in, so that the store explains itself where the
ledger is lost. Nothing is ever changed here; only the withdrawal of a report removes something.
"""

import hashlib
import os
import threading
from collections.abc import Collection
from pathlib import Path

import polars as pl

from tables import polars_schema

NAMES = ("path", "size", "mtime_ns", "sha256", "archive")


class NotKeptError(LookupError):
    """The raw store has not the bytes that it should have."""


def raw_path(home: Path, sha256: str) -> Path:
    """Where the bytes with this SHA-256 (hexadecimal) are kept."""
    return home / "raw" / sha256[:2] / sha256


def keep(home: Path, sha256: str, data: bytes) -> Path:
    """Keep `data` unless it is there already; whoever reads sees all or nothing. Raises OSError.

    What is there is compared: a file may have its size but not its bytes after a loss of power.
    """
    path = raw_path(home, sha256)
    if path.exists() and path.read_bytes() == data:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{sha256}.{os.getpid()}.{threading.get_ident()}.part")
    part.write_bytes(data)
    part.replace(path)
    return path


def kept(home: Path, sha256: str) -> bytes:
    """The bytes with this SHA-256; raises NotKeptError where they are not there or are others."""
    try:
        data = raw_path(home, sha256).read_bytes()
    except FileNotFoundError as error:
        raise NotKeptError(sha256) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotKeptError(sha256)
    return data


def holds(home: Path, marks: pl.Series) -> bool:
    """Whether the bytes of all these SHA-256 are kept, whole."""
    try:
        for mark in marks.drop_nulls():
            kept(home, mark)
    except NotKeptError:
        return False
    return True


def note(home: Path, run_id: str, files: pl.DataFrame) -> None:
    """Write down under which names a run took its files in (rows of `ops.file`), and wait for the disk."""
    path = home / "raw" / "index" / f"{run_id}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    files.filter(pl.col("sha256").is_not_null()).select(NAMES).write_parquet(part)
    part.replace(path)
    os.sync()  # the ledger, written next, must not know files that a loss of power takes away


def remove(home: Path, marks: Collection[str]) -> None:
    """Take the bytes with these SHA-256 out of the store, and their names out of the index."""
    for mark in marks:
        raw_path(home, mark).unlink(missing_ok=True)
    for path in (home / "raw" / "index").glob("*.parquet"):
        told = pl.read_parquet(path)
        kept_rows = told.filter(~pl.col("sha256").is_in(list(marks)))
        if kept_rows.height < told.height:
            part = path.with_suffix(".part")
            kept_rows.write_parquet(part)
            part.replace(path)


def noted(home: Path) -> pl.DataFrame:
    """All files that were ever taken in, the oldest first: columns NAMES."""
    parts = [pl.read_parquet(path) for path in sorted((home / "raw" / "index").glob("*.parquet"))]
    told = polars_schema("ops.file")
    return pl.concat([pl.DataFrame(schema={name: told[name] for name in NAMES}), *parts])
