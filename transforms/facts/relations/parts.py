"""Parts and their total: breakdowns, 其中, lists up to 其他, totals behind parts, sums that nobody states."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from transforms.facts.breakdowns import MADE, MADE_OF
from transforms.facts.cues import Cues
from transforms.facts.relations.told import LONGEST, Relation, Told

REST = re.compile(r"(?:其他|其它|其余|余下|剩余|剩下)(?P<noun>[\u4e00-\u9fff]{0,4})[^，。；、\d]{0,6}$")
RESPECTIVELY = re.compile(r"(?:分别|依次)")
PICKED = re.compile(r"[超逾满过]|以上|以下|以内|不足|不到|[大小高低多少]于")
BEHIND = re.compile(r"[^，。；、\d]{0,8}[，；]?(?:一?共|共计|合计|总计|共有)")
VAGUE = re.compile(r"若干|多数|大量|[几数]十|多[件起次场]")
JOINS = re.compile(r"[、，和及与]")
LISTED = re.compile(r"(?:[、和及与]|以及)[^，。；]{0,20}$")
NEAR = 4  # numbers back
SHORT = 10  # characters after 其中 within which a verb is told of the parts themselves
LEAST_SUM = 10  # a sum that nobody states is told of from here on
FEW = 0.6  # told with 分别, parts that come to less of the number before are perhaps of something else


def parts(told: Told, cues: Cues) -> Iterator[Relation]:
    """All totals of a text with their parts, kind by kind."""
    reader = _Parts(told, cues)
    yield from reader.breakdowns()
    yield from reader.slips()
    yield from reader.lists()
    yield from reader.totals_behind()
    yield from reader.sums()


@dataclass(slots=True)
class _Parts:
    """Reads the totals of one text; `totals` are those that have their parts."""

    told: Told
    cues: Cues
    totals: set[int] = field(default_factory=set)

    def breakdowns(self) -> Iterator[Relation]:
        """Each run of parts against its total."""
        for (total, _), run in self.told.runs.items():
            self.totals.add(total)
            parts = [part for part in run if self.told.usable(part) and self.told.same_unit(total, part)]
            if parts and self.told.usable(total):
                yield self._breakdown(total, self._extended(total, parts))

    def _breakdown(self, total: int, parts: list[int]) -> Relation:
        kind: Literal["breakdown", "part"] = "breakdown" if self._complete(total, parts) else "part"
        return self._related(kind, total, parts, self._open(total, parts))

    def _related(
        self, kind: Literal["breakdown", "part"], total: int, parts: list[int], doubt: str | None
    ) -> Relation:
        terms = [self.told.term("total", total), *(self.told.term("part", part) for part in parts)]
        return Relation(kind, tuple(terms), doubt)

    def _extended(self, total: int, parts: list[int]) -> list[int]:
        """The parts with those up to 其他 that go on with them, though they come to more than the total."""
        last, more = parts[-1], list[int]()
        for index in range(last + 1, min(last + 6, len(self.told.measures))):
            lead = self.told.lead(index)
            goes_on = self.told.sentence[index] == self.told.sentence[last] and len(lead) <= LONGEST
            if not (goes_on and JOINS.match(lead) and self.told.same_unit(total, index)):
                break
            more.append(index)
            if not self._holds(total, index) and self._goes_on(lead):
                return parts + more
            if REST.search(lead):
                return parts + more
        return parts

    def _goes_on(self, lead: str) -> bool:
        """Whether the words before a number only name another part."""
        deed = self.cues.found("action", lead) or self.cues.found("new_topic", lead)
        return len(lead) <= SHORT and not deed

    def _complete(self, total: int, parts: list[int]) -> bool:
        """Whether the words or the numbers say that the parts are all there is."""
        told = self.told
        if len(parts) < 2 or any(PICKED.search(told.clause(part)) for part in parts):
            return False
        first, last = told.lead(parts[0]), parts[-1]
        if REST.search(told.lead(last)) or self._adds_up(total, parts):
            return True
        if MADE_OF.search(first) and MADE.match(told.text, told.measures[parts[0]].end):
            return True
        sum_of = sum(told.measures[part].value for part in parts)
        if not RESPECTIVELY.search(first):
            return False
        more = sum_of > told.measures[total].value
        return more if "其中" in first else sum_of >= FEW * told.measures[total].value

    def _adds_up(self, total: int, parts: list[int]) -> bool:
        return (
            abs(sum(self.told.measures[part].value for part in parts) - self.told.measures[total].value)
            < 1e-6
        )

    def _open(self, total: int, parts: list[int]) -> str | None:
        """What the words leave open about the parts of a total."""
        told, low, high = self.told, min(total, *parts), max(total, *parts)
        one = told.measures[total]
        members = {total, *parts}
        others = [index for index in range(low, high) if index not in members]
        if any(told.measures[part].modality != one.modality for part in parts):
            return "modality"
        if told.numerals(low, high) or VAGUE.search(told.between(low, high)):
            return "unread_number"
        if any(told.measures[index].parent not in members and told.usable(index) for index in others):
            same = [index for index in others if told.same_unit(total, index) and told.usable(index)]
            return (
                "unread_number" if any(told.measures[index].parent not in members for index in same) else None
            )
        return None

    def slips(self) -> Iterator[Relation]:
        """其中 with a number greater than the one before it, which the reading of parts passes over."""
        told = self.told
        for index in range(1, len(told.measures)):
            before, one = told.measures[index - 1], told.measures[index]
            lead = told.lead(index)
            if "其中" not in lead[:4] or one.value <= before.value or one.unit != before.unit:
                continue
            if told.sentence[index] != told.sentence[index - 1] or not (
                told.usable(index) and told.plain(index - 1)
            ):
                continue
            row = told.within(told.sentence[index])
            if not any(self._holds(other, index) for other in row if other < index):
                deed = len(lead) > SHORT and self.cues.found("action", lead)
                doubt = "deed" if deed else self._open(index - 1, [index])
                yield self._related("part", index - 1, [index], doubt)

    def _holds(self, total: int, part: int) -> bool:
        one = self.told.measures[total]
        return self.told.same_unit(total, part) and one.value >= self.told.measures[part].value

    def lists(self) -> Iterator[Relation]:
        """A total, then a list that ends in 其他 of the same noun, though no word says that parts follow."""
        told = self.told
        for last in range(2, len(told.measures)):
            rest = REST.search(told.lead(last))
            if rest is None or told.measures[last].parent is not None:
                continue
            parts = self._list_before(last)
            total = parts[0] - 1
            if (
                len(parts) < 2
                or total < 0
                or told.sentence[total] != told.sentence[last]
                or total in self.totals
            ):
                continue
            opens = JOINS.match(told.lead(parts[0])[:1] or "") or told.lead(parts[0])[:1] in "：（—"
            noun = rest["noun"][:2]
            named = noun in told.own(total) if noun else told.lead(parts[0])[:1] in "：（—"
            greater = all(self._holds(total, part) for part in parts)
            if opens and named and greater and told.plain(total) and len(told.lead(parts[0])) <= LONGEST:
                self.totals.add(total)
                yield self._related("breakdown", total, parts, self._open(total, parts))

    def totals_behind(self) -> Iterator[Relation]:
        """A件、B件，共C件, where the sum is not C."""
        told = self.told
        for total in range(2, len(told.measures)):
            if not BEHIND.fullmatch(told.lead(total)) or not told.plain(total) or total in self.totals:
                continue
            parts = self._list_before(total - 1)
            here = told.sentence[parts[0]] == told.sentence[total]
            if (
                len(parts) > 1
                and here
                and all(told.measures[one].unit == told.measures[total].unit for one in parts)
            ):
                self.totals.add(total)
                yield self._related("breakdown", total, parts, self._open(total, parts))

    def _list_before(self, last: int) -> list[int]:
        """The numbers joined by 、 up to this one."""
        told, parts = self.told, [last]
        while parts[0] > 1 and LISTED.match(told.lead(parts[0])) and told.same_unit(parts[0] - 1, last):
            if not told.plain(parts[0] - 1):
                break
            parts.insert(0, parts[0] - 1)
        return parts

    def sums(self) -> Iterator[Relation]:
        """A list that comes to a number right before it, though no word says so; told only where it does."""
        told, index = self.told, 1
        while index < len(told.measures):
            run = self._joined_from(index)
            index = run[-1] + 1
            amount = sum(told.measures[one].value for one in run)
            if len(run) < 2 or amount < LEAST_SUM:
                continue
            near = range(run[0] - 1, max(run[0] - NEAR, -1), -1)
            whole = next((one for one in near if self._is_sum(one, amount, run)), None)
            if whole is not None:
                terms = [told.term("total", whole), *(told.term("part", one) for one in run)]
                yield Relation("sum", tuple(terms))

    def _joined_from(self, first: int) -> list[int]:
        told, run = self.told, [first]
        while run[-1] + 1 < len(told.measures) and told.plain(run[-1]):
            after = run[-1] + 1
            same = told.sentence[after] == told.sentence[first] and told.same_unit(first, after)
            if not (same and told.plain(after) and LISTED.match(told.lead(after))):
                break
            run.append(after)
        return run

    def _is_sum(self, whole: int, amount: float, run: list[int]) -> bool:
        told = self.told
        here = told.sentence[whole] == told.sentence[run[0]]
        return (
            here and told.plain(whole) and told.measures[whole].value == amount and whole not in self.totals
        )
