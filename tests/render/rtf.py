"""A report as rich text, as Chinese word processors write it: GBK bytes, or Unicode with a fallback."""

from itertools import groupby

from tests.render import lines_of

HEAD = (
    "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}"
    "{\\f1\\fcharset0 Arial;}}"
    "{\\colortbl;\\red0\\green0\\blue0;}{\\stylesheet{\\s0 Normal;}}{\\info{\\title \\'b1\\'a8\\'b8\\'e6}}"
    "{\\header\\pard \\'d2\\'b3\\'c3\\'bc 99\\par}"
)


def render(text: str, unicode: bool = False) -> bytes:
    """Each line a paragraph, lines with tabs a table."""
    lines = lines_of(text)
    body = ""
    for tabbed, group in groupby(lines, lambda line: "\t" in line):
        if tabbed:
            body += "".join(row(line.split("\t"), unicode) for line in group) + "\\pard\\plain "
        else:
            body += "".join(f"\\pard\\plain\\f0\\fs32 {coded(line, unicode)}\\par\r\n" for line in group)
    return wrapped(body)


def wrapped(body: str) -> bytes:
    """The file of a body."""
    return (HEAD + body + "}").encode("ascii")


def row(cells: list[str], unicode: bool = False) -> str:
    """A row of a table."""
    edges = "".join(f"\\cellx{1000 * number}" for number in range(1, len(cells) + 1))
    inner = "".join(f"\\pard\\plain\\intbl\\f0 {coded(cell, unicode)}\\cell " for cell in cells)
    return f"\\trowd{edges}{inner}\\row\r\n"


def coded(text: str, unicode: bool = False) -> str:
    """Words with everything beyond ASCII escaped."""
    return "".join(map(_unicode if unicode else _bytes, text))


def _plain(character: str) -> str:
    return "\\tab " if character == "\t" else "\\" * (character in "\\{}") + character


def _bytes(character: str) -> str:
    if character.isascii():
        return _plain(character)
    try:
        return "".join(f"\\'{byte:02x}" for byte in character.encode("gbk"))
    except UnicodeEncodeError:
        return _unicode(character)


def _unicode(character: str) -> str:
    if character.isascii():
        return _plain(character)
    units = character.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    return "".join(f"\\u{number - 0x10000 if number > 0x7FFF else number}?" for number in numbers)
