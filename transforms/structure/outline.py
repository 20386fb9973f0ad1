"""The outline of a report: its headings, the text under each, and which required content that is.

Levels follow the numbering (一、 then （一） then 1. and 一是), never marks of the source, which are often
wrong. Roles come from `section_roles.csv`. What is said in a section belongs to `transforms.facts`.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows
from transforms.records import Role, Section

Where = Literal["top", "sub", "line", "paragraph"]
RowRole = Literal["achievements", "leader_duty", "problems", "plan", "other", "continues", "next_year"]

N = "一二三四五六七八九十"
MARK = re.compile(
    rf"[ \t\u3000]*(?:第(?P<part>[{N}]{{1,3}})(?:部分|章)[：:、，.]?"
    rf"|(?P<cn>[{N}壹贰叁肆伍陆柒捌玖]{{1,3}})(?:[、．]|\.(?!\d))(?![{N}]、)"
    r"|【(?=[^】\n]{2,20}】)(?P<lens>)"
    rf"|[（(](?P<paren>[{N}]{{1,3}})[）)][、．.]?"
    r"|(?P<digit>\d{1,2})(?:[、．]|\.(?!\d)|\.(?=20\d\d年))"
    r"|[（(](?P<digits>\d{1,2})[）)][、．.]?"
    rf"|(?:第[{N}]，|(?P<shi>[{N}]{{1,3}})(?:是|要)))[ \t\u3000]*"
)
GLUED = re.compile(  # a mark before a heading's number, and a heading's bracket
    rf"[。：:；;【](?:(?<!【)(?=[{N}]{{1,2}}、(?![{N}])|[（(][{N}]{{1,2}}[）)])|(?<=[^\n，、]【)(?=[^】\n\d]{{2,12}}】))"
)
TURN = re.compile(
    r"(?<=。)(?=(?:下一?步|今后)，|20\d\d年，?[^，。\n]{0,12}(?:将|拟|计划))(?![^\n]*[。；][一二三四五六]是)"
)
STOP = re.compile(r"[。；;！!：:】]")
LEAD_IN = re.compile(r"(?:报告|汇报|总结|情况|说明)[^。\n]{0,14}(?:如下|如次)[：:。;；]?$", re.MULTILINE)
TITLE_WORD = re.compile(r"(?:报告|总结|汇报|情况|年报)[）)]?$")
YEAR = re.compile(r"20\d\d(?=年(?!\d{1,2}月))")
DATE = r"(?:20\d\d|二[〇○零O0Ｏ]..)年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?"
BODY = r"(?:政府|办事处|委员会|管委会|局|厅|厅局|办公室|司法所|党委|党工委|党组|中心|支队|大队|镇|街道|乡)"
SIGNATURE = re.compile(
    rf"(?:\n|^)(?:[ \t]*[（(]?(?:特此|专此|以上)[^\n]{{0,12}}(?:报告|汇报)[^\n]{{0,4}}\n+)?"
    rf"(?:(?:[^\n，。；：]{{2,36}}{BODY}(?:（[^\n）]{{1,8}}）)?\n*[ \t]*)+{DATE}|[ \t]*{DATE}"
    rf"|[^\n，。；：、]{{2,30}}(?:人民政府|办事处|管委会|管理委员会|局))"
    r"[ \t。）)]*(?=\n|\s*$)"
)
LEVELS = {"part": 1, "paren": 2, "lens": 2, "digit": 3, "digits": 4, "shi": 3, "line": 1}
MAX_HEADING = 60
MAX_LINE_HEADING = 30
TAIL = 240


class RoleRow(BaseModel):
    """One line of section_roles.csv; rows are tried in file order, the first that fits decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    KEY: ClassVar[tuple[str, ...]] = ("where", "role", "pattern")
    where: Where
    role: RowRole
    pattern: str
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """Patterns for the roles of headings, by where they may stand."""

    rows: dict[Where, tuple[tuple[RowRole, re.Pattern[str], re.Pattern[str] | None], ...]]

    @classmethod
    def parse(cls, data: bytes) -> "Roles":
        """From section_roles.csv; raises CatalogueError."""
        found: dict[Where, list[tuple[RowRole, re.Pattern[str], re.Pattern[str] | None]]] = {}
        for row in read_rows("section_roles.csv", data, RoleRow):
            try:
                unless = re.compile(row.unless) if row.unless else None
                found.setdefault(row.where, []).append((row.role, re.compile(row.pattern), unless))
            except re.error as error:
                raise CatalogueError(
                    f"data file section_roles.csv: pattern {row.pattern!r}: {error}"
                ) from error
        return cls({where: tuple(rows) for where, rows in found.items()})

    def find(self, where: Where, heading: str, year: int | None = None) -> RowRole | None:
        """The role of the first row that fits; `next_year` only where its words tell a year after `year`."""
        for role, pattern, unless in self.rows.get(where, ()):
            fits = pattern.search(heading)
            if fits and not (unless and unless.search(heading)):
                if role != "next_year":
                    return role
                told = YEAR.finditer(heading, fits.start())
                if year is not None and any(int(one[0]) > year for one in told if one.end() <= fits.end()):
                    return "plan"
        return None


