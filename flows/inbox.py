"""What lies in the inbox, and what of it is new against the ledger (`ops.file`).

Files are told apart by path, size and modification time, then by SHA-256; nothing is read here but files
whose time alone has changed. A file that can be refused by its name or size is refused unread. What a
file says, and whether it is a report, is the business of `transforms`.
"""

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import polars as pl

from flows.settings import Settings

SCHEMA: dict[str, pl.DataType] = {"path": pl.String(), "size": pl.Int64(), "mtime_ns": pl.Int64()}
REFUSED_UNREAD = ("bad_name", "unsupported_format", "too_large")
BROKE = ("extract_failed", "extract_killed")  # the program may be mended since
# limits and programs may be others since
BOUND = (
    "reader_timeout", "reader_killed", "too_many_pages", "too_many_pixels", "zip_bomb", "nested_too_deep",
    "needs_program",
)  # fmt: skip
CHUNK = 1 << 20


HIDDEN, README = (".", "~$"), "README"  # how the names of files begin that are nobody's report


class InboxMissingError(FileNotFoundError):
    """The inbox is not there, or is no folder; the message names it."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run has to do: `todo` and `refused` (with its rule) have the columns of `SCHEMA`.

    `touched` (only their time changed, or back again) and `vanished` are rows of `ops.file` to be written;
    a refused file that is touched keeps its row, since another would release it.
    """

    seen: int
    todo: pl.DataFrame
    refused: pl.DataFrame
    still_quarantined: int
    touched: pl.DataFrame
    vanished: pl.DataFrame

    @property
    def new(self) -> int:
        """How many files are new or changed, refused ones among them."""
        return self.todo.height + self.refused.height


def scan(inbox: Path) -> pl.DataFrame:
    """One row a file, sorted by path (relative, posix).

    Left out are hidden files, `~$` lock files, and README files (README.md and the like, which tell people
    what a folder is for). Links to folders are not followed. A name that is no Unicode is written with
    backslashes. Raises InboxMissingError where there is no such folder.
    """
    require(inbox)
    columns: dict[str, list[object]] = {name: [] for name in SCHEMA}
    for relative, stat in _walk(inbox):
        columns["path"].append(
            relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        )
        columns["size"].append(stat.st_size)
        columns["mtime_ns"].append(stat.st_mtime_ns)
    return pl.DataFrame(columns, schema=SCHEMA).sort("path")


def require(inbox: Path) -> None:
    """Raises InboxMissingError where there is no such folder."""
    if not inbox.is_dir():
        raise InboxMissingError(f"{inbox}：没有这个收件目录。请建立它并放入报告，或在命令中写明目录。")


def holds_more_than(inbox: Path, size: int) -> bool:
    """Whether the files hold more than `size` bytes together; looks at no more of them than it takes."""
    return any(total > size for total in accumulate(stat.st_size for _, stat in _walk(inbox)))


def compare(
    inbox: Path,
    seen: pl.DataFrame,
    ledger: pl.DataFrame,
    settings: Settings,
    *,
    older: Collection[str] = (),
    again: Collection[str] = (),
) -> Changes:
    """What is new in `seen` against the rows of the ledger (columns of `ops.file`).

    `older` are runs of another program, catalogues or limits: files on which these broke are tried
    again; so are the paths in `again`. An
    archive stands for its members: they are there as long as it is, and it is read again where one of them
    must be.
    """
    known = ledger.rename({name: f"old_{name}" for name in ledger.columns if name != "path"})
    members = ledger.filter("present", pl.col("archive").is_not_null())
    joined = seen.with_columns(_refusal(settings)).join(known, on="path", how="left")
    joined = joined.with_columns(_another_look(older).fill_null(False).alias("look"))
    wanted = [*again, *_archives_to_mend(members, older), *_archives_of(members, again)]
    joined = joined.with_columns(pl.col("look") | pl.col("path").is_in(wanted))
    joined = joined.with_columns((_same_stat() & ~pl.col("look")).fill_null(False).alias("unchanged"))
    fresh = joined.filter(~pl.col("unchanged"))
    refused = fresh.filter(pl.col("rule").is_not_null()).select(*SCHEMA, "rule")
    fresh = fresh.filter(pl.col("rule").is_null())
    same = _same_content(inbox, fresh)
    moved = pl.concat([same, joined.filter(pl.col("unchanged") & ~pl.col("old_present"))])
    untouched = pl.concat([joined.filter("unchanged"), same])
    return Changes(
        seen=seen.height,
        todo=fresh.join(same, on="path", how="anti").select(*SCHEMA),
        refused=refused,
        still_quarantined=_quarantined(untouched, "old_status")
        + _quarantined(members.join(untouched, left_on="archive", right_on="path", how="semi"), "status"),
        touched=_ledger_rows(moved.filter(pl.col("old_status") != "quarantined"), ledger.columns),
        vanished=ledger.filter("present")
        .with_columns(_lies=pl.coalesce("archive", "path"))
        .join(seen, left_on="_lies", right_on="path", how="anti")
        .drop("_lies")
        .with_columns(present=pl.lit(False)),
    )


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal; read in pieces."""
    mark = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            mark.update(piece)
    return mark.hexdigest()


def _walk(inbox: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Relative path and stat of each file; one that vanishes meanwhile is left out."""
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(inbox / folder) as entries:
            for entry in entries:
                if entry.name.startswith(HIDDEN):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{folder}{entry.name}/")
                elif entry.is_file() and not entry.name.startswith(README):
                    yield f"{folder}{entry.name}", entry.stat()


