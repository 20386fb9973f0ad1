"""Where Prefect runs the batches: threads of this process that wait for worker processes, or a Dask cluster.

On a cluster each task extracts in the worker it runs on; program, home, inbox and settings must be seen there
under the same paths. Checks, load and publication stay in the one process of the flow.
"""

import os
from typing import Any
from urllib.parse import urlsplit

from prefect.task_runners import ThreadPoolTaskRunner

from flows.settings import Settings

Runner = Any  # Prefect's task runners are generic in what they return
LOCAL = ("127.0.0.1", "localhost", "::1")


class ClusterError(OSError):
    """The Dask cluster cannot be used; the message says why and what to do."""


def task_runner(settings: Settings, *, small: bool) -> Runner:
    """Where the batches of a run go; a small run needs no cluster. Raises ClusterError.

    Without an address a cluster of `workers` processes is started on this machine, for this run.
    """
    if settings.runner != "dask" or small:
        return ThreadPoolTaskRunner(max_workers=settings.workers)
    from prefect_dask.task_runners import DaskTaskRunner

    if settings.dask:
        _require_reachable_api(settings.dask)
        return DaskTaskRunner(address=settings.dask)
    return DaskTaskRunner(cluster_kwargs=local_cluster(settings.workers))


def local_cluster(workers: int) -> dict[str, Any]:
    """What makes a LocalCluster of single-threaded processes on the loopback address, without a web page."""
    return {
        "n_workers": workers,
        "threads_per_worker": 1,
        "processes": True,
        "host": LOCAL[0],
        "dashboard_address": None,
        "env": {"POLARS_MAX_THREADS": "1"},
    }


def in_flight(runner: Runner, settings: Settings) -> int:
    """How many batches may wait at once: two for each that can be worked at."""
    if isinstance(runner, ThreadPoolTaskRunner):
        return 2 * settings.workers
    threads: int = sum(runner.client.nthreads().values())
    return 2 * max(threads, 1)


def _require_reachable_api(address: str) -> None:
    """Workers elsewhere report to Prefect's API: a server on a loopback address is none for them."""
    api = urlsplit(os.environ.get("PREFECT_API_URL", "")).hostname
    if urlsplit(address).hostname not in LOCAL and api in LOCAL:
        raise ClusterError(
            f"Dask 集群 {address} 的工作进程访问不到本机的 Prefect 服务。"
            "请运行各机都能访问的 prefect server，并设 PREFECT_API_URL 指向它"
        )
