"""Helper columns that let a rule speak of two tables: what a reference finds, the words of a span.

They only look things up; whether what is found is right, the rules say.
"""

import polars as pl

from expectations.batches import Frames, links
from expectations.rules import lookup_name
from tables import FACTS, table


def with_lookups(frames: Frames, name: str) -> pl.DataFrame:
    """The frame of one table with a `_row` number and its helper columns."""
    frame = frames[name].with_row_index("_row")
    for child, column, parent in links(FACTS):
        if child == name:
            known = frames[parent][table(parent).key[0]]
            found = pl.when(pl.col(column).is_in(known.implode())).then(column)
            frame = frame.with_columns(found.alias(lookup_name(column)))
    return _for_measures(frame, frames["core.report_text"]) if name == "core.measure" else frame


def _for_measures(frame: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """`text__source`, and `indicator__suffix`: `rate` of petition.completion_rate."""
    suffix = pl.col("indicator").str.extract(r"([^._]*)$")
    return with_source(frame, texts).with_columns(indicator__suffix=suffix)


def with_source(frame: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """`text__source`: the report's words at char_start..char_end (end exclusive), null without a text."""
    words = texts.unique("report_id", keep="first").select("report_id", _source="text")
    length = (pl.col("char_end") - pl.col("char_start")).clip(0)
    return (
        frame.join(words, on="report_id", how="left", maintain_order="left")
        .with_columns(text__source=pl.col("_source").str.slice(pl.col("char_start"), length))
        .drop("_source")
    )