@dataclass(slots=True)
class _Mark:
    """A place where a section begins; `style` is the kind of numbering, `number` its value."""

    start: int
    style: str
    number: str
    heading: str | None
    level: int = 1
    role: Role | None = None


def outline(text: str, roles: Roles) -> list[Section]:
    """All sections in the order of the text; a section reaches to the next of its own or a higher level.

    The sections cover the text: the innermost one at a position is the last that starts at or before it.
    """
    end = _closing(text)
    marks = _with_turns(text, end, list(_marks(text, end, roles)), roles)
    _level(marks)
    marks = _with_body(text, end, marks)
    sections = _sections(text, end, marks, roles)
    if end < len(text):
        sections.append(Section(0, None, "closing", end, len(text), None))
    return sections


def section_at(starts: list[int], position: int) -> int:
    """The index of the innermost section at a position, given the starts of all sections."""
    return max(bisect_right(starts, position) - 1, 0)


def _closing(text: str) -> int:
    """Where the signature begins; the length of the text where there is none."""
    tail = max(len(text.rstrip()) - TAIL, 0)
    *_, found = [None, *SIGNATURE.finditer(text, tail)]
    if found is None or found.start() == 0 or text[found.end() :].count("。") > 1:
        return len(text)
    return found.start() + (text[found.start()] == "\n")


def _marks(text: str, end: int, roles: Roles) -> Iterator[_Mark]:
    """Numbered headings, unnumbered heading lines, and paragraphs that open a role."""
    seen_paragraph = False
    year = _first_year(text)
    for start, line in _lines(text, end):
        found = MARK.match(line)
        if found and found.lastgroup and found.end() < len(line):
            yield _Mark(start, found.lastgroup, found[found.lastgroup], _heading(line[found.end() :]))
        elif seen_paragraph:
            yield from _unnumbered(start, line.strip(), roles, year)
        seen_paragraph = seen_paragraph or found is not None or line.rstrip()[-1] in "。：:"


def _with_turns(text: str, end: int, marks: list[_Mark], roles: Roles) -> list[_Mark]:
    """Where problems turn to plans within a paragraph (…。下一步，我镇将…), as some write both in one."""
    year = _first_year(text)
    turns: list[_Mark] = []
    for index, mark in enumerate(marks):
        if mark.role == "problems" or (mark.style in ("cn", "part") and _tells_problems(mark, roles)):
            stop = next(
                (later.start for later in marks[index + 1 :] if later.style in ("cn", "part", "line")), end
            )
            turns += [
                _Mark(found.start(), "paragraph", "", None, role="plan")
                for found in TURN.finditer(text, mark.start, stop)
                if roles.find("paragraph", text[found.start() : found.start() + 40], year)
                in ("plan", "next_year")
            ]
    return sorted([*marks, *turns], key=lambda mark: mark.start) if turns else marks


def _tells_problems(mark: _Mark, roles: Roles) -> bool:
    return roles.find("top", mark.heading or "") == "problems"


def _lines(text: str, end: int) -> Iterator[tuple[int, str]]:
    """Lines that are not blank and no rows of tables, and what follows a sentence on one line where a heading
    is glued to it."""
    breaks = deque(found.end() - (found[0] == "【") for found in GLUED.finditer(text, 0, end))
    start = 0
    for line in text[:end].split("\n"):
        stop = start + len(line)
        while breaks and breaks[0] < stop:
            cut = breaks.popleft()
            yield start, text[start:cut]
            start = cut
        if start < stop and "\t" not in line and not text[start:stop].isspace():
            yield start, text[start:stop]
        start = stop + 1


def _heading(rest: str) -> str:
    """The words of a heading: the line if short, else up to the first stop, else up to the first comma."""
    rest = rest.strip()
    stop = STOP.search(rest)
    if stop and (stop.start() <= MAX_HEADING or stop.group() == "。"):
        rest = rest[: stop.start()]
    if len(rest) > MAX_HEADING:
        rest = rest.split("，")[0][:MAX_HEADING]
    return rest.strip()


