"""Word documents (.docx, WPS writes them too), transitional or strict: the final text as Word shows it.

Tracked deletions, hidden text, comments, headers, footers and tables of contents are left out; text boxes
follow the paragraph they hang on; notes come at the end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from transforms.read.blocks import Block, Grid, GridCell, assemble, local
from transforms.read.counting import labelled
from transforms.read.document import Document, Limits, Unreadable
from transforms.read.wordlists import Lists, Style, chain, flag, read_lists, read_styles
from transforms.read.xmlparts import Element, Parts, child, plain, value

CORE = {"title": "标题", "creator": "作者", "lastModifiedBy": "最后修改者", "created": "创建时间",
        "modified": "修改时间", "subject": "主题", "keywords": "关键词"}  # fmt: skip
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
DROPPED = frozenset({"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "rt", "sdtPr", "sdtEndPr",
                     "tblPr", "tblGrid", "sectPr", "oMathParaPr", "ctrlPr"})  # fmt: skip
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
CIRCLED = {0xF081 + step: chr(ord("①") + step) for step in range(10)}  # in the typeface Wingdings


def read(data: bytes, limits: Limits) -> Document:
    """The document in a .docx; raises Unreadable. The package is checked at the door."""
    parts = Parts(data)
    main = parts.related("").get("officeDocument", "/word/document.xml")
    root = parts.xml(main)
    body = None if root is None else child(root, "body")
    if body is None:
        raise Unreadable("broken_file", "Word 文档中没有正文部分（document.xml）；请重新取得此文件")
    reader = _Reader(parts, parts.related(main))
    blocks = [*reader.blocks(body), reader.carried, *reader.notes()]
    core = parts.xml(parts.related("").get("core-properties", "docProps/core.xml"))
    return assemble(blocks, "docx", {} if core is None else plain(core, CORE))


@dataclass(slots=True)
class _Field:
    """A field being read: its instruction, and whether its result has begun."""

    instruction: str = ""
    shown: bool = False

    @property
    def silent(self) -> bool:
        """Whether what is read now is not shown, or is a table of contents."""
        return not self.shown or self.instruction.lstrip().upper().startswith("TOC")


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being put together: its words, and the text boxes that hang on it."""

    words: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class _Reader:
    """Walks through a document's elements in reading order."""

    def __init__(self, parts: Parts, related: dict[str, str]) -> None:
        def part(kind: str) -> Element | None:
            return parts.xml(related[kind]) if kind in related else None

        self.styles: dict[str, Style] = read_styles(part("styles"))
        self.lists: Lists = read_lists(part("numbering"), self.styles)
        self.part = part
        self.fields: list[_Field] = []
        self.noted: dict[str, list[str]] = {"footnotes": [], "endnotes": []}
        self.carried = ""  # words of a paragraph whose end was deleted

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks of a body, a cell, a text box or a note."""
        for element in parent:
            name = local(element.tag)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield self._table(element)
            elif name == "AlternateContent":
                yield from self.blocks(_chosen(element))
            elif name not in DROPPED and not _is_contents(element):
                yield from self.blocks(element)

    def notes(self) -> Iterator[Block]:
        """Footnotes, then endnotes, in the order in which the text refers to them."""
        for kind, numbers in self.noted.items():
            root = self.part(kind) if numbers else None
            known = {value(note, "id"): note for note in (() if root is None else root)}
            for number in dict.fromkeys(numbers):
                if number in known:
                    yield from self.blocks(known[number])

    def _paragraph(self, element: Element) -> Iterator[Block]:
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle")) if properties is not None else None
        hidden = self._hides(style or "")
        found = _Paragraph()
        self._inline(element, found, hidden)
        text, self.carried = self.carried + "".join(found.words), ""
        mark = None if properties is None else child(properties, "rPr")
        if _is_deleted(mark):
            self.carried = text
        elif text.strip() or not flag(mark, "vanish"):
            label = self._label(properties, style or "")  # an empty paragraph counts too
            yield labelled(label, text.lstrip()) if text.strip() else text
        for box in found.boxes:
            yield from self.blocks(box)

    def _label(self, properties: Element | None, style: str) -> str:
        """The number Word puts before a paragraph: its own list, else that of its style."""
        own = None if properties is None else child(properties, "numPr")
        number = None if own is None else value(child(own, "numId"))
        level = None if own is None else value(child(own, "ilvl"))
        of_style = None
        for name, one in chain(self.styles, style):
            if number is None and one.list_id is not None:
                number = one.list_id
                of_style = self.lists.level_of(number, name)
            if of_style is None:
                of_style = one.level
        if number is None:
            return ""
        return self.lists.label(number, int(level) if level and level.isdigit() else of_style or 0)

    def _hides(self, style: str) -> bool:
        found = (one.hidden for _, one in chain(self.styles, style))
        return next((hidden for hidden in found if hidden is not None), False)

    def _inline(self, parent: Element, into: _Paragraph, hidden: bool) -> None:
        """The words of a paragraph's runs, whatever they are wrapped in."""
        for element in parent:
            name = local(element.tag)
            if name == "t":
                self._say(element.text or "", into, hidden)
            elif name == "r":
                self._inline(element, into, self._run_hides(element, hidden))
            elif name == "fldChar":
                self._field(value(element, "fldCharType"))
            elif name == "instrText" and self.fields:
                self.fields[-1].instruction += element.text or ""
            elif name not in DROPPED:
                self._other(element, name, into, hidden)

    def _other(self, element: Element, name: str, into: _Paragraph, hidden: bool) -> None:
        if name in SIGNS:
            self._say(SIGNS[name], into, hidden)
        elif name == "br":
            self._say("\n" if value(element, "type") in (None, "textWrapping") else "", into, hidden)
        elif name == "sym":
            self._say(_sign(element), into, hidden)
        elif name in NOTES:
            self._note(NOTES[name], element, hidden)
        elif name == "txbxContent":
            into.boxes.append(element)
        elif name == "AlternateContent":
            self._inline(_chosen(element), into, hidden)
        elif name != "fldSimple" or not _is_toc(value(element, "instr")):
            self._inline(element, into, hidden)

    def _say(self, words: str, into: _Paragraph, hidden: bool) -> None:
        if not hidden and not any(one.silent for one in self.fields):
            into.words.append(words)

    def _note(self, kind: str, element: Element, hidden: bool) -> None:
        number = value(element, "id")
        if number and not hidden:
            self.noted[kind].append(number)

    def _run_hides(self, run: Element, hidden: bool) -> bool:
        properties = child(run, "rPr")
        if properties is None:
            return hidden
        own = flag(properties, "vanish")
        if own is not None:
            return own
        style = value(child(properties, "rStyle"))
        return hidden or (style is not None and self._hides(style))

    def _field(self, step: str | None) -> None:
        if step == "begin":
            self.fields.append(_Field())
        elif step == "separate" and self.fields:
            self.fields[-1].shown = True
        elif step == "end" and self.fields:
            self.fields.pop()

    def _table(self, table: Element) -> Grid:
        """The table with cells that were merged downwards made one."""
        rows: list[list[_Cell]] = []
        above: _ByColumn = {}  # column: the cell that a cell below may continue
        for row in _found(table, "tr"):
            cells: list[_Cell] = []
            properties = child(row, "trPr")
            if properties is not None and child(properties, "del") is not None:
                continue
            column = self._gap(properties, cells)
            now: _ByColumn = {}
            for one in _found(row, "tc"):
                column = self._cell(one, column, cells, above, now)
            above = now
            rows.append(cells)
        return Grid([[GridCell(cell.blocks, cell.rows, cell.columns) for cell in row] for row in rows])

    def _gap(self, properties: Element | None, cells: "list[_Cell]") -> int:
        """How many columns a row leaves free at its beginning."""
        text = None if properties is None else value(child(properties, "gridBefore"))
        free = int(text) if text and text.isdigit() else 0
        if free:
            cells.append(_Cell([], free))
        return free

    def _cell(
        self, element: Element, column: int, cells: "list[_Cell]", above: "_ByColumn", now: "_ByColumn"
    ) -> int:
        """Read one cell; the column after it."""
        properties = child(element, "tcPr")
        span = value(child(properties, "gridSpan")) if properties is not None else None
        width = int(span) if span and span.isdigit() else 1
        merged = child(properties, "vMerge") if properties is not None else None
        beside = child(properties, "hMerge") if properties is not None else None
        blocks = list(self.blocks(element))
        if beside is not None and value(beside) != "restart" and cells:
            cells[-1].columns += width
            return column + width
        if merged is not None and value(merged) != "restart" and column in above:
            now[column] = above[column]
            now[column].rows += 1
        else:
            cells.append(_Cell(blocks, width))
            if merged is not None:
                now[column] = cells[-1]
        return column + width


