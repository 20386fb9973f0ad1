"""One batch: what is read, kept, refused and written; in this process and in workers."""

import polars as pl
import pytest

from flows import extraction
from flows.batches import DONE, Work, batch_folder, plan
from flows.extraction import extract_batch
from flows.inbox import compare, scan
from flows.pool import Extractor
from flows.rawstore import keep, raw_path
from flows.settings import load_settings
from tables import polars_schema

from .conftest import report


@pytest.fixture
def batch(home, inbox):
    """A batch of three reports that is laid out but not done; its work and its folder."""
    work = Work(home / "work" / "20261121T020000Z-0001", "20261121T020000Z-0001", home, inbox, "v1")
    settings = load_settings(home)
    plan(
        work, compare(inbox, scan(inbox), pl.DataFrame(schema=polars_schema("ops.file")), settings), settings
    )
    return batch_folder(work, 1)


def rows(folder, name):
    return pl.read_parquet(folder / f"{name}.parquet")


def test_a_batch_writes_every_table_in_its_schema_and_its_mark_last(batch):
    extract_batch(batch)
    for name in (
        "core.report",
        "core.report_text",
        "core.section",
        "core.mention",
        "core.measure",
        "ops.file",
    ):
        assert rows(batch, name).schema == pl.Schema(polars_schema(name)), name
    assert rows(batch, "core.report").height == 3
    times = {path.name: path.stat().st_mtime_ns for path in batch.iterdir()}
    assert times[DONE] == max(times.values())


def test_the_raw_bytes_are_kept_by_content(batch, home, inbox):
    extract_batch(batch)
    for path, sha256 in rows(batch, "ops.file").select("path", "sha256").iter_rows():
        assert raw_path(home, sha256).read_bytes() == (inbox / path).read_bytes()


def test_a_finished_batch_is_not_done_again(batch, monkeypatch):
    (batch / DONE).touch()
    monkeypatch.setattr(extraction, "extract_documents", lambda *_: pytest.fail("done again"))
    extract_batch(batch)


def break_on(monkeypatch, word):
    """Make extraction break on files that hold `word`, as a bug would."""
    real = extraction.extract_documents

    def broken(files, catalogue, run_id):
        if any(word in found.text for _, found in files):
            raise ZeroDivisionError("a bug")
        return real(files, catalogue, run_id)

    monkeypatch.setattr(extraction, "extract_documents", broken)


def test_a_poisoned_file_in_the_middle_of_a_batch_is_refused_alone(batch, inbox, monkeypatch):
    middle = sorted(path.name for path in inbox.iterdir())[1]
    (inbox / middle).write_text(report("华埠镇") + "毒", encoding="utf-8")
    break_on(monkeypatch, "毒")
    extract_batch(batch)
    files = dict(rows(batch, "ops.file").select("path", "status").iter_rows())
    assert files.pop(middle) == "quarantined"
    assert set(files.values()) == {"loaded"} and len(files) == 2
    (refused,) = rows(batch, "ops.quarantine").to_dicts()
    assert (refused["path"], refused["rule"]) == (middle, "extract_failed")
    assert "ZeroDivisionError: a bug" in refused["reason"]


def test_a_file_gone_since_the_scan_is_left_out(batch, inbox):
    gone = sorted(inbox.iterdir())[0]
    gone.unlink()
    extract_batch(batch)
    assert gone.name not in rows(batch, "ops.file")["path"].to_list()
    assert rows(batch, "ops.file").height == 2


def test_a_file_that_cannot_be_read_is_refused(batch, inbox):
    """A folder in its place: even root cannot read that as a file."""
    taken = sorted(inbox.iterdir())[0]
    taken.unlink()
    taken.mkdir()
    extract_batch(batch)
    (refused,) = rows(batch, "ops.quarantine").to_dicts()
    assert (refused["path"], refused["rule"], refused["sha256"]) == (taken.name, "unreadable", None)


def test_an_error_of_the_store_is_raised_so_that_it_is_tried_again(batch, home):
    (home / "raw").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="raw"):
        extract_batch(batch)
    assert not (batch / DONE).exists()


def test_the_raw_store_mends_a_half_written_file(home):
    path = raw_path(home, "ab12")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"ha")
    assert keep(home, "ab12", b"half").read_bytes() == b"half"
    assert [one.name for one in path.parent.iterdir()] == ["ab12"]


@pytest.mark.parametrize("processes", [0, 1])
def test_threads_and_processes_write_the_same(batch, home, processes):
    with Extractor(home, processes) as extractor:
        extractor.run(batch)
    assert rows(batch, "core.report").height == 3


def test_a_file_that_kills_its_worker_is_refused_and_the_others_go_on(batch, inbox):
    """What a batch finds after its worker was killed on the first file, going file by file."""
    first = sorted(path.name for path in inbox.iterdir())[0]
    (batch / "_careful").touch()
    (batch / "_at_work").write_text(first, encoding="utf-8")
    extract_batch(batch)
    assert rows(batch, "core.report").height == 2
    (refused,) = rows(batch, "ops.quarantine").to_dicts()
    assert (refused["path"], refused["rule"]) == (first, "extract_killed")


def test_the_file_at_work_is_written_down_before_it_is_extracted(batch, inbox, monkeypatch):
    (batch / "_careful").touch()
    seen = []
    real = extraction.extract_documents

    def spied(files, catalogue, run_id):
        told = (batch / "_at_work").read_text(encoding="utf-8")
        seen.append((told, [one.path for one, _ in files]))
        return real(files, catalogue, run_id)

    monkeypatch.setattr(extraction, "extract_documents", spied)
    extract_batch(batch)
    assert seen == [(path.name, [path.name]) for path in sorted(inbox.iterdir())]
    assert rows(batch, "core.report").height == 3


def test_a_killed_worker_is_an_error_worth_another_try(batch, home):
    import os

    with Extractor(home, 1) as extractor:
        pool = extractor._pool
        worker = pool.submit(os.getpid).result()
        os.kill(worker, 9)
        with pytest.raises(OSError, match="终止"):
            while True:  # the pool takes a moment to see that its worker is gone
                extractor.run(batch.parent / "0000")
        extractor.run(batch)
    assert (batch / DONE).exists()
    assert (batch.parent / "0000" / "_careful").exists(), "the next try of that batch goes file by file"
