"""The bundle in a real Superset: `make bi-test`, which sets `.venv-bi` up. Not collected by the other tests.

SUPERSET_PICTURE=FILE.png keeps the picture of the dashboard.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import sync_playwright

from bi import bundle

CHECKOUT = Path(__file__).parents[2]
SUPERSET = CHECKOUT / ".venv-bi" / "bin" / "superset"
SAMPLE = CHECKOUT / "data" / "sample"
LATE = "长虹乡"  # whose reports come with the second run
WAIT = 180.0  # seconds for a start or a page, on a busy machine
USER = {"username": "admin", "password": "made-for-this-test"}


def nightly(inbox: Path, home: Path) -> None:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "FAZHI_"))}
    command = [Path(sys.executable).with_name("fazhi"), "run", inbox, "--home", home]
    subprocess.run(command, env=quiet, check=True, capture_output=True, timeout=600)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory) -> Path:
    """The sample without the reports that come late."""
    place = tmp_path_factory.mktemp("inbox") / "sample"
    shutil.copytree(SAMPLE, place, ignore=shutil.ignore_patterns(LATE))
    return place


@pytest.fixture(scope="module")
def home(tmp_path_factory, inbox) -> Path:
    place = tmp_path_factory.mktemp("home")
    nightly(inbox, place)
    return place


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A Superset of its own, empty but for its administrator."""
    place = tmp_path_factory.mktemp("superset")
    env = os.environ | {
        "SUPERSET_CONFIG_PATH": str(CHECKOUT / "bi" / "superset_config.py"),
        "SUPERSET_HOME": str(place),
        "SUPERSET_SECRET_KEY": "made-for-this-test-and-thrown-away-after-it",
        "FLASK_APP": "superset",
    }
    names = ["--username", USER["username"], "--password", USER["password"]]
    person = ["--firstname", "A", "--lastname", "B", "--email", "a@example.invalid"]
    for words in (["db", "upgrade"], ["fab", "create-admin", *names, *person], ["init"]):
        subprocess.run([SUPERSET, *words], env=env, check=True, capture_output=True, timeout=900)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (place / "log").open("w") as log:
        run = [SUPERSET, "run", "-h", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(run, env=env, stdout=log, stderr=log)
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def api(address) -> httpx.Client:
    """Logged in."""
    client = httpx.Client(base_url=address, timeout=WAIT)
    for _ in range(int(WAIT)):
        try:
            client.get("/health")
            break
        except httpx.TransportError:
            time.sleep(1)
    answer = client.post("/api/v1/security/login", json=USER | {"provider": "db", "refresh": True})
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    client.headers["X-CSRFToken"] = client.get("/api/v1/security/csrf_token/").json()["result"]
    client.headers["Referer"] = address
    return client


@pytest.fixture(scope="module", autouse=True)
def _imported(api, home, tmp_path_factory) -> None:
    archive = tmp_path_factory.mktemp("bundle") / "fazhi.zip"
    bundle.pack(home, archive)
    for _ in range(2):  # a second import replaces the first
        files = {"formData": (archive.name, archive.read_bytes(), "application/zip")}
        given = {"overwrite": "true", "passwords": "{}"}
        answer = api.post("/api/v1/dashboard/import/", files=files, data=given)
        assert answer.status_code == 200, answer.text


def charts(api: httpx.Client) -> dict[str, int]:
    found = api.get("/api/v1/chart/?q=(page_size:100)").json()["result"]
    return {one["slice_name"]: one["id"] for one in found}


def rows(api: httpx.Client, name: str) -> list[dict[str, object]]:
    """What a chart shows, as Superset asks the warehouse for it."""
    answer = api.get(f"/api/v1/chart/{charts(api)[name]}/data/")
    assert answer.status_code == 200, answer.text
    (result,) = answer.json()["result"]
    assert not result["error"]
    return list(result["data"])


NAMES = [one["slice_name"] for name, one in bundle.assets().items() if name.startswith("charts/")]


def test_all_charts_are_there_once(api):
    assert sorted(charts(api)) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_has_data(api, name):
    assert rows(api, name)


def test_figures_are_those_of_the_warehouse(api):
    found = [
        row
        for row in rows(api, "区县数字与其依据")
        if (row["区县"], row["指标名称"]) == ("开化县", "行政处罚")
    ]
    assert {row["报告年度"]: row["数值"] for row in found}[2024] == 62  # 47 and 15: the third comes late


def test_labels_are_chinese_and_tell_what_they_mean(api):
    found = api.get("/api/v1/dataset/?q=(page_size:100)").json()["result"]
    one = next(dataset for dataset in found if dataset["table_name"] == "区县指标年度")
    columns = api.get(f"/api/v1/dataset/{one['id']}").json()["result"]["columns"]
    told = {column["column_name"]: column["description"] for column in columns}
    assert told["有数值乡镇数"].startswith("有数值乡镇数：当年写了该指标")


@pytest.mark.parametrize(
    "sql",
    ["CREATE TABLE core.mine (a INT)", "DELETE FROM core.report", "SELECT * FROM read_text('/etc/hostname')"],
)
def test_sql_lab_reads_the_warehouse_and_nothing_else(api, sql):
    (database,) = api.get("/api/v1/database/").json()["result"]
    asked = {"database_id": database["id"], "sql": sql, "runAsync": False}
    assert api.post("/api/v1/sqllab/execute/", json=asked).status_code >= 400
    asked["sql"] = "SELECT count(*) AS n FROM 报表.报告"
    answer = api.post("/api/v1/sqllab/execute/", json=asked)
    assert answer.status_code == 200, answer.text


def test_the_dashboard_draws_and_sees_a_new_publication_without_a_restart(api, address, inbox, home):
    before = rows(api, "现行报告")[0]["报告合计"]
    place = next(SAMPLE.rglob(LATE))
    shutil.copytree(place, inbox / place.relative_to(SAMPLE))
    nightly(inbox, home)
    assert rows(api, "现行报告")[0]["报告合计"] == before + len(list(place.iterdir()))
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 1500})
        page.set_default_timeout(1000 * WAIT)
        log_in(page, address)
        page.goto(f"{address}/superset/dashboard/fazhi/")
        holders = page.locator('[data-test="dashboard-component-chart-holder"]')
        holders.last.wait_for()
        page.wait_for_function("() => !document.querySelector('[data-test=\"loading-indicator\"], .loading')")
        page.wait_for_timeout(3000)  # charts move into place
        if os.environ.get("SUPERSET_PICTURE"):
            page.screenshot(path=os.environ["SUPERSET_PICTURE"])
        assert holders.count() == len(NAMES)
        assert page.locator('[data-test="error-message"], .ant-alert-error').count() == 0
        assert page.get_by_text("2024").first.is_visible()  # the filter stands at the latest year
        browser.close()


def log_in(page, address: str) -> None:
    page.goto(f"{address}/login/")
    page.fill("#username, input[name=username]", USER["username"])
    page.fill("#password, input[name=password]", USER["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
