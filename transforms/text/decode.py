"""From a text file's bytes to its characters.

The characters are those every position in the warehouse counts: a byte-order mark stays as one
character, line ends stay as they are. Cleaning belongs to `transforms.text.clean`.
"""

import re

from transforms.read.document import Unreadable

__all__ = ["Unreadable", "decode"]

BLANK = re.compile(r"[\s\ufeff\u200b\u200c\u200d\u2060\u00ad]*")
ODD = re.compile(
    "[^\t\n\r\f\x0b\x20-\x7e\u00a0-\u00ff\u2000-\u27bf\u3000-\u9fff\uff00-\uffef\ufeff\U00020000-\U0003ffff]"
)
USUAL = re.compile("[的一是在不了有和人中大为上年我会作地发成行对法治政府依工民建设，。、]")
CHINESE = re.compile("[\u3400-\u9fff]")


def decode(data: bytes) -> str:
    """The text of UTF-8, UTF-16 (either order) or GB18030 bytes; raises Unreadable."""
    text = _decoded(data)
    if BLANK.fullmatch(text):
        raise Unreadable("empty", "文件是空的或只有空白；请重新导出后再放入")
    return text


def _decoded(data: bytes) -> str:
    marked = _by_mark(data)
    if marked is not None:
        return marked
    utf8 = _try(data, "utf-8")
    if utf8 is not None and "\0" not in utf8:
        return _plausible(utf8, data)
    order = ("utf-16-le", "utf-16-be", "gb18030") if b"\0" in data else ("gb18030", "utf-16-le", "utf-16-be")
    for encoding in order:
        text = _try(data, encoding)
        if text is not None and _reads_as_chinese(text):
            return text
    raise _undecodable(data)


def _by_mark(data: bytes) -> str | None:
    """The text by its byte-order mark; None where there is no mark."""
    marks = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    for mark, encoding in marks.items():
        if data.startswith(mark):
            text = _try(data, encoding)
            if text is None:
                raise _undecodable(data)
            return _plausible(text, data)
    return None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str, data: bytes) -> str:
    """The text, unless more than one character in twenty is none that people write."""
    if len(ODD.findall(text)) * 20 > len(text):
        raise _undecodable(data)
    return text


def _reads_as_chinese(text: str) -> bool:
    """Wrongly decoded bytes give rare characters: of real text every eighth or so is among the commonest."""
    chinese = len(CHINESE.findall(text))
    return len(ODD.findall(text)) * 20 <= len(text) and len(USUAL.findall(text)) * 14 >= max(chinese, 1)


def _undecodable(data: bytes) -> Unreadable:
    try:
        data.decode("utf-8")
        where = "其中有不可见的控制字符"
    except UnicodeDecodeError as error:
        where = f"第 {error.start + 1} 个字节起不是 UTF-8"
    reason = f"认不出文字编码（{where}；也不像 GB18030 或 UTF-16）；请另存为 UTF-8 文本后再放入"
    return Unreadable("undecodable", reason)
