"""Rates against the two counts that they come from, and shares (占…%) against a part and its total."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from transforms.facts.relations.about import About
from transforms.facts.relations.known import Known, RelationRow, Relations
from transforms.facts.relations.told import Relation, Told

BASE = re.compile(
    r"[，、（]?(?:约|大约)?占(?:比|总[数量]|全部|其|的|比重|比例|案件|件数|人数)*(?:为|达到?|约|近)?"
)
ALL = re.compile(r"全部|全数|悉数|[均都]已?(?![为达在于])")  # 受理52件，全部办结
STEM = re.compile(r"([\u4e00-\u9fff]{2})率")
# explain why a rate does not fit
OTHERS = "往年|上年|去年|历年|结转|遗留|正在|未|尚|其余|剩余|补|缓|请假|撤|不予|人口|群众"
NEAR, NEXT = 5, 30  # numbers around a rate; characters to a rate that opens the next sentence
Pair = tuple[int, int]  # a part and its whole


@cache
def by_stem(stem: str) -> Known:
    """抽检120家，达标117家，达标率97.5%: a rate that the catalogue does not know, by its own word."""
    row = RelationRow(relation=stem, kind="rate", part_words=stem, whole_words="")
    words = (f"(?<![不未没]){stem}", "", f"{stem}率", OTHERS)
    return Known(row, *map(re.compile, words))


@dataclass(frozen=True, slots=True)
class Rates:
    """Reads the rates of one text."""

    told: Told
    known: Relations
    about: About

    def rates(self) -> Iterator[Relation]:
        """Each rate against the two counts that it comes from."""
        for index in filter(self._is_rate, range(len(self.told.measures))):
            clause = self.told.own(index)
            if "率" in clause or "度" in clause:
                named = [known for known in self.known.rates if known.rate.search(clause)]
                stems = [] if named else STEM.findall(clause)
                found = chain(
                    (self._rated(index, known) for known in named),
                    (self._by_word(index, stem) for stem in stems),
                )
                yield from islice(filter(None, found), 1)

    def _by_word(self, rate: int, stem: str) -> Relation | None:
        """The relation of a rate that the catalogue does not know, where its counts are in order."""
        found = self._rated(rate, by_stem(stem))
        if found is None:
            return None
        measures = [self.told.measures[term.measure] for term in found.terms if term.measure is not None]
        part, whole, _ = measures
        return found if part.value <= whole.value else None

    def _is_rate(self, index: int) -> bool:
        one = self.told.measures[index]
        told_now = one.modality == "actual" and one.period == "year"
        return one.family == "percent" and one.kind == "level" and told_now

    def _rated(self, rate: int, known: Known) -> Relation | None:
        """The relation of a rate with its counts; None where they are not told."""
        before = self._before(rate)
        pair = self._pair(before, rate, known) or self._all(rate, before, known)
        if pair is None or not self._fits(*pair, rate):
            pair = self._behind(rate, before, known, pair)
        if pair is None:
            return None
        part, whole = pair
        terms = (self.told.term("part", part), self.told.term("whole", whole), self.told.term("rate", rate))
        return Relation("rate", terms, self._rate_doubt(known, whole, part, rate))

    def _before(self, rate: int) -> list[int]:
        """The counts before a rate in its sentence, or in the one before where it opens its own."""
        told, last = self.told, rate - 1
        opens = last >= 0 and told.sentence[last] != told.sentence[rate]
        if opens and told.measures[rate].start - told.measures[last].end > NEXT:
            return []
        here = told.sentence[last] if opens else told.sentence[rate]
        return self._counts(range(max(rate - NEAR, 0), rate), here)

    def _counts(self, places: Iterable[int], sentence: int) -> list[int]:
        told = self.told
        return [one for one in places if told.sentence[one] == sentence and told.counts(one)]

    def _pair(self, counts: Sequence[int], rate: int, known: Known) -> Pair | None:
        """The part and its whole that the rate fits, else the last part by its words and its whole."""
        parts = [one for one in reversed(counts) if known.part.search(self.told.own(one))]
        pairs = [(part, whole) for part in parts if (whole := self._whole(part, counts, known)) is not None]
        return next((pair for pair in pairs if self._fits(*pair, rate)), pairs[0] if pairs else None)

    def _whole(self, part: int, counts: Sequence[int], known: Known) -> int | None:
        """The total of a part, or the nearest whole by its words before it."""
        told, total = self.told, self.told.measures[part].parent
        before = [one for one in counts if one < part and told.alone(one) and told.same_unit(one, part)]
        wholes = [total] if total in before else before[::-1]
        return next((one for one in wholes if one is not None and known.whole.search(told.own(one))), None)

    def _all(self, rate: int, before: Sequence[int], known: Known) -> Pair | None:
        """受理52件，全部办结: the part is the whole itself."""
        told = self.told
        if not before or not told.plain(before[-1]) or not known.whole.search(told.own(before[-1])):
            return None
        said = told.text[told.measures[before[-1]].end : told.measures[rate].start].rpartition("，")[0]
        every = ALL.search(said)
        return (before[-1], before[-1]) if every and known.part.search(said, every.end()) else None

    def _behind(self, rate: int, before: Sequence[int], known: Known, pair: Pair | None) -> Pair | None:
        """办结率100%，其中已办结64件: the part stands behind, the whole on either side; else the pair."""
        told = self.told
        behind = self._counts(range(rate + 1, min(rate + NEAR, len(told.measures))), told.sentence[rate])
        if any(told.measures[one].family == "percent" for one in range(rate + 1, max(behind, default=rate))):
            return pair
        both = self._pair(behind[:2], rate, known)
        if both is not None and (not before or self._fits(*both, rate)):
            return both
        one = self._pair([*before, *behind[:1]], rate, known)
        return one if pair is None and one is not None and one[0] in behind else pair

    def _rate_doubt(self, known: Known, whole: int, part: int, rate: int) -> str | None:
        told = self.told
        if self.about.unless(rate, whole, known):
            return "explained"
        others = self._counts(range(min(whole, part, rate), max(part, rate)), told.sentence[part])
        others = [one for one in others if one not in (whole, part) and told.same_unit(one, part)]
        beside = [one for one in others if told.measures[one].parent != whole or self._fits(part, one, rate)]
        if any(one < part or known.part.search(told.own(one)) for one in beside):
            return "not_adjacent"
        if not self.about.of_what_went_before(rate, known):
            return "other_thing"
        return None if part == whole or self.about.same_thing(part, whole, known) else "other_thing"

    def _fits(self, part: int, whole: int, rate: int) -> bool:
        """Whether a rate may be of another whole: 受理120件，其中涉企40件，化解35件，化解率87.5%."""
        part_of, of, told = (self.told.measures[one].value for one in (part, whole, rate))
        return of > 0 and abs(100 * part_of / of - told) <= 1

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
