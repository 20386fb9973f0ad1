"""Documents from bytes, parsed in a process that can be ended: it may hang, crash or grow, the run goes on.

Plain text is read here and now, since nothing is parsed. Everything else goes to a child (`flows.reading`)
that lives as long as it behaves; a reader borrowed from here keeps its child for the next borrower.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath

from flows.programs import OLD, read_old
from flows.reading import Message, question, receive, send, unpacked
from flows.settings import CHECKOUT, Bounds
from transforms.read import door
from transforms.read.archive import Member
from transforms.read.document import Document, Unreadable

PROGRAM = "flows.reading"


class _Gone(Exception):  # noqa: N818 - no error of the program: a parser's end
    """The child has ended; the message says how."""


class Reader:
    """Reads files one at a time; `bounds` are the limits that hold for each."""

    def __init__(self, bounds: Bounds) -> None:
        """Nothing is started before it is needed."""
        self.bounds = bounds
        self._child: _Child | None = None

    def open(self, data: bytes, name: str) -> Document | list[Member]:
        """The document in a file, or the files in an archive; raises Unreadable."""
        try:
            return door.plain(data, name, self.bounds.limits) or self._parsed(data, name)
        except Unreadable as refusal:
            helps = refusal.rule == "needs_program" and PurePosixPath(name).suffix.lower() in OLD
            old = read_old(data, self.bounds) if helps else None
            if old is None:
                raise
            return old

    def read(self, data: bytes, name: str) -> Document:
        """The document in a file; raises Unreadable, also for an archive."""
        found = self.open(data, name)
        if isinstance(found, list):
            raise Unreadable("unsupported_format", "这是压缩包；请解压后再读，或放入收件目录后运行 fazhi run")
        return found

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child:
            self._child.end()
            self._child = None

    def _parsed(self, data: bytes, name: str) -> Document | list[Member]:
        """What the child says; a child that ends counts only where it was fresh: no file pays for another."""
        fresh = self._child is None
        try:
            return self._asked(data, name)
        except _Gone as error:
            if fresh:
                raise Unreadable("reader_killed", f"{error}；请另存为别的格式，或交给开发人员") from error
        return self._parsed(data, name)

    def _asked(self, data: bytes, name: str) -> Document | list[Member]:
        child = self._child = self._child or _Child(self.bounds.megabytes)
        try:
            found = child.ask(data, name, self.bounds)
        except _Gone:
            self.close()
            raise
        except TimeoutError as error:
            self.close()
            reason = (
                f"解析超过 {self.bounds.seconds:g} 秒没有完；请拆分或另存后放入，或调高设置 reader_seconds"
            )
            raise Unreadable("reader_timeout", reason) from error
        return _understood(found)


def _understood(found: list[Message]) -> Document | list[Member]:
    """A document, or members; raises Unreadable where the last message says so."""
    told, data = found[-1]
    if refusal := _refusal(told):
        raise refusal
    if "end" in told:
        return [Member(head["member"], piece, _refusal(head)) for head, piece in found[:-1]]
    return unpacked(told, data)


class _Child:
    """The process that parses, and the ways to it."""

    def __init__(self, megabytes: int) -> None:
        ours, theirs = socket.socketpair()
        life, self._held = os.pipe()
        command = [sys.executable, "-B", "-P", "-m", PROGRAM, str(theirs.fileno()), str(life), str(megabytes)]
        self._link = ours
        self._megabytes = megabytes
        with theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno(), life],
                env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        os.close(life)

    def ask(self, data: bytes, name: str, bounds: Bounds) -> list[Message]:
        """All that it says of one file; raises TimeoutError, or _Gone where the process ends instead."""
        until = time.monotonic() + bounds.seconds
        try:
            self._link.settimeout(bounds.seconds)
            send(self._link, question(name, bounds.limits, bounds.seconds), data)
            return list(self._answers(until))
        except (EOFError, ConnectionError) as error:
            raise _Gone(self._how()) from error

    def end(self) -> None:
        """Kill it with all it started, and forget it."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._link.close()
        os.close(self._held)

    def _answers(self, until: float) -> Iterator[Message]:
        while True:
            told, data = receive(self._link, until)
            yield told, data
            if "member" not in told:
                return

    def _how(self) -> str:
        """What ended it, for people."""
        status = self._process.wait()
        if status == os.EX_OSERR:
            return f"解析它用的内存超过上限 {self._megabytes} 兆字节（设置 reader_megabytes）"
        return f"解析它的进程意外终止（状态 {status}）"


def _refusal(told: dict[str, object]) -> Unreadable | None:
    refused = told.get("refused")
    return Unreadable(*map(str, refused)) if isinstance(refused, list) else None


_idle: list[Reader] = []
_lock = threading.Lock()


@contextmanager
def borrowed(bounds: Bounds) -> Iterator[Reader]:
    """A reader for as long as this lasts; nobody else has it meanwhile."""
    with _lock:
        fitting = [one for one in _idle if one.bounds == bounds]
        reader = fitting[0] if fitting else Reader(bounds)
        if fitting:
            _idle.remove(reader)
    try:
        yield reader
    finally:
        with _lock:
            _idle.append(reader)


def end_idle() -> None:
    """End the children of readers that nobody has borrowed."""
    with _lock:
        left, _idle[:] = _idle[:], []
    for one in left:
        one.close()
