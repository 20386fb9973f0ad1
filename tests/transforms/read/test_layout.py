"""Geometry to text: when rows join, in which order they are read, what is left out."""

import pytest

from transforms.read.layout import Glyph, Sheet, Strip, compose, strips
from transforms.read.ruled import cells

SIZE, LEFT, RIGHT, WIDTH, HEIGHT = 10.0, 50.0, 350.0, 400.0, 600.0
FULL = "甲" * 30  # fills the measure
PROSE = [("甲" * 28, 2), (FULL, 0), (FULL, 0), ("乙" * 9 + "。", 0)]  # an indented paragraph of four rows


def strip(text: str, left: float, row: float, size: float = SIZE, top: float = 100.0) -> Strip:
    y = top + row * 16
    return Strip(text, left, y, left + size * len(text), y + size, size)


def page(rows: list[tuple[str, float]], number: int = 1) -> Sheet:
    """A page of rows, each with its indent in characters."""
    found = [strip(text, LEFT + indent * SIZE, i) for i, (text, indent) in enumerate(rows)]
    return Sheet(number, WIDTH, HEIGHT, found)


JOINS = [
    ("an indented row begins a paragraph", [("丙" * 28, 2)], 2),
    ("a row at the margin after a full one goes on", [("丙" * 28, 2), ("丁丁。", 0)], 2),
    ("a short row ends its paragraph, whatever follows", [("丙" * 8, 2), ("丁" * 5, 0)], 3),
    ("a centred row stands alone", [("丙" * 10, 10), ("丁" * 28, 2)], 3),
    ("a number that did not fit leaves its row short", [("丙" * 26, 2), ("123456件。", 0)], 2),
    ("a heading mark in an indented text may begin a row", [("丙" * 27 + "；", 2), ("二、丁丁。", 0)], 2),
]


@pytest.mark.parametrize(("why", "rows", "lines"), JOINS, ids=[case[0] for case in JOINS])
def test_rows_join_where_the_paragraph_goes_on(why: str, rows: list[tuple[str, float]], lines: int) -> None:
    assert compose([page([*PROSE, *rows])]).text.count("\n") + 1 == lines, why


def test_a_paragraph_goes_on_over_the_page() -> None:
    """The first row of a page at the margin belongs to the page before; the page begins with it."""
    out = compose([page(PROSE[:3]), page([("丙" * 5 + "。", 0), *PROSE], number=2)])
    assert out.text.split("\n")[0].endswith("甲丙丙丙丙丙。")
    assert out.text[out.pages[1].start] == "丙"
    assert out.pages[0].end == out.pages[1].start


def test_a_title_too_long_for_a_row_is_one_line() -> None:
    title = [strip("关于" * 9, LEFT + 15, -4, 15.0), strip("的报告", LEFT + 127.5, -2.5, 15.0)]
    sheet = page(PROSE * 2)
    sheet.strips.extend(title)
    assert compose([sheet]).text.startswith("关于" * 9 + "的报告\n")


def test_rows_without_indents_part_at_heading_marks() -> None:
    rows = [(FULL, 0), ("甲" * 29 + "。", 0), ("（一）乙乙", 0), (FULL, 0), ("丙。", 0)]
    assert "\n（一）乙乙\n" in compose([page(rows)]).text


def test_columns_are_read_one_after_the_other() -> None:
    left = [strip("左" * 14, LEFT, i) for i in range(8)]
    right = [strip("右" * 14, LEFT + 160, i) for i in range(8)]
    title = strip("题" * 20, LEFT + 50, -3)
    text = compose([Sheet(1, WIDTH, HEIGHT, [*right, title, *left])]).text
    assert text.replace("\n", "") == "题" * 20 + "左" * 112 + "右" * 112


def test_a_list_with_figures_at_the_right_is_no_column() -> None:
    """Short entries beside short figures do not fill their columns: rows are read across."""
    rows = [part for i in range(8) for part in (strip("事项" * (i % 5 + 1), LEFT, i), strip("12", 300, i))]
    first = compose([Sheet(1, WIDTH, HEIGHT, rows)]).text.split("\n")[0]
    assert first == "事项 12"


FURNITURE = [
    ("— 1 —", "— 2 —", 30, True, "numbers in dashes"),
    ("第1页 共2页", "第2页 共2页", 30, True, "numbers with the count of pages"),
    ("某县人民政府公报", "某县人民政府公报", -5, True, "a running header"),
    ("某县人民政府公报", "某县人民攻府公报", -5, True, "a header misread by a recogniser"),
    ("抄送：县委办公室", "甲乙丙丁戊己庚辛", 30, False, "different words at the same place are text"),
    ("某县人民政府公报", "某县人民政府公报", 10, False, "the same words in the middle of pages are text"),
]


@pytest.mark.parametrize(("one", "two", "at", "gone", "why"), FURNITURE, ids=[case[-1] for case in FURNITURE])
def test_what_stands_beside_the_text_is_left_out(one: str, two: str, at: float, gone: bool, why: str) -> None:
    sheets = [page(PROSE), page(PROSE, number=2)]
    for sheet, text in zip(sheets, (one, two), strict=True):
        sheet.strips.append(strip(text, 150, at))
    text = compose(sheets).text
    assert (one not in text and two not in text) == gone, why


GLYPHS = [
    ("甲乙", [0, 10], "甲乙", "characters beside each other"),
    ("甲乙", [0, 18], "甲 乙", "a gap like a blank"),
    ("ab", [0, 10], "a b", "words of letters part at a small gap"),
    ("甲甲乙", [0, 0.4, 10], "甲乙", "a character drawn twice to look bold counts once"),
]


@pytest.mark.parametrize(("text", "places", "read", "why"), GLYPHS, ids=[case[-1] for case in GLYPHS])
def test_characters_make_strips(text: str, places: list[float], read: str, why: str) -> None:
    wide = [5.0 if c.isascii() else 10.0 for c in text]
    glyphs = [Glyph(c, x, x + w, 100.0, 10.0) for c, x, w in zip(text, places, wide, strict=True)]
    assert [one.text for one in strips(glyphs)] == [read], why


def test_a_drawing_of_many_lines_is_no_table() -> None:
    """Hatching on a map would be compared line by line for minutes."""
    across = [(0.0, y * 4.0, 4000.0, y * 4.0) for y in range(900)]
    down = [(x * 4.0, 0.0, x * 4.0, 4000.0) for x in range(900)]
    assert cells([*across, *down]) == []
    assert [len(table) for table in cells([*across[:9:4], *down[:9:4]], 1.0)] == [4]
