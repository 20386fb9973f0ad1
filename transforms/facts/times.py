"""When a number holds: the times that a sentence names and how far each of them reaches.

A time holds for the numbers after it, until the sentence names another. An earlier year told for comparison
reaches less far, mostly to the one number next to it (`较上年的71件增长`).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from transforms.facts.cues import YEAR, Cues
from transforms.facts.quantities import Quantity

Period = Literal["year", "prior", "multi_year", "part_year"]

SAID: dict[str, Period] = {  # what a time says that names no year
    "prior": "prior",
    "prior_weak": "prior",
    "multi_year": "multi_year",
    "part_year": "part_year",
    "this_year": "year",
}
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
YEAR_OF = re.compile(YEAR)
IN_TURN = re.compile(
    rf"(?:(?P<years>{YEAR}年?度?(?:[、和与及]{YEAR}年?度?)+)|近(?P<count>[两三四五])年)"
    r"[^，。；\d]{0,16}(?:分别|依次)"
)
COUNTS = {"两": 2, "三": 3, "四": 4, "五": 5}
COMPARED = re.compile(r"(?:[较比与同跟]|相较于?|比起)$")  # a time that something is compared with
OF_A_PHRASE = re.compile(r"[由从为以到至于的在]$")  # a time that belongs to the next noun alone
OTHER = re.compile(rf"(?:{COMPARED.pattern[:-1]}|明年|来年|[下次]一?年度?)$")  # what no figure here is of
NEXT_TO = re.compile(r"(?:同期|底|末|初)?的?$")
BEHIND = re.compile(r"[（为系是][为系是]?")
OF_FIGURES = re.compile(r"[）数]|口径|统计")
CLAUSE_END = re.compile(r"[，；：（）]")
END = attrgetter("end")
REACH = 600  # characters that a time holds for
HEAD = 5  # characters of a sentence before a time that still stands at its head
CHANGED = re.compile(r"[增升降减提缩压扩调变][^，]{0,4}[到至为成]")
TAKEN_IN = re.compile(r"[对将把就]$|(?:针对|围绕|梳理|清理|排查|核查|审查|复查|涉及|摸排)$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A time named in a sentence; `group` is how it is named."""

    start: int
    end: int
    period: Period
    group: str


