"""Scans: pictures of pages, and pages of a PDF that are pictures, read by RapidOCR with the models it brings.

Nothing is fetched. The recogniser is made when first needed, once a process, on one thread, so that two
processes share two cores.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from transforms.read.document import Document, Limits, Unreadable
from transforms.read.layout import Box, Sheet, Strip, compose
from transforms.read.picture import rules_of, without_stamps
from transforms.read.ruled import taken_strips

Pixels = NDArray[np.uint8]
Untyped = Any  # libraries without types
DOTS = 150 / 72  # pixels a point where the page does not tell
LONGEST = 2000  # pixels: the recogniser makes longer pictures smaller anyway
SURE = 0.75  # mean confidence; below it the page may lie on its head
HALF = 0.55  # width of a letter or digit in type sizes
HEIGHT = 0.77  # type size in heights of the recogniser's boxes


# How the recogniser writes what stands otherwise in print; the characters around decide.
YEAR_MARK = re.compile(r"[\[〔［(（]((?:19|20)\d\d)[〕\]］]|〔((?:19|20)\d\d)[)）]")
AREA = re.compile(r"(?<![A-Za-zkcmd])m²")


class Found(NamedTuple):
    """A line as the recogniser gives it: four corners in pixels, from the top left clockwise."""

    text: str
    corners: NDArray[np.float64]
    confidence: float


def read(data: bytes, limits: Limits) -> Document:
    """The text of a picture, all pages of a TIFF; raises Unreadable (too_many_pixels, too_many_pages, …)."""
    out = compose(
        [sheet_of(pixels, number) for number, pixels in enumerate(_pictures(data, limits), start=1)]
    )
    return Document(out.text, "scan", False, tuple(out.pages), tuple(out.lines), tuple(out.tables))


def of_page(page: Untyped, number: int, picture: int) -> Sheet:
    """A page of pypdfium2, drawn as finely as its largest picture (so many pixels) is."""
    width, height = page.get_size()
    finely = max((picture / (width * height)) ** 0.5, 0.75 * DOTS) if picture else DOTS
    scale = min(finely, LONGEST / max(width, height))
    drawn = page.render(scale=scale).to_pil().convert("RGB")
    return sheet_of(np.asarray(drawn), number)


def first_sheet(data: bytes, number: int, limits: Limits) -> Sheet:
    """The first page of a picture as the page `number` of a file that holds it."""
    return sheet_of(next(_pictures(data, limits)), number)


def sheet_of(pixels: Pixels, number: int) -> Sheet:
    """What stands on a picture of a page."""
    cleaned = without_stamps(pixels)
    upright, turns, found = _upright(cleaned)
    height, width = upright.shape[:2]
    angle = _skew(found)
    centre = np.array([width / 2, height / 2])
    strips = [_strip(one, angle, centre, _shares(one.corners, pixels.shape, turns)) for one in found]
    strips = taken_strips(strips, rules_of(upright, angle), width / 200)
    return Sheet(number, float(width), float(height), strips)


# Pictures


def _pictures(data: bytes, limits: Limits) -> Iterator[Pixels]:
    Image.MAX_IMAGE_PIXELS = None  # `limits` says it, by the header too
    try:
        with Image.open(BytesIO(data)) as image:
            count = getattr(image, "n_frames", 1)
            if count > limits.pages:
                reason = f"图片有 {count} 页，超过上限 {limits.pages} 页；请拆分，或调高设置 max_pages"
                raise Unreadable("too_many_pages", reason)
            for index in range(count):
                image.seek(index)
                yield _pixels(image, limits)
    except (OSError, SyntaxError, ValueError, EOFError, UnidentifiedImageError) as error:
        reason = f"图片已损坏或没有完（{error}）；请重新扫描或重新取得此文件"
        raise Unreadable("broken_file", reason) from error


def _pixels(image: Image.Image, limits: Limits) -> Pixels:
    """The picture in colours, no larger than the recogniser needs; its size is checked before decoding."""
    width, height = image.size
    if width * height > limits.pixels:
        reason = (
            f"图片有 {width}×{height} 像素，超过上限 {limits.pixels}；请降低扫描分辨率，或调高设置 max_pixels"
        )
        raise Unreadable("too_many_pixels", reason)
    image.draft("RGB", (LONGEST, LONGEST))
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        ground.alpha_composite(upright.convert("RGBA"))
        upright = ground
    colours = upright.convert("RGB")
    colours.thumbnail((LONGEST, LONGEST))
    return np.asarray(colours)


# Recognising


@cache
def _engine() -> Untyped:
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": LONGEST,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Rec.rec_batch_num": 1,  # lines differ in width: together they would be padded
        }
    )


def _recognised(pixels: Pixels) -> list[Found]:
    """The lines of a picture in any order; none on an empty page, which is not looked at."""
    if pixels.min() > 200:
        return []
    result = _engine()(np.ascontiguousarray(pixels[:, :, ::-1]))
    if result.txts is None:
        return []
    lines = zip(result.txts, result.boxes, result.scores, strict=True)
    return [
        Found(_as_printed(text), np.asarray(box, float), float(score))
        for text, box, score in lines
        if text.strip()
    ]


def _as_printed(text: str) -> str:
    """The line with the brackets of document numbers and the sign for square metres as they are printed."""
    return AREA.sub("㎡", YEAR_MARK.sub(lambda m: f"〔{m[1] or m[2]}〕", text.strip()))


def _upright(pixels: Pixels) -> tuple[Pixels, int, list[Found]]:
    """The picture turned so that it reads best, by how many quarters it was turned, and its lines."""
    found = _recognised(pixels)
    best = pixels, 0, found
    if not found:
        return best
    turns = (1, 3) if _lies(found) else (2,) if len(found) > 2 and _trust(found) < SURE else ()
    for quarters in turns:
        turned = np.ascontiguousarray(np.rot90(pixels, quarters))
        again = _recognised(turned)
        if again and (_lies(best[2]), -_trust(best[2])) > (_lies(again), -_trust(again)):
            best = turned, quarters, again
        if best[1] and _trust(best[2]) > 0.9:
            break
    return best


def _lies(found: list[Found]) -> bool:
    """Whether most lines run from top to bottom."""
    tall = [np.ptp(one.corners[:, 1]) > 1.5 * np.ptp(one.corners[:, 0]) for one in found if len(one.text) > 1]
    return bool(sum(tall) * 2 > len(tall))


def _trust(found: list[Found]) -> float:
    return sum(one.confidence * len(one.text) for one in found) / max(sum(len(one.text) for one in found), 1)


# Places


def _skew(found: list[Found]) -> float:
    """By how much the lines rise, in radians: the long ones tell."""
    slopes = [
        float(np.arctan2(*(one.corners[1] - one.corners[0])[::-1])) for one in found if len(one.text) > 8
    ]
    return median(slopes) if slopes else 0.0


def _strip(one: Found, angle: float, centre: NDArray[np.float64], box: Box) -> Strip:
    """The line with its corners turned level about the page's centre."""
    cos, sin = np.cos(-angle), np.sin(-angle)
    level = (one.corners - centre) @ np.array([[cos, sin], [-sin, cos]]) + centre
    left, right = float(level[[0, 3], 0].mean()), float(level[[1, 2], 0].mean())
    top, bottom = float(level[[0, 1], 1].mean()), float(level[[2, 3], 1].mean())
    size = (bottom - top) * HEIGHT
    if len(one.text) > 1:
        size = min(size * 1.3, (right - left) / sum(HALF if c.isascii() else 1.0 for c in one.text))
    return Strip(one.text, left, top, right, bottom, size, one.confidence, box)


def _shares(corners: NDArray[np.float64], shape: tuple[int, ...], turns: int) -> Box:
    height, width = shape[:2]
    for quarter in range(turns, 0, -1):
        before = height if quarter % 2 == 0 else width  # the width of the picture before this turn
        corners = np.stack([before - corners[:, 1], corners[:, 0]], axis=1)
    x, y = np.clip(corners[:, 0] / width, 0, 1), np.clip(corners[:, 1] / height, 0, 1)
    return (
        round(float(x.min()), 4),
        round(float(y.min()), 4),
        round(float(x.max()), 4),
        round(float(y.max()), 4),
    )
