"""The numbers of a text with the words around them, as `transforms.facts.relations` asks for them."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from transforms.facts.measures import Measure
from transforms.facts.sentences import Sentences

Kind = Literal["breakdown", "part", "rate", "share", "growth", "subset", "again", "formula", "sum"]

RATES = frozenset({"percent", "permille", "tenth", "percentage_point", "multiple", "score"})
STEP = re.compile(r"\d[\d,，]*(?:\.(?P<decimals>\d+))?\s*(?P<multiple>[千百]?[万亿]|[千百])?")
MULTIPLES = {"百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "百亿": 1e10, "千亿": 1e11}
MARK = re.compile(r"[，。；、：\n\d（）]")
CLAUSE = re.compile("[，；：（。]")
LISTED = re.compile(r"(?:[、和及与]|以及)[^，。；]{0,20}$")
NO_WORDS = "共有为计达约近余已、 "
LONGEST = 24  # characters of the words behind a number that are looked at


@dataclass(frozen=True, slots=True)
class Term:
    """A number's part in a relation: a measure by its place in the list, or a number that only the text has.

    `step` is what a unit of the last figure told is worth: 1.2万件 1000, 96.7% 0.1; 0 for a plain count.
    """

    role: str
    start: int
    end: int
    measure: int | None
    number: float | None = None
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class Relation:
    """Numbers that bear on each other; `doubt` says what the words leave open."""

    kind: Kind
    terms: tuple[Term, ...]
    doubt: str | None = None


@dataclass
class Told:
    """The measures of a text in reading order, and where its other numerals start."""

    text: str
    measures: Sequence[Measure]
    rejected: Sequence[int]
    sentences: Sentences
    sentence: list[int] = field(
        init=False
    )  # of each number; a row of a table is one, or a column of single figures

    def __post_init__(self) -> None:
        self.sentence = []
        rows = Counter(one.sentence for one in self.measures if one.words)
        for index, one in enumerate(self.measures):
            if one.words and rows[one.sentence] == 1 and index and self._next_row(index, rows):
                self.sentence.append(self.sentence[-1])
            else:
                self.sentence.append(self.sentences.at(one.sentence[0] if one.words else one.start))

    def _next_row(self, index: int, rows: Counter[tuple[int, int]]) -> bool:
        """Whether a figure that is alone in its row of a table stands right under another."""
        above, one = self.measures[index - 1], self.measures[index]
        beside = self.text[above.sentence[1] : one.sentence[0]].isspace()
        return above.words is not None and rows[above.sentence] == 1 and beside

    @cached_property
    def runs(self) -> dict[tuple[int, int | None], list[int]]:
        """The parts of each breakdown, by its total and number."""
        found: dict[tuple[int, int | None], list[int]] = {}
        for index, one in enumerate(self.measures):
            if one.parent is not None:
                found.setdefault((one.parent, one.run), []).append(index)
        return found

    def within(self, number: int) -> range:
        """The places of a sentence's measures."""
        return range(bisect_left(self.sentence, number), bisect_right(self.sentence, number))

    def lead(self, index: int) -> str:
        """The words before a number, back to the number before it in its sentence; in a table its heads."""
        words = self.measures[index].words
        if words:
            return words[1]
        low, _ = self.sentences.span(self.sentence[index])
        if index and self.sentence[index - 1] == self.sentence[index]:
            low = max(low, self.measures[index - 1].end)
        return self.text[low : self.measures[index].start]

    def trail(self, index: int) -> str:
        """The words behind a number, up to the next mark or number; none in a table."""
        if self.measures[index].words:
            return ""
        end = self.measures[index].end
        words = self.text[end : end + LONGEST]
        stop = MARK.search(words)
        return words[: stop.start()] if stop else words

    def clause(self, index: int) -> str:
        """A number's own clause without it."""
        return CLAUSE.split(self.lead(index))[-1] + self.trail(index)

    def own(self, index: int) -> str:
        """A number's own clause; where that has no words, those before it too."""
        words = self.clause(index)
        return words if len(words.strip(NO_WORDS)) > 1 else self.lead(index)[-LONGEST:] + words

    def between(self, first: int, last: int) -> str:
        """The words from one number to another, both with them."""
        return self.text[self.measures[first].start : self.measures[last].end]

    def numerals(self, first: int, last: int) -> int:
        """How many numerals that are no measures stand between two measures."""
        low, high = self.measures[first].end, self.measures[last].start
        return bisect_left(self.rejected, high) - bisect_left(self.rejected, low)

    def usable(self, index: int) -> bool:
        """Whether a number is a count of this year."""
        one = self.measures[index]
        return one.kind == "level" and one.family not in RATES and one.period == "year"

    def counts(self, index: int) -> bool:
        """Whether a number is an unqualified count of what was done or is there."""
        one = self.measures[index]
        return self.usable(index) and one.scope == "whole" and one.modality == "actual"

    def plain(self, index: int) -> bool:
        """Whether it is such a count and no part of another."""
        return self.counts(index) and self.measures[index].parent is None

    def alone(self, index: int) -> bool:
        """Whether it is such a count and no part of another in its sentence, or its row of a table."""
        return self.plain(index) or (self.counts(index) and self.measures[index].words is not None)

    def same_unit(self, a: int, b: int) -> bool:
        """Whether two numbers are in units of one family; a unit not written fits any."""
        one, other = self.measures[a].family, self.measures[b].family
        return one == other or one is None or other is None

    def listed(self, last: int) -> list[int]:
        """The numbers joined by 、 up to this one."""
        found = [last]
        while found[0] and LISTED.match(self.lead(found[0])) and self.same_unit(found[0] - 1, last):
            if not self.plain(found[0] - 1):
                break
            found.insert(0, found[0] - 1)
        return found

    def together(self, last: int, part: int) -> bool:
        """Whether a number may be part of a list's sum: 建议8件、提案6件，办结14件."""
        found = self.listed(last)
        return len(found) > 1 and sum(self.measures[one].value for one in found) >= self.measures[part].value

    def term(self, role: str, index: int) -> Term:
        """A measure's part in a relation."""
        one = self.measures[index]
        return Term(role, one.start, one.end, index, None, step(self.text[one.start : one.end], one))


def step(words: str, one: Measure) -> float:
    """What a unit of the last figure told is worth; 0 for a plain count, which is never rounded."""
    found = STEP.search(words)
    if found is None:
        return float(one.family == "percent")
    worth = MULTIPLES.get(found["multiple"] or "", 1.0) / 10 ** len(found["decimals"] or "")
    return 0.0 if worth == 1 and one.family != "percent" else worth
