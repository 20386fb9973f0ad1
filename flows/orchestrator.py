"""Prefect kept quiet, offline and tidy; use this before importing prefect.

Where the operator's `PREFECT_API_URL` names a server, runs appear there; else on that of `fazhi serve`, where
one is up for this home. Otherwise a run has a server of its own (`flows.server`), which ends with the run.
It is written down in `HOME/prefect/server.json`; should one ever be left over, the next run ends it.
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
RUN, SERVE = (
    "server.json",
    "serve.json",
)  # records of a run's server, and of that of `fazhi serve`
KEPT = {  # the server of `fazhi serve` runs for years: what it forgets by itself, after 90 days
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
}
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
    served = _living(_record(home, SERVE))
    server = None if served else Server(home)
    with _named(served or (server.url if server else "")):
        try:
            yield server
        finally:
            if server:
                server.stop()


@contextmanager
def lasting_server(home: Path, port: int) -> Iterator[str]:
    """The API of the operator's server, or of one that lasts as long as this, with pages and a scheduler.

    Raises ServerError where the port is taken, or such a server is up for this home already.
    """
    named = os.environ.get("PREFECT_API_URL")
    if named:
        yield named
        return
    if url := _living(_record(home, SERVE)):
        raise ServerError(f"{home} 的 fazhi serve 已在运行（{url}）；请先停止它")
    server = Server(home, SERVE, port)
    try:
        with _named(server.url):
            server.wait()
            yield server.url
    finally:
        server.stop()


@contextmanager
def _named(url: str) -> Iterator[None]:
    """Prefect talks to this server meanwhile."""
    os.environ["PREFECT_API_URL"] = url
    _no_proxy(LOCAL)
    try:
        yield
    finally:
        del os.environ["PREFECT_API_URL"]


def is_own(home: Path) -> bool:
    """Whether the server that is talked to serves this home alone."""
    return os.environ.get("PREFECT_API_URL", "") in {_living(_record(home, name)) for name in (RUN, SERVE)}


def _living(record: Path) -> str | None:
    """The address of a server that is written down, where its process lives."""
    if not record.is_file():
        return None
    told = json.loads(record.read_text(encoding="utf-8"))
    alive = told["started"] is not None and started(told["pid"]) == told["started"]
    return str(told["url"]) if alive else None


class Server:
    """The process of a server of our own, written down in `HOME/prefect/`."""

    def __init__(self, home: Path, record: str = RUN, port: int = 0) -> None:
        """Start it; it is not up yet. Raises ServerError where the port is taken."""
        self._record = _record(home, record)
        self._log = home / "prefect" / "server.log"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with _listening(port) as listening, self._log.open("wb") as log:
            self.url = f"http://{LOCAL}:{listening.getsockname()[1]}/api"
            number = listening.fileno()
            lasting = record == SERVE
            command = [sys.executable, "-m", "flows.server", str(number), str(os.getpid()), record]
            self._process = subprocess.Popen(
                command,
                pass_fds=[number],
                env=os.environ | {"PREFECT_SERVER_UI_API_URL": self.url, **(KEPT if lasting else {})},
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


def _listening(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOCAL, port))
    except OSError as error:
        listening.close()
        raise ServerError(f"端口 {port} 已被占用；请用 --port 另选一个") from error
    listening.listen(128)
    return listening


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


def _record(home: Path, name: str = RUN) -> Path:
    return home / "prefect" / name


def _flow_run(home: Path) -> Path:
    return home / "prefect" / "flow_run.json"
