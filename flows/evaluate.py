"""How good extraction is, against gold rows: pure functions over rows, no files, no printing.

A predicted and a gold row are the same measure where their spans overlap and their values are equal;
rows that share a span are told apart by indicator. What is measured: precision, recall and f1 of
finding measures; each field's share right among those found; `fact_f1` where value, unit, bound,
modality, kind and indicator are all right; `…_rare` over rows, gold or predicted, that are not the usual
value, so that a constant answer scores nothing; `part_of_set` over rows that have a parent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
USUAL = {"bound": "exact", "modality": "actual", "kind": "level", "period": "year"}
FIELDS = ("span", "unit", "bound", "modality", "kind", "period", "indicator", "part_of")
FACT = ("unit", "bound", "modality", "kind", "indicator")
SAME_VALUE = 1e-6


@dataclass(frozen=True, slots=True)
class Pair:
    """A prediction and the gold row it is; `right` says of each of `FIELDS` whether it is right."""

    predicted: Row
    gold: Row
    right: Mapping[str, bool]

    @property
    def fact(self) -> bool:
        """Whether value, unit, bound, modality, kind and indicator are all right."""
        return all(self.right[name] for name in FACT)


@dataclass(slots=True)
class Score:
    """All pairs, and what was missed or invented; `add` takes one file at a time."""

    pairs: list[Pair] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    invented: list[Row] = field(default_factory=list)

    def add(self, predicted: Sequence[Row], gold: Sequence[Row]) -> None:
        """Score the rows of one file."""
        chosen = _match(predicted, gold)
        start = {predicted[p]["start"]: gold[g]["start"] for p, g in chosen}
        self.pairs += [
            Pair(predicted[p], gold[g], _verdicts(predicted[p], gold[g], start)) for p, g in chosen
        ]
        found_p, found_g = {p for p, _ in chosen}, {g for _, g in chosen}
        self.invented += [row for p, row in enumerate(predicted) if p not in found_p]
        self.missed += [row for g, row in enumerate(gold) if g not in found_g]

    def figures(self) -> dict[str, float]:
        """Name to figure, from 0 to 1, in the order they are shown."""
        predicted = [pair.predicted for pair in self.pairs] + self.invented
        gold = [pair.gold for pair in self.pairs] + self.missed
        found, right = len(self.pairs), self._counts()
        figures = {
            "precision": found / len(predicted) if predicted else 0.0,
            "recall": found / len(gold) if gold else 0.0,
            "f1": f1(found, len(predicted), len(gold)),
        }
        figures |= {name: right[name] / found if found else 0.0 for name in FIELDS}
        figures["fact_f1"] = f1(right["fact"], len(predicted), len(gold))
        for name, usual in USUAL.items():
            rare = [sum(row[name] != usual for row in rows) for rows in (predicted, gold)]
            figures[f"{name}_rare"] = f1(right[f"{name}_rare"], *rare)
        parents = [sum(row["part_of"] is not None for row in rows) for rows in (predicted, gold)]
        figures["part_of_set"] = f1(right["part_of_set"], *parents)
        return figures

    def _counts(self) -> Counter[str]:
        """How many pairs are right in each field, in all of a fact, in each rare value, in a set parent."""
        right: Counter[str] = Counter()
        for pair in self.pairs:
            right.update(name for name in FIELDS if pair.right[name])
            right.update(
                f"{name}_rare" for name in USUAL if pair.right[name] and pair.gold[name] != USUAL[name]
            )
            right["fact"] += pair.fact
            right["part_of_set"] += pair.right["part_of"] and pair.gold["part_of"] is not None
        return right

    def only(self, files: Iterable[str]) -> "Score":
        """The same of the named files alone."""
        wanted = set(files)
        return Score(
            [pair for pair in self.pairs if pair.gold["file"] in wanted],
            [row for row in self.missed if row["file"] in wanted],
            [row for row in self.invented if row["file"] in wanted],
        )


def score(predicted: Iterable[Row], gold: Iterable[Row], files: Iterable[str]) -> Score:
    """Score all rows of the named files; rows of other files are left out."""
    wanted = set(files)
    by_file: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((predicted, gold)):
        for row in rows:
            if row["file"] in wanted:
                by_file[row["file"]][side].append(row)
    result = Score()
    for name in sorted(by_file):
        result.add(*by_file[name])
    return result


def together(scores: Iterable[Score]) -> Score:
    """One score over the rows of several."""
    result = Score()
    for one in scores:
        result.pairs += one.pairs
        result.missed += one.missed
        result.invented += one.invented
    return result


def errors(result: Score) -> list[str]:
    """A line for each miss, invention and wrong field: what, where, is and should be, and the sentence."""
    lines = []
    for pair in result.pairs:
        wrong = [_wrong(name, pair) for name in FIELDS if not pair.right[name]]
        if wrong:
            lines.append(f"有误 {_place(pair.gold)}：{'；'.join(wrong)}{_sentence(pair.gold)}")
    lines += [f"遗漏 {_place(row)}（{row['indicator']}）{_sentence(row)}" for row in result.missed]
    return lines + [
        f"多出 {_place(row)}（{row['indicator']}，值 {row['value']:g}）{_sentence(row)}"
        for row in result.invented
    ]


def _match(predicted: Sequence[Row], gold: Sequence[Row]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs of indexes: a right indicator first, then the longer overlap, then order."""
    candidates = [
        (not indicator_right(row, gold_row), -_overlap(row, gold_row), p, g)
        for g, gold_row in enumerate(gold)
        for p, row in enumerate(predicted)
        if _overlap(row, gold_row) > 0 and abs(float(row["value"]) - float(gold_row["value"])) < SAME_VALUE
    ]
    taken_p: set[int] = set()
    taken_g: set[int] = set()
    chosen = []
    for _, _, p, g in sorted(candidates):
        if p not in taken_p and g not in taken_g:
            taken_p.add(p)
            taken_g.add(g)
            chosen.append((p, g))
    return chosen


