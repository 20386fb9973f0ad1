"""Rich text (.rtf, and what calls itself .doc but is this): the final text, tables, notes at the end.

A reader of our own: striprtf, the kept library for it, shows hidden and deleted text, puts notes into the
sentence that refers to them and knows no cells (docs/decisions.md).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from transforms.read.blocks import Block, assemble, too_deep
from transforms.read.counting import labelled
from transforms.read.document import Document, Limits, Unreadable
from transforms.read.rows import Edges, Rows

TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|.",
    re.DOTALL,
)
WORDS = {"tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "emdash": "—", "endash": "–",
         "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "·",
         "emspace": "\u2003", "enspace": "\u2002", "qmspace": " "}  # fmt: skip
SIGNS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
SILENT = frozenset({"colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl", "rsidtbl",
                    "pict", "object", "objdata", "header", "headerl", "headerr", "headerf", "footer",
                    "footerl", "footerr", "footerf", "nonshppict", "shprslt", "nonesttables", "sp", "xe",
                    "tc", "rxe", "atnid", "atnauthor", "annotation", "filetbl", "generator", "themedata",
                    "datastore", "latentstyles", "xmlnstbl", "pgptbl", "userprops", "ftnsep", "ftnsepc",
                    "ftncn", "aftnsep", "aftnsepc", "aftncn", "template", "operator", "comment", "upr",
                    "mmathPr", "fontemb", "falt", "panose"})  # fmt: skip
OPEN = frozenset({"shpinst", "shptxt"})  # read though marked as what may be passed over
INFO = {"title": "标题", "author": "作者", "subject": "主题", "keywords": "关键词"}
CHARSETS = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 204: "cp1251", 238: "cp1250"}
PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 65001: "utf-8"}
CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)


def read(data: bytes, limits: Limits) -> Document:
    """The document in an .rtf; raises Unreadable."""
    if b"{\\rtf" not in data[:64]:
        raise Unreadable("broken_file", "不是 RTF 文件：开头没有 {\\rtf；请重新取得此文件")
    reader = _Reader(limits.nesting)
    reader.run(data)
    blocks = [*reader.finished(), *reader.notes]
    return assemble(blocks, "rtf", reader.metadata)


@dataclass(slots=True)
class _State:
    """What holds inside a group: where its text goes, whether it shows, how its bytes read."""

    into: str = "body"
    hidden: bool = False
    deleted: bool = False
    skip: int = 1
    font: int = -1
    fresh: bool = True  # nothing of the group read yet: a word may name its destination
    starred: bool = False


@dataclass(slots=True)
class _Flow:
    """Paragraphs being put together: those of the text, of a note or of a text box."""

    words: list[str] = field(default_factory=list)
    label: str = ""
    rows: Rows = field(default_factory=Rows)
    table: bool = False
    edges: Edges = field(default_factory=Edges)


class _Reader:
    """Goes through the tokens of a file once."""

    def __init__(self, nesting: int) -> None:
        self.nesting = nesting
        self.state = _State()
        self.stack: list[_State] = []
        self.flows: list[tuple[int, _Flow]] = [(0, _Flow())]  # depth at which it began, and itself
        self.boxes: list[Block] = []
        self.notes: list[Block] = []
        self.metadata: dict[str, str] = {}
        self.fonts: dict[int, str] = {}
        self.page = "cp1252"
        self.default = -1
        self.pending = bytearray()
        self.drop = 0
        self.half = ""  # the first half of a character of two
        self.instruction = ""

    def run(self, data: bytes) -> None:
        """Read all tokens."""
        at, end = 0, len(data)
        while at < end:
            token = TOKEN.match(data, at)
            if token is None:
                break
            at = token.end()
            if token[6]:
                self._bytes(token[6])
            elif token[3]:
                self._bytes(bytes.fromhex(token[3].decode()))
            elif token[1]:
                at += self._word(token[1].decode(), token[2])
            elif token[5]:
                self._brace(token[5])
            elif token[4]:
                self._sign(token[4])
        self._flush()

    def finished(self) -> list[Block]:
        """The blocks of the text; what was cut short ends here."""
        while len(self.flows) > 1:
            self._close()
        self._paragraph()
        return self.flow.rows.finish()

    @property
    def flow(self) -> _Flow:
        """The flow that is written now."""
        return self.flows[-1][1]

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.drop = 0
        if brace == b"{":
            if len(self.stack) >= self.nesting:
                raise too_deep("RTF 的组", self.nesting)
            self.stack.append(self.state)
            self.state = replace(self.state, fresh=True, starred=False)
        elif self.stack:
            if len(self.flows) > 1 and self.flows[-1][0] == len(self.stack):
                self._close()
            self.state = self.stack.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.state.starred = True
            return
        self._flush()
        if sign in SIGNS:
            self._say(SIGNS[sign])
        elif sign in b"\r\n":
            self._end_paragraph()

    def _word(self, name: str, number: bytes | None) -> int:
        """Do what a control word says; how many bytes behind it are data."""
        if name == "bin":
            return max(0, int(number or 0))
        self._flush()
        fresh, self.state.fresh = self.state.fresh, False
        if fresh and self._destination(name):
            return 0
        value = None if number is None else int(number)
        if name in WORDS:
            self._say(WORDS[name])
        elif name == "u":
            self._unicode(value or 0)
        else:
            action = ACTIONS.get(name)
            if action:
                action(self, value)
        return 0

    def _destination(self, name: str) -> bool:
        """Whether the word opens a destination, which then is opened."""
        state = self.state
        if state.into == "silent" or name in SILENT:
            state.into = "silent"
        elif name in INFO or name in ("listtext", "pntext", "fldinst", "fonttbl"):
            state.into = name
            self.instruction = "" if name == "fldinst" else self.instruction
        elif name == "fldrslt":
            state.into = "silent" if CONTENTS.match(self.instruction) else state.into
        elif name in ("footnote", "shptxt"):
            self.flows.append((len(self.stack), _Flow()))
            state.into = "body" if name == "footnote" else "box"
        elif state.starred and name not in OPEN:
            state.into = "silent"
        else:
            return False
        return True

    def _close(self) -> None:
        """A note or a text box is read."""
        self._flush()
        self._paragraph()
        _, flow = self.flows.pop()
        (self.boxes if self.state.into == "box" else self.notes).extend(flow.rows.finish())

    def _bytes(self, data: bytes) -> None:
        self.state.fresh = False
        if self.drop:
            dropped = min(self.drop, len(data))
            self.drop -= dropped
            data = data[dropped:]
        self.pending += data

    def _flush(self) -> None:
        """Make characters of the bytes that wait."""
        if self.pending:
            data = bytes(self.pending)
            self.pending.clear()
            self._say(data.decode("ascii") if data.isascii() else self._decoded(data))

    def _decoded(self, data: bytes) -> str:
        font = self.fonts.get(self.state.font if self.state.font >= 0 else self.default)
        for name in (font, self.page, "gb18030"):
            try:
                if name:
                    return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
        return data.decode("gb18030", "replace")

    def _unicode(self, number: int) -> None:
        character = chr(number % 0x10000)
        if "\ud800" <= character < "\udc00":
            self.half = character
        else:
            pair = (self.half + character).encode("utf-16", "surrogatepass")
            self._say(pair.decode("utf-16", "replace"))
            self.half = ""
        self.drop = self.state.skip

    def _say(self, text: str) -> None:
        into = self.state.into
        if into in ("body", "box"):
            if not self.state.hidden and not self.state.deleted:
                self.flow.words.append(text)
        elif into in INFO:
            self.metadata[INFO[into]] = self.metadata.get(INFO[into], "") + text
        elif into in ("listtext", "pntext"):
            self.flow.label += text
        elif into == "fldinst":
            self.instruction += text

    def _paragraph(self) -> None:
        """End the paragraph: into the cell it stands in, else into the text."""
        flow = self.flow
        text = "".join(flow.words)
        label = flow.label.strip()
        if text.strip() and any(character.isalnum() for character in label):
            text = labelled(label, text.lstrip())
        flow.words.clear()
        flow.label = ""
        flow.rows.block(text, flow.table)
        if len(self.flows) == 1:
            for box in self.boxes:
                flow.rows.block(box, flow.table)
            self.boxes.clear()

    def _end_paragraph(self, value: int | None = None) -> None:
        if self.state.into in ("body", "box") and not self.state.deleted:
            self._paragraph()

    def _cell(self, value: int | None = None) -> None:
        if self.state.into in ("body", "box"):
            self.flow.table = True
            self._paragraph()
            self.flow.rows.cell()

    def _row(self, value: int | None = None) -> None:
        if self.state.into in ("body", "box"):
            self.flow.rows.row(self.flow.edges)


def _set(name: str) -> Callable[[_Reader, int | None], None]:
    """The switch of a state: on by itself, off with 0."""

    def action(reader: _Reader, value: int | None) -> None:
        setattr(reader.state, name, value != 0)

    return action


def _plain(reader: _Reader, value: int | None) -> None:
    reader.state.hidden = reader.state.deleted = False
    reader.state.font = -1


def _font(reader: _Reader, value: int | None) -> None:
    reader.state.font = -1 if value is None else value


def _charset(reader: _Reader, value: int | None) -> None:
    if reader.state.into == "fonttbl" and value in CHARSETS:
        reader.fonts[reader.state.font] = CHARSETS[value]


def _page(reader: _Reader, value: int | None) -> None:
    reader.page = PAGES.get(value or 0, f"cp{value}")


def _default(reader: _Reader, value: int | None) -> None:
    reader.default = -1 if value is None else value


def _skip(reader: _Reader, value: int | None) -> None:
    reader.state.skip = 1 if value is None else max(0, min(value, 8))


def _in_table(yes: bool) -> Callable[[_Reader, int | None], None]:
    def action(reader: _Reader, value: int | None) -> None:
        if reader.state.into in ("body", "box"):
            reader.flow.table = yes and value != 0

    return action


def _new_row(reader: _Reader, value: int | None) -> None:
    reader.flow.edges = Edges()


def _merge(name: str) -> Callable[[_Reader, int | None], None]:
    def action(reader: _Reader, value: int | None) -> None:
        reader.flow.edges.merge(name)

    return action


def _edge(reader: _Reader, value: int | None) -> None:
    reader.flow.edges.add(value or 0)


def _space(reader: _Reader, value: int | None) -> None:
    reader._say(" ")


ACTIONS: dict[str, Callable[[_Reader, int | None], None]] = {
    "par": _Reader._end_paragraph, "sect": _Reader._end_paragraph, "nestrow": _Reader._end_paragraph,
    "cell": _Reader._cell, "row": _Reader._row, "nestcell": _space,
    "v": _set("hidden"), "deleted": _set("deleted"), "plain": _plain, "f": _font, "fcharset": _charset,
    "ansicpg": _page, "deff": _default, "uc": _skip, "pard": _in_table(False), "intbl": _in_table(True),
    "trowd": _new_row, "cellx": _edge, "clmgf": _merge("first"), "clmrg": _merge("across"),
    "clvmgf": _merge("top"), "clvmrg": _merge("down"),
}  # fmt: skip
