"""What is measured, each in a process of its own: extraction beside jieba, frames, the whole run.

Figures of one run are to be compared with each other; what a machine did last week says little.
"""

import hashlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from transforms.batch import SourceFile

T = TypeVar("T")
BATCH = 50
PROC = Path("/proc")
CHECKOUT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Measured:
    """`name` took `seconds` over the corpus; `peak` is memory in MiB, None where it was not taken.

    `phases` are the parts of a whole run with their seconds, in order.
    """

    name: str
    seconds: float
    peak: float | None = None
    phases: dict[str, float] = field(default_factory=dict)


class BenchError(RuntimeError):
    """A measured program failed; the message holds the end of what it said."""


def source_files(inbox: Path) -> list["SourceFile"]:
    """The files of the corpus as flows hand them to extraction, in order of their paths."""
    from transforms.batch import SourceFile

    found = []
    for path in sorted(inbox.rglob("*.txt")):
        data = path.read_bytes()
        name = path.relative_to(inbox).as_posix()
        found.append(
            SourceFile(name, hashlib.sha256(data).hexdigest(), data, len(data), path.stat().st_mtime_ns)
        )
    return found


def texts(inbox: Path) -> list[str]:
    """The corpus decoded."""
    from transforms.text.decode import decode

    return [decode(file.data) for file in source_files(inbox)]


def in_batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Consecutive pieces of BATCH items."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def speed(inbox: Path) -> list[Measured]:
    """Extraction and jieba.lcut by turns over the same texts, so that both see the same machine."""
    import jieba  # type: ignore[import-untyped]

    from flows.reference import load_catalogue
    from transforms.extract import extract

    jieba.dt.tmp_dir = str(inbox.parent)
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    catalogue = load_catalogue(inbox.parent)
    extract("二〇二四年，受理案件3件。", catalogue)  # what is built at first use is no part of the speed
    spent = [0.0, 0.0]
    for batch in in_batches(texts(inbox)):
        began = time.perf_counter()
        for text in batch:
            jieba.lcut(text)
        between = time.perf_counter()
        for text in batch:
            extract(text, catalogue)
        spent[0] += between - began
        spent[1] += time.perf_counter() - between
    return [Measured("jieba.lcut", spent[0]), Measured("extract", spent[1])]


def frames(inbox: Path) -> list[Measured]:
    """Bytes to polars frames in batches, as the flow does it, on one core; with peak memory."""
    from flows.reference import load_catalogue
    from transforms.batch import extract_files

    catalogue = load_catalogue(inbox.parent)
    files = source_files(inbox)
    began = time.perf_counter()
    for batch in in_batches(files):
        extract_files(batch, catalogue, "bench")
    return [Measured("extract_files", time.perf_counter() - began, _own_peak())]


def _own_peak() -> float:
    """Peak resident memory of this process in MiB."""
    scale = 1024**2 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux KiB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def whole_run(inbox: Path, home: Path) -> Measured:
    """`fazhi run` over the corpus into an empty home; memory is the peak of all its processes together."""
    command = [str(Path(sys.executable).parent / "fazhi"), "run", str(inbox), "--home", str(home)]
    began, peak = time.perf_counter(), 0.0
    with (home / "bench.log").open("w+b") as log:
        child = subprocess.Popen(command, stdout=log, stderr=log)
        while child.poll() is None:
            peak = max(peak, tree_memory(child.pid))
            time.sleep(0.1)
        seconds = time.perf_counter() - began
        log.seek(0)
        said = log.read().decode("utf-8", "replace")
    if child.returncode:
        raise BenchError(f"fazhi run 以状态 {child.returncode} 结束：\n{said[-2000:]}")
    return Measured("fazhi run", seconds, peak or None, phases(home, seconds))


def phases(home: Path, seconds: float) -> dict[str, float]:
    """The phases that the last run recorded, and before and after them what is left of its `seconds`."""
    record = max((home / "runs").glob("*.json"))
    told: dict[str, float] = json.loads(record.read_text(encoding="utf-8"))["seconds"]
    return told | {"启动与收尾": seconds - sum(told.values())}


def tree_memory(root: int) -> float:
    """Memory in MiB of a process and all below it, shared pages once (PSS); 0 where /proc is not there."""
    parents = {pid: _parent(pid) for pid in _pids()}
    family = {root}
    while new := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= new
    return sum(map(_memory, family)) / 1024


def _pids() -> list[int]:
    return [int(path.name) for path in PROC.glob("[0-9]*")] if PROC.is_dir() else []


def _parent(pid: int) -> int:
    try:
        return int((PROC / str(pid) / "stat").read_text().rsplit(") ", 1)[1].split()[1])
    except (OSError, IndexError):
        return 0  # it ended meanwhile


def _memory(pid: int) -> int:
    """KiB of one process; 0 where it ended meanwhile."""
    try:
        rows = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in rows if row.startswith("Pss:")), 0)


def apart(what: str, inbox: Path) -> list[Measured]:
    """Run `speed` or `frames` in a new process and read its figures."""
    command = [sys.executable, "-m", "bench", "--part", what, str(inbox.resolve())]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"{what} 以状态 {done.returncode} 结束：\n{done.stderr[-2000:]}")
    return [Measured(**row) for row in json.loads(done.stdout.splitlines()[-1])]


def part(what: str, inbox: Path) -> str:
    """The figures of one part as a line of JSON, for the process that asked."""
    return json.dumps([asdict(row) for row in {"speed": speed, "frames": frames}[what](inbox)])
