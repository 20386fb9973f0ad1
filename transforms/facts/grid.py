"""A table as a person sees it: which rows are heads, what kind of cells a column holds, what its heads say.

A row is a line with tabs between its cells. The words that stand above and left of a cell, the caption above
the table and the units that any of them names are found here; what a figure comes to is
`transforms.facts.tables`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from transforms.facts.cues import Cues
from transforms.facts.quantities import CORE_RE, SCALE, Quantity, quantity_at
from transforms.facts.units import Numbers
from transforms.text.cells import CELL, HEADING

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
class Cell:
    """A cell: where it stands, and its words."""

    start: int
    end: int
    words: str


Row = list[Cell]


@dataclass
class Grid:
    """One table: its heads, and what kind of cells each column has."""

    text: str
    rows: list[Row]
    numbers: Numbers
    cues: Cues
    before: "Grid | None"  # the table before it in the text
    empty: Cell = field(init=False)
    columns: dict[int, list[Cell]] = field(default_factory=dict)  # with what reaches into empty cells
    named: dict[Place, list[Cell]] = field(default_factory=dict)

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
        digits = {c for (r, c), one in found.items() if self.cell(r, c).words[one.core_start].isdigit()}
        return {at: one for at, one in found.items() if not _is_name(one, at[1], digits)}

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
        if any(self.may_count(row, c) and not self.is_year(row, c) for c in counted):
            return False
        above = [cell.words for cell in self.rows[row - 1]] if row else []
        return (
            row == 0
            or not self.cell(row, 0).words
            or bool(_reached(above + [""] * (self.width - len(above))))
        )

    def may_count(self, row: int, column: int) -> bool:
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

    def _goes_on(self) -> "Grid | None":
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
        if self.says("head_skip", head) or self.says("head_remark", head):
            return "silent"
        units = [self._unit(self.cell(r, column).words) for r in body]
        if units and all(units) and self.says("head_unit", head):
            return "units"
        counted = sum(self.may_count(r, column) for r in body)
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

    def says(self, cue: str, words: str) -> bool:
        return self.cues.found(cue, words) is not None

    # what stands left of a figure

    def row_heads(self, row: int, column: int) -> list[Cell]:
        """The cells of words left of a figure; where heads repeat, those since the last figure."""
        if (row, column) not in self.named:
            self.named[row, column] = self._row_heads(row, column)
        return self.named[row, column]

    def _row_heads(self, row: int, column: int) -> list[Cell]:
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
            return self.says("head_total", self.cell(row, column).words)
        return self.kinds[column] == "words" or (
            self.kinds[column] == "figures" and not self.may_count(row, column)
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
        if column not in self.columns:
            filled, last = [], self.empty
            for r in range(len(self.rows)):
                cell = self.cell(r, column)
                last = cell if cell.words and r >= self.head_rows else last
                filled.append(last)
            self.columns[column] = filled
        return self.columns[column][row]

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
        if own and not (said and self.says("head_plain", name_of(head))):
            return own
        if RATE.search(name_of(head)):
            return None, 1.0
        rate = RATE.search(name_of(beside)) is not None
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
        counted = COUNTED.search(name_of(head))
        marked += [counted[1] or counted[2]] if counted else []
        return next(filter(None, map(self._unit, marked)), None)

    def _unit(self, words: str) -> Unit | None:
        """A unit that is all of some words: 件, 万元, 万."""
        match = self.numbers.tail.fullmatch(words)
        if not match or not words or match["inside"] or match["after"] or match["aside"]:
            return None
        multiple = SCALE.get(match["multiple"], 1.0)
        return (match["unit"], multiple) if match["unit"] or match["multiple"] else None

    def _unit_above(self, head: str) -> Unit | None:
        """The unit said above the table; of several (单位：件、万元) money for what is money."""
        said = (re.split("[、/，和]", match[1]) for line in self.above for match in SAID.finditer(line))
        units = [unit for unit in map(self._unit, chain.from_iterable(said)) if unit]
        money = self.says("head_money", head)
        if len(units) > 1:
            units = [one for one in units if (self.numbers.families.get(one[0] or "") == "money") == money]
        return units[0] if len(units) == 1 else None


def _reached(row: Sequence[str]) -> list[int]:
    """The columns under cells of a row that reach over several: those with empty ones behind them."""
    empty = {c for c, words in enumerate(row) if c and not words}
    return [c for c in range(len(row)) if c in empty or c + 1 in empty]


def _is_name(one: Quantity, column: int, digits: Set[int]) -> bool:
    """Whether a number is a name: 一所 where no cell of the column has digits; 50人以上 at the front."""
    front = column == 0 and len(digits) > 1 and one.unit is not None
    return column not in digits or front


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


def name_of(head: str) -> str:
    """The words of a head without units, asides, 其中 and its number; a bare year as it is said."""
    words = AMONG.sub("", HEADING.sub("", BRACKET.sub("", head), count=1))
    if match := BEHIND_STROKE.search(words):
        words = words[: match.start(1) - 1]
    year = YEAR_CELL.fullmatch(words)
    return f"{year[1]}年" if year else words.strip("：%‰± ")
