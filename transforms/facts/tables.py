"""Tables of the cleaned text: each figure in a cell, with the clause that it stands for.

A row is a line with tabs between its cells. What a person reads across and down is said in words: 86 in the
row 清溪镇 and the column 受理纠纷（件） stands for 清溪镇受理纠纷86件, and is read as if that were written.
Cells of prose are left to the reading of sentences; what heads say of kind, plan and year is data (cues.csv,
the cues `head_…`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter

from transforms.facts.aspects import Kind, Modality
from transforms.facts.breakdowns import NO_PARTS, TINY
from transforms.facts.cues import Cues
from transforms.facts.quantities import CORE_RE, Quantity, quantity_at
from transforms.facts.times import Period
from transforms.facts.units import Numbers
from transforms.facts.verdicts import Rejected
from transforms.text.cells import CELL, HEADING

Span = tuple[int, int]
Place = tuple[int, int]  # row and column, from 0
Unit = tuple[str | None, float]  # the unit, and the multiple that stands before it

BRACKET = re.compile(r"（[^（）]*）")
IN_BRACKETS = re.compile(r"（(?:计量)?(?:单位[：为]?)?([^（）]{1,6})）")
BEHIND_STROKE = re.compile(r"[^/]/([^/（）\d]{1,4})$")
SAID = re.compile(r"单位[：:为]([^，。；）\n]{1,14})")
COUNTED = re.compile(r"(?:(人次|场次|件次|户次|家次|批次)数?|([人件户家场次个项份条起宗名篇])数)$")
YEAR_CELL = re.compile(r"(20\d\d)(?:年度?)?")
YEAR_SAID = re.compile(r"(?<!\d)20\d\d(?=年|$)")
SIGN = re.compile(
    r"(?:同比|环比|[比较](?:上年|去年|上一年)(?:同期)?)?"
    r"(?:(?P<minus>-|－|−|–|—|↓|▼|下降|减少|降低|下滑)|[+＋↑▲]|上升|增长|增加|提高)"
)
KEPT_SIGN = "-－−+＋"
GOES_ON = re.compile("[，；。（]")
ASIDE = re.compile(r"（[^（）\d]*）")
NIL = re.compile(r"无|零|没有")
SAYS_NOTHING = re.compile(r"[/\\\-—–－*…·]*")
PROSE = re.compile("[，。；！？]")
LONGEST_HEAD = 40  # characters of a cell that may be a head
LONGEST_LEAD_IN = 60  # characters of the sentence before a table that are looked at
NUMBERED = re.compile(r"^(?:附件|附表|附|续表|表|图)[\d一二三四五六七八九十]*(?:-\d+)?[：:.、]?")
LEADS_ON = re.compile(r"，[^，]*(?:如下|下表|[见如]表)[^，]*$|(?:详?见|如)(?:下表|表\d*|下)(?:所示)?$")
AMONG = re.compile(r"^其中[：:，、]?")
RATE = re.compile(r"(?<!效)率|比例|比重|占比|幅")


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


@dataclass(frozen=True, slots=True)
class Tables:
    """All figures, and the spans of cells in which numerals count nothing, with the reason."""

    figures: Sequence[Figure] = ()
    silent: Sequence[tuple[Span, str]] = ()

    def take(
        self, items: Iterable[Quantity], rejected: Iterable[Rejected]
    ) -> tuple[list[Quantity], list[Rejected]]:
        """What was found in the text, without what is read or silent here."""
        read = {place for one in self.figures for place in range(one.item.start, one.item.end)}
        silent = {place: reason for (low, high), reason in self.silent for place in range(low, high)}
        kept = [one for one in items if one.core_start not in read and one.core_start not in silent]
        rest = [Rejected(one.start, one.end, silent.get(one.start, one.reason)) for one in rejected]
        rest += [
            Rejected(one.core_start, one.core_end, silent[one.core_start])
            for one in items
            if one.core_start in silent
        ]
        return kept, sorted((one for one in rest if one.start not in read), key=attrgetter("start"))

    def holds(self, place: int) -> bool:
        """Whether a place of the text is read or silent here."""
        spans = [(one.item.start, one.item.end) for one in self.figures] + [span for span, _ in self.silent]
        return any(low <= place < high for low, high in spans)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it stands, and its words."""

    start: int
    end: int
    words: str


Row = list[Cell]


