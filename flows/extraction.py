"""One batch from files to Parquet: open, extract, write.

Runs in whatever process the pool chooses and needs nothing but the batch's folder. One file that cannot be
read, breaks the extraction or kills the worker is refused, the others go on. Errors of the home folder's disk
are raised (OSError), since trying again can help.
"""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from flows.batches import AGAIN, DONE, Work, write_frames
from flows.inbox import BOUND, BROKE
from flows.opening import open_files
from flows.pool import CAREFUL
from flows.reader import borrowed
from flows.reference import load_catalogue
from flows.refusals import (
    REASONS,
    Refusal,
    empty_frames,
    refusal_frames,
    refusal_of,
    unpacked_frames,
)
from flows.settings import load_settings
from transforms.batch import Read, SourceFile, extract_documents, report_id
from transforms.catalogue import Catalogue
from transforms.read.document import Document

log = logging.getLogger(__name__)
Frames = dict[str, pl.DataFrame]
AT_WORK, KILLERS = "_at_work", "_killers"


def extract_batch(folder: Path) -> None:
    """Do the batch in `folder`, unless it is done already.

    Of a file that was read again and on which the program broke, ledger and facts stay as they are.
    """
    if (folder / DONE).exists():
        return
    work = Work.read(folder.parent.parent)
    settings = load_settings(work.home)
    with borrowed(settings.bounds) as reader:
        found = open_files(work, folder, settings, reader)
    files = list(_without_killers(folder, found.read, found.refused))
    catalogue = load_catalogue(work.home)
    if (folder / CAREFUL).exists():
        frames = _text_by_text(files, catalogue, work.run_id, folder)
    else:
        frames = extract_or_refuse(files, catalogue, work.run_id)
    told = [refusal_frames(found.refused, work.run_id), unpacked_frames(found.archives, work.run_id)]
    joined = _joined([empty_frames(), frames, *told])
    again = pl.DataFrame({"sha256": found.again}, schema={"sha256": pl.String})
    broke = (
        joined["ops.file"]
        .filter(pl.col("reason").is_in([*BROKE, *BOUND]))
        .join(again, on="sha256", how="semi")
    )
    listed = _as_listed(joined["ops.file"], pl.read_parquet(folder / "files.parquet"))
    joined["ops.file"] = listed.join(broke, on=["path", "sha256"], how="anti")
    write_frames(folder, joined | {AGAIN: again.join(broke, on="sha256", how="anti")})


def _as_listed(told: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The ledger's rows of a batch: files that are gone stay gone, older versions of a file have no row."""
    key = ["path", "sha256"]
    gone = files.filter(~pl.col("present")).select(*key, gone=True)
    listed = told.join(files.filter(~pl.col("listed")), on=key, how="anti")
    joined = listed.join(gone, on=key, how="left", maintain_order="left")
    return joined.with_columns(present=pl.col("gone").is_null()).drop("gone")


def extract_or_refuse(files: list[Read], catalogue: Catalogue, run_id: str) -> Frames:
    """The frames of these files; where extraction breaks, text by text, to refuse only the poisoned one."""
    try:
        return extract_documents(files, catalogue, run_id).frames
    except Exception:
        log.exception("extraction broke on a batch of %d files", len(files))
        return _text_by_text(files, catalogue, run_id)


def _text_by_text(files: list[Read], catalogue: Catalogue, run_id: str, folder: Path | None = None) -> Frames:
    """The same text by text; `folder` is told which files are at work, should they kill the process."""
    parts = [empty_frames()]
    for same in _of_one_text(files):
        if folder:
            (folder / AT_WORK).write_text("\n".join(file.path for file, _ in same), encoding="utf-8")
        parts.append(_extract_or_blame(same, catalogue, run_id))
    if folder:
        (folder / AT_WORK).unlink(missing_ok=True)
    return _joined(parts)


def _of_one_text(files: list[Read]) -> list[list[Read]]:
    """The files grouped by what they say, since the facts of a text come once."""
    groups: dict[str, list[Read]] = {}
    for file, found in files:
        key = report_id(found.text) if isinstance(found, Document) else file.path
        groups.setdefault(key, []).append((file, found))
    return list(groups.values())


def _extract_or_blame(files: list[Read], catalogue: Catalogue, run_id: str) -> Frames:
    try:
        return extract_documents(files, catalogue, run_id).frames
    except Exception as error:
        log.exception("extraction broke on %s", files[0][0].path)
        return refusal_frames([_broken(file, error) for file, _ in files], run_id)


def _without_killers(folder: Path, files: Iterable[Read], refusals: list[Refusal]) -> Iterator[Read]:
    """The files but those at work when a worker was killed before; these are refused."""
    killers, at_work = folder / KILLERS, folder / AT_WORK
    if at_work.exists():
        with killers.open("a", encoding="utf-8") as file:
            file.write(at_work.read_text(encoding="utf-8") + "\n")
        at_work.unlink()
    known = set(killers.read_text(encoding="utf-8").splitlines()) if killers.exists() else set()
    for one in files:
        if one[0].path in known:
            refusals.append(refusal_of(one[0], "extract_killed", REASONS["extract_killed"]))
        else:
            yield one


def _broken(file: SourceFile, error: Exception) -> Refusal:
    told = f"{type(error).__name__}: {error}"
    return refusal_of(file, "extract_failed", REASONS["extract_failed"].format(error=told))


def _joined(parts: list[Frames]) -> Frames:
    """The frames of all parts, one a table, in the order of the parts."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: pl.concat([part[name] for part in parts if name in part]) for name in names}
