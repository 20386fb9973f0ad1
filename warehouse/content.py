"""The content hash: the same for the same core and mart rows, whatever order or batches they came in.

Each row is told as text and digested to 128 bits by DuckDB, all cores at work; the digests of a part are
added up, which needs no sorting and says the same as a digest in key order would. A part is one report with
its rows of all tables, one year of a mart that goes by years, or a whole table; its sum stands in
`ops.digest`, so that a load digests only what it changed. Bookkeeping (`ops`), volatile columns and views
(their rows follow from core) stay out.
"""

import hashlib
from collections.abc import Iterator

import duckdb

from tables import TABLES
from warehouse.ddl import existing, quoted
from warehouse.parts import goes_by
from warehouse.statements import sql

REPORT = "report"  # the scope of a part that holds all rows of one report


def refresh(connection: duckdb.DuckDBPyConnection, *, whole: bool = False) -> None:
    """Digest anew what is due (temporary tables `due` and `due_year`), or everything where `whole`.

    Whoever writes to core or marts outside a load calls this with `whole`.
    """
    present = _tables(connection)
    connection.execute(
        "DELETE FROM ops.digest" + ("" if whole else f" WHERE {_due(REPORT)} OR {_due('year')} OR part = ''")
    )
    for statement in _digests(present, whole):
        connection.execute(f"INSERT INTO ops.digest {statement}")


def content_hash(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256, hexadecimal, over the tables with their columns and the digests of their parts.

    Where the digests do not account for every row, they are made anew first.
    """
    rows = sum(_count(connection, name) for name in _tables(connection))
    if connection.execute('SELECT coalesce(sum("rows"), 0) FROM ops.digest').fetchall()[0][0] != rows:
        refresh(connection, whole=True)
    figures = connection.execute(sql("content_total")).fetchall()[0]
    columns = [f"{name}({','.join(told)})" for name, told in _tables(connection).items()]
    return hashlib.sha256("\n".join([*columns, str(figures)]).encode()).hexdigest()


def volatile(name: str) -> set[str]:
    """Columns that tell of the run, not of the content."""
    return {column.name for column in TABLES[name].columns if column.volatile} if name in TABLES else set()


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The tables that count, by name, with the columns that do."""
    present = existing(connection)
    names = [name for (name,) in connection.execute(sql("counted_tables")).fetchall()]
    return {name: [one for one in present[name] if one not in volatile(name)] for name in names}


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])


def _digests(present: dict[str, list[str]], whole: bool) -> Iterator[str]:
    """The queries for the parts: scope, part, rows, digest."""
    reports = [name for name in present if goes_by("report", name)]
    told = (_rows(name, present[name], "report_id", "" if whole else _due("report_id")) for name in reports)
    yield _summed(f"'{REPORT}'", " UNION ALL ".join(told))
    for name in sorted(present.keys() - set(reports)):
        by_year = goes_by("year", name)
        part = "coalesce(CAST(report_year AS VARCHAR), 'null')" if by_year else "''"
        yield _summed(
            f"'{name}'",
            _rows(name, present[name], part, _due("report_year") if by_year and not whole else ""),
        )


def _due(what: str) -> str:
    """The condition that a row, or (`report`, `year`) a digest, is of what is due."""
    return {
        "report_id": "report_id IN (SELECT report_id FROM due)",
        "report_year": "report_year IN (SELECT report_year FROM due_year)",
        REPORT: f"(scope = '{REPORT}' AND part IN (SELECT report_id FROM due))",
        "year": f"(scope <> '{REPORT}' AND part IN (SELECT CAST(report_year AS VARCHAR) FROM due_year))",
    }[what]


def _rows(name: str, columns: list[str], part: str, condition: str) -> str:
    """The part and the digest of each row; null is told from empty."""
    told = ", ".join(f"coalesce(CAST({quoted(column)} AS VARCHAR), chr(30))" for column in columns)
    said = f"md5_number(concat_ws(chr(31), '{name}', {told}))"
    return f"SELECT {part} AS part, {said} AS said FROM {name}" + (f" WHERE {condition}" if condition else "")


def _summed(scope: str, rows: str) -> str:
    """One row a part; the sums in halves, because the sum of many 128-bit numbers would not fit."""
    halves = (
        "sum(CAST(said >> 64 AS UBIGINT)), '/', sum(CAST(said & 18446744073709551615::UHUGEINT AS UBIGINT))"
    )
    return f"SELECT {scope}, part, count(*), concat({halves}) FROM ({rows}) GROUP BY part"
