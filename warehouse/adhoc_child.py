"""The process in which `warehouse.adhoc` runs one statement; nothing else starts it.

It reads a JSON object from standard input (path, config, sql, parameters, seconds, rows, megabytes) and
writes one line of JSON (`more`, or `error`), then the rows as an Arrow stream. It can write no file, and the
system's alarm ends it. It is run by its path and imports nothing of ours, so that it starts fast.
"""

import json
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

BATCH = 10_000
SPARE = 512  # megabytes of the process beside those that DuckDB counts as its own
READING = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN})
ONLY_READING = "only one statement that reads is allowed"


def main() -> None:
    """Run what standard input asks for."""
    wanted = json.load(sys.stdin)
    out = _confine(wanted)
    try:
        table, more = run(wanted)
    except (duckdb.Error, pa.ArrowException, MemoryError) as error:
        _say(out, {"error": str(error) or type(error).__name__})
    else:
        _say(out, {"more": more})
        with pa.ipc.new_stream(out, table.schema) as stream:
            stream.write_table(table)
    out.flush()
    os._exit(0)  # whatever the statement did to the database, nobody waits for its end


def _confine(wanted: dict[str, Any]) -> BinaryIO:
    """Limit time, memory and writing; returns the only way out. Standard output leads nowhere from now on."""
    signal.setitimer(signal.ITIMER_REAL, wanted["seconds"])
    most = (wanted["megabytes"] + SPARE) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return out


def run(wanted: dict[str, Any]) -> tuple[pa.Table, bool]:
    """The rows of the statement up to the limit, and whether there are more."""
    config = wanted["config"] | {"memory_limit": f"{wanted['megabytes']}MB", "temp_directory": ""}
    connection = duckdb.connect(wanted["path"], read_only=True, config=config)
    sql = only_reading(connection, wanted["sql"])
    connection.execute(sql, wanted["parameters"])
    kinds = [str(kind) for _, kind, *_ in connection.description or ()]
    if "INTERVAL" in kinds:  # which polars cannot take in
        connection.execute(f"SELECT COLUMNS(*)::VARCHAR FROM ({sql}\n)", wanted["parameters"])
    return _first(connection.to_arrow_reader(BATCH), wanted["rows"])


def only_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The statement without its semicolon; raises duckdb.Error where it is none, several, or does not read.

    A PIVOT is taken apart by DuckDB into two without a text, the first of which makes a temporary type.
    """
    found = connection.extract_statements(sql)
    alone = len(found) == 1 or not any(one.query for one in found)
    if not found or not alone or found[-1].type not in READING:
        raise duckdb.InvalidInputException(ONLY_READING)
    return sql.strip().rstrip(";")


def _first(reader: pa.RecordBatchReader, rows: int) -> tuple[pa.Table, bool]:
    """At most `rows` rows, and whether there are others; no more batches are made than are needed."""
    kept, count = [], 0
    for batch in _until(reader, rows):
        kept.append(batch)
        count += batch.num_rows
    table = pa.Table.from_batches(kept, reader.schema)
    return table.slice(0, rows).rename_columns(_apart(table.column_names)), count > rows


def _until(reader: pa.RecordBatchReader, rows: int) -> Iterator[pa.RecordBatch]:
    count = 0
    for batch in reader:
        yield batch
        count += batch.num_rows
        if count > rows:
            return


def _apart(names: list[str]) -> list[str]:
    """The names, a second of the same name with its number: `a`, `a_2`."""
    counts = Counter[str]()
    told: list[str] = []
    for name in names:
        counts[name] += 1
        told.append(name if counts[name] == 1 else f"{name}_{counts[name]}")
    return told


def _say(out: BinaryIO, told: dict[str, Any]) -> None:
    out.write(json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    main()
