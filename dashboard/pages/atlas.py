"""The map of 区县统计: each region in the colour of its figure, and who tells nothing."""

from dataclasses import dataclass

from dashboard import links
from dashboard.asked import Asked, prefix
from dashboard.charts import class_of, classes
from dashboard.edition import Edition, Row
from dashboard.maps import WHOLE, WIDTH, Box, Map, Origin, Shape, window
from dashboard.words import bounded, number

LETTER = 11.5  # pixels of a letter
HATCH = 6.0  # pixels between the lines of regions that tell no figure
TONES = 5
ALL = 10_000  # more than there are regions of one level in a province


@dataclass(frozen=True, slots=True)
class Region:
    """A region on the map: its outline, the class of its colour and what it says."""

    shape: Shape
    name: str
    label: bool
    tone: str
    tip: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map as it is drawn: `view` is the part of the sheet that is seen, `near` whether that is not all.

    `other` leads from a part to the whole and back, None where there is no part worth seeing alone.
    """

    level: str
    origin: Origin
    regions: list[Region]
    legend: list[tuple[str, str]]
    view: Box
    other: str | None

    @property
    def near(self) -> bool:
        """Whether a part of the sheet is seen."""
        return self.view != WHOLE

    @property
    def unit(self) -> float:
        """How large on the sheet what is drawn one pixel large has to be."""
        return (self.view[2] - self.view[0]) / WIDTH

    @property
    def letter(self) -> float:
        """The size of letters."""
        return LETTER * self.unit

    @property
    def hatch(self) -> float:
        """The space between hatches."""
        return HATCH * self.unit


def drawn(edition: Edition, asked: Asked, chart: Map, place: str | None) -> Drawn:
    """The map of the province that is asked for; it goes near where few of its regions have reports."""
    known, figures = _known(edition, asked), _figures(edition, asked)
    ends = classes([figures[shape.code]["shown"] for shape in chart.shapes if shape.code in figures])
    part = window([shape.box for shape in chart.shapes if known.get(shape.code, {}).get("reports")])
    view = WHOLE if asked.view == "whole" else part
    unit = (view[2] - view[0]) / WIDTH
    regions = [
        _region(
            shape, known.get(shape.code), figures.get(shape.code), ends, unit=unit, asked=asked, place=place
        )
        for shape in chart.shapes
    ]
    other = asked.but(view=None if asked.view == "whole" else "whole", place=place)
    return Drawn(
        chart.level, chart.origin, sorted(regions, key=lambda one: one.chosen), _legend(regions, ends), view,
        links.link("/district", **_said(other), place=place) if part != WHOLE else None,
    )  # fmt: skip


def _known(edition: Edition, asked: Asked) -> dict[str, Row]:
    """The regions of the province by code."""
    rows = edition.rows("region_names", prefix=asked.prefix, year=asked.year)
    return {row["region_code"]: row for row in rows}


def _figures(edition: Edition, asked: Asked, *levels: str) -> dict[str, Row]:
    """What the regions of some levels (all, where none is named) tell, by code."""
    given = {name: getattr(asked, name) for name in ("prefix", "per", "indicator", "family", "year")}
    rows = [
        row
        for level in levels or ("city", "district")
        for row in edition.rows("ranking", **given, level=level, rows=ALL, skip=0)
    ]
    return {row["region_code"]: row for row in rows if row["shown"] is not None}


def _region(
    shape: Shape,
    known: Row | None,
    figure: Row | None,
    ends: list[float],
    *,
    unit: float,
    asked: Asked,
    place: str | None,
) -> Region:
    name = known["name"] if known else shape.code
    return Region(
        shape,
        name,
        len(name) * LETTER * unit < shape.size,
        _tone(known, figure, ends),
        f"{name}：{_told(known, figure)}",
        links.link("/district", **_said(asked), place=shape.code),
        place is not None and place.startswith(prefix(shape.code)),
    )


def _said(asked: Asked) -> dict[str, object]:
    names = ("province", "of", "year", "level", "per", "view")
    return {name: getattr(asked, name) for name in names}


def _tone(known: Row | None, figure: Row | None, ends: list[float]) -> str:
    if figure is not None:
        return f"m{class_of(figure['shown'], ends) + TONES - len(ends)}"
    return "untold" if known and known["reports"] else "none"


def _told(known: Row | None, figure: Row | None) -> str:
    if figure is not None:
        value = bounded(figure["shown"], figure["value_is"])
        return f"{value}{figure['unit'] or ''}（{figure['townships_stating']} 个乡镇写明）"
    return "有报告，没有写" if known and known["reports"] else "没有报告"


def _legend(regions: list[Region], ends: list[float]) -> list[tuple[str, str]]:
    """The classes of colour that are on the map, each with its words."""
    seen = {one.tone for one in regions}
    plain = [("none", "没有报告"), ("untold", "有报告，没有写")]
    steps = [(f"m{place + TONES - len(ends)}", f"{number(end)} 起") for place, end in enumerate(ends)]
    return [(tone, said) for tone, said in (*plain, *steps) if tone in seen]


def silent(edition: Edition, asked: Asked) -> dict[str, list[tuple[str, str]]]:
    """The regions of the level that is ranked which tell no figure, with where they lead, by why."""
    figures = _figures(edition, asked, asked.level or "district")
    names: dict[str, list[tuple[str, str]]] = {"有报告，没有写": [], "没有报告": []}
    for code, row in _known(edition, asked).items():
        if row["level"] == asked.level and code not in figures:
            href = links.link("/district", **_said(asked), place=code)
            names[_told(row, None)].append((row["name"], href))
    return {why: found for why, found in names.items() if found}
