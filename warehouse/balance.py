"""Whether all that came in is accounted for: loaded, a copy, or in quarantine. Rows of `ops.balance`.

What came in is counted by those who read it, what was loaded by the database itself; a difference means that
something was lost or counted twice, and forbids the load.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from tables import TABLES, polars_schema
from warehouse.errors import WarehouseError
from warehouse.statements import sql

FILES = "ops.file"


@dataclass(frozen=True, slots=True)
class Received:
    """Rows of one table in a run's batches; `copies` of them are of a text that another batch provides."""

    rows: int
    copies: int = 0


def check(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    received: Mapping[str, Received],
    inserted: Mapping[str, int],
) -> None:
    """Write the balance of this load; WarehouseError where a table does not add up, with all its numbers.

    Where nothing was received, as in a load of the ledger alone, the run's balance stays as it is.
    """
    if not received:
        return
    rows = [
        {"run_id": run_id, "table_name": name} | _account(connection, name, came, inserted)
        for name, came in received.items()
    ]
    for row in rows:
        _refuse_unbalanced(row)
    frame = pl.DataFrame(rows, schema=polars_schema("ops.balance"), orient="row")
    connection.execute("DELETE FROM ops.balance WHERE run_id = ?", [run_id])
    connection.register("balance_given", frame.to_arrow())
    connection.execute("INSERT INTO ops.balance BY NAME SELECT * FROM balance_given")
    connection.unregister("balance_given")


def _account(
    connection: duckdb.DuckDBPyConnection, name: str, came: Received, inserted: Mapping[str, int]
) -> dict[str, int]:
    """The four counts of a table."""
    if name == FILES:
        loaded, copies, refused = connection.execute(sql("load/balance_files")).fetchall()[0]
    else:
        one = "DISTINCT report_id" if name == "core.report" else "*"  # there a row for each file of a text
        query = sql("load/balance_rows").replace("/* one */", one)
        query = query.replace("/* accepted */", f"accepted_{name.replace('.', '_')}")
        copies, refused = connection.execute(query, {"name": name}).fetchall()[0]
        loaded = inserted[name]
    return {
        "rows_in": came.rows,
        "rows_loaded": loaded,
        "rows_copies": copies + came.copies,
        "rows_quarantined": refused,
    }


def _refuse_unbalanced(row: Mapping[str, object]) -> None:
    counts = {
        key: int(str(row[key])) for key in ("rows_in", "rows_loaded", "rows_copies", "rows_quarantined")
    }
    came, *went = counts.values()
    if came != sum(went):
        titles = {column.name: column.zh for column in TABLES["ops.balance"].columns}
        told = "，".join(f"{titles[key]} {count}" for key, count in counts.items())
        raise WarehouseError(
            f"{row['table_name']} 收支不平：{told}，相差 {came - sum(went)}；本次不装入、不发布，"
            "已发布的仓库保持原样。这是程序的错，请把 work/ 中本次运行的目录交给开发人员"
        )