def read_tables(text: str, year: int | None, numbers: Numbers, cues: Cues) -> Tables:
    """Every figure of every table, in reading order; `year` is the report's."""
    figures: list[Figure] = []
    silent: list[tuple[Span, str]] = []
    last: _Table | None = None
    for rows in _blocks(text):
        last = _Table(text, rows, year, numbers, cues, last)
        read = last.figures(len(figures))
        figures += read
        silent += last.silent() if read else []
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


@dataclass
class _Table:
    """One table: its heads, and what kind of cells each column has."""

    text: str
    rows: list[Row]
    year: int | None
    numbers: Numbers
    cues: Cues
    before: "_Table | None"  # the table before it in the text
    empty: Cell = field(init=False)

    def __post_init__(self) -> None:
        self.empty = Cell(self.rows[0][0].start, self.rows[0][0].start, "")

    # cells

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place; an empty one where the row is shorter."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else self.empty

    @cached_property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows))

    @cached_property
    def readings(self) -> dict[Place, Quantity]:
        """The cells that hold a number and nothing else, their number as in a text of its own."""
        found = {}
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if (one := _number(cell.words, self.numbers)) is not None:
                    found[r, c] = one
        return {at: one for at, one in found.items() if not self._names(found, *at)}

    def _names(self, found: Mapping[Place, Quantity], row: int, column: int) -> bool:
        """Whether a number is a name: 一所, 二中队; 50人以上 at the front of its row."""
        digits = {c for r, c in found if self.cell(r, c).words[found[r, c].core_start].isdigit()}
        front = column == 0 and len(digits) > 1 and found[row, column].unit is not None
        return column not in digits or front

    def is_year(self, row: int, column: int) -> bool:
        """Whether a cell may be a year as well as a number."""
        return YEAR_CELL.fullmatch(self.cell(row, column).words) is not None

    # heads

    @cached_property
    def head_rows(self) -> int:
        """How many rows above the first figure are heads; 0 where the table begins with figures."""
        counted = {c for r, c in self.readings if not self.is_year(r, c)}
        heads = 0
        while counted and heads < len(self.rows) and self._is_head_row(heads, counted):
            heads += 1
        return heads if heads < len(self.rows) else 0

    def _is_head_row(self, row: int, counted: Iterable[int]) -> bool:
        """Whether a row below heads alone is one: no figure in it, and the heads reach down or over it."""
        if any(self._may_count(row, c) and not self.is_year(row, c) for c in counted):
            return False
        above = [cell.words for cell in self.rows[row - 1]] if row else []
        return (
            row == 0
            or not self.cell(row, 0).words
            or bool(_reached(above + [""] * (self.width - len(above))))
        )

    def _may_count(self, row: int, column: int) -> bool:
        """Whether a cell holds a number or says that there is nothing."""
        return (row, column) in self.readings or NIL.fullmatch(self.cell(row, column).words) is not None

    @cached_property
    def heads(self) -> list[str]:
        """The words above each column; those of the table before where this one goes on with it."""
        if not self.head_rows and (above := self._goes_on()):
            return above.heads
        return ["".join(dict.fromkeys(self._above(c))) for c in range(self.width)]

    def _above(self, column: int) -> Iterator[str]:
        """The words above a column row by row; the cell left of an empty one reaches into it."""
        rows = self._head_words
        for r, row in enumerate(rows):
            words = row[column]
            if not words and any(below[column] for below in rows[r + 1 :]):
                words = next((one for one in reversed(row[:column]) if one), "")
            yield words

    @cached_property
    def _head_words(self) -> list[list[str]]:
        """The words of the head rows, a column each. A lower row that lost the empty cells at its ends, as
        copied text does, stands under the cells above that reach over several columns."""
        rows: list[list[str]] = []
        for cells in self.rows[: self.head_rows]:
            words = [cell.words for cell in cells]
            under = _reached(rows[-1]) if rows else []
            if len(words) < self.width and len(words) == len(under):
                placed = dict(zip(under, words, strict=True))
                words = [placed.get(c, "") for c in range(self.width)]
            rows.append(words + [""] * (self.width - len(words)))
        return rows

    def own_head(self, column: int) -> str:
        """The words right above a column, without those that stand over several."""
        words = [row[column] for row in self._head_words if row[column]]
        return words[-1] if words else self.heads[column]

    def _goes_on(self) -> "_Table | None":
        """The table before, where but one short line parts this from it and it has as many columns."""
        above = self.before
        if above is None or above.width != self.width:
            return None
        between = self.text[above.rows[-1][-1].end : self.rows[0][0].start].strip("\n")
        return above if len(between) <= LONGEST_HEAD and "\n" not in between else None

    @cached_property
    def kinds(self) -> list[str]:
        """What each column holds: figures, words, units, or what counts nothing (silent)."""
        return [self._kind(c) for c in range(self.width)]

    def _kind(self, column: int) -> str:
        head = self.heads[column]
        body = [r for r in range(self.head_rows, len(self.rows)) if self.cell(r, column).words]
        numbers = [r for r in body if (r, column) in self.readings]
        if self._says("head_skip", head) or self._says("head_remark", head):
            return "silent"
        units = [self._unit(self.cell(r, column).words) for r in body]
        if units and all(units) and self._says("head_unit", head):
            return "units"
        counted = sum(self._may_count(r, column) for r in body)
        said = sum(SAYS_NOTHING.fullmatch(self.cell(r, column).words) is None for r in body)
        if not numbers or counted * 2 < said:
            return "words"
        if all(self.is_year(r, column) for r in numbers) and (column == 0 or "年" in head):
            return "words"
        return "silent" if not head and column == 0 and self._counts_rows(body) else "figures"

    def _counts_rows(self, body: Sequence[int]) -> bool:
        """Whether a first column only numbers the rows."""
        read = [self.readings.get((r, 0)) for r in body]
        counted = [one.value if one and one.unit is None else None for one in read]
        more = any(c > 0 for _, c in self.readings)
        return more and len(body) > 1 and counted == list(range(1, len(body) + 1))

    def _says(self, cue: str, words: str) -> bool:
        return self.cues.found(cue, words) is not None

    # what stands left of a figure

    def row_heads(self, row: int, column: int) -> list[Cell]:
        """The cells of words left of a figure; where heads repeat, those since the last figure."""
        found: list[Cell] = []
        for c in range(self._first_beside(column), min(column, self.width)):
            cell = self.cell(row, c)
            if self.kinds[c] == "words" and not cell.words and not any(one.words for one in found):
                cell = self._filled(row, c)
            if self._may_name(row, c):
                found.append(cell)
        return [cell for cell in found if _is_head(cell.words)]

    def _may_name(self, row: int, column: int) -> bool:
        """Whether a cell may be a head of its row: words, also where others of its column are none."""
        if self.kinds[column] == "silent":  # 合计 may stand in the column that numbers the rows
            return self._says("head_total", self.cell(row, column).words)
        return self.kinds[column] == "words" or (
            self.kinds[column] == "figures" and not self._may_count(row, column)
        )

    def _first_beside(self, column: int) -> int:
        """The first column of those that a figure's heads stand in."""
        head = self.heads[column] if column < self.width else ""
        repeated = head in self.heads[:column] if head else column < self.width and not any(self.heads)
        if not repeated:
            return 0
        words = [c for c in range(column) if self.kinds[c] == "words"]
        return max((c for c in words if c and self.kinds[c - 1] != "words"), default=0)

    def _filled(self, row: int, column: int) -> Cell:
        """The cell above that reaches into an empty one at the front of its row."""
        above = (self.cell(r, column) for r in range(row, self.head_rows - 1, -1))
        return next((cell for cell in above if cell.words), self.empty)

    def row_words(self, row: int, column: int) -> str:
        """The words of the heads left of a figure."""
        return "".join(dict.fromkeys(cell.words for cell in self.row_heads(row, column)))

    # what stands above the table

    @cached_property
    def above(self) -> list[str]:
        """Short lines right above the table, or the last sentence of a longer one, the farthest first."""
        lines = self.text[: self.rows[0][0].start].rstrip("\n").split("\n")[-3:]
        found: list[str] = []
        for line in filter(None, reversed(lines)):
            if CELL in line or HEADING.match(line) or "。" in line[:-1] or len(line) > LONGEST_HEAD:
                last = re.split("[。；]", line.rstrip("。："))[-1]
                if not found and CELL not in line and len(last) <= LONGEST_LEAD_IN:
                    found.insert(0, last)
                break
            if not found or line[-1] != "。":
                found.insert(0, line)
            if line[-1] in "。：":
                break
        return found

    @cached_property
    def caption(self) -> str:
        """The words above the table, without its number and units."""
        lines = (HEADING.sub("", SAID.sub("", NUMBERED.sub("", line)), count=1) for line in self.above)
        names = (LEADS_ON.sub("", BRACKET.sub("", line).strip("。：（） ")) for line in lines)
        return "，".join(name for name in names if name)

    @cached_property
    def title(self) -> bool:
        """Whether the words above name the table, rather than lead on to it."""
        names = [line for line in self.above if not SAID.search(line)] or self.above
        return bool(names) and names[-1][-1:] not in "。：，；" and "，" not in names[-1]

    # units

    def unit(self, row: int, column: int) -> Unit:
        """The unit that heads give to a figure without one."""
        head, beside = self.heads[column], self.row_words(row, column)
        own, said = self._unit_in(head), self._unit_beside(row, beside)
        if own and not (said and self._says("head_plain", _name(head))):
            return own
        if RATE.search(_name(head)):
            return None, 1.0
        rate = RATE.search(_name(beside)) is not None
        return said or (None if rate else self._unit_above(head + beside)) or (None, 1.0)

    def _unit_beside(self, row: int, words: str) -> Unit | None:
        """The unit in a row's own column of units, or in its head."""
        units = (self._unit(self.cell(row, c).words) for c, kind in enumerate(self.kinds) if kind == "units")
        return next(filter(None, units), None) or self._unit_in(words)

    def _unit_in(self, head: str) -> Unit | None:
        """The unit in a head: 数量（件）, 金额/万元, 占比%, 参训人次, 案件数."""
        marked = [match[1] for match in IN_BRACKETS.finditer(head)]
        marked += [match[1] for match in BEHIND_STROKE.finditer(head)]
        marked += [head[-1]] if head[-1:] in ("%", "‰") else []
        counted = COUNTED.search(_name(head))
        marked += [counted[1] or counted[2]] if counted else []
        return next(filter(None, map(self._unit, marked)), None)

    def _unit(self, words: str) -> Unit | None:
        """A unit that is all of some words: 件, 万元, 万."""
        match = self.numbers.tail.fullmatch(words)
        if not match or not words or match["inside"] or match["after"] or match["aside"]:
            return None
        multiple = {"万": 1e4, "亿": 1e8, "万亿": 1e12}.get(match["multiple"] or "", 1.0)
        return (match["unit"], multiple) if match["unit"] or match["multiple"] else None

    def _unit_above(self, head: str) -> Unit | None:
        """The unit said above the table; of several (单位：件、万元) money for what is money."""
        said = (re.split("[、/，和]", match[1]) for line in self.above for match in SAID.finditer(line))
        units = [unit for unit in map(self._unit, chain.from_iterable(said)) if unit]
        money = self._says("head_money", head)
        if len(units) > 1:
            units = [one for one in units if (self.numbers.families.get(one[0] or "") == "money") == money]
        return units[0] if len(units) == 1 else None

    # figures

    def figures(self, base: int) -> list[Figure]:
        """The figures in reading order; `base` is the place of the first in the whole list."""
        places = [at for at in self._places() if not self._says("head_skip", _name(self.row_words(*at)))]
        found = [self._figure(*at) for at in places]
        order = {at: place for place, at in enumerate(places)}
        parts = _Parts(self, dict(zip(places, found, strict=True))).parents()
        runs: dict[tuple[Place, bool], int] = {}
        for at, parent in parts.items():
            one = found[order[at]]
            one.parent = base + order[parent]
            one.run = runs.setdefault((parent, parent[0] == at[0]), len(runs) + 1)
        return found

    def _places(self) -> Iterator[Place]:
        first = self.kinds.index("figures") if "figures" in self.kinds else 1
        for r in range(self.head_rows, len(self.rows)):
            for c, kind in enumerate(self.kinds):
                one = self.readings.get((r, c))
                among_words = kind == "words" and c > first and one is not None and one.unit is not None
                if among_words or (kind == "figures" and self._may_count(r, c)):
                    yield r, c

    def _figure(self, row: int, column: int) -> Figure:
        cell, told = self.cell(row, column), self._told(row, column)
        read = self.readings.get((row, column))
        item = read or Quantity(0, len(cell.words), 0, len(cell.words), 0.0, None, None, "exact")
        if item.unit is None:
            item = _times(item, *self.unit(row, column))
        line = self.rows[row]
        return Figure(
            _moved(item, cell.start), self.lead(row, column), self.caption, self.title, told,
            (line[0].start, line[-1].end),
        )  # fmt: skip

    def lead(self, row: int, column: int) -> str:
        """The words of a figure's heads, as they would stand before it in a sentence."""
        beside, head = _name(self.row_words(row, column)), _name(self.heads[column])
        if self._says("head_plain", head) or COUNTED.fullmatch(head):
            head = ""
        if self._says("head_bare", head) and (level := self._level_before(column)):
            head = level + head
        first = self._says("head_time", head)
        lead = head + beside if first else beside + head
        return lead if beside and not self._says("head_total", beside) else self._of_all(head, lead)

    def _of_all(self, head: str, lead: str) -> str:
        """The words before the figure of a total: those above the table where its column says nothing."""
        bare = not head or self._says("head_bare", head) or self._says("head_time", head)
        return self.caption.split("，")[-1] + lead if bare else lead

    def _level_before(self, column: int) -> str:
        """The words above the figures that a bare 同比 or 占比 is told of: the nearest column left of it."""
        heads = (_name(self.heads[c]) for c in range(column - 1, -1, -1) if self.kinds[c] == "figures")
        level = next((head for head in heads if not self._says("head_bare", head)), "")
        plain = self._says("head_plain", level) or self._says("head_time", level) or COUNTED.fullmatch(level)
        return "" if plain else level

    def _told(self, row: int, column: int) -> Told:
        """What heads and the cell's own sign say."""
        own = self.heads[column], self.row_words(row, column)
        sign = SIGN.match(self.cell(row, column).words)
        falls = sign is not None and sign["minus"] is not None
        if sign or any(self._says("head_change", words) for words in own):
            return Told(kind="change", falls=falls)
        kind: Kind | None = "share" if any(self._says("head_share", words) for words in own) else None
        if any(self._says("head_planned", words) for words in own):
            return Told(kind, "planned", None)
        years = [int(match[0]) for words in own if (match := YEAR_SAID.search(words))]
        if self.latest and years and max(years) != self.latest:
            return Told(kind, None, "prior") if max(years) < self.latest else Told(kind, "planned", None)
        if any(self._says("head_prior", words) for words in own):
            return Told(kind, None, "prior")
        part = any(self._says("head_part", _name(words)) for words in own)
        return Told(kind, None, "part_year" if part else None)

    @cached_property
    def latest(self) -> int | None:
        """The report's year; where it is not known, the latest of several years in the heads."""
        words = [*self.heads, *(cell.words for row in self.rows for cell in row[:1])]
        years = {int(match[0]) for one in words if (match := YEAR_SAID.match(one))}
        return self.year or (max(years) if len(years) > 1 else None)

    def silent(self) -> Iterator[tuple[Span, str]]:
        """The cells in which numerals count nothing: heads, numbers of rows, remarks."""
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell.words and (reason := self._silence(r, c)):
                    yield (cell.start, cell.end), reason

    def _silence(self, row: int, column: int) -> str | None:
        if row < self.head_rows:
            return "table_head"
        if self.kinds[column] == "silent":
            return "table_remark" if self._says("head_remark", self.heads[column]) else "table_number"
        counted = range(column + 1, len(self.rows[row]))
        heads = (self.row_heads(row, c) for c in counted if self.kinds[c] == "figures")
        return "table_head" if any(self.cell(row, column) in cells for cells in heads) else None


