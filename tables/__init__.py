"""The one description of every table: see `tables.model`."""

from tables.model import TABLES, Column, Table, allowed, polars_schema, table

__all__ = ["TABLES", "Column", "Table", "allowed", "polars_schema", "table"]
