"""What lies in a .zip, .tar, .tar.gz or a .gz of one file, archives within archives included.

Nothing is written anywhere: members come out as bytes, under names that lead nowhere else. A member that
cannot be taken is told by itself; what would burst the limits refuses the whole archive.
"""

import stat
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from transforms.read.document import Limits, Unreadable
from transforms.read.sniff import ARCHIVES, format_of

ENCRYPTED, UTF8 = 0x1, 0x800  # flags of a zip member
NAMED, EXTRA = 0x8, 0x4  # flags of a .gz
SMALL = 8 * 1024 * 1024  # no ratio makes a bomb of so few bytes
PIECE = 1 << 20
HIDDEN = (".", "~$", "__MACOSX", "README")  # members that are nobody's report, as in the inbox
BROKEN = (
    BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    ValueError,
    NotImplementedError,
    OSError,
    IndexError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: `夹/年报.docx`, or `包.zip!/年报.docx` where it lies in an archive within.

    `refused` says why there is no `data`.
    """

    name: str
    data: bytes
    refused: Unreadable | None = None


def members(data: bytes, limits: Limits) -> Iterator[Member]:
    """The files of an archive in its order; folders and hidden files are passed over.

    Raises Unreadable (zip_bomb, broken_file), also after some members: none of them counts then.
    """
    yield from _members(data, _Budget(limits, len(data)), 1)


def check_package(data: bytes, limits: Limits) -> None:
    """Raises Unreadable where a document that is a zip (docx, odt, ofd) bursts the limits or is encrypted.

    The sizes told hold: Python's zipfile reads no further than they say.
    """
    budget = _Budget(limits, len(data))
    with ZipFile(BytesIO(data)) as package:
        for info in package.infolist():
            budget.take(info.file_size)
            if info.flag_bits & ENCRYPTED:
                raise _encrypted()


class _Budget:
    """What may still come out of one archive, whatever the depth."""

    def __init__(self, limits: Limits, packed: int) -> None:
        self.limits = limits
        self._members = 0
        self._bytes = 0
        self._most = min(limits.unpacked_bytes, max(packed * limits.ratio, SMALL))

    @property
    def left(self) -> int:
        """How many bytes may still be unpacked."""
        return self._most - self._bytes

    def take(self, size: int) -> None:
        """One more member of `size` bytes; raises Unreadable where that is too much."""
        self._members += 1
        self._bytes += size
        if self._members > self.limits.members:
            raise Unreadable(
                "zip_bomb",
                f"压缩包内的文件超过 {self.limits.members} 个；请拆分，或调高设置 max_members",
            )
        if self.left < 0:
            raise Unreadable(
                "zip_bomb",
                f"压缩包展开后超过 {self._most} 字节（压缩比上限 {self.limits.ratio}，"
                f"总量上限 {self.limits.unpacked_bytes}），疑为压缩炸弹；确属正常请解压后放入",
            )


def _members(data: bytes, budget: _Budget, depth: int) -> Iterator[Member]:
    seen: set[str] = set()
    for one in _opened(data, budget):
        if one.name in seen:
            yield Member(one.name, b"", _unsafe("与包内另一文件同名"))
        else:
            yield from _unfolded(one, budget, depth)
        seen.add(one.name)


def _unfolded(one: Member, budget: _Budget, depth: int) -> Iterator[Member]:
    """The member, or its own members where it is an archive itself."""
    if one.refused or not _is_archive(one):
        yield one
    elif depth >= budget.limits.depth:
        reason = f"压缩包套压缩包超过 {budget.limits.depth} 层，不再展开；请解压后放入，或调高设置 max_depth"
        yield Member(one.name, b"", Unreadable("nested_too_deep", reason))
    else:
        yield from _inner(one, budget, depth)


def _inner(one: Member, budget: _Budget, depth: int) -> Iterator[Member]:
    """The members of an archive in an archive; a broken one is refused by itself."""
    try:
        inner = list(_members(one.data, budget, depth + 1))
    except Unreadable as error:
        if error.rule == "zip_bomb":
            raise
        inner = [Member("", b"", error)]
    for found in inner:
        name = f"{one.name}!/{found.name}" if found.name else one.name
        yield Member(name, found.data, found.refused)


def _is_archive(one: Member) -> bool:
    try:
        return format_of(one.data, one.name) in ARCHIVES
    except Unreadable:
        return False


def _opened(data: bytes, budget: _Budget) -> Iterator[Member]:
    """The members of one archive."""
    try:
        if data[:2] == b"\x1f\x8b":
            name, data = _gzip_name(data), _gunzipped(data, budget)
            if not (_is_archive(Member(name, data)) or tarfile.is_tarfile(BytesIO(data))):
                budget.take(len(data))
                yield Member(name, data)
                return
        yield from (_zipped if data[:2] == b"PK" else _tarred)(data, budget)
    except BROKEN as error:
        raise _broken(error) from error


def _zipped(data: bytes, budget: _Budget) -> Iterator[Member]:
    with ZipFile(BytesIO(data)) as package:
        found = [info for info in package.infolist() if not info.is_dir()]
        for info in found:
            name = _zip_name(info)
            if _hidden(name):
                continue
            budget.take(info.file_size)
            refused = _refusal(name, stat.S_ISLNK(info.external_attr >> 16))
            if refused is None and info.flag_bits & ENCRYPTED:
                refused = _encrypted()
            yield Member(name, b"", refused) if refused else _unzipped(package, info, name)


def _unzipped(package: ZipFile, info: ZipInfo, name: str) -> Member:
    try:
        return Member(name, package.read(info))
    except BROKEN as error:
        return Member(name, b"", _broken(error))


def _tarred(data: bytes, budget: _Budget) -> Iterator[Member]:
    with tarfile.open(fileobj=BytesIO(data), mode="r:") as package:
        for info in package:
            name = _repaired(info.name.encode("utf-8", "surrogateescape"))
            if info.isdir() or _hidden(name):
                continue
            budget.take(info.size if info.isreg() else 0)
            refused = _refusal(name, not info.isreg())
            yield Member(name, b"", refused) if refused else _untarred(package, info, name)


def _untarred(package: tarfile.TarFile, info: tarfile.TarInfo, name: str) -> Member:
    try:
        file = package.extractfile(info)
        data = file.read() if file else b""
    except BROKEN as error:
        return Member(name, b"", _broken(error))
    return Member(name, data)


def _gzip_name(data: bytes) -> str:
    """The name under which a file was packed alone, without folders; 内容 where the packer kept none."""
    flags, start = data[3:4], 10
    if not flags or not flags[0] & NAMED or flags[0] & EXTRA:
        return "内容"
    name = _repaired(data[start : data.find(b"\0", start)]).rpartition("/")[2]
    return name if name and _refusal(name, False) is None else "内容"


def _gunzipped(data: bytes, budget: _Budget) -> bytes:
    """The bytes of a .gz, as many as may come out."""
    pieces: list[bytes] = []
    left = budget.left
    while data:
        unpacker = zlib.decompressobj(wbits=31)
        while data and not unpacker.eof:
            piece = unpacker.decompress(data, PIECE)
            data = unpacker.unconsumed_tail
            left -= len(piece)
            if left < 0:
                budget.take(budget.left + 1)
            pieces.append(piece)
        if not unpacker.eof:
            raise EOFError("文件没有完")
        data = unpacker.unused_data.lstrip(b"\0")
    return b"".join(pieces)


def _zip_name(info: ZipInfo) -> str:
    """The name as its maker wrote it: UTF-8 where the member says so, else whatever reads as UTF-8 or GBK."""
    raw = info.orig_filename if info.flag_bits & UTF8 else info.filename
    return (raw if info.flag_bits & UTF8 else _repaired(raw.encode("cp437", "replace"))).replace("\\", "/")


def _repaired(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace").replace("\\", "/")


def _hidden(name: str) -> bool:
    return any(part.startswith(HIDDEN) and part not in (".", "..") for part in name.split("/"))


def _refusal(name: str, link: bool) -> Unreadable | None:
    """Why a member is not taken whatever it holds; None where it may be."""
    if link:
        return _unsafe("是链接或设备，不是文件")
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or "\0" in name:
        return _unsafe("路径指向压缩包之外")
    return None


def _unsafe(why: str) -> Unreadable:
    return Unreadable("unsafe_archive", f"压缩包中的这一项{why}，不予展开；请核对压缩包的来源，解压后放入")


def _encrypted() -> Unreadable:
    return Unreadable("encrypted", "设了密码，读不了；请去掉密码后重新放入")


def _broken(error: Exception) -> Unreadable:
    told = f"{type(error).__name__}: {error}"[:200]
    return Unreadable("broken_file", f"压缩包或其中这一项已损坏（{told}）；请重新取得此文件")
