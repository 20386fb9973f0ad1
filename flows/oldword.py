"""Word files older than `transforms.read.doc` knows (Word 95 and before), read by a program that knows them.

LibreOffice makes a .docx of them, antiword a text; where neither is installed the file stays refused, with
the reason `needs_program`. The program gets a folder of its own and a time, nothing else.
"""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

OFFICES = ("soffice", "libreoffice")
ANTIWORD = ("-w", "0", "-m", "UTF-8.txt", "old.doc")


def converted(data: bytes, folder: Path, seconds: float) -> bytes | None:
    """The same document as .docx or as text; None where no program is installed, or none could read it.

    All that is written lies in `folder` while this runs, and nothing of it after.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        (place / "old.doc").write_bytes(data)
        return _by_office(place, seconds) or _by_antiword(place, seconds)


def _by_office(place: Path, seconds: float) -> bytes | None:
    program = next(filter(None, map(shutil.which, OFFICES)), None)
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    words = [profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(place), "old.doc"]
    if program is None or _run([program, *words], place, seconds) is None:
        return None
    made = place / "old.docx"
    return made.read_bytes() if made.exists() else None


def _by_antiword(place: Path, seconds: float) -> bytes | None:
    program = shutil.which("antiword")
    return _run([program, *ANTIWORD], place, seconds) or None if program else None


def _run(command: list[str], place: Path, seconds: float) -> bytes | None:
    """What a program prints; None where it fails or takes too long: it and all it started are ended then."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(place), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, cwd=place, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            printed, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            return None
    return printed if process.returncode == 0 else None
