"""What is done to the picture of a page beside reading it: seals taken off, ruling lines found."""

import math

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
SMALLER = 4  # seals are looked for in a picture so many times smaller
SEAL = (0.09, 0.4)  # of the page's width: how wide seals are
INK = 0.0004  # of the page: less red is no seal
PAPER = 205  # of 255: red ink on white paper is at least as bright as this in red light


def without_stamps(pixels: Pixels) -> Pixels:
    """The picture with round or square red seals seen in red light, where they vanish and print stays.

    Red headings are wide, not square, and stay as they are.
    """
    red = pixels[::SMALLER, ::SMALLER].astype(np.int16)
    mask = (red[:, :, 0] > 110) & (red[:, :, 0] - red[:, :, 1] > 50) & (red[:, :, 0] - red[:, :, 2] > 40)
    if mask.mean() < INK:
        return pixels
    boxes = [box for box in _boxes(mask) if _is_seal(box, mask.shape[1])]
    if not boxes:
        return pixels
    out = pixels.copy()
    for left, top, width, height in boxes:
        part = np.s_[top * SMALLER : (top + height) * SMALLER, left * SMALLER : (left + width) * SMALLER]
        light = np.minimum(pixels[part][:, :, 0].astype(np.uint16) * 255 // PAPER, 255)
        out[part] = light[:, :, None].astype(np.uint8)
    return out


def _boxes(mask: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    import cv2

    reach = max(mask.shape[1] // 80, 3)
    joined = cv2.dilate(mask.astype(np.uint8), np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:]]


def _is_seal(box: tuple[int, int, int, int], page: int) -> bool:
    _, _, width, height = box
    return SEAL[0] * page < width < SEAL[1] * page and 0.6 < width / height < 1.7


def rules_of(pixels: Pixels, angle: float) -> list[tuple[float, float, float, float]]:
    """The ruling lines of a page turned level by `angle`, in pixels: (x0, y0, x1, y1)."""
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    dark = np.asarray(grey < 160, np.uint8)
    if abs(angle) > 0.001:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), 1.0)
        level = cv2.warpAffine(dark, turn, (width, height), flags=cv2.INTER_NEAREST)
        dark = np.asarray(level, np.uint8)
    thick = np.asarray(cv2.dilate(dark, np.ones((2, 2), np.uint8)), np.uint8)
    length = width // 16
    return _long(thick, (length, 1)) + _long(thick, (1, length))


def _long(dark: Pixels, shape: tuple[int, int]) -> list[tuple[float, float, float, float]]:
    """The strokes at least as long as a shape, as lines along their middle."""
    import cv2

    kept = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(kept)
    lines = []
    for x, y, width, height, _ in stats[1:].tolist():
        if shape[0] > 1 and height < width / 8:
            lines.append((float(x), y + height / 2, float(x + width), y + height / 2))
        elif shape[1] > 1 and width < height / 8:
            lines.append((x + width / 2, float(y), x + width / 2, float(y + height)))
    return lines
