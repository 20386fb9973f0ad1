"""Publication: readers never see a lock, a half-written file or an empty warehouse."""

import hashlib
import json
import shutil
import subprocess
import sys

import duckdb
import pytest
from warehouse_factory import BASHAN, COUNTY, PINGBA, Report, Said

from warehouse import Build, WarehouseError, connect, current, publish, query

COUNT = "SELECT count(*) AS n FROM core.report"


def small(region, year=2023):
    return Report(region, year, [Said("dispute.mediated", 1, "件")])


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_lies_in_the_home_after_publishing(home, load):
    load([small(BASHAN)])
    base = home / "warehouse"
    assert sorted(path.name for path in base.iterdir()) == [
        "build.duckdb",
        "current.json",
        "fazhi.duckdb",
        "versions",
    ]
    assert [path.name for path in (base / "versions").iterdir()] == ["r1.duckdb"]  # no .wal, no .part
    assert (base / "fazhi.duckdb").samefile(base / "versions" / "r1.duckdb")
    assert not (base / "fazhi.duckdb").stat().st_mode & 0o222


def test_the_manifest_tells_what_was_published(home, load):
    load([small(BASHAN), small(PINGBA)])
    manifest = json.loads((home / "warehouse" / "current.json").read_text())
    assert (manifest["run_id"], manifest["version"]) == ("r1", "versions/r1.duckdb")
    assert (manifest["rows"]["core.report"], manifest["rows"]["mart.district_year"]) == (2, 1)
    with Build.open(home) as build:
        assert manifest["content_hash"] == build.content_hash()
    assert current(home).run_id == "r1"


def test_the_published_run_is_a_published_one(load, read):
    load([small(BASHAN)])
    assert read("SELECT status, finished_at IS NOT NULL AS ended FROM ops.run") == [
        {"status": "published", "ended": True}
    ]


def test_a_reader_that_stays_open_goes_on_and_one_that_reconnects_sees_the_new_version(home, load):
    load([small(BASHAN)], "r1")
    with connect(home) as stays:
        load([small(PINGBA)], "r2")
        assert stays.execute(COUNT).fetchone() == (1,)
        assert query(home, COUNT)["n"].to_list() == [2]  # in the same process, while the old one is open
        assert stays.execute(COUNT).fetchone() == (1,)


def test_another_process_reading_the_one_path_is_never_locked_out(home, load):
    load([small(BASHAN)], "r1")
    code = """
import sys, duckdb
def count(connection):
    print(connection.execute("SELECT count(*) FROM core.report").fetchone()[0], flush=True)
stays = duckdb.connect(sys.argv[1], read_only=True)
count(stays)
sys.stdin.readline()
count(stays)
stays.close()
count(duckdb.connect(sys.argv[1], read_only=True))
"""
    path = str(home / "warehouse" / "fazhi.duckdb")
    with subprocess.Popen(
        [sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout.readline() == "1\n"
        load([small(PINGBA)], "r2")
        out, _ = reader.communicate("go on\n", timeout=60)
    assert out == "1\n2\n"
    assert reader.returncode == 0


def test_an_empty_warehouse_is_not_published(home, load):
    load([small(BASHAN)])
    before = digest(home / "warehouse" / "fazhi.duckdb"), (home / "warehouse" / "current.json").read_text()
    (home / "warehouse" / "build.duckdb").unlink()
    with Build.open(home) as build:
        with pytest.raises(WarehouseError, match="不发布"):
            build.publish("r2")
        assert build.ledger().is_empty()  # the build is open again
    assert (
        digest(home / "warehouse" / "fazhi.duckdb"),
        (home / "warehouse" / "current.json").read_text(),
    ) == before


def test_a_copy_that_is_not_whole_is_not_published(home, load, monkeypatch):
    load([small(BASHAN)], "r1")
    other = home.parent / "other"
    with Build.open(other):
        pass
    short = other / "warehouse" / "build.duckdb"
    copyfile = shutil.copyfile
    monkeypatch.setattr(publish.shutil, "copyfile", lambda source, target: copyfile(short, target))
    with pytest.raises(WarehouseError, match="行数与构建库不同"):
        load([small(PINGBA)], "r2")
    assert query(home, COUNT)["n"].to_list() == [1]
    assert [path.name for path in (home / "warehouse" / "versions").iterdir()] == ["r1.duckdb"]


def test_a_disk_without_links_gets_a_copy(home, load, monkeypatch):
    def refuse(source, target):
        raise OSError("no links here")

    monkeypatch.setattr(publish.os, "link", refuse)
    load([small(BASHAN)])
    base = home / "warehouse"
    assert digest(base / "fazhi.duckdb") == digest(base / "versions" / "r1.duckdb")


def test_a_stale_log_beside_the_published_file_is_removed(home, load):
    load([small(BASHAN)], "r1")
    for name in ("fazhi.duckdb.wal", "versions/r2.duckdb.wal"):
        (home / "warehouse" / name).write_bytes(b"stale")
    load([small(PINGBA)], "r2")
    assert not list((home / "warehouse").rglob("*.wal"))
    with duckdb.connect(home / "warehouse" / "fazhi.duckdb", read_only=True) as connection:
        assert connection.execute(COUNT).fetchone() == (2,)


def test_old_versions_are_kept_for_a_while(home, load):
    load([small(BASHAN)], "r1")
    (home / "warehouse" / "versions" / "r0.part").write_bytes(b"left by a killed run")
    with Build.open(home) as build:
        for number in range(2, 6):
            build.publish(f"r{number}", keep=3)
    assert sorted(path.name for path in (home / "warehouse" / "versions").iterdir()) == [
        "r3.duckdb",
        "r4.duckdb",
        "r5.duckdb",
    ]


def test_the_published_version_stays_even_if_its_name_is_old(home, load):
    load([small(BASHAN)], "r5")
    with Build.open(home) as build:
        build.publish("r1", keep=1)
    assert {path.name for path in (home / "warehouse" / "versions").iterdir()} == {"r1.duckdb", "r5.duckdb"}
    assert query(home, COUNT)["n"].to_list() == [1]


def test_a_run_that_fails_after_loading_moves_nothing(home, load):
    load([small(BASHAN)], "r1")
    load([small(COUNTY)], "r2", publish=False)
    assert query(home, COUNT)["n"].to_list() == [1]
