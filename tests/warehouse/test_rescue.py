"""A build database that was spoilt, in every way a disk has, and what takes its place."""

import os

import duckdb
import pytest
from warehouse_factory import BASHAN, PINGBA, Report, Said, run_row

from warehouse import Build, WarehouseError, current, is_restored, settled
from warehouse.content import refresh


def small(region):
    return Report(region, 2023, [Said("dispute.mediated", 1, "件")])


def flip(path, at, length=64):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\xaa" * length)


SPOILINGS = {
    "garbage": lambda path: path.write_bytes(b"x" * 10_000),
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: os.truncate(path, path.stat().st_size // 2),
    "header": lambda path: flip(path, 4096),
}


@pytest.mark.parametrize("how", SPOILINGS)
def test_the_published_version_takes_the_place_of_a_spoilt_build(home, load, how):
    load([small(BASHAN)], "r1")
    load([small(PINGBA)], "r2", publish=False)
    build = home / "warehouse" / "build.duckdb"
    SPOILINGS[how](build)
    spoilt = build.read_bytes()
    with Build.open(home) as opened:
        assert opened.content_hash() == current(home).content_hash
        assert opened.ledger().height == 1, "what was loaded since is not known"
    (kept,) = build.parent.glob("build.spoilt-*.duckdb")
    assert kept.read_bytes() == spoilt
    assert is_restored(home), "the next run looks into the raw store"
    settled(home)
    assert not is_restored(home)


def test_where_no_version_is_whole_the_build_begins_empty(home, load):
    load([small(BASHAN)], "r1")
    version = home / "warehouse" / current(home).version
    version.chmod(0o644)
    for path in (version, home / "warehouse" / "build.duckdb"):
        path.write_bytes(b"x" * 10_000)
    with Build.open(home) as opened:
        assert opened.ledger().is_empty()
    assert is_restored(home)


def spoil_a_block_of_data(build):
    """Spoil a block that DuckDB reads only when it is asked for rows; opening does not notice."""
    whole = build.read_bytes()
    for at in range(12_288, len(whole), 262_144):
        build.write_bytes(whole)
        flip(build, at + 100)
        if opens(build) and not opens(build, read_all):
            return
    pytest.fail("every block is read when the database is opened, or none is needed")


def read_all(connection):
    refresh(connection, whole=True)


def opens(build, use=lambda _: None):
    try:
        with duckdb.connect(build) as connection:
            use(connection)
    except duckdb.Error:
        return False
    return True


def test_a_spoilt_place_found_while_working_ends_the_work_and_the_next_one_mends_it(home, load):
    load([Report(BASHAN, 2023, [Said("dispute.mediated", n, "件") for n in range(9)])], "r1")
    build = home / "warehouse" / "build.duckdb"
    spoil_a_block_of_data(build)
    with pytest.raises(WarehouseError, match="再运行一次"), Build.open(home) as opened:
        read_all(opened._connection)
    assert is_restored(home)
    with Build.open(home) as opened:
        assert opened.content_hash() == current(home).content_hash


def test_a_torn_log_is_read_to_its_torn_end(home, load):
    """What a loss of power leaves: DuckDB wrote half a record."""
    load([small(BASHAN)], "r1")
    (home / "warehouse" / "build.duckdb.wal").write_bytes(b"torn")
    with Build.open(home) as opened:
        assert opened.content_hash() == current(home).content_hash
        opened.start_run(run_row("r2"))
        opened.publish("r2")
    assert current(home).run_id == "r2"
