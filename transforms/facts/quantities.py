"""Every numeral of a text: where it stands, its value, its unit and bound words, or why it counts nothing.

A numeral is a run of digits or of Chinese numerals. Those that may be measures come out as `Quantity`; all
others as `Rejected` with a reason from `number_rules.csv` or from the few rules that need more than a
pattern (thresholds, quoted labels, lone Chinese numerals). What a quantity counts is decided elsewhere.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import BaseModel

from transforms.csvfile import CatalogueError, read_rows
from transforms.facts.cues import Cues
from transforms.facts.numerals import ASCII_NUMBER, CHINESE, value_of

Bound = Literal["exact", "at_least", "at_most", "approx"]


class UnitRow(BaseModel):
    """A row of units.csv: units of one family may be added after multiplying by `factor`."""

    unit: str
    family: str
    factor: float


class BoundRow(BaseModel):
    """A row of bounds.csv: a word before, inside or after a number and the bound that it gives."""

    KEY: ClassVar[tuple[str, ...]] = ("word", "place")
    word: str
    place: Literal["before", "inside", "after"]
    bound: Bound


class NumberRule(BaseModel):
    """A row of number_rules.csv: regular expressions for the text before, the numeral, the text after."""

    rule: str
    reason: str
    before: str = ""
    number: str = ""
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that may be a measure; `start` and `end` include bound words and unit."""

    start: int
    end: int
    core_start: int
    core_end: int
    value: float
    high: float | None
    unit: str | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class Rejected:
    """A numeral that counts nothing, and the reason code."""

    start: int
    end: int
    reason: str


MULTIPLE = r"(?:[余多几]?[十百千]?[万亿]+|[百千](?![米克瓦伏卡]))"
DIGIT_CORE = rf"(?:{ASCII_NUMBER})(?:{MULTIPLE}(?:\d+[千百](?![米克]))?(?:\d+(?=[余多]?[\u4e00-\u9fff]))?)?"
CN = f"[{CHINESE}]"
CN_CORE = (
    rf"(?:[数几上成好]{{1,2}}(?=[十百千万亿]))?{CN}+(?:[余多几](?=[万亿千])[万亿千]+)?(?:点[{CHINESE}]+)?"
)
TENTHS_CORE = r"[一二三四五六七八九]成[一二三四五六七八九半]?(?![员果本立交效功为熟都人])"
FRACTION_CORE = rf"(?:{CN}+|\d+)分之(?:{DIGIT_CORE}|{CN_CORE})"
CORE = rf"{FRACTION_CORE}|{TENTHS_CORE}|{DIGIT_CORE}|{CN_CORE}|[半双]"
CORE_RE = re.compile(CORE)
PERCENT = ("%", "‰")
QUOTE = re.compile(r"“[^“”\n]{1,60}”|‘[^‘’\n]{1,30}’|「[^」\n]{1,30}」|【[^】\n]{1,20}】")
TITLE = re.compile(r"《[^《》\n]{1,80}(?:《[^《》\n]{1,60}》[^《》\n]{0,40})?》")
LABEL_QUOTE = 13  # characters, quotes included: a longer quotation may state real counts
WEAK_UNITS = set(
    "个项类种条张道本级步面方线块点组班队市县区镇乡村部对支天周日成分节课回单案员款枚只头对套页集档单位部门环节"
)
STRONG_ONE = set("名起件场例宗户支辆台份家期")
NOT_ONE = re.compile(r"[同每任某另这那第逐首头哪何唯单统专进]$")
ABSENT = re.compile(r"(?:没有?|无|未有|未[\u4e00-\u9fff]{1,3}|没[\u4e00-\u9fff]过)$")
NUMBER_LIST = re.compile(
    r"(?:[、，和及与][\u4e00-\u9fff“”（）]{0,10}[\d.,万]+){1,9}(?![\d.年月日])(?P<rest>[余多]?[\u4e00-\u9fff%‰])"
)
THRESHOLD_AFTER = re.compile(
    r"(?:以上|以下|以内|及以上)?的?(?=[^，。；、]{0,12}?(?:有|为|共|达|计)?\d)|(?:以上|以下|以内|及以上)的"
)
THRESHOLD_UNITS = {"money", "area_m2", "person", "volume_m3", "length_m", "month", "score", None}
BOUND_BEFORE_NOT = re.compile(
    r"(?:[最附贴靠临亲邻]近|[预签集特邀条合节公履违制]约|赶超|高超|爆破|侦破|攻破|打破)$"
)


