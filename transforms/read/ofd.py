"""OFD (GB/T 33190): the pages of all documents of a package, their characters placed as in the file.

Templates count as part of the pages that use them; annotations, signatures and typefaces do not matter.
Lengths are millimetres in the file and points here. Pages that are pictures go to the recogniser.
"""

import math
from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from posixpath import dirname, join, normpath
from typing import NamedTuple

from transforms.read.blocks import local
from transforms.read.document import Document, Limits, Unreadable
from transforms.read.layout import Glyph, Sheet, compose, strips
from transforms.read.ruled import TOLERANCE, Rule, taken
from transforms.read.xmlparts import Element, Parts, child, value

POINTS = 72 / 25.4
A4 = (0.0, 0.0, 210.0, 297.0)
UPRIGHT = math.radians(5)
MOST_REPEATS = 10_000  # of one distance in a run of characters
TITLES = {"Title": "标题", "Author": "作者", "Subject": "主题"}


class Matrix(NamedTuple):
    """From an object's own coordinates to the page's: turned and stretched, then moved."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def read(data: bytes, limits: Limits) -> Document:
    """The text of an OFD; raises Unreadable (broken_file, too_many_pages, too_many_pixels)."""
    parts = _Members(data)
    root = parts.xml("OFD.xml")
    bodies = [] if root is None else [body for body in root if local(body.tag) == "DocBody"]
    pages = [page for body in bodies for page in _Pack(parts, body).pages()]
    if not pages:
        raise Unreadable("broken_file", "OFD 中找不到任何页面；请重新取得此文件，或打开后另存")
    if len(pages) > limits.pages:
        reason = f"OFD 有 {len(pages)} 页，超过上限 {limits.pages} 页；请拆分，或调高设置 max_pages"
        raise Unreadable("too_many_pages", reason)
    sheets = [pack.sheet(place, number, limits) for number, (pack, place) in enumerate(pages, start=1)]
    out = compose(sheets)
    seen = sum(line.end - line.start for line in out.lines)
    native = seen * 2 < max(len(out.text), 1)
    return Document(
        out.text, "ofd", native, tuple(out.pages), tuple(out.lines), tuple(out.tables), _about(bodies)
    )


def _about(bodies: list[Element]) -> Mapping[str, str]:
    """What the file says of itself, its own terms included."""
    found: dict[str, str] = {}
    for element in chain.from_iterable(body.iter() for body in bodies):
        name, text = local(element.tag), (element.text or "").strip()
        known = element.get("Name", "") if name == "CustomData" else TITLES.get(name, "")
        if known and text:
            found.setdefault(known, text)
    return found


class _Members(Parts):
    """The package's members, pictures too."""

    def data(self, name: str) -> bytes | None:
        """The bytes of a member."""
        found = self._names.get(name.lstrip("/").lower())
        return None if found is None else self._zip.read(found)


class _Pack:
    """One document of the package."""

    def __init__(self, parts: _Members, body: Element) -> None:
        self.parts = parts
        place = child(body, "DocRoot")
        self.place = "" if place is None else normpath("/" + (place.text or "").strip())
        self.root = parts.xml(self.place) if self.place else None
        self.box = _numbers(_text(self.root, "CommonData", "PageArea", "PhysicalBox")) or A4
        self.templates = {
            template.get("ID"): self._at(self.place, template.get("BaseLoc", ""))
            for template in ([] if self.root is None else self.root.iter())
            if local(template.tag) == "TemplatePage"
        }

    @staticmethod
    def _at(beside: str, place: str) -> str:
        """A place told relative to a part, or from the package's top."""
        return normpath(join(dirname(beside), place.strip()))

    def pages(self) -> Iterator[tuple["_Pack", str]]:
        """Where each page lies, in order."""
        listed = child(self.root, "Pages")
        for page in [] if listed is None else listed:
            if local(page.tag) == "Page":
                yield self, self._at(self.place, page.get("BaseLoc", ""))

    def sheet(self, place: str, number: int, limits: Limits) -> Sheet:
        """A page with what stands on it."""
        root = self.parts.xml(place)
        if root is None:
            reason = f"OFD 第 {number} 页（{place}）缺失；请重新取得此文件"
            raise Unreadable("broken_file", reason)
        left, top, width, height = (_numbers(_text(root, "Area", "PhysicalBox")) or self.box)[:4]
        roots = [root, *self._templates(root)]
        glyphs = [glyph for one in roots for glyph in _glyphs(one, left, top)]
        if not glyphs and (picture := self._picture(root, width * height)) is not None:
            return _recognised(picture, number, limits)
        rules = [rule for one in roots for rule in _rules(one, left, top)]
        tables, outside = taken(glyphs, rules)
        return Sheet(number, width * POINTS, height * POINTS, strips(outside) + tables)

    def _templates(self, root: Element) -> Iterator[Element]:
        for used in root:
            if local(used.tag) == "Template":
                place = self.templates.get(used.get("TemplateID"))
                template = self.parts.xml(place) if place else None
                if template is not None:
                    yield template

    def _picture(self, root: Element, area: float) -> bytes | None:
        """The picture that makes up a page; None where none is as large as half of it."""
        for image in root.iter():
            box = _numbers(image.get("Boundary")) if local(image.tag) == "ImageObject" else None
            if box and box[2] * box[3] > area / 2:
                return self._media(image.get("ResourceID"))
        return None

    def _media(self, number: str | None) -> bytes | None:
        for name in ("DocumentRes", "PublicRes"):
            listed = _text(self.root, "CommonData", name)
            place = self._at(self.place, listed or "")
            resources = self.parts.xml(place) if listed else None
            if resources is None:
                continue
            for media in resources.iter():
                if local(media.tag) == "MultiMedia" and media.get("ID") == number:
                    folder = join(dirname(place), resources.get("BaseLoc", ""))
                    return self.parts.data(normpath(join(folder, _text(media, "MediaFile") or "")))
        return None


