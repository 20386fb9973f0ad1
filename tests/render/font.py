"""A serif typeface with TrueType outlines, cut to the characters in use, as PDF libraries embed it.

mplfonts brings 思源宋体 with PostScript outlines only; reportlab embeds none of these.
"""

from functools import cache
from hashlib import sha256
from io import BytesIO
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
)


def serif(text: str) -> str:
    """The name under which reportlab knows a typeface with the characters of a text."""
    return _registered("".join(sorted(set(text) - set(COMMON))))


@cache
def _registered(rare: str) -> str:
    """Few files are made, for the common characters are in each; each has a name of its own."""
    name = f"serif{sha256(rare.encode()).hexdigest()[:8]}"
    pdfmetrics.registerFont(PdfFont(name, BytesIO(_cut(rare, name))))
    return name


@cache
def gothic() -> str:
    """The name under which reportlab knows 黑体."""
    pdfmetrics.registerFont(PdfFont("hei", str(FONTS / "SimHei.ttf")))
    return "hei"


def _cut(rare: str, name: str) -> bytes:
    font = TTFont(FONTS / "SourceHanSerifSC-Regular.otf", lazy=True)
    options = Options(layout_features=[], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(text=COMMON + rare + "".join(map(chr, range(32, 127))))
    subsetter.subset(font)
    _to_truetype(font)
    font["name"].setName(name, 6, 3, 1, 0x409)
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
    for field in "maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements".split():
        setattr(font["maxp"], field, 0)
    font["maxp"].maxSizeOfInstructions = font["maxp"].maxComponentElements = font["maxp"].maxComponentDepth = 0
    font["maxp"].maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
