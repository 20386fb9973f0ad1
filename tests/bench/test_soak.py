"""The soaks in small: one killed run, two publications under one reader of each kind."""

import os
import subprocess
import sys

import pytest

from bench import soak_crash, soak_readers


@pytest.mark.soak
def test_a_killed_run_is_continued_to_the_same_content_and_leaves_no_process(tmp_path):
    (done,) = soak_crash.soak(tmp_path, rounds=1, files=8, seed=3, names=("first",))
    assert (done.scene, done.share < 1) == ("first", True)


def test_a_process_that_outlives_its_run_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(soak_crash, "PATIENCE", 0)
    env = os.environ | {soak_crash.MARK: str(tmp_path)}
    left = subprocess.Popen([sys.executable, "-c", "print(1, flush=True); input()"], env=env,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    left.stdout.readline()
    with pytest.raises(soak_crash.SoakError, match=str(left.pid)):
        soak_crash._no_process_left(tmp_path, 0)
    left.communicate(b"\n")


def test_readers_notice_no_publication(tmp_path):
    found = soak_readers.soak(tmp_path, 2, 2, ("duckdb", "fazhi", "sqlalchemy", "command"))
    assert (found.failed, found.mixed, found.stale, found.versions) == (0, 0, 0, 2)
    assert found.queries >= 4 * len(soak_readers.QUERIES)


def test_an_answer_of_two_versions_is_noticed(tmp_path):
    """Else nothing would be learnt from finding none."""
    home, parts = soak_readers.prepare(tmp_path, 2, 1)
    for number, part in enumerate(parts):
        soak_readers.publish(home, part, number)
    one = soak_readers.by_duckdb(home)
    (tmp_path / "0.mixed.jsonl").write_text(str([*one[:1], "1", *one[2:]]).replace("'", '"') + "\n")
    assert soak_readers.judge(home, tmp_path, 2, 0).mixed == 1
