"""OpenDocument texts (.odt): the final text with the numbers that lists show, notes at the end.

Deleted text lies apart in the file and is not read; hidden text, comments and indexes are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from transforms.read.blocks import Block, Grid, GridCell, assemble, local
from transforms.read.counting import counted, labelled
from transforms.read.document import Document, Limits, Unreadable
from transforms.read.xmlparts import Element, Parts, child, plain, value

META = {"title": "标题", "creator": "最后修改者", "initial-creator": "作者", "creation-date": "创建时间",
        "date": "修改时间", "subject": "主题", "keyword": "关键词"}  # fmt: skip
DROPPED = frozenset({"tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls",
                     "annotation", "ruby-text", "note-citation", "hidden-text", "table-of-content",
                     "alphabetical-index", "illustration-index", "table-index", "header", "footer",
                     "table-header-columns", "title", "desc"})  # fmt: skip
WAYS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
        "一": "chineseCountingThousand", "①": "decimalEnclosedCircle", "甲": "ideographTraditional",
        "壹": "chineseLegalSimplified", "子": "ideographZodiac", "１": "decimalFullWidth",
        "": "none"}  # fmt: skip
MOST_SPACES = 100
OUTLINE = " outline"  # the list that numbers headings; no list's name begins with a blank
PLACE = re.compile(r"%(\d)%")
BLANKS = re.compile(r"[ \t\r\n]+")


def read(data: bytes, limits: Limits) -> Document:
    """The document in an .odt; raises Unreadable. The package is checked at the door."""
    parts = Parts(data)
    _refuse_encrypted(parts)
    root = parts.xml("content.xml")
    body = None if root is None else child(root, "body", "text")
    if body is None:
        raise Unreadable("broken_file", "OpenDocument 文档中没有正文部分（content.xml）；请重新取得此文件")
    reader = _Reader([found for found in (parts.xml("styles.xml"), root) if found is not None])
    blocks = [*reader.blocks(body)]
    blocks += [block for note in reader.noted for block in reader.blocks(note)]
    meta = parts.xml("meta.xml")
    return assemble(blocks, "odt", {} if meta is None else plain(meta, META))


def _refuse_encrypted(parts: Parts) -> None:
    manifest = parts.xml("META-INF/manifest.xml")
    if manifest is not None and any(local(item.tag) == "encryption-data" for item in manifest.iter()):
        raise Unreadable("encrypted", "文件设了打开密码；请去掉密码、另存后重新放入")


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: how it counts, from where, how it is shown (第%1%章)."""

    way: str
    first: int
    shown: str


@dataclass(slots=True)
class _List:
    """A list being read: its style, its counts by level."""

    style: str
    counts: list[int] = field(default_factory=lambda: [0] * 10)


