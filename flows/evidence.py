"""The facts of a single text as rows with the columns of `mart.measure_evidence`, without a warehouse.

For `fazhi extract` and `fazhi evaluate`; whether the text is a report of this kind is not asked.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.alignment import Aligned, align
from flows.goldrows import Gold
from flows.reader import borrowed
from flows.settings import load_settings
from tables import polars_schema
from transforms.batch import fact_rows, report_id
from transforms.catalogue import Catalogue
from transforms.extract import Facts, extract_cleaned
from transforms.read.document import Document, Unreadable
from transforms.text.clean import clean

COLUMNS = tuple(polars_schema("mart.measure_evidence"))
Row = dict[str, Any]


def of_file(path: Path, catalogue: Catalogue) -> list[Row]:
    """A row for each measure of a file, in reading order; raises OSError or `Unreadable` (transforms)."""
    return of_document(document_in(path), str(path), catalogue)


def document_in(path: Path) -> Document:
    """The document in a file of any format, parsed apart; raises OSError or `Unreadable` (transforms)."""
    with borrowed(load_settings().bounds) as reader:
        found = reader.open(path.read_bytes(), path.name)
    if isinstance(found, Document):
        return found
    raise Unreadable("unsupported_format", "这是压缩包，请解压后逐个读取，或放入收件目录由 fazhi run 读取")


def of_text(source: str, path: str, catalogue: Catalogue) -> list[Row]:
    """The same of a decoded text; start and end are code points of `source`, end exclusive."""
    return of_document(Document(source, "txt"), path, catalogue)


def of_document(document: Document, path: str, catalogue: Catalogue) -> list[Row]:
    """The same of a document; start and end are code points of its text, end exclusive."""
    name = Path(path).name
    facts = extract_cleaned(clean(document.text), catalogue, name, document.metadata)
    about = {"file": name, "path": path, "format": document.format, "corrected": False} | _head(
        facts, catalogue
    )
    rows: dict[str, list[Row]] = fact_rows(report_id(document.text), facts, document)
    starts = {row["measure_id"]: row["char_start"] for row in rows["core.measure"]}
    sections = {row["section_id"]: row for row in rows["core.section"]}
    return [
        _ordered(about | row | _place(row, starts, sections) | _indicator(row, catalogue))
        for row in rows["core.measure"]
    ]


def _place(row: Row, starts: Mapping[Any, Any], sections: Mapping[Any, Row]) -> Row:
    """Where a measure stands: its own span, its parent's start, its section."""
    section = sections.get(row["section_id"], {})
    return {
        "start": row["char_start"],
        "end": row["char_end"],
        "part_of": starts.get(row["parent_measure_id"]),
        "heading": section.get("heading"),
        "section_role": section.get("role"),
    }


def _indicator(row: Row, catalogue: Catalogue) -> Row:
    known = catalogue.knowledge.indicators.by_code.get(row["indicator"])
    return {"indicator_name": known.name_zh if known else None}


def _head(facts: Facts, catalogue: Catalogue) -> Row:
    """Who issued the text and of what year, with the names of the regions above."""
    head = facts.head
    names = dict.fromkeys(("province", "city", "district", "township"))
    code = head.region_code
    while region := catalogue.regions.by_code.get(code or ""):
        if region.full_name.endswith(region.name):  # 市辖区 and its like are no names of places
            names[region.level] = region.name
        code = region.parent_code
    return names | {
        "issuer": head.issuer,
        "issuer_id": head.issuer_id,
        "issuer_type": head.issuer_type,
        "department": head.department,
        "region_code": head.region_code,
        "report_year": head.report_year,
    }


def _ordered(row: Row) -> Row:
    return {name: row[name] for name in COLUMNS}


def aligned(gold: Gold, catalogue: Catalogue) -> list[Aligned]:
    """Each text that the gold speaks of, its facts laid beside the gold's; raises OSError or `Unreadable`."""
    wanted: dict[str, list[Row]] = {name: [] for name in gold.texts}
    for row in gold.rows:
        wanted[row["file"]].append(row)
    return [_aligned(path, name, wanted[name], catalogue) for name, path in gold.texts.items()]


def _aligned(path: Path, name: str, wanted: list[Row], catalogue: Catalogue) -> Aligned:
    document = document_in(path)
    return align(name, of_document(document, str(path), catalogue), wanted, document.text)
