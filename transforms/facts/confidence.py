"""How sure a measure is: the share of measures like it that a careful reader found right.

A logistic model over a few things known when the indicator was decided. Its weights are data
(confidence.csv), fitted by `python -m bench.calibrate` on gold that no rule was written from.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from pydantic import BaseModel

from transforms.csvfile import CatalogueError, read_rows
from transforms.facts.indicators import Choice

TAKEN_OVER = frozenset({"part", "moved", "same_as_before", "none"})  # rules that decided without a vote
FEATURES = (
    "always", "margin", "score", "pattern_agrees", "part", "moved", "same_as_before", "not_level", "other",
    "zero",
)  # fmt: skip
REVIEW_BELOW = "review_below"
WIDEST_MARGIN, HIGHEST_SCORE = 6.0, 9.0
MARGIN_WITHOUT_VOTE, SCORE_WITHOUT_VOTE = 1.0, 3.0


class WeightRow(BaseModel):
    """A row of confidence.csv: the weight of a feature, or the confidence below which a row wants review."""

    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """The weights in the order of FEATURES, and the confidence below which a row wants review."""

    weights: tuple[float, ...]
    review_below: float

    @staticmethod
    def parse(data: bytes) -> "Confidence":
        """From the bytes of confidence.csv; raises CatalogueError unless each feature has its weight."""
        weights = {row.feature: row.weight for row in read_rows("confidence.csv", data, WeightRow)}
        known = {*FEATURES, REVIEW_BELOW}
        if set(weights) != known:
            raise CatalogueError(f"data file confidence.csv: features must be {sorted(known)}, each once")
        return Confidence(tuple(weights[name] for name in FEATURES), weights[REVIEW_BELOW])

    def of(self, grounds: Sequence[float]) -> float:
        """The chance that a measure with these features is right, between 0 and 1, to three places."""
        total = sum(map(mul, self.weights, grounds))
        return round(1 / (1 + math.exp(-total)), 3)

    def wants_review(self, confidence: float) -> bool:
        """Whether a measure of that confidence is to be looked at by a person."""
        return confidence < self.review_below


def features(choice: Choice, kind: str, zero: bool) -> tuple[float, ...]:
    """The values of FEATURES, in their order, for a measure."""
    rule = choice.rule
    voted = rule not in TAKEN_OVER
    return (
        1.0,
        min(choice.score - choice.second, WIDEST_MARGIN) if voted else MARGIN_WITHOUT_VOTE,
        min(choice.score, HIGHEST_SCORE) if voted else SCORE_WITHOUT_VOTE,
        float(voted and rule != "examples"),
        float(rule == "part"),
        float(rule == "moved"),
        float(rule == "same_as_before"),
        float(kind != "level"),
        float(choice.indicator == "other"),
        float(zero),
    )
