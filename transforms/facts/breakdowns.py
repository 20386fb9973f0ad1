"""Which number is a stated part of which: 其中, 包括, 分别, brackets, lists that add up to a total before or
behind them.

Outcomes (受理 and 调处成功) are no parts of each other unless the text says 其中; shares and changes are
never parts and are passed over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.facts.cues import Cues
from transforms.facts.quantities import Quantity
from transforms.facts.sentences import clause_end

MADE_OF = re.compile(r"由(?!于|此)[^，。；、\d]{1,14}$")
MADE = re.compile(r"[^。；]{0,80}?(?:组成|构成)")
LIST_OPENS = re.compile(r"^[^，。；]{0,6}(?:：|——|，涉及)")
ANEW = re.compile(r"[按从][^，。；、\d]{1,8}(?:分|看)")  # words that break the same total down once more
LEADS_OUT = "，；"  # marks that lead out of a list joined by weaker ones, the stronger last
FARTHEST = 40  # numbers back that a total may stand
LONGEST_LINK, LONGEST_ITEM = 24, 20  # characters between two parts with and without a cue
LONGEST_BESIDE = 12  # characters between two totals that are broken down together
TINY = 1e-6
RATES = frozenset({"tenth", "permille"})
NO_PARTS = RATES | {"percent", "percentage_point", "multiple", "score"}  # families of units that don't add up


@dataclass(slots=True)
class Part:
    """The place of the parent in the list, and the run of parts that it belongs to."""

    parent: int
    run: int


@dataclass(slots=True)
class Row:
    """The numbers of one sentence with the families of their units; a number that is no part and no total (a
    change, a share, a figure of another year) is set apart."""

    text: str
    items: Sequence[Quantity]
    families: Sequence[str | None]
    apart: Sequence[bool] = ()

    def between(self, index: int) -> str:
        """The words before a number, back to the number before it."""
        low = self.items[index - 1].end if index else max(0, self.items[index].start - 30)
        return self.text[low : self.items[index].start]

    def same(self, a: int, b: int) -> bool:
        """Whether two numbers may be total and part by their units."""
        return self.families[a] == self.families[b] or self.families[b] is None

    def aside(self, index: int) -> bool:
        """Whether a number is passed over when parts are read."""
        return bool(self.apart) and self.apart[index]

    def value(self, index: int) -> float:
        """The value of a number."""
        return self.items[index].value

    def sum_of(self, total: int, first: int) -> list[int]:
        """Two or more numbers from `first` on that add up to a total; empty where none do."""
        left, depth, parts = self.value(total), 0, list[int]()
        for index in range(first, len(self.items)):
            between = self.between(index) if parts else "，"
            depth += between.count("（") - between.count("）")
            if self.aside(index) or depth > 0 or not between:
                continue  # a share, a part of a part, the same told in another unit
            if not self.same(total, index) or len(between) > LONGEST_LINK:
                break
            parts.append(index)
            left -= self.value(index)
            if left <= TINY:
                return parts if len(parts) > 1 and left > -TINY else []
        return []


@dataclass(slots=True)
class _Open:
    """A total whose parts are being read, up to the bracket that `closes`, or after 其中 (None) while they
    go on; up to the number `until` they add up."""

    parent: int
    run: int
    closes: int | None
    left: float
    until: int
    parts: int = 0


def breakdowns(row: Row, cues: Cues) -> dict[int, Part]:
    """The part relations among the numbers of one sentence, by their places in the list."""
    reader = _Reader(row, cues)
    for index in range(1, len(row.items)):
        if not row.aside(index):
            reader.take(index)
    reader.unmarked()
    return reader.found


@dataclass(slots=True)
class _Reader:
    """Reads the parts of one sentence's numbers, one number after the other."""

    row: Row
    cues: Cues
    found: dict[int, Part] = field(default_factory=dict)
    open: list[_Open] = field(default_factory=list)
    runs: int = 0

    def take(self, index: int) -> None:
        """Read a number: it begins a breakdown, goes on with one, or ends it."""
        start = self.row.items[index].start
        self.open = [one for one in self.open if one.closes is None or start <= one.closes]
        started = self._starts(index)
        if started is not None:
            self._begin(*started, index)
        while self.open and not self._continues(self.open[-1], index) and self.open[-1].closes is None:
            self._beside(self.open.pop(), index)
        if self.open and self._continues(self.open[-1], index):
            self._add(self.open[-1], index)

    def _begin(self, parent: int, closes: int | None, index: int) -> None:
        self.runs += 1
        self.open = [one for one in self.open if one.closes is not None or one.parent != parent]
        until = max(self.row.sum_of(parent, index), default=0)
        self.open.append(_Open(parent, self.runs, closes, self.row.value(parent), until))

    def _add(self, top: _Open, index: int) -> None:
        self.found[index] = Part(top.parent, top.run)
        top.left -= self.row.value(index)
        top.parts += 1

    def _starts(self, index: int) -> tuple[int, int | None] | None:
        """The parent whose breakdown begins before this number, and the end of its bracket."""
        row, between = self.row, self.row.between(index)
        bracket = between.rfind("（")
        if 0 <= bracket <= 1 and "）" not in between[bracket:] and row.same(index - 1, index):
            close = row.text.find("）", row.items[index].end)
            return index - 1, (close if close >= 0 else None)
        if self.cues.found("among", between) and row.same(index - 1, index) and not row.aside(index - 1):
            return (index - 1, None) if row.value(index - 1) >= row.value(index) else None
        parent = self._parent(index) if self._marked(index) else None
        return None if parent is None else (parent, None)

    def _marked(self, index: int) -> bool:
        """Whether a word says that parts begin: 其中, 包括, 由…组成."""
        between = self.row.between(index)
        if self.open and self.open[-1].parts and between.startswith("、涉及"):
            return False  # 涉及合同的22份、涉及信访的14份
        made = MADE_OF.search(between) and MADE.match(self.row.text, self.row.items[index].end)
        return bool(made) or self.cues.found("breakdown", between) is not None

    def _parent(self, index: int) -> int | None:
        """The nearest number before that may be the total; what was received rather than what came of it."""
        row = self.row
        among = "其中" in row.between(index)
        anew = ANEW.search(row.between(index)) is not None
        fits = [
            parent
            for parent in range(index - 1, max(index - FARTHEST, -1), -1)
            if (among or parent not in self.found or (parent == index - 1 and not anew))
            and not row.aside(parent)
            and row.same(parent, index)
            and row.value(parent) >= row.value(index)
        ]
        exact = [parent for parent in fits if row.sum_of(parent, index)]
        fits = exact or fits
        while len(fits) > 1 and self._came_of(fits[0], fits[1]):
            fits = fits[1:]  # 受理27件，成功27件；其中…
            if not exact:
                break
        return fits[0] if fits else None

    def _came_of(self, index: int, before: int) -> bool:
        """Whether a number is what came of the one right before it."""
        beside = before == index - 1 and self.row.value(before) >= self.row.value(index)
        return beside and self.cues.found("outcome", self.row.between(index)) is not None

    def _continues(self, top: _Open, index: int) -> bool:
        """Whether a number goes on with the parts of the total; more than it may be a slip of the text."""
        row = self.row
        if not row.same(top.parent, index) or row.value(index) > row.value(top.parent):
            return False
        if top.parts == 0 or top.closes is not None or index <= top.until:
            return True
        between = row.between(index)
        tail = between.split("其中", 1)[-1]
        return (
            top.left > TINY
            and not top.until
            and len(between) <= LONGEST_LINK
            and not self.cues.found("new_topic", tail)
            and not (self._tells_deeds(tail) and "其中" not in between)
            and not self._leaves(top, between)
        )

    def _leaves(self, top: _Open, between: str) -> bool:
        """Whether a mark stronger than those between the parts so far leads out of their list."""
        if "其中" in between:
            return False
        last = self.row.between(max(index for index, part in self.found.items() if part.run == top.run))
        mark, weaker = between[:1], last[:1]
        if top.parts == 1:
            return mark == "；" and "：" not in last
        return mark in LEADS_OUT and LEADS_OUT.find(mark) > LEADS_OUT.find(weaker) and weaker in "、，；"

    def _tells_deeds(self, words: str) -> bool:
        return self.cues.found("action", words) is not None

    def _beside(self, top: _Open, index: int) -> None:
        """立案40宗、罚款31万元 of 立案322宗、罚款86万元: a second total broken down beside the first."""
        row, second = self.row, top.parent + 1
        first_part = min(part for part, one in self.found.items() if one.run == top.run) if top.parts else 0
        near = len(row.between(index)) <= LONGEST_BESIDE and index - 1 in self.found
        if not near or not top.parent < second < first_part or self.row.aside(second):
            return
        if row.same(top.parent, index) or not row.same(second, index) or row.value(second) < row.value(index):
            return
        if second not in self.found and len(row.between(second)) <= LONGEST_BESIDE:
            self.runs += 1
            self.found[index] = Part(second, self.runs)

    def unmarked(self) -> None:
        """Parts that no word marks: a list that adds up to the number before or behind it, 专职的480人."""
        for total in range(2, len(self.row.items)):
            self._summed_up(total)
        for parent in range(len(self.row.items) - 1):
            totals = {part.parent for part in self.found.values()}
            if parent in self.found or parent in totals or self.row.aside(parent):
                continue
            self._file(parent, self._adds_up(parent) or self._picked(parent))

    def _file(self, parent: int, parts: list[int]) -> None:
        if parts:
            self.runs += 1
            self.found.update({index: Part(parent, self.runs) for index in parts})

    def _summed_up(self, total: int) -> None:
        """A件、B件，共C件: the parts stand before their total."""
        row, left, parts = self.row, self.row.value(total), list[int]()
        if row.aside(total) or total in self.found or not self.cues.found("sum", row.between(total)):
            return
        for index in range(total - 1, -1, -1):
            if index in self.found or row.aside(index) or not row.same(total, index) or left <= TINY:
                break
            parts.insert(0, index)
            left -= row.value(index)
        if len(parts) > 1 and abs(left) <= TINY:
            self._file(total, parts)

    def _adds_up(self, parent: int) -> list[int]:
        """Two or more numbers that follow a total and add up to it; none where deeds are told."""
        row, first = self.row, parent + 1
        while first < len(row.items) and row.aside(first):
            first += 1
        parts = row.sum_of(parent, first)
        if not parts or any(part in self.found for part in parts) or row.between(first)[:1] in "、和及":
            return []
        opened = LIST_OPENS.match(row.between(first)) is not None
        end = row.items[parts[-1]].end
        words = [row.between(first).rpartition("，")[2], *map(row.between, parts[1:])]
        deeds = any(map(self._tells_deeds, [*words, row.text[end : clause_end(row.text, end, end + 12)]]))
        return parts if opened or not (deeds or max(map(len, words)) > LONGEST_ITEM) else []

    def _picked(self, parent: int) -> list[int]:
        """The numbers that pick out some of the total by 的 or 以上."""
        row, picked = self.row, list[int]()
        for index in range(parent + 1, len(row.items)):
            if row.aside(index):
                continue
            between = row.between(index)
            picks = self.cues.found("picks", between) and not self._tells_deeds(between)
            smaller = row.value(index) < row.value(parent) and row.families[index] is not None
            if index in self.found or not picks or not smaller or not row.same(parent, index):
                break
            picked.append(index)
        return picked
