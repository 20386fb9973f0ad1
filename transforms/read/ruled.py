"""Ruled tables: from the lines drawn on a page to the cells between them."""

from collections.abc import Iterable
from typing import Any

from transforms.read.layout import LATIN, Box, Filled, Glyph, Grid, Strip, in_cell, strips

Rule = tuple[float, float, float, float]
TOLERANCE = 3.0  # points: rules so near to each other are one
MOST = 1000  # rules on a page: more are a drawing, and each is compared with each


def cells(rules: Iterable[Rule], tolerance: float = TOLERANCE) -> list[list[Box]]:
    """The cells of each table on a page, by pdfplumber's way to find them; boxes of one cell are none."""
    edges = [edge for rule in rules if (edge := _edge(rule, tolerance)) is not None]
    kinds = {edge["orientation"] for edge in edges}
    if len(edges) < 6 or len(kinds) < 2:
        return []
    from pdfplumber import table as plumber

    merged = plumber.merge_edges(edges, tolerance, tolerance, tolerance, tolerance)
    if len(merged) > MOST:
        return []
    crossings = plumber.edges_to_intersections(merged, tolerance, tolerance)
    found = plumber.cells_to_tables(plumber.intersections_to_cells(crossings))
    return [[_box(cell) for cell in table] for table in found if _is_table(table)]


def _box(cell: Iterable[float]) -> Box:
    left, top, right, bottom = map(float, cell)
    return left, top, right, bottom


def _edge(rule: Rule, tolerance: float) -> dict[str, Any] | None:
    x0, x1 = sorted((rule[0], rule[2]))
    top, bottom = sorted((rule[1], rule[3]))
    if bottom - top <= tolerance < x1 - x0:
        y = (top + bottom) / 2
        return {
            "orientation": "h",
            "x0": x0,
            "x1": x1,
            "top": y,
            "bottom": y,
            "width": x1 - x0,
            "height": 0.0,
        }
    if x1 - x0 <= tolerance < bottom - top:
        x = (x0 + x1) / 2
        return {
            "orientation": "v",
            "x0": x,
            "x1": x,
            "top": top,
            "bottom": bottom,
            "width": 0.0,
            "height": bottom - top,
        }
    return None


def _is_table(table: list[Any]) -> bool:
    return len({cell[0] for cell in table}) > 1 and len({cell[1] for cell in table}) > 1


def taken(glyphs: list[Glyph], rules: Iterable[Rule]) -> tuple[list[Strip], list[Glyph]]:
    """The tables of a page as strips that carry them, and the characters outside of them."""
    tables, left = [], glyphs
    for table in cells(rules):
        inside, left = _split(left, _around(table))
        if inside:
            tables.append(_carrier(table, inside))
    return tables, left


def _around(table: list[Box]) -> Box:
    return (
        min(cell[0] for cell in table),
        min(cell[1] for cell in table),
        max(cell[2] for cell in table),
        max(cell[3] for cell in table),
    )


def _split(glyphs: list[Glyph], box: Box) -> tuple[list[Glyph], list[Glyph]]:
    inside: list[Glyph] = []
    outside: list[Glyph] = []
    for glyph in glyphs:
        (inside if _lies_in(glyph, box) else outside).append(glyph)
    return inside, outside


def _lies_in(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.38 * glyph.size
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _carrier(table: list[Box], inside: list[Glyph], seen: list[Strip] | None = None) -> Strip:
    """A strip that stands for a table; `seen` are the lines of a recogniser in it."""
    texts, proofs = [], []
    for cell in table:
        own, inside = _split(inside, cell)
        texts.append(in_cell(strips(own)))
        proofs.append([strip for strip in seen or () if _meets(strip, cell)])
    left, top, right, bottom = _around(table)
    return Strip("", left, top, right, bottom, 0.0, grid=_grid(table, texts, proofs))


def _meets(strip: Strip, cell: Box) -> bool:
    middle = (strip.top + strip.bottom) / 2
    return (
        cell[1] <= middle <= cell[3] and min(strip.right, cell[2]) - max(strip.left, cell[0]) > strip.size / 2
    )


def _grid(table: list[Box], texts: list[str], proofs: list[list[Strip]]) -> Grid:
    """The table with its cells numbered by rows and columns."""
    tops, lefts = sorted({cell[1] for cell in table}), sorted({cell[0] for cell in table})
    found = [
        Filled(
            text,
            tops.index(top),
            lefts.index(left),
            sum(top <= other < bottom for other in tops),
            sum(left <= other < right for other in lefts),
            tuple(proof),
        )
        for (left, top, right, bottom), text, proof in zip(table, texts, proofs, strict=True)
    ]
    return Grid(tuple(sorted(found, key=lambda cell: (cell.row, cell.column))))


def taken_strips(found: list[Strip], rules: list[Rule], tolerance: float) -> list[Strip]:
    """The lines of a recogniser, those within a table replaced by a strip that carries it."""
    for table in cells(rules, tolerance):
        around = _around(table)
        inside = [strip for strip in found if _centred_in(strip, around)]
        if len(inside) > 1:
            glyphs = [glyph for strip in inside for glyph in _spread(strip)]
            found = [strip for strip in found if not _centred_in(strip, around)]
            found.append(_carrier(table, glyphs, inside))
    return found


def _centred_in(strip: Strip, box: Box) -> bool:
    x, y = (strip.left + strip.right) / 2, (strip.top + strip.bottom) / 2
    return strip.grid is None and box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _spread(strip: Strip) -> list[Glyph]:
    """A line's characters, each where it must be about: a recogniser may read over a ruling line."""
    shares = [0.55 if LATIN.match(character) else 1.0 for character in strip.text]
    step, x, glyphs = (strip.right - strip.left) / sum(shares), strip.left, []
    base = (strip.top + strip.bottom) / 2 + 0.38 * strip.size
    for character, share in zip(strip.text, shares, strict=True):
        if character != " ":
            glyphs.append(Glyph(character, x, x + share * step, base, strip.size))
        x += share * step
    return glyphs
