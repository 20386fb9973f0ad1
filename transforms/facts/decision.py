"""The indicator of a number, from what the patterns say and what the examples vote for."""

import numpy as np

from transforms.facts.examples import Examples, Phrase
from transforms.facts.indicators import STRICT, Asked, Choice, Indicators

PATTERN = 0.6  # worth of a pattern's score in standard deviations of the votes
STRONGEST = 6.0  # a pattern's score above this counts no more
UNFIT = -99.0
FEW = 5  # an indicator with fewer examples is decided by its patterns alone


def decide(examples: Examples, indicators: Indicators, phrase: Phrase, own: Choice, asked: Asked) -> Choice:
    """The indicator with the highest sum of votes and pattern score among those that the unit allows.

    The rule of the choice is the pattern's where it agrees, else `examples`; score and second are sums.
    """
    if own.score > 0 and examples.share[examples.codes[own.indicator]] < FEW:
        return own
    votes = examples.votes(phrase)
    for code, place in examples.codes.items():
        if not _allowed(indicators, code, asked):
            votes[place] = UNFIT
    if own.score > 0:
        votes[examples.codes[own.indicator]] += PATTERN * min(own.score, STRONGEST)
    order = np.argsort(votes)
    best, second = int(order[-1]), int(order[-2])
    code = list(examples.codes)[best]
    rule = own.rule if code == own.indicator and own.score > 0 else "examples"
    return Choice(code, rule, float(votes[best]), float(votes[second]), own.near)


def _allowed(indicators: Indicators, code: str, asked: Asked) -> bool:
    """Whether an indicator may have a number of this unit: money, rates and hours keep to their own."""
    if asked.any_unit or code == "other":
        return True
    families = frozenset(indicators.by_code[code].unit_families.split("|"))
    if asked.family in ("money", "class_hour"):
        return asked.family in families
    return asked.family == "percent" or not families <= STRICT
