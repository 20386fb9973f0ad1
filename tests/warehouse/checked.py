"""Texts taken through extraction into a database in memory, to ask what the checks say of them."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from warehouse_factory import Report, report_row

from tables import polars_schema
from transforms.batch import fact_rows, reference_frames
from transforms.catalogue import Catalogue, parse_catalogue
from transforms.extract import extract
from warehouse.ddl import ensure_schema
from warehouse.load import insert
from warehouse.statements import sql

FACTS = ("core.measure", "core.relation", "core.content", "core.citation", "core.remnant")
REFERENCE = ("core.requirement", "core.law", "core.check_word")
Rows = list[dict[str, Any]]
CATALOGUES = Path(__file__).parents[2] / "data" / "reference"


@cache
def shipped() -> Catalogue:
    """The catalogue as it is shipped."""
    return parse_catalogue({path.name: path.read_bytes() for path in CATALOGUES.glob("*.csv")})


def arithmetic(texts: Mapping[str, str]) -> dict[str, Rows]:
    """The rows of mart.arithmetic_check of each text, by its name."""
    reports = [Report(None, 2024, report_id=key, text=text, path=key) for key, text in texts.items()]
    return _checked("arithmetic_check", reports)


def requirements(report: Report) -> dict[str, dict[str, Any]]:
    """The rows of mart.requirement_check of a report, by their requirements."""
    (rows,) = _checked("requirement_check", [report]).values()
    return {row["requirement"]: row for row in rows}


def laws(text: str, year: int | None) -> Rows:
    """The rows of mart.law_check of a text, in reading order."""
    rows = _checked("law_check", [Report(None, year, report_id="r", text=text)])["r"]
    return sorted(rows, key=lambda row: row["char_start"])


def placeholders(report: Report) -> Rows:
    """The rows of mart.placeholder_check of a report."""
    return _checked("placeholder_check", [report])["r"]


def _checked(mart: str, reports: Sequence[Report]) -> dict[str, Rows]:
    """The rows of a mart that are of each report."""
    with duckdb.connect() as connection:
        ensure_schema(connection)
        facts = [fact_rows(one.report_id, extract(one.text, shipped())) for one in reports]
        for name in FACTS:
            _put(connection, name, [row for found in facts for row in found[name]])
        _put(connection, "core.report", [report_row(report) for report in reports])
        _put(
            connection,
            "core.report_text",
            [{"report_id": one.report_id, "text": one.text} for one in reports],
        )
        for name in REFERENCE:
            insert(connection, name, reference_frames(shipped())[name])
        connection.execute(sql("marts/everything"))
        rows = connection.execute(sql(f"marts/{mart}")).pl().to_dicts()
    return {one.report_id: [row for row in rows if row["report_id"] == one.report_id] for one in reports}


def _put(connection: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    insert(connection, name, pl.DataFrame(rows, schema=polars_schema(name), orient="row"))
