"""`python -m bench`: speed and memory on a generated corpus, beside jieba.lcut, as a table."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import formats
from bench.corpus import make_corpus
from bench.measure import BenchError, Measured, apart, part, whole_run

CORES = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where a measured program failed, else 0."""
    options = _parser().parse_args(arguments)
    if options.part:
        what, inbox = options.part
        print(part(what, Path(inbox)))
        return 0
    try:
        with tempfile.TemporaryDirectory(prefix="fazhi-bench-") as folder:
            if options.only != "formats":
                bench(Path(folder), options.reports, options.seed, whole=not options.no_run)
        if options.only != "texts":
            bench_formats(options.seed)
    except BenchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="生成年报语料，测量速度与内存。")
    parser.add_argument("--reports", type=int, default=2000, help="报告份数，默认 2000")
    parser.add_argument("--seed", type=int, default=1, help="随机种子，默认 1；同一种子的语料相同")
    parser.add_argument("--no-run", action="store_true", help="只测抽取，不测整个运行")
    parser.add_argument("--only", choices=("texts", "formats"), help="只测文本，或只测各种格式")
    parser.add_argument("--part", nargs=2, metavar=("WHAT", "INBOX"), help=argparse.SUPPRESS)
    return parser


def bench(folder: Path, reports: int, seed: int, *, whole: bool) -> None:
    """Make the corpus, measure, print."""
    inbox, home = folder / "inbox", folder / "home"
    make_corpus(inbox, reports, seed)
    home.mkdir()
    size = utf8_size(inbox)
    print(f"语料：{reports} 份报告，{size / 1e6:.1f} MB（UTF-8），种子 {seed}")
    rows = [*apart("speed", inbox), *apart("frames", inbox)]
    if whole:
        rows.append(whole_run(inbox, home))
    print(table(rows, reports, size))


def bench_formats(seed: int) -> None:
    """Measure each format, a line as soon as it is known."""
    print(f"各种格式：{formats.REPORTS} 份，扫描件 {formats.SCANS} 份，{CORES} 个进程，含抽取")
    print(formats.HEAD)
    for speed in formats.formats(seed=seed):
        print(formats.line(speed), flush=True)


def utf8_size(inbox: Path) -> int:
    """Bytes of the corpus as UTF-8, whatever the files are written in."""
    from bench.measure import texts

    return sum(len(text.encode()) for text in texts(inbox))


def table(rows: Sequence[Measured], reports: int, size: int) -> str:
    """Speeds, peaks and the two ratios that are judged, as text; `size` in bytes of UTF-8."""
    taken = {row.name: row for row in rows}
    lines = [f"{'':15}{'reports/s':>12}{'MB/s':>10}{'peak MiB':>12}"]
    for row in rows:
        peak = "-" if row.peak is None else f"{row.peak:.0f}"
        lines.append(
            f"{row.name:15}{reports / row.seconds:>12.1f}{size / 1e6 / row.seconds:>10.2f}{peak:>12}"
        )
    alone = taken["extract"].seconds
    lines.append(f"extract / jieba.lcut = {taken['jieba.lcut'].seconds / alone:.2f}")
    if run := taken.get("fazhi run"):
        lines.append(f"fazhi run / {CORES} × extract = {alone / CORES / run.seconds:.2f}")
        told = "，".join(f"{name} {seconds:.1f} s" for name, seconds in run.phases.items())
        lines.append(f"fazhi run：{told}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
