"""Which of the required contents a report has, and whether its title, text and plan speak of fitting years.

A content with a section of its own is told from one that is only spoken of somewhere. What is required, and
of whom, is data (requirements.csv); what follows from it is reckoned in SQL (`mart.requirement_check`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows
from transforms.records import Head, Section
from transforms.structure.dates import DATE, WORK_YEAR, year_of

TITLES = re.compile(r"《[^》\n]{0,80}》")
NO_WORK = re.compile(rf"{TITLES.pattern}|{DATE.pattern}")
BOTH = re.compile(r"问题|不足|存在|短板|下一?步|今后|明年|来年|总结|回顾|完成")
OWN_LEVELS = (1, 2)  # deeper headings (一是) open no section of their own
OPENING = 60  # characters of a plan in which it says of what year it is
LONGEST = 200  # characters of evidence


class RequirementRow(BaseModel):
    """A row of requirements.csv: what a report must have, who owes it, and where that is laid down."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    requirement: str
    name_zh: str
    check: Literal["content", "deadline", "years"]
    role: str = ""
    spoken: str = "(?!)"
    obliged: str
    source: str
    article: str
    duty: str


@dataclass(frozen=True, slots=True)
class Requirements:
    """The rows, and for each content the words that speak of it."""

    rows: tuple[RequirementRow, ...]
    spoken: dict[str, re.Pattern[str]]

    @classmethod
    def parse(cls, data: bytes) -> "Requirements":
        """From requirements.csv; raises CatalogueError."""
        rows = tuple(read_rows("requirements.csv", data, RequirementRow))
        return cls(rows, {row.requirement: _compiled(row) for row in rows if row.check == "content"})


def _compiled(row: RequirementRow) -> re.Pattern[str]:
    try:
        return re.compile(row.spoken)
    except re.error as error:
        raise CatalogueError(f"data file requirements.csv, requirement {row.requirement}: {error}") from error


@dataclass(frozen=True, slots=True)
class Content:
    """How a report meets one requirement, with the words that show it; `note` says which years it names."""

    requirement: str
    state: Literal["section", "spoken", "absent", "agree", "differ", "untold"]
    span: tuple[int, int] | None = None
    note: str | None = None


def contents(text: str, sections: Sequence[Section], head: Head, known: Requirements) -> list[Content]:
    """A row for each requirement that the text itself can meet."""
    found = [_content(text, sections, row, known) for row in known.rows if row.check == "content"]
    return [*found, *(_years(text, sections, head, row) for row in known.rows if row.check == "years")]


def _content(text: str, sections: Sequence[Section], row: RequirementRow, known: Requirements) -> Content:
    own = [section for section in sections if section.role == row.role]
    headed = next((one for one in own if one.heading and one.level in OWN_LEVELS), None)
    if headed is not None:
        return Content(row.requirement, "section", _opening(text, headed))
    words = _spoken(text, known.spoken[row.requirement])
    if words is None and own:
        words = _opening(text, own[0])
    return Content(row.requirement, "spoken" if words else "absent", words)


def _opening(text: str, section: Section) -> tuple[int, int]:
    """The first line of a section."""
    start = (
        section.start
        + len(text[section.start : section.end])
        - len(text[section.start : section.end].lstrip())
    )
    stop = text.find("\n", start, section.end)
    return start, min(section.end if stop < 0 else stop, start + LONGEST)


def _spoken(text: str, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """The clause that speaks of a content; titles of rules (《…》) speak of nothing."""
    blotted = TITLES.sub(lambda found: "》" * len(found[0]), text)
    found = pattern.search(blotted)
    if found is None:
        return None
    start = max(text.rfind(mark, 0, found.start()) for mark in "。\n；") + 1
    stops = [stop for mark in "。\n" if (stop := text.find(mark, found.end())) >= 0]
    return start, min([*stops, len(text), start + LONGEST])


def _years(text: str, sections: Sequence[Section], head: Head, row: RequirementRow) -> Content:
    """Whether the years that title, text and plan name fit each other."""
    title = _year_in(head.title or "")
    told, span = _told_year(text, sections, title)
    base = title or told
    planned, place = _planned_year(text, sections, base)
    names = (("标题", title), ("正文", told), ("安排", planned))
    note = "，".join(f"{name}{year}年" for name, year in names if year) or None
    if title and told and title != told:
        return Content(row.requirement, "differ", span, note)
    if base and planned and planned != base + 1:
        return Content(row.requirement, "differ", place, note)
    known = sum(year is not None for _, year in names)
    return Content(row.requirement, "agree" if known > 1 else "untold", place or span, note)


def _year_in(words: str) -> int | None:
    found = WORK_YEAR.search(NO_WORK.sub("", words))
    return year_of(found[1]) if found else None


def _told_year(
    text: str, sections: Sequence[Section], title: int | None
) -> tuple[int | None, tuple[int, int] | None]:
    """The year that the account is of: the first it names, unless it names the title's as often."""
    found = list(_named_years(text, sections))
    if not found:
        return None, None
    years = [year for year, _ in found]
    first = years[0]
    if title in years and years.count(title) >= years.count(first):
        first = title
    return first, found[years.index(first)][1]


def _named_years(text: str, sections: Sequence[Section]) -> Iterator[tuple[int, tuple[int, int]]]:
    for section in sections:
        if section.role in ("intro", "achievements", "leader_duty"):
            words = NO_WORK.sub(lambda found: "》" * len(found[0]), text[section.start : section.end])
            for found in WORK_YEAR.finditer(words):
                yield year_of(found[1]), (section.start + found.start(), section.start + found.end() + 1)


def _planned_year(
    text: str, sections: Sequence[Section], base: int | None
) -> tuple[int | None, tuple[int, int] | None]:
    """The year that the plan says it is of; a heading of more than the plan says nothing of it."""
    plans = [one for one in sections if one.role == "plan" and one.level <= 1]
    if not plans:
        return None, None
    plan = next((one for one in plans if one.heading), plans[-1])
    start, end = _opening(text, plan)
    year = _year_in(text[start:end]) or _year_in(text[end : min(plan.end, end + OPENING)])
    if year == base and BOTH.search(text[start:end]):
        return None, None
    return year, (start, end)
