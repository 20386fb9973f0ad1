"""区县统计: a province's regions by one indicator: map, ranking, and all that the chosen one tells."""

from pathlib import Path
from typing import Any

from dashboard import links
from dashboard.asked import Asked, prefix
from dashboard.charts import Value, columns
from dashboard.edition import Edition, Row
from dashboard.listing import Column, Listing
from dashboard.maps import map_of
from dashboard.pages.atlas import drawn, silent
from dashboard.words import LEVELS, METHODS, NATURES, bounded


def _place(row: Row) -> str:
    return links.link(
        "/district",
        place=row["region_code"],
        of=links.of(row),
        year=row["report_year"],
        province=_province(row),
    )


def _province(row: Row) -> str:
    return f"{row['region_code'][:2]}0000000000"


def _value(row: Row) -> str:
    return bounded(row["value"], row["value_is"])


def _shown(row: Row) -> str:
    return bounded(row["shown"], row["value_is"])


def _stated(row: Row) -> str:
    return bounded(row["stated_value"], row["stated_value_is"])


def _townships(row: Row) -> str:
    return f"{row['townships_stating']} / {row['townships_reporting']} / {row['townships_total']}"


RANKING = Listing(
    "ranking",
    "排名",
    (
        Column("name", "区划", link=_place),
        Column("shown", "数值", show=_shown, link=links.township_evidence, numeric=True),
        Column("unit", "单位"),
        Column("stated_value", "本级自报", show=_stated, link=links.stated_evidence, numeric=True),
        Column("townships_stating", "写明/有报告/全部乡镇", show=_townships, numeric=True),
    ),
    needs=("prefix", "level", "per", "indicator", "family", "year"),
    size=60,
    more=(
        Column("value_is", "数值性质", NATURES),
        Column("stated_value_is", "自报性质", NATURES),
        Column("region_code", "区划代码"),
    ),
)  # fmt: skip

TOWNSHIPS = Listing(
    "place_townships",
    "各乡镇街道",
    (
        Column("full_name", "乡镇街道", show=lambda row: row["township"], link=links.report),
        Column("value", "数值", show=_value, link=links.report_evidence, numeric=True),
        Column("unit", "单位"),
        Column("method", "怎样得来", METHODS, link=links.report_evidence),
    ),
    needs=("prefix", "indicator", "family", "year"),
    size=40,
    more=(Column("value_is", "数值性质", NATURES), Column("report_id", "报告编号")),
)

INDICATORS = Listing(
    "place_indicators",
    "该年全部指标",
    (
        Column("domain_name", "领域"),
        Column("indicator_name", "指标", link=_place),
        Column("value", "乡镇合计", show=_value, link=links.township_evidence, numeric=True),
        Column("unit", "单位"),
        Column("townships_stating", "写明的乡镇数", numeric=True),
        Column("stated_value", "本级自报", show=_stated, link=links.stated_evidence, numeric=True),
    ),
    needs=("place", "year"),
    size=200,
    more=(
        Column("value_is", "数值性质", NATURES),
        Column("stated_value_is", "自报性质", NATURES),
        Column("indicator", "指标代码"),
    ),
)


def page(edition: Edition, asked: Asked, home: Path) -> dict[str, Any]:
    """What the template draws; what the address does not say is chosen so that there is something to see."""
    provinces = _provinces(edition, asked)
    asked = _with_province(asked, provinces)
    if asked.province is None:
        return {"provinces": [], "asked": asked, "listings": ()}
    choices = edition.rows("choices", prefix=prefix(asked.province))
    chart = map_of(home, asked.province)
    asked = _with_defaults(edition, asked, choices)
    whole = asked.but(place=None)
    return {
        "asked": asked,
        "provinces": provinces,
        "choices": choices,
        "chosen": next((one for one in choices if links.of(one) == asked.of), None),
        "years": _years(edition, asked),
        "levels": {"city": "市", "district": "区县"},
        "ranking": RANKING.leaf(edition, whole),
        "listings": (RANKING, TOWNSHIPS, INDICATORS),
        "map": drawn(edition, whole, chart, asked.place) if chart else None,
        "silent": silent(edition, whole),
        **_chosen_place(edition, asked),
    }


def _provinces(edition: Edition, asked: Asked) -> list[Row]:
    """The provinces that have reports, and the one asked for where it has none."""
    found = edition.rows("provinces")
    wanted = edition.row("place", place=asked.province) if asked.province else None
    if wanted is None or any(one["code"] == asked.province for one in found):
        return found
    return [*found, {"code": asked.province, "name": wanted["full_name"], "reports": 0}]


def _with_province(asked: Asked, provinces: list[Row]) -> Asked:
    """The province asked for, that of the place, or the one with most reports."""
    if asked.province:
        return asked
    if asked.place:
        return asked.but(province=f"{asked.place[:2]}0000000000")
    return asked.but(province=provinces[0]["code"] if provinces else None)


def _with_defaults(edition: Edition, asked: Asked, choices: list[Row]) -> Asked:
    known = {links.of(one) for one in choices}
    if asked.of not in known and choices:
        best = max(choices, key=lambda one: (one["headline"], one["townships_figures"]))
        asked = asked.but(of=links.of(best))
    years = _years(edition, asked)
    if asked.year not in years:
        asked = asked.but(year=years[0] if years else None)
    level = asked.level if asked.level in ("city", "district") else "district"
    return asked.but(level=level, per=asked.per if asked.per == "township" else "all")


def _years(edition: Edition, asked: Asked) -> list[int]:
    if asked.of is None or asked.province is None:
        return []
    found = edition.rows(
        "choice_years", prefix=prefix(asked.province), indicator=asked.indicator, family=asked.family
    )
    return [row["report_year"] for row in found]


def _chosen_place(edition: Edition, asked: Asked) -> dict[str, Any]:
    """The region that was clicked: its years as bars, its parts, its townships, all its indicators."""
    found = edition.row("place", place=asked.place) if asked.place else None
    if found is None:
        return {"place": None}
    years = edition.rows("place_years", place=asked.place, indicator=asked.indicator, family=asked.family)
    below = {"province": "city", "city": "district"}.get(found["level"])
    return {
        "place": found | {"level_name": LEVELS[found["level"]]},
        "place_bars": columns([_bar(row, asked) for row in years if row["value"] is not None], 520, 190),
        "place_stated": [
            (row["report_year"], _stated(row), links.stated_evidence(_with(row, asked)))
            for row in years
            if row["stated_value"] is not None
        ],
        "below": RANKING.leaf(edition, asked.but(level=below)) if below else None,
        "townships": TOWNSHIPS.leaf(edition, asked),
        "indicators": INDICATORS.leaf(edition, asked),
    }


def _with(row: Row, asked: Asked) -> Row:
    """A row of one region and indicator, with both in it."""
    return row | {"region_code": asked.place, "indicator": asked.indicator, "unit_family": asked.family}


def _bar(row: Row, asked: Asked) -> tuple[str, list[Value]]:
    said = f"{_value(row)}{row['unit'] or ''}"
    many = f"{row['townships_stating']} 个乡镇写明，{row['townships_reporting']} 个有报告"
    tip = f"{row['report_year']} 年：{said}，{many}"
    href = links.township_evidence(_with(row, asked))
    tone = "t0" if row["report_year"] == asked.year else "t0 pale"
    return str(row["report_year"]), [Value(row["value"], tip, href, tone, _value(row))]