class _Reader:
    """Walks through a text's elements in reading order."""

    def __init__(self, roots: list[Element]) -> None:
        self.levels: dict[str, dict[int, _Level]] = {}
        self.hidden: set[str] = set()
        self.styled: dict[str, str] = {}  # paragraph style: its list style
        self.parents: dict[str, str] = {}
        self.noted: list[Element] = []
        self.lists: dict[str, _List] = {}  # by identity or, for lists that go on, by style
        for root in roots:
            self._styles(root)

    def _styles(self, root: Element) -> None:
        for style in root.iter():
            kind = local(style.tag)
            name = value(style, "name") if kind in ("style", "list-style", "outline-style") else None
            if name and kind != "style":
                self.levels[OUTLINE if kind == "outline-style" else name] = dict(_levels(style))
            elif name:
                self.parents[name] = value(style, "parent-style-name") or ""
                if value(style, "list-style-name"):
                    self.styled[name] = value(style, "list-style-name") or ""
                shown = child(style, "text-properties")
                if value(shown, "display") == "none":
                    self.hidden.add(name)

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks of a body, section, cell, note or frame."""
        for element in parent:
            name = local(element.tag)
            if name in ("p", "h"):
                yield from self._paragraph(element, self._heading(element) if name == "h" else "")
            elif name == "list":
                yield from self._list(element, None, 0)
            elif name == "table":
                yield self._table(element)
            elif name == "section" and value(element, "display") == "none":
                continue
            elif name not in DROPPED:
                yield from self.blocks(element)

    def _paragraph(self, element: Element, label: str) -> Iterator[Block]:
        words: list[str] = []
        frames: list[Element] = []
        if not self._hides(element):
            self._inline(element, words, frames)
        text = "".join(words).strip(" ")
        yield labelled(label, text.lstrip()) if text.strip() else ""
        for frame in frames:
            yield from self.blocks(frame)

    def _hides(self, element: Element) -> bool:
        return any(name in self.hidden for name in self._chain(value(element, "style-name")))

    def _chain(self, name: str | None) -> Iterator[str]:
        """A style and those it rests on."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            name = self.parents.get(name)

    def _inline(self, parent: Element, words: list[str], frames: list[Element]) -> None:
        words.append(_collapsed(parent.text))
        for element in parent:
            self._one(element, local(element.tag), words, frames)
            words.append(_collapsed(element.tail))

    def _one(self, element: Element, name: str, words: list[str], frames: list[Element]) -> None:
        if name == "s":
            count = value(element, "c") or "1"
            words.append(" " * min(int(count) if count.isdecimal() else 1, MOST_SPACES))
        elif name in ("tab", "line-break"):
            words.append("\t" if name == "tab" else "\n")
        elif name == "note":
            body = child(element, "note-body")
            if body is not None:
                self.noted.append(body)
        elif name == "text-box":
            frames.append(element)
        elif name not in DROPPED and not (name == "span" and self._hides(element)):
            self._inline(element, words, frames)

    def _heading(self, element: Element) -> str:
        """The number of a heading, by the outline's list style or its own."""
        styles = (self.styled.get(name) for name in self._chain(value(element, "style-name")))
        style = next((name for name in styles if name), OUTLINE)
        level = value(element, "outline-level") or "1"
        if style not in self.levels or not level.isdecimal() or value(element, "is-list-header") == "true":
            return ""
        return self._label(self.lists.setdefault(style, _List(style)), int(level) - 1)

    def _list(self, element: Element, within: _List | None, depth: int) -> Iterator[Block]:
        """The items of a list; one in another counts a level deeper."""
        current = within or self._begun(element)
        for item in element:
            if local(item.tag) in ("list-item", "list-header"):
                yield from self._item(item, current, depth)

    def _begun(self, element: Element) -> _List:
        """A list that begins, or goes on from the one it names."""
        style = value(element, "style-name") or ""
        earlier = self.lists.get(value(element, "continue-list") or "-")
        if earlier is None and value(element, "continue-numbering") == "true":
            earlier = self.lists.get(f"style {style}")
        found = earlier or _List(style)
        self.lists[f"style {style}"] = found
        identity = value(element, "id")
        if identity:
            self.lists[identity] = found
        return found

    def _item(self, item: Element, current: _List, depth: int) -> Iterator[Block]:
        start = value(item, "start-value")
        if start and start.isdecimal() and depth < 10:
            current.counts[depth] = int(start) - 1
        labelled_yet = local(item.tag) == "list-header"
        for element in item:
            name = local(element.tag)
            if name == "list":
                yield from self._list(element, current, depth + 1)
            elif name in ("p", "h"):
                label = "" if labelled_yet else self._label(current, depth, self._own_style(element))
                labelled_yet = True
                yield from self._paragraph(element, label)
            else:
                yield from self.blocks([element])

    def _own_style(self, element: Element) -> str:
        return next(
            (self.styled[n] for n in self._chain(value(element, "style-name")) if n in self.styled), ""
        )

    def _label(self, current: _List, depth: int, otherwise: str = "") -> str:
        """The number of the next item, as it is shown."""
        levels = self.levels.get(current.style) or self.levels.get(otherwise) or {}
        level = levels.get(depth)
        if level is None or depth >= 10:
            return ""
        first = current.counts[depth] == 0
        current.counts[depth] += level.first if first else 1
        current.counts[depth + 1 :] = [0] * (9 - depth)
        if level.way == "bullet":
            return ""

        def one(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return counted(max(current.counts[at], 1), levels[at].way) if at in levels else ""

        return PLACE.sub(one, level.shown).strip()

    def _table(self, table: Element) -> Grid:
        """The table; what a merged cell covers is marked in the file and passed over."""
        rows = []
        for row in _rows(table):
            cells = []
            for cell in row:
                if local(cell.tag) == "table-cell":
                    blocks = list(self.blocks(cell))
                    times = _number(cell, "number-columns-repeated")
                    down, over = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
                    cells += [GridCell(blocks, down, over)] * min(times, MOST_SPACES)
            rows.append(cells)
        return Grid(rows)


def _levels(style: Element) -> Iterator[tuple[int, _Level]]:
    for item in style:
        number = value(item, "level") or ""
        if number.isdecimal():
            bullet = local(item.tag) not in ("list-level-style-number", "outline-level-style")
            way = "bullet" if bullet else WAYS.get((value(item, "num-format") or "")[:1], "decimal")
            yield int(number) - 1, _Level(way, _number(item, "start-value"), _form(item, int(number)))


def _form(item: Element, level: int) -> str:
    """How a number is shown: as newer files say it, else of its surroundings and the levels above."""
    form = value(item, "num-list-format")
    if form is not None:
        return form
    first = max(1, level + 1 - _number(item, "display-levels"))
    inner = ".".join(f"%{at}%" for at in range(first, level + 1))
    return (value(item, "num-prefix") or "") + inner + (value(item, "num-suffix") or "")


def _rows(parent: Element) -> Iterator[Element]:
    for element in parent:
        name = local(element.tag)
        if name == "table-row":
            yield element
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element)


def _number(element: Element, name: str) -> int:
    text = value(element, name)
    return int(text) if text and text.isdecimal() else 1


def _collapsed(text: str | None) -> str:
    """Blanks of the file as the format counts them: a run is one."""
    return BLANKS.sub(" ", text) if text else ""
