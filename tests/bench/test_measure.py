"""The table of figures and the taking of memory; the speeds themselves are not judged in tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import table
from bench.measure import PROC, BenchError, Measured, apart, in_batches, tree_memory

ROWS = [
    Measured("jieba.lcut", 2.0),
    Measured("extract", 4.0),
    Measured("extract_files", 5.0, 300.4),
    Measured("fazhi run", 8.0, 900.0, {"抽取": 5.0, "启动与收尾": 3.0}),
]


def test_the_table_shows_speeds_and_ratios() -> None:
    lines = table(ROWS, 100, 8_000_000).splitlines()
    assert lines[1].split() == ["jieba.lcut", "50.0", "4.00", "-"]
    assert lines[3].split() == ["extract_files", "20.0", "1.60", "300"]
    assert lines[5] == "extract / jieba.lcut = 0.50", "half the speed of jieba"
    assert lines[6] == "fazhi run / 2 × extract = 0.25", "two cores would need 2 s, the run took 8 s"
    assert lines[7] == "fazhi run：抽取 5.0 s，启动与收尾 3.0 s"


def test_without_the_whole_run_there_is_no_second_ratio() -> None:
    assert "fazhi run" not in table(ROWS[:3], 100, 8_000_000)


@pytest.mark.skipif(not PROC.is_dir(), reason="memory of a tree of processes is read from /proc")
def test_memory_counts_children() -> None:
    code = "import sys; block = bytearray(60_000_000); print(flush=True); sys.stdin.read()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin and child.stdout
    child.stdout.readline()
    alone = tree_memory(child.pid)
    with_child = tree_memory(os.getpid())
    child.stdin.close()
    child.wait()
    assert alone > 57
    assert with_child > alone, "the family of this process holds the child"
    assert tree_memory(child.pid) == 0, "an ended process holds nothing"


def test_a_part_that_fails_is_an_error_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="KeyError: 'nonsense'"):
        apart("nonsense", tmp_path)


def test_batches_hold_everything_once() -> None:
    items = list(range(120))
    assert [len(batch) for batch in in_batches(items)] == [50, 50, 20]
    assert [one for batch in in_batches(items) for one in batch] == items
