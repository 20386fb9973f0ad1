"""Which indicator a number belongs to: the catalogue, its patterns, and the choice among them.

A pattern is a row of patterns.csv: groups of terms that must stand near the number (`a|b&c` reads: a or b,
and c; the first group must stand near, the others may stand farther off in the sentence for less), terms
that must stand somewhere in its context, terms that must not stand as near, the indicators that the number
before must have, the unit families it goes with, and a weight. All terms of all patterns are found in one
pass over a text; for each number the pattern with the best score wins. Nothing here knows any single
indicator: that is all data.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import ClassVar

from ahocorasick_rs import AhoCorasick
from pydantic import BaseModel, Field

from transforms.csvfile import CatalogueError, read_rows

SENTENCE, AFTER = 0.3, 0.15  # worth of a term in the sentence before and after the number, near ones 1
WRONG_UNIT = 0.3
NO_UNIT = 0.85
CONTEXT, AFTER_BONUS = 0.3, 0.6
REACH_BACK, REACH_ON = 90, 40  # characters of a sentence that are looked at
EXCLUDED_REACH = 9  # characters beyond the pattern's own term
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


NO_PATTERN = Pattern("none", "other", (), frozenset(), frozenset(), (), frozenset(), 0.0)


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


class Hits:
    """The terms found in a text, asked by place."""

    def __init__(self, found: Sequence[Hit]) -> None:
        self.hits = sorted(found, key=itemgetter(1))
        self.starts = [start for _, start, _ in self.hits]

    def between(self, low: int, high: int) -> list[Hit]:
        """Those that start in a span, by their start, overlapping ones too."""
        return self.hits[bisect_left(self.starts, low) : bisect_left(self.starts, high)]


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
        self.fits: dict[tuple[str | None, bool, bool], list[float]] = {}

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

    def hits(self, text: str) -> Hits:
        """Every term in the text."""
        return Hits(self.automaton.find_matches_as_indexes(text, overlapping=True))

    def unit_factors(self, asked: "Asked") -> list[float]:
        """How well each pattern goes with the unit of a number, 0 where not at all."""
        key = asked.family, asked.any_unit, asked.named_rate
        if key not in self.fits:
            self.fits[key] = [_unit_factor(pattern, asked) for pattern in self.patterns]
        return self.fits[key]


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


class _Seen:
    """The terms that the sentence of a number holds about it.

    `worth` is what each is worth by its length and by where it stands best, `near` the distance of those that
    stand near.
    """

    def __init__(self, sizes: list[float], hits: Hits, place: Place) -> None:
        self.hits, self.place = hits, place
        first = max(place.sentence[0], place.start - REACH_BACK)
        last = min(place.sentence[1], place.end + REACH_ON)
        self.window = hits.between(first, last)
        self.worth: dict[int, float] = {}
        self.near: dict[int, int] = {}
        self._weigh(sizes)

    def _weigh(self, sizes: list[float]) -> None:
        worth, near, here = self.worth, self.near, self.place.start
        unit = self.place.end - 1  # a term may begin with the unit: 个网格
        spans = [(unit if low == unit + 1 else low, high) for low, high in self.place.near]
        for term, start, end in self.window:
            value = SENTENCE if end <= here else AFTER
            for low, high in spans:
                if low <= start and end <= high:
                    gap = here - end if end <= here else max(start - self.place.end, 0)
                    near[term] = min(gap, near.get(term, gap))
                    value = 1 / (1 + gap / 14)
                    break
            value *= sizes[term]
            if value > worth.get(term, 0.0):
                worth[term] = value

    def farther(self) -> set[int]:
        """The terms before the number that do not stand near."""
        return {term for term, _, end in self.window if end <= self.place.start and term not in self.near}

    def holds(self, terms: frozenset[int]) -> bool:
        """Whether one of some terms stands in the sentence or around it."""
        if not terms.isdisjoint(self.worth):
            return True
        spans = self.place.around
        around = (hit for low, high in spans for hit in self.hits.between(low, high) if hit[2] <= high)
        return any(hit[0] in terms for hit in around)

    def excludes(self, pattern: Pattern) -> bool:
        """Whether an excluded term stands about as close to the number as the pattern's own closest term."""
        near = self.near
        excluded = pattern.exclude & near.keys()
        if not excluded:
            return False
        own = min([near[t] for group in pattern.groups for t in group if t in near], default=0)
        return min([near[t] for t in excluded]) <= own + EXCLUDED_REACH


def choose(indicators: Indicators, hits: Hits, place: Place, asked: Asked) -> Choice:
    """The best indicator for a number at a place; `other` where nothing fits well enough."""
    seen = _Seen(indicators.sizes, hits, place)
    best = _best(indicators, seen, asked, seen.near)
    if best.score >= LEAST:
        return best
    wide = _best(indicators, seen, asked, seen.farther())
    wide.near = False
    return wide if wide.score >= LEAST else NONE


def _best(indicators: Indicators, seen: _Seen, asked: Asked, terms: Iterable[int]) -> Choice:
    """The best of the patterns whose first group holds one of some terms; of equal ones the first."""
    units, by_term = indicators.unit_factors(asked), indicators.by_term
    best, top, second = NO_PATTERN, 0.0, 0.0
    for index in sorted({index for term in terms for index in by_term[term] if units[index]}):
        pattern = indicators.patterns[index]
        score = _score(pattern, seen, asked) * units[index]
        if score <= second or seen.excludes(pattern):
            continue
        other = pattern.indicator != best.indicator
        if score > top:
            second = top if other else second
            best, top = pattern, score
        elif other:
            second = score
    return Choice(best.indicator, best.rule, top, second)


def _score(pattern: Pattern, seen: _Seen, asked: Asked) -> float:
    """How well a pattern fits: the worth of its terms, longer terms more; 0 where it does not fit at all."""
    if pattern.after and not asked.before.startswith(pattern.after):
        return 0.0
    total = _terms(pattern.groups, seen.worth)
    if not total or (pattern.context and not seen.holds(pattern.context)):
        return 0.0
    return (
        total + (CONTEXT if pattern.context else 0.0) + (AFTER_BONUS if pattern.after else 0.0)
    ) * pattern.weight


def _terms(groups: tuple[tuple[int, ...], ...], worth: dict[int, float]) -> float:
    """The sum over the groups of the best term's worth; 0 where a group has none."""
    total = 0.0
    for group in groups:
        best = 0.0
        for term in group:
            if term in worth and worth[term] > best:
                best = worth[term]
        if not best:
            return 0.0
        total += best
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
