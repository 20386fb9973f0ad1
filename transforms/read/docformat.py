"""Properties in Word 97 files: what runs and paragraphs say of themselves, and the lists that number them.

Names and numbers are those of Microsoft's published description of the format ([MS-DOC]).
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import unpack_from

from transforms.read.rows import Edges
from transforms.read.wordlists import Level, Lists

PAGE = 512
SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # of an operand, by the top bits of its word
DELETED, VANISH = 0x0800, 0x083C
IN_TABLE, ROW_END, LEVEL, LIST, HUGE, HUGE_OLD = 0x2416, 0x2417, 0x260A, 0x460B, 0x6646, 0x6645
TABLE, TABS = 0xD608, 0xC615
WAYS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle",
    22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
LISTED = 28  # bytes of a list's or a level's head
NO_STYLE = 0x0FFF


@dataclass(slots=True)
class Properties:
    """What a run or a paragraph says that matters here."""

    hidden: bool = False
    in_table: bool = False
    row_end: bool = False
    style: int = -1
    list_id: str | None = None  # none said: that of the style
    level: int = 0
    edges: Edges = field(default_factory=Edges)


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of the file by where they begin, with their properties."""

    starts: list[int]
    ends: list[int]
    properties: list[Properties]

    def at(self, place: int) -> Properties:
        """The properties of what lies at a place."""
        index = bisect_right(self.starts, place) - 1
        return self.properties[index] if index >= 0 and place < self.ends[index] else Properties()

    def hidden(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The hidden parts between two places."""
        for index in range(max(0, bisect_right(self.starts, start) - 1), len(self.starts)):
            if self.starts[index] >= end:
                return
            if self.properties[index].hidden and self.ends[index] > start:
                yield max(start, self.starts[index]), min(end, self.ends[index])


def read_runs(main: bytes, plc: bytes, paragraphs: bool, data: bytes) -> Runs:
    """The runs listed in the pages that a table names, of paragraphs or of characters."""
    count = max(0, (len(plc) - 4) // 8)
    pages = unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count else ()
    found: list[tuple[int, int, Properties]] = []
    for number in pages:
        page = main[(number & 0x3FFFFF) * PAGE :][:PAGE]
        if len(page) == PAGE:
            found += _page(page, paragraphs, data)
    found.sort(key=lambda run: run[0])
    return Runs([run[0] for run in found], [run[1] for run in found], [run[2] for run in found])


def _page(page: bytes, paragraphs: bool, data: bytes) -> Iterator[tuple[int, int, Properties]]:
    count = page[PAGE - 1]
    width = 13 if paragraphs else 1
    if 4 * (count + 1) + width * count >= PAGE:
        return
    places = unpack_from(f"<{count + 1}I", page, 0)
    for number in range(count):
        offset = 2 * page[4 * (count + 1) + width * number]
        words = _words_of(page, offset, paragraphs) if offset else b""
        style = 0
        if paragraphs and len(words) >= 2:
            style, words = unpack_from("<H", words)[0], words[2:]
        yield places[number], places[number + 1], _properties(words, data, style)


def _words_of(page: bytes, offset: int, paragraphs: bool) -> bytes:
    """The property words that a run points to; a paragraph's have the number of its style before them."""
    length = page[offset]
    if not paragraphs:
        return page[offset + 1 : offset + 1 + length]
    if length:
        return page[offset + 1 : offset + 2 * length]
    return page[offset + 2 : offset + 2 + 2 * page[offset + 1]]


def _properties(words: bytes, data: bytes, style: int) -> Properties:
    found = Properties(style=style)
    for word, operand in _each(words):
        _note(found, word, operand, data)
    return found


def _note(found: Properties, word: int, operand: bytes, data: bytes) -> None:
    if word in (DELETED, VANISH):
        found.hidden = found.hidden or operand[0] in (1, 0x81)
    elif word == IN_TABLE:
        found.in_table = operand[0] != 0
    elif word == ROW_END:
        found.row_end = operand[0] != 0
    elif word == LEVEL:
        found.level = operand[0]
    elif word == LIST:
        (number,) = unpack_from("<H", operand)
        found.list_id = str(number) if 0 < number < 0xF801 else ""
    elif word == TABLE:
        found.edges = _edges(operand)
    elif word in (HUGE, HUGE_OLD):
        (place,) = unpack_from("<I", operand)
        if place + 2 <= len(data):
            (length,) = unpack_from("<H", data, place)
            for inner, more in _each(data[place + 2 : place + 2 + length]):
                if inner not in (HUGE, HUGE_OLD):
                    _note(found, inner, more, data)


def _each(words: bytes) -> Iterator[tuple[int, bytes]]:
    """Each property word with its operand; what is cut short ends it."""
    at = 0
    while at + 2 < len(words):
        (word,) = unpack_from("<H", words, at)
        at += 2
        size = SIZES.get(word >> 13)
        if size is None and word == TABLE:
            size, at = int.from_bytes(words[at : at + 2], "little") - 1, at + 2
        elif size is None:
            if word == TABS and words[at] == 255:
                return
            size, at = words[at], at + 1
        if size < 1 or at + size > len(words):
            return
        yield word, words[at : at + size]
        at += size


def _edges(operand: bytes) -> Edges:
    """A row's cells: right edges and merging."""
    edges = Edges()
    count = operand[0]
    if len(operand) < 1 + 2 * (count + 1):
        return edges
    rights = unpack_from(f"<{count}h", operand, 3)
    for number, right in enumerate(rights):
        at = 1 + 2 * (count + 1) + 20 * number
        (flags,) = unpack_from("<H", operand, at) if at + 2 <= len(operand) else (0,)
        across, down = flags & 3, flags >> 5 & 3
        edges.merge("across" if across == 1 else {1: "down", 3: "top"}.get(down, ""))
        edges.add(right)
    return edges


def read_lists(table: bytes, place: int, length: int, overrides: bytes) -> Lists:
    """The lists: those that paragraphs name (by number, from 1), each resting on one that counts."""
    lists = Lists()
    known = dict(_known(table, place)) if length > 2 else {}
    count = unpack_from("<I", overrides)[0] if len(overrides) >= 4 else 0
    at = 4 + 16 * count
    for number in range(1, count + 1):
        identity, changes = unpack_from("<i", overrides, 16 * number - 12)[0], overrides[16 * number]
        lists.levels[str(number)] = dict(known.get(identity, {}))
        lists.abstract[str(number)] = str(identity)
        at = _override(lists, str(number), overrides, at + 4, changes)
    return lists


def read_styled(table: bytes, place: int, length: int, lists: Lists) -> dict[int, tuple[str, int]]:
    """Of a style that numbers its paragraphs: its list and level."""
    numbers = {identity: number for number, identity in reversed(lists.abstract.items())}
    found: dict[int, tuple[str, int]] = {}
    for head in range(place + 2, place + length, LISTED) if length > 2 else ():
        identity, _, *styles = unpack_from("<ii9H", table, head)
        for level, style in enumerate(styles):
            if style != NO_STYLE and str(identity) in numbers:
                found.setdefault(style, (numbers[str(identity)], level))
    return found


def _override(lists: Lists, number: str, data: bytes, at: int, changes: int) -> int:
    """Where a list begins anew, or looks otherwise; the place behind."""
    for _ in range(changes):
        first, flags = unpack_from("<iI", data, at)
        at += 8
        level = flags & 15
        if flags & 0x20:
            lists.levels[number][level], at = _level(data, at)
        if flags & 0x10:
            anew = lists.levels[number].get(level, Level()).first if flags & 0x20 else first
            lists.starts.setdefault(number, {})[level] = anew
    return at


def _known(table: bytes, place: int) -> Iterator[tuple[int, dict[int, Level]]]:
    (count,) = unpack_from("<H", table, place)
    at = place + 2 + LISTED * count
    for number in range(count):
        head = place + 2 + LISTED * number
        (identity,) = unpack_from("<i", table, head)
        levels: dict[int, Level] = {}
        for level in range(1 if table[head + 26] & 1 else 9):
            levels[level], at = _level(table, at)
        yield identity, levels


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """A level, and the place behind it."""
    first, way, flags = unpack_from("<iBB", data, at)
    characters, paragraph, limit = data[at + 24], data[at + 25], data[at + 26]
    at += LISTED + characters + paragraph
    (length,) = unpack_from("<H", data, at)
    shown = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(char) + 1}" if ord(char) < 9 else char for char in shown)
    restart = limit if flags & 8 else None
    return Level(WAYS.get(way, "decimal"), first, text, restart, bool(flags & 4)), at + 2 + 2 * length
