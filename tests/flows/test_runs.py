"""Run ids, records and the lock on the home folder."""

import json
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from flows.runs import (
    Run,
    RunLockedError,
    mark_crashed,
    new_run,
    ops_row,
    read_records,
    run_lock,
    write_record,
)

from .conftest import held


def test_ids_sort_by_time_and_name_their_run(home):
    run = new_run(home / "inbox")
    assert run.run_id[:16] == f"{run.started_at:%Y%m%dT%H%M%SZ}"
    assert run.status == "running"


def test_runs_of_one_second_sort_too(home):
    ids = []
    for _ in range(20):
        ids.append(new_run(home).run_id)
        time.sleep(0.0001)  # six times the step of an id
    assert ids == sorted(set(ids))


def test_a_record_is_replaced_and_read_back(home):
    run = new_run(home)
    write_record(home, run)
    write_record(home, run.ended("failed", "磁盘满"))
    (record,) = read_records(home)
    assert (record["status"], record["message"]) == ("failed", "磁盘满")
    assert [one.name for one in (home / "runs").iterdir()] == [f"{run.run_id}.json"], "no part stays"


def test_a_run_that_never_ended_is_marked_crashed_once(home):
    write_record(home, new_run(home))
    write_record(home, new_run(home).ended("published", ""))
    assert [record["status"] for record in mark_crashed(home)] == ["crashed"]
    assert sorted(record["status"] for record in read_records(home)) == ["crashed", "published"]
    assert mark_crashed(home) == []


def test_a_second_run_is_refused_and_told_which_holds_the_lock(home):
    with held(home, "r-1a2b"), pytest.raises(RunLockedError, match=r"r-1a2b.*--wait"):  # noqa: SIM117
        with run_lock(home, "other"):
            pass


def test_the_lock_is_free_after_the_run(home):
    for name in ("one", "two"):
        with run_lock(home, name):
            assert name in (home / "run.lock").read_text(encoding="utf-8")


def test_a_killed_process_lets_go_of_the_lock(home):
    """The lock is the system's, not a file that stays: a killed run never blocks the next night."""
    code = "import os, sys; from pathlib import Path; from flows.runs import run_lock\n"
    code += "with run_lock(Path(sys.argv[1]), 'x'): os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", code, str(home)], check=False).returncode == -9
    with run_lock(home, "next"):
        pass


def test_a_record_is_plain_json_with_the_columns_of_ops_run(home):
    from tables import TABLES

    row = json.loads(write_record(home, new_run(home)).read_text(encoding="utf-8"))
    assert set(row) == {column.name for column in TABLES["ops.run"].columns} | {"warnings", "seconds"}
    assert set(ops_row(row)) == {column.name for column in TABLES["ops.run"].columns}


def test_a_record_is_read_as_the_run_it_tells_of(home):
    """With what later versions add left out, and what older ones lack at its default."""
    run = replace(new_run(home).ended("crashed", "中断"), warnings=("提醒",), seconds={"抽取": 1.5})
    record = json.loads(write_record(home, run).read_text(encoding="utf-8"))
    assert Run.read(record) == run
    assert Run.read(record | {"something": "new"}) == run
    assert Run.read({name: value for name, value in record.items() if name != "files_new"}).files_new == 0
