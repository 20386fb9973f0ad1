"""How a number is meant: its kind (level, change, share, per_unit), its modality and its period."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from transforms.facts.cues import Cues
from transforms.facts.quantities import Quantity
from transforms.facts.times import Mark, Period, Times

Kind = Literal["level", "change", "share", "per_unit"]
Modality = Literal["actual", "planned"]

NEARBY = 40  # numbers of a sentence before one that are looked at
PLAN_REACH = 400  # characters that a plan holds for
FARTHEST = 160  # characters of a sentence before a number that are looked at
POINTS = frozenset({"个百分点", "百分点", "个点"})
RELATIVE = frozenset({"%", "‰", "倍", "成"})
TENTHS = frozenset({"成", "半"})
TIME_LIMITS = frozenset(
    {"个工作日", "工作日", "日", "天", "小时", "分钟", "个小时", "个月", "个自然日", "秒", "学时", "课时"}
)
FRACTION = re.compile(r"分之|[/／]\d|半")
IN_A_ROW = re.compile(r"(?:[、和及与]|以及)[\u4e00-\u9fff]{0,2}")


@dataclass(slots=True)
class Aspects:
    """Kind, modality and period of one number; `sign` is -1 for a fall."""

    kind: Kind
    modality: Modality
    period: Period
    sign: int


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a number stands: its sentence's span, the role of its section, the report's year."""

    sentence: tuple[int, int]
    role: str
    year: int | None


class Plan(NamedTuple):
    """Where a plan is spoken of; a `far` one holds beyond a semicolon."""

    end: int
    start: int
    far: bool


@dataclass(slots=True)
class _Words:
    """The words around a number: of its sentence before it, of its clause before it, its own, after it."""

    before: str
    clause: str
    own: str
    after: str


