"""趋势: what one region or issuer tells, over the years, a small chart for each indicator."""

from dataclasses import replace
from itertools import groupby
from typing import Any

from dashboard import links
from dashboard.asked import Asked
from dashboard.charts import Chart, Value, line
from dashboard.edition import Edition, Row
from dashboard.listing import Column, Listing
from dashboard.words import NATURES, bounded, number, share, year

CHARTS = 12
ALL = 5_000

TREND = Listing(
    "trend",
    "逐年数值与增减",
    (
        Column("domain_name", "领域"),
        Column("indicator_name", "指标"),
        Column("report_year", "年度", show=lambda row: year(row["report_year"])),
        Column("value", "数值", show=lambda row: bounded(row["value"], row["value_is"]), numeric=True),
        Column("unit", "单位"),
        Column(
            "previous_value",
            "上年",
            show=lambda row: bounded(row["previous_value"], row["previous_value_is"]),
            numeric=True,
        ),
        Column("compared", "可比机关数", numeric=True),
        Column("difference", "增减", show=lambda row: _signed(row["difference"]), numeric=True),
        Column("relative_change", "增减率", show=lambda row: share(row["relative_change"]), numeric=True),
    ),
    needs=("entity", "domain"),
    size=200,
    more=(
        Column("value_is", "数值性质", NATURES),
        Column("previous_value_is", "上年性质", NATURES),
        Column("indicator", "指标代码"),
    ),
)  # fmt: skip


def page(edition: Edition, asked: Asked) -> dict[str, Any]:
    """What the template draws."""
    asked = asked if asked.e else asked.but(e=tuple(_first(edition)))
    rows = (
        edition.rows("trend", entity=asked.entity, domain=asked.domain, rows=ALL, skip=0) if asked.e else []
    )
    linked = [row | {"href": links.entity_evidence(asked.entity or "", row)} for row in rows]
    start = (asked.page - 1) * TREND.size
    return {
        "asked": asked,
        "names": names(edition, asked.entities),
        "domains": edition.rows("domains"),
        "charts": _charts(linked),
        "leaf": _listing(asked).drawn(linked[start : start + TREND.size + 1], asked),
        "listings": (TREND,),
    }


def names(edition: Edition, entities: tuple[str, ...]) -> dict[str, str]:
    """Regions and issuers with their names."""
    found = {row["entity"]: row["name"] for row in edition.rows("entity_names", entities=entities)}
    return {entity: found.get(entity) or entity for entity in entities}


def _first(edition: Edition) -> list[str]:
    """The region with most to tell, where the address names none."""
    return [row["entity"] for row in edition.rows("fullest_entities", rows=1)]


def _listing(asked: Asked) -> Listing:
    """The listing with its figures led to their sentences."""
    columns = (
        Column(one.name, one.title, one.words, one.show, _href if one.name == "value" else None, one.numeric)
        for one in TREND.columns
    )
    return replace(TREND, columns=tuple(columns))


def _href(row: Row) -> str:
    return str(row["href"])


def _signed(value: float | None) -> str:
    return "" if value is None else f"{'+' if value > 0 else ''}{number(value)}"


def _charts(rows: list[Row]) -> list[tuple[Row, Chart]]:
    """The indicators told in most years, the main ones of the catalogue first, each with its line."""
    series = [list(group) for _, group in groupby(rows, key=links.of)]
    series.sort(key=lambda one: (-len(one), not one[0]["headline"]))
    return [(one[-1], line([_point(row) for row in one])) for one in series[:CHARTS]]


def _point(row: Row) -> tuple[int, Value]:
    said = bounded(row["value"], row["value_is"])
    tip = f"{row['report_year']} 年：{said}{row['unit'] or ''}"
    return row["report_year"], Value(row["value"], tip, row["href"], "t0", said)
