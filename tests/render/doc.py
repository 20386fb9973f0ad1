"""A report as a Word 97 file: the compound file, the piece table and the property pages made by hand."""

import struct
from itertools import groupby

from tests.render import lines_of
from tests.render.docx import LEVELS, label_of

SECTOR, FREE, END, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
FIB, TEXT = 1024, 1024
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"
STYLED = b"styled"  # stands for the style HEADING before a paragraph's properties
HIDDEN, DELETED = b"\x3c\x08\x01", b"\x00\x08\x01"
WAYS = {"chineseCounting": 37, "decimal": 0}
NO_STYLE, HEADING = 0x0FFF, 1  # the one list's first level numbers the paragraphs of this style
A_PAGE = 14  # paragraphs on a page of properties


def render(text: str, narrow: bool = False, numbered: bool = False) -> bytes:
    """Each line a paragraph, lines with tabs a table; `narrow`: GBK bytes, as some writers store it."""
    lines = lines_of(text)
    label = label_of() if numbered else None
    paragraphs = []
    for tabbed, group in groupby(lines, lambda line: "\t" in line):
        for line in group:
            found = label(line) if label and not tabbed else None
            if found:
                paragraphs.append((found[1], "\r", listed(found[0])))
            else:
                paragraphs += row(line.split("\t")) if tabbed else [(line, "\r", b"")]
    return package(paragraphs, narrow=narrow)


def listed(level: int) -> bytes:
    """The properties of a paragraph that the one list numbers."""
    return b"\x0a\x26" + bytes([level]) + b"\x0b\x46\x01\x00"


def row(cells: list[str], edges: bytes = b"") -> list[tuple[str, str, bytes]]:
    """The paragraphs of a row: its cells and its end."""
    return [(cell, "\x07", IN_TABLE) for cell in cells] + [("", "\x07", IN_TABLE + ROW_END + edges)]


def edges(*cells: tuple[int, int]) -> bytes:
    """A row's cells: right edge and flags of merging."""
    inner = struct.pack("<B", len(cells)) + struct.pack(
        f"<{len(cells) + 1}h", 0, *(cell[0] for cell in cells)
    )
    inner += b"".join(struct.pack("<H18x", flags) for _, flags in cells)
    return b"\x08\xd6" + struct.pack("<H", len(inner) + 1) + inner


def package(paragraphs, runs=(), narrow=False, notes=(), flags=0, version=0xC1):
    """The .doc of paragraphs (words, mark, properties); `runs`: from, to, properties."""
    text = "".join(words + mark for words, mark, _ in [*paragraphs, *notes])
    shown = "".join(words + mark for words, mark, _ in paragraphs)
    data, width = (text.encode("gb18030"), 1) if narrow else (text.encode("utf-16-le"), 2)
    size = len(data) // width
    main = bytearray(FIB) + data
    main += bytes(-len(main) % SECTOR)
    table = bytearray()
    spans = {}

    def part(number, content):
        spans[number] = (len(table), len(content))
        table.extend(content)

    place = TEXT * 2 | 0x40000000 if narrow else TEXT
    part(33, b"\x02" + struct.pack("<I2IHIH", 16 + 4, 0, size, 0, place, 0))
    part(13, _pages(main, _places(paragraphs, notes, narrow), paragraphs=True))
    part(
        12,
        _pages(main, [(TEXT + a * width, TEXT + b * width, words) for a, b, words in runs], paragraphs=False),
    )
    part(73, _lists())
    spans[73] = (spans[73][0], 2 + 28)
    part(74, struct.pack("<I", 1) + struct.pack("<i12x", 7) + struct.pack("<I", FREE))
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 0x0A, 0x0200 | flags)
    first = len(shown.encode("gb18030")) if narrow else len(shown)
    struct.pack_into("<II", main, 0x4C, first, size - first)
    for number, span in spans.items():
        struct.pack_into("<II", main, 0x9A + 8 * number, *span)
    return compound({"WordDocument": bytes(main), "1Table": bytes(table)})