class Times:
    """The times that one sentence names, `span`; positions are into the text."""

    def __init__(self, text: str, span: tuple[int, int], year: int | None, cues: Cues) -> None:
        self.text, self.span, self.year, self.cues = text, span, year, cues
        self.marks: list[Mark] = []
        self.coming: list[tuple[int, int]] = []  # years after the report's
        self.turn: tuple[int, list[Period]] = (-1, [])
        found = (
            list(cues.times.finditer(text, *span)) if cues.patterns["time_hint"].search(text, *span) else []
        )
        if found:
            self._latest([one for one in found if one.lastgroup == "dated"])
            self._read(found)
            self._read_turn(text[span[0] : span[1]])

    def _latest(self, dated: list[re.Match[str]]) -> None:
        """Where a sentence goes through three years or more, the last of them is the report's."""
        years = {year_of(one[0]) for one in dated}
        if self.year and len(years) > 2:
            self.year = max(self.year, *years)

    def _read(self, found: list[re.Match[str]]) -> None:
        for one in found:
            period = self._period(one)
            if period is None and self.year and one.lastgroup == "dated":
                self.coming.append(one.span())
            if period and not self._belongs(one, period):
                self.marks.append(Mark(one.start(), one.end(), period, one.lastgroup or ""))

    def _belongs(self, one: re.Match[str], period: Period) -> bool:
        """Whether a time is part of another year, or only compared with: 去年上半年, 较二季度减少."""
        if period == "prior":
            return False
        ends = [mark.end for mark in self.marks[-1:] if mark.period == "prior"]
        ends += [end for _, end in self.coming[-1:]]
        return one.start() in ends or OTHER.search(self.text, self.span[0], one.start()) is not None

    def _period(self, one: re.Match[str]) -> Period | None:
        """What a time says; None for a coming year and one that only tells which things are meant."""
        match one.lastgroup:
            case "years":
                low, high = (year_of(year) for year in YEAR_OF.findall(one[0]))
                return "multi_year" if low < high else "year"
            case "since":
                return self._since(one[0])
            case "dated":
                return self._dated(year_of(one[0]))
        return SAID.get(one.lastgroup or "")

    def _since(self, words: str) -> Period:
        if self.year is None or year_of(words) < self.year:
            return "multi_year"
        return "part_year" if "月" in words else "year"

    def _dated(self, year: int) -> Period | None:
        if self.year is None or year > self.year:
            return None
        return "prior" if year < self.year else "year"

    def _read_turn(self, words: str) -> None:
        """Years told in turn with 分别, and what each number after it is of."""
        found = IN_TURN.search(words) if "分别" in words or "依次" in words else None
        if found is None:
            return
        before: list[Period] = ["prior"] * (COUNTS.get(found["count"], 1) - 1)
        periods: list[Period] = [*before, "year"]
        if found["years"]:
            periods = [self._dated(year_of(year)) or "year" for year in YEAR_OF.findall(found["years"])]
        self.turn = (self.span[0] + found.end(), periods)

    def of(self, one: Quantity, before: Sequence[Quantity]) -> Mark | None:
        """The time that holds for a number; `before` are the numbers before it in the sentence."""
        if not self.marks:
            return None
        behind = bisect_right(self.marks, one.start, key=END)
        told = self._in_turn(one, before) or self._told_behind(one, behind)
        earlier = bisect_right(self.marks, one.start - REACH, key=END)
        near = reversed(self.marks[earlier:behind])
        return told or next((mark for mark in near if self._holds(mark, one, before)), None)

    def turns_to_the_year(self, start: int, end: int) -> bool:
        """Whether a new clause between two places names the report's year."""
        low, high = (bisect_right(self.marks, place, key=END) for place in (start, end))
        return any(
            mark.group == "dated" and mark.period == "year" and self.text[mark.start - 1] in "，；、（"
            for mark in self.marks[low:high]
        )

    def _in_turn(self, one: Quantity, before: Sequence[Quantity]) -> Mark | None:
        start, periods = self.turn
        rank = sum(other.start >= start for other in before)
        listed = 0 <= start <= one.start and not CLAUSE_END.search(self.text, start, one.start)
        return Mark(start, start, periods[rank], "turn") if listed and rank < len(periods) else None

    def _told_behind(self, one: Quantity, behind: int) -> Mark | None:
        """收案2340宗（截至10月底）, 2340宗为前三季度口径; `behind` is the place of the next time."""
        for mark in self.marks[behind : behind + 1]:
            if BEHIND.fullmatch(self.text, one.end, mark.start) and OF_FIGURES.match(self.text, mark.end):
                return mark
        return None

    def lasting(self) -> list[Mark]:
        """The times that are not an earlier year's."""
        return [mark for mark in self.marks if mark.period != "prior"]

    def _of_whole(self, mark: Mark) -> bool:
        """Whether a time is not told of a part alone: 其中今年26场."""
        return not self.text.endswith("其中", self.span[0], mark.start)

    def setting(self) -> Period:
        """The time that the sentence sets for those after it, where it begins and ends with one."""
        lasting = [mark for mark in self.lasting() if self._of_whole(mark)]
        sets = lasting and not self.turn[1] and self._sets(lasting[0]) and self.text[lasting[0].start] != "截"
        return lasting[-1].period if sets else "year"  # 截至 only tells when the figures by it were taken

    def _sets(self, mark: Mark) -> bool:
        """Whether a time stands at the head of its sentence."""
        return mark.start - self.span[0] <= HEAD or self.text[mark.start - 1] == "："

    def _holds(self, mark: Mark, one: Quantity, before: Sequence[Quantity]) -> bool:
        between = self.text[mark.end : one.start]
        if mark.period == "prior":
            return self._is_prior(mark, one, between, [other for other in before if other.start >= mark.end])
        if "；" in between and (self.turn[1] or not self._sets(mark)):
            return mark.period == "year" and self._of_whole(mark)
        return mark.period == "year" or not self._taken_in(mark, between)

    def _taken_in(self, mark: Mark, between: str) -> bool:
        """Whether a time only tells which things are meant: 对2019年以来印发的文件."""
        head = self.text[max(self.span[0], mark.start - 3) : mark.start]
        return "的" in between and TAKEN_IN.search(head) is not None

    def _is_prior(self, mark: Mark, one: Quantity, between: str, others: list[Quantity]) -> bool:
        """Whether an earlier year is the number's; `others` are the numbers between them."""
        head = self.text[max(self.span[0], mark.start - 8) : mark.start]
        if self.cues.found("taken_over", between) or self.cues.found("takes_over", head):
            return False
        if NEXT_TO.fullmatch(between):
            return one.unit != "倍"
        if COMPARED.search(head):
            return not others and self.text.startswith("相比", one.end) and not CLAUSE_END.search(between)
        if not CLAUSE_END.search(between):
            return not others or not (OF_A_PHRASE.search(head) or CHANGED.search(between))
        return mark.group != "prior_weak" and self._from_the_head(mark, head, between, others)

    def _from_the_head(self, mark: Mark, head: str, between: str, others: list[Quantity]) -> bool:
        """去年，立案30件，罚款5万元: a year at the head of a sentence, and no word that it is over."""
        if (head and head[-1] not in "；：（\n") or any(sign in between for sign in "；：（）"):
            return False
        stop = mark.end + between.find("，")
        told = stop == mark.end or any(other.start < stop for other in others)
        return told and not self.cues.found("now", between)


def year_of(words: str) -> int:
    """The first year in some words, of Chinese numerals too."""
    found = YEAR_OF.search(words)
    assert found is not None  # the expressions that ask for it have one
    return int(found[0].translate(CHINESE_DIGITS))
