"""Who hears of a run, and what: sent to a webhook on the loopback address."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.notify import tell_people
from flows.runs import Run, new_run

FINE = new_run(Path("/inbox")).ended("published", "装入报告 3 份")


class Webhook(HTTPServer):
    """Keeps what was posted to it; answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posted: list[dict[str, str]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.posted.append(json.loads(self.rfile.read(length)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with Webhook() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (FINE, None),  # nothing to be told
        (FINE.ended("unchanged", "没有新文件"), None),
        (FINE.ended("failed", "磁盘已满"), "磁盘已满"),
        (replace(FINE, warnings=("提醒：三成以上报告一个计量也没有",)), "三成以上报告"),  # a broken minimum
    ],
    ids=["published", "unchanged", "failed", "a broken minimum"],
)
def test_who_hears(webhook: Webhook, run: Run, words: str | None):
    assert tell_people((webhook.url,), run) == ()
    assert len(webhook.posted) == (words is not None)
    if words:
        assert words in webhook.posted[0]["message"]
        assert "法治年报仓库" in webhook.posted[0]["title"]


def test_one_that_is_not_reached_keeps_no_other_from_hearing(webhook: Webhook):
    """The line told of it holds no password."""
    nobody = "json://steward:secret@127.0.0.1:9/hook"
    failed = FINE.ended("failed", "磁盘已满")
    (problem,) = tell_people((nobody, webhook.url), failed)
    assert "json://" in problem
    assert "secret" not in problem
    assert len(webhook.posted) == 1


def test_an_address_that_refuses_is_told(webhook: Webhook):
    webhook.status = 500
    assert len(tell_people((webhook.url, "no address"), FINE.ended("failed", "x"))) == 2
