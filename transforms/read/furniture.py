"""What stands on a page beside the text: page numbers, running headers and footers."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.read.layout import Row, Sheet

ZONE = 0.13  # of the height, at the top and at the bottom
DASH = r"[\s\-—–－―一·•.~～|]*"
NUMBER = re.compile(rf"{DASH}第?\s*\d{{1,4}}\s*页?(?:\s*[/／，,]?\s*共?\s*\d{{1,4}}\s*页?)?{DASH}")
DIGITS = re.compile(r"\d+")
Pages = list[tuple["Sheet", list["Row"]]]


def without_furniture(pages: Pages) -> Pages:
    """The pages without page numbers and without what neighbouring pages have at the same place."""
    edges = [_edges(sheet, rows) for sheet, rows in pages]
    kept = []
    for index, (sheet, rows) in enumerate(pages):
        near = [edges[i] for i in range(max(0, index - 2), min(len(pages), index + 3)) if i != index]
        dropped = [row for row in edges[index] if _is_number(row) or _repeats(row, near)]
        kept.append((sheet, [row for row in rows if not any(row is one for one in dropped)]))
    return kept


def _edges(sheet: "Sheet", rows: list["Row"]) -> list["Row"]:
    """The two topmost and the two lowest rows, as far as they stand near the edge."""
    order = sorted((row for row in rows if row.grid is None), key=lambda row: row.bottom)
    top = [row for row in order[:2] if row.bottom < ZONE * sheet.height]
    bottom = [row for row in order[-2:] if row.top > (1 - ZONE) * sheet.height]
    return top + bottom


def _is_number(row: "Row") -> bool:
    return NUMBER.fullmatch(row.text) is not None


def _repeats(row: "Row", near: list[list["Row"]]) -> bool:
    """Whether another page has the same words, whatever its numbers, at the same height."""
    return any(
        abs(other.bottom - row.bottom) < row.size and _same(row.text, other.text)
        for rows in near
        for other in rows
    )


def _same(one: str, other: str) -> bool:
    """Whether two lines are alike; a recogniser may have misread a character in eight."""
    a, b = DIGITS.sub("#", one).replace(" ", ""), DIGITS.sub("#", other).replace(" ", "")
    if a == b:
        return True
    from rapidfuzz.distance import Levenshtein

    return len(a) > 7 and Levenshtein.distance(a, b) * 8 <= len(a)
