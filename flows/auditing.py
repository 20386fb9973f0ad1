"""A stratified random sample of measures, and the precision that its judgements tell, with an interval.

Pure of files and of the warehouse. Strata are kinds of issuers times domains of indicators.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

Z = 1.959964  # of an interval that covers 95%


class Judged(Protocol):
    """A row of a sample: its verdict (empty, right, wrong), its stratum, and that one's measures."""

    @property
    def verdict(self) -> str: ...
    @property
    def issuer_type(self) -> str: ...
    @property
    def domain(self) -> str: ...
    @property
    def stratum_size(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of a sample were judged and right, the weighted share of right rows, and its 95% interval."""

    drawn: int
    judged: int
    right: int
    share: float
    low: float
    high: float


def allocate(sizes: Sequence[int], n: int) -> list[int]:
    """How many of each stratum: in proportion to its size, never more than it has, by largest remainders.

    At least one of each where there are no more strata than n; then a few more than n are possible.
    """
    total = sum(sizes)
    if n >= total:
        return list(sizes)
    exact = [size * n / total for size in sizes]
    least = int(n >= len(sizes))
    found = [min(size, max(least, math.floor(share))) for size, share in zip(sizes, exact, strict=True)]
    order = sorted(range(len(sizes)), key=lambda one: (found[one] - exact[one], one))
    for one in order * (1 + n):
        if sum(found) >= n:
            break
        found[one] += found[one] < sizes[one]
    return found


def precision(rows: Iterable[Judged]) -> Precision | None:
    """What the judged rows tell of the whole; None where none is judged.

    Each stratum weighs as many measures as it has, shared among its judged rows; strata without a judged row
    are left out. The interval is Wilson's, with the effective number of rows (Kish) that the weights leave.
    """
    listed = list(rows)
    judged = [row for row in listed if row.verdict]
    if not judged:
        return None
    counts: dict[tuple[str, str], int] = {}
    for row in judged:
        counts[_stratum(row)] = counts.get(_stratum(row), 0) + 1
    weights = [max(row.stratum_size, 1) / counts[_stratum(row)] for row in judged]
    total = sum(weights)
    right = [row.verdict == "right" for row in judged]
    share = sum(weight for weight, good in zip(weights, right, strict=True) if good) / total
    effective = total**2 / sum(weight**2 for weight in weights)
    return Precision(len(listed), len(judged), sum(right), share, *wilson(share, effective))


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's 95% interval of a share found in n rows."""
    square = Z * Z / n
    middle = (share + square / 2) / (1 + square)
    half = Z * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def _stratum(row: Judged) -> tuple[str, str]:
    return row.issuer_type, row.domain
