"""The catalogue that numbers are read with: units, bound words, and rules for numerals that count nothing."""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import BaseModel

from transforms.csvfile import CatalogueError, read_rows
from transforms.facts.cues import Cues
from transforms.facts.numerals import CHINESE, CORE
from transforms.regex import quick

KEPT_CORES = 20_000
LOOK_BACK = 14  # characters before a numeral that a rule may look at

Bound = Literal["exact", "at_least", "at_most", "approx"]


class UnitRow(BaseModel):
    """A row of units.csv: units of one family may be added after multiplying by `factor`.

    `chinese` says how the unit goes with a Chinese numeral: `weak` where 三个 is a label as often as a count,
    `one` where even 一 counts after a verb of counting (聘请一名).
    """

    unit: str
    family: str
    factor: float
    chinese: str = ""


class BoundRow(BaseModel):
    """A row of bounds.csv: a word before, inside or after a number and the bound that it gives."""

    KEY: ClassVar[tuple[str, ...]] = ("word", "place")
    word: str
    place: Literal["before", "inside", "after"]
    bound: Bound


class NumberRule(BaseModel):
    """A row of number_rules.csv: regular expressions for the text before, the numeral, the text after."""

    rule: str
    reason: str
    before: str = ""
    number: str = ""
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule of rejection; a part that is None fits everything."""

    reason: str
    before: re.Pattern[str] | None
    number: re.Pattern[str] | None
    after: re.Pattern[str] | None

    @property
    def open_ended(self) -> bool:
        """Whether it may fit with nothing behind the numeral."""
        return self.after is None or self.after.match("") is not None


class Rules:
    """Rules in the order of their file, asked for the first that fits."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        sought = [rule.after.pattern for rule in rules if rule.after and not rule.open_ended]
        self.any_after = quick("|".join(f"(?:{pattern})" for pattern in sought))
        self.of_core: dict[str, tuple[list[Rule], list[Rule]]] = {}

    def reason(self, text: str, start: int, end: int) -> str | None:
        """The reason of the first rule that rejects the numeral text[start:end], or None."""
        left = text[max(0, start - LOOK_BACK) : start]
        rules, open_ended = self._of(text[start:end])
        # many numerals are followed by nothing that any rule looks for: a cheap way past those rules
        for rule in rules if self.any_after.match(text, end) else open_ended:
            if rule.after is not None and rule.after.match(text, end) is None:
                continue
            if rule.before is None or rule.before.search(left) is not None:
                return rule.reason
        return None

    def _of(self, core: str) -> tuple[list[Rule], list[Rule]]:
        """The rules that speak of such a numeral, and those of them that need nothing behind it.

        Kept for numerals seen before, which in these texts are most.
        """
        if core not in self.of_core:
            if len(self.of_core) >= KEPT_CORES:
                self.of_core.clear()
            rules = [rule for rule in self.rules if rule.number is None or rule.number.fullmatch(core)]
            self.of_core[core] = rules, [rule for rule in rules if rule.open_ended]
        return self.of_core[core]


class Numbers:
    """The catalogue of units, bound words and rejection rules, compiled."""

    def __init__(
        self, units: list[UnitRow], bounds: list[BoundRow], rules: list[NumberRule], cues: Cues
    ) -> None:
        self.families = {row.unit: row.family for row in units}
        self.factors = {row.unit: row.factor for row in units}
        self.weak = frozenset(row.unit for row in units if "weak" in row.chinese)
        self.counts_one = frozenset(row.unit for row in units if "one" in row.chinese)
        self.counting, self.action = cues.patterns["counting"], cues.patterns["action"]
        self.bounds = {(row.place, row.word): row.bound for row in bounds}
        names = _alternatives([row.unit for row in units])
        before, inside, after = (
            _alternatives([row.word for row in bounds if row.place == place])
            for place in ("before", "inside", "after")
        )
        self.tail = re.compile(
            rf"(?P<inside>(?:{inside}){{1,2}})?(?P<multiple>[万亿]+)?(?P<unit>{names})?"
            rf"(?P<trailing>(?:{inside})(?=[，。；、）]))?"
            rf"(?:（(?:含)?(?P<aside>{after})）|(?P<after>{after}))?"
        )
        self.before = quick(rf"(?:{before})(?:达到|达|为|至)?$")
        self.range = quick(rf"(?:[余多])?(?P<unit>{names})?(?:[-—–~～]{{1,2}}|至|到)(?P<core>{CORE})")
        compiled = [(row, _compiled(row)) for row in rules]
        self.digit_rules = Rules([rule for row, rule in compiled if _speaks_of_digits(row.number)])
        self.word_rules = Rules([rule for row, rule in compiled if _speaks_of_words(row.number)])

    @staticmethod
    def parse(units: bytes, bounds: bytes, rules: bytes, cues: Cues) -> "Numbers":
        """From the bytes of units.csv, bounds.csv and number_rules.csv; raises CatalogueError."""
        return Numbers(
            read_rows("units.csv", units, UnitRow),
            read_rows("bounds.csv", bounds, BoundRow),
            read_rows("number_rules.csv", rules, NumberRule),
            cues,
        )


def _alternatives(words: list[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + ("(?!织)" if word.endswith("组") else "") for word in longest_first)


def _compiled(row: NumberRule) -> Rule:
    try:
        return Rule(
            row.reason,
            quick(f"(?:{row.before})$") if row.before else None,
            re.compile(row.number) if row.number else None,
            quick(row.after) if row.after else None,
        )
    except re.error as error:
        problem = f"not a regular expression: {error}"
        raise CatalogueError(f"data file number_rules.csv, rule {row.rule}: {problem}") from error


def _speaks_of_digits(number: str) -> bool:
    return not number or "\\d" in number or any(char.isdigit() for char in number)


def _speaks_of_words(number: str) -> bool:
    return not number or any(char in CHINESE or char in "半双" for char in number)
