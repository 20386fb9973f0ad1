"""Lines of a report placed on A4 pages as an office does it: title centred, first lines indented, 28
characters a line, signature at the right, page numbers, a running header, ruled tables.

Every line of the text is a paragraph; lines with tabs that follow each other are a table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from tests.render import lines_of
from tests.render.font import gothic, serif, width

WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, BOTTOM, MEASURE = 79.0, 105.0, 745.0, 448.0
GUTTER = 32.0
TOKEN = re.compile(r"[A-Za-z\d.,%]+|.", re.DOTALL)
CLOSING = "，。、；：？！）》”’」』】〉％"
OPENING = "（《“‘「『【〈"
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
MARKED = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}[、章是]|（[一二三四五六七八九十]{1,3}）)")
SIGNED = re.compile(
    r"(?:政府|局|办事处|委员会|办公室|厅|委)$|^[\d〇○零一二三四五六七八九十]{4}年.{1,3}月.{1,3}日$"
)


@dataclass(frozen=True)
class Run:
    """Characters on one baseline; `y` grows downwards, `spacing` is added behind each character."""

    x: float
    y: float
    size: float
    text: str
    face: str
    spacing: float = 0.0


@dataclass(frozen=True)
class Leaf:
    """A page: what is written on it, and its ruling lines (x0, y0, x1, y1)."""

    runs: list[Run] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Style:
    """How a paragraph is set: size in points, alignment, indent of the first line in characters."""

    face: str
    size: float
    align: str = "left"
    indent: float = 2.0


def typeset(text: str, header: str = "", numbered: bool = True, columns: int = 1) -> list[Leaf]:
    """The pages of a text."""
    face = serif()
    setter = _Setter(columns, face)
    paragraphs = lines_of(text)
    styles = _styles(paragraphs, face, 16.0 if columns == 1 else 10.5)
    for tabbed, group in groupby(zip(paragraphs, styles, strict=True), lambda pair: "\t" in pair[0]):
        if tabbed:
            setter.table([line.split("\t") for line, _ in group])
        else:
            for line, style in group:
                setter.paragraph(line, style)
    for number, leaf in enumerate(setter.leaves, start=1):
        leaf.runs.extend(_furniture(number, header, numbered, face))
    return setter.leaves


def _furniture(number: int, header: str, numbered: bool, face: str) -> Iterator[Run]:
    if header:
        yield Run(WIDTH / 2 - width(header, 10.5, face) / 2, 60.0, 10.5, header, face)
    if numbered:
        label = f"— {number} —"
        x = WIDTH - LEFT - width(label, 14.0, face) if number % 2 else LEFT
        yield Run(x, HEIGHT - 62.0, 14.0, label, face)


def _styles(paragraphs: list[str], face: str, size: float) -> list[Style]:
    title = next((i for i, line in enumerate(paragraphs) if _is_prose(line)), 0)
    body = len(paragraphs)
    while body > title and body > len(paragraphs) - 3 and SIGNED.search(paragraphs[body - 1]):
        body -= 1
    return [
        Style(gothic(), size * 1.375, "centre", 0.0)
        if index < min(title, 4)
        else Style(face, size, "right", 0.0)
        if index >= body
        else Style(gothic() if HEADING.match(line) else face, size)
        for index, line in enumerate(paragraphs)
    ]


def _is_prose(line: str) -> bool:
    return "。" in line or "：" in line or "\t" in line or len(line) > 40 or MARKED.match(line) is not None


class _Setter:
    """Fills pages, column by column."""

    def __init__(self, columns: int, face: str) -> None:
        self.columns = columns
        self.face = face
        self.measure = (MEASURE - GUTTER * (columns - 1)) / columns
        self.leaves = [Leaf()]
        self.column = 0
        self.y = self.top = TOP

    @property
    def left(self) -> float:
        return LEFT + self.column * (self.measure + GUTTER)

    def paragraph(self, text: str, style: Style) -> None:
        whole = self.columns > 1 and style.align == "centre"
        measure = MEASURE if whole else self.measure
        lines = _wrap(text, style, measure)
        for index, line in enumerate(lines):
            self._advance(style.size * 1.8)
            indent = style.indent * style.size if index == 0 else 0.0
            self._line(line, style, measure, indent, last=index == len(lines) - 1)
        if whole:
            self.top = self.y + style.size

    def _line(self, line: str, style: Style, measure: float, indent: float, last: bool) -> None:
        room = measure - indent - width(line, style.size, style.face)
        shift = {"left": 0.0, "centre": room / 2, "right": room - 4 * style.size}[style.align]
        inner = len(line.rstrip(CLOSING)) if room < 0 else len(line) - 1
        spacing = room / inner if style.align == "left" and not last and room > 0 and inner > 0 else 0.0
        run = Run(self.left + indent + shift, self.y, style.size, line, style.face, spacing)
        self.leaves[-1].runs.append(run)

    def _advance(self, pitch: float) -> None:
        if self.y + pitch > BOTTOM:
            self.column = (self.column + 1) % self.columns
            if self.column == 0:
                self.leaves.append(Leaf())
                self.top = TOP
            self.y = self.top
        self.y += pitch

    def table(self, rows: list[list[str]], size: float = 12.0) -> None:
        count = max(map(len, rows))
        wide = self.measure / count
        for row in rows:
            cells = [_wrap(cell, Style(self.face, size, indent=0.0), wide - 8) for cell in row]
            height = max(map(len, cells)) * size * 1.4 + 8
            self._advance(height)
            self._row(cells, count, wide, height, size)
        self.y += size

    def _row(self, cells: list[list[str]], count: int, wide: float, height: float, size: float) -> None:
        leaf, top = self.leaves[-1], self.y - height + 6
        for column in range(count + 1):
            x = self.left + column * wide
            leaf.rules.append((x, top, x, top + height))
        for y in (top, top + height):
            leaf.rules.append((self.left, y, self.left + self.measure, y))
        for column, lines in enumerate(cells):
            for index, line in enumerate(lines):
                y = top + 4 + size * (1.0 + index * 1.4)
                leaf.runs.append(Run(self.left + column * wide + 4, y, size, line, self.face))


def _wrap(text: str, style: Style, measure: float) -> list[str]:
    """Lines as a word processor breaks them: numbers whole, closing marks hang, no opening one last."""
    lines, line, room = [], "", measure - style.indent * style.size
    for token in TOKEN.findall(text):
        wide = width(line + token, style.size, style.face)
        if line and wide > room + 0.01 and token not in CLOSING:
            kept = line.rstrip(OPENING)
            lines.append(kept)
            line, room = line[len(kept) :], measure
        line += token
    return [*lines, line]
