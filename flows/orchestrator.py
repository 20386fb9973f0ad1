"""Prefect kept quiet, offline and tidy; use this before importing prefect.

Where the operator's `PREFECT_API_URL` names a server, runs appear there. Otherwise a run has a server of
its own (`flows.server`) that lives as long as the run. It is written down in `HOME/prefect/server.json`;
should one ever be left over, the next run ends it.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from flows.runs import write_json

STARTUP_SECONDS = 120
LOCAL = "127.0.0.1"
QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}


class ServerError(OSError):
    """The temporary server did not come up; the message names its log."""


def configure(home: Path) -> None:
    """Set Prefect's environment for this process and those it starts; what the operator has set stays."""
    os.environ.setdefault("PREFECT_HOME", str(home / "prefect"))
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


@contextmanager
def own_server(home: Path) -> Iterator["Server | None"]:
    """A temporary server while this lasts, None where the operator has named one; an orphan is ended first.

    It comes up while the caller does other things: `Server.wait` before the first use of Prefect's API.
    """
    end_orphan(home)
    if os.environ.get("PREFECT_API_URL"):
        yield None
        return
    server = Server(home)
    os.environ["PREFECT_API_URL"] = server.url
    _no_proxy(LOCAL)
    try:
        yield server
    finally:
        del os.environ["PREFECT_API_URL"]
        server.stop()


class Server:
    """The process of a temporary server, written down in `HOME/prefect/server.json`."""

    def __init__(self, home: Path) -> None:
        """Start it; it is not up yet."""
        self._record = _record(home)
        self._log = home / "prefect" / "server.log"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with socket.socket() as listening, self._log.open("wb") as log:
            listening.bind((LOCAL, 0))
            listening.listen(128)
            self.url = f"http://{LOCAL}:{listening.getsockname()[1]}/api"
            number = listening.fileno()
            command = [sys.executable, "-m", "flows.server", str(number), str(os.getpid())]
            self._process = subprocess.Popen(
                command,
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        pid = self._process.pid
        write_json(self._record, {"pid": pid, "started": started(pid), "url": self.url})

    def wait(self) -> None:
        """Wait until it answers; raises ServerError where it ends or does not in two minutes."""
        ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        until = time.monotonic() + STARTUP_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            with suppress(OSError), ask.open(f"{self.url}/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        raise ServerError(f"Prefect 的临时服务没有启动，原因见 {self._log}")

    def stop(self) -> None:
        """End it, and forget it."""
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._record.unlink(missing_ok=True)


def drain() -> None:
    """Let Prefect send its last events and log lines, so that nothing fails when the server is gone."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all(timeout=5)
    APILogWorker.drain_all(timeout=5)


def note_flow_run(home: Path, flow_run_id: str) -> None:
    """Write down the flow run that is under way."""
    write_json(_flow_run(home), flow_run_id)


def left_flow_run(home: Path) -> UUID | None:
    """The flow run that was under way when its process was killed, if there is one."""
    path = _flow_run(home)
    return UUID(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def forget_flow_run(home: Path) -> None:
    """The flow run is over."""
    _flow_run(home).unlink(missing_ok=True)


def end_orphan(home: Path) -> bool:
    """End the temporary server that a killed run left; True where there was one.

    Only a process with both the recorded id and the recorded start time is ended.
    """
    if not _record(home).is_file():
        return False
    told = json.loads(_record(home).read_text(encoding="utf-8"))
    found = told["started"] is not None and started(told["pid"]) == told["started"]
    if found:
        _end(told["pid"], told["started"])
    _record(home).unlink(missing_ok=True)
    return found


def started(pid: int) -> str | None:
    """When a process started, in the system's own ticks since boot; None where there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError, NotADirectoryError):
        return None
    state, *rest = stat.rpartition(")")[2].split()
    return None if state == "Z" else rest[18]


def _end(pid: int, start: str) -> None:
    """Ask the process to end, and after five seconds make it."""
    os.kill(pid, signal.SIGTERM)
    for _ in range(50):
        if started(pid) != start:
            return
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)


def _no_proxy(host: str) -> None:
    """Keep requests to this host off any proxy that the environment names."""
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [part for part in os.environ.get(name, "").split(",") if part]
        os.environ[name] = ",".join(dict.fromkeys([*hosts, host]))


def _record(home: Path) -> Path:
    return home / "prefect" / "server.json"


def _flow_run(home: Path) -> Path:
    return home / "prefect" / "flow_run.json"
