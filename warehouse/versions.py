"""The published versions that are kept: readers are pointed back to one, or a report is taken out of all.

A version is never changed in place: what is taken out is left out of a new file, because DuckDB keeps the
bytes of deleted rows in the old one.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from tables import TABLES
from warehouse import built, marts, publish, rescue
from warehouse.content import content_hash, refresh
from warehouse.ddl import VIEWS, ensure_schema, existing, literal
from warehouse.errors import WarehouseError
from warehouse.load import insert
from warehouse.publish import READ_ONLY, Published
from warehouse.statements import sql


def kept(home: Path) -> list[str]:
    """The run ids of the versions, the newest first."""
    return sorted((path.stem for path in (publish.folder(home) / "versions").glob("*.duckdb")), reverse=True)


def roll_back(home: Path, wanted: str | None = None) -> Published:
    """Point readers to a kept version and make it the build database; without `wanted` the one before.

    Raises WarehouseError where there is no such version.
    """
    chosen = _chosen(home, wanted)
    base = publish.folder(home)
    version = f"versions/{chosen}.duckdb"
    with duckdb.connect(base / version, read_only=True) as connection:
        digest, rows = content_hash(connection), publish.count_rows(connection)
    rescue.restore(base / "build.duckdb", base / version)
    done = Published(chosen, version, digest, rows, datetime.now(UTC).isoformat(timespec="seconds"))
    publish.point_to(home, done)
    return done


def _chosen(home: Path, wanted: str | None) -> str:
    manifest, names = publish.current(home), kept(home)
    if manifest is None:
        raise WarehouseError(f"{publish.folder(home)} 里还没有已发布的仓库，无从退回")
    if wanted is None:
        found = [name for name in names if name < manifest.run_id][:1]
    else:
        found = [name for name in names if name.startswith(wanted)]
    if len(found) != 1:
        said = f"没有唯一的版本“{wanted}”" if wanted else f"没有比 {manifest.run_id} 更早的版本"
        raise WarehouseError(f"{said}；现存版本：{'、'.join(names)}")
    return found[0]


def take_out_of_build(home: Path, withdrawn: pl.DataFrame) -> None:
    """Rewrite the build database without the withdrawn reports (rows of `ops.withdrawal`)."""
    build = publish.folder(home) / "build.duckdb"
    part = _without(build, withdrawn)
    rescue.wal(build).unlink(missing_ok=True)
    part.replace(build)


def take_out_of_versions(home: Path, withdrawn: pl.DataFrame) -> int:
    """Rewrite each kept version that has one of the withdrawn reports; returns how many had."""
    base = publish.folder(home)
    touched = [name for name in kept(home) if _holds(base / "versions" / f"{name}.duckdb", withdrawn)]
    for name in touched:
        version = base / "versions" / f"{name}.duckdb"
        part = _without(version, withdrawn)
        part.chmod(READ_ONLY)
        rescue.sync(part)
        part.replace(version)
    manifest = publish.current(home)
    if manifest and manifest.run_id in touched:
        roll_forward(home, manifest)
    return len(touched)


def roll_forward(home: Path, manifest: Published) -> None:
    """Point readers to the version of the manifest as it is now."""
    version = publish.folder(home) / manifest.version
    with duckdb.connect(version, read_only=True) as connection:
        digest, rows = content_hash(connection), publish.count_rows(connection)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    publish.point_to(home, Published(manifest.run_id, manifest.version, digest, rows, now))


def unpublish(home: Path) -> None:
    """Take everything published away: no report is left that may be shown."""
    base = publish.folder(home)
    for name in ("current.json", "fazhi.duckdb"):
        (base / name).unlink(missing_ok=True)
    shutil.rmtree(base / "versions", ignore_errors=True)


def _holds(path: Path, withdrawn: pl.DataFrame) -> bool:
    """Whether a database knows anything of the withdrawn reports but that they are withdrawn."""
    with duckdb.connect(path, read_only=True) as connection:
        connection.register("withdrawn", withdrawn.to_arrow())
        return bool(connection.execute(sql("withdraw/holds")).fetchall()[0][0])


def _without(source: Path, withdrawn: pl.DataFrame) -> Path:
    """A new database beside `source`, as it is but without these reports; its marts are made anew."""
    part = source.with_suffix(".part")
    for old in (part, rescue.wal(part)):
        old.unlink(missing_ok=True)
    with duckdb.connect(part) as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("BEGIN")
        ensure_schema(connection)
        connection.execute("CREATE TEMP TABLE withdrawn AS SELECT * FROM ops.withdrawal")
        insert(connection, "withdrawn", withdrawn)
        connection.execute(f"ATTACH {literal(str(source))} AS old (READ_ONLY)")
        _copy(connection)
        for step in ("withdraw/mark", "load/revisions"):
            connection.execute(sql(step))
        built.forget(connection, "marts")
        marts.rebuild(connection)
        refresh(connection, whole=True)
        connection.execute("COMMIT")
        connection.execute("DETACH old")
        connection.execute("CHECKPOINT")
    return part


def _copy(connection: duckdb.DuckDBPyConnection) -> None:
    """The rows of core and ops, but those that hang on a withdrawn report or tell of its files."""
    there = connection.execute(sql("withdraw/tables")).fetchall()
    names = [name for (name,) in there if name in TABLES and name not in VIEWS]
    present = existing(connection)
    for name in names:
        columns = present[name]
        held = [
            f"coalesce({one} NOT IN (SELECT {one} FROM withdrawn), true)" for one in HELD if one in columns
        ]
        where = " AND ".join(held) if held and name not in WHOLE else "true"
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM old.{name} WHERE {where}")


HELD = ("report_id", "sha256")
WHOLE = ("ops.file", "ops.withdrawal")  # a file that still lies in the inbox stays in the ledger
