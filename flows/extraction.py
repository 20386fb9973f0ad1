"""One batch from files to Parquet: read, keep the raw bytes, extract, write.

Runs in whatever process the pool chooses and needs nothing but the batch's folder. One file that cannot be
read, breaks the extraction or kills the worker is refused, the others go on. Errors of the home folder's disk
are raised (OSError), since trying again can help.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from flows.batches import DONE, Work, write_frames
from flows.pool import CAREFUL
from flows.rawstore import keep
from flows.reference import load_catalogue
from flows.refusals import REASONS, Refusal, empty_frames, refusal_frames
from transforms.batch import SourceFile, extract_files
from transforms.catalogue import Catalogue

log = logging.getLogger(__name__)
Frames = dict[str, pl.DataFrame]
AT_WORK, KILLERS = "_at_work", "_killers"


def extract_batch(folder: Path) -> None:
    """Do the batch in `folder`, unless it is done already."""
    if (folder / DONE).exists():
        return
    work = Work.read(folder.parent.parent)
    refusals: list[Refusal] = []
    files = list(_without_killers(folder, _read_files(work, folder, refusals), refusals))
    catalogue = load_catalogue(work.home)
    if (folder / CAREFUL).exists():
        frames = _one_by_one(files, catalogue, work.run_id, folder)
    else:
        frames = extract_or_refuse(files, catalogue, work.run_id)
    write_frames(folder, _joined([empty_frames(), frames, refusal_frames(refusals, work.run_id)]))


def extract_or_refuse(files: list[SourceFile], catalogue: Catalogue, run_id: str) -> Frames:
    """The frames of these files; where extraction breaks, file by file, to refuse only the poisoned one."""
    try:
        return extract_files(files, catalogue, run_id).frames
    except Exception as error:
        if len(files) != 1:
            return _one_by_one(files, catalogue, run_id)
        log.exception("extraction broke on %s", files[0].path)
        return refusal_frames([_broken(files[0], error)], run_id)


def _read_files(work: Work, folder: Path, refusals: list[Refusal]) -> Iterable[SourceFile]:
    """Each file of the batch with its bytes; those that vanished are left out, unreadable ones refused."""
    for path, size, mtime_ns in pl.read_parquet(folder / "files.parquet").iter_rows():
        try:
            data = (work.inbox / path).read_bytes()
        except FileNotFoundError:  # taken away since the scan: the next run sees it gone
            continue
        except OSError as error:
            reason = REASONS["unreadable"].format(error=error.strerror)
            refusals.append(Refusal(path, size, mtime_ns, None, "unreadable", reason))
            continue
        mark = hashlib.sha256(data).hexdigest()
        keep(work.home, mark, data)
        yield SourceFile(path=path, sha256=mark, data=data, size=size, mtime_ns=mtime_ns)


def _one_by_one(
    files: list[SourceFile], catalogue: Catalogue, run_id: str, folder: Path | None = None
) -> Frames:
    """The same file by file; `folder` is told which one is at work, should it kill the process."""
    parts = [empty_frames()]
    for one in files:
        if folder:
            (folder / AT_WORK).write_text(one.path, encoding="utf-8")
        parts.append(extract_or_refuse([one], catalogue, run_id))
    if folder:
        (folder / AT_WORK).unlink(missing_ok=True)
    return _without_repeats(_joined(parts))


def _without_killers(
    folder: Path, files: Iterable[SourceFile], refusals: list[Refusal]
) -> Iterator[SourceFile]:
    """The files but those at work when a worker was killed before; these are refused."""
    killers, at_work = folder / KILLERS, folder / AT_WORK
    if at_work.exists():
        with killers.open("a", encoding="utf-8") as file:
            file.write(at_work.read_text(encoding="utf-8") + "\n")
        at_work.unlink()
    known = set(killers.read_text(encoding="utf-8").splitlines()) if killers.exists() else set()
    for one in files:
        if one.path in known:
            why = REASONS["extract_killed"]
            refusals.append(Refusal(one.path, one.size, one.mtime_ns, one.sha256, "extract_killed", why))
        else:
            yield one


def _without_repeats(frames: Frames) -> Frames:
    """Facts of a text that two files hold once; extraction of a whole batch sees to that itself."""
    return {name: frame.unique(maintain_order=True) for name, frame in frames.items()}


def _broken(file: SourceFile, error: Exception) -> Refusal:
    reason = REASONS["extract_failed"].format(error=f"{type(error).__name__}: {error}")
    return Refusal(file.path, file.size, file.mtime_ns, file.sha256, "extract_failed", reason)


def _joined(parts: list[Frames]) -> Frames:
    """The frames of all parts, one a table, in the order of the parts."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: pl.concat([part[name] for part in parts if name in part]) for name in names}
