"""Where batches are extracted: in worker processes, or in the thread that asks.

Python threads share one core, so Prefect's tasks run in threads (milliseconds each) and each hands its
batch to one of these processes; they load program and catalogues once and know nothing of Prefect. A
worker whose parent was killed ends by itself. This module imports little, since each worker starts with it.
"""

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

CAREFUL = "_careful"  # left in a batch whose worker was killed: the next try goes file by file
BEGUN = "_begun"  # left in a batch on a cluster, where nobody tells that a worker was killed


_ahead: dict[Path, "Extractor"] = {}  # by home: started before the flow that will use it
_at_work: dict[Path, "Extractor"] = {}  # by work folder of a run


class Extractor:
    """Extracts batches, in the caller's thread where `processes` is 0; leaving it ends the processes."""

    def __init__(self, home: Path, processes: int) -> None:
        """Start the processes at once, so that they load while the caller does other things."""
        self.processes = processes
        self._home = home
        self._lock = threading.Lock()
        self._pool = self._start() if processes else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        else:
            _end_readers()

    @contextmanager
    def at(self, work: Path) -> Iterator[None]:
        """Batches of the run with this work folder come here meanwhile."""
        _at_work[work] = self
        try:
            yield
        finally:
            del _at_work[work]

    def run(self, folder: Path) -> None:
        """Extract one batch and wait for it.

        Raises what the batch raises; OSError where the worker was killed, since a second try can help.
        """
        pool = self._pool
        if pool is None:
            extract_here(folder)
            return
        try:
            pool.submit(extract_here, folder).result()
        except BrokenProcessPool as error:
            (folder / CAREFUL).touch()
            self._replace(pool)
            raise OSError(f"{folder}：抽取进程被终止（可能是内存不足）") from error

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self.processes, context, initializer=_begin, initargs=(self._home,))
        for _ in range(self.processes):
            pool.submit(os.getpid)
        return pool

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        """A new pool in place of a broken one, made once though many wait on it."""
        with self._lock:
            if self._pool is broken:
                broken.shutdown(wait=False)
                self._pool = self._start()


@contextmanager
def started_ahead(home: Path, processes: int) -> Iterator[None]:
    """Let workers load while the caller brings up other things; `take` hands them over."""
    with Extractor(home, processes) as extractor:
        _ahead[home] = extractor
        try:
            yield
        finally:
            _ahead.pop(home, None)


def take(home: Path, processes: int) -> Extractor:
    """The workers started ahead for this home, where there are as many as wanted; else new ones."""
    ahead = _ahead.get(home)
    return _ahead.pop(home) if ahead and ahead.processes == processes else Extractor(home, processes)


@contextmanager
def to_stay() -> Iterator[None]:
    """What is made meanwhile stays for good: the garbage collector never looks at it, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _end_readers() -> None:
    """End the processes that parsed for this one; in a worker they end with it."""
    from flows.reader import end_idle

    end_idle()


def _begin(home: Path) -> None:
    """What a worker does first: watch its parent, take one core only, load program and catalogues."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ["POLARS_MAX_THREADS"] = "1"  # before polars is imported: the batches fill the cores
    with to_stay():
        import flows.extraction  # noqa: F401
        from flows.reference import load_catalogue

        load_catalogue(home)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def extract(folder: Path) -> None:
    """Extract one batch with its run's workers; in this process where it has none here (on a cluster)."""
    extractor = _at_work.get(folder.parents[1])
    (extractor.run if extractor else _extract_far)(folder)


def _extract_far(folder: Path) -> None:
    """Extract one batch on a cluster; one that was begun before and is not done goes file by file."""
    if (folder / BEGUN).exists():
        (folder / CAREFUL).touch()
    (folder / BEGUN).touch()
    extract_here(folder)


def extract_here(folder: Path) -> None:
    """Extract one batch in this process; raises what the batch raises."""
    from flows.extraction import extract_batch

    extract_batch(folder)
