"""A score by indicator, field value, kind of report and confidence: which of them is how good.

Pure functions over a `flows.evaluate.Score`. A second defensible indicator (`also`) counts for the
code of the gold row, on both sides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.evaluate import Row, Score, f1, plain_unit

VALUES = ("unit", "bound", "modality", "kind", "period", "part_of")


@dataclass(frozen=True, slots=True)
class Group:
    """Of one value: how many gold rows have it, how many predictions, and how many of these are right."""

    gold: int
    predicted: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of predictions that are right; None where there is none."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """The share of gold rows that were found with this value; None where there is none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float:
        return f1(self.right, self.predicted, self.gold)


@dataclass(frozen=True, slots=True)
class Band:
    """Of predictions with a confidence from `low` up to the band above: how many, and how many right."""

    low: float
    predicted: int
    found: int
    indicator: int
    fact: int


def by_confidence(result: Score, lows: Sequence[float]) -> list[Band]:
    """A band for each lower bound, highest first; `lows` falls and ends with 0."""
    highs = [float("inf"), *lows]
    return [_band(result, low, high) for low, high in zip(lows, highs, strict=False)]


def _band(result: Score, low: float, high: float) -> Band:
    inside = [pair for pair in result.pairs if low <= pair.predicted["confidence"] < high]
    invented = sum(low <= row["confidence"] < high for row in result.invented)
    right = sum(pair.right["indicator"] for pair in inside)
    return Band(low, len(inside) + invented, len(inside), right, sum(pair.fact for pair in inside))


def by_indicator(result: Score) -> dict[str, Group]:
    """A group for each code, gold or predicted, the commonest in gold first."""
    told = [
        (pair.gold["indicator"] if pair.right["indicator"] else pair.predicted["indicator"], pair)
        for pair in result.pairs
    ]
    return _groups(
        [(ours, pair.gold["indicator"], pair.right["indicator"]) for ours, pair in told],
        [row["indicator"] for row in result.invented],
        [row["indicator"] for row in result.missed],
    )


def by_value(result: Score) -> dict[str, dict[str, Group]]:
    """For each field of VALUES a group for each of its values, the commonest in gold first."""
    return {
        name: _groups(
            [
                (_shown(name, pair.predicted), _shown(name, pair.gold), pair.right[name])
                for pair in result.pairs
            ],
            [_shown(name, row) for row in result.invented],
            [_shown(name, row) for row in result.missed],
        )
        for name in VALUES
    }


def by_kind(result: Score, kinds: Mapping[str, str]) -> dict[str, Score]:
    """The score of each kind of report; `kinds` is file name to kind."""
    files: dict[str, list[str]] = defaultdict(list)
    for name, kind in kinds.items():
        files[kind].append(name)
    return {kind: result.only(names) for kind, names in sorted(files.items())}


def kinds_of(predicted: Iterable[Row], folders: Mapping[str, str]) -> dict[str, str]:
    """The kind of each file: who issued it, as extraction reads it, else the name of its gold folder."""
    issuers = {row["file"]: row["issuer_type"] for row in predicted if row["issuer_type"] != "unknown"}
    return {name: issuers.get(name, folder) for name, folder in folders.items()}


def _shown(name: str, row: Row) -> str:
    if name == "part_of":
        return "无" if row[name] is None else "有"
    if name == "unit":
        return plain_unit(row[name]) or "无"
    return str(row[name])


def _groups(
    pairs: Sequence[tuple[str, str, bool]], invented: Sequence[str], missed: Sequence[str]
) -> dict[str, Group]:
    """Counts by value, from predicted value, gold value and verdict of pairs, and values of the others."""
    gold = Counter([theirs for _, theirs, _ in pairs]) + Counter(missed)
    predicted = Counter([ours for ours, _, _ in pairs]) + Counter(invented)
    right = Counter(ours for ours, _, is_right in pairs if is_right)
    order = sorted(gold | predicted, key=lambda value: (-gold[value], value))
    return {value: Group(gold[value], predicted[value], right[value]) for value in order}
