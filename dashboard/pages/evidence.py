"""出处: the sentences behind a figure, each a click away from its words in the report."""

from itertools import takewhile
from typing import Any

from dashboard import links
from dashboard.asked import Asked
from dashboard.edition import Edition, Row
from dashboard.listing import Column, Listing
from dashboard.marked import figure, qualities, told
from dashboard.words import WHY_NOT, number, year

EVIDENCE = Listing(
    "evidence",
    "出处",
    (
        Column("place", "区划与部门"),
        Column("issuer", "机关"),
        Column("report_year", "年度", show=lambda row: year(row["report_year"])),
        Column("indicator_name", "指标"),
        Column("text", "文字", link=links.words),
        Column("value", "数值", numeric=True),
        Column("value_high", "上限", numeric=True),
        Column("unit", "单位"),
        Column("subject", "对象"),
        Column("sentence", "原句", wide=True),
        Column("used", "采用"),
        Column("why_not", "不用的理由", WHY_NOT),
        Column("confidence", "可信度", numeric=True),
        Column("report_id", "报告编号"),
        Column("start", "起位", numeric=True),
        Column("end", "止位", numeric=True),
    ),
    needs=("prefix", "townships", "issuer", "report", "indicator", "family", "year", "domain"),
    size=60,
)


def page(edition: Edition, asked: Asked) -> dict[str, Any]:
    """What the template draws."""
    given = {name: getattr(asked, name) for name in EVIDENCE.needs}
    skip = (asked.page - 1) * EVIDENCE.size
    rows = edition.rows("evidence", **given, rows=EVIDENCE.size + 1, skip=skip)
    place = (
        edition.row("place", place=asked.place or asked.province) if asked.place or asked.province else None
    )
    return {
        "cards": [_card(row, edition) for row in rows[: EVIDENCE.size]],
        "more": len(rows) > EVIDENCE.size,
        "told": _told(asked, rows, place),
        "listing": EVIDENCE,
        "listings": (EVIDENCE,),
    }


def _card(row: Row, edition: Edition) -> Row:
    """A measure with its sentence cut at its words."""
    at = place_in(row["sentence"], row["text"], row["words_before"] or "")
    end = at + len(row["text"]) if at is not None else 0
    return row | {
        "before": row["sentence"][:at],
        "found": row["sentence"][at:end] if at is not None else "",
        "after": row["sentence"][end:] if at is not None else "",
        "said": told(row),
        "figure": figure(row) + (row["unit"] or ""),
        "qualities": qualities(row),
        "tone": edition.tone(row["domain"]),
        "href": links.words(row),
        "why": WHY_NOT.get(row["why_not"] or "", ""),
    }


def place_in(sentence: str, words: str, before: str) -> int | None:
    """Where some words stand in a sentence that have `before` in front of them in the report; None: nowhere.

    Of several places (`5件` stands in `15件` too) the one with most of `before` in front.
    """
    places = [at for at in range(len(sentence)) if sentence.startswith(words, at)]

    def alike(at: int) -> int:
        pairs = zip(reversed(sentence[:at]), reversed(before), strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    return max(places, key=alike, default=None)


def _told(asked: Asked, rows: list[Row], place: Row | None) -> str:
    """What is shown, in words."""
    first = rows[0] if rows else {}
    parts = [
        place["full_name"] if place else None,
        "各乡镇街道" if asked.townships else None,
        first.get("issuer") if asked.issuer or asked.report else None,
        f"{asked.year} 年" if asked.year else None,
        first.get("indicator_name", asked.indicator) if asked.indicator else None,
    ]
    used = sum(row["used"] for row in rows)
    many = f"用于汇总的 {number(used)} 处在前" if used else ""
    return " · ".join(part for part in (*parts, many) if part)
