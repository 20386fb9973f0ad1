"""Publish: a copy of the build database becomes the file that readers open, in one rename.

`warehouse/versions/<run>.duckdb` is the copy, never changed again; `warehouse/fazhi.duckdb` a hard link
to it, for tools that want one path; `warehouse/current.json` the manifest, written last. Readers of an old
version go on with it. Nothing here opens the build database: its owner closes it first. Published files are
read-only on disk too, so that a tool that forgets to say so cannot lock the others out.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse import rescue
from warehouse.errors import WarehouseError
from warehouse.rescue import restore, sync, wal
from warehouse.statements import sql

READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Published:
    """The manifest: `version` is relative to the warehouse folder, `rows` counts the core and mart tables."""

    run_id: str
    version: str
    content_hash: str
    rows: dict[str, int]
    published_at: str


def folder(home: Path) -> Path:
    """Where the warehouse lies in a data home."""
    return home / "warehouse"


def current(home: Path) -> Published | None:
    """The manifest of the published version; None where nothing was published yet."""
    path = folder(home) / "current.json"
    return Published(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def is_restored(home: Path) -> bool:
    """Whether the build database was put back to a published version: the raw store may know more files."""
    return rescue.is_restored(folder(home))


def settled(home: Path) -> None:
    """The build database knows again all that the raw store does."""
    rescue.settled(folder(home))


def begin_again(home: Path) -> None:
    """Make the published version the build database, where it is whole; else leave the place empty."""
    manifest = current(home)
    if manifest is None or _rows(folder(home) / manifest.version) != manifest.rows:
        return
    restore(folder(home) / "build.duckdb", folder(home) / manifest.version)


def _rows(version: Path) -> dict[str, int] | None:
    """Rows of a version's tables; None where it cannot be read."""
    try:
        with duckdb.connect(version, read_only=True) as connection:
            return count_rows(connection)
    except duckdb.Error:
        return None


def publish(home: Path, run_id: str, content_hash: str, rows: dict[str, int], keep: int) -> Published:
    """Make the closed build database the published version; the newest `keep` versions stay.

    Raises WarehouseError, and leaves the published file as it was, where the build is empty or its copy
    is not whole.
    """
    if not rows.get("core.report"):
        raise WarehouseError("构建库里一份报告也没有，不发布；已发布的仓库保持原样")
    base = folder(home)
    version = f"versions/{run_id}.duckdb"
    _copy(base / "build.duckdb", base / version, run_id, rows)
    done = Published(run_id, version, content_hash, rows, datetime.now(UTC).isoformat(timespec="seconds"))
    point_to(home, done)
    _clean(base / "versions", version, keep)
    return done


def point_to(home: Path, done: Published) -> None:
    """Make a version the one that readers open: the file first, then the manifest."""
    _replace(folder(home) / done.version, folder(home) / "fazhi.duckdb")
    _write(folder(home) / "current.json", json.dumps(asdict(done), ensure_ascii=False, indent=2))


def _copy(build: Path, version: Path, run_id: str, rows: dict[str, int]) -> None:
    """The version file: copied beside its place, checked, made read-only, then renamed."""
    if wal(build).exists():
        raise WarehouseError(f"{wal(build)} 还在，构建库没有写完整；请重新运行")
    part = version.with_suffix(".part")
    version.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    shutil.copyfile(build, part)
    _check(part, run_id, rows)
    part.chmod(READ_ONLY)
    sync(part)
    wal(version).unlink(missing_ok=True)
    part.replace(version)
    sync(version.parent)


def _check(part: Path, run_id: str, rows: dict[str, int]) -> None:
    """Mark the run as published in the copy, and see that the copy has all rows of the build."""
    with duckdb.connect(part) as connection:
        connection.execute(sql("mark_published"), [run_id])
        found = count_rows(connection)
        connection.execute("CHECKPOINT")
    if found != rows:
        part.unlink()
        raise WarehouseError(f"{part.name} 的行数与构建库不同，不发布；请检查磁盘空间后重新运行")


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of every core and mart table (views apart)."""
    names = [name for (name,) in connection.execute(sql("counted_tables")).fetchall()]
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)
    return dict(sorted(connection.execute(counts).fetchall()))


def _replace(version: Path, published: Path) -> None:
    """Put a hard link to the version in the place of the published file; a copy where there are no links."""
    new = published.with_suffix(".new")
    new.unlink(missing_ok=True)
    try:
        os.link(version, new)
    except OSError:
        shutil.copyfile(version, new)
    wal(published).unlink(missing_ok=True)
    new.replace(published)
    sync(published.parent)


def _write(path: Path, text: str) -> None:
    """A small file, whole or not at all."""
    new = path.with_suffix(".new")
    new.write_text(text + "\n", encoding="utf-8")
    sync(new)
    new.replace(path)
    sync(path.parent)


def _clean(versions: Path, version: str, keep: int) -> None:
    """Remove all but the newest versions (run ids sort by time); the published one always stays."""
    old = sorted(versions.glob("*.duckdb"), reverse=True)[keep:]
    for path in [*old, *versions.glob("*.part")]:
        if path.name != Path(version).name:
            path.unlink()
