"""概览: how much there is, of which years and places, what the last run did, and how good it is."""

from typing import Any

from dashboard import links
from dashboard.asked import Asked
from dashboard.charts import Value, columns
from dashboard.edition import Edition, Row
from dashboard.listing import Column, Listing
from dashboard.words import number, share, year

KINDS = {"township": "乡镇街道", "government": "省市区县政府", "department": "部门", "others": "开发区与不明"}

COVERAGE = Listing(
    "coverage",
    "各省各年度的报告与覆盖",
    (
        Column("province", "省份", link=lambda row: links.link("/district", province=row["province_code"])),
        Column("report_year", "年度", show=lambda row: year(row["report_year"])),
        Column(
            "reports", "报告数", numeric=True,
            link=lambda row: links.link("/reports", province=row["province_code"], year=row["report_year"]),
        ),
        Column("districts", "涉及区县数", numeric=True),
        Column("townships_reporting", "有报告的乡镇街道数", numeric=True),
        Column("townships_total", "乡镇街道总数", numeric=True),
        Column("coverage", "覆盖率", show=lambda row: share(row["coverage"]), numeric=True),
    ),
    size=40,
    more=(Column("province_code", "区划代码"),),
)  # fmt: skip


def page(edition: Edition, asked: Asked) -> dict[str, Any]:
    """What the template draws."""
    return {
        "totals": edition.row("totals"),
        "years": columns([_year(row) for row in edition.rows("reports_by_year")]),
        "kinds": KINDS,
        "domains": _domains(edition),
        "coverage": COVERAGE.leaf(edition, asked),
        "listings": (COVERAGE,),
    }


def _year(row: Row) -> tuple[str, list[Value]]:
    """The reports of a year, a part for each kind of issuer."""
    year, href = row["report_year"], links.link("/reports", year=row["report_year"])
    return str(year), [
        Value(row[kind], f"{year} 年 {name}：{number(row[kind])} 份", href, f"t{tone}")
        for tone, (kind, name) in enumerate(KINDS.items())
        if row[kind]
    ]


def _domains(edition: Edition) -> list[dict[str, Any]]:
    """Domains with how long their bars are, in per cent of the longest."""
    rows = edition.rows("measures_by_domain")
    most = max((row["measures"] for row in rows), default=1)
    return [
        row
        | {
            "length": 100 * row["measures"] / most,
            "tone": edition.tone(row["domain"]),
            "href": links.link("/evidence", domain=row["domain"]),
        }
        for row in rows
    ]
