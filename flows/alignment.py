"""The facts of one text in two forms, laid side by side: offsets and names apart, in reading order.

Two rows are the same fact where value, unit, bound, modality, kind and indicator are equal. Which rows of one
form are which of the other is the longest common subsequence of their facts, so that one row missed or
invented costs one row, not all behind it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.evaluate import SAME_VALUE, Row, f1, indicator_right, plain_unit

SAME = ("bound", "modality", "kind")


@dataclass(frozen=True, slots=True)
class Aligned:
    """One report's facts: how many are equal, and those of either form that the other lacks.

    `misplaced` counts rows whose words do not stand at their place in the form's own text.
    """

    file: str
    equal: int
    missed: list[Row]
    invented: list[Row]
    misplaced: int = 0

    @property
    def share(self) -> float:
        """The share of equal facts, as f1."""
        return share([self])

    @property
    def sizes(self) -> tuple[int, int]:
        """How many rows were found and how many were wanted."""
        return self.equal + len(self.invented), self.equal + len(self.missed)


def align(file: str, found: Sequence[Row], wanted: Sequence[Row], source: str) -> Aligned:
    """Lay what was found in the form `source` beside what is wanted."""
    found, wanted = _in_order(found), _in_order(wanted)
    pairs = common(found, wanted, same_fact)
    mine, theirs = {a for a, _ in pairs}, {b for _, b in pairs}
    return Aligned(
        file,
        len(pairs),
        [row for place, row in enumerate(wanted) if place not in theirs],
        [row for place, row in enumerate(found) if place not in mine],
        sum(source[row["start"] : row["end"]] != row["text"] for row in found),
    )


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """Reading order; rows that share a span by their indicator, which both forms agree on."""
    return sorted(rows, key=lambda row: (row["start"], row["end"], row["indicator"]))


def same_fact(found: Row, wanted: Row) -> bool:
    """Whether two rows state the same, wherever they stand."""
    return (
        abs(float(found["value"]) - float(wanted["value"])) < SAME_VALUE
        and plain_unit(found["unit"]) == plain_unit(wanted["unit"])
        and all(found[name] == wanted[name] for name in SAME)
        and indicator_right(found, wanted)
    )


def common(a: Sequence[Row], b: Sequence[Row], same: Callable[[Row, Row], bool]) -> list[tuple[int, int]]:
    """The places in both of a longest common subsequence, in order."""
    longest = [[0] * (len(b) + 1)]  # longest[i][j]: of the last i rows of a and the last j rows of b
    for row in reversed(a):
        above = longest[-1]
        line = [0]
        for j, other in enumerate(reversed(b)):
            line.append(above[j] + 1 if same(row, other) else max(above[j + 1], line[j]))
        longest.append(line)
    return list(_walk(a, b, same, longest))


def _walk(
    a: Sequence[Row], b: Sequence[Row], same: Callable[[Row, Row], bool], longest: list[list[int]]
) -> Iterable[tuple[int, int]]:
    i, j = 0, 0
    while i < len(a) and j < len(b):
        if same(a[i], b[j]):
            yield i, j
            i, j = i + 1, j + 1
        elif longest[len(a) - i - 1][len(b) - j] >= longest[len(a) - i][len(b) - j - 1]:
            i += 1
        else:
            j += 1


def share(reports: Iterable[Aligned]) -> float:
    """The share of equal facts over several reports, as f1; 1 where there are none."""
    every = list(reports)
    found, wanted = (sum(one.sizes[side] for one in every) for side in (0, 1))
    return f1(sum(one.equal for one in every), found, wanted)


def figures(reports: Sequence[Aligned]) -> Mapping[str, float]:
    """Name to figure, from 0 to 1, in the order they are shown."""
    equal = sum(one.equal for one in reports)
    found, wanted = (sum(one.sizes[side] for one in reports) for side in (0, 1))
    misplaced = sum(one.misplaced for one in reports)
    return {
        "precision": equal / found if found else 1.0,
        "recall": equal / wanted if wanted else 1.0,
        "fact_f1": share(reports),
        "evidence": 1 - misplaced / found if found else 1.0,
    }


def worst(reports: Iterable[Aligned], most: int = 5) -> list[Aligned]:
    """The reports whose forms differ most, the worst first."""
    differing = [one for one in reports if one.missed or one.invented or one.misplaced]
    return sorted(differing, key=lambda one: (one.share, one.file))[:most]


def differences(reports: Iterable[Aligned]) -> list[str]:
    """A line for each row that only one form has."""
    lines = []
    for one in reports:
        lines += [f"缺少 {_told(row)}" for row in one.missed]
        lines += [f"多出 {_told(row)}" for row in one.invented]
    return lines


def _told(row: Row) -> str:
    """A row's file, place and words, and all that makes it the fact it is."""
    facts = (f"{row['value']:g}", row["unit"], *(row[name] for name in SAME), row["indicator"])
    words = " ".join((row.get("sentence") or "").split())
    named = " ".join(str(fact) for fact in facts if fact)
    return f"{row['file']}:{row['start']} “{row['text']}”（{named}） ｜ {words}"