class Numbers:
    """The catalogue of units, bound words and rejection rules, compiled."""

    def __init__(
        self, units: list[UnitRow], bounds: list[BoundRow], rules: list[NumberRule], cues: Cues
    ) -> None:
        self.families = {row.unit: row.family for row in units}
        self.factors = {row.unit: row.factor for row in units}
        names = "|".join(re.escape(u) for u in sorted(self.families, key=len, reverse=True))
        words = {place: [b for b in bounds if b.place == place] for place in ("before", "inside", "after")}
        alt = {place: _alternatives(rows) for place, rows in words.items()}
        self.bounds = {(row.place, row.word): row.bound for row in bounds}
        inside = "".join(row.word for row in words["inside"])
        self.tail = re.compile(
            rf"(?P<yu>[{inside}]{{1,2}})?(?P<mult>[万亿]+)?(?P<unit>{names})?(?P<more>[{inside}](?=[，。；、）]))?"
            rf"(?:（(?:含)?(?P<after2>{alt['after']})）|(?P<after>{alt['after']}))?"
        )
        self.before = re.compile(rf"(?:{alt['before']})(?:达到|达|为|至)?$")
        self.range = re.compile(rf"(?:[余多])?(?P<unit>{names})?(?:[-—–~～]{{1,2}}|至|到)(?P<core>{CORE})")
        self.counting = cues.patterns["counting"]
        self.rules = [self._compile(row) for row in rules]
        self.digit_rules = [r for r in self.rules if r[4]]
        self.word_rules = [r for r in self.rules if r[5]]

    @staticmethod
    def parse(units: bytes, bounds: bytes, rules: bytes, cues: Cues) -> "Numbers":
        """From the bytes of units.csv, bounds.csv and number_rules.csv; raises CatalogueError."""
        return Numbers(
            read_rows("units.csv", units, UnitRow),
            read_rows("bounds.csv", bounds, BoundRow),
            read_rows("number_rules.csv", rules, NumberRule),
            cues,
        )

    @staticmethod
    def _compile(
        row: NumberRule,
    ) -> "tuple[str, re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None, bool, bool]":  # noqa: E501
        try:
            before = re.compile(f"(?:{row.before})$") if row.before else None
            number = re.compile(row.number) if row.number else None
            after = re.compile(row.after) if row.after else None
        except re.error as error:
            raise CatalogueError(f"number_rules.csv: {row}: not a regular expression: {error}") from error
        digits = not row.number or "\\d" in row.number or any(c.isdigit() for c in row.number)
        words = not row.number or any(c in CHINESE or c in "半双" for c in row.number)
        return row.reason, before, number, after, digits, words


def _alternatives(rows: list[BoundRow]) -> str:
    return "|".join(re.escape(row.word) for row in sorted(rows, key=lambda row: -len(row.word)))


def find(text: str, numbers: Numbers) -> tuple[list[Quantity], list[Rejected]]:
    """All numerals of the cleaned text, each either a quantity or rejected; both lists in reading order."""
    labels = _Spans(m.span() for m in QUOTE.finditer(text) if m.end() - m.start() <= LABEL_QUOTE)
    titles = _Spans(m.span() for m in TITLE.finditer(text))
    found: list[Quantity] = []
    rejected: list[Rejected] = []
    position = 0
    while match := CORE_RE.search(text, position):
        start, end = match.span()
        verdict = (
            "title" if titles.cover(start)
            else _reject(text, start, end, numbers) or ("label" if labels.cover(start) else None)
        )  # fmt: skip
        if verdict is None:
            one = _quantity(text, start, end, numbers, found)
            verdict = _judge(text, one, numbers, found)
            if verdict is None:
                found.append(one)
                position = max(end, one.core_end)
                continue
        rejected.append(Rejected(start, end, verdict))
        position = end
    return found, rejected


class _Spans:
    """Spans that do not overlap, asked whether they cover a position."""

    def __init__(self, spans: Iterator[tuple[int, int]]) -> None:
        self.spans = list(spans)
        self.starts = [start for start, _ in self.spans]

    def cover(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.spans[index][1]


def _reject(text: str, start: int, end: int, numbers: Numbers) -> str | None:
    """The reason of the first rule that fits, or None."""
    core = text[start:end]
    left = text[max(0, start - 14) : start]
    rules = numbers.digit_rules if core[0].isdigit() else numbers.word_rules
    for reason, before, number, after, _, _ in rules:
        if after is not None and not after.match(text, end):
            continue
        if number is not None and not number.fullmatch(core):
            continue
        if before is not None and not before.search(left):
            continue
        return reason
    return None


def _quantity(text: str, start: int, end: int, numbers: Numbers, found: list[Quantity]) -> Quantity:
    core_end, core, high = end, text[start:end], None
    between = numbers.range.match(text, end)
    if between:
        low_value, high_value = value_of(core), value_of(between["core"])
        if (
            low_value is not None
            and high_value is not None
            and _is_range(text, between, low_value, high_value)
        ):
            high, core_end = high_value, between.end()
    tail = numbers.tail.match(text, core_end)
    assert tail is not None  # every part of it is optional
    unit, stop, scale = _unit(text, tail, core)
    value = (value_of(core) or 0.0) * scale
    if high is not None:
        high *= scale
        if value > high:  # 1至2万: the low end shares the multiple
            value *= scale if scale > 1 else 10_000
    before = _bound_before(text, start, numbers)
    bound = "at_least" if high is not None else _bound(before, core, tail, stop, numbers)
    first = start - len(before) if before else start
    return Quantity(first, stop, start, core_end, value, high, unit, bound)


def _is_range(text: str, between: re.Match[str], low: float, high: float) -> bool:
    after = text[between.end() : between.end() + 8]
    if after[:1] in ("年", "月", "日", "号") or (between["unit"] and not after.startswith(between["unit"])):
        return False
    return low < high or "万" in between[0] or text[between.end() : between.end() + 1] in "万亿"


def _unit(text: str, tail: re.Match[str], core: str) -> tuple[str | None, int, float]:
    """Unit, end of the whole, and the multiple (万, 亿) that stands between number and unit."""
    unit = tail["unit"]
    scale = {None: 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}.get(tail["mult"], 1.0)
    if "成" in core[1:]:
        return "成", (tail.end() if not tail["unit"] else tail.start()), 1.0
    if "分之" in core:
        unit = "‰" if core.startswith("千") else "%"
        return unit, (tail.end() if not tail["unit"] else tail.start()), 1.0
    if unit == "成":
        scale = 10.0
    if unit is None:
        if tail["mult"]:
            return None, tail.end(), scale
        return (
            None,
            (
                tail.end()
                if tail["after"] and text[tail.start()] not in "内许"
                else tail.start() + len(tail["yu"] or "")
            ),
            1.0,
        )
    if unit == "％":
        unit = "%"
    stop = tail.end()
    if tail["after"] in ("内", "许", "上下") and not _time_unit(unit):
        stop -= len(tail["after"])
    return unit, stop, scale


def _time_unit(unit: str) -> bool:
    return unit.endswith(("日", "天", "小时", "分钟", "月", "周", "秒"))


def _bound_before(text: str, start: int, numbers: Numbers) -> str:
    """The bound words right before the number, with 达到 and the like between them; empty where none is."""
    left = text[max(0, start - 6) : start]
    match = numbers.before.search(left)
    if not match or BOUND_BEFORE_NOT.search(left):
        return ""
    return match[0]


def _bound(before: str, core: str, tail: re.Match[str], stop: int, numbers: Numbers) -> Bound:
    if before:
        word = re.sub("(?:达到|达|为|至)$", "", before)
        return numbers.bounds.get(("before", before)) or numbers.bounds.get(("before", word), "exact")
    after = tail["after"] or tail["after2"]
    if after and tail.end() == stop:
        return numbers.bounds[("after", after)]
    inside = (tail["yu"] or "")[:1] or (tail["more"] or "")[:1]
    if inside:
        return numbers.bounds[("inside", inside)]
    if core[0] in "数几上好" or (core[0] == "成" and len(core) > 1) or re.search("[余多几]", core):
        return "at_least"
    return "exact"


def _judge(text: str, one: Quantity, numbers: Numbers, found: list[Quantity]) -> str | None:
    """Why a numeral that no pattern rejects is still no measure; None where it is one."""
    if one.value == 1 and ABSENT.search(text[max(0, one.core_start - 6) : one.core_start]):
        return "denied"
    if one.unit is None:
        return _judge_bare(text, one, found)
    if _is_threshold(text, one, numbers):
        return "threshold"
    if text[one.core_start].isdigit() or one.unit in ("%", "‰", "成"):
        return None
    return _judge_word(text, one, numbers, found)


def _judge_bare(text: str, one: Quantity, found: list[Quantity]) -> str | None:
    """A number without a unit counts only in a row of numbers (分别为12、8、5件; 整改8处、约谈3)."""
    core = text[one.core_start : one.core_end]
    if not core[0].isdigit():
        return "threshold" if one.bound != "exact" else "word"
    after, left = text[one.end : one.end + 1], text[max(0, one.start - 12) : one.start]
    if core == "0" and re.search("(?:为|是|达|均)$", left):
        return None
    follows = NUMBER_LIST.match(text, one.end)
    if follows and (re.search(r"分别[^，。；]{0,6}$", left) or re.search(r"[\u4e00-\u9fff”）]$", left)):
        return None
    if found and found[-1].unit is None and re.fullmatch("[、，和]", text[found[-1].end : one.start]):
        return None
    if (
        found
        and after in "，。、；）"
        and re.search(r"[\u4e00-\u9fff]$", left)
        and _same_list(text, found[-1], one)
    ):
        return None
    return "no_unit"


def _same_list(text: str, last: Quantity, one: Quantity) -> bool:
    between = text[last.end : one.start]
    return len(between) <= 8 and between[:1] in "、，" and last.unit is not None


def _is_threshold(text: str, one: Quantity, numbers: Numbers) -> bool:
    if one.bound == "exact" or numbers.families.get(one.unit or "") not in THRESHOLD_UNITS:
        return False
    return bool(re.match(r"的|规模|标准", text[one.end : one.end + 2]))


def _judge_word(text: str, one: Quantity, numbers: Numbers, found: list[Quantity]) -> str | None:
    """Chinese numerals count only where something shows it: a real counter, or a verb of counting before."""
    core, unit = text[one.core_start : one.core_end], one.unit or ""
    left, after = text[max(0, one.start - 8) : one.start], text[one.end : one.end + 1]
    if core in "半双":
        return "word"
    if NOT_ONE.search(left) or after == core:
        return "word"
    if set(core) <= set("十百千万亿") and core[0] not in "十" and one.bound == "exact":
        return "word"
    if core == "一":
        beside = found and one.start - found[-1].end <= 8 and left[-1:] == "、"
        counted = unit[0] in STRONG_ONE and (numbers.counting.search(left) or beside)
        return None if counted or (unit == "倍" and left[-1:] in "了翻增长高") else "word"
    if one.value > 10 and one.value != 100:
        return None
    if unit in WEAK_UNITS or unit[0] in "个项" and unit not in ("个百分点", "个工作日", "个小时"):
        listed = after in "，。；、）" and bool(re.search(r"[\u4e00-\u9fff]$", left))
        return None if numbers.counting.search(left) or listed or one.bound != "exact" else "label"
    return None
