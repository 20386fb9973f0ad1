"""What people judged of measures, as rows of ops.judgement; what was found right wants no review."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import duckdb
import polars as pl

from tables import polars_schema
from warehouse.anchors import Anchor, Words
from warehouse.corrections import with_frame
from warehouse.statements import sql

SPAN = {"report_id": pl.String(), "char_start": pl.Int64(), "char_end": pl.Int64()}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A measure as it was read when it was judged; `sample` is empty where it was accepted in review.

    `verdict` is right, wrong or open (of a sample, not judged yet); `stratum_size` counts the measures of the
    warehouse that it stands for, together with the others of its stratum.
    """

    judgement_id: str
    sample: str
    series_id: str
    quote: str
    occurrence: int
    value: float
    unit: str | None
    indicator: str
    verdict: str
    wrong: str | None
    issuer_type: str | None
    domain: str | None
    stratum_size: int
    author: str | None
    judged_on: str | None


@dataclass(frozen=True, slots=True)
class Audit:
    """What a sample tells, so far: `precision` and its interval are None where nothing is judged yet."""

    sample: str
    drawn: int
    judged: int
    found_right: int
    precision: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """All that was judged, and what each sample tells."""

    judgements: Sequence[Judgement] = ()
    audits: Sequence[Audit] = ()


def judge_measures(connection: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Write down all judgements with their measures, and take what was found right off review."""
    places = _places(connection, judged.judgements)
    rows = [
        asdict(one) | {"report_id": report, "char_start": start, "char_end": end}
        for one, (report, start, end) in zip(judged.judgements, places, strict=True)
    ]
    schema = polars_schema("ops.judgement") | SPAN
    with_frame(
        connection, "judgement_given", pl.DataFrame(rows, schema=schema), sql("corrections/judgements")
    )
    audits = pl.DataFrame([asdict(one) for one in judged.audits], schema=polars_schema("ops.audit"))
    with_frame(connection, "audit_given", audits, sql("corrections/audits"))


def _places(
    connection: duckdb.DuckDBPyConnection, judgements: Sequence[Judgement]
) -> list[tuple[str | None, int | None, int | None]]:
    """Where the words of each judgement stand in the current report of its series."""
    series = sorted({one.series_id for one in judgements})
    asked = sql("corrections/reports_of_series")
    found = connection.execute(asked, [series]).pl().to_dicts() if series else []
    current = [row for row in found if row["is_current"]]
    texts = {key: (row["report_id"], Words(row["text"])) for row in current
             for key in (row["extracted"], row["series_id"])}  # fmt: skip
    places: list[tuple[str | None, int | None, int | None]] = []
    for one in judgements:
        report, words = texts.get(one.series_id, (None, None))
        span = words.find(Anchor.read(one.quote, one.occurrence)) if words else None
        places.append((report, *span) if span else (None, None, None))
    return places
