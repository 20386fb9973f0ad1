"""Which numerals may be measures, and why the others are not.

Most reasons are rules of number_rules.csv. A few need more than a pattern and stand here: quoted labels,
titles, thresholds, numbers without a unit, and Chinese numerals, which count only where something shows it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.facts.numerals import HALF_CORE
from transforms.facts.quantities import CORE_RE, Quantity, quantity_at
from transforms.facts.units import Numbers

QUOTE = re.compile(r"“[^“”\n]{1,60}”|‘[^‘’\n]{1,30}’|「[^」\n]{1,30}」|【[^】\n]{1,20}】")
TITLE = re.compile(r"《[^《》\n]{1,80}(?:《[^《》\n]{1,60}》[^《》\n]{0,40})?》")
LABEL_QUOTE = 13  # characters, quotes included: a longer quotation may state real counts
NUMBER_LIST = re.compile(
    r"(?:[、，和及与][\u4e00-\u9fff“”（）]{0,10}[\d.,万]+){1,9}(?![\d.年月日])(?P<rest>[余多]?[\u4e00-\u9fff%‰])"
)
ABSENT = re.compile(r"(?:没有?|无|未有|未[\u4e00-\u9fff]{1,3}|没[\u4e00-\u9fff]过)$")
NOT_ONE = re.compile(r"(?:(?<!合)同|[每任某另这那第逐首头哪何唯单统专进])$")
DISTRIBUTED = re.compile(r"分别[^，。；]{0,6}$")
STATED_ZERO = re.compile("(?:为|是|达|均)$")
WORD_AFTER = re.compile(r"[\u4e00-\u9fff]")
NOUN_BEFORE = re.compile(r"[\u4e00-\u9fff”）]$")
HALF = re.compile(HALF_CORE)
HALF_COUNTS = re.compile("[占降减压缩少了至到达为]$")
PICKS_OUT = re.compile(r"的(?!要求|目标|规定)|规模|标准|(?=\d)")
PICKED = re.compile(r"(?<=[上下内])(?P<noun>[\u4e00-\u9fff]{1,8})\d")  # 50万元以下合同40份
EACH = re.compile("[每各一同逐按与跟和]")
THRESHOLDS = frozenset({"money", "area_m2", "person", "volume_m3", "length_m", "month", "score"})
MARKS = frozenset("，。；、）")
MARK = re.compile("[，。；、：（）\n]")
ROW_GAP = 8  # characters between two numbers of a row
TIMES = frozenset({"次", "回", "场"})  # 组织考试一次


@dataclass(slots=True)
class Rejected:
    """A numeral that counts nothing, and the reason code."""

    start: int
    end: int
    reason: str


class _Spans:
    """Spans that do not overlap, asked whether they cover a position."""

    def __init__(self, spans: Iterator[tuple[int, int]]) -> None:
        self.spans = list(spans)
        self.starts = [start for start, _ in self.spans]

    def cover(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.spans[index][1]


def find(text: str, numbers: Numbers) -> tuple[list[Quantity], list[Rejected]]:
    """All numerals of the cleaned text, each either a quantity or rejected; both lists in reading order."""
    labels = _Spans(m.span() for m in QUOTE.finditer(text) if m.end() - m.start() <= LABEL_QUOTE)
    titles = _Spans(m.span() for m in TITLE.finditer(text))
    found: list[Quantity] = []
    rejected: list[Rejected] = []
    position = 0
    while match := CORE_RE.search(text, position):
        start, position = match.span()
        rules = numbers.digit_rules if text[start].isdigit() else numbers.word_rules
        reason = "title" if titles.cover(start) else rules.reason(text, start, position)
        reason = reason or ("label" if labels.cover(start) else None)
        one = None if reason else quantity_at(text, start, position, numbers)
        reason = reason or _judge(text, one, numbers, found) if one else reason
        if reason:
            position = one.core_end if one and one.high is not None else position  # both ends of a range
            rejected.append(Rejected(start, position, reason))
        elif one:
            found.append(one)
            position = max(position, one.end)
    return found, rejected


def _judge(text: str, one: Quantity, numbers: Numbers, found: list[Quantity]) -> str | None:
    """Why a numeral that no rule rejects is still no measure; None where it is one."""
    left = text[max(0, one.core_start - 6) : one.core_start]
    if (one.value == 1 or one.bound != "exact") and ABSENT.search(left):
        return "denied"
    if HALF.match(text, one.core_start) and one.bound == "exact" and not HALF_COUNTS.search(left):
        return "word"
    if one.unit is None:
        return _judge_bare(text, one, found)
    if _is_threshold(text, one, numbers):
        return "threshold"
    if text[one.core_start].isdigit() or one.unit in ("%", "‰", "成"):
        return None
    return _judge_word(text, one, numbers, found)


def _is_threshold(text: str, one: Quantity, numbers: Numbers) -> bool:
    """50万元以上的项目: a bounded amount that only picks out a group."""
    if one.bound == "exact" or numbers.families.get(one.unit or "") not in THRESHOLDS:
        return False
    if picked := PICKED.match(text, one.end):
        deed = numbers.action.search(picked["noun"]) or numbers.counting.search(picked["noun"][:2])
        return deed is None
    return PICKS_OUT.match(text, one.end) is not None


def _judge_bare(text: str, one: Quantity, found: list[Quantity]) -> str | None:
    """A number without a unit counts only in a row of numbers (分别为12、8、5件; 整改8处、约谈3)."""
    if not text[one.core_start].isdigit():
        return "threshold" if one.bound != "exact" else "word"
    left = text[max(0, one.start - 12) : one.start]
    if text[one.core_end - 1] in "万亿" and not PICKS_OUT.match(text, one.end):
        return None  # 播放量达12.6万
    zero = text[one.core_start : one.core_end] == "0" and STATED_ZERO.search(left)
    listed = NUMBER_LIST.match(text, one.end) and (DISTRIBUTED.search(left) or NOUN_BEFORE.search(left))
    if zero or listed or (found and _goes_on(text, found[-1], one)):
        return None
    return "unknown_unit" if WORD_AFTER.match(text, one.end) else "no_unit"


def _goes_on(text: str, last: Quantity, one: Quantity) -> bool:
    """Whether a number without a unit goes on with the row that the last one stands in."""
    if one.start - last.end > ROW_GAP:
        return False
    between, after = text[last.end : one.start], text[one.end : one.end + 1]
    if last.unit is None:
        return between in ("、", "，", "和")
    noun = len(between) > 1 and NOUN_BEFORE.search(between)
    return bool(noun) and between[0] in "、，" and after in MARKS


def _judge_word(text: str, one: Quantity, numbers: Numbers, found: list[Quantity]) -> str | None:
    """Chinese numerals count only where something shows it: a real counter, or a verb of counting before."""
    core, unit = text[one.core_start : one.core_end], one.unit or ""
    left, after = text[max(0, one.start - 8) : one.start], text[one.end : one.end + 1]
    bare_multiple = set(core) <= set("百千万亿") and one.bound == "exact"
    if core in "半双" or NOT_ONE.search(left) or after == core or bare_multiple:
        return "word"
    if core == "一":
        return None if _counts_one(text, one, numbers, found) else "word"
    if one.value > 10 or unit not in numbers.weak or one.bound != "exact":
        return None
    listed = (after in MARKS and NOUN_BEFORE.search(left)) or _beside(one, left, found)
    return None if listed or numbers.counting.search(left) else "label"


def _counts_one(text: str, one: Quantity, numbers: Numbers, found: list[Quantity]) -> bool:
    """聘请一名, 法律顾问一名 and 三名干部、一名律师 count one; 一批, 一次性 do not."""
    left, unit = text[max(0, one.core_start - 8) : one.core_start], one.unit or ""
    if unit == "倍":
        return left[-1:] in ("了", "翻", "增", "长", "高", "多", "出", "近", "约")
    strong = unit in numbers.counts_one
    if strong and (_beside(one, left, found) or numbers.counting.search(left) is not None):
        return True
    after, clause = text[one.end : one.end + 1], MARK.split(left)[-1]
    listed = strong or (unit in TIMES and numbers.action.search(clause) is not None)
    return listed and after in MARKS and len(clause) >= 2 and not EACH.search(clause)


def _beside(one: Quantity, left: str, found: list[Quantity]) -> bool:
    """Whether a number stands in a row with the last: 三名干部、一名律师."""
    return bool(found) and one.start - found[-1].end <= 8 and left[-1:] == "、"
