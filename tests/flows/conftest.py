"""Homes, inboxes and small reports for the tests of `flows`; one Prefect server for all of them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.orchestrator import QUIET

# Before anything imports prefect: the tests run as a run does, quiet and without analytics.
os.environ.update(QUIET)

TOWNS = ("华埠镇", "池淮镇", "长虹乡", "桐村镇", "杨林镇", "苏庄镇", "齐溪镇", "村头镇", "林山乡", "音坑乡")


def report(town: str = "华埠镇", year: int = 2023, mediated: int = 120) -> str:
    """A small annual report of our own wording: four contents, a handful of figures."""
    return f"""{town}{year}年度法治政府建设年度报告

{year}年，{town}在衢州市开化县委、县政府领导下推进法治政府建设，现报告如下。

一、法治政府建设主要举措和成效
（一）化解矛盾纠纷。全年调解矛盾纠纷{mediated}件，调解成功率98%以上。
（二）开展普法宣传。举办法治讲座12场，发放宣传资料3000余份。
二、主要负责人履行法治建设第一责任人职责情况
党政主要负责人听取法治工作汇报4次。
三、存在的不足
（一）执法力量偏弱，专业人员不够。
四、下一步工作安排
（一）加强执法队伍培训，计划举办培训6期。

开化县{town}人民政府
{year + 1}年1月15日
"""


def fill(inbox: Path, count: int, year: int = 2023) -> Path:
    """Put `count` different reports into an inbox, at most ten a year; returns the inbox."""
    inbox.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        town, of_year = TOWNS[index % len(TOWNS)], year - index // len(TOWNS)
        text = report(town, of_year, mediated=100 + index)
        (inbox / f"{town}{of_year}.txt").write_text(text, encoding="utf-8")
    return inbox


@contextmanager
def held(home: Path, holder: str, seconds: float = 60) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock of a home, for so long or until this ends."""
    code = """
import sys, time
from pathlib import Path
from flows.runs import run_lock
with run_lock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(float(sys.argv[3]))
"""
    command = [sys.executable, "-c", code, str(home), holder, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline()
        yield process
        process.kill()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data home; no setting comes from the environment."""
    for name in [name for name in os.environ if name.startswith("FAZHI_")]:
        monkeypatch.delenv(name)
    place = tmp_path / "home"
    place.mkdir()
    return place


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An inbox with three reports."""
    return fill(tmp_path / "inbox", 3)


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Prefect server of the tests' own, with an empty database."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield
