"""A report as a scanner leaves it: pictures at 150 dpi, clean, or skewed, speckled and stamped in red."""

from io import BytesIO
from random import Random

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from tests.render import pdf
from tests.render.font import FONTS

DPI = 150
SALT = 0.004  # of all pixels, half of them black
SKEW = 1.0  # degrees
STAMP = 42 / 25.4  # inches across, as seals of governments are


def render(
    text: str, header: str = "", numbered: bool = True, noisy: bool = False, form: str = "PDF", seed: int = 7
) -> bytes:
    """The scan of a text as PDF, TIFF (all pages) or PNG (the first page)."""
    pages = pictures(pdf.render(text, header, numbered))
    if noisy:
        pages = [_stamped(page, seed) if page is pages[-1] else page for page in pages]
        pages = [_worn(page, seed + number) for number, page in enumerate(pages)]
    file = BytesIO()
    more = {} if form == "PNG" else {"save_all": True, "append_images": pages[1:]}
    if form == "PDF":
        more["quality"] = 85
    pages[0].save(file, form, dpi=(DPI, DPI), resolution=DPI, **more)
    return file.getvalue()


def pictures(data: bytes, dpi: int = DPI) -> list[Image.Image]:
    """The pages of a PDF as pictures."""
    file = pdfium.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in file]
    finally:
        file.close()


def _worn(page: Image.Image, seed: int) -> Image.Image:
    """The page lying askew in the scanner, with dust on it; every other one leans the other way."""
    angle = SKEW if seed % 2 else -SKEW
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    pixels = np.array(turned)
    dice = np.random.default_rng(seed).random(pixels.shape[:2])
    pixels[dice < SALT / 2] = 0
    pixels[dice > 1 - SALT / 2] = 255
    return Image.fromarray(pixels)


def _stamped(page: Image.Image, seed: int) -> Image.Image:
    """A round red seal over the last lines of the page, translucent as ink is."""
    size = round(STAMP * DPI)
    seal = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    ink = ImageDraw.Draw(seal)
    ink.ellipse((4, 4, size - 4, size - 4), outline=(214, 32, 40, 190), width=7)
    font = ImageFont.truetype(str(FONTS / "SimHei.ttf"), size // 8)
    ink.text((size / 2, size / 4), "某某人民政府", (214, 32, 40, 190), font, anchor="mm")
    star = ImageFont.truetype(str(FONTS / "SimHei.ttf"), size // 3)
    ink.text((size / 2, size * 0.55), "★", (214, 32, 40, 190), star, anchor="mm")
    whole = page.convert("RGBA")
    jitter = Random(seed)
    whole.alpha_composite(
        seal, (page.width - size - 180 + jitter.randint(-9, 9), _lowest(page) - size * 2 // 3)
    )
    return whole.convert("RGB")


def _lowest(page: Image.Image) -> int:
    """Where the last line above the page number ends."""
    body = np.array(page.convert("L"))[: int(page.height * 0.89)]
    dark = np.flatnonzero((body < 128).any(axis=1))
    return int(dark[-1]) if len(dark) else page.height // 2
