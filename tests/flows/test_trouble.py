"""Full, closed and failing disks: what a run says, and that nothing but the run is lost."""

import errno
import os
import resource
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from flows import launch
from flows.command import main
from flows.runs import run_lock
from flows.trouble import explained
from warehouse import current, query

from .conftest import fill, held, report
from .test_nightly import run


def chained(inner):
    """An error that a library raised because of another."""
    try:
        raise RuntimeError("extraction failed") from inner
    except RuntimeError as error:
        return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (chained(OSError(errno.EDQUOT, "Disk quota exceeded")), "磁盘已满"),
        (RuntimeError("IO Error: Could not write file: No space left on device"), "磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied"), "没有权限"),
        (OSError(errno.EROFS, "Read-only file system"), "只读"),
        (OSError(errno.EIO, "Input/output error"), "磁盘读写出错"),
        (ValueError("第 3 行有误"), "第 3 行有误"),
        (KeyError(), "KeyError"),
    ],
)
def test_what_the_disk_did_is_told_in_words(error, said):
    assert said in explained(error)


@contextmanager
def no_file_longer_than(size):
    """Every write beyond `size` fails, in this process, as on a full disk: Python, polars, DuckDB."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("prefect")
def test_a_full_disk_fails_the_run_blames_no_file_and_the_next_run_does_the_work(home, tmp_path):
    """At the raw store, at the batches, at the build database, at the copy that is published."""
    inbox = fill(tmp_path / "inbox", 2)
    run(inbox, home)
    before = current(home)
    (inbox / "c.txt").write_text(report("苏庄镇"), encoding="utf-8")
    build = (home / "warehouse" / "build.duckdb").stat().st_size
    for limit in (1000, 6000, build // 2, build - 1):
        with no_file_longer_than(limit):
            record, state = run(inbox, home)
        assert state.is_failed(), limit
        assert record["status"] in ("failed", "running"), "a record may find no room either"
        assert current(home) == before
        assert query(home, "SELECT count(*) FROM core.report").item() == 2
    record, _ = run(inbox, home)
    assert record["status"] == "published"
    assert query(home, "SELECT count(*) FROM core.report").item() == 3
    assert query(home, "SELECT count(*) FROM ops.quarantine").item() == 0


def test_a_disk_without_room_is_told_before_anything_starts(home, inbox, monkeypatch):
    monkeypatch.setattr(launch, "ROOM", 1 << 60)
    result = CliRunner().invoke(main, ["run", str(inbox), "--home", str(home)])
    assert result.exit_code == 1
    assert "磁盘已满" in result.stderr and str(home) in result.stderr
    assert not (home / "prefect").exists()


def test_a_home_that_may_not_be_written_is_told_in_one_line(home, inbox):
    home.chmod(0o555)
    root = os.geteuid() == 0
    if root:  # who may everything has to be somebody else for a moment
        os.seteuid(65534)
    try:
        result = CliRunner().invoke(main, ["run", str(inbox), "--home", str(home)])
    finally:
        if root:
            os.seteuid(0)
    assert result.exit_code == 1
    assert "没有权限" in result.stderr and len(result.stderr.splitlines()) == 1


def test_a_second_run_waits_where_it_is_told_to(home):
    with held(home, "first", 1) as first, run_lock(home, "second", wait=True):
        assert first.wait(10) == 0, "it came to its end"
        assert "second" in (home / "run.lock").read_text(encoding="utf-8")


def test_a_flow_within_a_command_that_holds_the_lock_takes_it_too(home):
    with run_lock(home, "command"), run_lock(home, "flow"):
        assert "flow" in (home / "run.lock").read_text(encoding="utf-8")
