"""Counts that are never more than another (办结 and 受理), both told of the same thing, by the catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.facts.relations.about import FILLER, About
from transforms.facts.relations.known import Known, Relations
from transforms.facts.relations.told import Relation, Told

NEAR, NEXT = 4, 30  # numbers back; characters to the next sentence's number


@dataclass(frozen=True, slots=True)
class Subsets:
    """Reads the subsets of one text."""

    told: Told
    known: Relations
    about: About

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
        return [one for one in known if len(self.about.named(index, (one.part, FILLER))) <= 1]

    def _subset(self, part: int, known: Known) -> Iterator[Relation]:
        near = self._whole_near(part, known)
        if near is not None:
            doubt = self._subset_doubt(near, part, known)
            yield Relation("subset", (self.told.term("whole", near), self.told.term("part", part)), doubt)
        elif known.row.far:
            wholes = [one for one in range(len(self.told.measures)) if self._whole(one, part, known)]
            if wholes:
                doubts = [self.about.unless(one, wholes[0], known) for one in (part, *wholes)]
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
        if not self.about.same_thing(part, whole, known):
            return "other_thing"
        return self.about.unless(part, whole, known) or self.about.unless(whole, whole, known)
