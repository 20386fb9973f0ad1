"""The one description of every table: see `tables.model`."""

from tables.model import FACTS, LABELS, TABLES, Column, Table, allowed, labels, polars_schema, table

__all__ = ["FACTS", "LABELS", "TABLES", "Column", "Table", "allowed", "labels", "polars_schema", "table"]
