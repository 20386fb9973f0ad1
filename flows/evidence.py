"""The facts of a single text as rows with the columns of `mart.measure_evidence`, without a warehouse.

For `fazhi extract` and `fazhi evaluate`; whether the text is a report of this kind is not asked.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tables import polars_schema
from transforms.batch import fact_rows, report_id
from transforms.catalogue import Catalogue
from transforms.extract import Facts, extract
from transforms.text.decode import decode

COLUMNS = tuple(polars_schema("mart.measure_evidence"))
Row = dict[str, Any]


def of_file(path: Path, catalogue: Catalogue) -> list[Row]:
    """A row for each measure of a file, in reading order; raises OSError or `Unreadable` (transforms)."""
    return of_text(decode(path.read_bytes()), str(path), catalogue)


def of_text(source: str, path: str, catalogue: Catalogue) -> list[Row]:
    """The same of a decoded text; start and end are code points of `source`, end exclusive."""
    name = Path(path).name
    facts = extract(source, catalogue, name)
    about = {"file": name, "path": path} | _head(facts, catalogue)
    rows: dict[str, list[Row]] = fact_rows(report_id(source), facts)
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
