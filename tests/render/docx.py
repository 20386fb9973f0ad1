"""A report as a Word document, its parts written by hand, so that every feature of the format can be made."""

import re
from collections.abc import Callable
from html import escape
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile

from tests.render import lines_of
from transforms.read.counting import counted

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {WORD: "http://purl.oclc.org/ooxml/wordprocessingml/main",
          OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships"}  # fmt: skip
SPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
MARKS = tuple(
    re.compile(mark)
    for mark in ("[一二三四五六七八九十]+、", "（[一二三四五六七八九十]+）", r"\d{1,2}\.(?!\d)")
)
HEADINGS = ("Heading1", "Heading2", "")
RELATED = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes",
           "header1": "header", "footer1": "footer"}  # fmt: skip


def render(text: str, numbered: bool = False, strict: bool = False) -> bytes:
    """Each line a paragraph, lines with tabs a table; `numbered`: 一、（一）1. are made by Word's lists."""
    lines = lines_of(text)
    label = label_of() if numbered else None
    body = ""
    for tabbed, group in groupby(lines, lambda line: "\t" in line):
        if tabbed:
            body += table([line.split("\t") for line in group])
        else:
            body += "".join(_paragraph(line, label) for line in group)
    return package(body, numbering=numbering(LEVELS) if numbered else "", strict=strict)


def package(body: str, core: str = "", strict: bool = False, **parts: str) -> bytes:
    """The .docx of a body's XML and of other parts' XML (styles, numbering, footnotes, endnotes, header1)."""
    parts["styles"] = parts.get("styles") or "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
        for name in HEADINGS[:2]
    )
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes",
             "header1": "hdr", "footer1": "ftr"}  # fmt: skip
    files = {"document": f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"}
    files |= {
        name: f"<w:{roots[name]} {SPACES}>{xml}</w:{roots[name]}>" for name, xml in parts.items() if xml
    }
    wrapped = _wrapping(files, core)
    for transitional, other in STRICT.items() if strict else ():
        wrapped = {name: xml.replace(transitional, other) for name, xml in wrapped.items()}
    return zipped(wrapped)


def zipped(files: dict[str, str]) -> bytes:
    """The package of XML parts by name; what every reader of such packages needs to be tested."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, xml in files.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + xml)
    return stream.getvalue()


def _wrapping(files: dict[str, str], core: str) -> dict[str, str]:
    kind = "http://schemas.openxmlformats.org/package/2006/"
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{RELATED[name]}" Target="{name}.xml"/>'
        for number, name in enumerate(name for name in files if name != "document")
    )
    top = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    if core:
        properties = f"{kind}relationships/metadata/core-properties"
        top += f'<Relationship Id="r2" Type="{properties}" Target="docProps/core.xml"/>'
    wrapping = {
        "[Content_Types].xml": f'<Types xmlns="{kind}content-types">{_kinds(files)}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{kind}relationships">{top}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{kind}relationships">{links}</Relationships>',
    }
    if core:
        wrapping["docProps/core.xml"] = core
    return wrapping | {f"word/{name}.xml": xml for name, xml in files.items()}


def _kinds(files: dict[str, str]) -> str:
    package = "application/vnd.openxmlformats-package.relationships+xml"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    kinds = {name: RELATED.get(name, "document.main") for name in files}
    return f'<Default Extension="rels" ContentType="{package}"/>' + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{main}{kind}+xml"/>'
        for name, kind in kinds.items()
    )


def paragraph(runs: str, properties: str = "") -> str:
    """A paragraph of runs' XML."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def listed(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph that a list numbers."""
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(rows: list[list[str]]) -> str:
    """A plain table."""
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(map(cell, row)) + '</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    """A cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def numbering(levels: tuple[tuple[str, str], ...], overrides: str = "", more: str = "") -> str:
    """numbering.xml of one list (number 1), or of two: 2 counts together with it, but for the overrides."""
    shown = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for index, (way, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{shown}</w:abstractNum>{more}'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num>'
    )


def _paragraph(line: str, label: Callable[[str], tuple[int, str] | None] | None) -> str:
    found = label(line) if label else None
    if found:
        return listed(found[1], found[0])
    style = next((name for mark, name in zip(MARKS, HEADINGS, strict=True) if mark.match(line)), "")
    return paragraph(run(line), f'<w:pStyle w:val="{style}"/>' if style and "。" not in line else "")


def label_of() -> Callable[[str], tuple[int, str] | None]:
    """Of a line that the list's next number fits: its level and what follows the number."""
    counts = [0, 0, 0]

    def label(line: str) -> tuple[int, str] | None:
        for level, (way, shown) in enumerate(LEVELS):
            mark = shown.replace(f"%{level + 1}", counted(counts[level] + 1, way))
            if (
                line.startswith(mark)
                and MARKS[level].match(line)
                and not line[len(mark) : len(mark) + 1].isdigit()
            ):
                counts[level:] = [counts[level] + 1, *[0] * (2 - level)]
                return level, line[len(mark) :].lstrip()
        return None

    return label
