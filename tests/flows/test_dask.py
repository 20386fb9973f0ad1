"""The flow on a Dask cluster of several processes on this machine, one of which is killed in mid-run."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cluster import ClusterError, local_cluster, task_runner
from flows.runs import read_records
from flows.settings import load_settings
from warehouse import current, query

from . import killing_worker
from .conftest import fill, report

WORKERS, FILES, BATCH = 3, 40, 4


@pytest.fixture
def cluster() -> Iterator[object]:
    from distributed import LocalCluster

    with LocalCluster(**local_cluster(WORKERS)) as made:
        yield made


def kill_one(cluster, home: Path) -> list[int]:
    """When the first batches are done, SIGKILL one of the workers; its pid is put into the list."""
    killed: list[int] = []

    def _kill() -> None:
        while len(list(home.glob("work/*/batches/*/_done"))) < 3:
            time.sleep(0.02)
        killed.append(next(iter(cluster.workers.values())).pid)
        os.kill(killed[0], signal.SIGKILL)

    threading.Thread(target=_kill, daemon=True).start()
    return killed


def test_a_worker_is_killed_and_nothing_is_lost(prefect, cluster, tmp_path, home, monkeypatch):
    """The same content hash as a run in threads; every file loaded once."""
    from flows.nightly import nightly

    monkeypatch.setenv("FAZHI_SMALL_RUN_BYTES", "0")
    monkeypatch.setenv("FAZHI_BATCH_FILES", str(BATCH))
    inbox = fill(tmp_path / "inbox", FILES)
    killed = kill_one(cluster, home)
    nightly(str(inbox), str(home), "dask", dask=cluster.scheduler_address)
    assert killed, "the run was over before a worker could be killed"
    assert read_records(home)[-1]["reports_loaded"] == FILES
    nightly(str(inbox), str(tmp_path / "other"), "threads")
    assert current(home).content_hash == current(tmp_path / "other").content_hash


def test_a_file_that_kills_its_workers_is_refused_and_the_others_go_on(prefect, tmp_path, home, monkeypatch):
    """Nobody tells the flow that a worker was killed: the next one finds the batch begun."""
    from distributed import LocalCluster

    from flows.nightly import nightly

    monkeypatch.setenv("FAZHI_SMALL_RUN_BYTES", "0")
    monkeypatch.setenv("FAZHI_BATCH_FILES", str(BATCH))
    inbox = fill(tmp_path / "inbox", 8)
    (inbox / killing_worker.NAME).write_text(report(mediated=7), encoding="utf-8")
    with LocalCluster(**local_cluster(2), preload=[killing_worker.__file__]) as cluster:
        nightly(str(inbox), str(home), "dask", dask=cluster.scheduler_address)
    record = read_records(home)[-1]
    assert (record["reports_loaded"], record["files_quarantined"]) == (8, 1)
    refused = query(home, "SELECT path, rule FROM ops.quarantine").rows()
    assert refused == [(killing_worker.NAME, "extract_killed")]


def test_workers_elsewhere_need_a_server_that_they_can_reach(home, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    settings = load_settings(home, runner="dask", dask="tcp://10.0.0.5:8786")
    with pytest.raises(ClusterError, match="PREFECT_API_URL"):
        task_runner(settings, small=False)


def test_a_small_run_needs_no_cluster(home):
    """It would take longer to ask for one."""
    settings = load_settings(home, runner="dask", dask="tcp://10.0.0.5:8786")
    assert "Thread" in type(task_runner(settings, small=True)).__name__
