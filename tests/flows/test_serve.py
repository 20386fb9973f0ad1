"""`fazhi serve`: the deployment as it is registered, and a run of it on a server of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from flows.orchestrator import started
from flows.runs import read_records
from flows.serving import CronError, deployment
from flows.settings import load_settings

from .conftest import fill
from .test_own_prefect_server import ask

BIN = Path(sys.executable).parent


def test_the_deployment(home):
    """What the design asks for: schedule in Peking time, parameters, tags, one run at a time."""
    made = deployment(Path("/inbox"), load_settings(home), "30 1 * * *")
    (schedule,) = (one.schedule for one in made.schedules)
    assert (schedule.cron, schedule.timezone) == ("30 1 * * *", "Asia/Shanghai")
    assert made.parameters == {"inbox": "/inbox", "home": str(home), "scheduled": True}
    assert made.tags == ["法治年报", "夜间"]
    assert made.concurrency_limit == 1
    assert made.entrypoint == "flows.nightly.nightly"


@pytest.mark.parametrize("cron", ["每天两点", "61 2 * * *"])
def test_a_schedule_that_cannot_be_read(home, cron):
    with pytest.raises(CronError, match="应为五段"):
        deployment(Path("/inbox"), load_settings(home), cron)


def wait_for(what: Callable[[], object], seconds: float = 300) -> object:
    """The first answer that is something; None after that many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError, ValueError):
            if found := what():
                return found
        time.sleep(0.3)
    return None


@pytest.mark.soak  # cron knows whole minutes
def test_it_runs_on_schedule_until_it_is_stopped(home, tmp_path):
    """Every minute, into a new home; stopped by SIGTERM, as systemd does, it leaves no server."""
    inbox = fill(tmp_path / "inbox", 3)
    env = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    command = [
        str(BIN / "fazhi"),
        "serve",
        str(inbox),
        "--home",
        str(home),
        "--cron",
        "* * * * *",
        "--port",
        "0",
    ]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    record = home / "prefect" / "serve.json"
    try:
        assert wait_for(record.is_file)
        told = json.loads(record.read_text(encoding="utf-8"))
        assert wait_for(lambda: [run for run in read_records(home) if run["status"] == "published"], 600)
        names = wait_for(
            lambda: [run["name"] for run in ask(told["url"], "flow_runs") if "已发布" in run["name"]]
        )
        assert names
        (made,) = ask(told["url"], "deployments")
        assert (made["name"], made["global_concurrency_limit"]["limit"]) == ("每夜", 1)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
    assert wait_for(lambda: started(told["pid"]) != told["started"], 10)
    assert not record.exists()
