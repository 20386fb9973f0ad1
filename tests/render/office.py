"""Files as programs write them: our Word file saved anew by LibreOffice, our web page printed by Chromium.

Our own generators show what a format may hold; these show what is really written. `missing` names a program
that is not installed.
"""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.render import docx, html

FILTERS = {
    "docx": "docx:Office Open XML Text",
    "doc": "doc:MS Word 97",
    "odt": "odt:writer8",
    "rtf": "rtf:Rich Text Format",
    "pdf": "pdf:writer_pdf_Export",
}
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SECONDS = 120


def missing(to: str) -> str | None:
    """The program that must be installed to write this format; None where it is there."""
    program = "chromium" if to == "printed" else "soffice"
    return None if shutil.which(program) else program


def render(text: str, *, to: str) -> bytes:
    """The text in a format of FILTERS; `printed`: its web page as a PDF."""
    with tempfile.TemporaryDirectory(prefix="fazhi-office-") as folder:
        return _printed(Path(folder), text) if to == "printed" else _saved(Path(folder), text, to)


def _saved(folder: Path, text: str, to: str) -> bytes:
    source = folder / "source.docx"
    source.write_bytes(docx.render(text, numbered=True))
    profile = f"-env:UserInstallation=file://{_profile().name}"
    out = folder / "out"
    _run(
        "soffice", "--headless", "--norestore", profile, "--convert-to", FILTERS[to], "--outdir", out, source
    )
    return (out / f"source.{to}").read_bytes()


@cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """A profile of our own: making one costs LibreOffice more than saving a file."""
    return tempfile.TemporaryDirectory(prefix="fazhi-profile-")


def _printed(folder: Path, text: str) -> bytes:
    source, made = folder / "source.html", folder / "made.pdf"
    source.write_bytes(html.render(text, layout=0))
    profile = f"--user-data-dir={folder}/profile"
    _run("chromium", *QUIET, profile, f"--print-to-pdf={made}", f"file://{source}")
    return made.read_bytes()


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, timeout=SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
