"""Word 97 to 2003 files (.doc, and the .wps that WPS writes): text by the piece table.

The final text: hidden and deleted runs are left out, fields give their result, lists their numbers; headers,
footers and comments are not read. Older files need a program of their own, which the refusal names.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from struct import unpack_from

from transforms.read.blocks import Block, assemble
from transforms.read.counting import labelled
from transforms.read.docformat import Properties, Runs, read_lists, read_runs, read_styled
from transforms.read.document import Document, Limits, Unreadable
from transforms.read.rows import Rows

WORD, WORD97 = 0xA5EC, 0xC1  # the mark of the format, the first version of it that is read here
ENCRYPTED, TABLE1 = 0x0100, 0x0200
MARK = re.compile("[\r\x07\x0c]")
SIGNS = {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\xa0": "\u00a0"}
SIGN = re.compile("[\x0b\x1e\x1f\x00-\x06\x08\x0e-\x12\x16-\x1d]")
FIELD = re.compile("[\x13\x14\x15]")
GONE = "\0"  # stands for a character that is hidden or deleted
CHINESE = re.compile("[\u4e00-\u9fff]")
CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
OLD = (
    "这是 Word 95 或更早版本的文件，本程序读不了；请安装 antiword（apt install antiword）或 LibreOffice"
    "（apt install libreoffice-writer-nogui）后重试，或用 Word、WPS 另存为 docx 后重新放入"
)


def read(data: bytes, limits: Limits) -> Document:
    """The document in a .doc; raises Unreadable."""
    streams = _streams(data)
    try:
        file = _File(streams["WordDocument"], streams)
        return assemble(file.blocks(), "doc", {})
    except (struct.error, IndexError) as error:
        reason = f"Word 文件的内部结构不完整（{error}）；请重新取得，或用 Word、WPS 打开后另存，再放入"
        raise Unreadable("broken_file", reason) from error


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams of the file that hold its text and properties."""
    import olefile  # type: ignore[import-untyped]

    with olefile.OleFileIO(BytesIO(data)) as package:
        found = {
            name: package.openstream(name).read()
            for name in ("WordDocument", "0Table", "1Table", "Data")
            if package.exists(name)
        }
    if "WordDocument" not in found:
        raise Unreadable("broken_file", "文件中没有 Word 正文（WordDocument）；请重新取得此文件")
    return found


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of the text: its first character, where it lies, whether in one byte a character."""

    start: int
    end: int
    place: int
    narrow: bool

    def at(self, position: int) -> int:
        """Where in the file a character lies."""
        return self.place + (position - self.start) * (1 if self.narrow else 2)


class _File:
    """A file taken apart."""

    def __init__(self, main: bytes, streams: dict[str, bytes]) -> None:
        ident, version = unpack_from("<HH", main, 0)
        (flags,) = unpack_from("<H", main, 0x0A)
        if flags & ENCRYPTED:
            raise Unreadable("encrypted", "文件设了打开密码；请去掉密码、另存后重新放入")
        if ident != WORD or version < WORD97:
            raise Unreadable("needs_program", OLD)
        self.main = main
        self.table = streams.get("1Table" if flags & TABLE1 else "0Table", b"")
        self.pieces = list(_pieces(self._part(33), len(main)))
        self.starts = [piece.start for piece in self.pieces]
        self.paragraphs: Runs = read_runs(main, self._part(13), True, streams.get("Data", b""))
        self.characters: Runs = read_runs(main, self._part(12), False, b"")
        self.lists = read_lists(self.table, *self._span(73), self._part(74))
        self.styled = read_styled(self.table, *self._span(73), self.lists)
        self.text = "".join(map(self._shown, self.pieces))

    def _span(self, number: int) -> tuple[int, int]:
        """Where in the table stream a structure lies, and its length."""
        place, length = unpack_from("<II", self.main, 0x9A + 8 * number)
        return place, length

    def _part(self, number: int) -> bytes:
        place, length = self._span(number)
        return self.table[place : place + length]

    def _shown(self, piece: _Piece) -> str:
        """A piece's characters; those that are hidden or deleted are `GONE`."""
        size = piece.end - piece.start
        end = piece.at(piece.end)
        data = self.main[piece.place : end]
        text = _narrow(data) if piece.narrow else data.decode("utf-16-le", "surrogatepass")
        if len(text) != size:
            text = text[:size].ljust(size, GONE)
        width = 1 if piece.narrow else 2
        for first, last in self.characters.hidden(piece.place, end):
            a, b = (first - piece.place) // width, (last - piece.place) // width
            text = text[:a] + re.sub("[^\x07\x13-\x15]", GONE, text[a:b]) + text[b:]
        return text

    def blocks(self) -> list[Block]:
        """The blocks of the text, its text boxes, its notes."""
        text, foot, head, macro, comment, end, boxes = unpack_from("<7I", self.main, 0x4C)
        found: list[Block] = []
        at = {"text": 0, "foot": text, "end": text + foot + head + macro + comment}
        at["boxes"] = at["end"] + end
        for name, length in (("text", text), ("boxes", boxes), ("foot", foot), ("end", end)):
            found += self._part_blocks(at[name], at[name] + length)
        return found

    def _part_blocks(self, start: int, end: int) -> list[Block]:
        rows, fields = Rows(), _Fields()
        last = start
        for mark in MARK.finditer(self.text, start, min(end, len(self.text))):
            shown = fields.shown(self.text[last : mark.start()])
            last = mark.end()
            self._paragraph(rows, shown, mark[0], self._properties(mark.start()))
        rows.block(_words(fields.shown(self.text[last:end])), False)
        return rows.finish()

    def _properties(self, position: int) -> Properties:
        piece = self.pieces[bisect_right(self.starts, position) - 1]
        return self.paragraphs.at(piece.at(position))

    def _paragraph(self, rows: Rows, shown: str, mark: str, properties: Properties) -> None:
        """A paragraph's, cell's or row's end."""
        if mark == "\x07" and properties.row_end:
            rows.row(properties.edges)
            return
        text = _words(shown)
        label = self._label(properties)  # an empty paragraph counts too
        text = labelled(label, text.lstrip()) if label and text.strip() else text
        rows.block(text, properties.in_table or mark == "\x07")
        if mark == "\x07":
            rows.cell()

    def _label(self, properties: Properties) -> str:
        """The number before a paragraph: of its own list, else of its style's."""
        number, level = self.styled.get(properties.style, ("", 0))
        if properties.list_id is not None:
            number, level = properties.list_id, properties.level
        return self.lists.label(number, level) if number else ""


