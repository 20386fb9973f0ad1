"""`python -m bench.scale`: a run over very many reports, then one with nothing new, then one with a few more.

Extraction alone is measured in the same go, by as many processes as a run has workers, over the first reports
of the corpus; memory is that of all processes of a run together. Prints a table, writes only into its folder.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench.corpus import make_corpus, make_large_corpus
from bench.measure import BenchError, Measured, whole_run

CORES = 2
SAMPLE = 1000  # reports that extraction alone is measured with
MORE = 100  # files that the third run finds new
SHARE, PEAK, NOTHING, FEW = 0.6, 2048.0, 15.0, 30.0  # the bars: see docs/scale.md
CHECKS_FIXED, CHECKS_SHARE = 5.0, 0.1


@dataclass(frozen=True, slots=True)
class Line:
    """One figure beside what is wanted of it; `at_most` or at least."""

    what: str
    value: float
    unit: str
    wanted: float
    at_most: bool = True

    def __str__(self) -> str:
        good = self.value <= self.wanted if self.at_most else self.value >= self.wanted
        sign, told = "≤" if self.at_most else "≥", "yes" if good else "NO"
        return f"| {self.what} | {self.value:.2f} {self.unit} | {sign} {self.wanted:g} | {told} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where a run failed, else 0, whatever the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description="大规模运行的速度与内存。")
    parser.add_argument("--reports", type=int, default=100_000, help="报告份数，默认 100000")
    parser.add_argument("--seed", type=int, default=1, help="随机种子，默认 1")
    parser.add_argument("--folder", type=Path, help="语料与数据目录放在何处并保留；默认用完即删")
    options = parser.parse_args(arguments)
    try:
        if options.folder:
            options.folder.mkdir(parents=True, exist_ok=True)
            bench(options.folder, options.reports, options.seed)
        else:
            with tempfile.TemporaryDirectory(prefix="fazhi-scale-") as folder:
                bench(Path(folder), options.reports, options.seed)
    except BenchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def bench(folder: Path, reports: int, seed: int) -> None:
    """Make the corpus unless it is there, then measure and print; the home is always a new one."""
    inbox, home = folder / f"inbox-{reports}", folder / f"home-{reports}"
    began = time.perf_counter()
    make_large_corpus(inbox, reports, seed)
    print(f"语料 {reports} 份，用时 {time.perf_counter() - began:.0f} s", flush=True)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    alone = extraction_alone(inbox)
    print(f"单做抽取（{CORES} 个进程）：{alone:.1f} 份/s", flush=True)
    runs = [_told("第一次", whole_run(inbox, home)), _told("没有新文件", whole_run(inbox, home))]
    more = inbox / "more"
    make_corpus(more, MORE, seed, first=reports)
    runs.append(_told(f"新来 {MORE} 份", whole_run(inbox, home)))
    shutil.rmtree(more)
    print("\n".join(["| what | measured | wanted | good |", "| --- | --- | --- | --- |"]))
    print("\n".join(map(str, lines(reports, alone, runs))))
    print(f"published {(home / 'warehouse' / 'fazhi.duckdb').stat().st_size / 1e6:.0f} MB")


def lines(reports: int, alone: float, runs: Sequence[Measured]) -> Iterator[Line]:
    """What is wanted of the three runs; `alone` in reports/s."""
    first, nothing, few = runs
    speed = reports / first.seconds
    yield Line("whole run, share of extraction alone", speed / alone, "", SHARE, at_most=False)
    yield Line("peak memory of all processes", first.peak or 0.0, "MiB", PEAK)
    checks = CHECKS_FIXED + CHECKS_SHARE * first.seconds
    yield Line("checks", first.phases["校验"], "s", checks)
    yield Line("second run, nothing new", nothing.seconds, "s", NOTHING)
    yield Line(f"run with {MORE} new files", few.seconds, "s", FEW)


def _told(name: str, run: Measured) -> Measured:
    """Print a run as soon as it is over."""
    phases = "，".join(f"{phase} {seconds:.1f}" for phase, seconds in run.phases.items())
    print(f"{name}：{run.seconds:.1f} s，峰值 {run.peak or 0:.0f} MiB（{phases}）", flush=True)
    return run


def extraction_alone(inbox: Path) -> float:
    """Reports per second of extraction alone, by CORES processes at once, start-up left out."""
    paths = sorted(inbox.rglob("*.txt"))[:SAMPLE]
    parts = [paths[start::CORES] for start in range(CORES)]
    with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
        list(pool.map(_extract, [part[:1] for part in parts]))
        began = time.perf_counter()
        list(pool.map(_extract, parts))
        return len(paths) / (time.perf_counter() - began)


def _extract(paths: Sequence[Path]) -> int:
    """Extract these files here; how many measures they hold. The catalogue is loaded by the first call."""
    from flows.reference import load_catalogue
    from transforms.extract import extract
    from transforms.text.decode import decode

    catalogue = load_catalogue(paths[0].parents[2])
    return sum(len(extract(decode(path.read_bytes()), catalogue).measures) for path in paths)


if __name__ == "__main__":
    sys.exit(main())