class _Parts:
    """Which figures of a table add up to which."""

    def __init__(self, table: _Table, figures: Mapping[Place, Figure]) -> None:
        self.table, self.figures = table, figures
        body = range(table.head_rows, len(table.rows))
        self.total_rows = [r for r in body if self._is_total(table.row_words(r, table.width))]
        self.among_rows = [r for r in body if AMONG.match(table.row_words(r, table.width))]
        counted = [c for c, kind in enumerate(table.kinds) if kind == "figures"]
        self.total_columns = [c for c in counted if self._is_total(table.own_head(c))]

    def _is_total(self, head: str) -> bool:
        return self.table.cues.found("head_total", _name(head)) is not None

    def parents(self) -> dict[Place, Place]:
        """The place of each part's total; a total of the row goes before one of the column."""
        return self._among() | self._down() | self._across()

    def _down(self) -> dict[Place, Place]:
        found: dict[Place, Place] = {}
        for c in range(self.table.width):
            for total in self.total_rows:
                runs = ([(r, c) for r in rows] for rows in self._rows_of(total))
                found |= dict.fromkeys(self._parts((total, c), runs), (total, c))
        return found

    def _rows_of(self, total: int) -> Iterator[list[int]]:
        """The rows that may add up to a total's: those above it or below it to the next total, or all."""
        totals = self.total_rows
        body = range(self.table.head_rows, len(self.table.rows))
        plain = [r for r in body if r not in totals and r not in self.among_rows]
        above = max((r for r in totals if r < total), default=-1)
        below = min((r for r in totals if r > total), default=len(self.table.rows))
        yield [r for r in plain if above < r < total]
        yield [r for r in plain if total < r < below]
        if total in (totals[0], totals[-1]):
            yield [r for r in totals if r != total]
        yield plain

    def _across(self) -> dict[Place, Place]:
        found: dict[Place, Place] = {}
        for total in self.total_columns:
            for r in range(self.table.head_rows, len(self.table.rows)):
                runs = ([(r, c) for c in columns] for columns in self._columns_of(total))
                found |= dict.fromkeys(self._parts((r, total), runs), (r, total))
        return found

    def _columns_of(self, total: int) -> Iterator[Sequence[int]]:
        """The columns that may add up to a total: those of its group beside it, or all on one side of it."""
        above = [head.removesuffix(self.table.own_head(c)) for c, head in enumerate(self.table.heads)]
        group = [c for c, head in enumerate(above) if head == above[total]]
        for columns in (group, range(self.table.width)):
            yield [c for c in columns if c < total]
            yield [c for c in columns if c > total]

    def _among(self) -> dict[Place, Place]:
        """Rows that begin with 其中 are parts of the nearest other row above."""
        found: dict[Place, Place] = {}
        for r, c in self.figures:
            if r in self.among_rows:
                whole = next((up for up in range(r - 1, -1, -1) if up not in self.among_rows), -1)
                if self._same((whole, c), (r, c)):
                    found[r, c] = whole, c
        return found

    def _parts(self, total: Place, runs: Iterable[Iterable[Place]]) -> list[Place]:
        """The first of some runs of figures that add up to a total."""
        given = ([at for at in run if at in self.figures] for run in runs)
        return next((parts for parts in given if self._add_up(total, parts)), [])

    def _add_up(self, total: Place, parts: Sequence[Place]) -> bool:
        if len(parts) < 2 or not all(self._same(total, part) for part in parts):
            return False
        whole = self.figures[total].item.value
        return abs(sum(self.figures[part].item.value for part in parts) - whole) <= TINY * max(whole, 1.0)

    def _same(self, total: Place, part: Place) -> bool:
        """Whether two figures may be total and part: counts of one unit."""
        if total not in self.figures or part not in self.figures:
            return False
        one, other = self.figures[total], self.figures[part]
        family = self.table.numbers.families.get(one.item.unit or "")
        counts = one.told.kind is None and other.told.kind is None and family not in NO_PARTS
        return counts and one.item.unit == other.item.unit and one.item.value >= other.item.value


