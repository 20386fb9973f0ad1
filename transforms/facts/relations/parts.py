"""Parts and their total: breakdowns, 其中, lists up to 其他, totals behind parts, sums that nobody states."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from transforms.facts.breakdowns import MADE, MADE_OF
from transforms.facts.cues import Cues
from transforms.facts.relations.told import LISTED, LONGEST, RATES, Relation, Told

REST = re.compile(
    r"(?:其他|其它|其余|余下|剩余|剩下)(?P<noun>[\u4e00-\u9fff]{0,4})[^，。；、\d]{0,6}(?:，(?:合?计|共|有){1,2})?$"
)
RESPECTIVELY = re.compile(r"分别|依次")
DIVIDED = re.compile(r"(?:划?分为|即)[^，。；、\d]*$")  # words that say that the parts are all there is
OPENS = re.compile(r"[：（—]|，(?:主要)?(?:涉及|包括|包含|涵盖|分为|即)")
PICKED = re.compile(
    r"(?:[超逾满过]|不足|不到|达到?|[大小高低多少]于)(?=[^，。；、]{0,2}[\d一二两三四五六七八九十百千万亿])|以上|以下|以内"
)
ANEW = re.compile(
    r"[从按][^，。；、\d]{1,10}(?:看|分|计|统计|来说)"
)  # words that begin a breakdown, or another
BEHIND = re.compile(r"[^，。；、\d]{0,8}[，；]?(?:(?:一|总)?共|共计|合计|总计|累计|共有)[^，。；、\d]{0,4}")
CLASS = re.compile(r"[\u4e00-\u9fff]类(?:案件|纠纷|事项|问题|投诉|诉求)?$")
EXCLUSIVE = tuple(
    map(
        re.compile,
        (
            "[专兼]职",
            "男|女",
            "线[上下]|网[上下]",
            "(?:简易|一般|普通|听证)程序",
            "[一二三四]季度",
            "当场|限期",
        ),
    )
)  # words of which one excludes the others
EARLIER = re.compile(r"(?<![无没])(?:结转|历年|往年|积案|遗留|去年|上年|旧存)")
VAGUE = re.compile(r"若干|多数|大量|[几数]十|多[件起次场]")
JOINS = re.compile(r"[、，和及与]")
NEAR = 4  # numbers back
FARTHEST = 30  # numbers back among which a total is sought
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
    yield from reader.far_lists()
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
        if REST.search(self.told.lead(last)):
            return parts
        mark = self.told.lead(last)[:1] if self._adds_up(total, parts) else ""  # 男18名、女20名，专职…
        for index in range(last + 1, min(last + 6, len(self.told.measures))):
            lead = self.told.lead(index)
            goes_on = self.told.sentence[index] == self.told.sentence[last] and len(lead) <= LONGEST
            goes_on = goes_on and lead.startswith(mark) and not ANEW.search(lead)
            goes_on = goes_on and "；" not in lead and "其中" not in lead
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
        if told.measures[total].words:
            return not any("其中" in told.lead(part) for part in parts)
        if REST.search(told.lead(last)) or self._adds_up(total, parts):
            return True
        if DIVIDED.search(first) or (
            MADE_OF.search(first) and MADE.match(told.text, told.measures[parts[0]].end)
        ):
            return True
        sum_of = sum(told.measures[part].value for part in parts)
        if "其中" in first or not RESPECTIVELY.search(first):
            bound = RESPECTIVELY.search(first) or ANEW.search(first) or self._classes(parts)
            return bool(bound) and sum_of > told.measures[total].value
        return sum_of >= FEW * told.measures[total].value

    def _classes(self, parts: list[int]) -> bool:
        """Whether the parts are classes of which a case has only one: 婚姻类, 邻里类; 简易程序, 普通程序."""
        said = [self.told.lead(part) for part in parts]
        return all(map(CLASS.search, said)) or any(all(map(one.search, said)) for one in EXCLUSIVE)

    def _adds_up(self, total: int, parts: list[int]) -> bool:
        return (
            abs(sum(self.told.measures[part].value for part in parts) - self.told.measures[total].value)
            < 1e-6
        )

    def _open(self, total: int, parts: list[int]) -> str | None:
        """What the words leave open about the parts of a total."""
        told, members = self.told, {total, *parts}
        if told.measures[total].words:
            return None
        first, last, most = min(parts), max(parts), max(told.measures[part].value for part in parts)
        if any(told.measures[part].modality != told.measures[total].modality for part in parts):
            return "modality"
        if told.numerals(first, last) or VAGUE.search(told.between(first, last)):
            return "unread_number"
        among = [index for index in range(first, last) if self._loose(index, total, members)]
        before = [index for index in range(total + 1, first) if self._loose(index, total, members)]
        another = any(told.measures[index].value >= most for index in before)  # of which the parts may be
        return "unread_number" if among or another else None

    def _loose(self, index: int, total: int, members: set[int]) -> bool:
        """Whether a number beside the parts of a total is a count of its unit that is no part of them."""
        told = self.told
        apart = index not in members and told.measures[index].parent not in members
        return apart and told.usable(index) and told.same_unit(total, index)

    def slips(self) -> Iterator[Relation]:
        """其中 with a number greater than the one before it, which the reading of parts passes over."""
        for index in range(1, len(self.told.measures)):
            total = self._passed_over(index)
            if total is not None:
                yield self._related("part", total, [index], self._slip_doubt(total, index))

    def _passed_over(self, part: int) -> int | None:
        """The nearest count before 其中 and a number that is greater than all that it may be a part of."""
        told, lead = self.told, self.told.lead(part)
        if "其中" not in lead or "；" in lead or not (told.usable(part) or self._newly(part)):
            return None
        first = max(told.within(told.sentence[part]).start, part - FARTHEST)
        row = [one for one in range(first, part) if told.plain(one)]
        row = [one for one in row if told.same_unit(one, part)]
        if not row or any(self._holds(one, part) for one in row) or told.together(row[-1], part):
            return None
        return row[-1] if told.measures[row[-1]].unit == told.measures[part].unit else None

    def _newly(self, part: int) -> bool:
        """其中年内新增15台: a rise that is a part."""
        one = self.told.measures[part]
        return (
            one.kind == "change"
            and "新" in self.told.clause(part)
            and one.family not in RATES
            and one.value > 0
        )

    def _slip_doubt(self, total: int, part: int) -> str | None:
        """A deed told after 其中 (其中整改52处) may be of other things too, unless it is the total's own."""
        told = self.told
        said = told.lead(part).rpartition("其中")[2]
        deed = self.cues.found("action", said) if len(said) > SHORT and not said.endswith("的") else None
        if deed and deed[0] not in told.own(total):
            return "deed"
        low, high = told.sentences.span(told.sentence[part])
        return "explained" if EARLIER.search(told.text, low, high) else self._open(total, [part])

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
            parts = told.listed(last)
            total = parts[0] - 1
            if len(parts) > 1 and total >= 0 and total not in self.totals and self._opens(total, parts, rest):
                self.totals.add(total)
                yield self._related("breakdown", total, parts, self._open(total, parts))

    def _opens(self, total: int, parts: list[int], rest: re.Match[str]) -> bool:
        """Whether the words between a number and a list behind it lead from a total to its parts."""
        told, lead = self.told, self.told.lead(parts[0])
        if told.sentence[total] != told.sentence[parts[0]] or not told.plain(total) or len(lead) > LONGEST:
            return False
        noun = rest["noun"][:2]
        named = noun in told.own(total) if noun else OPENS.match(lead) is not None
        return lead[:1] in "，：（—" and named and all(self._holds(total, part) for part in parts)

    def far_lists(self) -> Iterator[Relation]:
        """按类型划分，甲、乙、其他, whose total stands in another sentence: the only one of its indicator."""
        told = self.told
        for last in range(1, len(told.measures)):
            if (
                told.measures[last].words
                or told.measures[last].parent is not None
                or not REST.search(told.lead(last))
            ):
                continue
            parts = self._row_before(last)
            if len(parts) > 1 and ANEW.search(told.lead(parts[0])):
                total = self._only_one(parts)
                if total is not None:
                    yield self._related("breakdown", total, parts, None)

    def _row_before(self, last: int) -> list[int]:
        """The counts of a sentence's list up to this one, joined by marks, all of its unit."""
        told, found = self.told, [last]
        while (
            found[0]
            and told.sentence[found[0] - 1] == told.sentence[last]
            and JOINS.match(told.lead(found[0]))
        ):
            before = found[0] - 1
            if not told.plain(before) or told.measures[before].unit != told.measures[last].unit:
                break
            found.insert(0, before)
        return found

    def _only_one(self, parts: list[int]) -> int | None:
        told, indicators = self.told, {self.told.measures[part].indicator for part in parts}
        rest = set(range(len(told.measures))) - set(parts)
        same = [one for one in rest if told.measures[one].indicator in indicators and told.plain(one)]
        same = [
            one
            for one in same
            if told.same_unit(parts[0], one) and told.sentence[one] != told.sentence[parts[0]]
        ]
        fits = len(indicators) == 1 and "other" not in indicators and len(same) == 1
        return same[0] if fits and all(self._holds(same[0], part) for part in parts) else None

    def totals_behind(self) -> Iterator[Relation]:
        """A件、B件，共C件, where the sum is not C."""
        told = self.told
        for total in range(2, len(told.measures)):
            if not BEHIND.fullmatch(told.lead(total)) or not told.plain(total) or total in self.totals:
                continue
            parts = told.listed(total - 1)
            parts = parts if len(parts) > 1 else self._two_before(total)
            here = told.sentence[parts[0]] == told.sentence[total]
            if (
                len(parts) > 1
                and here
                and all(told.measures[one].unit == told.measures[total].unit for one in parts)
            ):
                self.totals.add(total)
                yield self._related("breakdown", total, parts, self._open(total, parts))

    def _two_before(self, total: int) -> list[int]:
        """新收23件，上年结转4件，合计27件: the two counts before a total, all of its unit in the sentence."""
        told = self.told
        row = [one for one in told.within(told.sentence[total]) if one < total]
        row = [one for one in row if told.measures[one].unit == told.measures[total].unit]
        clear = row == [total - 2, total - 1] and all(map(told.plain, row))
        summed = "合计" in told.lead(total) or "共计" in told.lead(total) or "总计" in told.lead(total)
        return row if clear and summed and len(told.lead(total - 1)) <= LONGEST else [total - 1]

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
