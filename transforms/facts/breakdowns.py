"""Which number is a stated part of which: 其中, 包括, 分别, brackets, and lists that add up.

Outcomes (受理 and 调处成功) are no parts of each other unless the text says 其中.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.facts.cues import Cues
from transforms.facts.quantities import Quantity

SUCH = re.compile(r"[，、][^，。；]{1,10}(?:的|以上|以下)(?:有)?")  # 专职的480人, 千万元以上203家
FARTHEST = 40  # numbers back that a total may stand
LONGEST_LINK, LONGEST_ITEM = 24, 20  # characters between two parts with and without a cue


@dataclass(slots=True)
class Part:
    """The place of the parent in the list, and the run of parts that it belongs to."""

    parent: int
    run: int


@dataclass(slots=True)
class Row:
    """The numbers of one sentence with the families of their units; each that is no part and no total (a
    change, a figure of another year) has a family of its own."""

    text: str
    items: Sequence[Quantity]
    families: Sequence[str | None]

    def between(self, index: int) -> str:
        """The words before a number, back to the number before it."""
        low = self.items[index - 1].end if index else max(0, self.items[index].start - 30)
        return self.text[low : self.items[index].start]

    def same(self, a: int, b: int) -> bool:
        """Whether two numbers may be total and part by their units."""
        return self.families[a] == self.families[b] or self.families[b] is None

    def value(self, index: int) -> float:
        """The value of a number."""
        return self.items[index].value


@dataclass(slots=True)
class _Open:
    """A total whose parts are being read; `closes` is the bracket's end, None for a breakdown with 其中."""

    parent: int
    run: int
    closes: int | None
    left: float
    parts: int = 0


def breakdowns(row: Row, cues: Cues) -> dict[int, Part]:
    """The part relations among the numbers of one sentence, by their places in the list."""
    found: dict[int, Part] = {}
    open_: list[_Open] = []
    run = 0
    for index in range(1, len(row.items)):
        start = row.items[index].start
        open_ = [one for one in open_ if one.closes is None or start <= one.closes]
        started = _starts(row, index, found, cues)
        if started is not None:
            run += 1
            open_ = [one for one in open_ if one.closes is not None or one.parent != started[0]]
            open_.append(_Open(started[0], run, started[1], row.value(started[0])))
        while open_ and not _continues(open_[-1], row, index, cues) and open_[-1].closes is None:
            open_.pop()
        if open_ and _continues(open_[-1], row, index, cues):
            found[index] = Part(open_[-1].parent, open_[-1].run)
            open_[-1].left -= row.value(index)
            open_[-1].parts += 1
    _unmarked(row, found, run, cues)
    return found


def _starts(row: Row, index: int, found: dict[int, Part], cues: Cues) -> tuple[int, int | None] | None:
    """The parent whose breakdown begins before this number, and the end of its bracket."""
    between = row.between(index)
    bracket = between.rfind("（")
    if 0 <= bracket <= 1 and "）" not in between[bracket:] and row.same(index - 1, index):
        close = row.text.find("）", row.items[index].end)
        return index - 1, (close if close >= 0 else None)
    parent = _parent(row, index, found, cues) if cues.found("breakdown", between) else None
    return None if parent is None else (parent, None)


def _parent(row: Row, index: int, found: dict[int, Part], cues: Cues) -> int | None:
    """The nearest number before that may be the total; what was received rather than what came of it."""
    among = "其中" in row.between(index)
    fits = [
        parent
        for parent in range(index - 1, max(index - FARTHEST, -1), -1)
        if (among or parent not in found)
        and row.same(parent, index)
        and row.value(parent) >= row.value(index)
    ]
    if len(fits) > 1 and fits[1] == fits[0] - 1 and cues.found("outcome", row.between(fits[0])):
        return fits[1]  # 受理27件，成功27件；其中…
    return fits[0] if fits else None


def _continues(top: _Open, row: Row, index: int, cues: Cues) -> bool:
    """Whether a number goes on with the parts of the total; more than the total may be a slip of the text."""
    if not row.same(top.parent, index) or row.value(index) > row.value(top.parent):
        return False
    if top.parts == 0 or top.closes is not None:
        return True
    between = row.between(index)
    tail = between.split("其中", 1)[-1]
    return (
        top.left > 1e-6
        and len(between) <= LONGEST_LINK
        and not cues.found("new_topic", tail)
        and not (cues.found("action", tail) and "其中" not in between)
    )


def _unmarked(row: Row, found: dict[int, Part], run: int, cues: Cues) -> None:
    """Parts that no word marks: a list that adds up to the number before it, 专职的480人 after 3924人."""
    totals = {part.parent for part in found.values()}
    for parent in range(len(row.items) - 1):
        if parent in found or parent in totals:
            continue
        last = _adds_up(row, parent, found, cues) or _picked(row, parent, found, cues)
        if last:
            run += 1
            found.update({index: Part(parent, run) for index in range(parent + 1, last + 1)})


def _adds_up(row: Row, parent: int, found: dict[int, Part], cues: Cues) -> int:
    """The last of two or more numbers that follow a total and add up to it; 0 where they don't."""
    total = 0.0
    for index in range(parent + 1, len(row.items)):
        between = row.between(index)
        if index in found or not row.same(parent, index) or len(between) > LONGEST_ITEM:
            return 0
        if cues.found("action", between):
            return 0
        total += row.value(index)
        if total >= row.value(parent):
            return index if index > parent + 1 and abs(total - row.value(parent)) < 1e-6 else 0
    return 0


def _picked(row: Row, parent: int, found: dict[int, Part], cues: Cues) -> int:
    """The last of the numbers that pick out some of the total by 的 or 以上; 0 where there is none."""
    last = 0
    for index in range(parent + 1, len(row.items)):
        between = row.between(index)
        picks = SUCH.fullmatch(between) and not cues.found("action", between)
        smaller = row.value(index) < row.value(parent) and row.families[index] is not None
        if index in found or not picks or not smaller or not row.same(parent, index):
            break
        last = index
    return last
