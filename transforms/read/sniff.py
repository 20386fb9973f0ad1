"""What a file is, told by its content: names lie (a .doc that is a web page, a .txt that is a PDF).

A name decides only where the content leaves it open: a bare piece of HTML, XML that may be text.
"""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from transforms.read.document import Unreadable
from transforms.text.decode import decode

ARCHIVES = frozenset({"zip", "tar", "gzip"})
TEXT_NAMES = (".txt", ".md")
PAGE_NAMES = (".html", ".htm", ".shtml", ".mht", ".mhtml")

MAGIC = (
    (re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)"), "zip"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "ole"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf"), "rtf"),
    (re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|II\*\0|MM\0\*|GIF8[79]a"), "image"),
    (re.compile(rb"BM.{4}\0{4}|RIFF.{4}WEBP", re.DOTALL), "image"),
    (re.compile(rb"\x1f\x8b\x08"), "gzip"),
    (re.compile(rb".{257}ustar[\0 ]", re.DOTALL), "tar"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "7z"),
    (re.compile(rb"Rar!\x1a\x07"), "rar"),
    (re.compile(rb"BZh\d1AY"), "bz2"),
    (re.compile(rb"\xfd7zXZ\0"), "xz"),
    (re.compile(rb"MZ.{58,}?PE\0\0|\x7fELF", re.DOTALL), "程序"),
)  # fmt: skip
PDF = re.compile(rb"%PDF-\d")
STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"),
           ("PowerPoint Document", "ppt"))  # fmt: skip
PACKAGES = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
MAIL = re.compile(r"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?MIME-Version:", re.IGNORECASE)
ROOT = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
TAG = re.compile(
    r"<(?:div|p|table|span|br|meta|title|script|style|h[1-6]|ul|ol|section|article)[\s/>]", re.IGNORECASE
)
HEAD = 4096


def magic(data: bytes) -> str | None:
    """What the first bytes alone say; None for what may be text."""
    if PDF.search(data[:1024]):
        return "pdf"
    return next((name for mark, name in MAGIC if mark.match(data[:1024])), None)


def markup(text: str, name: str) -> str | None:
    """`html` or `mht` where a decoded text is a web page, `xml` where it is another document in XML."""
    head = text[:HEAD].lstrip("\ufeff \t\r\n")
    if MAIL.match(head):
        return "mht"
    named = name.lower().endswith(PAGE_NAMES)
    if (head.startswith("<") and ROOT.search(head)) or (named and TAG.search(text)):
        return "html"
    if head.startswith("<") and TAG.match(head) and not name.lower().endswith(TEXT_NAMES):
        return "html"
    return "xml" if head.startswith("<?xml") and not name.lower().endswith(TEXT_NAMES) else None


def format_of(data: bytes, name: str) -> str:
    """txt, docx, doc, odt, ofd, rtf, html, mht, pdf, image, or one of ARCHIVES.

    Raises Unreadable: encrypted, broken_file, unsupported_format, or what `decode` says of a text.
    """
    found = magic(data)
    if found == "zip":
        return _package(data)
    if found == "ole":
        return _compound(data)
    if found is None:
        found = markup(text_of(data, name), name) or "txt"
    return _supported(found)


def _package(data: bytes) -> str:
    """What kind of zip: told by its members."""
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable("broken_file", f"压缩结构已损坏（{error}），多半没下载完整；请重新取得") from error
    if "[Content_Types].xml" in names:
        return _supported(next((kind for place, kind in PACKAGES if _any(names, place)), "zip"))
    if "mimetype" in names and "content.xml" in names:
        return "odt"
    return "ofd" if "OFD.xml" in names else "zip"


def _any(names: list[str], place: str) -> bool:
    return any(name.startswith(place) for name in names)


def _compound(data: bytes) -> str:
    """What kind of OLE file: told by the names of its streams."""
    kinds = (kind for name, kind in STREAMS if name.encode("utf-16-le") in data)
    kind = next(kinds, "OLE")
    if kind == "encrypted":
        raise Unreadable("encrypted", "文件设了打开密码；请去掉密码、另存后重新放入")
    return _supported(kind)


def _supported(kind: str) -> str:
    if kind in READ or kind in ARCHIVES:
        return kind
    raise Unreadable(
        "unsupported_format", f"内容是 {kind}，不是可读的文稿格式；请另存为 docx、pdf 或 txt 后重新放入"
    )


READ = frozenset({"txt", "docx", "doc", "odt", "ofd", "rtf", "html", "mht", "pdf", "image"})


def text_of(data: bytes, name: str) -> str:
    """The text; bytes that are none under the name of another format are a broken file of that format."""
    try:
        return decode(data)
    except Unreadable as error:
        suffix = name.rpartition(".")[2].lower() if "." in name else ""
        if error.rule == "empty" or suffix in ("", "txt", "md"):
            raise
        reason = f"名为 .{suffix}，内容却不是这种格式，也不是文字，多半已损坏；请重新取得此文件"
        raise Unreadable("broken_file", reason) from error
