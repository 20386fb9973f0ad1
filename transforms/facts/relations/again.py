"""The same thing told in two sentences: in the opening and in the body, in the body and in a table."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.facts.relations.about import FILLER
from transforms.facts.relations.told import Relation, Told

TOTALS = re.compile(r"现有|目前|截至|全年|今年|本年|年内|一年来|年度|累计|共|总计|20\d\d年")
WHO = re.compile(
    r"[\u4e00-\u9fff]{2}(?:司法所|派出所|法庭|法院|检察院|调委会|委员会|村|社区|中心|站|所|队|局|办|学校|平台|工作室|部门|企业)"
    r"|[\u4e00-\u9fff]{2,4}(?:方面|领域|层面|环节|系统|行业)|(?:针对|面向|联合|会同|依托)[^，。]{2,6}"
    r"|\d{1,2}月|季度|[上下]半年|期间|专项|集中|行动|活动中|宣传[月周日]|其中"
)
BEFORE = 40  # characters before a sentence in which its body or time may be named
LEAST_WORDS = 4  # characters that must be the same for two numbers to be of the same thing


@dataclass(frozen=True, slots=True)
class Again:
    """Reads what one text tells twice."""

    told: Told

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