def _recognised(picture: bytes, number: int, limits: Limits) -> Sheet:
    from transforms.read.scan import first_sheet

    return first_sheet(picture, number, limits)


def _text(element: Element | None, *names: str) -> str | None:
    found = child(element, *names)
    return None if found is None else found.text


def _numbers(text: str | None) -> list[float] | None:
    """The numbers of a list such as a box; None where it is none."""
    try:
        found = [float(word) for word in (text or "").split()]
    except ValueError:
        return None
    return found if len(found) >= 4 and all(map(math.isfinite, found)) else None


# Objects


def _matrix(shape: Element, left: float, top: float) -> Matrix:
    """An object's matrix, its boundary's corner added, in points from the page's corner."""
    box = _numbers(shape.get("Boundary")) or [0.0, 0.0, 0.0, 0.0]
    own = _numbers(shape.get("CTM")) or []
    a, b, c, d, e, f = own if len(own) == 6 else Matrix()
    x, y = e + box[0] - left, f + box[1] - top
    return Matrix(*(part * POINTS for part in (a, b, c, d, x, y)))


def _glyphs(root: Element, left: float, top: float) -> Iterator[Glyph]:
    """The upright characters of a page or a template."""
    for shape in root.iter():
        if local(shape.tag) != "TextObject" or shape.get("Visible") == "false":
            continue
        matrix = _matrix(shape, left, top)
        turned = shape.get("ReadDirection", "0") != "0" or abs(math.atan2(matrix.b, matrix.a)) > UPRIGHT
        if not turned:
            yield from _run(shape, matrix)


def _run(shape: Element, matrix: Matrix) -> Iterator[Glyph]:
    size = _number(shape.get("Size"), 0.0)
    stretch = _number(shape.get("HScale"), 1.0)
    x = y = 0.0
    for code in shape:
        if local(code.tag) != "TextCode":
            continue
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        yield from _code(code, (x, y), size, stretch, matrix)


def _code(
    code: Element, start: tuple[float, float], size: float, stretch: float, matrix: Matrix
) -> Iterator[Glyph]:
    """The characters of a run, each moved from the one before by its distance."""
    x, y = start
    along, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
    height = size * math.hypot(matrix.c, matrix.d)
    for character in (code.text or "").strip("\r\n"):
        width = size * stretch * (0.5 if character.isascii() else 1.0)
        step = next(along, None)
        right = min(width, step) if step is not None and step > 0 else width
        if not character.isspace() and character != "\ufeff":
            place, end = matrix(x, y), matrix(x + right, y)
            yield Glyph(character, place[0], end[0], place[1], height)
        fell = next(down, 0.0)
        x, y = x + (step if step is not None else 0.0 if fell else width), y + fell


def deltas(text: str | None) -> Iterator[float]:
    """The distances of `DeltaX` or `DeltaY`; `g 5 3.2` is five times 3.2."""
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            count, distance = int(_number(next(words, None), 0.0)), _number(next(words, None), 0.0)
            yield from repeat(distance, min(max(count, 0), MOST_REPEATS))
        else:
            yield _number(word, 0.0)


def _number(text: str | None, otherwise: float) -> float:
    try:
        found = float(text) if text is not None else otherwise
    except ValueError:
        return otherwise
    return found if math.isfinite(found) else otherwise


def _rules(root: Element, left: float, top: float) -> Iterator[Rule]:
    """The straight lines of a page; of a filled shape only the thin ones are."""
    for shape in root.iter():
        if local(shape.tag) != "PathObject":
            continue
        matrix = _matrix(shape, left, top)
        sides = [
            (*matrix(*start), *matrix(*end)) for start, end in _sides(_text(shape, "AbbreviatedData") or "")
        ]
        if sides and (thin := _thin(sides)) is not None:
            yield thin
        elif value(shape, "Stroke") != "false":
            yield from sides


def _thin(sides: list[Rule]) -> Rule | None:
    x = [end for side in sides for end in (side[0], side[2])]
    y = [end for side in sides for end in (side[1], side[3])]
    thin = min(max(x) - min(x), max(y) - min(y)) <= TOLERANCE
    return (min(x), min(y), max(x), max(y)) if thin else None


def _sides(drawing: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight parts of a path: M and S begin, L draws, C closes; curves only move on."""
    takes = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
    words = iter(drawing.split())
    first = last = (0.0, 0.0)
    for word in words:
        if word == "C":
            yield last, first
            last = first
            continue
        numbers = [_number(next(words, None), 0.0) for _ in range(takes.get(word, 0))]
        if not numbers:
            continue
        here = numbers[-2], numbers[-1]
        if word in "SM":
            first = here
        elif word == "L":
            yield last, here
        last = here
