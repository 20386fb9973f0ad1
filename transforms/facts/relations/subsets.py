"""Counts that are never more than another (办结 and 受理), both told of the same thing, by the catalogue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.facts.relations.about import FILLER, GENERAL, LEAST_NOUN, About
from transforms.facts.relations.known import Known, Relations
from transforms.facts.relations.setting import setting
from transforms.facts.relations.told import Relation, Told

FAR_NOUN = 4  # characters of the noun that a whole in another sentence must share
NEAR, NEXT = 4, 30  # numbers back; characters to the next sentence's number
AMONG = re.compile(
    r"(?:^|[，；：])(?P<noun>[^，。；：、\d]{5,20}?)(?:当)?中(?![心层小队学介国共央标药医毒级等期间年秋华型外职])"
)


@dataclass(frozen=True, slots=True)
class Subsets:
    """Reads the subsets of one text."""

    told: Told
    known: Relations
    about: About

    def subsets(self) -> Iterator[Relation]:
        """Counts that are never more than another by the catalogue, of the same thing; each pair once."""
        pairs: set[tuple[int, ...]] = set()
        for index in filter(self.told.counts, range(len(self.told.measures))):
            for found in self._of(index):
                pair = tuple(term.start for term in found.terms)
                if pair not in pairs:
                    pairs.add(pair)
                    yield found

    def _of(self, part: int) -> Iterator[Relation]:
        """The relations of a part: by its indicator, by that of the number before it, by its words alone."""
        clause = self.told.own(part)
        if self.told.alone(part):
            own = self.known.subsets.get(self.told.measures[part].indicator, [])
            shortly = [known for known in self._told_shortly(part) if known not in own]
            for known in (*own, *shortly, *self.known.worded):
                if known.part.search(clause):
                    yield from self._subset(part, known)
        yield from self._among(part)

    def _among(self, part: int) -> Iterator[Relation]:
        """在岗执法人员中持证的27名: a part of what was counted before, by the same words."""
        told = self.told
        said = AMONG.search(told.lead(part))
        noun = FILLER.sub("", said["noun"]) if said else ""
        if len(noun) < LEAST_NOUN:
            return
        wholes = [one for one in range(part) if noun in FILLER.sub("", told.clause(one)) and told.plain(one)]
        wholes = [
            one for one in wholes if told.same_unit(one, part) and told.sentence[one] != told.sentence[part]
        ]
        if wholes:
            doubt = "several" if len({told.measures[one].value for one in wholes}) > 1 else None
            yield Relation("subset", (told.term("whole", wholes[-1]), told.term("part", part)), doubt)

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
        elif known.row.part:
            wholes = [one for one in range(len(self.told.measures)) if self._whole(one, part, known)]
            if not known.row.far:
                wholes = [one for one in wholes if self._told_far(one, part)]
            if wholes:
                doubts = [self.about.unless(one, wholes[0], known) for one in (part, *wholes)]
                doubt = next(filter(None, doubts), None)
                terms = [self.told.term("whole", one) for one in wholes]
                yield Relation("subset", (*terms, self.told.term("part", part)), doubt)

    def _told_far(self, whole: int, part: int) -> bool:
        """Whether a whole of another sentence names the very thing, so that both sum up the same."""
        told = self.told
        apart = told.sentence[whole] != told.sentence[part] and told.same_unit(whole, part)
        return (
            apart
            and self.about.alike(whole, part, FAR_NOUN)
            and setting(told, whole).named == setting(told, part).named
        )

    def _whole(self, index: int, part: int, known: Known) -> bool:
        told, one = self.told, self.told.measures[index]
        fits = index != part and one.indicator == (known.row.whole or one.indicator) and told.counts(index)
        again = told.measures[part].parent is None and self._same_noun(index, part)
        fits = fits and (told.alone(index) or self._taken_up(index, part, known) or again)
        return fits and known.whole.search(told.own(index)) is not None and one.value > 0

    def _taken_up(self, whole: int, part: int, known: Known) -> bool:
        """收到60件，其中受理52件，审结55件: a whole that is a part of more, with no other name."""
        bare = self.about.named(whole, (known.whole, GENERAL, FILLER))
        return whole == part - 1 and self.told.measures[part].parent is None and len(bare) <= 1

    def _same_noun(self, whole: int, part: int) -> bool:
        """其中重大执法决定37件，审核重大执法决定42件: a whole that is a part of more, named again."""
        return self.about.alike(whole, part, LEAST_NOUN)

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
        told = self.told
        between = [one for one in range(whole + 1, part) if told.plain(one) and told.same_unit(one, part)]
        between = [one for one in between if "其中" not in told.between(whole, one)]  # parts of the whole
        together = sum(told.measures[one].value for one in (whole, *between))
        if any(told.measures[one].value for one in between) and together >= told.measures[part].value:
            return "not_adjacent"  # 受理36件，旧存6件，审结41件
        if told.together(whole, part):
            return "several"
        if not self.about.same_thing(part, whole, known):
            return "other_thing"
        return self.about.unless(part, whole, known) or self.about.unless(whole, whole, known)
