"""网格 formulae such as 1+4+43+8, against the counts of the list that follows."""

import re
from collections.abc import Iterator, Sequence

from transforms.facts.relations.told import Relation, Term, Told

FORMULA = re.compile(r"(?<![\d+])\d{1,4}(?:\+\d{1,4})+(?![\d+])")
LINK = re.compile(r"[^，。；\d]{0,24}[，：—（(]*[^，。；\d]{0,16}")
COUNTED = re.compile(r"(\d{1,4}) ?[个名支项类大级处张条户片格][^，。；、\d]{0,16}")
COUNTED_JOIN = re.compile(r"[、，和及与+以]{1,2}[^，。；、\d]{0,6}")
REACH = 24  # characters from a formula to its counts


def formulae(told: Told) -> Iterator[Relation]:
    """1+4+43+8, against the counts of a list right behind it that has as many."""
    for found in FORMULA.finditer(told.text) if "+" in told.text else ():
        high = told.sentences.span(told.sentences.at(found.start()))[1]
        link = LINK.match(told.text, found.end(), min(high, found.end() + 2 * REACH))
        numbers = [*re.finditer(r"\d+", found[0])]
        counted = _counts_from(told.text, link.end() if link else found.end(), high, len(numbers))
        same = sum(one[0] == other[1] for one, other in zip(numbers, counted, strict=False))
        if len(counted) == len(numbers) and 2 * same >= len(numbers):
            named = all(len(one[0]) > one.end(1) - one.start() + 1 for one in counted)  # 43个组级网格
            yield Relation("formula", tuple(_pairs(told, found, counted)), None if named else "other_thing")


def _counts_from(text: str, start: int, end: int, most: int) -> list[re.Match[str]]:
    """The counts of a list that begins at a place; one more than `most` at the most."""
    found: list[re.Match[str]] = []
    while len(found) <= most and (one := COUNTED.match(text, start, end)):
        found.append(one)
        join = COUNTED_JOIN.match(text, one.end(), end)
        if join is None:
            break
        start = join.end()
    return found


def _pairs(told: Told, formula: re.Match[str], counted: Sequence[re.Match[str]]) -> Iterator[Term]:
    """Each number of a formula with the one it stands for."""
    places = {one.start: index for index, one in enumerate(told.measures)}
    low = formula.start()
    for number, count in zip(re.finditer(r"\d+", formula[0]), counted, strict=True):
        yield Term("told", low + number.start(), low + number.end(), None, float(number[0]))
        index = places.get(count.start())
        fixed = Term("counted", count.start(1), count.end(1), None, float(count[1]))
        yield fixed if index is None else told.term("counted", index)
