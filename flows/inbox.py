"""What lies in the inbox, and what of it is new against the ledger (`ops.file`).

Files are told apart by path, size and modification time, then by SHA-256; nothing is read here but files
whose time alone has changed. A file that can be refused by its name or size is refused unread. What a
file says, and whether it is a report, is the business of `transforms`.
"""

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import polars as pl

from flows.settings import Settings

SCHEMA: dict[str, pl.DataType] = {"path": pl.String(), "size": pl.Int64(), "mtime_ns": pl.Int64()}
# what a batch is told of a file: with a hash it is read from the raw store, else from the inbox. A file that
# is not `listed` is an older version of one that has its row in the ledger
FILES: dict[str, pl.DataType] = {
    **SCHEMA, "sha256": pl.String(), "archive": pl.String(), "present": pl.Boolean(), "listed": pl.Boolean(),
}  # fmt: skip
MOVES: dict[str, pl.DataType] = {
    "old_path": pl.String(), "path": pl.String(), "mtime_ns": pl.Int64(), "whole": pl.Boolean(),
}  # fmt: skip
REFUSED_UNREAD = ("bad_name", "unsupported_format", "too_large")
BROKE = ("extract_failed", "extract_killed")  # the program may be mended since
# limits and programs may be others since
BOUND = (
    "reader_timeout", "reader_killed", "too_many_pages", "too_many_pixels", "zip_bomb", "nested_too_deep",
    "needs_program",
)  # fmt: skip
# refused by name or by its archive: nothing that another reading of the bytes would change
NOT_AGAIN = (*REFUSED_UNREAD, "unsafe_archive", "withdrawn")
CHUNK = 1 << 20


HIDDEN, README = (".", "~$"), "README"  # how the names of files begin that are nobody's report


class InboxMissingError(FileNotFoundError):
    """The inbox is not there, or is no folder; the message names it."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run has to do: `todo` and `refused` (with its rule) have the columns of `SCHEMA`.

    `touched` (only their time changed, or back again) and `vanished` are rows of `ops.file` to be written;
    a refused file that is touched keeps its row, since another would release it. `moved` are files that lie
    elsewhere now (columns of `MOVES`); those that are `whole` need no reading, since their name is the same.
    `again` are files to be read once more from the raw store (columns of `FILES`).
    """

    seen: int
    todo: pl.DataFrame
    refused: pl.DataFrame
    still_quarantined: int
    touched: pl.DataFrame
    vanished: pl.DataFrame
    moved: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MOVES))
    again: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FILES))

    @property
    def new(self) -> int:
        """How many files are new or changed, refused ones among them."""
        return self.todo.height + self.refused.height

    @property
    def any(self) -> bool:
        """Whether there is anything to extract or to refuse."""
        return bool(self.new + self.again.height)

    def files(self) -> pl.DataFrame:
        """All files to be read, those of the inbox first: columns of FILES."""
        fresh = self.todo.with_columns(
            sha256=pl.lit(None, pl.String), archive=pl.lit(None, pl.String), present=True, listed=True
        )
        return pl.concat([fresh.select(*FILES), self.again.select(*FILES)])


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
    back = pl.concat([same, joined.filter(pl.col("unchanged") & ~pl.col("old_present"))])
    vanished = _vanished(seen, ledger)
    todo = fresh.join(same, on="path", how="anti")
    moved = _moved(inbox, todo, vanished)
    untouched = pl.concat([joined.filter("unchanged"), same])
    return Changes(
        seen=seen.height,
        todo=todo.join(moved.filter("whole"), on="path", how="anti").select(*SCHEMA),
        refused=refused,
        still_quarantined=_quarantined(untouched, "old_status")
        + _quarantined(members.join(untouched, left_on="archive", right_on="path", how="semi"), "status"),
        touched=_ledger_rows(back.filter(pl.col("old_status") != "quarantined"), ledger.columns),
        vanished=vanished.with_columns(_lies=pl.coalesce("archive", "path"))
        .join(moved, left_on="_lies", right_on="old_path", how="anti")
        .drop("_lies"),
        moved=moved,
    )