class Wording:
    """How the numbers of one sentence are meant, from its words and the role of its section."""

    def __init__(self, text: str, setting: Setting, cues: Cues) -> None:
        self.text, self.setting, self.cues = text, setting, cues
        self.times = Times(text, setting.sentence, setting.year, cues)
        self.plans = [] if setting.role == "plan" else self._read_plans()

    def aspects(self, group: Sequence[Quantity]) -> list[Aspects]:
        """How each number of the sentence is meant, in their order."""
        hows: list[Aspects] = []
        for index, one in enumerate(group):
            how = self._one(one, group[max(0, index - NEARBY) : index])
            if index:
                self._take_over(how, hows[-1], group[index - 1], one)
            hows.append(how)
        return hows

    def _one(self, one: Quantity, before: Sequence[Quantity]) -> Aspects:
        words = self._around(one)
        kind, sign = self._kind(words, one)
        period = self._period(words, kind, one, before)
        return Aspects(kind, self._modality(words, one, period), period, sign)

    def _read_plans(self) -> list[Plan]:
        """What the sentence says of plans and coming years."""
        (low, high), text, patterns = self.setting.sentence, self.text, self.cues.patterns
        plans = [Plan(end, start, True) for start, end in self.times.coming]
        if patterns["plan_hint"].search(text, low, high):
            plans += [
                Plan(one.end(), one.start(), False) for one in patterns["planned"].finditer(text, low, high)
            ]
            plans += [
                Plan(one.end(), one.start(), True)
                for one in patterns["planned_far"].finditer(text, low, high)
            ]
        return sorted(plans)

    def _around(self, one: Quantity) -> _Words:
        low, high = self.setting.sentence
        before = self.text[max(low, one.start - FARTHEST) : one.start]
        clause = before[max(before.rfind("，"), before.rfind("；"), before.rfind("。")) + 1 :]
        after = self.text[one.end : min(high, one.end + 24)]
        return _Words(before, clause, self.text[one.start : one.end], after)

    # kind

    def _kind(self, words: _Words, one: Quantity) -> tuple[Kind, int]:
        end = words.before[-16:]
        if one.unit in POINTS:
            return "change", -1 if self.cues.found("fall", end) else 1
        moved = self._moved(words, end, one)
        if moved:
            return "change", moved
        if self._is_share(words, end, one):
            return "share", 1
        near = words.before[-28:]
        each = self.cues.found("unit_hint", near) and self.cues.found("per_unit", near)
        each = each or self.cues.found("per_unit_after", words.after)
        return "per_unit" if each else "level", 1

    def _moved(self, words: _Words, end: str, one: Quantity) -> int:
        """1 for a rise told of this number, -1 for a fall, 0 for none; 升至 and named rates are levels."""
        if "比" in words.clause or "较" in words.clause:
            if self.cues.found("compared_more", words.clause):
                return 1
            if self.cues.found("compared_less", words.clause):
                return -1
        if self.cues.found("moved_hint", end) is None:
            return 0
        moved = -1 if self.cues.found("fall", end) else 1 if self.cues.found("rise", end) else 0
        if not moved or self.cues.found("reached", end):
            return 0
        plain = self.cues.found("rise_plain", end) or self.cues.found("fall_plain", end)
        told = one.unit in RELATIVE or plain or self.cues.found("compare", words.before[-40:])
        return moved if told else 0

    def _is_share(self, words: _Words, end: str, one: Quantity) -> bool:
        """占三成, 涉及婚姻的近四成, 法治占8分; a named rate (办结率九成) is none."""
        if one.unit == "分":
            return self.cues.found("weight", end) is not None
        if one.unit not in RELATIVE or one.unit == "倍":
            return False
        if self.cues.found("share", end) or self.cues.found("share_after", words.after):
            return True
        fraction = one.unit in TENTHS or FRACTION.search(words.own) is not None
        return fraction and not end.endswith("达到") and not self.cues.found("rate_named", words.clause)

    def _take_over(self, how: Aspects, last: Aspects, other: Quantity, one: Quantity) -> None:
        """Let a number that is told in one row with the last, or as what it came to, have its kind."""
        if how.kind != "level" or last.kind == "level":
            return
        between = self.text[other.end : one.start]
        alike = one.unit == other.unit
        if last.period == "prior" and last.kind != "change":
            joined = alike and self.cues.found("to_after", between + "1") is not None
        elif last.kind == "per_unit":
            joined = one.unit not in RELATIVE and IN_A_ROW.fullmatch(between) is not None
        else:
            joined = alike and one.unit in RELATIVE and IN_A_ROW.fullmatch(between) is not None
        if joined:
            how.kind, how.sign = last.kind, last.sign

    # modality

    def _modality(self, words: _Words, one: Quantity, period: Period) -> Modality:
        if period == "prior" or self._is_start(words):
            return "actual"
        if self.setting.role == "plan":
            year = f"{self.setting.year}年"
            return "actual" if year in words.before and self._is_done(words) else "planned"
        if self.cues.found("set_at", words.clause[-24:]) or self.cues.found("set_after", words.after):
            return "planned"
        limited = self._is_limit(words, one) and not self._is_done(words)
        return "planned" if limited or self._is_planned(one) else "actual"

    def _is_done(self, words: _Words) -> bool:
        """Whether a limit is said to be kept: 均在15日内答复."""
        said = self.cues.found("done", words.clause) or self.cues.found("standing", words.before[-40:])
        return said is not None

    def _is_start(self, words: _Words) -> bool:
        """Whether a number is what another is made from: 由6个扩到11个."""
        found = self.cues.found("from", words.before[-14:]) and self.cues.found("to_after", words.after)
        return found is not None

    def _is_limit(self, words: _Words, one: Quantity) -> bool:
        if self.cues.found("planned_limit", words.clause) or self.cues.found("target", words.own):
            return True
        if one.bound == "at_most" and one.unit not in RELATIVE and words.own.startswith(("不超", "不得")):
            return not self.cues.found("shortened", words.clause)
        return self._is_time_limit(words, one)

    def _is_time_limit(self, words: _Words, one: Quantity) -> bool:
        """3个工作日内 is a limit unless the words say that the time was cut or measured."""
        if one.unit not in TIME_LIMITS or self.cues.found("shortened", words.clause[-8:]):
            return False
        if self.cues.found("limit_named", words.clause):
            return True
        return one.bound == "at_most" and words.own[0] not in "最至"

    def _is_planned(self, one: Quantity) -> bool:
        """Whether a plan is spoken of and nothing after it says that it was done or speaks of this year."""
        if not self.plans:
            return False
        low, high = (bisect_left(self.plans, (place,)) for place in (one.start - PLAN_REACH, one.start + 1))
        return any(self._reaches(plan, one.start) for plan in self.plans[low:high])

    def _reaches(self, plan: Plan, place: int) -> bool:
        between = self.cues.patterns["realised"].search(self.text, plan.end, place)
        if between or self.times.turns_to_the_year(plan.end, place):
            return False
        if "；" not in self.text[plan.end : place]:
            return True
        told = self.text[max(self.setting.sentence[0], plan.start - PLAN_REACH) : plan.start]
        return plan.far and not any(char.isdigit() for char in told)

    # period

    def _period(self, words: _Words, kind: Kind, one: Quantity, before: Sequence[Quantity]) -> Period:
        mark = self.times.of(one, before)
        if kind == "change":
            return self._of_change(words, mark)
        if self._is_start(words):
            coming = self.setting.role == "plan" or self._is_planned(one)
            return "prior" if mark or not coming else "year"
        if mark is None:
            return "multi_year" if self._sums_up(words) else "year"
        return "year" if mark.period == "multi_year" and self._stands(words) else mark.period

    def _stands(self, words: _Words) -> bool:
        """Whether a number tells how things stand, whatever the years before: 现有27万人, 升至98%."""
        found = self.cues.found("raised", words.clause) or self.cues.found("standing", words.clause)
        return found is not None

    def _of_change(self, words: _Words, mark: Mark | None) -> Period:
        """A change is told of the time it came to; one from last year is never of several years."""
        if mark is None or mark.period == "prior":
            return "year"
        compared = mark.period == "multi_year" and self.cues.found("compare", words.clause)
        return "year" if compared else mark.period

    def _sums_up(self, words: _Words) -> bool:
        """累计118场，其中今年26场: a sum of which this year's is a part."""
        return bool(self.cues.found("summed", words.clause) and self.cues.found("of_which_now", words.after))
