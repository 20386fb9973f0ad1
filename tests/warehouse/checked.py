"""Texts taken through extraction into a database in memory, to ask what the checks say of them."""

from collections.abc import Mapping
from typing import Any

import duckdb
import polars as pl
from warehouse_factory import Report, report_row

from tables import polars_schema
from transforms.batch import fact_rows, reference_frames
from transforms.catalogue import Catalogue
from transforms.extract import extract
from warehouse.ddl import ensure_schema
from warehouse.load import insert
from warehouse.statements import sql

FACTS = ("core.measure", "core.relation", "core.content")
Rows = list[dict[str, Any]]


def arithmetic(texts: Mapping[str, str], catalogue: Catalogue) -> dict[str, Rows]:
    """The rows of mart.arithmetic_check of each text, by its name."""
    with duckdb.connect() as connection:
        ensure_schema(connection)
        for name in FACTS:
            found = [
                row for key, text in texts.items() for row in fact_rows(key, extract(text, catalogue))[name]
            ]
            insert(connection, name, pl.DataFrame(found, schema=polars_schema(name), orient="row"))
        reports = [
            report_row(Report(None, 2024, report_id=key, text=text, path=key)) for key, text in texts.items()
        ]
        insert(
            connection,
            "core.report",
            pl.DataFrame(reports, schema=polars_schema("core.report"), orient="row"),
        )
        insert(connection, "core.requirement", reference_frames(catalogue)["core.requirement"])
        rows = connection.execute(sql("marts/arithmetic_check")).pl().to_dicts()
    return {key: [row for row in rows if row["report_id"] == key] for key in texts}
