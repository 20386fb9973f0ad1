"""Batches: how work is cut, and what of a killed run is taken over."""

from dataclasses import replace

import polars as pl
import pytest

from flows.batches import DONE, Work, batch_folder, forget_old, plan, write_frames
from flows.inbox import compare, scan, sha256
from flows.rawstore import keep, raw_path
from flows.settings import load_settings
from tables import polars_schema

from .conftest import fill


def work(home, inbox, run_id="20261121T020000Z-0001", version="v1"):
    return Work(home / "work" / run_id, run_id, home, inbox, version)


def changes(inbox, settings):
    return compare(inbox, scan(inbox), pl.DataFrame(schema=polars_schema("ops.file")), settings)


def listed(one, number):
    return pl.read_parquet(batch_folder(one, number) / "files.parquet")["path"].to_list()


def test_work_is_read_as_it_was_saved(home, inbox):
    one = work(home, inbox)
    one.save()
    assert Work.read(one.folder) == one


@pytest.mark.parametrize(
    ("limits", "expected", "why"),
    [
        ({}, 1, "a small inbox is one batch"),
        ({"batch_files": 4}, 3, "ten files, four a batch"),
        ({"batch_bytes": 1}, 10, "a file larger than a batch is a batch of its own"),
    ],
)
def test_how_work_is_cut(home, tmp_path, limits, expected, why):
    inbox, settings = fill(tmp_path / "many", 10), load_settings(home, **limits)
    one = work(home, inbox)
    numbers = plan(one, changes(inbox, settings), settings)
    assert numbers == list(range(1, expected + 1)), why
    assert [path for number in numbers for path in listed(one, number)] == scan(inbox)["path"].to_list()


def test_no_batch_is_over_the_limit_of_bytes(home, tmp_path):
    inbox, settings = fill(tmp_path / "many", 10), load_settings(home, batch_bytes=2500)
    one = work(home, inbox)
    for number in plan(one, changes(inbox, settings), settings):
        assert pl.read_parquet(batch_folder(one, number) / "files.parquet")["size"].sum() <= 2500


def test_files_refused_unread_are_batch_zero(home, inbox):
    (inbox / "a.xlsx").write_bytes(b"PK")
    settings = load_settings(home)
    one = work(home, inbox)
    plan(one, changes(inbox, settings), settings)
    rows = pl.read_parquet(batch_folder(one, 0) / "ops.quarantine.parquet")
    assert rows.select("path", "rule", "kind").rows() == [("a.xlsx", "unsupported_format", "file")]
    assert ".txt、.md" in rows["reason"][0], "it says what can be read"
    assert (batch_folder(one, 0) / DONE).exists()


def crashed(home, inbox, settings):
    """A run that was killed after its first batch of two files."""
    old = work(home, inbox)
    plan(old, changes(inbox, settings), settings)
    marks = [keep(home, sha256(inbox / path), (inbox / path).read_bytes()).name for path in listed(old, 1)]
    write_frames(batch_folder(old, 1), {"ops.file": pl.DataFrame({"sha256": marks})})
    return old


@pytest.fixture
def two(home):
    return load_settings(home, batch_files=2)


def test_a_finished_batch_of_a_killed_run_is_not_done_again(home, inbox, two):
    old = crashed(home, inbox, two)
    done = listed(old, 1)
    new = work(home, inbox, "20261122T020000Z-0002")
    assert plan(new, changes(inbox, two), two) == [2]
    assert listed(new, 1) == done
    assert (batch_folder(new, 1) / DONE).exists()
    assert not set(done) & set(listed(new, 2))


def test_new_files_do_not_spoil_what_was_done(home, inbox, two):
    crashed(home, inbox, two)
    (inbox / "0.txt").write_text("first of all", encoding="utf-8")
    new = work(home, inbox, "20261122T020000Z-0002")
    assert plan(new, changes(inbox, two), two) == [2]
    assert "0.txt" in listed(new, 2)


def test_a_batch_is_done_again_where_one_of_its_files_has_changed(home, inbox, two):
    old = crashed(home, inbox, two)
    (inbox / listed(old, 1)[0]).write_text("changed", encoding="utf-8")
    new = work(home, inbox, "20261122T020000Z-0002")
    assert plan(new, changes(inbox, two), two) == [1, 2]


def cut(folder, home):
    (folder / "ops.file.parquet").write_bytes(b"PAR1")


def zeroed(folder, home):
    mark = pl.read_parquet(folder / "ops.file.parquet")["sha256"][0]
    path = raw_path(home, mark)
    path.write_bytes(bytes(path.stat().st_size))


def unmarked(folder, home):
    (folder / DONE).write_bytes(b"")


@pytest.mark.parametrize("loss", [cut, zeroed, unmarked])
def test_a_batch_of_which_a_loss_of_power_took_something_is_done_again(home, inbox, two, loss):
    """Names and sizes outlive bytes: what a file system may leave."""
    old = crashed(home, inbox, two)
    loss(batch_folder(old, 1), home)
    new = work(home, inbox, "20261122T020000Z-0002")
    assert plan(new, changes(inbox, two), two) == [1, 2]
    (path,) = (inbox / name for name in listed(new, 1)[:1])
    assert keep(home, sha256(path), path.read_bytes()).read_bytes() == path.read_bytes(), "it is mended then"


@pytest.mark.parametrize("field", ["version", "inbox"])
def test_a_batch_of_another_program_or_inbox_is_not_taken_over(home, inbox, two, field):
    crashed(home, inbox, two)
    new = work(home, inbox, "20261122T020000Z-0002")
    new = replace(new, **{field: inbox / ".." / "inbox" if field == "inbox" else "v2"})
    assert plan(new, changes(inbox, two), two) == [1, 2]


def test_only_the_newest_work_folders_stay(home):
    for name in ("1", "2", "3"):
        (home / "work" / name).mkdir(parents=True)
    forget_old(home, 2)
    assert sorted(path.name for path in (home / "work").iterdir()) == ["2", "3"]
    forget_old(home, 3)
    assert sorted(path.name for path in (home / "work").iterdir()) == ["2", "3"]
