"""The indicator of a number, from what the patterns say and what the examples vote for."""

import numpy as np
from numpy.typing import NDArray

from transforms.facts.examples import Examples, Phrase
from transforms.facts.indicators import STRICT, Asked, Choice, Indicators

PATTERN = 0.45  # worth of a pattern's score in standard deviations of the votes
STRONGEST = 6.0  # a pattern's score above this counts no more
FEW = 5  # an indicator with fewer examples is decided by its patterns alone
UNFIT = np.float32(-99.0)
KEEP_TO_THEIR_OWN = frozenset({"money", "class_hour"})


class Jury:
    """Patterns and examples together."""

    def __init__(self, indicators: Indicators, examples: Examples) -> None:
        self.indicators, self.examples = indicators, examples
        self.places = {code: place for place, code in enumerate(examples.codes)}
        self.unfit: dict[str | None, NDArray[np.int64]] = {}

    def decide(self, phrase: Phrase, own: Choice, asked: Asked) -> Choice:
        """The indicator with the highest sum of votes and pattern score among those that the unit allows.

        `own` is the patterns' choice. The rule of the choice is the pattern's where it agrees, else
        `examples`; score and second are the sums of the best and of the next.
        """
        if own.score > 0 and self.examples.share[own.indicator] < FEW:
            return own
        votes = self.examples.votes(phrase)
        place = self.places[own.indicator]
        backed = votes[place] + PATTERN * min(own.score, STRONGEST)
        if not asked.any_unit:
            votes[self._unfit(asked.family)] = UNFIT
        if own.score > 0:  # a pattern may name units that its indicator does not
            votes[place] = backed
        best = int(votes.argmax())
        score = float(votes[best])
        votes[best] = UNFIT
        code = self.examples.codes[best]
        rule = own.rule if code == own.indicator and own.score > 0 else "examples"
        return Choice(code, rule, score, float(votes.max()), own.near)

    def _unfit(self, family: str | None) -> NDArray[np.int64]:
        """The places of the indicators that can't have a number of this family of units."""
        if family not in self.unfit:
            out = [place for code, place in self.places.items() if not self._allowed(code, family)]
            self.unfit[family] = np.array(out, dtype=np.int64)
        return self.unfit[family]

    def _allowed(self, code: str, family: str | None) -> bool:
        """Whether an indicator may have such a unit: money, rates and hours keep to their own."""
        if code == "other":
            return True
        families = frozenset(self.indicators.by_code[code].unit_families.split("|"))
        if family in KEEP_TO_THEIR_OWN:
            return family in families
        return family == "percent" or not families <= STRICT
