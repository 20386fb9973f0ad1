"""Which indicator a number belongs to: the catalogue, its patterns, and the choice among them.

A pattern is a row of patterns.csv: groups of terms that must stand near the number (`a|b&c` reads: a or b,
and c), terms that must stand somewhere in its context, terms that must not stand near, the unit families
it goes with, and a weight. All terms of all patterns are found in one pass over a text; for each number
the pattern with the best score wins. Nothing here knows any single indicator: that is all data.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ahocorasick_rs import AhoCorasick
from pydantic import BaseModel, Field

from transforms.csvfile import CatalogueError, read_rows

SENTENCE, AFTER, BEYOND = 0.35, 0.2, 0.15  # worth of a term in the sentence before, after, and around it
WRONG_UNIT = 0.3
NO_UNIT = 0.85
LEAST = 0.9  # below this score nothing is said to fit


class Indicator(BaseModel):
    """A row of indicators.csv; see `core.indicator` for the columns."""

    code: str
    name_zh: str
    counts: str = ""
    unit: str | None = None
    unit_families: str = ""
    nature: str | None = None
    within_report: str
    across_issuers: str
    headline: bool = False
    synonyms: str | None = None

    @property
    def domain(self) -> str:
        """The part of the code before the dot."""
        return self.code.split(".")[0]


class PatternRow(BaseModel):
    """A row of patterns.csv."""

    KEY: ClassVar[tuple[str, ...]] = ("rule",)
    rule: str
    indicator: str
    near: str = Field(min_length=1)
    context: str = ""
    exclude: str = ""
    units: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; terms are numbers into `Indicators.terms`."""

    rule: str
    indicator: str
    groups: tuple[tuple[int, ...], ...]
    context: frozenset[int]
    exclude: frozenset[int]
    units: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The indicator chosen, the rule that decided, its score, and the score of the best other indicator."""

    indicator: str
    rule: str
    score: float
    second: float


NONE = Choice("other", "none", 0.0, 0.0)
Hit = tuple[int, int, int]  # term, start, end


class Indicators:
    """The catalogue of indicators with their patterns, compiled into one automaton."""

    def __init__(self, catalogue: Sequence[Indicator], patterns: Sequence[PatternRow]) -> None:
        self.by_code = {row.code: row for row in catalogue}
        self.terms: dict[str, int] = {}
        self.patterns = [self._compile(row) for row in patterns]
        self.by_term: list[list[int]] = [[] for _ in self.terms]
        for index, pattern in enumerate(self.patterns):
            for term in {t for group in pattern.groups for t in group}:
                self.by_term[term].append(index)
        self.sizes = [len(term) ** 0.8 for term in self.terms]
        self.automaton = AhoCorasick(list(self.terms))

    @staticmethod
    def parse(catalogue: bytes, patterns: bytes) -> "Indicators":
        """From the bytes of indicators.csv and patterns.csv; raises CatalogueError."""
        return Indicators(
            read_rows("indicators.csv", catalogue, Indicator), read_rows("patterns.csv", patterns, PatternRow)
        )

    def _compile(self, row: PatternRow) -> Pattern:
        if row.indicator not in self.by_code:
            raise CatalogueError(f"patterns.csv: rule {row.rule}: indicator {row.indicator} is not in indicators.csv")
        families = row.units or self.by_code[row.indicator].unit_families
        return Pattern(
            row.rule,
            row.indicator,
            tuple(self._numbers(group) for group in row.near.split("&")),
            frozenset(self._numbers(row.context)),
            frozenset(self._numbers(row.exclude)),
            frozenset(families.split("|")) if families else frozenset(),
            row.weight,
        )

    def _numbers(self, alternatives: str) -> tuple[int, ...]:
        return tuple(self.terms.setdefault(term, len(self.terms)) for term in alternatives.split("|") if term)

    def hits(self, text: str) -> list[Hit]:
        """Every term in the text, overlapping ones too, by their start."""
        found: list[Hit] = self.automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted(found, key=_start)


def _start(hit: Hit) -> int:
    return hit[1]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look for what a number counts: spans in the text, ends exclusive.

    `near` spans hold the phrase; `sentence` and `around` (heading, the sentence before) are context.
    """

    start: int
    end: int
    near: tuple[tuple[int, int], ...]
    sentence: tuple[int, int]
    around: tuple[tuple[int, int], ...]


