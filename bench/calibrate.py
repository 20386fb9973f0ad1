"""`python -m bench.calibrate`: fit the weights of confidence.csv: a confidence is the share found right.

A logistic regression on the project's open reports, which are none of the labelled examples. Run it after
patterns or examples have changed, and look at the calibration table of docs/accuracy.md afterwards.
"""

import csv
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.goldsets import GoldSet, gold_sets
from bench.measure import CHECKOUT
from flows.evaluate import Score
from flows.reference import load_catalogue
from transforms.batch import measure_rows
from transforms.catalogue import Catalogue
from transforms.extract import Facts, extract
from transforms.facts.confidence import FEATURES, REVIEW_BELOW
from transforms.text.decode import decode

FITTED_ON = "reports"
PENALTY = 0.5
ROUNDS = 50
Floats = NDArray[np.float64]


def main() -> None:
    """Fit and write the weights."""
    catalogue = load_catalogue(CHECKOUT / "data")
    (gold,) = [one for one in gold_sets() if one.name == FITTED_ON]
    seen = list(_judged(gold, catalogue))
    weights = _fit(
        np.array([found for found, _ in seen]), np.array([right for _, right in seen], dtype=float)
    )
    kept = catalogue.knowledge.confidence.review_below
    with (CHECKOUT / "data/reference/confidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows(
            (name, round(float(weight), 3)) for name, weight in zip(FEATURES, weights, strict=True)
        )
        writer.writerow([REVIEW_BELOW, kept])
    print(f"{len(seen)} measures, {np.mean([right for _, right in seen]):.3f} right; weights written")


def _judged(gold: GoldSet, catalogue: Catalogue) -> Iterator[tuple[tuple[float, ...], bool]]:
    """The features of each measure found in the texts, and whether it is right; inventions are wrong."""
    for name, path in gold.gold.texts.items():
        facts = extract(decode(path.read_bytes()), catalogue, name)
        result = Score()
        result.add(_rows(facts), [row for row in gold.gold.rows if row["file"] == name])
        yield from ((pair.predicted["grounds"], pair.fact) for pair in result.pairs)
        yield from ((row["grounds"], False) for row in result.invented)


def _rows(facts: Facts) -> list[dict[str, Any]]:
    """The measures as the scorer reads them, with their features."""
    rows = measure_rows("", facts)
    start = {row["measure_id"]: row["char_start"] for row in rows}
    return [
        {
            **row,
            "start": row["char_start"],
            "end": row["char_end"],
            "part_of": start.get(row["parent_measure_id"]),
            "grounds": measure.grounds,
        }
        for row, measure in zip(rows, facts.measures, strict=True)
    ]


def _fit(features: Floats, right: Floats) -> Floats:
    """Weights of a logistic regression, by Newton's method, with a small penalty on large ones."""
    weights = np.zeros(features.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (chance - right) + PENALTY * weights
        bend = (features.T * (chance * (1 - chance))) @ features + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return weights


if __name__ == "__main__":
    main()
