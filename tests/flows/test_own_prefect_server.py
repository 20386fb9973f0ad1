"""A run shows up on the operator's own Prefect server: flow run, tasks, summary, over its REST API."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from .conftest import fill

BIN = Path(sys.executable).parent


@pytest.fixture
def server(tmp_path):
    """`prefect server start` on a free port of this machine; its API address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"PREFECT_HOME": str(tmp_path / "prefect")}
    env.pop("PREFECT_API_URL", None)
    command = [str(BIN / "prefect"), "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/api"
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"{url}/health", timeout=5):
            break
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(timeout=30)


def ask(url, what, body=None):
    """What the server's REST API answers to a filter."""
    request = urllib.request.Request(
        f"{url}/{what}/filter", json.dumps(body or {}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_a_run_shows_up_on_the_operators_server(server, home, tmp_path):
    inbox = fill(tmp_path / "inbox", 3)
    env = os.environ | {"PREFECT_API_URL": server}
    done = subprocess.run(
        [str(BIN / "fazhi"), "run", str(inbox), "--home", str(home)],
        env=env, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (home / "prefect" / "server.json").exists(), "no server of its own"
    (flow_run,) = ask(server, "flow_runs")
    assert flow_run["state_type"] == "COMPLETED" and "已发布：新 3 载 3" in flow_run["name"]
    (task_run,) = ask(server, "task_runs")
    assert (task_run["name"], task_run["state_type"]) == ("batch-1", "COMPLETED")
    (artifact,) = (one for one in ask(server, "artifacts") if one["key"] == "nightly")
    assert artifact["flow_run_id"] == flow_run["id"] and "| 装入的报告 | 3 |" in artifact["data"]
