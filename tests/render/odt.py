"""A report as an OpenDocument text; its XML written by hand."""

from html import escape
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.render import lines_of

NAMES = "office text table style draw fo meta"
BASE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
SPACES = " ".join(
    f'xmlns:{name}="{BASE.format({"fo": "xsl-fo-compatible", "draw": "drawing"}.get(name, name))}"'
    for name in NAMES.split()
)
KIND = "application/vnd.oasis.opendocument.text"


def render(text: str) -> bytes:
    """Each line a paragraph, lines with tabs a table."""
    lines = lines_of(text)
    body = ""
    for tabbed, group in groupby(lines, lambda line: "\t" in line):
        found = list(group)
        body += table([line.split("\t") for line in found]) if tabbed else "".join(map(paragraph, found))
    return package(body)


def paragraph(text: str) -> str:
    """A paragraph of words."""
    return f"<text:p>{escape(text)}</text:p>"


def table(rows: list[list[str]]) -> str:
    """A plain table."""
    cells = (
        "".join(f"<table:table-cell>{paragraph(cell)}</table:table-cell>" for cell in row) for row in rows
    )
    return (
        f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
    )


def package(body: str, styles: str = "", meta: str = "", manifest: str = "") -> bytes:
    """The .odt of a body's XML, of styles used in it, of properties."""
    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}"
    content += "</office:text></office:body>"
    parts = {"content.xml": f"<office:document-content {SPACES}>{content}</office:document-content>"}
    if meta:
        parts["meta.xml"] = f"<office:document-meta {SPACES}>{meta}</office:document-meta>"
    parts["META-INF/manifest.xml"] = manifest or "<manifest/>"
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as found:
        found.writestr("mimetype", KIND, ZIP_STORED)
        for name, xml in parts.items():
            found.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + xml)
    return stream.getvalue()
