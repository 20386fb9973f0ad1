"""How a number is meant: its kind (level, change, share, per_unit), its modality and its period."""

import re
from dataclasses import dataclass
from typing import Literal

from transforms.facts.cues import Cues
from transforms.facts.quantities import Quantity

Kind = Literal["level", "change", "share", "per_unit"]
Period = Literal["year", "prior", "multi_year", "part_year"]
Modality = Literal["actual", "planned"]

FARTHEST = 160  # characters of a sentence before a number that are looked at
POINTS = frozenset({"个百分点", "百分点", "个点"})
RELATIVE = frozenset({"%", "‰", "倍", "成"})
TIME_LIMITS = frozenset({"个工作日", "工作日", "日", "天", "小时", "分钟", "个小时"})
LAST_NUMBER = re.compile(r"^.*[\d%](?=[^年月日\d%])(?!年)")
YEAR = re.compile(r"(20\d\d)年")
SINCE = re.compile(r"(20\d\d)年(?:\d{1,2}月)?(?:份)?以来(?!的)")
YEARS = re.compile(r"(20\d\d)年?[-—–~～至到](20\d\d)年")


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


@dataclass(slots=True)
class _Words:
    """The words around a number: of its sentence before it, of its clause before it, its own, after it."""

    before: str
    clause: str
    own: str
    after: str


def aspects(text: str, one: Quantity, setting: Setting, cues: Cues) -> Aspects:
    """How the number is meant, from the words of its sentence and the role of its section."""
    before = text[max(setting.sentence[0], one.start - FARTHEST) : one.start]
    clause = before[max(before.rfind(mark) for mark in "，；。") + 1 :]
    after = text[one.end : min(setting.sentence[1], one.end + 24)]
    words = _Words(before, clause, text[one.start : one.end], after)
    kind, sign = _kind(words, one, cues)
    return Aspects(kind, _modality(words, one, setting, cues), _period(words, kind, setting, cues), sign)


def _kind(words: _Words, one: Quantity, cues: Cues) -> tuple[Kind, int]:
    end = words.before[-16:]
    if one.unit in POINTS:
        return "change", -1 if cues.found("fall", end) else 1
    moved = _moved(words, end, one, cues)
    if moved:
        return "change", moved
    if one.unit in RELATIVE and (cues.found("share", end) or cues.found("share_after", words.after)):
        return "share", 1
    if cues.found("per_unit", words.before[-28:]) or cues.found("per_unit_after", words.after):
        return "per_unit", 1
    return "level", 1


def _moved(words: _Words, end: str, one: Quantity, cues: Cues) -> int:
    """1 for a rise told of this number, -1 for a fall, 0 for none; 升至 and named rates are levels."""
    moved = -1 if cues.found("fall", end) else 1 if cues.found("rise", end) else 0
    if not moved or cues.found("reached", end):
        return 0
    plain = cues.found("rise_plain", end) or cues.found("fall_plain", end)
    told = one.unit in RELATIVE or plain or cues.found("compare", words.before[-40:])
    return moved if told else 0


def _modality(words: _Words, one: Quantity, setting: Setting, cues: Cues) -> Modality:
    done = cues.found("done", words.before[-30:])
    if setting.role == "plan" and not (done and setting.year and f"{setting.year}年" in words.before):
        return "planned"
    limited = cues.found("planned_limit", words.clause) or cues.found("limit_after", words.after)
    if not done and (limited or _time_limit(words, one, cues)):
        return "planned"
    recent = words.before[words.before.rfind("；") + 1 :]
    told = _told("planned", recent, cues) or _told("planned_far", words.before, cues)
    return "planned" if told or cues.found("target", words.own) or _future(words, setting) else "actual"


def _time_limit(words: _Words, one: Quantity, cues: Cues) -> bool:
    """3个工作日内 is a limit unless the words say that the time was cut or measured."""
    return (
        one.unit in TIME_LIMITS and one.bound == "at_most" and not cues.found("shortened", words.clause[-8:])
    )


def _told(cue: str, words: str, cues: Cues) -> bool:
    """Whether a plan is spoken of and nothing after it says that it was done or speaks of this year."""
    planned = cues.found(cue, words)
    if planned is None:
        return False
    rest = words[planned.end() :]
    return not (cues.found("done", rest) or cues.found("this_year", rest))


def _future(words: _Words, setting: Setting) -> bool:
    years = [int(year) for year in YEAR.findall(words.before)]
    return bool(years) and setting.year is not None and years[-1] > setting.year


def _period(words: _Words, kind: Kind, setting: Setting, cues: Cues) -> Period:
    if kind != "change" and _is_prior(words, setting, cues):
        return "prior"
    if _still("part_year", words.before, cues):
        return "part_year"
    recent = words.before[words.before.rfind("；") + 1 :]
    if _still("multi_year", recent, cues):
        return "multi_year"
    return "multi_year" if _spans_years(recent[-60:], setting) else "year"


def _still(cue: str, words: str, cues: Cues) -> bool:
    """Whether a time is spoken of and this year is not after it."""
    last = cues.last(cue, words)
    return last >= 0 and last > cues.last("this_year", words)


def _spans_years(words: str, setting: Setting) -> bool:
    since, years = SINCE.search(words), YEARS.search(words)
    long_ago = since is not None and setting.year is not None and int(since[1]) < setting.year
    return long_ago or (years is not None and int(years[1]) < int(years[2]))


def _is_prior(words: _Words, setting: Setting, cues: Cues) -> bool:
    """Whether the number is an earlier year's: 由799项减到, 较上年的71件增长, 去年5项."""
    if cues.found("from", words.before[-14:]) and cues.found("to_after", words.after):
        return True
    if cues.found("prior_end", words.clause[-12:]) and cues.found("compared", words.after):
        return True
    clause = LAST_NUMBER.sub("", words.clause)
    if cues.found("compare", clause):
        return False
    years = re.findall(r"(20\d\d)年(?!以来)", clause)
    earlier = bool(years) and setting.year is not None and int(years[-1]) < setting.year
    return earlier or cues.found("prior", clause) is not None
