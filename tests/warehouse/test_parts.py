"""What a load makes anew in part is what making everything anew gives."""

from dataclasses import replace
from datetime import date

import duckdb
import pytest
from warehouse_factory import BASHAN, COUNTY, DONGAN, PINGBA, Report, Said, reference

from warehouse import Build, marts
from warehouse.content import content_hash, refresh

MEDIATED, OFFICERS = "dispute.mediated", "enforcement.certified_officer"


def report(region: str, year: int, cases: int, **given: object) -> Report:
    said = [Said(MEDIATED, cases, "件", at=0), Said(OFFICERS, 3, "人"), Said(MEDIATED, 2, "件", at=900, of=0)]
    return Report(region, year, said, text=f"{region}{year}年{cases}" * 20, **given)


FIRST = [
    report(BASHAN, 2022, 10),
    report(PINGBA, 2022, 20),
    report(COUNTY, 2022, 500),
    report(BASHAN, 2023, 14),
]
REVISED = replace(
    FIRST[1],
    text="第二版" * 15 + FIRST[1].text,
    report_id="",
    said=[Said(MEDIATED, 21, "件")],
    signed=date(2023, 2, 1),
)
OTHER = replace(FIRST[1], text="另写一遍" * 30, report_id="", said=[Said(MEDIATED, 7, "件")])
THEN = {
    "a new year": [report(BASHAN, 2024, 16)],
    "a year between": [report(PINGBA, 2023, 24)],
    "a year before all others": [report(PINGBA, 2021, 18)],
    "a township that had none": [report(DONGAN, 2022, 5)],
    "a department, which enters no region": [report(BASHAN, 2022, 4, department="司法局")],
    "a report without a year": [report(DONGAN, None, 5)],
    "a newer revision: an old report is current no more": [REVISED],
    "a conflict: nothing changes": [OTHER],
    "the same again": FIRST,
}


@pytest.mark.parametrize("then", THEN.values(), ids=THEN.keys())
def test_parts_are_as_the_whole(home, load, then):
    """The marts and the content hash after two loads, and after everything was made anew from core."""
    load(FIRST, "r1", publish=False)
    load(then, "r2", publish=False)
    with duckdb.connect(home / "warehouse" / "build.duckdb") as connection:
        before = content_hash(connection)
        marts.rebuild(connection)
        refresh(connection, whole=True)
        assert content_hash(connection) == before


def test_only_what_changed_is_made_anew(home, load, monkeypatch):
    """The second load asks for the rows of its own report and years."""
    load(FIRST, "r1", publish=False)
    asked = []
    real = marts.rebuild
    monkeypatch.setattr(
        marts, "rebuild", lambda connection, whole: (asked.append(whole), real(connection, whole=whole))
    )
    load([report(BASHAN, 2024, 16)], "r2", publish=False)
    assert asked == [False]


def test_a_changed_catalogue_makes_all_anew(home, load):
    """An indicator that is no headline any more, renamed: rows of reports that no load has touched say so."""
    load(FIRST, "r1", publish=False)
    frames = reference()
    frames["core.indicator"] = frames["core.indicator"].with_columns(name_zh=frames["core.indicator"]["code"])
    accepted = home.parent / "accepted-r1"
    with Build.open(home) as build:
        build.load(accepted, frames, {"run_id": "r1"})
        names = build._connection.execute(
            "SELECT DISTINCT indicator_name FROM mart.report_indicator"
        ).fetchall()
    assert {name for (name,) in names} == {MEDIATED, OFFICERS}


def test_marts_of_another_version_are_made_anew(home, load):
    """A mart whose definition has changed since: here one that was emptied by hand, under another version."""
    load(FIRST, "r1", publish=False)
    with duckdb.connect(home / "warehouse" / "build.duckdb") as connection:
        connection.execute("UPDATE ops.built SET version = 'older'")
        connection.execute("DELETE FROM mart.report_indicator")
    load([report(DONGAN, 2022, 5)], "r2", publish=False)
    with duckdb.connect(home / "warehouse" / "build.duckdb") as connection:
        assert connection.execute(
            "SELECT count(DISTINCT report_id) FROM mart.report_indicator"
        ).fetchall() == [(5,)]


def test_some_after_others_is_as_all_at_once(home, load, monkeypatch):
    """Reports one or two at a time and years one by one give the marts that all at once gives."""
    load([*FIRST, report(BASHAN, 2024, 16), report(DONGAN, 2022, 5)], "r1", publish=False)
    with duckdb.connect(home / "warehouse" / "build.duckdb") as connection:
        before = content_hash(connection)
        monkeypatch.setattr(marts, "AT_ONCE", 2)
        connection.execute("DELETE FROM mart.report_indicator; DELETE FROM mart.indicator_trend")
        marts.rebuild(connection)
        refresh(connection, whole=True)
        assert content_hash(connection) == before
