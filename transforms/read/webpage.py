"""A web page taken apart: where its prose lies, what the site says about it, what is mere furniture.

The page becomes items (lines and tables) in reading order. The main text is the smallest box that holds the
prose: from the body inwards, as long as one box has most of it and nothing beside it reads like a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from transforms.read.blocks import Block, Grid, GridCell, is_layout, lines_of, too_deep
from transforms.read.counting import counted
from transforms.read.webwords import (
    BARE,
    DATED,
    FOOTER,
    KEY_OF,
    LABEL,
    RELATED,
    SITE_NAME,
    SITE_NAMES,
    SITE_PART,
    TOOL_LINE,
    WEAK,
)  # fmt: skip

Node = Any  # selectolax's
BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
                    "table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "section", "article",
                    "main", "header", "blockquote", "pre", "center", "form", "fieldset", "body", "hr",
                    "address", "figure", "figcaption", "ucapcontent", "details", "summary"})  # fmt: skip
SILENT = frozenset({"script", "style", "noscript", "template", "nav", "footer", "aside", "button",
                    "select", "option", "textarea", "input", "iframe", "object", "embed", "svg", "canvas",
                    "audio", "video", "head", "title", "meta", "link", "rt", "rp", "del"})  # fmt: skip
CLOSED = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "pre", "tr", "ul", "ol", "table", "tbody"}
)  # never the whole text
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\f]+")
ALL_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
PROSE = re.compile(r"[，。；]")
MARKED = re.compile(r"\s*(?:[\d一二三四五六七八九十]+[、.．）)]|[（(①-⑳第])")
TITLE_NAMES = re.compile(r"title|tit\b|biaoti|\bbt\b|headline", re.IGNORECASE)
TITLE_META = ("articletitle", "og:title", "title")
STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr"})  # fmt: skip
SEPARATORS = " \t\u00a0\u3000|｜/[]【】()（），,；;"
LONGEST_TOOLS = 80  # characters
FOREWORD = 24  # characters that may stand before the first of several labels
LITTLE = 0.2  # of the prose: no more stands behind the links to other texts
MOST = 0.5  # of the prose: a box with as much may be the text
TINY, TINY_SHARE = 20, 0.02  # characters, and share of the prose, that are no loss beside the text
NEAR = 12  # items after the text in which the site may still say something about it


@dataclass(slots=True)
class Line:
    """A line: its words, how many of its characters are links, its box."""

    text: str
    linked: int
    box: "Box"

    @property
    def length(self) -> int:
        return len(self.text)

    @property
    def weight(self) -> int:
        """How much prose it is."""
        return len(self.text) - self.linked if PROSE.search(self.text) else 0

    @property
    def prose_lines(self) -> int:
        return int(self.weight > 0)


@dataclass(slots=True)
class Box:
    """A block element and what it holds, in order."""

    tag: str
    name: str = ""
    rows: int = 1
    columns: int = 1
    inner: "list[Box | Line]" = field(default_factory=list)
    weight: int = 0
    length: int = 0
    linked: int = 0
    prose_lines: int = 0
    listed: int = 0  # items of a numbered list

    def boxes(self) -> "list[Box]":
        return [one for one in self.inner if isinstance(one, Box)]

    def reckon(self) -> None:
        """Sum up what it holds, once all of it is known."""
        for one in self.inner:
            self.weight += one.weight
            self.linked += one.linked
            self.length += one.length
            self.prose_lines += one.prose_lines
        if self._is_related():
            self.weight = self.prose_lines = 0

    def _is_related(self) -> bool:
        """Whether it holds the site's links to other texts."""
        first = next(_lines(self), None)
        return first is not None and RELATED.fullmatch(first.text) is not None


