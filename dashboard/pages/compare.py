"""比较: regions and issuers side by side, an indicator a row."""

from itertools import groupby
from typing import Any

from dashboard import links
from dashboard.asked import Asked
from dashboard.edition import Edition, Row
from dashboard.listing import Column, Listing
from dashboard.pages.trend import names
from dashboard.words import NATURES, bounded, year

ALL = 5_000
MOST = 6  # of regions and issuers beside each other

COMPARISON = Listing(
    "comparison",
    "比较",
    (
        Column("entity", "对象"),
        Column("domain_name", "领域"),
        Column("indicator_name", "指标"),
        Column("report_year", "年度", show=lambda row: year(row["report_year"])),
        Column("value", "数值", numeric=True),
        Column("value_is", "数值性质", NATURES),
        Column("unit", "单位"),
    ),
    more=(Column("indicator", "指标代码"),),
    needs=("entities", "year", "domain"),
)


def page(edition: Edition, asked: Asked) -> dict[str, Any]:
    """What the template draws."""
    chosen = asked.entities or tuple(row["entity"] for row in edition.rows("fullest_entities", rows=3))
    asked = asked.but(e=chosen[:MOST])
    years = [row["report_year"] for row in edition.rows("entity_years", entities=asked.entities)]
    if asked.year not in years:
        asked = asked.but(year=years[0] if years else None)
    rows = edition.rows(
        "comparison", entities=asked.entities, year=asked.year, domain=asked.domain, rows=ALL, skip=0
    )
    return {
        "asked": asked,
        "most": MOST,
        "reporting": {
            row["entity"] for row in edition.rows("entity_reports", entities=asked.entities, year=asked.year)
        },
        "names": names(edition, asked.entities),
        "years": years,
        "domains": edition.rows("domains"),
        "lines": [_line(list(group), asked.entities) for _, group in groupby(rows, key=links.of)],
        "listing": COMPARISON,
        "listings": (COMPARISON,),
    }


def _line(rows: list[Row], entities: tuple[str, ...]) -> dict[str, Any]:
    """One indicator: a cell for each region or issuer, its bar in per cent of the longest."""
    most = max((abs(row["value"]) for row in rows), default=0) or 1
    said = {row["entity"]: row for row in rows}
    cells = [
        {
            "text": bounded(row["value"], row["value_is"]),
            "href": links.entity_evidence(entity, row),
            "length": 100 * abs(row["value"]) / most,
            "tone": place,
        }
        if (row := said.get(entity))
        else None
        for place, entity in enumerate(entities)
    ]
    return rows[0] | {"cells": cells}
