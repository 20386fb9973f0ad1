"""Web pages (.html, .shtml, saved as .mht too) as government sites publish them: the main text alone.

What the site adds (navigation, tools, links, footers) is left out, its head table becomes metadata. Which
part is the text is told by where the prose lies (`transforms.read.webpage`); no frame is known by name.
"""

import re

from transforms.read.blocks import assemble, too_deep
from transforms.read.document import Document, Limits, Unreadable
from transforms.text.decode import decode

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
MIME = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?MIME-Version:", re.IGNORECASE)
HEAD = 4096
# elements that are closed in any page that was once looked at: their depth is known before a parser labours
NESTING = re.compile(
    r"<(/?)(?:div|span|font|b|i|u|strong|em|a|table|section|article|center|ul|ol|dl|blockquote|form)\b",
    re.IGNORECASE,
)


def read(data: bytes, limits: Limits) -> Document:
    """The document in a web page; raises Unreadable."""
    from transforms.read.webpage import Page

    text = _saved(data) if MIME.match(data[:HEAD]) else decoded(data)
    _check_nesting(text, limits.nesting)
    try:
        page = Page(text, limits.nesting)
        return assemble(page.blocks(), "html", page.metadata)
    except RecursionError as error:
        raise too_deep("网页标签", limits.nesting) from error


def decoded(data: bytes, charset: str | None = None) -> str:
    """The characters of a page: by its mark, as UTF-8 where they are that, as it says, or as they seem."""
    named = next((name for mark, name in MARKS if data.startswith(mark)), None)
    found = CHARSET.search(data[:HEAD])
    said = charset or (found[1].decode("ascii").lower() if found else None)
    for name in (named, "utf-8", CHINESE.get(said, said) if said else None):
        text = _try(data, name) if name else None
        if text is not None and "\0" not in text:
            return text
    return decode(data)


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _saved(data: bytes) -> str:
    """The page of an archive that a browser or Word made of it."""
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return decoded(content, part.get_content_charset())
    raise Unreadable("no_text", "网页归档（.mht）中没有网页；请用浏览器打开原文后另存为 html，再放入")


def _check_nesting(text: str, limit: int) -> None:
    """A parser needs the square of the depth: what is far too deep never reaches it."""
    depth = 0
    for match in NESTING.finditer(text):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > limit:
            raise too_deep("网页标签", limit)
