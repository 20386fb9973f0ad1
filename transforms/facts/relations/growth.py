"""Changes (同比下降20%, 较上年增加8件) against the counts of this year and the last that they come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.facts.relations.told import Relation, Told

BESIDE = ("、", "和", "及", "与", "以及")  # between two changes of two counts
NEAR = 6  # numbers on either side of a change


@dataclass(frozen=True, slots=True)
class Growth:
    """Reads the changes of one text whose counts are told beside them."""

    told: Told

    def growth(self) -> Iterator[Relation]:
        """Each change that has one count of this year before it and one of the year before on either side."""
        for index, one in enumerate(self.told.measures):
            if one.kind == "change" and one.words is None and one.bound == "exact" and one.unit is not None:
                yield from self._of(index)

    def _of(self, change: int) -> Iterator[Relation]:
        """The relation of a change, where it is plain which its counts are."""
        told = self.told
        here = [one for one in self._near(change) if self._level(one)]
        before = [one for one in here if told.measures[one].period == "prior"]
        now = [one for one in here if one < change and told.measures[one].period == "year"]
        if len(before) != 1 or self._apart(here, before[0], change):
            return
        now = [one for one in now[::-1] if self._of_one_kind(one, before[0], change)]
        if now and not self._of_two(change):
            fits = next((one for one in now if self._fits(one, before[0], change)), None)
            counts = now[0] if fits is None else fits, before[0]
            doubt = (
                "not_adjacent" if fits is None and len(now) > 1 else None
            )  # 受理104件，成功101件，受理量上升
            terms = (told.term("part", counts[0]), told.term("whole", counts[1]), told.term("rate", change))
            yield Relation("growth", terms, doubt)

    def _of_two(self, change: int) -> bool:
        """83批240人次，分别下降14.5%、17.5%: changes side by side, each of a count of its own."""
        told = self.told
        pairs = [(change - 1, change), (change, change + 1)]
        sides = [pair for pair in pairs if pair[0] >= 0 and pair[1] < len(told.measures)]
        both = [pair for pair in sides if all(told.measures[one].kind == "change" for one in pair)]
        return any(told.text[told.measures[a].end : told.measures[b].start] in BESIDE for a, b in both)

    def _apart(self, here: Sequence[int], before: int, change: int) -> bool:
        """Whether the count of the year before may be told of another: 下降23%；败诉1件，上年4件."""
        return before > change and any(change < one < before for one in here)

    def _near(self, change: int) -> Sequence[int]:
        told = self.told
        near = range(max(change - NEAR, 0), min(change + NEAR, len(told.measures)))
        return [one for one in near if told.sentence[one] == told.sentence[change] and one != change]

    def _level(self, index: int) -> bool:
        one = self.told.measures[index]
        return (
            one.kind == "level"
            and one.modality == "actual"
            and one.scope == "whole"
            and one.family != "percent"
        )

    def _of_one_kind(self, now: int, before: int, change: int) -> bool:
        """Whether two counts have one unit, and the change is a share of them or in their unit."""
        one, other, moved = (self.told.measures[index] for index in (now, before, change))
        return one.unit == other.unit is not None and moved.family in ("percent", one.family)

    def _fits(self, now: int, before: int, change: int) -> bool:
        one, other, moved = (self.told.measures[index] for index in (now, before, change))
        came = one.canonical - other.canonical
        if moved.family == "percent":
            return other.value != 0 and abs(100 * came / other.canonical - moved.value) <= 1
        return came == moved.canonical
