"""Which figures of a report bear on each other, so that they can be reckoned against each other.

This module reads the words only: parts and their total, a rate and the counts it comes from, the same thing
told again, 网格 formulae. Whether the numbers agree is reckoned in SQL (`mart.arithmetic_check`), where a
steward's corrections are in force. A relation that the words leave open has a `doubt`: numbers that do not
agree are then no contradiction. Which counts bear on each other is data: relations.csv.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows
from transforms.facts.breakdowns import MADE, MADE_OF
from transforms.facts.cues import Cues
from transforms.facts.measures import Measure
from transforms.facts.sentences import Sentences
from transforms.facts.told import LONGEST, Relation, Term, Told
from transforms.facts.verdicts import Rejected

REST = re.compile(r"(?:其他|其它|其余|余下|剩余|剩下)(?P<noun>[\u4e00-\u9fff]{0,4})[^，。；、\d]{0,6}$")
RESPECTIVELY = re.compile(r"(?:分别|依次)")
PICKED = re.compile(r"[超逾满过]|以上|以下|以内|不足|不到|[大小高低多少]于")
BEHIND = re.compile(r"[^，。；、\d]{0,8}[，；]?(?:一?共|共计|合计|总计|共有)")
VAGUE = re.compile(r"若干|多数|大量|[几数]十|多[件起次场]")
JOINS = re.compile(r"[、，和及与]")
LISTED = re.compile(r"(?:[、和及与]|以及)[^，。；]{0,20}$")
BASE = re.compile(
    r"[，、（]?(?:约|大约)?占(?:比|总[数量]|全部|其|的|比重|比例|案件|件数|人数)*(?:为|达到?|约|近)?"
)
FORMULA = re.compile(r"(?<![\d+])\d{1,4}(?:\+\d{1,4})+(?![\d+])")
LINK = re.compile(r"[^，。；\d]{0,24}[，：—（(]*[^，。；\d]{0,16}")
COUNTED = re.compile(r"(\d{1,4}) ?[个名支项类大级处张条户片格][^，。；、\d]{0,16}")
COUNTED_JOIN = re.compile(r"[、，和及与+以]{1,2}[^，。；、\d]{0,6}")
TOTALS = re.compile(r"现有|目前|截至|全年|今年|本年|年内|一年来|年度|累计|共|总计|20\d\d年")
FILLER = re.compile(
    r"20\d\d年度?|全[年镇县区市乡局委]|全街道|今年(?:以来|来)?|本年度?|年内|一年来|以来|[我本][镇县区市乡局委]|[我本]街道|"
    r"截至[^，。]{0,8}?底?|目前|累计|总计|合计|共计|共有|一共|共|已|先后|达到?|各[类级项种]|各|组织|开展|举办|召开|完成|"
    r"现有|依法|有效|及时|全部|全面|进行|总[数量]|数量|的|了|均|有|为|约|余|件|次|场|[ 　“”]"
)
GENERAL = re.compile(
    r"案件|事项|矛盾|纠纷|问题|人员|干部|负责人|行政|机关|被|率|其中|经|最终|共|调解|工作|实际|成功|全部|均|已|由"
)
WHO = re.compile(
    r"[\u4e00-\u9fff]{2}(?:司法所|派出所|法庭|法院|检察院|调委会|委员会|村|社区|中心|站|所|队|局|办|学校|平台|工作室|部门|企业)"
    r"|[\u4e00-\u9fff]{2,4}(?:方面|领域|层面|环节|系统|行业)|(?:针对|面向|联合|会同|依托)[^，。]{2,6}"
    r"|\d{1,2}月|季度|[上下]半年|期间|专项|集中|行动|活动中|宣传[月周日]|其中"
)
NEAR, NEXT, REACH = (
    4,
    30,
    24,
)  # numbers back; characters to the next sentence's number, and to a formula's counts
SHORT = 10  # characters after 其中 within which a verb is told of the parts themselves
BEFORE = 40  # characters before a sentence in which its body or time may be named
LEAST_SUM = 10  # a sum that nobody states is told of from here on
LEAST_WORDS = 4  # characters that must be the same for two numbers to be of the same thing
FEW = 0.6  # told with 分别, parts that come to less of the number before are perhaps of something else
STOCK = frozenset({"stock", "rate", "limit"})


class RelationRow(BaseModel):
    """A row of relations.csv: a part that is never more than a whole, or a rate of two counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    relation: str
    kind: Literal["subset", "rate"]
    part: str = ""
    part_words: str
    whole: str = ""
    whole_words: str
    rate_words: str = "(?!)"
    far: bool = False
    unless: str = "(?!)"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A relation ready for use."""

    row: RelationRow
    part: re.Pattern[str]
    whole: re.Pattern[str]
    rate: re.Pattern[str]
    unless: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Relations:
    """The relations of the catalogue; subsets by the indicator of their part, and of their whole."""

    rates: tuple[Known, ...]
    subsets: dict[str, list[Known]]
    wholes: dict[str, list[Known]]

    @classmethod
    def parse(cls, data: bytes, indicators: Sequence[str]) -> "Relations":
        """From relations.csv; raises CatalogueError."""
        known = [_known(row, indicators) for row in read_rows("relations.csv", data, RelationRow)]
        rates = tuple(one for one in known if one.row.kind == "rate")
        subsets: dict[str, list[Known]] = defaultdict(list)
        wholes: dict[str, list[Known]] = defaultdict(list)
        for one in known:
            if one.row.kind == "subset":
                subsets[one.row.part].append(one)
                wholes[one.row.whole].append(one)
        return cls(rates, dict(subsets), dict(wholes))


def _known(row: RelationRow, indicators: Sequence[str]) -> Known:
    place = f"data file relations.csv, relation {row.relation}"
    for code in (row.part, row.whole):
        if code not in indicators and (code or row.kind == "subset"):
            raise CatalogueError(f"{place}: {code!r} is no indicator; take a code of indicators.csv")
    part = f"(?<![不未没])(?:{row.part_words})"  # 不合格, 未办结
    try:
        words = [re.compile(one) for one in (part, row.whole_words, row.rate_words, row.unless)]
    except re.error as error:
        raise CatalogueError(f"{place}: not a regular expression: {error}") from error
    return Known(row, *words)


def relations(
    text: str, measures: Sequence[Measure], rejected: Sequence[Rejected], known: Relations, cues: Cues
) -> list[Relation]:
    """All relations among the numbers of a text, kind by kind, each in the order of the text."""
    told = Told(
        text, measures, sorted(one.start for one in rejected if text[one.start].isdigit()), Sentences(text)
    )
    reader = _Reader(told, known, cues)
    found = [
        *reader.breakdowns(),
        *reader.slips(),
        *reader.lists(),
        *reader.totals_behind(),
        *reader.sums(),
        *reader.rates(),
    ]
    return [*found, *reader.shares(), *reader.subsets(), *reader.again(), *formulae(told)]


@dataclass(slots=True)
class _Reader:
    """Reads the relations of one text."""

    told: Told
    known: Relations
    cues: Cues
    totals: set[int] = field(default_factory=set)

    # ---- parts and totals

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

    # ---- sums that nobody states

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

    # ---- rates and shares

    def rates(self) -> Iterator[Relation]:
        """Each rate against the two counts before it that it comes from."""
        for index, one in enumerate(self.told.measures):
            if (
                one.family != "percent"
                or one.kind != "level"
                or one.modality != "actual"
                or one.period != "year"
            ):
                continue
            clause = self.told.own(index)
            for known in self.known.rates if "率" in clause or "度" in clause else ():
                if known.rate.search(clause):
                    found = self._rated(index, known)
                    if found is not None:
                        yield found
                        break

    def _rated(self, rate: int, known: Known) -> Relation | None:
        """The relation of a rate with its counts; None where they are not told."""
        told = self.told
        here = [one for one in range(max(rate - NEAR, 0), rate) if told.sentence[one] == told.sentence[rate]]
        counts = [one for one in here if told.plain(one)]
        part = next((one for one in reversed(counts) if known.part.search(told.own(one))), None)
        wholes = [one for one in counts if part is not None and one < part and told.same_unit(one, part)]
        if part is None or not wholes:
            return None
        whole = wholes[-1]
        if not known.whole.search(told.own(whole)):
            return None
        terms = (told.term("part", part), told.term("whole", whole), told.term("rate", rate))
        return Relation("rate", terms, self._rate_doubt(known, whole, part, rate, counts))

    def _rate_doubt(self, known: Known, whole: int, part: int, rate: int, counts: list[int]) -> str | None:
        told = self.told
        others = [one for one in counts if one > whole and one != part and told.same_unit(one, part)]
        if self._unless(rate, whole, known):
            return "explained"
        if any(one < part or known.part.search(told.own(one)) for one in others):
            return "not_adjacent"
        return None if self._same_thing(part, whole, known) else "other_thing"

    def _same_thing(self, part: int, whole: int, known: Known) -> bool:
        """Whether the words of the part name nothing that those of the whole do not."""
        words = self._named(part, (known.part, known.whole, GENERAL, FILLER))
        return len(words) <= 1 or set(words) <= set(self.told.own(whole))

    def _named(self, part: int, known: Sequence[re.Pattern[str]]) -> str:
        """What the clause of a part names beside what is known."""
        words = self.told.clause(part)
        for said in known:
            words = said.sub("", words)
        return self.cues.without("filler", words).strip("，、：；（） ")

    def shares(self) -> Iterator[Relation]:
        """占…% right behind a part, against the part and its total."""
        told = self.told
        for index in range(1, len(told.measures)):
            one, part = told.measures[index], told.measures[index - 1]
            if one.kind != "share" or one.family != "percent" or part.parent is None:
                continue
            total = told.measures[part.parent]
            if BASE.fullmatch(told.lead(index)) and told.usable(index - 1) and total.family == part.family:
                terms = (
                    told.term("part", index - 1),
                    told.term("whole", part.parent),
                    told.term("rate", index),
                )
                yield Relation("share", terms)

    # ---- a part that is never more than a whole

    def subsets(self) -> Iterator[Relation]:
        """Counts that the catalogue says are never more than another, both told of the same thing."""
        told = self.told
        for index, one in enumerate(told.measures):
            if not told.plain(index):
                continue
            clause = told.own(index)
            own = self.known.subsets.get(one.indicator, [])
            for known in own + [other for other in self._told_shortly(index) if other not in own]:
                if known.part.search(clause):
                    yield from self._subset(index, known)

    def _told_shortly(self, index: int) -> list[Known]:
        """The relations of the number right before one that names nothing of its own: 办结38件."""
        told = self.told
        if not index or told.sentence[index - 1] != told.sentence[index]:
            return []
        known = self.known.wholes.get(told.measures[index - 1].indicator, [])
        return [one for one in known if len(self._named(index, (one.part, FILLER))) <= 1]

    def _subset(self, part: int, known: Known) -> Iterator[Relation]:
        near = self._whole_near(part, known)
        if near is not None:
            doubt = self._subset_doubt(near, part, known)
            yield Relation("subset", (self.told.term("whole", near), self.told.term("part", part)), doubt)
        elif known.row.far:
            wholes = [one for one in range(len(self.told.measures)) if self._whole(one, part, known)]
            if wholes:
                doubts = [self._unless(one, wholes[0], known) for one in (part, *wholes)]
                doubt = next(filter(None, doubts), None)
                terms = [self.told.term("whole", one) for one in wholes]
                yield Relation("subset", (*terms, self.told.term("part", part)), doubt)

    def _whole(self, index: int, part: int, known: Known) -> bool:
        told, one = self.told, self.told.measures[index]
        fits = index != part and one.indicator == known.row.whole and told.plain(index)
        return fits and known.whole.search(told.own(index)) is not None and one.value > 0

    def _whole_near(self, part: int, known: Known) -> int | None:
        """The nearest number before in the same sentence, or the last of the sentence right before."""
        told = self.told
        for index in range(part - 1, max(part - NEAR, 0) - 1, -1):
            here = told.sentence[index] == told.sentence[part]
            next_to = index == part - 1 and told.measures[part].start - told.measures[index].end <= NEXT
            if not (here or next_to):
                return None
            if self._whole(index, part, known) and (told.same_unit(index, part) or known.row.far):
                return index
        return None

    def _subset_doubt(self, whole: int, part: int, known: Known) -> str | None:
        between = range(whole + 1, part)
        if any(self.told.plain(one) and self.told.same_unit(one, part) for one in between):
            return "not_adjacent"
        if not self._same_thing(part, whole, known):
            return "other_thing"
        return self._unless(part, whole, known) or self._unless(whole, whole, known)

    def _unless(self, index: int, whole: int, known: Known) -> str | None:
        """Whether the sentence of a number explains, not in the words for the whole, why they do not fit."""
        low, high = self.told.sentences.span(self.told.sentence[index])
        said = self.told.own(whole)
        found = (one[0] for one in known.unless.finditer(self.told.text, low, high))
        return "explained" if any(words not in said for words in found) else None

    # ---- the same thing told again

    def again(self) -> Iterator[Relation]:
        """Numbers of the same thing told in two sentences."""
        groups: dict[tuple[str, str | None, str], list[int]] = defaultdict(list)
        for index, one in enumerate(self.told.measures):
            if one.indicator != "other" and self.told.plain(index) and one.unit is not None:
                words = FILLER.sub("", self.told.clause(index))
                if len(words) >= LEAST_WORDS:
                    groups[one.indicator, one.family, "".join(sorted(set(words)))].append(index)
        for found in groups.values():
            if len({self.told.sentence[index] for index in found}) == len(found) > 1:
                yield from (self._same(found[0], index, len(found)) for index in found[1:])

    def _same(self, first: int, second: int, several: int) -> Relation:
        contexts = [self._context(index) for index in (first, second)]
        doubt = (
            "several"
            if several > 2
            else "context"
            if contexts[0] != contexts[1] or not contexts[0][0]
            else None
        )
        return Relation("again", (self.told.term("first", first), self.told.term("second", second)), doubt)

    def _context(self, index: int) -> tuple[bool, frozenset[str]]:
        """Whether the sentence sums up a year, and the bodies and times that it names before the number."""
        start, (low, _) = self.told.measures[index].start, self.told.sentences.span(self.told.sentence[index])
        line = max(self.told.text.rfind("\n", 0, start), low - BEFORE)
        sums_up = TOTALS.search(self.told.text, low, start) is not None
        return sums_up, frozenset(WHO.findall(FILLER.sub("", self.told.text[line + 1 : start])))


def formulae(told: Told) -> Iterator[Relation]:
    """1+4+43+8, against the counts of a list right behind it that has as many."""
    for found in FORMULA.finditer(told.text) if "+" in told.text else ():
        high = told.sentences.span(told.sentences.at(found.start()))[1]
        link = LINK.match(told.text, found.end(), min(high, found.end() + 2 * REACH))
        numbers = [*re.finditer(r"\d+", found[0])]
        counted = _counts_from(told.text, link.end() if link else found.end(), high, len(numbers))
        same = sum(one[0] == other[1] for one, other in zip(numbers, counted, strict=False))
        if len(counted) == len(numbers) and 2 * same >= len(numbers):
            named = all(len(one[0]) > one.end(1) - one.start() + 1 for one in counted)  # 43个组级网格
            yield Relation("formula", tuple(_pairs(told, found, counted)), None if named else "other_thing")


def _counts_from(text: str, start: int, end: int, most: int) -> list[re.Match[str]]:
    """The counts of a list that begins at a place; one more than `most` at the most."""
    found: list[re.Match[str]] = []
    while len(found) <= most and (one := COUNTED.match(text, start, end)):
        found.append(one)
        join = COUNTED_JOIN.match(text, one.end(), end)
        if join is None:
            break
        start = join.end()
    return found


def _pairs(told: Told, formula: re.Match[str], counted: Sequence[re.Match[str]]) -> Iterator[Term]:
    """Each number of a formula with the one it stands for."""
    places = {one.start: index for index, one in enumerate(told.measures)}
    low = formula.start()
    for number, count in zip(re.finditer(r"\d+", formula[0]), counted, strict=True):
        yield Term("told", low + number.start(), low + number.end(), None, float(number[0]))
        index = places.get(count.start())
        fixed = Term("counted", count.start(1), count.end(1), None, float(count[1]))
        yield fixed if index is None else told.term("counted", index)
