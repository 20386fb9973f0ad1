"""How a number is meant: its kind (level, change, share, per_unit), its modality and its period.

The cue words are data (cues.csv); this module says where each kind of cue must stand to count.
"""

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from transforms.csvfile import CatalogueError, read_rows
from transforms.facts.quantities import Quantity

Kind = Literal["level", "change", "share", "per_unit"]
Period = Literal["year", "prior", "multi_year", "part_year"]
Modality = Literal["actual", "planned"]


class CueRow(BaseModel):
    """A row of cues.csv: a regular expression and what it is a cue for; see CUES for where it is looked for."""

    rule: str
    cue: str
    pattern: str
    note: str = ""


# cue name: how it is matched. "end": right before the number; "clause": in its clause before it;
# "sentence": in its sentence before it; "after": right after the number
CUES = {
    "rise": "end", "fall": "end", "rise_plain": "end", "fall_plain": "end", "compare": "clause", "reached": "end", "share": "end", "share_after": "after",
    "per_unit": "end", "per_unit_after": "after", "prior": "clause", "multi_year": "sentence", "part_year": "sentence", "this_year": "clause",
    "prior_end": "end", "planned": "sentence", "planned_far": "sentence", "planned_limit": "clause", "done": "sentence", "limit_after": "after", "from": "end", "to_after": "after",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aspects:
    """Kind, modality and period of one number; `sign` is -1 for a fall."""

    kind: Kind
    modality: Modality
    period: Period
    sign: int


class Cues:
    """The cue patterns, one compiled expression a cue."""

    def __init__(self, rows: list[CueRow]) -> None:
        unknown = {row.cue for row in rows} - set(CUES)
        if unknown:
            raise CatalogueError(f"cues.csv: unknown cues {sorted(unknown)}; known are {sorted(CUES)}")
        self.patterns = {cue: _compiled(cue, [r.pattern for r in rows if r.cue == cue]) for cue in CUES}

    @staticmethod
    def parse(data: bytes) -> "Cues":
        """From the bytes of cues.csv; raises CatalogueError."""
        return Cues(read_rows("cues.csv", data, CueRow))

    def found(self, cue: str, text: str) -> re.Match[str] | None:
        """The cue in a piece of text, looked for as its entry in CUES says."""
        pattern = self.patterns[cue]
        return pattern.match(text) if CUES[cue] == "after" else pattern.search(text)


def _compiled(cue: str, patterns: list[str]) -> re.Pattern[str]:
    joined = "|".join(patterns) or r"(?!)"
    try:
        return re.compile(f"(?:{joined})$" if CUES[cue] == "end" else f"(?:{joined})")
    except re.error as error:
        raise CatalogueError(f"cues.csv: cue {cue}: not a regular expression: {error}") from error


def aspects(
    text: str, one: Quantity, sentence: tuple[int, int], role: str, report_year: int | None, cues: Cues
) -> Aspects:
    """How the number is meant, from the words of its sentence and the role of its section."""
    before = text[sentence[0] : one.start]
    clause = before[max(before.rfind("，"), before.rfind("；"), before.rfind("。")) + 1 :]
    after = text[one.end : min(sentence[1], one.end + 24)]
    kind, sign = _kind(before, clause, after, one, cues)
    words = text[one.start : one.end]
    modality = _modality(before, clause, after, one, words, role, report_year, cues)
    return Aspects(kind, modality, _period(before, clause, after, report_year, kind, cues), sign)


def _kind(before: str, clause: str, after: str, one: Quantity, cues: Cues) -> tuple[Kind, int]:
    end = before[-16:]
    if one.unit in ("个百分点", "百分点", "个点"):
        return "change", -1 if cues.found("fall", end) else 1
    moved = -1 if cues.found("fall", end) else 1 if cues.found("rise", end) else 0
    relative = one.unit in ("%", "‰", "倍", "成")
    plain = cues.found("rise_plain", end) or cues.found("fall_plain", end)
    if moved and not cues.found("reached", end) and (relative or plain or cues.found("compare", before[-40:])):
        return "change", moved
    if relative and (cues.found("share", end) or cues.found("share_after", after)):
        return "share", 1
    if cues.found("per_unit", end) or cues.found("per_unit_after", after):
        return "per_unit", 1
    return "level", 1


COMPARED = re.compile(r"[^，。；\d]{0,4}?(?:增|升|降|减|提|多|少|高|低|略|上|下|翻|相比|持平|压|缩)")
LAST_DIGITS = re.compile(r"^.*[\d%](?=[^年月日\d%])(?!年)")
TIME_LIMITS = frozenset({"个工作日", "工作日", "日", "天", "小时", "分钟", "个小时"})
SHORTENED = re.compile(r"压|缩|减|降|均|用时|实际|最快|仅|只")
TARGET = re.compile(r"^(?:不少于|不低于|不得)")


def _modality(
    before: str, clause: str, after: str, one: Quantity, one_words: str, role: str, report_year: int | None, cues: Cues
) -> Modality:
    done = cues.found("done", before[-30:])
    if role == "plan" and not (done and _past(before, report_year)):
        return "planned"
    if cues.found("planned_limit", clause) and not done:
        return "planned"
    if cues.found("limit_after", after) and not done and one.bound in ("at_most", "exact", "at_least"):
        return "planned"
    for cue, words in (("planned", clause), ("planned_far", before)):
        planned = cues.found(cue, words)
        if planned and not cues.found("done", words[planned.end() :]):
            return "planned"
    if one.unit in TIME_LIMITS and one.bound == "at_most" and not done and not SHORTENED.search(clause[-8:]):
        return "planned"
    if TARGET.search(one_words):
        return "planned"
    return "planned" if _future(before, report_year) else "actual"


def _past(before: str, report_year: int | None) -> bool:
    return report_year is not None and f"{report_year}年" in before


def _future(before: str, report_year: int | None) -> bool:
    if report_year is None:
        return False
    years = [int(year) for year in re.findall(r"(20\d\d)年", before)]
    return bool(years) and years[-1] > report_year


def _period(before: str, clause: str, after: str, report_year: int | None, kind: Kind, cues: Cues) -> Period:
    if kind != "change" and _is_prior(before, clause, after, report_year, cues):
        return "prior"
    this_year = _last(cues, "this_year", before)
    if _last(cues, "part_year", before) > this_year:
        return "part_year"
    recent = before[before.rfind("；") + 1 :]
    if _last(cues, "multi_year", recent) > _last(cues, "this_year", recent):
        return "multi_year"
    since = re.search(r"(20\d\d)年(?:\d{1,2}月)?(?:份)?以来(?!的)", recent[-60:])
    if since and report_year is not None and int(since[1]) < report_year:
        return "multi_year"
    span = re.search(r"(20\d\d)年?[-—–~～至到](20\d\d)年", recent[-60:])
    return "multi_year" if span and int(span[1]) < int(span[2]) else "year"


def _last(cues: Cues, cue: str, words: str) -> int:
    """Where the last of these cues ends; -1 where there is none."""
    return max((match.end() for match in cues.patterns[cue].finditer(words)), default=-1)


def _is_prior(before: str, clause: str, after: str, report_year: int | None, cues: Cues) -> bool:
    if cues.found("prior_end", clause[-12:]) and COMPARED.match(after):
        return True
    clause = LAST_DIGITS.sub("", clause)
    if cues.found("from", before[-14:]) and cues.found("to_after", after):
        return True
    prior = cues.found("prior", clause)
    if prior and not cues.found("compare", clause[prior.start() :][:1] + clause[max(0, prior.start() - 2) :]):
        return True
    years = re.findall(r"(20\d\d)年(?!以来)", clause)
    return bool(years) and report_year is not None and int(years[-1]) < report_year and not cues.found("compare", clause)
