"""Files that never reach extraction, as rows of `ops.file` and `ops.quarantine`.

Those refused by name or size, those that cannot be read, and those on which extraction broke. What is
refused for its content comes from `transforms.batch`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from tables import TABLES, polars_schema
from transforms.batch import SourceFile

REASONS = {
    "bad_name": "文件名不是合法的 UTF-8 文字，请改名后重新放入",
    "unsupported_format": "不读这种扩展名的文件，只读 {formats}；请转换，或在设置 formats 中加上",
    "too_large": "文件有 {size} 字节，超过上限 {limit}，请拆分，或在 settings.toml 调高 max_file_bytes",
    "unreadable": "读不了这个文件（{error}），请检查权限与磁盘；下次运行会再试",
    "extract_killed": "抽取它时进程被系统终止（多半是内存不足），请拆分文件，或把文件交给开发人员",
    "extract_failed": "抽取时程序出错（{error}），请把文件与此信息交给开发人员",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that is refused; `size` in bytes, `reason` for people, in Chinese."""

    path: str
    size: int
    mtime_ns: int
    sha256: str | None
    rule: str
    reason: str
    archive: str | None = None


def refusal_of(file: SourceFile, rule: str, reason: str) -> Refusal:
    """The refusal of a file that was read."""
    return Refusal(file.path, file.size, file.mtime_ns, file.sha256, rule, reason, file.archive)


def refusal_frames(refusals: Iterable[Refusal], run_id: str) -> dict[str, pl.DataFrame]:
    """The rows of `ops.file` and `ops.quarantine` for these files."""
    listed = list(refusals)
    return {
        "ops.file": _frame("ops.file", [_file_row(one, run_id) for one in listed]),
        "ops.quarantine": _frame("ops.quarantine", [_quarantine_row(one, run_id) for one in listed]),
    }


def unpacked_frames(archives: Iterable[SourceFile], run_id: str) -> dict[str, pl.DataFrame]:
    """The rows of `ops.file` of archives whose members have rows of their own."""
    told: dict[str, object] = {"status": "unpacked", "reason": None, "report_id": None, "present": True}
    kept = ("path", "size", "mtime_ns", "sha256", "archive")
    rows = [told | {name: getattr(one, name) for name in kept} | {"run_id": run_id} for one in archives]
    return {"ops.file": _frame("ops.file", rows)}


def empty_frames() -> dict[str, pl.DataFrame]:
    """An empty frame for each table that a batch may hold."""
    names = [name for name in TABLES if name.startswith("core.")] + ["ops.file", "ops.quarantine"]
    return {name: _frame(name, []) for name in names}


def _frame(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(name), orient="row")


def _file_row(one: Refusal, run_id: str) -> dict[str, object]:
    return {
        "path": one.path,
        "size": one.size,
        "mtime_ns": one.mtime_ns,
        "sha256": one.sha256,
        "status": "quarantined",
        "reason": one.rule,
        "report_id": None,
        "present": True,
        "run_id": run_id,
        "archive": one.archive,
    }


def _quarantine_row(one: Refusal, run_id: str) -> dict[str, object]:
    """Its id is made of object and rule, so that a second refusal of the same file is the same row."""
    what = "\0".join(("file", one.path, one.sha256 or f"{one.size}:{one.mtime_ns}", one.rule))
    return {
        "quarantine_id": hashlib.sha256(what.encode()).hexdigest()[:16],
        "run_id": run_id,
        "kind": "file",
        "table_name": None,
        "path": one.path,
        "sha256": one.sha256,
        "report_id": None,
        "rule": one.rule,
        "reason": one.reason,
        "row": None,
        "status": "open",
    }
