"""The Frictionless description, `datapackage.json`, of exported tables: types, meanings, constraints and
keys.

All of it follows from the descriptions in `tables`; which foreign keys hold, the rows themselves say.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tables import Column, Table
from warehouse.ddl import column_comment, comment_of
from warehouse.publish import Published

TYPES = {
    "text": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "date": "date",
    "timestamp": "datetime",
    "json": "object",
}
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}

Reference = tuple[str, str, str]  # a column, the table and the column it refers to


def package(resources: Sequence[Mapping[str, Any]], manifest: Published) -> dict[str, Any]:
    """The whole description, which tells of what publication it is."""
    return {
        "profile": "data-package",
        "name": "fazhi",
        "title": "法治年报仓库",
        "description": "法治政府建设年度报告中的数字；列的含义见各资源的 schema 与 data-dictionary.md",
        "version": manifest.run_id,
        "created": manifest.published_at,
        "contentHash": manifest.content_hash,
        "resources": list(resources),
    }


def resource(
    table: Table, form: str, paths: Sequence[str], references: Sequence[Reference]
) -> dict[str, Any]:
    """One table: its files, relative to the description, and its schema."""
    told: dict[str, Any] = {
        "name": table.name,
        "title": table.zh,
        "description": comment_of(table),
        "path": paths[0] if len(paths) == 1 else list(paths),
        "format": form,
        "mediatype": MEDIA[form],
        "schema": schema(table, references),
    }
    if form == "csv":
        told |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8-sig",
            "dialect": {"lineTerminator": "\n"},
        }
    return told


def schema(table: Table, references: Sequence[Reference]) -> dict[str, Any]:
    """Fields, primary key and those foreign keys that hold.

    A table that refers to itself is the empty name.
    """
    return {
        "fields": [field(one) for one in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": [column],
                "reference": {"resource": "" if other == table.name else other, "fields": [key]},
            }
            for column, other, key in references
        ],
        "missingValues": [""],
    }


def field(column: Column) -> dict[str, Any]:
    """One column with its Chinese name, meaning, type and constraints."""
    constraints = {
        "required": None if column.null else True,
        "enum": list(column.allowed) or None,
        "minimum": column.min,
        "maximum": column.max,
    }
    return {
        "name": column.name,
        "title": column.zh,
        "description": column_comment(column),
        "type": TYPES[column.type],
        "constraints": {name: value for name, value in constraints.items() if value is not None},
    }


def references(table: Table, tables: Mapping[str, Table]) -> list[Reference]:
    """The columns that refer to the single key of another exported table."""
    return [
        (one.name, one.references, tables[one.references].key[0])
        for one in table.columns
        if one.references and one.references in tables and len(tables[one.references].key) == 1
    ]
