"""`python -m bench.pictures`: the pictures in docs/images, taken in Chromium from the sample reports."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from bench.pages import ARGUMENTS, BIN, SAMPLE, served

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTH, HEIGHT = 1320, 860
PENALTIES = "of=enforcement.penalty~case"
COLOURS = 160  # are enough for flat drawings
MOST = 300_000  # bytes of a picture


def main() -> int:
    """Take them all."""
    with tempfile.TemporaryDirectory(prefix="fazhi-pictures-") as folder:
        home = Path(folder)
        subprocess.run([BIN / "fazhi", "run", SAMPLE, "--home", home], check=True, capture_output=True)
        with served(home) as address:
            take(address)
    return 0


def take(address: str) -> None:
    """Each page as a file, and its size."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
        for name, path in {
            "dashboard": "/",
            "map": f"/district?{PENALTIES}&province=330000000000&level=district",
            "place": f"/district?{PENALTIES}&place=330824000000#place",
            "quality": "/quality?tab=card",
            "trend": "/trend?e=district/330824000000",
            "compare": "/compare?e=issuer/330824115000&e=issuer/330824117000&e=issuer/330824205000",
        }.items():
            page.goto(address + path)
            shot(page, name)
        page.goto(f"{address}/evidence?{PENALTIES}&place=330824000000&year=2024&townships=1")
        page.locator(".sentence a").first.click()
        page.wait_for_url("**/report/**")
        page.evaluate("scrollTo(0, 0)")
        shot(page, "reader")
        browser.close()


def shot(page: Any, name: str) -> None:  # noqa: ANN401 - Playwright is loaded late
    """One picture; complains where it is too large for the repository."""
    page.wait_for_load_state("networkidle")
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as drawn:
        drawn.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.name} {path.stat().st_size / 1000:.0f} kB")
    if path.stat().st_size > MOST:
        print(f"{path.name} is over {MOST / 1000:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