class Page:
    """A page's main text, as blocks, and its metadata."""

    def __init__(self, text: str, nesting: int) -> None:
        from selectolax.lexbor import LexborHTMLParser

        tree = LexborHTMLParser(text)
        self.root = _Walker(nesting).walk(tree.body) if tree.body is not None else Box("body")
        self.metadata: dict[str, str] = {}
        self.titles = _titles(tree)

    def blocks(self) -> list[Block]:
        """The blocks of the main text, its title first; fills `metadata`."""
        order = _Order(_path_to_main(self.root))
        before, after = order.items[: order.start], order.items[order.end :]
        self._note(before)
        self._note(after[:NEAR])
        kept = self._kept(order.items[order.start : order.end])
        title = self._title(before, kept)
        return [*title, *(item.text if isinstance(item, Line) else item for item in kept)]

    def _note(self, items: "list[Item]") -> "list[Item]":
        """Keep what labels say as metadata; the items that are no labels."""
        left: list[Item] = []
        waiting = ""  # a label whose value stands in the next line
        for item in items:
            pairs = _table_pairs(item) if isinstance(item, Grid) else _line_pairs(item.text)
            if not pairs and waiting and isinstance(item, Line):
                pairs = [(waiting, item.text)]
            elif not pairs:
                left.append(item)
            self._keep(pairs)
            waiting = pairs[-1][0] if isinstance(item, Line) and pairs and not pairs[-1][1] else ""
        return left

    def _keep(self, pairs: list[tuple[str, str]]) -> None:
        for label, said in pairs:
            key = KEY_OF[_squeezed(label)]
            if said and key:
                self.metadata.setdefault(key, said)

    def _kept(self, items: "list[Item]") -> "list[Item]":
        """The main text's items without furniture: labels and links only above and below its prose."""
        items = _until_related(items)
        first, last = _prose_span(items)
        head = [item for item in self._note(items[:first]) if not _furniture(item, outside=True)]
        body = [item for item in items[first:last] if not _furniture(item, outside=False)]
        tail = [item for item in self._note(items[last:]) if not _furniture(item, outside=True)]
        return [*head, *body, *tail]

    def _title(self, before: "list[Item]", kept: "list[Item]") -> list[Block]:
        """The title's lines where the main text does not begin with them."""
        front = _squeezed("".join(line for item in kept[:8] for line in lines_of([_block(item)])))
        for lines in self._candidates(before):
            if len(_squeezed("".join(lines))) >= 6:
                self.metadata.setdefault("标题", "".join(lines))
                return [] if _squeezed("".join(lines)) in front else list(lines)
        return []

    def _candidates(self, before: "list[Item]") -> Iterator[list[str]]:
        """Possible titles, the surest first: a headline that the page's head confirms, then each alone."""
        headlines = list(_headlines(before))
        known = [_squeezed(title) for title in self.titles]
        sure = [lines for lines in headlines if any(_squeezed("".join(lines)) in title for title in known)]
        yield from sorted(sure, key=lambda lines: -len("".join(lines)))
        if "标题" in self.metadata:
            yield [self.metadata["标题"]]
        yield from reversed(headlines)
        for title in self.titles:
            if not SITE_NAME.search(title):
                yield [SITE_PART.sub("", title) or title]


Item = Line | Grid


class _Walker:
    """From the parser's nodes to boxes and lines."""

    def __init__(self, nesting: int) -> None:
        self.nesting = nesting
        self.words: list[str] = []
        self.linked = 0

    def walk(self, node: Node, depth: int = 0, linked: bool = False, box: Box | None = None) -> Box:
        """The box of a block element; an inline one adds to the box it stands in."""
        if depth > self.nesting:
            raise too_deep("网页标签", self.nesting)
        tag = node.tag or ""
        inline = box is not None and tag not in BLOCKS
        into = box if box is not None and inline else _box(node, tag)
        child = node.child
        while child is not None:
            self._child(child, into, depth, linked or tag == "a")
            child = child.next
        if not inline:
            self._flush(into)
            into.reckon()
        return into

    def _child(self, child: Node, box: Box, depth: int, linked: bool) -> None:
        tag = child.tag
        if tag == "-text":
            self._say(child.text_content or "", linked, box.tag == "pre")
        elif tag == "br":
            self._flush(box)
        elif tag in BLOCKS and not _hidden(child):
            self._flush(box)
            inner = self.walk(child, depth + 1, linked, box=None)
            if tag == "li" and box.tag == "ol":
                _number(inner, child, box)
                box.listed += 1
            box.inner.append(inner)
        elif tag and tag[0] not in "-!" and tag not in SILENT and not _hidden(child):
            self.walk(child, depth + 1, linked, box)

    def _say(self, text: str, linked: bool, literal: bool) -> None:
        if literal:
            text = text.replace("\r\n", "\n").replace("\n", "\u2028")
        shown = SPACES.sub(" ", text)
        self.words.append(shown)
        self.linked += len(shown.strip()) if linked else 0

    def _flush(self, box: Box) -> None:
        """End the line that was begun."""
        text = SPACES.sub(" ", "".join(self.words))
        linked, self.linked = self.linked, 0
        self.words.clear()
        for line in text.split("\u2028"):
            shown = line.strip(" \u00a0\u3000\u200b\ufeff")
            if shown:
                box.inner.append(Line(shown, min(linked, len(shown)), box))


