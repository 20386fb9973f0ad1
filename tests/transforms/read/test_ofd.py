"""OFD: the features that real files use, and what is refused."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.render import ofd
from transforms.read.document import Limits, Unreadable
from transforms.read.ofd import deltas, read

REPORTS = Path(__file__).parents[2] / "gold" / "reports" / "texts"
TABLE = "年报\n办理情况如下。\n事项\t件数\n行政复议\t12\n行政诉讼\t3\n特此报告。\n"
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def parts(data: bytes) -> dict[str, str]:
    from io import BytesIO

    with ZipFile(BytesIO(data)) as pack:
        return {name: pack.read(name).decode() for name in pack.namelist()}


def test_a_report_reads_as_it_was_written() -> None:
    """Matrices, short distances and headers in templates included."""
    source = (REPORTS / "b07_shangluo_city.txt").read_text()
    found = read(ofd.render(source, header="某某市人民政府公报", title="年度报告"), Limits())
    assert found.text.split("\n") == [line.strip() for line in source.splitlines() if line.strip()]
    assert found.metadata == {"标题": "年度报告"}
    assert [page.number for page in found.pages] == [1, 2, 3]


def test_a_ruled_table_is_a_line_a_row() -> None:
    found = read(ofd.render(TABLE), Limits())
    assert found.text == TABLE.strip()
    assert [(c.row, c.column) for c in found.tables[0].cells] == [(r, c) for r in range(3) for c in range(2)]


def test_all_documents_of_a_package_are_read() -> None:
    found = read(ofd.render("全年办案十二件。\n", copies=2), Limits())
    assert found.text == "全年办案十二件。\n全年办案十二件。"
    assert [page.number for page in found.pages] == [1, 2]


DELTAS = [
    (None, [], "none given"),
    ("3 4.5", [3, 4.5], "one by one"),
    ("g 3 5.2 1 g 2 6", [5.2, 5.2, 5.2, 1, 6, 6], "repeated"),
    ("g 2", [0, 0], "a distance missing at the end"),
    ("x 2 nan", [0, 2, 0], "what is no number"),
]


@pytest.mark.parametrize(("text", "distances", "why"), DELTAS, ids=[case[-1] for case in DELTAS])
def test_distances(text: str | None, distances: list[float], why: str) -> None:
    assert list(deltas(text)) == distances, why


def test_a_distance_repeated_without_end_is_cut() -> None:
    assert len(list(deltas("g 999999999 1"))) == 10_000


CHANGED = [
    ("invisible text is none", 'Size="5', 'Visible="false" Size="5', False),
    ("sideways text is none", 'Size="5', 'ReadDirection="90" Size="5', False),
    ("a place from the package's top", 'BaseLoc="Pages/', 'BaseLoc="/Doc_0/Pages/', True),
]


@pytest.mark.parametrize(("why", "old", "new", "read_as"), CHANGED, ids=[case[0] for case in CHANGED])
def test_what_counts_as_text(why: str, old: str, new: str, read_as: bool) -> None:
    found = parts(ofd.render("全年办案十二件。\n", numbered=False))
    changed = {name: text.replace(old, new) for name, text in found.items()}
    assert changed != found
    assert (read(ofd.package(changed), Limits()).text == "全年办案十二件。") == read_as, why


GOOD = parts(ofd.render("全年办案十二件。\n" * 60))
BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "&#20214;&#20214;">]><a>&b;</a>'
REFUSED = [
    ("a page is missing", "broken_file", {k: v for k, v in GOOD.items() if k != PAGE}, Limits()),
    ("a page is cut", "broken_file", GOOD | {PAGE: GOOD[PAGE][:200]}, Limits()),
    ("an entity is declared", "broken_file", GOOD | {PAGE: BOMB}, Limits()),
    ("no document at all", "broken_file", {"OFD.xml": "<OFD/>"}, Limits()),
    ("too many pages", "too_many_pages", GOOD, Limits(pages=1)),
]


@pytest.mark.parametrize(("why", "rule", "pack", "limits"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_cannot_be_read_is_refused(why: str, rule: str, pack: dict[str, str], limits: Limits) -> None:
    with pytest.raises(Unreadable) as refused:
        read(ofd.package(pack), limits)
    assert refused.value.rule == rule, why
    assert "请" in refused.value.reason
