"""Export the published version to open files: Parquet, csv, or a workbook for each district.

A destination is a symbolic link to a hidden folder beside it, `.NAME-<run>-<code>`. An export is written
whole to a new folder, then the link is replaced in one rename: at each moment the destination is one whole
export. A reader who resolves the link first (`realpath`) reads one export to its end, since the one before is
kept until the next. What the files hold is `warehouse.files`.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import duckdb

from warehouse.errors import WarehouseError
from warehouse.files import Files, Tell
from warehouse.publish import current
from warehouse.query import published

Form = Literal["parquet", "csv", "xlsx"]
FORMS: tuple[Form, ...] = ("parquet", "csv", "xlsx")


def export(home: Path, destination: Path, form: Form, place: str | None, tell: Tell) -> int:
    """Export the published version; returns the number of tables, or of workbooks.

    `place` is the name or code of the one district whose workbook is wanted; `tell` hears what is being
    written, how many are done, of how many. Raises WarehouseError where nothing is published, where the
    destination holds something else, or where there is no such district.
    """
    version, manifest = published(home), current(home)
    if manifest is None:  # gone since the line above
        raise WarehouseError(f"{home} 里还没有已发布的仓库；请先运行 fazhi run")
    with _replaced(destination, manifest.run_id) as folder:
        try:
            with duckdb.connect(version, read_only=True) as source:
                files = Files(source, folder, manifest, tell)
                return files.workbooks(place) if form == "xlsx" else files.tables(form)
        except duckdb.Error as error:
            raise WarehouseError(f"导出到 {destination} 时出错：{error}") from error


@contextmanager
def _replaced(destination: Path, run_id: str) -> Iterator[Path]:
    """A new folder, which takes the place of the destination once it is whole."""
    _refuse_other(destination)
    folder = destination.with_name(f".{destination.name}-{run_id}-{secrets.token_hex(3)}")
    part = folder.with_name(folder.name + ".part")
    part.mkdir(parents=True)
    try:
        yield part
        part.rename(folder)
        _point(destination, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _clean(destination, folder)


def _refuse_other(destination: Path) -> None:
    """Only a link of ours, an empty folder, or nothing at all may be replaced."""
    if destination.is_symlink() or not destination.exists():
        return
    if not destination.is_dir() or any(destination.iterdir()):
        raise WarehouseError(f"{destination} 已经存在，又不是以前的导出；请另选一处，或先移走它")
    destination.rmdir()


def _point(destination: Path, folder: Path) -> None:
    """Make the destination a link to the folder, in one rename."""
    link = folder.with_name(folder.name + ".link")
    link.symlink_to(folder.name)
    link.replace(destination)


def _clean(destination: Path, folder: Path) -> None:
    """Remove exports but this one and the newest before it, which readers may still be at."""
    found = destination.parent.glob(f".{destination.name}-*-??????")
    older = sorted((one for one in found if one != folder), key=lambda one: one.stat().st_mtime_ns)
    for one in older[:-1]:
        shutil.rmtree(one)
