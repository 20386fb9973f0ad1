"""From characters and lines placed on pages to running text: shared by PDF, OFD and scans.

Geometry decides: rows by baseline, columns by a gutter, paragraphs by indent and by whether the next word
would have fitted. Coordinates are in any unit, `y` grows downwards; all measures are in multiples of the
type size, so the unit does not matter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from transforms.read.document import Cell, Line, Page, Table
from transforms.read.furniture import without_furniture

Box = tuple[float, float, float, float]

LATIN = re.compile(r"[A-Za-z\d]")
WORD = re.compile(r"[（《“‘「『【〈(]*(?:[A-Za-z\d.,%．，％]+|.)[，。、；：？！）》”’」』】〉)]*")
CLOSING = "，。、；：？！）》”’」』】〉"
ENDING = "。；：！？…"
MARK = re.compile(
    r"第?[一二三四五六七八九十]{1,3}(?:、|[章节条])|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．]\D"
)
GAP = 1.0  # in type sizes: a wider gap parts a row into strips
MARGIN = 1.2  # rows that end so near to each other end at the same margin


class Glyph(NamedTuple):
    """A character on its baseline."""

    text: str
    left: float
    right: float
    base: float
    size: float


class Strip(NamedTuple):
    """Characters of one row without a wide gap; `box` is its place as shares of the page, for evidence."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    confidence: float = 1.0
    box: Box | None = None
    grid: "Grid | None" = None


class Filled(NamedTuple):
    """A cell of a table with its text, and the lines of a recogniser that it was read from."""

    text: str
    row: int
    column: int
    rows: int
    columns: int
    seen: tuple[Strip, ...] = ()


class Grid(NamedTuple):
    """A ruled table: cells by row, then column."""

    cells: tuple[Filled, ...]


class Row(NamedTuple):
    """A row of a column of a page, as wide as its strips; `frame` tells columns of the same place apart."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    strips: tuple[Strip, ...]
    frame: tuple[int, int]

    @property
    def grid(self) -> Grid | None:
        """The table that stands here instead of a row."""
        return self.strips[0].grid


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its strips in any order."""

    number: int
    width: float
    height: float
    strips: list[Strip]


@dataclass(slots=True)
class Composed:
    """The running text and where its parts stand."""

    text: str = ""
    pages: list[Page] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def compose(sheets: Sequence[Sheet]) -> Composed:
    """The text of all pages: furniture dropped, rows joined into paragraphs, tables a line a row."""
    common = _common(_gutter(sheet) for sheet in sheets)
    pages = without_furniture([(sheet, list(_rows(sheet, common))) for sheet in sheets])
    return _Writer(pages).written()


# Characters to strips


def strips(glyphs: Iterable[Glyph]) -> list[Strip]:
    """The strips of a page's characters."""
    found: list[Strip] = []
    for row in _baselines(sorted(glyphs, key=lambda glyph: glyph.base)):
        found.extend(map(_strip, _parted(sorted(row, key=lambda glyph: glyph.left))))
    return found


