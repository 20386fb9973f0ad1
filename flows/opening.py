"""From paths of a batch to documents: read the bytes, keep them, open archives, have each file parsed.

A file that cannot be read is refused by itself, with its reason; so is a member of an archive.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import polars as pl

from flows.batches import Work
from flows.rawstore import keep
from flows.reader import Reader
from flows.refusals import REASONS, Refusal
from flows.settings import Settings
from transforms.batch import Read, SourceFile
from transforms.read.archive import Member
from transforms.read.document import Document, Unreadable


@dataclass(slots=True)
class Opened:
    """What came of a batch's files: those read (or why not), those not even opened, the archives unpacked."""

    read: list[Read] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    archives: list[SourceFile] = field(default_factory=list)


def open_files(work: Work, folder: Path, settings: Settings, reader: Reader) -> Opened:
    """All files of the batch in `folder`, without their bytes; those that vanished are left out."""
    found = Opened()
    for file in _files(work, folder, found):
        outcome = _opened(file, reader)
        if isinstance(outcome, list):
            found.archives.append(_emptied(file))
            for member in outcome:
                found.read.append(_member(work, file, member, settings, reader))
        else:
            found.read.append((_emptied(file), outcome))
    return found


def _files(work: Work, folder: Path, found: Opened) -> Iterator[SourceFile]:
    """Each file of the batch with its bytes, kept in the raw store."""
    for path, size, mtime_ns in pl.read_parquet(folder / "files.parquet").iter_rows():
        try:
            data = (work.inbox / path).read_bytes()
        except FileNotFoundError:  # taken away since the scan: the next run sees it gone
            continue
        except OSError as error:
            reason = REASONS["unreadable"].format(error=error.strerror)
            found.refused.append(Refusal(path, size, mtime_ns, None, "unreadable", reason))
            continue
        yield SourceFile(path, _kept(work, data), data, size, mtime_ns)


def _opened(file: SourceFile, reader: Reader) -> Document | list[Member] | Unreadable:
    try:
        return reader.open(file.data, file.path)
    except Unreadable as refusal:
        return refusal


def _member(work: Work, archive: SourceFile, one: Member, settings: Settings, reader: Reader) -> Read:
    """A member as a file of its own: `archive.zip!/member`."""
    path, mark = f"{archive.path}!/{one.name}", _kept(work, one.data)
    file = SourceFile(path, mark, one.data, len(one.data), archive.mtime_ns, archive.path)
    outcome = one.refused or _unwanted(file, settings) or _opened(file, reader)
    if isinstance(outcome, list):  # the limit of depth sees to it that there are none
        outcome = Unreadable("nested_too_deep", "压缩包套压缩包太深，不再展开；请解压后放入")
    return _emptied(file), outcome


def _unwanted(file: SourceFile, settings: Settings) -> Unreadable | None:
    """Why a member is not opened, as a file of the inbox would not be."""
    told = {"formats": "、".join(settings.formats), "size": file.size, "limit": settings.max_file_bytes}
    rule = None
    if PurePosixPath(file.path).suffix.lower() not in settings.formats:
        rule = "unsupported_format"
    elif file.size > settings.max_file_bytes:
        rule = "too_large"
    return Unreadable(rule, REASONS[rule].format(**told)) if rule else None


def _kept(work: Work, data: bytes) -> str:
    mark = hashlib.sha256(data).hexdigest()
    keep(work.home, mark, data)
    return mark


def _emptied(file: SourceFile) -> SourceFile:
    return replace(file, data=b"")
