"""The content hash: the same for the same core and mart rows, whatever order or batches they came in.

Each row is told as text and digested to 128 bits by DuckDB, all cores at work; the digests of a table are
added up, which needs no sorting and says the same as a digest in key order would. Bookkeeping (`ops`),
volatile columns and views (their rows follow from core) stay out.
"""

import hashlib

import duckdb

from tables import TABLES
from warehouse.ddl import existing, quoted
from warehouse.statements import sql


def content_hash(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256, hexadecimal, over the tables by name with their columns, row counts and sums of digests."""
    present = existing(connection)
    digest = hashlib.sha256()
    for (name,) in connection.execute(sql("counted_tables")).fetchall():
        columns = [column for column in present[name] if column not in volatile(name)]
        figures = connection.execute(digest_query(name, columns)).fetchall()[0]
        digest.update(f"{name}({','.join(columns)})\t{figures}\n".encode())
    return digest.hexdigest()


def volatile(name: str) -> set[str]:
    """Columns that tell of the run, not of the content."""
    return {column.name for column in TABLES[name].columns if column.volatile} if name in TABLES else set()


def digest_query(name: str, columns: list[str]) -> str:
    """The query for the number of rows of a table and the sum of their digests; null is told from empty."""
    told = ", ".join(f"coalesce(CAST({quoted(column)} AS VARCHAR), chr(30))" for column in columns)
    row = f"md5_number(concat_ws(chr(31), {told}))"
    # in halves, because the sum of many 128-bit numbers would not fit
    halves = (
        f"sum(CAST({row} >> 64 AS UBIGINT)), sum(CAST({row} & 18446744073709551615::UHUGEINT AS UBIGINT))"
    )
    return f"SELECT count(*), {halves} FROM {name}"