def choose(indicators: Indicators, hits: list[Hit], place: Place, family: str | None, any_unit: bool = False) -> Choice:
    """The best indicator for a number at a place; `other` where nothing fits well enough.

    `family` is the unit's family, None where no unit is written; with `any_unit` units don't matter
    (a change in percent belongs to whatever changed).
    """
    worth: dict[int, float] = {}
    near: set[int] = set()
    _weigh(hits, place, worth, near)
    best = _best(indicators, worth, near, family, any_unit, {i for t in near for i in indicators.by_term[t]}, near)
    if best.score >= LEAST:
        return best
    wide = _best(indicators, worth, near, family, any_unit, {i for t in worth for i in indicators.by_term[t]}, None)
    return wide if wide.score >= LEAST else NONE


def _weigh(hits: list[Hit], place: Place, worth: dict[int, float], near: set[int]) -> None:
    """The best worth of each term by where it stands; terms that stand near are noted."""
    first = bisect_left(hits, place.sentence[0], key=_start)
    for index in range(first, len(hits)):
        term, start, end = hits[index]
        if start >= place.sentence[1]:
            break
        value = SENTENCE if end <= place.start else AFTER
        for low, high in place.near:
            if low <= start and end <= high:
                near.add(term)
                gap = place.start - end if end <= place.start else start - place.end
                value = 1 / (1 + max(gap, 0) / 14)
                break
        if value > worth.get(term, 0.0):
            worth[term] = value
    for low, high in place.around:
        for index in range(bisect_left(hits, low, key=_start), len(hits)):
            term, start, end = hits[index]
            if start >= high:
                break
            if end <= high and term not in worth:
                worth[term] = BEYOND


def _best(
    indicators: Indicators,
    worth: dict[int, float],
    near: set[int],
    family: str | None,
    any_unit: bool,
    candidates: set[int],
    needed: set[int] | None,
) -> Choice:
    best: Pattern | None = None
    top = second = 0.0
    for index in sorted(candidates):
        pattern = indicators.patterns[index]
        score = _score(indicators, pattern, worth, near, family, any_unit)
        if score <= 0 or (best is not None and score <= top):
            if score > second and best is not None and pattern.indicator != best.indicator:
                second = score
            continue
        if best is not None and pattern.indicator != best.indicator:
            second = top
        best, top = pattern, score
    return NONE if best is None else Choice(best.indicator, best.rule, top, second)


def _score(
    indicators: Indicators,
    pattern: Pattern,
    worth: dict[int, float],
    near: set[int],
    family: str | None,
    any_unit: bool,
) -> float:
    """How well a pattern fits: the worth of its terms, longer terms more; 0 where it does not fit at all."""
    if not pattern.exclude.isdisjoint(near):
        return 0.0
    sizes = indicators.sizes
    total = 0.0
    for group in pattern.groups:
        value = 0.0
        for term in group:
            if term in worth:
                value = max(value, worth[term] * sizes[term])
        if not value:
            return 0.0
        total += value
    if pattern.context:
        if pattern.context.isdisjoint(worth):
            return 0.0
        total += 0.3
    return total * pattern.weight * _unit_factor(pattern, family, any_unit)


def _unit_factor(pattern: Pattern, family: str | None, any_unit: bool) -> float:
    if any_unit:
        return 1.0
    if family is None:
        return 1.0 if "none" in pattern.units else NO_UNIT
    if family in pattern.units:
        return 1.0
    if family in ("percent", "money", "score", "class_hour") or pattern.units == {"percent"}:
        return 0.0
    return WRONG_UNIT
