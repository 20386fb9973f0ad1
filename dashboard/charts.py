"""Charts as geometry: where bars, points and labels lie. Templates draw them as SVG: a bar is a link."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 12.0, 18.0, 26.0


@dataclass(frozen=True, slots=True)
class Value:
    """A figure to draw: `tone` is its class in the style sheet, `tip` what it says when pointed at."""

    value: float
    tip: str
    href: str | None = None
    tone: str = "t0"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar (x, y, width, height) or a point (x, y)."""

    x: float
    y: float
    of: Value
    width: float = 0
    height: float = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: `grid` and `labels` are places with their words, `path` the line through the points."""

    marks: list[Mark]
    grid: list[tuple[float, str]]
    labels: list[tuple[float, str]]
    path: str = ""
    area: str = ""
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    floor: float = HEIGHT - BOTTOM
    size: str = field(default="wide")


def ticks(most: float, count: int = 4, *, whole: bool = False) -> list[float]:
    """Round figures from 0 to at least `most`, about `count` steps apart; whole ones for counts."""
    if most <= 0:
        return [0, 1]
    raw = max(most / count, 1) if whole else most / count
    unit = 10 ** math.floor(math.log10(raw))
    factors = (1, 2, 5, 10) if whole and raw < 10 else (1, 2, 2.5, 5, 10)
    step = next(unit * factor for factor in factors if unit * factor >= raw - 1e-9 * unit)
    return [step * index for index in range(math.ceil(most / step - 1e-9) + 1)]


def _scale(values: Sequence[float], height: float) -> tuple[list[tuple[float, str]], float]:
    """The grid with its labels, and how high one unit is."""
    steps = ticks(max(values, default=0), whole=all(float(one).is_integer() for one in values))
    unit = (height - TOP - BOTTOM) / steps[-1]
    return [(height - BOTTOM - step * unit, _short(step)) for step in steps], unit


def _short(value: float) -> str:
    """A label of an axis: 12000 is 1.2万."""
    for size, name in ((1e8, "亿"), (1e4, "万")):
        if value >= size:
            return f"{value / size:.10g}{name}"
    return f"{value:.10g}"


def columns(
    groups: Sequence[tuple[str, Sequence[Value]]], width: float = WIDTH, height: float = HEIGHT
) -> Chart:
    """Upright bars, one for each group; the values of a group stand on each other."""
    grid, unit = _scale([sum(one.value for one in values) for _, values in groups], height)
    room = (width - LEFT - RIGHT) / max(len(groups), 1)
    bar = min(room * 0.62, 56)
    marks: list[Mark] = []
    for place, (_, values) in enumerate(groups):
        x, floor = LEFT + room * (place + 0.5) - bar / 2, height - BOTTOM
        for one in values:
            floor -= one.value * unit
            marks.append(Mark(x, floor, one, bar, one.value * unit))
    labels = [(LEFT + room * (place + 0.5), name) for place, (name, _) in enumerate(groups)]
    return Chart(marks, grid, labels, width=width, height=height, right=width - RIGHT, floor=height - BOTTOM)


def line(points: Sequence[tuple[int, Value]], width: float = 320.0, height: float = 150.0) -> Chart:
    """Values over years; the line breaks where a year is missing."""
    years = [year for year, _ in points]
    grid, unit = _scale([one.value for _, one in points], height)
    first, last = (min(years), max(years)) if years else (0, 0)
    room = width - LEFT - RIGHT - 16

    def x(year: int) -> float:
        return LEFT + 8 + room * ((year - first) / (last - first) if last > first else 0.5)

    marks = [Mark(x(year), height - BOTTOM - one.value * unit, one) for year, one in points]
    wanted = years if len(years) <= 6 else years[:: math.ceil(len(years) / 5)]
    labels = [(x(year), str(year)) for year in wanted]
    path, area = _paths(years, marks, height - BOTTOM)
    return Chart(
        marks,
        grid,
        labels,
        path,
        area,
        width,
        height,
        right=width - RIGHT,
        floor=height - BOTTOM,
        size="small",
    )


def _paths(years: Sequence[int], marks: Sequence[Mark], floor: float) -> tuple[str, str]:
    """The line through neighbouring years, and the area under it, as SVG paths."""
    runs: list[list[Mark]] = []
    for place, mark in enumerate(marks):
        if place and years[place] == years[place - 1] + 1:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    lines = ["M" + "L".join(f"{one.x:.1f},{one.y:.1f}" for one in run) for run in runs if len(run) > 1]
    ends = [(run[0].x, run[-1].x) for run in runs if len(run) > 1]
    areas = [
        f"{one}L{b:.1f},{floor:.1f}L{a:.1f},{floor:.1f}Z" for one, (a, b) in zip(lines, ends, strict=True)
    ]
    return "".join(lines), "".join(areas)


def classes(values: Sequence[float], count: int = 5) -> list[float]:
    """The lower ends of at most `count` classes with about as many values each, the least first."""
    ordered = sorted(values)
    ends = [ordered[len(ordered) * place // count] for place in range(count)] if ordered else []
    return sorted(set(ends))


def class_of(value: float, ends: Sequence[float]) -> int:
    """The class of a value, the least is 0."""
    return max(sum(end <= value for end in ends) - 1, 0)