def _reached(row: Sequence[str]) -> list[int]:
    """The columns under cells of a row that reach over several: those with empty ones behind them."""
    empty = {c for c, words in enumerate(row) if c and not words}
    return [c for c in range(len(row)) if c in empty or c + 1 in empty]


def _is_head(words: str) -> bool:
    """Whether the words of a cell may name what is counted beside it."""
    short = 0 < len(words) <= LONGEST_HEAD
    return short and not PROSE.search(words) and not SAYS_NOTHING.fullmatch(words)


def _number(words: str, numbers: Numbers) -> Quantity | None:
    """The number that is all of a cell, sign and asides apart, or opens it; None where it is no count."""
    core = CORE_RE.search(words)
    if core is None:
        return None
    one = quantity_at(words, *core.span(), numbers)
    sign, rest = words[: one.start], words[one.end :]
    told = one.unit is not None and GOES_ON.match(rest)
    if (sign and not SIGN.fullmatch(sign)) or (rest and not told and not ASIDE.fullmatch(rest)):
        return None
    rules = numbers.digit_rules if core[0][0].isdigit() else numbers.word_rules
    bare = core.end() == len(words) and core[0][0].isdigit()  # 120 and +2 are neither hotline nor label here
    if not bare and rules.reason(words, *core.span()):
        return None
    return replace(one, start=one.start - 1) if sign and sign[-1] in KEPT_SIGN else one


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


def _name(head: str) -> str:
    """The words of a head without units, asides, 其中 and its number; a bare year as it is said."""
    words = AMONG.sub("", HEADING.sub("", BRACKET.sub("", head), count=1))
    if match := BEHIND_STROKE.search(words):
        words = words[: match.start(1) - 1]
    year = YEAR_CELL.fullmatch(words)
    return f"{year[1]}年" if year else words.strip("：%‰± ")
