"""网格 formulae such as 1+4+43+8, against the counts of a list beside them, or against their sum."""

import re
from collections.abc import Iterator, Sequence

from transforms.facts.numerals import value_of
from transforms.facts.relations.told import Relation, Term, Told

FORMULA = re.compile(r"(?<![\d+])\d{1,4}(?:\+\d{1,4})+(?:\+[NnXx])?(?![\d+])")
NUMBER = r"(?:\d{1,4}(?= ?[个名支项类大级处张条户片格座所家套])|[一二三四五六七八九十百]{1,5}(?=[个名支项]))"
NOUN = r"(?:[^，。；、\d（）]|（[^（）\d]{1,14}）){0,18}?"  # 村（社区）网格
COUNTED = re.compile(
    rf"({NUMBER}) ?[个名支项类大级处张条户片格座所家套](?P<noun>{NOUN})(?=[，。；、）\d和及与\n]|$)"
)
JOIN = re.compile(
    rf"(?:（[^（）\d]{{0,14}}）)?）?(?:[、，和及与+；]|以及){{0,2}}(?P<noun>{NOUN})(?={NUMBER})"
)
BOUND = re.compile(
    "网格|即|架构|体系|布局|划|设|分为|分别|包括|包含|[：（—]"
)  # say that the list is the formula's
TOTAL = re.compile(
    r"(?:(?P<lead>(?:共|总计|合计|现有|设有|划分)[^，。；、\d（）]{0,10})|网格总数[^，。；\d]{0,4})"
    r"(?P<number>\d{1,5}) ?个(?P<noun>[^，。；、\d（）]{0,6})"
)
LEVEL = re.compile("[级微村组片]|社区|专属|基础|综合|人|员|中心|站")  # grids of one kind, or no grids
BEHIND, BEFORE = 160, 80  # characters of the paragraph that are read behind and before a formula
Counts = list[re.Match[str]]


def formulae(told: Told) -> Iterator[Relation]:
    """Each formula against a list of as many counts, and against a total of its 网格."""
    for found in FORMULA.finditer(told.text) if "+" in told.text else ():
        yield from _listed(told, found)
        yield from _summed(told, found)


def _listed(told: Told, formula: re.Match[str]) -> Iterator[Relation]:
    """The list right behind a formula, else the one right before it."""
    numbers = _told(formula)
    low, high = _paragraph(told.text, formula)
    behind = next(_lists(told.text, formula.end(), high, numbers), None)
    before = [*_lists(told.text, low, formula.start(), numbers)] if behind is None else []
    counts = behind or (before[-1] if before else None)
    if counts is not None:
        doubt = None if _sure(told.text, formula, counts, numbers) else "other_thing"
        yield Relation("formula", (*numbers, *(_counted(told, one, 1) for one in counts)), doubt)


def _paragraph(text: str, formula: re.Match[str]) -> tuple[int, int]:
    """The part of a formula's line that is read."""
    start, end = text.rfind("\n", 0, formula.start()) + 1, text.find("\n", formula.end())
    end = len(text) if end < 0 else end
    return max(start, formula.start() - BEFORE), min(end, formula.end() + BEHIND)


def _lists(text: str, low: int, high: int, numbers: Sequence[Term]) -> Iterator[Counts]:
    """The lists of as many counts, half of them those of the formula, in the order of the text."""
    while (first := COUNTED.search(text, low, high)) is not None:
        counts = _counts_from(text, first.start(), high, len(numbers))
        if len(counts) == len(numbers) and 2 * _same(counts, numbers) >= len(numbers):
            yield counts
        low = (counts or [first])[-1].end()


def _counts_from(text: str, start: int, end: int, most: int) -> Counts:
    """The counts of a list that begins at a place, each with a noun on either side; one more than `most`."""
    found: Counts = []
    before = text[start - 1]
    while len(found) <= most and (one := COUNTED.match(text, start, end)) and (before or one["noun"]):
        found.append(one)
        join = JOIN.match(text, one.end(), end)
        if join is None or (len(found) == most and "、" not in join[0]):
            break  # …36个网格，配备网格员46名
        start, before = join.end(), join["noun"]
    return found


def _same(counts: Counts, numbers: Sequence[Term]) -> int:
    return sum(one.number == value_of(other[1]) for one, other in zip(numbers, counts, strict=True))


def _sure(text: str, formula: re.Match[str], counts: Counts, numbers: Sequence[Term]) -> bool:
    """Whether a list is the formula's: all but one of three or more are the same, or words say so."""
    if len(numbers) > 2 and _same(counts, numbers) >= len(numbers) - 1:
        return True
    between = text[formula.end() : counts[0].start()]
    return "。" not in between and "配" not in between and BOUND.search(between) is not None


def _summed(told: Told, formula: re.Match[str]) -> Iterator[Relation]:
    """A total of 网格 beside a formula: 共划分网格245个."""
    low, high = _paragraph(told.text, formula)
    numbers = _told(formula)
    if "网格" not in told.text[low:high] or formula[0][-1] in "NnXx":
        return
    for total in TOTAL.finditer(told.text, low, high):
        lead, noun = total["lead"] or "网格", total["noun"]
        grids = "网格" in lead or "网格" in noun or (not noun and lead == "共")
        greater = float(total["number"]) > max(one.number or 0 for one in numbers)
        if grids and greater and not LEVEL.search(lead + noun):
            yield Relation("formula", (*numbers, _counted(told, total, "number")))
            return


def _told(formula: re.Match[str]) -> list[Term]:
    """The numbers of a formula."""
    low = formula.start()
    numbers = re.finditer(r"\d+", formula[0])
    return [Term("told", low + one.start(), low + one.end(), None, float(one[0])) for one in numbers]


def _counted(told: Told, count: re.Match[str], group: int | str) -> Term:
    """A number that a formula is held against, as a measure where it is one."""
    start, end = count.span(group)
    index = next((index for index, one in enumerate(told.measures) if one.start == start), None)
    fixed = Term("counted", start, end, None, value_of(count[group]) or 0.0)
    return fixed if index is None else told.term("counted", index)