def _unnumbered(start: int, line: str, roles: Roles, year: int | None) -> Iterator[_Mark]:
    if len(line) <= MAX_LINE_HEADING and line[-1] not in "。；，、;,":
        bare = line.rstrip("：:")
        role = roles.find("line", bare)
        if role:
            yield _Mark(start, "line", "", bare, role=_plain(role))
            return
    role = roles.find("paragraph", line[:90], year)
    if role:
        yield _Mark(start, "paragraph", "", None, role=_plain(role))


def _plain(role: RowRole) -> Role:
    if role == "continues":
        return "unknown"
    return "unknown" if role == "next_year" else role


def _top(styles: list[str]) -> str:
    """The highest style of numbering that a document uses; two bare headings outrank （一）."""
    bare = ["line"] if styles.count("line") > 1 else []
    return next(
        (style for style in ("part", "cn", *bare, "paren", "digit", "digits", "lens") if style in styles), ""
    )


def _level(marks: list[_Mark]) -> None:
    """Levels by the numbering; where 一、 is missing, the highest style in the document is level 1."""
    top = _top([mark.style for mark in marks])
    base = LEVELS | {"cn": 2 if top == "part" else 1} | ({top: 1} if top else {})
    previous: _Mark | None = None
    below = False
    for mark in marks:
        mark.level = base.get(mark.style, 0)
        if mark.style == "digits" and top != "digits" and not below:
            mark.level = 2
        if mark.style == "paragraph":
            mark.level = min(previous.level, 2) + 1 if previous else 1
        below = mark.style == "digit" or (below and mark.level > 3)
        previous = mark if mark.style not in ("shi", "paragraph") else previous


def _with_body(text: str, end: int, marks: list[_Mark]) -> list[_Mark]:
    """A report without level-1 headings still has a body: it begins after the lead-in or the title."""
    if any(mark.style in ("part", "cn") or (mark.level == 1 and mark.style != "paragraph") for mark in marks):
        return marks
    lead_in = LEAD_IN.search(text, 0, end)
    start = lead_in.end() if lead_in else _title_end(text, end)
    if start is None:
        return marks
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if start >= end or (marks and marks[0].start <= start and marks[0].role):
        return marks
    return [_Mark(start, "body", "", None, 1, "achievements"), *(m for m in marks if m.start > start)]


def _title_end(text: str, end: int) -> int | None:
    """The end of the title's line, where one of the first lines looks like a title."""
    position = 0
    for line in text[:end].split("\n", 12)[:12]:
        position += len(line) + 1
        if len(line) <= MAX_HEADING and TITLE_WORD.search(line.strip()):
            return position
    return None


def _sections(text: str, end: int, marks: list[_Mark], roles: Roles) -> list[Section]:
    first = marks[0].start if marks else end
    sections: list[Section] = []
    if first > 0:
        sections.append(Section(0, None, "intro" if marks else "unknown", 0, first, None))
    year = _first_year(text)
    open_: list[int] = []
    top: Role = "achievements"
    ends = _ends(marks, end)
    for mark, stop in zip(marks, ends, strict=True):
        while open_ and sections[open_[-1]].level >= mark.level:
            open_.pop()
        parent = open_[-1] if open_ else None
        role = _role(mark, None if parent is None else sections[parent].role, top, roles, year)
        top = role if mark.level == 1 and role not in ("unknown", "other") else top
        open_.append(len(sections))
        sections.append(Section(mark.level, mark.heading, role, mark.start, stop, parent))
    return sections


def _ends(marks: list[_Mark], end: int) -> list[int]:
    """Where each section ends: at the next mark of its own or a higher level."""
    ends: list[int] = []
    following = dict.fromkeys(range(max((mark.level for mark in marks), default=0) + 1), end)
    for mark in reversed(marks):
        ends.append(min(following[level] for level in range(mark.level + 1)))
        following[mark.level] = mark.start
    return ends[::-1]


def _first_year(text: str) -> int | None:
    found = YEAR.search(text)
    return int(found.group()) if found else None


def _role(mark: _Mark, above: Role | None, before: Role, roles: Roles, year: int | None) -> Role:
    """A section's role; `above` is its parent's, `before` that of the last level-1 section with one."""
    if mark.role:
        return mark.role
    if above is None:
        found = roles.find("top", mark.heading or "", year)
        if found == "continues":
            return "plan" if before in ("problems", "plan") else "achievements"
        return _plain(found) if found else "unknown"
    if mark.style == "shi" or above in ("plan", "other") or mark.level > 2:
        return above
    found = roles.find("sub", mark.heading or "", year)
    return _plain(found) if found and not (found == "leader_duty" and above == "problems") else above
