"""Tables of the cleaned text: each figure in a cell, with the clause that it stands for.

A row is a line with tabs between its cells. What a person reads across and down is said in words: 86 in the
row 清溪镇 and the column 受理纠纷（件） stands for 清溪镇受理纠纷86件, and is read as if that were written.
Cells of prose are left to the reading of sentences; what heads say of kind, plan and year is data (cues.csv,
the cues `head_…`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from transforms.facts.aspects import Kind, Modality
from transforms.facts.cues import Cues
from transforms.facts.grid import COUNTED, SIGN, YEAR_SAID, Cell, Grid, Place, Row, name_of
from transforms.facts.quantities import Quantity
from transforms.facts.times import Period
from transforms.facts.totals import Totals
from transforms.facts.units import Numbers
from transforms.facts.verdicts import Rejected
from transforms.text.cells import CELL

Span = tuple[int, int]
MOST_COLUMNS = 60  # no table for people has more


@dataclass(frozen=True, slots=True)
class Told:
    """What heads say of a figure's kind, modality and period; None where they say nothing."""

    kind: Kind | None = None
    modality: Modality | None = None
    period: Period | None = None
    falls: bool = False


@dataclass(slots=True)
class Figure:
    """A figure of a table.

    `item` stands in the text; `lead` are the words of its heads, `caption` those above the table, `title`
    whether these name the table; `parent` is the place in the list of the total that it is a part of, `run`
    the parts that it belongs to, `row` its line.
    """

    item: Quantity
    lead: str
    caption: str
    title: bool
    told: Told
    row: Span
    parent: int | None = None
    run: int | None = None


class Tables:
    """All figures, and the spans of cells in which numerals count nothing, with the reason."""

    def __init__(self, figures: Sequence[Figure] = (), silent: Iterable[tuple[Span, str]] = ()) -> None:
        self.figures = figures
        self.read = {place for one in figures for place in range(one.item.start, one.item.end)}
        self.silent = {place: reason for (low, high), reason in silent for place in range(low, high)}

    def take(
        self, items: Iterable[Quantity], rejected: Iterable[Rejected]
    ) -> tuple[list[Quantity], list[Rejected]]:
        """What was found in the text, without what is read or silent here."""
        kept = [one for one in items if not self.holds(one.core_start)]
        rest = [Rejected(one.start, one.end, self.silent.get(one.start, one.reason)) for one in rejected]
        rest += [
            Rejected(one.core_start, one.core_end, self.silent[one.core_start])
            for one in items
            if one.core_start in self.silent
        ]
        return kept, sorted((one for one in rest if one.start not in self.read), key=attrgetter("start"))

    def holds(self, place: int) -> bool:
        """Whether a place of the text is read or silent here."""
        return place in self.read or place in self.silent


def read_tables(text: str, year: int | None, numbers: Numbers, cues: Cues) -> Tables:
    """Every figure of every table, in reading order; `year` is the report's."""
    figures: list[Figure] = []
    silent: list[tuple[Span, str]] = []
    last: Grid | None = None
    for rows in _blocks(text):
        last = Grid(text, rows, numbers, cues, last)
        if last.width > MOST_COLUMNS:
            continue
        reader = _Reader(last, year)
        read = reader.figures(len(figures))
        figures += read
        silent += reader.silent() if read else []
    return Tables(figures, silent)


def _blocks(text: str) -> Iterator[list[Row]]:
    """The rows of each table: lines with tabs that follow each other."""
    block: list[Row] = []
    start = 0
    for line in text.split("\n"):
        if CELL in line:
            block.append(_cells(line, start))
        elif block:
            yield block
            block = []
        start += len(line) + 1
    if block:
        yield block


def _cells(line: str, start: int) -> Row:
    cells = []
    for words in line.split(CELL):
        cells.append(Cell(start, start + len(words), words))
        start += len(words) + 1
    return cells


