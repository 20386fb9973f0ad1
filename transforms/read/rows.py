"""Tables told row by row, as rich text and old Word files tell them: cells by their right edges.

A paragraph, a cell's end, a row's end come one after the other; which columns a cell reaches over follows
from where its edges stand among those of the whole table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from transforms.read.blocks import Block, Grid, GridCell


@dataclass(slots=True)
class Edges:
    """A row's cells as announced: the right edge of each, and how it is merged (first, across, top, down)."""

    right: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    _next: str = ""

    def merge(self, how: str) -> None:
        """How the next cell is merged."""
        self._next = how

    def tell(self, cells: list[list[Block]]) -> bool:
        """Whether each cell was announced."""
        return len(self.right) >= len(cells)

    def add(self, right: int) -> None:
        """The next cell's right edge."""
        self.right.append(right)
        self.merged.append(self._next)
        self._next = ""


@dataclass(slots=True)
class Rows:
    """Blocks being collected, with a table that may be under way."""

    blocks: list[Block] = field(default_factory=list)
    _rows: list[tuple[list[list[Block]], Edges]] = field(default_factory=list)
    _cells: list[list[Block]] = field(default_factory=list)
    _cell: list[Block] = field(default_factory=list)

    def block(self, block: Block, in_table: bool) -> None:
        """A block in the cell under way, or outside of tables, where a table ends."""
        if in_table:
            self._cell.append(block)
        else:
            self._end_table()
            self.blocks.append(block)

    def cell(self) -> None:
        """A cell's end."""
        self._cells.append(self._cell)
        self._cell = []

    def row(self, edges: Edges) -> None:
        """A row's end."""
        if self._cells:
            self._rows.append((self._cells, edges))
        self._cells = []

    def finish(self) -> list[Block]:
        """All blocks; what was cut short ends here."""
        self._end_table()
        return self.blocks

    def _end_table(self) -> None:
        if self._cell:
            self.cell()
        self.row(Edges())
        if self._rows:
            self.blocks.append(_grid(self._rows))
            self._rows = []


def _grid(rows: Sequence[tuple[list[list[Block]], Edges]]) -> Grid:
    """The table of rows; cells merged downwards become one."""
    known = sorted({edge for cells, edges in rows if edges.tell(cells) for edge in edges.right})
    column = {edge: number + 1 for number, edge in enumerate(known)}
    table = _Table()
    for cells, edges in rows:
        told = edges.tell(cells)
        table.rows.append([])
        at = 0
        for place, blocks in enumerate(cells):
            end = max(column[edges.right[place]], at + 1) if told else at + 1
            table.add(blocks, edges.merged[place] if told else "", at, end - at)
            at = end
    return Grid(table.rows)


@dataclass(slots=True)
class _Table:
    """Rows being made; of each column, where the cell stands that rows below may go on with."""

    rows: list[list[GridCell]] = field(default_factory=list)
    _tops: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, blocks: list[Block], how: str, column: int, width: int) -> None:
        """One more cell of the last row."""
        row = self.rows[-1]
        if how == "across" and row:
            row[-1] = replace(row[-1], blocks=[*row[-1].blocks, *blocks], columns=row[-1].columns + width)
        elif how == "down" and column in self._tops:
            above, place = self._tops[column]
            top = self.rows[above][place]
            self.rows[above][place] = replace(top, rows=top.rows + 1)
        else:
            self._tops.pop(column, None)
            if how == "top":
                self._tops[column] = (len(self.rows) - 1, len(row))
            row.append(GridCell(blocks, 1, width))
