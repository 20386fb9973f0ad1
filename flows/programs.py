"""Word files older than Word 97, read by antiword or LibreOffice where one of them is installed.

No library reads these. The program works in a folder of its own below home, within the time and memory of any
parser, and is ended with all it started; macros are not run by either.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from flows.settings import Bounds
from transforms.read.document import Document, Unreadable

OLD = (".doc", ".wps")
COMMANDS = {
    "antiword": ("-m", "UTF-8.txt", "-w", "0", "{folder}/old.doc"),
    "soffice": (
        "--headless", "--norestore", "-env:UserInstallation=file://{folder}/profile", "--convert-to",
        "txt:Text (encoded):UTF8", "--outdir", "{folder}", "{folder}/old.doc",
    ),
}  # fmt: skip


def installed() -> list[str]:
    """Which of the programs are on the path, the better one first."""
    return [name for name in COMMANDS if shutil.which(name)]


def read_old(data: bytes, bounds: Bounds) -> Document | None:
    """The document in a file; None where no program is installed, Unreadable where it does not help."""
    for name in installed():
        bounds.scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="old-", dir=bounds.scratch) as folder:
            Path(folder, "old.doc").write_bytes(data)
            printed = _run(name, folder, bounds)
            made = Path(folder, "old.txt")
            text = (made.read_bytes() if made.exists() else printed).decode("utf-8-sig", "replace")
        if not text.strip():
            raise Unreadable(
                "no_text", f"{name} 没有从这个文件里读出文字；请用 Word、WPS 另存为 docx 后重新放入"
            )
        return Document(text, "doc")
    return None


def _run(name: str, folder: str, bounds: Bounds) -> bytes:
    """What the program prints, in its time."""
    command = [name, *(word.format(folder=folder) for word in COMMANDS[name])]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    most = bounds.megabytes << 20
    with suppress(ProcessLookupError):
        resource.prlimit(process.pid, resource.RLIMIT_DATA, (most, most))
    try:
        return process.communicate(timeout=bounds.seconds)[0]
    except subprocess.TimeoutExpired as error:
        reason = f"{name} 读它超过 {bounds.seconds:g} 秒没有完；请用 Word、WPS 另存为 docx 后重新放入"
        raise Unreadable("reader_timeout", reason) from error
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
