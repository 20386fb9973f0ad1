"""Text copied from the issuer's last year or from another issuer: keeps mart.copied_paragraph up to date.

A load judges anew only the paragraphs that its reports touch, and comes to what judging all would come to.
Pairs worth comparing are found by bands of MinHash signatures (`core.paragraph`), each paragraph against a
few others, so the work grows with the paragraphs; the pairs are then compared word by word.
"""

import duckdb
import polars as pl
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from tables import TABLES, polars_schema
from warehouse import ddl
from warehouse.statements import sql

COMMON = 10  # what issuers of more districts write is nobody's
ALIKE = 0.8
AT_ONCE = 20_000  # pairs compared at once
PART = 2_000_000  # paragraphs whose bands are gathered at once, to keep memory flat
TEXTS = 10_000  # texts whose paragraphs are cut out at once, for the same reason
NAMES = ("mart.copied_paragraph", "mart.copied_report")


def renew_copies(connection: duckdb.DuckDBPyConnection, whole: bool) -> None:
    """Bring mart.copied_paragraph up to date with core, or make it anew where `whole`."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS renewed (report_id VARCHAR)")
    if whole or not _as_described(connection) or _scalar(connection, sql("copies/whole")):
        for name in NAMES:
            ddl.run(connection, [ddl.drop(TABLES[name]), *ddl.create(TABLES[name])])
    for step in ("changed", "bands"):
        connection.execute(sql(f"copies/{step}"))
    if not _scalar(connection, "SELECT count(*) FROM changed"):
        return
    if _scalar(connection, "SELECT count(*) FROM mart.copied_report"):
        connection.execute(sql("copies/affected"))
    else:
        connection.execute(sql("copies/everything"))
    _gather(connection)
    _cut_out(connection)
    _compare(connection)
    connection.execute(sql("copies/keep"), {"alike": ALIKE})
    connection.execute(sql("copies/clear"))


def _as_described(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the tables that are built upon have the columns they should have."""
    present = ddl.existing(connection)
    return all(set(present.get(name, {})) == set(polars_schema(name)) for name in NAMES)


def _scalar(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def _gather(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `candidate` and add to `ops.common_band`, one part of the bands after another."""
    connection.execute(sql("copies/empty"))
    parts = 1 + _scalar(connection, "SELECT count(*) FROM affected") // PART
    statements = [one.strip() for one in sql("copies/gather").split(";\n") if one.strip()]
    for part in range(parts):
        told = {"parts": parts, "part": part, "common": COMMON}
        for statement in statements:
            asked = {name: value for name, value in told.items() if f"${name}" in statement}
            connection.execute(statement, asked)


def _cut_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `pair` and `said`: the pairs worth comparing, and the words of their paragraphs."""
    connection.execute(sql("copies/wanted"))
    parts = 1 + _scalar(connection, "SELECT count(DISTINCT report_id) FROM wanted") // TEXTS
    for part in range(parts):
        connection.execute(sql("copies/said"), {"parts": parts, "part": part})


def _compare(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the temporary table `likeness`: each pair with its similarity, 0 to 1."""
    key = ["report_id", "position", "source", "other_report_id", "other_position"]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE likeness (report_id VARCHAR, position BIGINT, source VARCHAR, "
        "other_report_id VARCHAR, other_position BIGINT, similarity DOUBLE)"
    )
    pairs = connection.execute(sql("copies/pairs")).to_arrow_reader(AT_ONCE)
    found = []
    for batch in pairs:
        rows = pl.DataFrame(batch)
        like = cpdist(
            rows["words"].to_list(), rows["other_words"].to_list(), scorer=Indel.normalized_similarity
        )
        alike = rows.select(key).with_columns(similarity=pl.Series(like, dtype=pl.Float64).round(4))
        found.append(alike.filter(pl.col("similarity") >= ALIKE))
    if found:
        connection.register("likeness_found", pl.concat(found).to_arrow())
        connection.execute("INSERT INTO likeness SELECT * FROM likeness_found")
        connection.unregister("likeness_found")
