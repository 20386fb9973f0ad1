"""A large corpus is the same as a small one made at once; the table of `bench.scale` says what is good."""

from pathlib import Path

import pytest

from bench import corpus
from bench.corpus import make_corpus, make_large_corpus
from bench.measure import Measured
from bench.scale import lines


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.txt")}


def test_made_in_parts_by_processes_it_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "PART", 5)
    make_corpus(tmp_path / "one", 12, 3)
    make_large_corpus(tmp_path / "many", 12, 3)
    assert files(tmp_path / "many") == files(tmp_path / "one")


def test_one_that_is_there_is_used_again_another_is_made(tmp_path):
    make_large_corpus(tmp_path / "inbox", 3, 1)
    (kept,) = (tmp_path / "inbox").rglob("000000*.txt")
    kept.write_text("x")
    make_large_corpus(tmp_path / "inbox", 3, 1)
    assert kept.read_text() == "x"
    make_large_corpus(tmp_path / "inbox", 4, 1)
    assert len(files(tmp_path / "inbox")) == 4
    assert kept.read_text() != "x"


def run(seconds: float, peak: float = 1500.0, checks: float = 60.0) -> Measured:
    return Measured("fazhi run", seconds, peak, {"校验": checks})


@pytest.mark.parametrize(
    ("alone", "runs", "bad"),
    [
        (200.0, [run(800.0), run(10.0), run(25.0)], []),  # 125 of 200 reports/s: 0.625
        (250.0, [run(800.0), run(10.0), run(25.0)], ["share"]),
        (200.0, [run(800.0, peak=2100.0), run(10.0), run(25.0)], ["memory"]),
        (200.0, [run(800.0, checks=86.0), run(10.0), run(25.0)], ["checks"]),  # 5 and a tenth of 800
        (200.0, [run(800.0), run(16.0), run(31.0)], ["nothing new", "new files"]),
    ],
)
def test_what_is_good(alone, runs, bad):
    told = [str(line) for line in lines(100_000, alone, runs)]
    assert len(told) == 5
    missed = [line for line in told if line.endswith("| NO |")]
    assert len(missed) == len(bad)
    assert all(word in line for word, line in zip(bad, missed, strict=True))
