"""网格 formulae such as 1+4+43+8, against the counts of the list that follows."""

import re
from collections.abc import Iterator

from transforms.facts.numerals import value_of
from transforms.facts.relations.told import Relation, Term, Told

FORMULA = re.compile(r"(?<![\d+])\d{1,4}(?:\+\d{1,4})+(?![\d+])")
# from a formula to its counts: the rest of its own clause, one that only introduces, and the first noun
NUMBER = r"(?:\d{1,4}(?= ?[个名支项类大级处张条户片格座所家套])|[一二三四五六七八九十百]{1,5}(?=[个名支项]))"
LINK = re.compile(rf"[^。\d]{{0,70}}?(?={NUMBER})")
NOUN = r"(?:[^，。；、\d（）]|（[^（）\d]{1,8}）){0,18}?"  # 村（社区）网格
COUNTED = re.compile(
    rf"({NUMBER}) ?[个名支项类大级处张条户片格座所家套](?P<noun>{NOUN})(?=[，。；、）\d和及与]|$)"
)
JOIN = re.compile(rf"(?:（[^（）\d]{{0,8}}）)?）?(?:[、，和及与+；]|以及){{0,2}}(?P<noun>{NOUN})(?={NUMBER})")
BOUND = re.compile(  # words that say that the list is the formula's
    r"网格|即|架构|体系|划|分为|分别|包括|包含|[：（—]"
)
ALTOGETHER = re.compile(
    r"[^。；\d]{0,40}?(?:[，（][^，。；、\d（]{0,8}?(?:共|总计|合计)[^，。；、\d（人员]{0,8}|网格总数[^，。；\d]{0,4})"
    r"(\d{1,5}) ?个(?:网格(?!员)|$|[，。；）])"
)
REACH = 100  # characters within which a list begins and ends


def formulae(told: Told) -> Iterator[Relation]:
    """Each formula against a list right behind it that has as many counts, or against their sum."""
    for found in FORMULA.finditer(told.text) if "+" in told.text else ():
        high = min(told.sentences.span(told.sentences.at(found.start()))[1], found.end() + REACH)
        yield from _listed(told, found, high)
        total = ALTOGETHER.match(told.text, found.end(), high)
        numbers = _told(found)
        if total and "网格" in total[0] and float(total[1]) > max(one.number or 0 for one in numbers):
            yield Relation("formula", (*numbers, _counted(told, total)))


def _listed(told: Told, formula: re.Match[str], high: int) -> Iterator[Relation]:
    link = LINK.match(told.text, formula.end(), high)
    numbers = [one.number for one in _told(formula)]
    counted = _counts_from(told.text, link.end() if link else formula.end(), high, len(numbers))
    same = sum(one == _value(other[1]) for one, other in zip(numbers, counted, strict=False))
    if len(counted) == len(numbers) and 2 * same >= len(numbers):
        sure = link is not None and BOUND.search(link[0]) is not None and "配" not in link[0]
        terms = (*_told(formula), *(_counted(told, one) for one in counted))
        yield Relation("formula", terms, None if sure else "other_thing")


def _counts_from(text: str, start: int, end: int, most: int) -> list[re.Match[str]]:
    """The counts of a list that begins at a place, each with a noun on either side; one more than `most`."""
    found: list[re.Match[str]] = []
    before = text[start - 1]
    while len(found) <= most and (one := COUNTED.match(text, start, end)):
        if not (before or one["noun"]):
            break
        found.append(one)
        join = JOIN.match(text, one.end(), end)
        if join is None or (len(found) == most and "，" in join[0]):
            break  # …36个网格，配备网格员46名
        start, before = join.end(), join["noun"]
    return found


def _told(formula: re.Match[str]) -> list[Term]:
    """The numbers of a formula."""
    numbers = re.finditer(r"\d+", formula[0])
    low = formula.start()
    return [Term("told", low + one.start(), low + one.end(), None, float(one[0])) for one in numbers]


def _counted(told: Told, count: re.Match[str]) -> Term:
    """A number that a formula is held against, as a measure where it is one."""
    for index, one in enumerate(told.measures):
        if one.start == count.start(1):
            return told.term("counted", index)
    return Term("counted", count.start(1), count.end(1), None, _value(count[1]))


def _value(digits: str) -> float:
    return value_of(digits) or 0.0
