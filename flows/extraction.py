"""One batch from files to Parquet: read, keep the raw bytes, extract, write.

Runs in whatever process the pool chooses and needs nothing but the batch's folder. One file that cannot
be read or breaks the extraction is refused, the others go on. Errors of the home folder's disk are raised
(OSError), since trying again can help.
"""

import hashlib
import logging
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from flows.batches import DONE, Work, write_frames
from flows.rawstore import keep
from flows.reference import load_catalogue
from flows.refusals import REASONS, Refusal, empty_frames, refusal_frames
from transforms.batch import SourceFile, extract_files
from transforms.catalogue import Catalogue

log = logging.getLogger(__name__)
Frames = dict[str, pl.DataFrame]


def extract_batch(folder: Path) -> None:
    """Do the batch in `folder`, unless it is done already."""
    if (folder / DONE).exists():
        return
    work = Work.read(folder.parent.parent)
    refusals: list[Refusal] = []
    files = list(_read_files(work, folder, refusals))
    frames = extract_or_refuse(files, load_catalogue(work.home), work.run_id)
    write_frames(folder, _joined([empty_frames(), frames, refusal_frames(refusals, work.run_id)]))


def extract_or_refuse(files: list[SourceFile], catalogue: Catalogue, run_id: str) -> Frames:
    """The frames of these files; where extraction breaks, file by file, to refuse only the poisoned one."""
    try:
        return extract_files(files, catalogue, run_id).frames
    except Exception as error:
        if len(files) != 1:
            parts = (extract_or_refuse([one], catalogue, run_id) for one in files)
            return _without_repeats(_joined([empty_frames(), *parts]))
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
