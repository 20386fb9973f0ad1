"""Every numeral of a text: where it stands, its value, its unit and bound words.

A numeral is a run of digits or of Chinese numerals. Those that may be measures come out as `Quantity`; all
others as `Rejected` with a reason (`transforms.facts.verdicts`). What a quantity counts is decided elsewhere.
"""

import re
from dataclasses import dataclass

from transforms.facts.numerals import CHINESE, CORE, HALF_CORE, value_of
from transforms.facts.units import Bound, Numbers

# the first characters of numerals, looked for first: a quick way past the others
CORE_RE = re.compile(rf"(?=[\d{CHINESE}半双数几上成好])(?:{CORE})")
REACHED = re.compile("(?:达到|达|为|至)$")
VAGUE_WORD = re.compile(r"^(?:[数几上好]|成.)|[余多几]")
NO_BOUND = re.compile(
    r"(?:[最附贴靠临亲邻就]近|[预签集特邀条合节公民履违制]约|赶超|高超|爆破|侦破|攻破|打破)$"
)
TIME_UNIT = re.compile("(?:日|天|小时|分钟|月|周|秒)$")
FRACTION = re.compile(f"分之|/|{HALF_CORE}")
TIME_ONLY = frozenset({"内", "许", "上下"})  # bound words that belong to a number only after a time
SCALE = {None: 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}


@dataclass(slots=True)
class Quantity:
    """A number that may be a measure; `start` and `end` include bound words and unit, core does not."""

    start: int
    end: int
    core_start: int
    core_end: int
    value: float
    high: float | None
    unit: str | None
    bound: Bound


def quantity_at(text: str, start: int, end: int, numbers: Numbers) -> Quantity:
    """The quantity whose numeral is text[start:end], with what belongs to it before and after."""
    high, core_end = _range(text, start, end, numbers)
    core = text[start:end]
    tail = numbers.tail.match(text, core_end)
    assert tail is not None  # every part of it is optional
    unit, stop, scale = _unit(core, tail)
    low = (value_of(core) or 0.0) * scale
    if high is not None:
        high *= scale
        low *= _shared_multiple(text[end:core_end], low, high)
    before = _bound_before(text, start, numbers)
    bound: Bound = "at_least" if high is not None else _bound(before, core, tail, stop, numbers)
    return Quantity(start - len(before), stop, start, core_end, low, high, unit, bound)


def _range(text: str, start: int, end: int, numbers: Numbers) -> tuple[float | None, int]:
    """The high end of a range (3至5次) and where its numeral ends; None and `end` where there is no range."""
    between = numbers.range.match(text, end)
    if not between or text[start - 1 : start] == "从":  # 从83分到91分 is a change
        return None, end
    low, high = value_of(text[start:end]), value_of(between["core"])
    after = text[between.end() : between.end() + 8]
    odd_unit = between["unit"] and not after.startswith(between["unit"])
    if low is None or high is None or odd_unit or after[:1] in ("年", "月", "日", "号"):
        return None, end
    rising = low < high or "万" in between[0] or after[:1] in ("万", "亿")
    return (high, between.end()) if rising else (None, end)


def _shared_multiple(upper: str, low: float, high: float) -> float:
    """1至2万: the low end shares the 万 of the upper, where it would be the lower still."""
    multiple = 10_000.0 if "万" in upper else 100_000_000.0 if "亿" in upper else 1.0
    return multiple if low <= high / multiple else 1.0


def _unit(core: str, tail: re.Match[str]) -> tuple[str | None, int, float]:
    """Unit, end of the whole, and the multiple (万, 亿) that stands between number and unit."""
    implied = "成" if "成" in core[1:] else "%" if FRACTION.search(core) else None
    if implied:
        return implied, (tail.end() if not tail["unit"] else tail.start()), 1.0
    scale = SCALE.get(tail["multiple"], 1.0) * (10.0 if tail["unit"] == "成" else 1.0)
    return tail["unit"], _tail_end(tail), scale


def _tail_end(tail: re.Match[str]) -> int:
    """Where bound words and unit end; 内 and the like belong only to times."""
    stray = tail["after"] in TIME_ONLY and not TIME_UNIT.search(tail["unit"] or "")
    if tail["after"] == "上下" and tail.string[tail.end() : tail.end() + 1] in "，。；、）\n":
        return tail.end()
    return tail.end() - len(tail["after"]) if stray else tail.end()


def _bound_before(text: str, start: int, numbers: Numbers) -> str:
    """The bound words right before the number, with 达到 and the like between them; empty where none is."""
    left = text[max(0, start - 6) : start]
    match = numbers.before.search(left)
    return match[0] if match and not NO_BOUND.search(left) else ""


def _bound(before: str, core: str, tail: re.Match[str], stop: int, numbers: Numbers) -> Bound:
    if before:
        known = numbers.bounds.get(("before", before))
        return known or numbers.bounds.get(("before", REACHED.sub("", before)), "exact")
    after = tail["after"] or tail["aside"]
    if after and tail.end() == stop:
        return numbers.bounds["after", after]
    inside = (tail["inside"] or tail["trailing"] or "")[:1]
    if inside:
        return numbers.bounds["inside", inside]
    return "at_least" if len(core) > 1 and VAGUE_WORD.search(core) else "exact"
