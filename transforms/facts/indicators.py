"""Which indicator a number belongs to: the catalogue, its patterns, and the choice among them.

A pattern is a row of patterns.csv: groups of terms that must stand near the number (`a|b&c` reads: a or b,
and c; the first group must stand near, the others may stand farther off in the sentence for less), terms
that must stand somewhere in its context, terms that must not stand as near, the indicators that the number
before must have, the unit families it goes with, and a weight. All terms of all patterns are found in one
pass over a text; for each number the pattern with the best score wins. Nothing here knows any single
indicator: that is all data.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from ahocorasick_rs import AhoCorasick
from pydantic import BaseModel, Field

from transforms.csvfile import CatalogueError, read_rows

SENTENCE, AFTER, BEYOND = 0.3, 0.15, 0.1  # worth of a term in the sentence before, after, and around it
WRONG_UNIT = 0.3
NO_UNIT = 0.85
CONTEXT, AFTER_BONUS = 0.3, 0.6
REACH_BACK, REACH_ON = 90, 40  # characters of a sentence that are looked at
EXCLUDED_REACH = 4  # characters beyond the pattern's own term
STRICT = frozenset({"percent", "money", "score", "class_hour", "percentage_point"})
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
    after: str = ""
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
    after: tuple[str, ...]
    units: frozenset[str]
    weight: float


@dataclass(slots=True)
class Choice:
    """The indicator chosen, the rule that decided, its score, and the score of the best other indicator."""

    indicator: str
    rule: str
    score: float
    second: float
    near: bool = True


NONE = Choice("other", "none", 0.0, 0.0, False)
Hit = tuple[int, int, int]  # term, start, end


class Indicators:
    """The catalogue of indicators with their patterns, compiled into one automaton."""

    def __init__(self, catalogue: Sequence[Indicator], patterns: Sequence[PatternRow]) -> None:
        self.by_code = {row.code: row for row in catalogue}
        self.terms: dict[str, int] = {}
        self.patterns = [self._compile(row) for row in patterns]
        self.by_term: list[list[int]] = [[] for _ in self.terms]
        for index, pattern in enumerate(self.patterns):
            for term in pattern.groups[0]:
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
            raise CatalogueError(
                f"patterns.csv: rule {row.rule}: indicator {row.indicator} is not in indicators.csv"
            )
        families = row.units or self.by_code[row.indicator].unit_families
        return Pattern(
            row.rule,
            row.indicator,
            tuple(self._numbers(group) for group in row.near.split("&")),
            frozenset(self._numbers(row.context)),
            frozenset(self._numbers(row.exclude)),
            tuple(row.after.split("|")) if row.after else (),
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


@dataclass(slots=True)
class Place:
    """Where to look for what a number counts: spans in the text, ends exclusive.

    `near` spans hold the phrase; `sentence` and `around` (heading, the sentence before) are context.
    """

    start: int
    end: int
    near: tuple[tuple[int, int], ...]
    sentence: tuple[int, int]
    around: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Asked:
    """What is known of a number before its indicator: the family of its unit (None where none is written),
    the indicator of the number before it, and whether units count (a change in percent belongs to whatever
    changed, so they don't) and rates may be named."""

    family: str | None
    before: str
    any_unit: bool = False
    named_rate: bool = True


def choose(indicators: Indicators, hits: list[Hit], place: Place, asked: Asked) -> Choice:
    """The best indicator for a number at a place; `other` where nothing fits well enough."""
    worth: dict[int, float] = {}
    near: dict[int, int] = {}
    _weigh(hits, place, worth, near)
    by_term = indicators.by_term
    best = _best(indicators, worth, near, asked, {i for t in near for i in by_term[t]})
    if best.score >= LEAST:
        return best
    farther = {t for t, value in worth.items() if value >= SENTENCE and t not in near}
    wide = _best(indicators, worth, near, asked, {i for t in farther for i in by_term[t]})
    return replace(wide, near=False) if wide.score >= LEAST else NONE


def _weigh(hits: list[Hit], place: Place, worth: dict[int, float], near: dict[int, int]) -> None:
    """The best worth of each term by where it stands; terms that stand near are noted with their distance."""
    first = bisect_left(hits, max(place.sentence[0], place.start - REACH_BACK), key=_start)
    last = min(place.sentence[1], place.end + REACH_ON)
    for index in range(first, len(hits)):
        term, start, end = hits[index]
        if start >= last:
            break
        value = SENTENCE if end <= place.start else AFTER
        for low, high in place.near:
            if low <= start and end <= high:
                gap = max(place.start - end if end <= place.start else start - place.end, 0)
                near[term] = min(gap, near.get(term, gap))
                value = 1 / (1 + gap / 14)
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
    indicators: Indicators, worth: dict[int, float], near: dict[int, int], asked: Asked, candidates: set[int]
) -> Choice:
    best: Pattern | None = None
    top = second = 0.0
    for index in sorted(candidates):
        pattern = indicators.patterns[index]
        score = _score(indicators, pattern, worth, near, asked)
        if score <= 0 or (best is not None and score <= top):
            if score > second and best is not None and pattern.indicator != best.indicator:
                second = score
            continue
        if best is not None and pattern.indicator != best.indicator:
            second = top
        best, top = pattern, score
    return NONE if best is None else Choice(best.indicator, best.rule, top, second)


def _score(
    indicators: Indicators, pattern: Pattern, worth: dict[int, float], near: dict[int, int], asked: Asked
) -> float:
    """How well a pattern fits: the worth of its terms, longer terms more; 0 where it does not fit at all."""
    unit = _unit_factor(pattern, asked)
    if not unit or (not pattern.exclude.isdisjoint(near) and _excluded(pattern, near)):
        return 0.0
    if pattern.after and not asked.before.startswith(pattern.after):
        return 0.0
    total = _terms(indicators.sizes, pattern.groups, worth)
    if not total or (pattern.context and pattern.context.isdisjoint(worth)):
        return 0.0
    return (
        (total + (CONTEXT if pattern.context else 0.0) + (AFTER_BONUS if pattern.after else 0.0))
        * pattern.weight
        * unit
    )


def _excluded(pattern: Pattern, near: dict[int, int]) -> bool:
    """Whether an excluded term stands about as close to the number as the pattern's own closest term."""
    own = min((near[t] for group in pattern.groups for t in group if t in near), default=0)
    return any(near[t] <= own + EXCLUDED_REACH for t in pattern.exclude if t in near)


def _terms(sizes: list[float], groups: tuple[tuple[int, ...], ...], worth: dict[int, float]) -> float:
    """The sum over the groups of the best term's worth; 0 where a group has none. Terms of a group that
    stand far off make the whole worth less."""
    total = 0.0
    for group in groups:
        value = 0.0
        for term in group:
            if term in worth and worth[term] * sizes[term] > value and worth[term] > BEYOND:
                value = worth[term] * sizes[term]
        if not value:
            return 0.0
        total += value
    return total


def _unit_factor(pattern: Pattern, asked: Asked) -> float:
    if pattern.units == {"percent"} and not asked.named_rate:
        return 0.0
    if asked.any_unit or "*" in pattern.units:
        return 1.0
    if asked.family is None:
        return 1.0 if "none" in pattern.units else 0.0 if pattern.units <= STRICT else NO_UNIT
    if asked.family in pattern.units:
        return 1.0
    if asked.family in STRICT or pattern.units <= STRICT:
        return 0.0
    return WRONG_UNIT
