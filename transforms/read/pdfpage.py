"""What PDFium knows of a page of a PDF: its characters, ruling lines and pictures, all turned upright."""

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from ctypes import byref, c_double, c_float, c_int, c_uint
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pypdfium2 import raw  # type: ignore[import-untyped]

from transforms.read.layout import Glyph
from transforms.read.ruled import TOLERANCE, Rule

UPRIGHT = math.radians(5)  # text at other angles is a watermark or a stamp
MOST_PATHS = 20_000  # on a page; a drawing, not a table
# Radicals that browsers and some typefaces write for the characters they look like; NFKC leaves these alone.
RADICALS = str.maketrans(
    "⺌⺎⺟⺠⺩⺫⺮⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "小兀母民王目竹肉虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
Handle = Any  # PDFium's, which has no types
Point = tuple[float, float]
Turn = Callable[[float, float], Point]


@dataclass(slots=True)
class Drawn:
    """A page; `pictures` is the share of the page that they cover, `most_pixels` the size of the largest,
    `unmapped` counts characters without a code."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    paths: int = 0
    pictures: float = 0.0
    most_pixels: int = 0
    unmapped: int = 0


def drawn(page: Handle) -> Drawn:
    """What is on a page of pypdfium2; invisible text, which recognisers leave behind pictures, is none."""
    box = page.get_bbox()
    found, unmapped = _characters(page)
    quarter = _quarter([one.quarter for one in found], page.get_rotation())
    turn = _turn(box, quarter)
    width, height = box[2] - box[0], box[3] - box[1]
    out = Drawn(*((height, width) if quarter % 2 else (width, height)), unmapped=unmapped)
    out.glyphs = [_glyph(turn, one) for one in found if one.quarter == quarter]
    _objects(page, turn, out)
    return out


def _quarter(turns: list[int], rotation: int) -> int:
    """How many quarters the writing is turned anticlockwise."""
    return Counter(turns).most_common(1)[0][0] if turns else rotation // 90 % 4


def _turn(box: tuple[float, float, float, float], quarter: int) -> Turn:
    """From a page's coordinates to such that the writing is upright and `y` grows downwards."""
    left, bottom, right, top = box
    turns: list[Turn] = [
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    ]
    return turns[quarter]


# Characters


class Character(NamedTuple):
    """A character as PDFium places it: how it is turned, its origin, its box, its size."""

    quarter: int
    text: str
    origin: Point
    corners: tuple[Point, Point]
    size: float


def _characters(page: Handle) -> tuple[list[Character], int]:
    """Quarter, character, origin, loose box and size of each visible character; how many have no code."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count and _invisible(text, count // 2):
            return [], 0
        return _measured(text.raw, count)
    finally:
        text.close()


def _invisible(text: Handle, index: int) -> bool:
    shown = raw.FPDFText_GetTextObject(text.raw, index)
    return bool(shown) and raw.FPDFTextObj_GetTextRenderMode(shown) == raw.FPDF_TEXTRENDERMODE_INVISIBLE


def _measured(text: Handle, count: int) -> tuple[list[Character], int]:
    x, y, box, matrix = c_double(), c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    refs = byref(x), byref(y), byref(box), byref(matrix)
    found: list[Character] = []
    unmapped = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code <= 0x20 or _is_blank(code):
            continue
        unmapped += _is_unmapped(code)
        raw.FPDFText_GetMatrix(text, index, refs[3])
        quarter = _quarter_of(matrix.a, matrix.b)
        if quarter is None or _is_unmapped(code):
            continue
        raw.FPDFText_GetCharOrigin(text, index, refs[0], refs[1])
        raw.FPDFText_GetLooseCharBox(text, index, refs[2])
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        corners = (box.left, box.bottom), (box.right, box.top)
        found.append(Character(quarter, _plain(chr(code)), (x.value, y.value), corners, size))
    return found, unmapped


def _is_blank(code: int) -> bool:
    return 0x7F <= code <= 0xA0 or 0x2000 <= code <= 0x200F or code in (0x3000, 0xFEFF, 0xFFFE, 0xFFFF, 0xAD)


def _is_unmapped(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code == 0xFFFD or 0xD800 <= code <= 0xDFFF


def _quarter_of(a: float, b: float) -> int | None:
    angle = math.atan2(b, a)
    quarter = round(angle / (math.pi / 2))
    return quarter % 4 if abs(angle - quarter * math.pi / 2) < UPRIGHT else None


def _plain(character: str) -> str:
    """The character; radicals, compatibility forms and ligatures as what they look like."""
    if (
        "\u2e80" <= character <= "\u2fdf"
        or "\uf900" <= character <= "\ufaff"
        or "\ufb00" <= character <= "\ufb06"
    ):
        return unicodedata.normalize("NFKC", character).translate(RADICALS)
    return character


def _glyph(turn: Turn, one: Character) -> Glyph:
    start, end = turn(*one.corners[0]), turn(*one.corners[1])
    left, right = sorted((start[0], end[0]))
    return Glyph(one.text, left, right, turn(*one.origin)[1], one.size or abs(start[1] - end[1]))


# Lines and pictures


def _objects(page: Handle, turn: Turn, out: Drawn) -> None:
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        shape = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(shape)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            out.paths += 1
            if out.paths <= MOST_PATHS:
                out.rules.extend(_rules(shape, turn))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = _bounds(shape)
            out.pictures += abs(x1 - x0) * abs(y1 - y0) / area
            out.most_pixels = max(out.most_pixels, _pixels(shape))
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            _form(shape, area, out)


def _form(form: Handle, area: float, out: Drawn) -> None:
    """A group of shapes counts as a picture when there is one in it."""
    for index in range(raw.FPDFFormObj_CountObjects(form)):
        shape = raw.FPDFFormObj_GetObject(form, index)
        kind = raw.FPDFPageObj_GetType(shape)
        out.paths += kind == raw.FPDF_PAGEOBJ_PATH
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = _bounds(form)
            out.pictures += abs(x1 - x0) * abs(y1 - y0) / area
            out.most_pixels = max(out.most_pixels, _pixels(shape))


def _bounds(shape: Handle) -> tuple[float, float, float, float]:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(shape, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _pixels(picture: Handle) -> int:
    width, height = c_uint(), c_uint()
    raw.FPDFImageObj_GetImagePixelSize(picture, width, height)
    return int(width.value) * int(height.value)


def _rules(path: Handle, turn: Turn) -> Iterator[Rule]:
    """The straight lines of a path: itself where it is a thin box, else its sides where they are drawn."""
    left, bottom, right, top = _bounds(path)
    if min(right - left, top - bottom) <= TOLERANCE:
        yield (*turn(left, bottom), *turn(right, top))
    elif _is_stroked(path):
        for start, end in _sides(path):
            yield (*turn(*start), *turn(*end))


def _is_stroked(path: Handle) -> bool:
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(stroke.value)


def _sides(path: Handle) -> Iterator[tuple[Point, Point]]:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    first = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(path), MOST_PATHS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        here = _point(segment, matrix)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, here
        if raw.FPDFPathSegment_GetClose(segment):
            yield here, first
        last = here


def _point(segment: Handle, matrix: Handle) -> Point:
    x, y = c_float(), c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return (
        matrix.a * x.value + matrix.c * y.value + matrix.e,
        matrix.b * x.value + matrix.d * y.value + matrix.f,
    )
