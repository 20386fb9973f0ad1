"""The one description of every table: see `tables.model`."""

from tables.model import LABELS, TABLES, Column, Table, allowed, labels, polars_schema, table

__all__ = ["LABELS", "TABLES", "Column", "Table", "allowed", "labels", "polars_schema", "table"]