@dataclass(slots=True)
class _Cell:
    """A cell being read; it grows with each row merged to it."""

    blocks: list[Block]
    columns: int = 1
    rows: int = 1


_ByColumn = dict[int, _Cell]


def _found(parent: Element, name: str) -> Iterator[Element]:
    """Rows or cells, also those in content controls or inserted by a tracked change."""
    for element in parent:
        kind = local(element.tag)
        if kind == name:
            yield element
        elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _found(element, name)


def _chosen(alternate: Element) -> Iterable[Element]:
    """What a newer program shows, where it is there; else what an older one does. Never both."""
    choice = child(alternate, "Choice")
    found = child(alternate, "Fallback") if choice is None else choice
    return () if found is None else found


def _is_deleted(mark: Element | None) -> bool:
    """Whether a paragraph's end was deleted, so that it goes on in the next."""
    return mark is not None and any(local(item.tag) in ("del", "moveFrom") for item in mark)


def _is_toc(instruction: str | None) -> bool:
    return (instruction or "").lstrip().upper().startswith("TOC")


def _is_contents(element: Element) -> bool:
    """Whether a content control is a table of contents."""
    if local(element.tag) != "sdt":
        return False
    gallery = value(child(element, "sdtPr", "docPartObj", "docPartGallery")) or ""
    return gallery.lower() == "table of contents"


def _sign(element: Element) -> str:
    """A sign of a typeface of signs: a circled number, else nothing that can be read."""
    code = value(element, "char") or ""
    try:
        return CIRCLED.get(int(code, 16), "") if "wingdings" in (value(element, "font") or "").lower() else ""
    except ValueError:
        return ""
