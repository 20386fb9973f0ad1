"""Maps: each shipped province is drawn with known codes, and a steward's own map goes first."""

import csv
import json

import pytest

from dashboard import maps
from dashboard.maps import HEIGHT, MARGIN, SHIPPED, WIDTH, map_of, window
from flows.reference import SHIPPED as REFERENCE

PROVINCES = sorted(path.stem for path in SHIPPED.glob("*.geojson"))
MUNICIPALITIES = {"11", "12", "31", "50"}


@pytest.fixture(autouse=True)
def _shipped_only(monkeypatch):
    """Whether the optional package is installed must not decide."""
    monkeypatch.setattr(maps, "find_spec", lambda name: None)
    map_of.cache_clear()
    yield
    map_of.cache_clear()


@pytest.fixture(scope="module")
def codes():
    with (REFERENCE / "regions.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"] for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("boxes", "share", "why"),
    [
        ([], 1.0, "nothing to go near to"),
        ([(0, 0, WIDTH, HEIGHT)], 1.0, "all is seen already"),
        ([(300, 200, 420, 260)], 0.387, "its width and as much again beside it"),
        ([(300, 200, 310, 210)], 0.36, "but never so near that nobody knows where it is"),
        ([(0, 0, 10, 10), (WIDTH - 10, 0, WIDTH, 10)], 1.0, "two far apart need it all"),
        ([(0, HEIGHT - 50, 60, HEIGHT)], 0.36, "at the edge it stays on the sheet"),
    ],
)
def test_a_window_shows_the_regions_and_keeps_the_form_of_the_sheet(boxes, share, why):
    left, top, right, bottom = window(boxes)
    assert (right - left) / WIDTH == pytest.approx(share, abs=0.001), why
    assert (right - left) / WIDTH == pytest.approx((bottom - top) / HEIGHT)
    assert left >= 0 and top >= 0 and right <= WIDTH + 1e-9 and bottom <= HEIGHT + 1e-9
    assert all(left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom for box in boxes)


def test_all_provinces_of_the_mainland_are_there():
    assert len(PROVINCES) == 31


@pytest.mark.parametrize("two", PROVINCES)
def test_a_province_is_drawn_with_known_regions(tmp_path, codes, two):
    drawn = map_of(tmp_path, f"{two}0000000000")
    assert drawn.level == ("district" if two in MUNICIPALITIES else "city")
    assert {shape.code for shape in drawn.shapes} - codes == set()
    assert all(shape.path.startswith("M") and shape.code[:2] == two for shape in drawn.shapes)
    assert sum(len(shape.path) for shape in drawn.shapes) < 120_000


def test_a_map_fills_its_sheet_and_stays_on_it(tmp_path):
    drawn = map_of(tmp_path, "330000000000")
    pairs = [
        pair.split(",")
        for shape in drawn.shapes
        for pair in shape.path.replace("M", " ").replace("L", " ").replace("Z", " ").split()
    ]
    xs, ys = [float(x) for x, _ in pairs], [float(y) for _, y in pairs]
    assert min(xs) >= MARGIN - 1 and max(xs) <= WIDTH - MARGIN + 1
    assert min(ys) >= MARGIN - 1 and HEIGHT - 2.5 * MARGIN < max(ys) <= HEIGHT - MARGIN + 1


def test_no_map_is_no_error(tmp_path):
    assert map_of(tmp_path, "710000000000") is None


def test_a_stewards_own_map_goes_first_and_tells_its_approval(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[120, 30], [121, 30], [121, 31], [120, 31], [120, 30]]]}
    own = {
        "type": "FeatureCollection", "source": "某局", "vintage": "2024", "approval": "某审字001号",
        "features": [{"type": "Feature", "properties": {"code": "330824000000"}, "geometry": square}],
    }  # fmt: skip
    (tmp_path / "reference" / "maps").mkdir(parents=True)
    (tmp_path / "reference" / "maps" / "33.geojson").write_text(json.dumps(own), encoding="utf-8")
    drawn = map_of(tmp_path, "330000000000")
    assert drawn.level == "district" and [shape.code for shape in drawn.shapes] == ["330824000000"]
    assert (drawn.origin.source, drawn.origin.approval) == ("某局", "某审字001号")
    (shape,) = drawn.shapes
    assert shape.x == pytest.approx(WIDTH / 2, abs=1) and shape.y == pytest.approx(HEIGHT / 2, abs=1)
