"""The pages in a real browser: no complaint, nobody asked but this machine, and what is clicked is done.

Needs Chromium; where there is none the tests are left out.
"""

import json
import shutil
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest
import uvicorn

from dashboard.app import MENU, create_app
from dashboard.pages.quality import TABS
from flows.runs import read_records
from warehouse import Build, query

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=zh-CN",
]  # fmt: skip
PENALTIES = "of=enforcement.penalty~case"

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="no Chromium found (apt-get install chromium): the tests in a browser are left out",
)


class Served:
    """The application on a port of its own, in a thread."""

    def __init__(self, home):
        self.home = home
        listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._server = uvicorn.Server(
            uvicorn.Config(create_app(home, lambda: read_records(home)), log_level="error")
        )
        self._thread = threading.Thread(target=self._server.run, args=([listening],), daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def stop(self):
        self._server.should_exit = True
        self._thread.join(10)


@pytest.fixture(scope="module")
def served(published):
    server = Served(published)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def tab(browser):
    """A page of a browser that must not complain, nor ask anybody but this machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    page = context.new_page()
    complaints, asked = [], set()
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    yield page
    context.close()
    assert complaints == []
    assert asked <= {"127.0.0.1"}


def row(home, sql, *parameters):
    return query(home, sql, parameters).row(0)


@pytest.fixture
def faulty(published):
    """The report whose figures contradict each other."""
    return row(published, "SELECT report_id FROM core.report WHERE file = '坪坝镇2023.txt'")[0]


@pytest.mark.parametrize(
    "address",
    [
        *MENU,
        *(f"/quality?tab={tab}" for tab in TABS),
        "/evidence",
        "/sql?q=SELECT 1 AS a",
        "/district?place=500229000000",
    ],
)
def test_each_page_is_drawn_and_fit_for_keyboards_and_weak_eyes(tab, served, address):
    from axe_playwright_python.sync_playwright import Axe

    tab.goto(served.address + address)
    assert tab.locator("main").is_visible() and tab.locator("h1").count() >= 1
    assert tab.locator("nav[aria-label=页面] a[aria-current=page]").count() == 1
    faults = Axe().run(tab).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in faults] == []


def test_the_reader_is_fit_for_keyboards_and_weak_eyes(tab, served, faulty):
    from axe_playwright_python.sync_playwright import Axe

    tab.goto(f"{served.address}/report/{faulty}")
    assert [one["id"] for one in Axe().run(tab).response["violations"]] == []


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_no_page_is_wider_than_its_window(tab, served, faulty, width):
    tab.set_viewport_size({"width": width, "height": 800})
    for address in [*MENU, *(f"/quality?tab={one}" for one in TABS), "/evidence", f"/report/{faulty}"]:
        tab.goto(served.address + address)
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        entries = tab.locator("nav[aria-label=页面] a")
        assert all(one.is_visible() for one in entries.all()), address


def test_the_map_goes_near_and_back(tab, served):
    tab.goto(f"{served.address}/district?{PENALTIES}&year=2023")
    shape = tab.locator('.map a[data-code="500229000000"] path')
    near = shape.bounding_box()["width"]
    tab.get_by_role("link", name="看全省").click()
    tab.wait_for_url("**view=whole**")
    assert shape.bounding_box()["width"] < near / 2
    tab.get_by_label("年度").select_option("2022")
    tab.wait_for_url("**year=2022**")
    assert "view=whole" in tab.url, "a choice keeps what is seen"


def test_a_finding_leads_to_its_words(tab, served):
    tab.goto(f"{served.address}/quality?tab=card")
    tab.get_by_role("link", name="120件").click()
    tab.wait_for_url("**/report/**#p*")
    assert tab.locator(".fact.now").inner_text() == "120件"


def test_choices_apply_at_once(tab, served):
    tab.goto(f"{served.address}/district?{PENALTIES}&year=2023&level=district")
    assert tab.locator("table").first.inner_text().count("城口县") == 1
    tab.get_by_label("年度").select_option("2022")
    tab.wait_for_url("**year=2022**")
    assert "20" in tab.locator("table td.n").first.inner_text()
    tab.get_by_label("算法").select_option("township")
    tab.wait_for_url("**per=township**")


def test_a_click_on_the_map_opens_the_place(tab, served):
    tab.goto(f"{served.address}/district?{PENALTIES}&year=2023")
    tab.locator('.map a[data-code="500229000000"] path').click()
    tab.wait_for_url("**place=500229000000**")
    place = tab.locator("#place")
    assert "重庆市城口县" in place.locator("h2").first.inner_text()
    assert place.locator("svg .bar").count() == 2 and "东安镇" in place.inner_text()
    place.locator("svg a").last.click()
    tab.wait_for_url("**/evidence?**year=2023**")
    tab.locator(".sentence a").first.click()
    tab.wait_for_url("**/report/**#p*")
    assert tab.locator(".fact.now").inner_text() in ("25件", "15件")


def test_a_region_says_its_figure_when_pointed_at(tab, served):
    tab.goto(f"{served.address}/district?{PENALTIES}&year=2023")
    tab.locator('.map a[data-code="500229000000"] path').hover()
    assert tab.locator("#tip").inner_text() == "城口县：40件（2 个乡镇写明）"


def test_the_reader_jumps_both_ways(tab, served, faulty):
    tab.goto(f"{served.address}/report/{faulty}")
    mark = tab.locator(".fact").last
    start = mark.get_attribute("id").removeprefix("p")
    mark.click()
    tab.locator(f"#r{start}.now").wait_for()
    first = tab.locator(".rows li").first
    first.locator("a").click()
    now = tab.locator(f"#p{first.get_attribute('id').removeprefix('r')}.now")
    now.wait_for()
    assert now.is_visible() and now.inner_text() == first.locator("b").inner_text()


def test_the_reader_works_from_the_keyboard(tab, served, faulty):
    tab.goto(f"{served.address}/report/{faulty}")
    tab.locator(".fact").first.focus()
    tab.keyboard.press("Enter")
    tab.locator(".rows li.now").wait_for()
    assert tab.locator(".rows li.now").count() == 1


def test_a_hostile_report_stays_text(tab, served, faulty):
    tab.goto(f"{served.address}/report/{faulty}")
    assert "<script>document.title" in tab.locator(".text").inner_text()
    assert "闯入" not in tab.title() and tab.locator(".text script, .text img").count() == 0


def test_tables_are_sorted_where_they_stand(tab, served):
    tab.goto(f"{served.address}/trend?e=district/500229000000")
    head = tab.locator("thead button", has_text="数值")
    head.click()
    column = head.evaluate("one => one.closest('th').cellIndex")
    cells = tab.locator(f"table tbody tr td:nth-child({column + 1})").all_inner_texts()
    figures = [float(one.lstrip("≥≤≈").replace(",", "")) for one in cells]
    assert figures == sorted(figures, reverse=True)


def test_a_name_completes_itself(tab, served):
    tab.goto(f"{served.address}/compare?e=issuer/500229109000&year=2023")
    field = tab.locator("[data-suggest]")
    field.press_sequentially("巴山")
    tab.locator("#known option").first.wait_for(state="attached")
    field.fill(tab.locator("#known option").first.get_attribute("value"))
    tab.wait_for_url(
        "**issuer%2F500229102000**", timeout=5000
    ) if "%2F" in tab.url else tab.wait_for_load_state()
    tab.locator(".chosen li").nth(1).wait_for()
    assert "巴山镇" in tab.locator(".chosen").inner_text()


def test_a_table_is_downloaded(tab, served, tmp_path):
    tab.goto(f"{served.address}/reports")
    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="下载 Excel").click()
    waiting.value.save_as(tmp_path / "reports.xlsx")
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(tmp_path / "reports.xlsx").get_sheet_by_index(0).to_python()
    assert len(rows) == 5 and rows[0][0] == "年度"


def test_a_statement_runs_and_the_dictionary_is_searched(tab, served):
    tab.goto(f"{served.address}/sql")
    tab.locator("textarea").fill("SELECT count(*) AS reports FROM core.report")
    tab.locator("textarea").press("Control+Enter")
    tab.locator("tbody td").wait_for()
    assert tab.locator("tbody td").inner_text() == "4"
    shown = tab.locator(".dictionary details:visible")
    before = shown.count()
    tab.get_by_label("在字典中找").fill("core.measure")
    assert 0 < shown.count() < before


def test_a_publication_in_mid_session(tab, published, tmp_path):
    """The open page says that there is a newer version, and shows it when asked, without a restart."""
    home, newer = tmp_path / "home", "29991231T000000Z-0000"
    shutil.copytree(published, home)
    server = Served(home)
    tab.goto(server.address)
    assert tab.locator("#fresh").is_hidden() and newer not in tab.locator("footer").inner_text()
    with Build.open(home) as build:
        build.publish(newer)
    tab.evaluate("dispatchEvent(new Event('focus'))")
    tab.locator("#fresh").wait_for()
    tab.locator("#fresh a").click()
    tab.wait_for_function(f"document.body.dataset.run === '{newer}'")
    assert tab.locator("#fresh").is_hidden() and newer in tab.locator("footer").inner_text()
    server.stop()


def test_an_empty_home_and_its_first_publication(tab, published, tmp_path):
    server = Served(tmp_path / "home")
    for address in MENU:
        tab.goto(server.address + address)
        assert tab.locator("main").inner_text()
    tab.goto(server.address)
    assert "fazhi run" in tab.locator("main").inner_text()
    shutil.copytree(published / "warehouse", tmp_path / "home" / "warehouse")
    tab.reload()
    assert tab.locator(".tiles b").first.inner_text() == "4"
    server.stop()


def test_the_manifest_is_what_the_page_names(tab, served):
    tab.goto(served.address)
    manifest = json.loads((served.home / "warehouse" / "current.json").read_text(encoding="utf-8"))
    assert manifest["run_id"] in tab.locator("footer").inner_text()
