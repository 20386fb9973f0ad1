"""What a file is, by its content: a table of bytes and names, each with its reason."""

import io
import zipfile

import pytest

from transforms.read.document import Unreadable
from transforms.read.sniff import format_of

TEXT = "华埠镇2023年度法治政府建设年度报告\n全年调解矛盾纠纷120件。\n".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def package(*names):
    """A zip with these members, each empty."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in names:
            file.writestr(name, b"")
    return stream.getvalue()


def ole(stream):
    return OLE + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "name", "expected", "why"),
    [
        (TEXT, "年报.txt", "txt", "plain text"),
        (TEXT, "年报.pdf", "txt", "a text under another name is a text"),
        (b"%PDF-1.7\n", "年报.txt", "pdf", "a PDF named as a text"),
        (b"\r\n" * 200 + b"%PDF-1.4\n", "年报.pdf", "pdf", "junk before the mark, as mailers leave it"),
        (b"{\\rtf1\\ansi }", "年报.doc", "rtf", "a .doc that is RTF"),
        (b"<html><body><p>x</p></body></html>", "年报.doc", "html", "a .doc that is a saved web page"),
        ("\ufeff<!DOCTYPE html>\n<p>x".encode(), "a.htm", "html", "mark, then doctype"),
        ("<HTML><HEAD></HEAD>年报".encode("gb18030"), "a.txt", "html", "capitals, GBK, a text's name"),
        ("<div class=TRS_Editor>年报</div>".encode(), "a.shtml", "html", "a bare piece under a page's name"),
        ("<table><tr><td>3</td></tr></table>\n年报".encode(), "a.md", "txt", "Markdown begins so too"),
        ("年报\n<table><tr><td>3</td></tr></table>".encode(), "a.txt", "txt", "tags in a text make no page"),
        (b"From: <Saved>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n", "a.mht", "mht",
         "a page saved with its pictures"),
        (b"From: <Saved>\nMIME-Version: 1.0\n\n<html>", "a.doc", "mht", "Word saves those too"),
        (package("[Content_Types].xml", "word/document.xml"), "a.zip", "docx", "a Word file named as a zip"),
        (package("[Content_Types].xml", "word/document2.xml"), "a.docx", "docx", "a part of another name"),
        (package("mimetype", "content.xml"), "a.docx", "odt", "an open document under Word's name"),
        (package("OFD.xml", "Doc_0/Document.xml"), "a.ofd", "ofd", "the national format"),
        (package("年报.docx", "word/x.txt"), "a.docx", "zip", "a folder called word makes no Word file"),
        (ole("WordDocument"), "a.wps", "doc", "WPS writes Word's format"),
        (ole("WordDocument") + "Workbook".encode("utf-16-le"), "a.doc", "doc", "with a sheet in it"),
        (b"\x89PNG\r\n\x1a\n", "a.jpg", "image", "an image under another image's name"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "image", "a picture renamed"),
        (b"II*\0", "a.tif", "image", "TIFF of one order"),
        (b"MM\0*", "a.tif", "image", "and of the other"),
        (b"\x1f\x8b\x08\0", "a.tgz", "gzip", "a tar.gz"),
        (bytes(257) + b"ustar\x0000", "a.tar", "tar", "a tar"),
    ],
)  # fmt: skip
def test_format_by_content(data, name, expected, why):
    assert format_of(data, name) == expected, why


@pytest.mark.parametrize(
    ("data", "name", "rule", "why"),
    [
        (b"", "a.docx", "empty", "nothing at all"),
        (b" \r\n\t", "a.txt", "empty", "blanks only"),
        (ole("EncryptedPackage"), "a.docx", "encrypted", "a docx with a password is an OLE file"),
        (ole("Workbook"), "a.doc", "unsupported_format", "a sheet"),
        (OLE, "a.doc", "unsupported_format", "some other OLE file"),
        (package("[Content_Types].xml", "xl/workbook.xml"), "a.docx", "unsupported_format", "a sheet again"),
        (b"Rar!\x1a\x07\0", "a.zip", "unsupported_format", "an archive of another kind"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "a.doc", "unsupported_format", "XML that is no page"),
        (b"PK\x03\x04" + bytes(40), "a.docx", "broken_file", "a zip without its end"),
        (bytes(range(128, 256)) * 9, "a.pdf", "broken_file", "neither a PDF nor text"),
        (bytes(range(128, 256)) * 9, "a.txt", "undecodable", "no text under a text's name"),
    ],
)
def test_refused_by_content(data, name, rule, why):
    with pytest.raises(Unreadable) as refusal:
        format_of(data, name)
    assert refusal.value.rule == rule, why
    assert "；" in refusal.value.reason, "it says what to do"
