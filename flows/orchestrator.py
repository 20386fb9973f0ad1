"""Prefect kept quiet, offline and tidy; import this before prefect.

Where `PREFECT_API_URL` names a server, runs appear there. Otherwise Prefect starts a temporary server,
whose process is written down in `HOME/prefect/server.json`: a run that is killed leaves it behind, and
the next run ends it.
"""

import json
import os
import signal
import time
from pathlib import Path
from uuid import UUID

from flows.runs import write_json

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_CLI_PROMPT": "false",
}


def configure(home: Path) -> None:
    """Set Prefect's environment for this process; what the operator has set stays."""
    os.environ.setdefault("PREFECT_HOME", str(home / "prefect"))
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


def start_server(home: Path) -> None:
    """Start the temporary server, if one is needed, and write down its process; ends an orphan first."""
    end_orphan(home)
    if os.environ.get("PREFECT_API_URL"):
        return
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    server.start()
    if server.server_process:
        pid = server.server_process.pid
        write_json(_record(home), {"pid": pid, "started": started(pid), "url": server.api_url})


def stop_server(home: Path) -> None:
    """Let Prefect send its last events, then end the temporary server and forget its process."""
    if os.environ.get("PREFECT_API_URL"):
        return
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker
    from prefect.server.api.server import SubprocessASGIServer

    EventsWorker.drain_all()
    APILogWorker.instance().drain()
    SubprocessASGIServer().stop()
    _record(home).unlink(missing_ok=True)


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


def _record(home: Path) -> Path:
    return home / "prefect" / "server.json"


def _flow_run(home: Path) -> Path:
    return home / "prefect" / "flow_run.json"