class _Fields:
    """Leaves out what fields say to the program; they may go over paragraphs."""

    def __init__(self) -> None:
        self.open: list[
            list[str]
        ] = []  # of each open field: its instruction, and "shown" once its result began

    def shown(self, text: str) -> str:
        """What of a text is shown."""
        if not self.open and "\x13" not in text:
            return text
        words: list[str] = []
        last = 0
        for mark in FIELD.finditer(text):
            self._say(text[last : mark.start()], words)
            last = mark.end()
            self._mark(mark[0])
        self._say(text[last:], words)
        return "".join(words)

    def _mark(self, mark: str) -> None:
        if mark == "\x13":
            self.open.append([""])
        elif mark == "\x14" and self.open:
            self.open[-1].append("shown")
        elif mark == "\x15" and self.open:
            self.open.pop()

    def _say(self, text: str, words: list[str]) -> None:
        if all(len(one) > 1 and not CONTENTS.match(one[0]) for one in self.open):
            words.append(text)
        elif self.open and len(self.open[-1]) == 1:
            self.open[-1][0] += text


def _pieces(clx: bytes, most: int) -> Iterator[_Piece]:
    """The pieces of the text in its order; none reaches beyond `most` characters."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + int(unpack_from("<H", clx, at + 1)[0])
    if at >= len(clx) or clx[at] != 2:
        raise Unreadable("broken_file", "Word 文件中找不到文字的位置表；请用 Word、WPS 打开后另存，再放入")
    (length,) = unpack_from("<I", clx, at + 1)
    count = (length - 4) // 12
    places = unpack_from(f"<{count + 1}I", clx, at + 5)
    for number in range(count):
        (place,) = unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)
        narrow = bool(place & 0x40000000)
        place &= 0x3FFFFFFF
        if places[number] <= places[number + 1] <= most:
            yield _Piece(places[number], places[number + 1], place // 2 if narrow else place, narrow)


def _narrow(data: bytes) -> str:
    """Characters of one byte; where they are pairs of GBK, each pair is one and a place that is gone."""
    if sum(byte >= 0x80 for byte in data) * 3 > len(data):
        text = data.decode("gb18030", "ignore")
        if len(CHINESE.findall(text)) * 4 > len(data):
            return "".join(char if char.isascii() else char + GONE for char in text)
    return data.decode("cp1252", "replace")


def _words(text: str) -> str:
    """The text without the format's own signs."""
    return SIGN.sub(lambda match: SIGNS.get(match[0], ""), text)