def _verdicts(row: Row, gold: Row, gold_start: Mapping[int, int]) -> dict[str, bool]:
    """Which fields are right; a parent is right where it is paired with the gold parent."""
    return {
        "span": (row["start"], row["end"]) == (gold["start"], gold["end"]),
        "unit": plain_unit(row["unit"]) == plain_unit(gold["unit"]),
        **{name: row[name] == gold[name] for name in USUAL},
        "indicator": indicator_right(row, gold),
        "part_of": gold_start.get(row["part_of"], row["part_of"]) == gold["part_of"],
    }


def indicator_right(row: Row, gold: Row) -> bool:
    """Whether the indicator is the gold row's or another that it allows."""
    return row["indicator"] in (gold["indicator"], *gold.get("also", ()))


def _overlap(a: Row, b: Row) -> int:
    """Characters the two spans share; not positive where they share none."""
    return int(min(a["end"], b["end"]) - max(a["start"], b["start"]))


def plain_unit(unit: str | None) -> str:
    """A unit without blanks and with an ordinary percent sign; empty for none."""
    return (unit or "").replace(" ", "").replace("％", "%")


def f1(right: int, predicted: int, gold: int) -> float:
    """The harmonic mean of precision and recall; 1 where there is nothing to find and nothing found."""
    return 2 * right / (predicted + gold) if predicted + gold else 1.0


def _wrong(name: str, pair: Pair) -> str:
    if name == "span":
        ours, theirs = pair.predicted, pair.gold
        return f"span {ours['start']}-{ours['end']} 应为 {theirs['start']}-{theirs['end']}"
    return f"{name} {pair.predicted[name]!r} 应为 {pair.gold[name]!r}"


def _place(row: Row) -> str:
    return f"{row['file']}:{row['start']} “{row.get('text', '')}” {row.get('subject') or ''}".rstrip()


def _sentence(row: Row) -> str:
    """The sentence as the end of a line, in one line itself."""
    words = " ".join((row.get("sentence") or "").split())
    return f" ｜ {words}" if words else ""
