"""A build database that cannot be read: kept aside, and begun again from a published version.

A published version is the build as it was when it was published. What was loaded since then is not in it:
the mark `warehouse/restored` tells the next run to look into the raw store for what the ledger lacks. Nothing
here knows how that is done.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

SPOILT = (
    "not a valid DuckDB database file",
    "Could not read enough bytes",
    "Corrupt database file",
    "Corrupt WAL file",
    "Failure while replaying WAL file",
)
WRITABLE = 0o644


def is_spoilt(error: BaseException | None) -> bool:
    """Whether DuckDB says by this error that a database file is no longer what it wrote."""
    return isinstance(error, duckdb.Error) and any(words in str(error) for words in SPOILT)


def set_aside(build: Path) -> Path:
    """Move a spoilt build database, with its log, out of the way; returns its new place."""
    kept = build.with_name(f"build.spoilt-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.duckdb")
    if wal(build).exists():
        wal(build).replace(wal(kept))
    build.replace(kept)
    mark(build.parent)
    return kept


def restore(build: Path, version: Path) -> None:
    """Put a copy of a published version in the place of the build database, in one step."""
    part = build.with_suffix(".part")
    part.unlink(missing_ok=True)
    shutil.copyfile(version, part)
    part.chmod(WRITABLE)
    sync(part)
    mark(build.parent)
    wal(build).unlink(missing_ok=True)  # DuckDB would replay it into the file that is put here
    part.replace(build)
    sync(build.parent)


def mark(base: Path) -> None:
    """The ledger is an older one than the raw store, from now on."""
    (base / "restored").touch()


def is_restored(base: Path) -> bool:
    """Whether the raw store may hold files that the ledger does not know."""
    return (base / "restored").exists()


def settled(base: Path) -> None:
    """The ledger knows all that the raw store holds."""
    (base / "restored").unlink(missing_ok=True)


def wal(path: Path) -> Path:
    """The write-ahead log that DuckDB would replay beside a database."""
    return path.with_name(path.name + ".wal")


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
