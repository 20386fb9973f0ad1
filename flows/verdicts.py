"""Verdicts of one evaluation, kept in a file, and what a later evaluation gained and lost against it.

A verdict is what is wrong with one gold row: nothing, fields, or that it was missed.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.evaluate import FIELDS, Row, Score
from flows.goldrows import GoldError

MISSED = "missed"
INVENTED = "invented"
Key = tuple[str, int, int, float, str, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with one gold row; `wrong` holds field names, or MISSED, or (no gold row) INVENTED."""

    file: str
    start: int
    end: int
    value: float
    text: str
    indicator: str
    wrong: tuple[str, ...]

    def place(self) -> str:
        """Where it stands and what is there, for people."""
        return f"{self.file}:{self.start} “{self.text}”（{self.indicator}）"


@dataclass(frozen=True, slots=True)
class Change:
    """What one row gained (wrong before, right now) and lost; both name what is or was wrong."""

    verdict: Verdict
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, and how many gold rows only one of both evaluations knows."""

    changes: list[Change]
    new_rows: int
    gone_rows: int


def verdicts(result: Score) -> list[Verdict]:
    """One verdict for each gold row, then one for each invention, in order of place."""
    told = [_verdict(pair.gold, [name for name in FIELDS if not pair.right[name]]) for pair in result.pairs]
    told += [_verdict(row, [MISSED]) for row in result.missed]
    invented = [_verdict(row, [INVENTED]) for row in result.invented]
    return [*_ordered(told), *_ordered(invented)]


def save(told: Iterable[Verdict], path: Path) -> None:
    """Write verdicts as a JSON list, one a line."""
    lines = ",\n".join(json.dumps(asdict(one), ensure_ascii=False) for one in told)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def load(path: Path) -> list[Verdict]:
    """The verdicts of a file that `save` wrote; raises GoldError where it is none."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [Verdict(**row | {"wrong": tuple(row["wrong"])}) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise GoldError(f"{path}：不是 fazhi evaluate --save 写出的结果（{error}）。") from error


def compare(before: Iterable[Verdict], now: Iterable[Verdict]) -> Comparison:
    """What `now` gained and lost; rows that only one side knows are counted, inventions are changes."""
    old, new = _keyed(before), _keyed(now)
    common = [key for key in new if key in old]
    changes = [_change(old[key], new[key]) for key in common]
    changes += [
        Change(one, (), (INVENTED,)) for key, one in new.items() if key not in old and _is_invented(one)
    ]
    changes += [
        Change(one, (INVENTED,), ()) for key, one in old.items() if key not in new and _is_invented(one)
    ]
    return Comparison(
        [change for change in changes if change.gained or change.lost],
        sum(key not in old and not _is_invented(one) for key, one in new.items()),
        sum(key not in new and not _is_invented(one) for key, one in old.items()),
    )


def _verdict(row: Row, wrong: Iterable[str]) -> Verdict:
    return Verdict(
        row["file"],
        row["start"],
        row["end"],
        float(row["value"]),
        row["text"],
        row["indicator"],
        tuple(wrong),
    )


def _ordered(told: Iterable[Verdict]) -> list[Verdict]:
    return sorted(told, key=lambda one: (one.file, one.start, one.end, one.value, one.indicator))


def _is_invented(one: Verdict) -> bool:
    return one.wrong == (INVENTED,)


def _keyed(told: Iterable[Verdict]) -> dict[Key, Verdict]:
    """By place, value and code; of inventions the code is no part of the key. Equal rows are numbered."""
    seen: Counter[tuple[str, int, int, float, str]] = Counter()
    found: dict[Key, Verdict] = {}
    for one in told:
        key = (one.file, one.start, one.end, one.value, INVENTED if _is_invented(one) else one.indicator)
        found[(*key, seen[key])] = one
        seen[key] += 1
    return found


def _change(old: Verdict, new: Verdict) -> Change:
    """A row found at last is only a gain, whatever is wrong with it; one missed now is only a loss."""
    if MISSED in old.wrong and MISSED not in new.wrong:
        return Change(new, (MISSED,), ())
    if MISSED in new.wrong and MISSED not in old.wrong:
        return Change(new, (), (MISSED,))
    gained = tuple(name for name in old.wrong if name not in new.wrong)
    return Change(new, gained, tuple(name for name in new.wrong if name not in old.wrong))