def _refusal(settings: Settings) -> pl.Expr:
    """The rule by which a file is refused unread, else null."""
    suffix = pl.col("path").str.to_lowercase().str.extract(r"[^/](\.[^./]+)$", 1)
    return (
        pl.when(pl.col("path").str.contains("\\x", literal=True))
        .then(pl.lit("bad_name"))
        .when(~suffix.fill_null("").is_in(list(settings.formats)))
        .then(pl.lit("unsupported_format"))
        .when(pl.col("size") > settings.max_file_bytes)
        .then(pl.lit("too_large"))
        .otherwise(pl.lit(None, pl.String))
        .alias("rule")
    )


def _same_stat() -> pl.Expr:
    return (pl.col("size") == pl.col("old_size")) & (pl.col("mtime_ns") == pl.col("old_mtime_ns"))


def _another_look(older: Collection[str]) -> pl.Expr:
    """Where a refused file needs another look though it is as it was.

    A limit in the settings has moved, the file is back, it could not be read, or reading or extraction broke
    on it and has changed since. An archive that is back is read again for its members.
    """
    reason = pl.col("old_reason").fill_null("")
    unread = reason.is_in(list(REFUSED_UNREAD)) & pl.col("old_sha256").is_null()
    was_unread = pl.when(unread).then(reason).otherwise(pl.lit(""))
    came_back = pl.col("old_status").is_in(["quarantined", "unpacked"]) & ~pl.col("old_present")
    mended = _mended(reason, pl.col("old_run_id"), older)
    return (pl.col("rule").fill_null("") != was_unread) | came_back | mended | (reason == "unreadable")


def _mended(reason: pl.Expr, run_id: pl.Expr, older: Collection[str]) -> pl.Expr:
    return reason.is_in([*BROKE, *BOUND]) & run_id.is_in(list(older))


def _archives_to_mend(members: pl.DataFrame, older: Collection[str]) -> list[str]:
    """The archives of which a member was refused for what may be mended since."""
    return members.filter(_mended(pl.col("reason"), pl.col("run_id"), older))["archive"].unique().to_list()


def _archives_of(members: pl.DataFrame, again: Collection[str]) -> list[str]:
    """The archives in which files to be read again lie."""
    return members.filter(pl.col("path").is_in(list(again)))["archive"].unique().to_list()


def _quarantined(rows: pl.DataFrame, status: str) -> int:
    return rows.filter(pl.col(status) == "quarantined").height


def _same_content(inbox: Path, fresh: pl.DataFrame) -> pl.DataFrame:
    """Those rows of `fresh` whose bytes are what the ledger knows: only their time has changed."""
    likely = fresh.filter(
        ~pl.col("look") & (pl.col("size") == pl.col("old_size")) & pl.col("old_sha256").is_not_null()
    )
    same = [_is(inbox / path, old) for path, old in likely.select("path", "old_sha256").iter_rows()]
    return likely.filter(pl.Series(same, dtype=pl.Boolean))


def _is(path: Path, old_sha256: str) -> bool:
    try:
        return sha256(path) == old_sha256
    except OSError:  # gone or unreadable by now: left to the batch, which says so
        return False


def _ledger_rows(joined: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Ledger rows with the size and time as they are now."""
    kept = {"path", "size", "mtime_ns"}
    return joined.with_columns(old_present=pl.lit(True)).select(
        *(pl.col(name) if name in kept else pl.col(f"old_{name}").alias(name) for name in columns)
    )
