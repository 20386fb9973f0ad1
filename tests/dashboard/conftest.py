"""One published home for all tests of the pages: a real run over reports of our own, one of them hostile."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from flows.runs import read_records
from warehouse.corrections import series_id

COUNTY = "重庆市城口县"
# A report's text goes to the page as text, whatever it holds.
HOSTILE = "<script>document.title='闯入'</script><img src=x onerror=alert(1)>"


def report(town: str, year: int, mediated: int, penalties: int, more: str = "") -> str:
    """A report of our own wording, with all four contents."""
    return f"""{COUNTY}{town}人民政府{year}年度法治政府建设年度报告

{year}年，{town}在{COUNTY}县委、县政府领导下推进法治政府建设，现报告如下。

一、法治政府建设主要举措和成效
（一）化解矛盾纠纷。全年调解矛盾纠纷{mediated}件，调解成功率98.5%。{more}
（二）规范行政执法。办理行政处罚案件{penalties}件，持有执法证件的干部12人。
二、主要负责人履行法治建设第一责任人职责情况
党政主要负责人听取法治工作汇报4次。
三、存在的不足
（一）执法力量偏弱，专业人员不够。
四、下一步工作安排
（一）加强执法队伍培训，计划举办培训6期。

{COUNTY}{town}人民政府
{year + 1}年1月15日
"""


# Its parts do not add up to its total, and it tells no shortcomings.
FAULTY = f"""{COUNTY}坪坝镇人民政府2023年度法治政府建设年度报告

一、法治政府建设主要举措和成效
（一）化解矛盾纠纷。全年调解矛盾纠纷120件，其中邻里纠纷50件、婚姻家庭纠纷40件、其他纠纷40件。
（二）{HOSTILE}=1+1开展普法活动9场。
二、主要负责人履行法治建设第一责任人职责情况
党政主要负责人听取法治工作汇报4次。
三、下一步工作安排
（一）加强执法队伍培训，计划举办培训6期。

{COUNTY}坪坝镇人民政府
2024年1月15日
"""


def _correction(town: str, year: int, quote: str, change: str) -> str:
    series = series_id(town, year, "rule_of_law_annual_report")
    return f"{series},measure,{quote},1,{change},来函更正,县司法局,2026-03-01\n"


# One that holds, one whose words are nowhere: both are told on the page.
CORRECTIONS = (
    "series,target,quote,occurrence,field,expected,value,reason,author,made_on\n"
    + _correction("500229109000", 2022, "调解矛盾纠纷【100件】", "bound,exact,approx")
    + _correction("500229102000", 2023, "立案【7件】", "value,7,8")
)


def correct(home: Path) -> None:
    """The corrections of the steward, who wrote them before the first run."""
    (home / "reference").mkdir(parents=True)
    (home / "reference" / "corrections.csv").write_text(CORRECTIONS, encoding="utf-8")


def run(inbox: Path, home: Path) -> None:
    """A run as an operator makes it."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "FAZHI_"))}
    command = [Path(sys.executable).parent / "fazhi", "run", inbox, "--home", home, "--runner", "threads"]
    done = subprocess.run(command, capture_output=True, text=True, env=quiet, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def write(inbox: Path, name: str, text: str) -> None:
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / f"{name}.txt").write_text(text, encoding="utf-8")


def fill(inbox: Path) -> None:
    """The reports, and one file that nobody can read."""
    write(inbox, "东安镇2022", report("东安镇", 2022, 100, 20))
    write(inbox, "东安镇2023", report("东安镇", 2023, 130, 25))
    write(inbox, "巴山镇2023", report("巴山镇", 2023, 70, 15, "受理信访件8件。"))
    write(inbox, "坪坝镇2023", FAULTY)
    (inbox / "坏.txt").write_bytes(b"\xff\xfe\x00\xd8\x00")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one published version, one for all processes of the tests; who writes makes a copy."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    place = shared / "dashboard"
    with (shared / "dashboard.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            fill(place / "inbox")
            correct(place / "home")
            run(place / "inbox", place / "home")
    return place / "home"


@pytest.fixture(scope="session")
def client(published: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(published, lambda: read_records(published)), base_url="http://127.0.0.1"
    ) as one:
        yield one