class _Reader:
    """Reads the figures of one table; `year` is the report's."""

    def __init__(self, grid: Grid, year: int | None) -> None:
        self.grid = grid
        self.year = year or _latest(grid)

    def figures(self, base: int) -> list[Figure]:
        """The figures in reading order; `base` is the place of the first in the whole list."""
        places = [
            at for at in self._places() if not self.grid.says("head_skip", name_of(self.grid.row_words(*at)))
        ]
        found = [self._figure(*at) for at in places]
        order = {at: place for place, at in enumerate(places)}
        counts = {at: one.item for at, one in zip(places, found, strict=True) if one.told.kind is None}
        parts = Totals(self.grid, counts).parents()
        runs: dict[tuple[Place, bool], int] = {}
        for at, parent in parts.items():
            one = found[order[at]]
            one.parent = base + order[parent]
            one.run = runs.setdefault((parent, parent[0] == at[0]), len(runs) + 1)
        return found

    def _counts_nothing(self, row: int, column: int) -> bool:
        """Whether the head of a row says that its numbers count nothing."""
        return self.grid.says("head_skip", name_of(self.grid.row_words(row, column)))

    def _places(self) -> Iterator[Place]:
        first = self.grid.kinds.index("figures") if "figures" in self.grid.kinds else 1
        for r in range(self.grid.head_rows, len(self.grid.rows)):
            for c, kind in enumerate(self.grid.kinds):
                one = self.grid.readings.get((r, c))
                among_words = kind == "words" and c > first and one is not None and one.unit is not None
                if among_words or (kind == "figures" and self.grid.may_count(r, c)):
                    yield r, c

    def _figure(self, row: int, column: int) -> Figure:
        cell, told = self.grid.cell(row, column), self._told(row, column)
        read = self.grid.readings.get((row, column))
        item = read or Quantity(0, len(cell.words), 0, len(cell.words), 0.0, None, None, "exact")
        if item.unit is None:
            item = _times(item, *self.grid.unit(row, column))
        line = self.grid.rows[row]
        return Figure(
            _moved(item, cell.start), self.lead(row, column), self.grid.caption, self.grid.title, told,
            (line[0].start, line[-1].end),
        )  # fmt: skip

    def lead(self, row: int, column: int) -> str:
        """The words of a figure's heads, as they would stand before it in a sentence."""
        beside, head = name_of(self.grid.row_words(row, column)), name_of(self.grid.heads[column])
        if self.grid.says("head_plain", head) or COUNTED.fullmatch(head):
            head = ""
        if self.grid.says("head_bare", head) and (level := self._level_before(column)):
            head = level + head
        first = self.grid.says("head_time", head)
        lead = head + beside if first else beside + head
        return lead if beside and not self.grid.says("head_total", beside) else self._of_all(head, lead)

    def _of_all(self, head: str, lead: str) -> str:
        """The words before the figure of a total: those above the table where its column says nothing."""
        bare = not head or self.grid.says("head_bare", head) or self.grid.says("head_time", head)
        return self.grid.caption.split("，")[-1] + lead if bare else lead

    def _level_before(self, column: int) -> str:
        """The words above the figures that a bare 同比 or 占比 is told of: the nearest column left of it."""
        heads = (
            name_of(self.grid.heads[c]) for c in range(column - 1, -1, -1) if self.grid.kinds[c] == "figures"
        )
        level = next((head for head in heads if not self.grid.says("head_bare", head)), "")
        plain = (
            self.grid.says("head_plain", level)
            or self.grid.says("head_time", level)
            or COUNTED.fullmatch(level)
        )
        return "" if plain else level

    def _told(self, row: int, column: int) -> Told:
        """What heads and the cell's own sign say."""
        own = self.grid.heads[column], self.grid.row_words(row, column)
        sign = SIGN.match(self.grid.cell(row, column).words)
        falls = sign is not None and sign["minus"] is not None
        if sign or any(self.grid.says("head_change", words) for words in own):
            return Told(kind="change", falls=falls)
        kind: Kind | None = "share" if any(self.grid.says("head_share", words) for words in own) else None
        if any(self.grid.says("head_planned", words) for words in own):
            return Told(kind, "planned", None)
        years = [int(match[0]) for words in own if (match := YEAR_SAID.search(words))]
        if self.year and years and max(years) != self.year:
            return Told(kind, None, "prior") if max(years) < self.year else Told(kind, "planned", None)
        if any(self.grid.says("head_prior", words) for words in own):
            return Told(kind, None, "prior")
        part = any(self.grid.says("head_part", name_of(words)) for words in own)
        return Told(kind, None, "part_year" if part else None)

    def silent(self) -> Iterator[tuple[Span, str]]:
        """The cells in which numerals count nothing: heads, numbers of rows, remarks."""
        for r, row in enumerate(self.grid.rows):
            for c, cell in enumerate(row):
                if cell.words and (reason := self._silence(r, c)):
                    yield (cell.start, cell.end), reason

    def _silence(self, row: int, column: int) -> str | None:
        if row < self.grid.head_rows:
            return "table_head"
        if self.grid.kinds[column] == "silent":
            return (
                "table_remark" if self.grid.says("head_remark", self.grid.heads[column]) else "table_number"
            )
        counted = range(column + 1, len(self.grid.rows[row]))
        heads = (self.grid.row_heads(row, c) for c in counted if self.grid.kinds[c] == "figures")
        return "table_head" if any(self.grid.cell(row, column) in cells for cells in heads) else None


def _latest(grid: Grid) -> int | None:
    """The latest of several years in the heads: the report's, where nothing else tells it."""
    words = [*grid.heads, *(row[0].words for row in grid.rows)]
    years = {int(match[0]) for one in words if (match := YEAR_SAID.match(one))}
    return max(years) if len(years) > 1 else None


def _times(one: Quantity, unit: str | None, multiple: float) -> Quantity:
    """A number with the unit that its head gives it."""
    high = None if one.high is None else one.high * multiple
    return replace(one, value=round(one.value * multiple, 6), high=high, unit=unit)


def _moved(one: Quantity, by: int) -> Quantity:
    """A number of a cell as it stands in the text."""
    return replace(
        one,
        start=one.start + by,
        end=one.end + by,
        core_start=one.core_start + by,
        core_end=one.core_end + by,
    )