def _box(node: Node, tag: str) -> Box:
    given = node.attributes
    name = f"{given.get('class') or ''} {given.get('id') or ''}"
    if tag in ("td", "th"):
        return Box(tag, name, _span(given.get("rowspan")), _span(given.get("colspan")))
    return Box(tag, name)


def _span(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and 0 < len(text) < 4 else 1


def _hidden(node: Node) -> bool:
    given = node.attributes
    return bool(given) and ("hidden" in given or HIDDEN.search(given.get("style") or "") is not None)


def _number(item: Box, node: Node, within: Box) -> None:
    """Put a list's number before an item that brings none itself."""
    first = next(_lines(item), None)
    given = node.parent.attributes
    if first is None or MARKED.match(first.text) or "none" in (given.get("style") or ""):
        return
    start = given.get("start") or "1"
    number = within.listed + (int(start) if start.isdecimal() else 1)
    first.text = counted(number, STYLES.get(given.get("type") or "", "decimal")) + "." + first.text


def _lines(box: Box) -> Iterator[Line]:
    for one in box.inner:
        if isinstance(one, Line):
            yield one
        else:
            yield from _lines(one)


def _titles(tree: Node) -> list[str]:
    """What the page's head calls it: as an article, then as a page."""
    found = {(meta.attributes.get("name") or meta.attributes.get("property") or "").lower():
             meta.attributes.get("content") or "" for meta in tree.css("meta")}  # fmt: skip
    title = tree.css_first("title")
    titles = [found.get(name, "") for name in TITLE_META] + ([title.text() or ""] if title else [])
    return [SPACES.sub(" ", text).strip() for text in titles if text.strip()]


def _path_to_main(root: Box) -> list[Box]:
    """From the page's body to the smallest box that holds the text, box by box."""
    path = [root]
    while True:
        box = path[-1]
        inner = max(box.boxes(), key=lambda one: one.weight, default=None)
        if inner is None or inner.weight <= MOST * box.weight or not _may_hold(inner):
            break
        if any(one is not inner and _reads_on(one, root.weight) for one in box.inner):
            break
        path.append(inner)
    while path[-1].tag in TABLE_PARTS:
        path.pop()
    return path


def _may_hold(box: Box) -> bool:
    """Whether a box may be the whole text, or leads to it."""
    inner = [one for one in box.inner if one.weight > 0]
    if box.tag in CLOSED:
        return any(isinstance(one, Box) and _may_hold(one) for one in inner)
    return box.prose_lines > 1


def _reads_on(one: Box | Line, whole: int) -> bool:
    """Whether what stands beside the text belongs to it: prose, and neither links nor a site's furniture."""
    if one.weight < max(TINY, TINY_SHARE * whole):
        return False
    if isinstance(one, Line):
        return FOOTER.search(one.text) is None
    if all(FOOTER.search(line.text) for line in _lines(one) if line.weight):
        return False
    return one.linked < 0.3 * one.length and SITE_NAMES.search(one.name) is None


class _Order:
    """All lines and tables of a page in order, and from where to where the main text goes."""

    def __init__(self, path: list[Box]) -> None:
        self.items: list[Item] = []
        self.start = self.end = 0
        self._path = {id(box) for box in path}
        self._main = path[-1]
        self._add(path[0])

    def _add(self, box: Box) -> None:
        if box is self._main:
            self.start = len(self.items)
        for held, group in groupby(box.inner, lambda one: id(one) in self._path):
            inner = list(group)
            head = None if held or box.tag not in TABLE_PARTS else _head_rows(inner)
            if head:
                self.items.append(head)
            else:
                self._add_all(inner)
        if box is self._main:
            self.end = len(self.items)

    def _add_all(self, inner: list[Box | Line]) -> None:
        for one in inner:
            grid = _grid(one) if isinstance(one, Box) and one.tag == "table" else None
            if isinstance(one, Line):
                self.items.append(one)
            elif grid is None or id(one) in self._path or is_layout(grid):
                self._add(one)
            else:
                self.items.append(grid)


def _head_rows(rows: list[Box | Line]) -> Grid | None:
    """Rows of a site's head table that share a table with the text."""
    table = Box("table", inner=rows)
    grid = _grid(table)
    return grid if _table_pairs(grid) else None


def _grid(table: Box) -> Grid:
    rows = [row for part in table.boxes() for row in ([part] if part.tag == "tr" else part.boxes())]
    return Grid([[GridCell(_blocks(cell), cell.rows, cell.columns) for cell in row.boxes()] for row in rows])


def _blocks(box: Box) -> list[Block]:
    found: list[Block] = []
    for one in box.inner:
        if isinstance(one, Line):
            found.append(one.text)
        elif one.tag == "table":
            found.append(_grid(one))
        else:
            found += _blocks(one)
    return found


def _block(item: Item) -> Block:
    return item.text if isinstance(item, Line) else item


def _squeezed(text: str) -> str:
    return ALL_SPACES.sub("", text)


def _headlines(items: list[Item]) -> Iterator[list[str]]:
    """The lines of each box that is a headline by its element or its name."""
    seen: set[int] = set()
    for item in items:
        if isinstance(item, Line) and id(item.box) not in seen:
            seen.add(id(item.box))
            if item.box.tag in ("h1", "h2", "h3") or TITLE_NAMES.search(item.box.name):
                yield [line.text for line in item.box.inner if isinstance(line, Line)]


def _prose_span(items: list[Item]) -> tuple[int, int]:
    """From the first to behind the last item that is prose or a table of the text."""
    held = [index for index, item in enumerate(items) if _is_text(item)]
    return (held[0], held[-1] + 1) if held else (0, 0)


def _is_text(item: Item) -> bool:
    if isinstance(item, Grid):
        return not _table_pairs(item)
    return item.weight > 0 and not LABEL.match(item.text) and not FOOTER.search(item.text)


def _furniture(item: Item, outside: bool) -> bool:
    """Whether an item is the site's: tools anywhere, links and footers only above and below the prose."""
    if isinstance(item, Grid):
        return False
    if len(item.text) <= LONGEST_TOOLS and TOOL_LINE.fullmatch(item.text):
        return True
    linked = item.linked >= 0.6 * len(item.text)
    return outside and (linked or bool(FOOTER.search(item.text) or SITE_NAMES.search(item.box.name)))


def _until_related(items: list[Item]) -> list[Item]:
    """Items up to the site's links to other texts, behind which little of the prose stands."""
    left = whole = sum(item.weight for item in items if isinstance(item, Line))
    for index, item in enumerate(items):
        if isinstance(item, Line):
            left -= item.weight
            if left <= LITTLE * whole and RELATED.fullmatch(item.text):
                return items[:index]
    return items


def _line_pairs(text: str) -> list[tuple[str, str]]:
    """Label and value of each label in a line that begins with one, with a date, or soon comes to several."""
    found = list(LABEL.finditer(text))
    if not found:
        return []
    dated = DATED.fullmatch(text[: found[0].start()])
    if not dated and found[0].start() > (FOREWORD if len(found) > 1 else 0):
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    pairs = [(one[1], text[one.end() : end].strip(SEPARATORS)) for one, end in zip(found, ends, strict=True)]
    return [("发布日期", dated[1]), *pairs] if dated else pairs


def _table_pairs(grid: Grid) -> list[tuple[str, str]]:
    """Label and value of a site's head table; none where a table is the report's."""
    cells = [" ".join(lines_of(cell.blocks)) for row in grid.rows for cell in row]
    pairs: list[tuple[str, str]] = []
    for cell, following in zip(cells, [*cells, ""][1:], strict=True):
        bare = BARE.fullmatch(cell)
        if bare:
            pairs.append((bare[1], "" if BARE.fullmatch(following) else following))
        elif LABEL.match(cell):
            pairs += _line_pairs(cell)
    sure = {_squeezed(label) for label, _ in pairs} - WEAK
    return pairs if len(sure) > 1 else []
