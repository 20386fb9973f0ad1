"""What numbers count, learnt from labelled examples: a naive Bayes vote beside the patterns.

examples.csv holds short clauses with one marked number and its indicator. Each becomes the character n-grams
of the phrase before the number, of the noun after it and of their context, with the unit's family and the
indicator of the number before; counting them gives, for a new number, how likely each indicator is.
A steward who adds a line teaches a wording; no code knows any of them. `transforms.facts.decision` adds the
votes to what the patterns say.
"""

import math
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from ahocorasick_rs import AhoCorasick
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
SMOOTHING, PRIOR = 0.25, 5.0
LEAST_OFTEN = 3  # examples that a thing must be seen in
# a thing seen is named by a letter for where it was seen, and weighs accordingly: N, L in and at the end
# of the phrase; C, A in its context before and after; U the unit; P, D the number before, its domain
WEIGHTS = {"N": 1.0, "L": 1.0, "C": 0.5, "A": 0.35, "U": 2.5, "P": 1.0, "D": 1.0}
RUNS = {"N": (1, 2, 3), "L": (2, 3), "C": (2, 3), "A": (2,)}  # characters of runs looked at
LEFT, RIGHT, CONTEXT, AFTER = 16, 14, 30, 12  # characters looked at
PART_END = "\ud800"  # a character that no decoded text holds


class ExampleRow(BaseModel):
    """A row of examples.csv: `text` has one number marked 【…】; `previous` is the last one's indicator."""

    text: str
    indicator: str
    previous: str = ""


@dataclass(slots=True)
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
        self.codes = tuple(codes)
        grams: dict[str, int] = {}
        ids, sizes = array("q"), []
        for phrase in phrases:
            seen = _features(phrase)
            ids.extend([grams.setdefault(gram, len(grams)) for gram in seen])
            sizes.append(len(seen))
        places = {code: place for place, code in enumerate(codes)}
        given = np.array([places[code] for code in indicators], dtype=np.int64)
        rows, columns = np.frombuffer(ids, dtype=np.int64), given.repeat(sizes)
        often = np.bincount(rows, minlength=len(grams)) >= LEAST_OFTEN
        kept = [gram for gram, keep in zip(grams, often, strict=True) if keep]
        self.places = {gram: place for place, gram in enumerate(kept)}
        self.runs = {letter: _Runs(letter, kept) for letter in RUNS}
        cells = (often.cumsum() - 1)[rows] * len(codes) + columns
        counts = np.bincount(cells[often[rows]], minlength=len(kept) * len(codes)).reshape(-1, len(codes))
        weights = np.array([WEIGHTS[gram[0]] for gram in kept], dtype=np.float32).reshape(-1, 1)
        self.table: Votes = counts.astype(np.float32) * weights
        total = self.table.sum(axis=0) + SMOOTHING * max(len(kept), 1)
        self.table = _centred((np.log(self.table + np.float32(SMOOTHING)) - np.log(total)) * weights)
        shares = np.bincount(given, minlength=len(codes))
        self.share = dict(zip(codes, shares, strict=True))
        self.prior = _centred(np.log(shares + PRIOR).astype(np.float32))

    @staticmethod
    def parse(data: bytes, numbers: Numbers, codes: Sequence[str]) -> "Examples":
        """From examples.csv; raises CatalogueError for an unknown indicator or a text without one mark."""
        rows = read_rows("examples.csv", data, ExampleRow)
        return Examples(
            [_phrase(row, numbers, codes) for row in rows], [row.indicator for row in rows], codes
        )

    def votes(self, phrase: Phrase) -> Votes:
        """How likely each indicator is, in standard deviations from the mean, in the order of `codes`."""
        total: Votes = np.add.reduce(self.table.take(self._seen(phrase), axis=0), axis=0)
        total += self.prior  # its mean is 0, as that of each row
        total /= math.sqrt(float(total.dot(total)) / len(total)) or 1.0
        return total

    def _seen(self, phrase: Phrase) -> list[int]:
        """The places of the things seen that are known; what is seen twice counts twice."""
        found = [self.places[name] for name in _names(phrase) if name in self.places]
        for letter, words in _parts(phrase):
            found += self.runs[letter].places(words)
        return found


def _centred(table: Votes) -> Votes:
    """The same with 0 as the mean of each row."""
    centred: Votes = table - table.mean(axis=-1, keepdims=True)
    return centred


class _Runs:
    """The known runs of characters of one letter, found in one pass over some words."""

    def __init__(self, letter: str, grams: Sequence[str]) -> None:
        known = [(place, gram[1:]) for place, gram in enumerate(grams) if gram[0] == letter]
        self.at = [place for place, _ in known]
        self.automaton = AhoCorasick([words for _, words in known]) if known else None

    def places(self, words: str) -> list[int]:
        """The places of the runs that stand in the words."""
        if not words or self.automaton is None:
            return []
        at = self.at
        return [at[hit[0]] for hit in self.automaton.find_matches_as_indexes(words, overlapping=True)]


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


def _features(phrase: Phrase) -> set[str]:
    """The name of each thing seen, its first letter a key of WEIGHTS."""
    found = set(_names(phrase))
    for letter, words in _parts(phrase):
        for size in RUNS[letter]:
            found |= {letter + words[start : start + size] for start in range(len(words) - size + 1)}
    return found


def _parts(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """The words in which runs of characters are looked for, with the letter of each part."""
    left, context = phrase.left[-LEFT:], phrase.context[-CONTEXT:]
    seen = PART_END.join((left, phrase.right[:RIGHT], context, phrase.after[:AFTER]))
    left, right, context, after = DIGITS.sub("#", seen).split(PART_END)
    yield "N", f"{left}\n{right}"
    yield from (("L", left[-6:]), ("C", context), ("A", after))


def _names(phrase: Phrase) -> list[str]:
    """The other things seen: the unit, the number before."""
    names = ["U" + phrase.family]
    if phrase.previous:
        names += ["P" + phrase.previous, "D" + phrase.previous.split(".", 1)[0]]
    return names
