"""The one door to all formats: tell what a file is, let its reader read it.

Readers are imported when first needed, so that a run over plain texts pays for none of them.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import cast

from transforms.read import sniff
from transforms.read.archive import check_package
from transforms.read.document import Document, Limits, Unreadable
from transforms.text.decode import BLANK

READERS = {
    "txt": "plain", "docx": "docx", "doc": "doc", "odt": "odt", "rtf": "rtf", "html": "html", "mht": "html",
    "pdf": "pdf", "image": "scan", "ofd": "ofd",
}  # fmt: skip
PACKAGES = frozenset({"docx", "odt", "ofd"})
NUMERAL = re.compile(r"\d+|[〇零一二三四五六七八九十百千万亿两]+")
LONE = re.compile("[\ud800-\udfff]")
Read = Callable[[bytes, Limits], Document]


def plain(data: bytes, name: str, limits: Limits) -> Document | None:
    """The document of a plain text, read at once; None where the file needs another reader.

    Raises Unreadable where it is empty, no text or too large. Safe in any process: nothing is parsed.
    """
    if sniff.magic(data):
        return None
    text = sniff.text_of(data, name)
    return None if sniff.markup(text, name) else _checked(Document(text, "txt"), limits)


def read(data: bytes, name: str, limits: Limits) -> Document:
    """The document in a file of any format but an archive; raises Unreadable. `name` only helps to decide.

    A parser may hang or crash on a hostile file: call this in a process that can be ended.
    """
    kind = sniff.format_of(data, name)
    if kind in sniff.ARCHIVES:
        raise Unreadable("unsupported_format", "这是压缩包，此处只读单个文件")
    if kind in PACKAGES:
        check_package(data, limits)
    return _checked(_read(kind, data, limits), limits)


def _read(kind: str, data: bytes, limits: Limits) -> Document:
    """What the reader makes of it; what a parser stumbles over makes a broken file."""
    try:
        return reader(kind)(data, limits)
    except (Unreadable, MemoryError):
        raise
    except ImportError as error:
        reason = f"读 {kind} 所需的 {error.name} 没有安装；请运行 make setup，装好后会自动重试"
        raise Unreadable("needs_program", reason) from error
    except RecursionError as error:
        reason = f"{kind} 文件的层次嵌套太深，读不下去；请用办公软件打开后另存，再放入"
        raise Unreadable("nested_too_deep", reason) from error
    except Exception as error:
        told = f"{type(error).__name__}: {error}"[:200]
        reason = f"{kind} 文件已损坏或不合规范（{told}）；请重新取得，或用办公软件打开后另存，再放入"
        raise Unreadable("broken_file", reason) from error


def reader(kind: str) -> Read:
    """The function that reads a format of `sniff.READ`."""
    return cast(Read, import_module(f"transforms.read.{READERS[kind]}").read)


def _checked(document: Document, limits: Limits) -> Document:
    """The document with lone surrogates replaced; Unreadable where it holds no text, or too much."""
    text = document.text
    if BLANK.fullmatch(text):
        raise Unreadable("no_text", f"{document.format} 文件里没有文字；若是扫描件，请提高清晰度重新扫描")
    _check_size(text, limits)
    return replace(document, text=LONE.sub("\ufffd", text)) if LONE.search(text) else document


def _check_size(text: str, limits: Limits) -> None:
    """Raises Unreadable where a text is too much for extraction, whose time grows with the numerals."""
    if len(text) > limits.characters:
        reason = f"正文有 {len(text)} 字，超过上限 {limits.characters}；请拆分，或调高设置 max_characters"
        raise Unreadable("too_large", reason)
    numerals = sum(1 for _ in NUMERAL.finditer(text))
    if numerals > limits.numerals:
        reason = f"正文有 {numerals} 个数字，超过上限 {limits.numerals}；请拆分，或调高设置 max_numerals"
        raise Unreadable("too_large", reason)
