"""Rates against the two counts that they come from, and shares (占…%) against a part and its total."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.facts.relations.about import About
from transforms.facts.relations.known import Known, Relations
from transforms.facts.relations.told import Relation, Told

BASE = re.compile(
    r"[，、（]?(?:约|大约)?占(?:比|总[数量]|全部|其|的|比重|比例|案件|件数|人数)*(?:为|达到?|约|近)?"
)
NEAR = 4  # numbers back


@dataclass(frozen=True, slots=True)
class Rates:
    """Reads the rates of one text."""

    told: Told
    known: Relations
    about: About

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
        if self.about.unless(rate, whole, known):
            return "explained"
        if any(one < part or known.part.search(told.own(one)) for one in others):
            return "not_adjacent"
        return None if self.about.same_thing(part, whole, known) else "other_thing"

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
