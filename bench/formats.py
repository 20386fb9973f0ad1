"""How fast each format is read, extraction included: two workers as in a run, each with its parsing process.

Files are made from the corpus by the generators of `tests/render`; start-up of workers and of what they load
at first use is left out, for a run pays it once.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from bench.corpus import reports
from bench.forms import FORMS, Form
from bench.measure import CHECKOUT, BenchError, in_batches, tree_memory

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue
    from multiprocessing.synchronize import Barrier

    from flows.reader import Reader
    from transforms.batch import SourceFile
    from transforms.read.document import Document

CORES = 2
REPORTS, SCANS = 200, 6  # files of each format, of scans
PLAIN = Form("txt", "", ".txt", 1.0, about="plain text")
MEASURED = ("docx", "doc", "odt", "rtf", "html-article", "pdf", "ofd", "scan", "scan-noisy")
WANTED = {"docx": 60.0, "html-article": 100.0, "pdf": 25.0}  # reports/s
WANTED_PAGES = 0.5  # pages/s of scans


@dataclass(frozen=True, slots=True)
class Speed:
    """`reports` files of a format with `pages` pages (0 where it has none) took `seconds` on all cores.

    `peak` is the memory of all processes in MiB, None where it was not taken.
    """

    name: str
    reports: int
    pages: int
    seconds: float
    peak: float | None

    @property
    def wanted(self) -> str:
        """What the project wants of the format, empty where it says nothing."""
        if self.name.startswith("scan"):
            return f"{WANTED_PAGES} pages/s"
        return f"{WANTED[self.name]:.0f} reports/s" if self.name in WANTED else ""


def formats(count: int = REPORTS, scans: int = SCANS, seed: int = 1) -> Iterator[Speed]:
    """The speed of plain text and of each format; raises BenchError where a file is not read."""
    chosen = {form.name: form for form in FORMS}
    for form in [PLAIN, *(chosen[name] for name in MEASURED)]:
        with tempfile.TemporaryDirectory(prefix="fazhi-bench-") as folder:
            make_files(Path(folder), form, scans if form.scanned else count, seed)
            yield _apart(form.name, Path(folder))


def make_files(folder: Path, form: Form, count: int, seed: int) -> None:
    """Reports of the corpus as files of a format, in a folder."""
    for number, (_, _, written) in enumerate(reports(count, seed)):
        data = written.text.encode() if form.name == PLAIN.name else form.render(written.text)
        (folder / f"{number:04}{form.suffix}").write_bytes(data)


def _apart(name: str, folder: Path) -> Speed:
    """Measure in a new process, whose memory holds nothing of the generators."""
    command = [sys.executable, "-m", "bench.formats", name, str(folder)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"{name} 以状态 {done.returncode} 结束：\n{done.stderr[-2000:]}")
    return Speed(**json.loads(done.stdout.splitlines()[-1]))


def measured(name: str, folder: Path) -> Speed:
    """The speed over the files of a folder."""
    files = sorted(folder.iterdir())
    context = get_context("spawn")
    ready, told = context.Barrier(CORES + 1), context.SimpleQueue()
    workers = [context.Process(target=_work, args=(files[one::CORES], ready, told)) for one in range(CORES)]
    for worker in workers:
        worker.start()
    with _peak() as peak:
        ready.wait()
        began = time.perf_counter()
        pages = [told.get() for _ in workers]
        seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    if None in pages:
        raise BenchError(f"{name}：读取失败。")
    return Speed(name, len(files), sum(filter(None, pages)), seconds, max(peak) or None)


def _work(files: Sequence[Path], ready: "Barrier", told: "SimpleQueue[int | None]") -> None:
    """Read and extract files in batches; tell how many pages they had, None for a failure."""
    from flows.reader import borrowed, end_idle
    from flows.reference import load_catalogue
    from flows.settings import load_settings
    from transforms.batch import extract_documents

    try:
        with tempfile.TemporaryDirectory(prefix="fazhi-bench-") as home:
            catalogue, bounds = load_catalogue(Path(home)), load_settings(Path(home)).bounds
        with borrowed(bounds) as reader:
            extract_documents([_read(files[0], reader)], catalogue, "bench")
            ready.wait()
            pages = 0
            for batch in in_batches(files):
                read = [_read(path, reader) for path in batch]
                pages += sum(len(document.pages) for _, document in read)
                extract_documents(read, catalogue, "bench")
        end_idle()
        told.put(pages)
    except BaseException:
        ready.abort()
        told.put(None)
        raise


def _read(path: Path, reader: "Reader") -> "tuple[SourceFile, Document]":
    """A file with its document; raises BenchError where it is none."""
    from transforms.batch import SourceFile
    from transforms.read.document import Document

    data = path.read_bytes()
    document = reader.open(data, path.name)
    if not isinstance(document, Document):
        raise BenchError(f"{path.name} 不是单个文件。")
    mark = hashlib.sha256(data).hexdigest()
    return SourceFile(path.name, mark, data, len(data), path.stat().st_mtime_ns), document


@contextmanager
def _peak() -> Iterator[list[float]]:
    """Samples of the memory of this process and all below it while this lasts."""
    samples, done = [0.0], threading.Event()

    def sample() -> None:
        while not done.wait(0.1):
            samples.append(tree_memory(os.getpid()))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        done.set()
        thread.join()


def line(speed: Speed) -> str:
    """A format's line of the table."""
    scanned = speed.pages and speed.name.startswith("scan")
    pages = f"{speed.seconds / speed.pages:.2f}" if scanned else "-"
    peak = "-" if speed.peak is None else f"{speed.peak:.0f}"
    cells = f"{speed.reports / speed.seconds:>12.1f}{pages:>10}{peak:>12}"
    return f"{speed.name:15}{cells}  {speed.wanted}".rstrip()


HEAD = f"{'':15}{'reports/s':>12}{'s/page':>10}{'peak MiB':>12}  wanted"


if __name__ == "__main__":
    print(json.dumps(asdict(measured(sys.argv[1], Path(sys.argv[2])))))
