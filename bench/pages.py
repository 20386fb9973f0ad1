"""`python -m bench.pages`: seconds from the click until a page of the dashboard is drawn, in Chromium.

On a warehouse of one province over ten years (`bench.province`); each page twice: asked for the first time
since the publication, and again. The first page is that of a browser that has nothing in store.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.province import publish_province

BIN = Path(sys.executable).parent
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
BAR, FIRST = 1.0, 3.0  # seconds a page, and the first
PENALTIES = "of=enforcement.penalty~case"
PAGES = {
    "概览": "/",
    "区县统计": "/district",
    "区县统计，按区县": f"/district?{PENALTIES}&level=district&year=2024",
    "区县统计，选一地": f"/district?{PENALTIES}&year=2023&place=330800000000",
    "趋势": "/trend",
    "趋势，某乡镇": "/trend?e=issuer/330824115000",
    "比较": "/compare?e=district/330824000000&e=district/330802000000&e=issuer/330824000000",
    "报告": "/reports",
    "报告，有矛盾的": "/reports?q=开化&fault=arithmetic",
    "出处，全部": "/evidence",
    "出处，某区县": f"/evidence?{PENALTIES}&place=330824000000&year=2024&townships=1",
    "质量，核对意见": "/quality?tab=card",
    "质量，收支平衡": "/quality?tab=balance",
    "质量，对算": "/quality?tab=arithmetic&verdict=agrees",
    "质量，法定内容": "/quality?tab=requirements",
    "质量，待核对": "/quality?tab=review",
    "SQL": "/sql",
    "SQL，查询": "/sql?q=SELECT district, sum(value) FROM mart.district_indicator_year GROUP BY ALL",
}
LINK = "to => document.body.append(Object.assign(document.createElement('a'), {href: to, id: 'go'}))"
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where a page took longer than the bar."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.pages", description="测量看板各页从点击到画出的秒数。"
    )
    parser.add_argument("--home", type=Path, help="已有的数据目录；不写则造一个省十年的仓库")
    parser.add_argument("--reports", type=int, default=15_000, help="报告份数，默认 15000")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="fazhi-pages-") as folder:
        home = options.home or _province(Path(folder), options.reports)
        with served(home) as address:
            taken = measured(address)
    print("\n".join(lines(taken)))
    return int(any(first > bar or again > bar for _, first, again, bar in taken))


def _province(folder: Path, reports: int) -> Path:
    """A home with the province, made of the sample."""
    subprocess.run(
        [BIN / "fazhi", "run", SAMPLE, "--home", folder / "sample"], check=True, capture_output=True
    )
    rows = publish_province(folder / "sample" / "warehouse" / "fazhi.duckdb", folder / "home", reports)
    print(f"报告 {rows['core.report']:,} 份，计量 {rows['core.measure']:,} 个", flush=True)
    return folder / "home"


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The dashboard of a home in a process of its own; its address."""
    command = [str(BIN / "fazhi"), "dashboard", "--port", "0", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield line.split("：")[1].split("（")[0]
        finally:
            process.terminate()


def measured(address: str) -> list[tuple[str, float, float, float]]:
    """Each page with its seconds, the first time and again, and its bar."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        first = _seconds(browser.new_page(), address + "/", click=False)
        page = browser.new_page()
        page.goto(f"{address}/version")
        taken = [("首页，浏览器初次打开", first, first, FIRST)]
        for name, path in PAGES.items():
            taken.append((name, _seconds(page, address + path), _seconds(page, address + path), BAR))
        browser.close()
    return taken


def _seconds(page: Any, address: str, *, click: bool = True) -> float:  # noqa: ANN401 - Playwright is loaded late
    """From the click on a link (or from typing the address) until two frames after all is loaded."""
    if click:
        page.evaluate(LINK, address)
    start = time.perf_counter()
    if click:
        with page.expect_navigation(wait_until="load"):
            page.evaluate("() => document.getElementById('go').click()")
    else:
        page.goto(address, wait_until="load")
    page.evaluate(DRAWN)
    return time.perf_counter() - start


def lines(taken: Sequence[tuple[str, float, float, float]]) -> list[str]:
    """The figures as a table; what is over the bar is marked."""
    head = ["| 页 | 初次（秒） | 再次（秒） | |", "| --- | ---: | ---: | --- |"]
    return head + [
        f"| {name} | {first:.2f} | {again:.2f} | {'超过' if max(first, again) > bar else ''} |"
        for name, first, again, bar in taken
    ]


if __name__ == "__main__":
    sys.exit(main())
