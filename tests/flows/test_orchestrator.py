"""Prefect's environment and the temporary server's process."""

import json
import os
import subprocess
import sys
import time

import pytest

from flows import orchestrator
from flows.orchestrator import configure, end_orphan, started


@pytest.fixture
def sleeper():
    """A process of our own that stands for a server left over."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def record(home, **told):
    (home / "prefect").mkdir(exist_ok=True)
    (home / "prefect" / "server.json").write_text(json.dumps(told), encoding="utf-8")


def test_an_orphan_is_ended_and_forgotten(home, sleeper):
    record(home, pid=sleeper.pid, started=started(sleeper.pid))
    assert end_orphan(home)
    assert sleeper.wait(timeout=10) != 0
    assert not (home / "prefect" / "server.json").exists()


@pytest.mark.parametrize(
    ("start", "why"), [("1", "its number was given to another process"), (None, "no /proc then")]
)
def test_a_process_that_is_not_the_recorded_one_is_left_alone(home, sleeper, start, why):
    record(home, pid=sleeper.pid, started=start)
    assert not end_orphan(home), why
    assert sleeper.poll() is None


def test_no_record_is_no_orphan(home):
    assert not end_orphan(home)


def test_no_process_has_no_start():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert started(process.pid) is None
    assert started(os.getpid()) is not None


def test_what_the_operator_has_set_stays(home, monkeypatch):
    for name in orchestrator.QUIET:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    monkeypatch.setenv("PREFECT_HOME", "/mine")
    configure(home)
    assert (os.environ["PREFECT_LOGGING_LEVEL"], os.environ["PREFECT_HOME"]) == ("DEBUG", "/mine")
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_flow_run_is_noted_and_forgotten(home):
    number = "0191f2c4-0000-7000-8000-000000000001"
    orchestrator.note_flow_run(home, number)
    assert str(orchestrator.left_flow_run(home)) == number
    orchestrator.forget_flow_run(home)
    assert orchestrator.left_flow_run(home) is None


def test_the_server_ends_when_its_run_is_killed(home):
    """SIGKILL leaves no time to clean up: the server itself must see that its parent is gone."""
    code = (
        "import os, sys, time; from pathlib import Path; from flows.orchestrator import Server, configure\n"
        "home = Path(sys.argv[1]); configure(home); Server(home); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(home)], check=False)
    told = json.loads((home / "prefect" / "server.json").read_text(encoding="utf-8"))
    for _ in range(100):
        if started(told["pid"]) != told["started"]:
            return

        time.sleep(0.1)
    os.kill(told["pid"], 9)
    pytest.fail("the server outlived its run")
