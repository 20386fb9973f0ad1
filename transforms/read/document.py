"""What every reader returns: the text, and where in the file each part of it stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Unreadable(Exception):  # noqa: N818 - the word of the design
    """A file without usable text; `rule` is a code of `ops.quarantine`, `reason` says it to people."""

    def __init__(self, rule: str, reason_zh: str) -> None:
        super().__init__(reason_zh)
        self.rule = rule
        self.reason = reason_zh


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused; each is a setting."""

    pages: int = 1000
    pixels: int = 100_000_000
    unpacked_bytes: int = 256 * 1024 * 1024
    ratio: int = 200
    members: int = 2000
    depth: int = 2
    nesting: int = 500
    characters: int = 5_000_000
    numerals: int = 30_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the characters it holds; `number` from 1, `start` inclusive, `end` exclusive."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a recogniser read it: characters, page, box (left, top, right, bottom as shares of the page's
    width and height, 0 to 1), and how sure it was (0 to 1)."""

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]
    confidence: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its characters, row and column from 0, and over how many it reaches."""

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its text has a line a row, cells parted by tabs."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. Positions are code points of `text`, 0-based, ends exclusive.

    `format` is the reader's name (txt, docx, doc, pdf, scan, html, ofd, rtf, odt); `native` is false where
    a recogniser read the text. `metadata` holds what stands beside the text: 索引号, 发布机构, 成文日期,
    发布日期, 标题 and the like.
    """

    text: str
    format: str
    native: bool = True
    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