def _baselines(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    for glyph in glyphs:
        if row and glyph.base - row[0].base > 0.45 * max(glyph.size, row[0].size):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _parted(row: list[Glyph]) -> Iterator[list[Glyph]]:
    """A row cut at its wide gaps; a character drawn twice to look bold counts once."""
    part = [row[0]]
    for glyph in row[1:]:
        last = part[-1]
        if glyph.text == last.text and glyph.left - last.left < 0.15 * glyph.size:
            continue
        if glyph.left - last.right > GAP * max(glyph.size, last.size):
            yield part
            part = []
        part.append(glyph)
    yield part


def _strip(part: list[Glyph]) -> Strip:
    gaps = [after.left - before.right for before, after in pairwise(part)]
    usual = max(median(gaps), 0.0) if len(gaps) > 3 else 0.0  # justified text is spaced
    text = part[0].text
    for glyph, gap in zip(part[1:], gaps, strict=True):
        text += " " + glyph.text if _is_blank(text[-1], glyph, gap - usual) else glyph.text
    size = median(glyph.size for glyph in part)
    base = median(glyph.base for glyph in part)
    return Strip(text, part[0].left, base - 0.88 * size, part[-1].right, base + 0.12 * size, size)


def _is_blank(before: str, glyph: Glyph, gap: float) -> bool:
    between_words = LATIN.match(before) and LATIN.match(glyph.text)
    return gap > (0.2 if between_words else 0.6) * glyph.size


# Strips to rows in reading order


def _rows(sheet: Sheet, common: float | None) -> Iterator[Row]:
    gutter = _gutter(sheet)
    if gutter is None and common is not None and _crossing(sheet.strips, common) * 4 <= len(sheet.strips):
        gutter = common
    spanning = [s for s in sheet.strips if gutter is None or s.left < gutter < s.right]
    heights = sorted(_middle(strip) for strip in spanning) if gutter is not None else []
    placed = sorted(((_frame(s, gutter, heights), s) for s in sheet.strips), key=lambda pair: pair[0])
    for frame, group in groupby(placed, key=lambda pair: pair[0]):
        for row in _level([strip for _, strip in group]):
            yield _row(row, frame)


def _middle(strip: Strip) -> float:
    return (strip.top + strip.bottom) / 2


def _frame(strip: Strip, gutter: float | None, spanning: list[float]) -> tuple[int, int]:
    """Band and column: what reaches over the gutter stands above the columns that follow it."""
    if gutter is None:
        return 0, 0
    band = sum(middle <= _middle(strip) for middle in spanning)
    return band, 0 if strip.left < gutter < strip.right else 1 if strip.right <= gutter else 2


def _common(gutters: Iterable[float | None]) -> float | None:
    """Where a file set in two columns is parted, for pages too short to show it."""
    found = list(gutters)
    known = [gutter for gutter in found if gutter is not None]
    return median(known) if len(known) * 2 >= len(found) > 0 else None


def _crossing(found: list[Strip], x: float) -> int:
    return sum(strip.left < x < strip.right for strip in found)


def _gutter(sheet: Sheet) -> float | None:
    """Where a page of two columns is parted; None for a page of one."""
    if len(sheet.strips) < 10:
        return None
    lines = [strip for strip in sheet.strips if strip.grid is None]
    candidates = [sheet.width * share / 100 for share in range(35, 66)]
    crossings = [_crossing(lines, x) for x in candidates]
    fewest = min(crossings)
    at = [x for x, crossing in zip(candidates, crossings, strict=True) if crossing == fewest]
    gutter = at[len(at) // 2]
    left = [s for s in lines if s.right <= gutter]
    right = [s for s in lines if s.left >= gutter]
    prose = fewest * 4 <= len(lines) and _is_column(left) and _is_column(right)
    return gutter if prose else None


def _is_column(part: list[Strip]) -> bool:
    """Whether strips are lines of prose below each other: most of them fill the width that they share."""
    if len(part) < 4:
        return False
    extent = max(s.right for s in part) - min(s.left for s in part)
    widths = [s.right - s.left for s in part]
    return extent > 8 * median(s.size for s in part) and median(widths) > 0.65 * extent


def _level(group: list[Strip]) -> Iterator[list[Strip]]:
    """Strips of the same height, from the top."""
    row: list[Strip] = []
    for strip in sorted(group, key=lambda s: (_middle(s), s.left)):
        if row and _middle(strip) - _middle(row[0]) > 0.5 * max(strip.size, row[0].size):
            yield row
            row = []
        row.append(strip)
    if row:
        yield row


def _row(found: list[Strip], frame: tuple[int, int]) -> Row:
    parts = tuple(sorted(found, key=lambda strip: strip.left))
    return Row(
        " ".join(strip.text for strip in parts),
        parts[0].left,
        min(strip.top for strip in parts),
        max(strip.right for strip in parts),
        max(strip.bottom for strip in parts),
        max(strip.size for strip in parts),
        parts,
        frame,
    )


# Rows to paragraphs


class _Margins(NamedTuple):
    left: float
    right: float
    pitch: float
    indented: bool = False

    @classmethod
    def of(cls, rows: list[Row], width: float) -> "_Margins":
        """Where rows begin and end when the text fills its measure, and how far apart they stand."""
        size = median(row.size for row in rows)
        left = _shared(sorted(row.left for row in rows), size)
        inside = [-row.right for row in rows if row.text[-1] not in CLOSING]  # marks may hang in the margin
        right = -_shared(sorted(inside if len(inside) > 2 else [-row.right for row in rows]), size)
        full = sum(right - row.right < MARGIN * size for row in rows)
        if full < max(3, len(rows) / 5):
            right = max(right, width - left)
        steps = [b.bottom - a.bottom for a, b in pairwise(rows) if b.bottom > a.bottom]
        indented = sum(MARGIN * size < row.left - left < 3 * size for row in rows) * 10 > len(rows)
        return cls(left, right, median(steps) if steps else 2 * size, indented)


def _shared(ends: list[float], size: float) -> float:
    """The outermost end that another row has as well."""
    for end, after in pairwise(ends):
        if after - end < MARGIN * size / 2:
            return end
    return ends[0]


class _Writer:
    """Writes pages one behind the other and notes where things come to stand."""

    def __init__(self, pages: list[tuple[Sheet, list[Row]]]) -> None:
        self.pages = pages
        self.whole = self._margins()
        self.parts: list[str] = []
        self.length = 0
        self.out = Composed()

    def _margins(self) -> dict[tuple[int, int], _Margins]:
        """The margins of each column of each width of page, all pages together."""
        kinds: dict[tuple[int, int], list[Row]] = {}
        for sheet, rows in self.pages:
            for row in rows:
                if row.grid is None:
                    kinds.setdefault(_kind(sheet, row), []).append(row)
        return {kind: _Margins.of(rows, kind[0]) for kind, rows in kinds.items()}

    def written(self) -> Composed:
        """The text of all pages."""
        before: tuple[Row, _Margins, int] | None = None
        for sheet, rows in self.pages:
            started = False
            margins = self._margins_on(sheet, rows)
            for row in rows:
                here = margins[row.frame[1]]
                self._part(self._between(before, row, here, sheet.number))
                if not started:
                    started = self._begin(sheet)
                self._write(row, sheet)
                before = row, here, sheet.number
            if not started:
                self._begin(sheet)
        return self._finished()

    def _between(self, before: tuple[Row, _Margins, int] | None, row: Row, here: _Margins, page: int) -> str:
        """What parts a row from the one before: nothing, a blank, or a line's end."""
        if before is None:
            return ""
        last, margins, number = before
        if not _goes_on(last, margins, row, here, number == page and last.frame == row.frame):
            return "\n"
        return joint(last.text, row.text)

    def _margins_on(self, sheet: Sheet, rows: list[Row]) -> dict[int, _Margins]:
        """The margins on a page: its own where they differ little, for scans lie a bit aside."""
        found: dict[int, _Margins] = {}
        for column in {row.frame[1] for row in rows}:
            own = [row for row in rows if row.frame[1] == column and row.grid is None]
            whole = self.whole.get((round(sheet.width), column))
            found[column] = (
                _near(own, whole, sheet.width) if whole else _Margins(0, sheet.width, sheet.height)
            )
        return found

    def _begin(self, sheet: Sheet) -> bool:
        self.out.pages.append(Page(sheet.number, self.length, self.length))
        return True

    def _part(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _write(self, row: Row, sheet: Sheet) -> None:
        if row.grid is not None:
            self._table(row.grid, sheet.number)
            return
        for index, strip in enumerate(row.strips):
            self._part(" " if index else "")
            start = self.length
            self._part(strip.text)
            self._prove(start, strip, sheet.number)

    def _prove(self, start: int, strip: Strip, page: int) -> None:
        if strip.box is not None:
            self.out.lines.append(Line(start, self.length, page, strip.box, strip.confidence))

    def _table(self, grid: Grid, page: int) -> None:
        cells = []
        for number, group in groupby(grid.cells, key=lambda cell: cell.row):
            self._part("\n" if number != grid.cells[0].row else "")
            for index, cell in enumerate(group):
                self._part("\t" if index else "")
                start = self.length
                self._part(cell.text)
                if cell.seen:
                    self._prove(start, min(cell.seen, key=lambda strip: strip.confidence), page)
                cells.append(Cell(start, self.length, cell.row, cell.column, cell.rows, cell.columns))
        self.out.tables.append(Table(tuple(cells)))

    def _finished(self) -> Composed:
        self.out.text = "".join(self.parts)
        ends = [page.start for page in self.out.pages[1:]] + [self.length]
        self.out.pages = [Page(p.number, p.start, end) for p, end in zip(self.out.pages, ends, strict=True)]
        return self.out


def _kind(sheet: Sheet, row: Row) -> tuple[int, int]:
    return round(sheet.width), row.frame[1]


def _near(rows: list[Row], whole: _Margins, width: float) -> _Margins:
    if len(rows) < 4:
        return whole
    own, size = _Margins.of(rows, width), median(row.size for row in rows)
    left = own.left if abs(own.left - whole.left) < size else whole.left
    right = own.right if abs(own.right - whole.right) < 1.5 * size else whole.right
    return _Margins(left, right, whole.pitch, whole.indented)


def _goes_on(last: Row, margins: _Margins, row: Row, here: _Margins, below: bool) -> bool:
    """Whether a row continues the paragraph of the one before; `below` where it stands right under it."""
    if last.grid is not None or row.grid is not None or _is_spread(last) or _is_spread(row):
        return False
    size = max(last.size, row.size)
    if size > 1.3 * min(last.size, row.size):
        return False
    if row.left - here.left > size and not (below and _is_title(last, row, here)):
        return False
    if below and row.bottom - last.bottom > 1.45 * max(margins.pitch, 1.2 * size):
        return False
    if not here.indented and MARK.match(row.text) and last.text[-1] in ENDING:
        return False
    return margins.right - last.right < _room(last, row)


def _is_spread(row: Row) -> bool:
    """Whether a row is entries far apart, as in a list with figures at the right."""
    return any(after.left - before.right > 2 * row.size for before, after in pairwise(row.strips))


def _is_title(last: Row, row: Row, here: _Margins) -> bool:
    """Whether a row is the centred rest of a title too long for one line."""
    shift = (row.left + row.right - last.left - last.right) / 2
    return (
        abs(shift) < row.size / 2
        and row.left - here.left > 2.5 * row.size
        and last.text[-1] not in ENDING
        and last.size > 0.85 * row.size
    )


def _room(last: Row, row: Row) -> float:
    """How much room at the end of a row is too little for what begins the next one."""
    word = WORD.match(row.text)
    width = sum(0.55 if LATIN.match(c) or c in ".,%" else 1.0 for c in (word[0] if word else row.text[:1]))
    slack = 1.0 if last.text[-1] in CLOSING else 0.5
    return (min(width, 8.0) + slack) * row.size


def joint(before: str, after: str) -> str:
    """What stands between two rows that are joined: a blank between words of letters."""
    return (
        " "
        if before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
        else ""
    )


def in_cell(found: list[Strip]) -> str:
    """The text of a cell, its rows joined."""
    text = ""
    for row in _level(found):
        line = " ".join(strip.text for strip in sorted(row, key=lambda strip: strip.left))
        text += (joint(text, line) if text else "") + line
    return text