def reread(originals: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """All that the raw store has, to be read again: columns of FILES.

    `originals` are files as `warehouse.Build.originals` tells them, `taken` those that this run reads in the
    inbox: of these the stored bytes are an older version.
    """
    refused = pl.col("reason").is_in(list(NOT_AGAIN)) & (pl.col("status") == "quarantined")
    again = originals.filter(~refused.fill_null(False))
    fresh = pl.col("path").is_in(taken["path"].to_list()) | pl.col("archive").is_in(taken["path"].to_list())
    listed = pl.col("listed") & ~fresh.fill_null(False)
    return (
        again.with_columns(listed=listed)
        .select(*FILES)
        .unique(["path", "sha256"], keep="first", maintain_order=True)
    )


def recovered(noted: pl.DataFrame, originals: pl.DataFrame, todo: pl.DataFrame) -> pl.DataFrame:
    """Files of the raw store that neither ledger nor warehouse know, since both are older: columns of FILES.

    Of several versions under one path the last is the file's, the others are older versions of it; where the
    ledger has the path, or the inbox brings it, all are.
    """
    lost = noted.filter(~pl.col("sha256").is_in(originals["sha256"].to_list()))
    lost = lost.unique(["path", "sha256"], keep="last", maintain_order=True)
    known = pl.col("path").is_in(originals["path"].to_list()) | pl.col("path").is_in(todo["path"].to_list())
    last = pl.int_range(pl.len()).over("path", mapping_strategy="group_to_rows") == pl.len().over("path") - 1
    return lost.with_columns(present=pl.lit(False), listed=~known & last).select(*FILES)


def marks(inbox: Path, todo: pl.DataFrame, again: pl.DataFrame, lost: pl.DataFrame) -> pl.DataFrame:
    """Path and SHA-256 of those new files that may be what is read from the raw store too."""
    alike = pl.col("path").is_in(again["path"].to_list()) | pl.col("size").is_in(lost["size"].to_list())
    paths = todo.filter(alike)["path"].to_list()
    rows = [(path, _mark(inbox / path)) for path in paths]
    return pl.DataFrame(rows, schema={"path": pl.String, "sha256": pl.String}, orient="row")


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


def _vanished(seen: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """The ledger's rows of files, and of members of archives, that lie in the inbox no more."""
    lies = ledger.filter("present").with_columns(_lies=pl.coalesce("archive", "path"))
    gone = lies.join(seen, left_on="_lies", right_on="path", how="anti").drop("_lies")
    return gone.with_columns(present=pl.lit(False))


def _moved(inbox: Path, todo: pl.DataFrame, vanished: pl.DataFrame) -> pl.DataFrame:
    """Which new files are files that vanished elsewhere: same size, then same bytes. Columns of MOVES."""
    gone = vanished.filter(pl.col("archive").is_null(), pl.col("sha256").is_not_null())
    sizes = set(gone["size"])
    by_mark: dict[str, list[dict[str, object]]] = {}
    for row in gone.sort("path", descending=True).iter_rows(named=True):
        by_mark.setdefault(row["sha256"], []).append(row)
    rows = []
    for path, size, mtime_ns in (
        todo.filter(~pl.col("old_present").fill_null(False)).select(*SCHEMA).iter_rows()
    ):
        old = by_mark.get(_mark(inbox / path)) if size in sizes else None
        if old:
            was = old.pop()
            whole = was["status"] == "unpacked" or _base(str(was["path"])) == _base(path)
            rows.append((was["path"], path, mtime_ns, whole and was["status"] != "quarantined"))
    return pl.DataFrame(rows, schema=MOVES, orient="row")


def _base(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _mark(path: Path) -> str:
    """The hash of a file's bytes; empty where it cannot be read, which the batch will say."""
    try:
        return sha256(path)
    except OSError:
        return ""


def _ledger_rows(joined: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Ledger rows with the size and time as they are now."""
    kept = {"path", "size", "mtime_ns"}
    here = {"old_present": pl.lit(True), "old_moved_to": pl.lit(None, pl.String)}
    return joined.with_columns(**here).select(
        *(pl.col(name) if name in kept else pl.col(f"old_{name}").alias(name) for name in columns)
    )