def _places(paragraphs, notes, narrow):
    """Where each paragraph lies in the file."""
    at = TEXT
    for words, mark, properties in [*paragraphs, *notes]:
        size = len((words + mark).encode("gb18030" if narrow else "utf-16-le"))
        yield at, at + size, properties
        at += size


def _pages(main, runs, paragraphs):
    """Write pages of properties behind the text; the table of them."""
    runs = list(runs)
    starts, numbers = [], []
    for first in range(0, len(runs), A_PAGE):
        some = runs[first : first + A_PAGE]
        starts.append(some[0][0])
        numbers.append(len(main) // SECTOR)
        main += _page(some, paragraphs)
    ends = [runs[-1][1]] if runs else [TEXT]
    return struct.pack(f"<{len(starts) + 1}I{len(numbers)}I", *starts, *ends, *numbers)


def _page(runs, paragraphs):
    page = bytearray(SECTOR)
    page[-1] = len(runs)
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, *(run[0] for run in runs), runs[-1][1])
    at = SECTOR - 2
    for number, (_, _, words) in enumerate(runs):
        if words:
            content = _paragraph_words(words) if paragraphs else bytes([len(words)]) + words
            at = (at - len(content)) // 2 * 2
            page[at : at + len(content)] = content
            page[4 * (len(runs) + 1) + (13 if paragraphs else 1) * number] = at // 2
    return page


def _paragraph_words(words):
    """Properties behind their length (odd: in halves; even: behind a zero) and the number of a style."""
    style = b"\0\0"
    if words.startswith(STYLED):
        style, words = bytes([HEADING, 0]), words.removeprefix(STYLED)
    if len(words) % 2:
        return bytes([(len(words) + 3) // 2]) + style + words
    return bytes([0, (len(words) + 2) // 2]) + style + words


def _lists():
    """One list of nine levels, the first three as Chinese reports have them."""
    levels = b""
    for way, shown in [*LEVELS, *[("decimal", "")] * 6]:
        text = "".join(
            chr(int(part[0]) - 1) + part[1:] if at else part for at, part in enumerate(shown.split("%"))
        )
        levels += struct.pack("<iBB9x9xBBBB", 1, WAYS[way], 0, 0, 0, 0, 0)
        levels += struct.pack("<H", len(text)) + text.encode("utf-16-le")
    return struct.pack("<H", 1) + struct.pack("<ii9H2x", 7, 0, HEADING, *[NO_STYLE] * 8) + levels


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file of streams, all in sectors of their own."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    padded = {name: data + bytes(-len(data) % SECTOR) for name, data in padded.items()}
    counts = [len(data) // SECTOR for data in padded.values()]
    total = sum(counts) + 1  # and the directory
    fats = next(n for n in range(1, 110) if n * SECTOR // 4 >= total + n)
    table = [FAT] * fats + [END]
    starts = []
    for count in counts:
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + count), END]
    table += [FREE] * (fats * SECTOR // 4 - len(table))
    names = sorted(range(len(streams)), key=lambda at: (len([*padded][at]), [*padded][at]))
    entries = [_entry("Root Entry", 5, FREE, names[0] + 1, END, 0)]
    for at, (name, data) in enumerate(padded.items()):
        rank = names.index(at)
        right = names[rank + 1] + 1 if rank + 1 < len(names) else FREE
        entries.append(_entry(name, 2, right, FREE, starts[at], len(data)))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    head = struct.pack("<8s16xHHHHH6xIII4xIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                       0, fats, fats, 4096, END, 0, END, 0)  # fmt: skip
    head += struct.pack("<109I", *range(fats), *[FREE] * (109 - fats))
    return head + struct.pack(f"<{len(table)}I", *table) + directory + b"".join(padded.values())


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    shown = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(shown), kind, 1, FREE, right, child)
    return shown.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)
