"""From paths of a batch to documents: read the bytes, keep them, open archives, have each file parsed.

A file that cannot be read is refused by itself, with its reason; so is a member of an archive.
"""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import polars as pl

from flows.batches import Work
from flows.rawstore import NotKeptError, keep, kept
from flows.reader import Reader
from flows.refusals import REASONS, Refusal
from flows.settings import Settings
from flows.withdrawn import Withdrawn, withdrawn
from transforms.batch import Read, SourceFile, report_id
from transforms.read.archive import Member
from transforms.read.document import Document, Unreadable

WITHDRAWN = "withdrawn"
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Opened:
    """What came of a batch's files: those read (or why not), those not even opened, the archives unpacked."""

    read: list[Read] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    archives: list[SourceFile] = field(default_factory=list)
    again: list[str] = field(default_factory=list)  # SHA-256 of what was read from the raw store


def open_files(work: Work, folder: Path, settings: Settings, reader: Reader) -> Opened:
    """All files of the batch in `folder`, without their bytes; those that vanished are left out.

    The bytes of each are kept in the raw store, but for withdrawn reports and archives that hold one.
    """
    found, gone = Opened(), withdrawn(work.home)
    for file in _files(work, folder, found):
        outcome = _opened(file, reader, gone)
        if isinstance(outcome, list):
            members = [_member(file, member, settings, reader, gone) for member in outcome]
            found.archives.append(_emptied(file))
            found.read += [_kept(work, one, read) for one, read in members]
            if not any(_is_withdrawn(read) for _, read in members):
                keep(work.home, file.sha256, file.data)
        else:
            found.read.append(_kept(work, file, outcome))
    return found


def _files(work: Work, folder: Path, found: Opened) -> Iterator[SourceFile]:
    """Each file of the batch with its bytes."""
    for row in pl.read_parquet(folder / "files.parquet").iter_rows(named=True):
        path, size, mtime_ns, mark = row["path"], row["size"], row["mtime_ns"], row["sha256"]
        try:
            data = kept(work.home, mark) if mark else (work.inbox / path).read_bytes()
        except FileNotFoundError:  # taken away since the scan: the next run sees it gone
            continue
        except NotKeptError:  # what is in the warehouse stays
            log.error("the raw store lacks the bytes of %s (%s)", path, mark)
            continue
        except OSError as error:
            reason = REASONS["unreadable"].format(error=error.strerror)
            found.refused.append(Refusal(path, size, mtime_ns, None, "unreadable", reason))
            continue
        found.again += [mark] if mark else []
        yield SourceFile(path, mark or _mark(data), data, size, mtime_ns, row["archive"])


def _opened(file: SourceFile, reader: Reader, gone: Withdrawn) -> Document | list[Member] | Unreadable:
    """What a file is; a withdrawn report is refused by its bytes or, whatever its form, by its words."""
    outcome: Document | list[Member] | Unreadable
    try:
        outcome = reader.open(file.data, file.path)
    except Unreadable as refusal:
        outcome = refusal
    said = report_id(outcome.text) if isinstance(outcome, Document) else None
    reason = gone.reason(file.sha256, said)
    return Unreadable(WITHDRAWN, reason) if reason else outcome


def _member(archive: SourceFile, one: Member, settings: Settings, reader: Reader, gone: Withdrawn) -> Read:
    """A member as a file of its own: `archive.zip!/member`."""
    path, mark = f"{archive.path}!/{one.name}", _mark(one.data)
    file = SourceFile(path, mark, one.data, len(one.data), archive.mtime_ns, archive.path)
    outcome = one.refused or _unwanted(file, settings) or _opened(file, reader, gone)
    if isinstance(outcome, list):  # the limit of depth sees to it that there are none
        outcome = Unreadable("nested_too_deep", "压缩包套压缩包太深，不再展开；请解压后放入")
    return file, outcome


def _unwanted(file: SourceFile, settings: Settings) -> Unreadable | None:
    """Why a member is not opened, as a file of the inbox would not be."""
    told = {"formats": "、".join(settings.formats), "size": file.size, "limit": settings.max_file_bytes}
    rule = None
    if PurePosixPath(file.path).suffix.lower() not in settings.formats:
        rule = "unsupported_format"
    elif file.size > settings.max_file_bytes:
        rule = "too_large"
    return Unreadable(rule, REASONS[rule].format(**told)) if rule else None


def _kept(work: Work, file: SourceFile, outcome: Document | Unreadable) -> Read:
    """The file without its bytes, which are in the raw store now."""
    if not _is_withdrawn(outcome):
        keep(work.home, file.sha256, file.data)
    return _emptied(file), outcome


def _is_withdrawn(outcome: Document | Unreadable) -> bool:
    return isinstance(outcome, Unreadable) and outcome.rule == WITHDRAWN


def _mark(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _emptied(file: SourceFile) -> SourceFile:
    return replace(file, data=b"")
