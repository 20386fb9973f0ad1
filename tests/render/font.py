"""A serif typeface with TrueType outlines, cut to the common characters, as PDF libraries embed it.

mplfonts brings 思源宋体 with PostScript outlines only; reportlab embeds none of these.
"""

from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

import mplfonts
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PdfFont

FONTS = Path(mplfonts.__file__).parent / "fonts"
COMMON = "".join(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xA1, 0xD8) for cell in range(0xA1, 0xFF)
) + "".join(map(chr, range(32, 127)))
KNOWN = frozenset(COMMON)
INSTRUCTIONS = (
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth",
)  # fmt: skip


@cache
def serif() -> str:
    """The name under which reportlab knows 宋体 with the common characters."""
    pdfmetrics.registerFont(PdfFont("serif", BytesIO(_cut())))
    return "serif"


@cache
def gothic() -> str:
    """The name under which reportlab knows 黑体, with all characters."""
    pdfmetrics.registerFont(PdfFont("hei", str(FONTS / "SimHei.ttf")))
    return "hei"


def pieces(text: str, face: str) -> list[tuple[str, str]]:
    """A text as runs with their typefaces: rare characters are in 黑体 only."""
    faces = (gothic() if face == "serif" and c not in KNOWN else face for c in text)
    pairs = groupby(zip(faces, text, strict=True), lambda pair: pair[0])
    return [(face, "".join(c for _, c in group)) for face, group in pairs]


def width(text: str, size: float, face: str) -> float:
    """How wide a text is."""
    return sum(float(pdfmetrics.stringWidth(part, one, size)) for one, part in pieces(text, face))


def _cut() -> bytes:
    font = TTFont(FONTS / "SourceHanSerifSC-Regular.otf", lazy=True)
    subsetter = Subsetter(Options(layout_features=[], name_IDs=["*"], notdef_outline=True))
    subsetter.populate(text=COMMON)
    subsetter.subset(font)
    _to_truetype(font)
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def _to_truetype(font: TTFont) -> None:
    """Replaces cubic outlines by quadratic ones (fontTools' own recipe, otf2ttf)."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    del font["CFF "]
    font["maxp"].tableVersion = 0x00010000
    for field in INSTRUCTIONS:
        setattr(font["maxp"], field, 0)
    font["maxp"].maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
