"""Tables in plain text: which lines are rows, and where their cells part.

Lines parted by tabs (as the readers of other formats write them), Markdown's pipes and drawn boxes become one
form: a line a row, its cells parted by tabs; lines that are only ruled become blank. Single lines with a tab,
headings with a tab behind their number and tables of contents are no rows: their tabs stay blanks.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CELL = "\t"
PIPES, BOXES = "|", "│┃║"
PARTS = CELL + PIPES + BOXES
RULED = re.compile(r"[\s|+:=\-—─━═┄┈│┃║┌-╋╌-╿]*[+=\-—─━═┄┈┌-╋╌-╿][\s|+:=\-—─━═┄┈│┃║┌-╋╌-╿]*")
HEADING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．是]|章|节|部分)|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d)|[①-⑳●■◆·])\s*"
)
PAGE_NUMBER = re.compile(r"[.…· ]*\d{1,3}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may be a row, from `start` to `end`; `kind` parts its cells, "" where only ruled."""

    start: int
    end: int
    text: str
    kind: str

    def cells(self) -> list[str]:
        """The words of its cells."""
        inner = self.text if self.kind == CELL else self.text.strip().strip(self.kind)
        return [cell.strip() for cell in re.split(f"[{self.kind}]", inner)]


def has_parts(source: str) -> bool:
    """Whether a text has any character that parts cells: a quick way past texts without tables."""
    return any(part in source for part in PARTS)


def with_cells(source: str, folded: str) -> str:
    """`folded`, of the same length as its source, with a tab between the cells of each row of a table."""
    pieces, last = [], 0
    for line in _rows(source):
        pieces += [folded[last : line.start], _row(line, folded[line.start : line.end])]
        last = line.end
    return "".join([*pieces, folded[last:]])


def _rows(source: str) -> Iterator[_Line]:
    """The rows and ruled lines of all tables, in order."""
    for group in _groups(source):
        if _is_table(group):
            yield from group


def _groups(source: str) -> Iterator[list[_Line]]:
    """Lines of one kind that follow each other, blank lines apart; ruled ones go with either side."""
    group: list[_Line] = []
    start = 0
    for text in source.split("\n"):
        line = _Line(start, start + len(text), text, _kind(text))
        start += len(text) + 1
        if not text.strip():
            continue
        known = {one.kind for one in group} - {""}
        fits = line.kind in known or not known or line.kind == ""
        if group and (line.kind == "?" or not fits):
            yield group
            group = []
        if line.kind != "?":
            group.append(line)
    yield group


def _kind(text: str) -> str:
    """What parts the cells of a line; "" where it is only ruled, "?" where it is no row."""
    if RULED.fullmatch(text):
        return "" if any(part in text for part in (*PIPES, *BOXES, "+", "┼", "─", "━", "═")) else "?"
    if any(part in text for part in BOXES):
        return BOXES
    if text.strip().strip(PIPES).count(PIPES):
        return PIPES
    words = HEADING.sub("", text.strip(), count=1) if not text.startswith(CELL) else text.strip()
    return CELL if CELL in words else "?"


def _is_table(group: Sequence[_Line]) -> bool:
    """Whether lines are a table: two rows or more, most with as many cells, that belong together."""
    rows = [line for line in group if line.kind]
    sizes = Counter(len(line.cells()) for line in rows)
    size, often = sizes.most_common(1)[0] if sizes else (0, 0)
    if len(rows) < 2 or size < 2 or often * 2 < len(rows):
        return False
    if rows[0].kind == PIPES:  # a row of links is parted by pipes too
        return len(rows) < len(group) or all(line.text.lstrip().startswith(PIPES) for line in rows)
    return rows[0].kind != CELL or not _is_contents(rows)


def _is_contents(rows: Sequence[_Line]) -> bool:
    """Whether lines are a table of contents: headings and their rising page numbers."""
    cells = [line.cells() for line in rows]
    if any(len(row) < 2 or not PAGE_NUMBER.fullmatch(row[-1]) for row in cells):
        return False
    pages = [int(row[-1].strip(".…· ")) for row in cells]
    headed = sum(HEADING.match(row[0]) is not None for row in cells)
    return headed * 2 >= len(rows) and pages == sorted(pages)


def _row(line: _Line, folded: str) -> str:
    """The row with tabs between its cells; what encloses it is blank."""
    if not line.kind:
        return " " * len(folded)
    if line.kind == CELL:
        return "".join(CELL if old == CELL else new for old, new in zip(line.text, folded, strict=True))
    low = len(folded) - len(folded.lstrip(" "))
    high = len(folded.rstrip(" \r"))
    low += folded[low : low + 1] in line.kind
    high -= high > low and folded[high - 1] in line.kind
    inner = "".join(CELL if char in line.kind else char for char in folded[low:high])
    return " " * low + inner + " " * (len(folded) - high)
