"""Files made to do harm, each small enough for a test."""

import struct
import zlib
from io import BytesIO

from tests.render.archive import zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def word(body: str, doctype: str = "") -> bytes:
    """A Word file with this body in its only paragraph's run."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document xmlns:w="{WORD}"><w:body>'
        f"<w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>"
    )
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    return zipped({name: text.encode() for name, text in parts.items()})


def laughs(depth: int = 9) -> str:
    """A document type in which one entity stands for ten to the power of `depth` words."""
    lines = ['<!ENTITY l0 "哈哈">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth + 1)]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


def outside(path: str) -> str:
    """A document type with an entity that stands for a file of this machine."""
    return f'<!DOCTYPE x [<!ENTITY out SYSTEM "file://{path}">]>'


def nested_page(text: str, depth: int) -> bytes:
    """A web page whose text lies so many tags deep."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><body>{'<div>' * depth}{paragraphs}{'</div>' * depth}</body></html>".encode()


def large_image(width: int, height: int) -> bytes:
    """A PNG of one colour, all of its rows there."""
    row = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def many_pages(count: int) -> bytes:
    """A PDF of empty pages."""
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    for _ in range(count):
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def locked_pdf(words: str = "locked") -> bytes:
    """A PDF that wants a password to be opened."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 100, words)
    canvas.save()
    return file.getvalue()


def locked_word() -> bytes:
    """What a Word file with a password begins like: an OLE file with an encrypted package."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
