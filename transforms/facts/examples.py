"""What numbers count, learnt from labelled examples: a naive Bayes vote beside the patterns.

examples.csv holds short clauses with one marked number and its indicator. Each becomes the character n-grams
of the phrase before the number, of the noun after it and of their context, with the unit's family and the
indicator of the number before; counting them gives, for a new number, how likely each indicator is.
A steward who adds a line teaches a wording; no code knows any of them. `transforms.facts.decision` adds the
votes to what the patterns say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from transforms.csvfile import CatalogueError, read_rows
from transforms.facts.quantities import CORE_RE
from transforms.facts.units import Numbers

Votes = NDArray[np.float32]

DIGITS = re.compile(r"[\d.,%“”]+")
MARKED = re.compile(r"^(?P<before>[^【】]*)【(?P<number>[^【】]+)】(?P<after>[^【】]*)$")
BREAK = re.compile(
    r"[，；：。（）\n]|\d[\d.,]*[余多]?[万亿]?[余多]?(?:个百分点|人次|场次|件次|家次|批次|[\u4e00-\u9fff%])"
)
STOP = re.compile(r"[，；：。、（）\n\d]")
SMOOTHING, PRIOR = 0.1, 5.0
LEAST_OFTEN = 2  # examples that a thing must be seen in
WEIGHTS = {"near": 1.0, "context": 0.5, "after": 0.35, "unit": 3.0, "before": 1.0}
LEFT, RIGHT, CONTEXT, AFTER = 16, 14, 40, 20  # characters looked at


class ExampleRow(BaseModel):
    """A row of examples.csv: `text` has one number marked 【…】, `previous` is the indicator of the last one."""

    text: str
    indicator: str
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that a number is judged by; `family` is `zero` for a stated zero, `none` for no unit."""

    left: str
    right: str
    context: str
    after: str
    family: str
    previous: str


class Examples:
    """The counts of all examples, ready to vote."""

    def __init__(self, phrases: Sequence[Phrase], indicators: Sequence[str], codes: Sequence[str]) -> None:
        self.codes = {code: place for place, code in enumerate(codes)}
        grams: dict[str, int] = {}
        seen = [
            (grams.setdefault(gram, len(grams)), self.codes[indicator], WEIGHTS[group])
            for phrase, indicator in zip(phrases, indicators, strict=True)
            for group, gram in _features(phrase)
        ]
        often = np.bincount([gram for gram, _, _ in seen], minlength=len(grams)) >= LEAST_OFTEN
        kept = [gram for gram, keep in zip(grams, often, strict=True) if keep]
        self.places = {gram: place for place, gram in enumerate(kept)}
        table = np.zeros((len(grams), len(codes)), dtype=np.float32)
        if seen:
            rows, columns, weights = zip(*seen, strict=True)
            np.add.at(table, (np.array(rows), np.array(columns)), np.array(weights, dtype=np.float32))
        table = table[often]
        total = table.sum(axis=0) + SMOOTHING * max(len(self.places), 1)
        self.table: Votes = np.log(table + SMOOTHING) - np.log(total)
        self.share = np.bincount([self.codes[code] for code in indicators], minlength=len(codes))
        self.prior: Votes = np.log(self.share + PRIOR).astype(np.float32)

    @staticmethod
    def parse(data: bytes, numbers: Numbers, codes: Sequence[str]) -> "Examples":
        """From examples.csv; raises CatalogueError for an unknown indicator or a text without one mark."""
        rows = read_rows("examples.csv", data, ExampleRow)
        return Examples(
            [_phrase(row, numbers, codes) for row in rows], [row.indicator for row in rows], codes
        )

    def votes(self, phrase: Phrase) -> Votes:
        """How likely each indicator is, in standard deviations from the mean, in the order of `codes`."""
        found: dict[str, list[int]] = {group: [] for group in WEIGHTS}
        for group, gram in _features(phrase):
            place = self.places.get(gram)
            if place is not None:
                found[group].append(place)
        total: Votes = self.prior.copy()
        for group, places in found.items():
            if places:
                total += np.float32(WEIGHTS[group]) * self.table[places].sum(axis=0)
        spread = float(total.std())
        scaled: Votes = (total - total.mean()) / np.float32(spread or 1.0)
        return scaled


def _phrase(row: ExampleRow, numbers: Numbers, codes: Sequence[str]) -> Phrase:
    """The phrase of an example, cut by simpler means than a report's."""
    match = MARKED.match(row.text)
    if match is None or row.indicator not in codes:
        problem = "needs one number in 【】" if match is None else f"indicator {row.indicator} is unknown"
        raise CatalogueError(f"data file examples.csv: {row.text!r} {problem}")
    before, after = match["before"], match["after"]
    cut = max((found.end() for found in BREAK.finditer(before)), default=0)
    stop = STOP.search(after)
    right = after[: stop.start() if stop else len(after)]
    if len(right) < 2 or right[0] == "的":
        right = ""
    family = _family(match["number"], numbers)
    return Phrase(before[cut:], right, before[:cut], after, family, row.previous)


def _family(number: str, numbers: Numbers) -> str:
    core = CORE_RE.search(number)
    tail = numbers.tail.match(number, core.end()) if core else None
    if core is None or tail is None or number[0] in "无未没零从均尚":
        return "zero"
    unit = tail["unit"] or ("%" if "分之" in core[0] else "成" if "成" in core[0] else None)
    family = numbers.families.get(unit, "other") if unit else "none"
    return "percent" if family == "tenth" else family


def _features(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """The group and name of each thing seen; a thing seen twice in a group counts once."""
    left = DIGITS.sub("#", phrase.left[-LEFT:])
    right = DIGITS.sub("#", phrase.right[:RIGHT])
    near = {"N" + gram for gram in (*_grams(left, 1, 2, 3, 4), *_grams(right, 2, 3, 4))}
    near |= {"L" + gram for gram in _grams(left[-6:], 2, 3)}
    near |= {"R" + gram for gram in _grams(right[:5], 1, 2)}
    yield from (("near", gram) for gram in near)
    context = DIGITS.sub("#", phrase.context[-CONTEXT:])
    yield from (("context", gram) for gram in {"C" + gram for gram in _grams(context, 2, 3)})
    after = DIGITS.sub("#", phrase.after[:AFTER])
    yield from (("after", gram) for gram in {"A" + gram for gram in _grams(after, 2)})
    yield "unit", "U" + phrase.family
    if phrase.previous:
        yield "before", "P" + phrase.previous
        yield "before", "D" + phrase.previous.split(".")[0]


def _grams(words: str, *sizes: int) -> Iterator[str]:
    for size in sizes:
        for start in range(len(words) - size + 1):
            yield words[start : start + size]
