"""What word processors and web pages are made of, and how it becomes a document's text.

A paragraph is a string (a break inside it is a "\\n"), a table is rows of cells that hold blocks again.
`assemble` writes a paragraph a line and a table a line a row; tables used only to place text are undone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from transforms.read.document import Cell, Document, Table, Unreadable

MAX_SPAN = 200  # rows or columns a cell may claim
PROSE = re.compile(r"[。；！？]")
PROSE_LENGTH = 60  # characters: a paragraph of a cell as long as this, with a full stop, is prose
BLANK = " \t\r\n\f\v\u00a0\u2002\u2003\u2009\u200b\u3000\ufeff"
BREAK = re.compile(r"[\n\r\x0b\x0c\u2028\u2029\x85]")
UNSEEN = re.compile(r"[\0-\x08\x0b-\x1f\x7f\ue000-\uf8ff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its blocks, and over how many rows and columns it reaches."""

    blocks: Sequence["Block"]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells that begin in them; `layout` where the file says it only places text."""

    rows: Sequence[Sequence[GridCell]]
    layout: bool = False


Block = str | Grid


def assemble(blocks: Iterable[Block], form: str, metadata: Mapping[str, str]) -> Document:
    """The document of blocks in reading order."""
    writer = _Writer()
    writer.write(blocks)
    return Document("".join(writer.parts), form, tables=tuple(writer.tables), metadata=dict(metadata))


def lines_of(blocks: Iterable[Block]) -> Iterator[str]:
    """All lines of blocks, those of tables cell by cell; blank ones left out."""
    for block in blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    yield from lines_of(cell.blocks)
        else:
            yield from filter(None, (line.strip(BLANK) for line in BREAK.split(block)))


@lru_cache(maxsize=4096)
def local(tag: object) -> str:
    """The name of an XML element without its namespace (strict and transitional OOXML differ there only)."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def too_deep(what: str, limit: int) -> Unreadable:
    """The refusal of a file nested deeper than any text needs."""
    return Unreadable(
        "nested_too_deep",
        f"{what}嵌套超过 {limit} 层，不是正常的文稿；请用办公软件或浏览器打开后另存，再放入",
    )


def is_layout(grid: Grid) -> bool:
    """Whether a table only places text: one cell, or cells that hold tables or paragraphs of prose."""
    cells = [cell for row in grid.rows for cell in row]
    if grid.layout or sum(any(lines_of(cell.blocks)) for cell in cells) <= 1:
        return True
    return any(_holds_text(cell) for cell in cells)


def _holds_text(cell: GridCell) -> bool:
    """Whether a cell holds a text of its own: a table, or prose in paragraphs."""
    if any(isinstance(block, Grid) and not is_layout(block) for block in cell.blocks):
        return True
    lines = list(lines_of(cell.blocks))
    prose = sum(len(line) >= PROSE_LENGTH and PROSE.search(line) is not None for line in lines)
    return len(lines) > 1 and prose > 1


@dataclass(slots=True)
class _Writer:
    """Writes lines and keeps count of where they stand."""

    parts: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    length: int = 0

    def write(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if not isinstance(block, Grid):
                self._paragraph(block)
            elif is_layout(block):
                self.write(inner for row in block.rows for cell in row for inner in cell.blocks)
            else:
                self._table(block)

    def _paragraph(self, text: str) -> None:
        for line in BREAK.split(text):
            shown = UNSEEN.sub("", line).rstrip(BLANK)
            if shown.strip(BLANK):
                self._put(shown + "\n")

    def _put(self, text: str) -> int:
        """Where the text put begins."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    def _table(self, grid: Grid) -> None:
        cells: list[Cell] = []
        for number, row in enumerate(_placed(grid.rows)):
            last = 0
            for column, cell in row:
                self._put("\t" * (column - last))
                last = column
                shown = _one_line(cell)
                start = self._put(shown)
                cells.append(Cell(start, start + len(shown), number, column, cell.rows, cell.columns))
            if row:
                self._put("\n")
        if cells:
            self.tables.append(Table(tuple(cells)))


def _one_line(cell: GridCell) -> str:
    return " ".join(" ".join(UNSEEN.sub("", line).split()) for line in lines_of(cell.blocks))


def _placed(rows: Sequence[Sequence[GridCell]]) -> Iterator[list[tuple[int, GridCell]]]:
    """Each row's cells with their columns: cells that reach down from rows above take their places first."""
    taken: dict[int, int] = {}  # column: rows for which it is still taken
    for row in rows:
        placed: list[tuple[int, GridCell]] = []
        below = {column: left - 1 for column, left in taken.items() if left > 1}
        column = 0
        for cell in row:
            while taken.get(column, 0) > 0:
                column += 1
            columns, down = min(max(cell.columns, 1), MAX_SPAN), min(max(cell.rows, 1), MAX_SPAN)
            placed.append((column, GridCell(cell.blocks, down, columns)))
            if down > 1:
                below.update(dict.fromkeys(range(column, column + columns), down - 1))
            column += columns
        yield placed
        taken = below
