"""The process that parses: one file after another comes over a socket, a document or a reason goes back.

Run by `flows.reader`, never by hand. It ends when told nothing more, when a file takes too long, when memory
is out, and, by the system, at once when the process that started it is gone. Messages are plain JSON and
bytes, so that a parser taken over by a hostile file can send nothing that runs.
"""

import fcntl
import json
import os
import resource
import signal
import socket
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from transforms.read import archive, door, sniff
from transforms.read.document import Cell, Document, Limits, Line, Page, Table, Unreadable

HEAD = struct.Struct(">IQ")  # lengths of the JSON and of the bytes behind it
GRACE = 5  # seconds after which a process ends itself if nobody else does
Message = tuple[dict[str, Any], bytes]


def send(link: socket.socket, told: dict[str, Any], data: bytes = b"") -> None:
    """One message over the socket."""
    text = json.dumps(told).encode()
    link.sendall(HEAD.pack(len(text), len(data)) + text)
    link.sendall(data)


def receive(link: socket.socket, until: float | None = None) -> Message:
    """The next message; EOFError where the other side is gone, TimeoutError after `until` (monotonic)."""
    text, data = HEAD.unpack(_exactly(link, HEAD.size, until))
    return json.loads(_exactly(link, text, until)), bytes(_exactly(link, data, until))


def _exactly(link: socket.socket, size: int, until: float | None) -> bytearray:
    found = bytearray(size)
    view, got = memoryview(found), 0
    while got < size:
        if until is not None:
            link.settimeout(max(until - time.monotonic(), 0.001))
        more = link.recv_into(view[got:])
        if not more:
            raise EOFError
        got += more
    return found


def packed(document: Document) -> Message:
    """A document as a message."""
    told = {
        "format": document.format,
        "native": document.native,
        "pages": [(one.number, one.start, one.end) for one in document.pages],
        "lines": [(one.start, one.end, one.page, one.box, one.confidence) for one in document.lines],
        "tables": [
            [(one.start, one.end, one.row, one.column, one.rows, one.columns) for one in table.cells]
            for table in document.tables
        ],
        "metadata": dict(document.metadata),
    }
    return told, document.text.encode()


def unpacked(told: dict[str, Any], data: bytes) -> Document:
    """The document of a message."""
    return Document(
        text=data.decode(),
        format=told["format"],
        native=told["native"],
        pages=tuple(Page(*one) for one in told["pages"]),
        lines=tuple(
            Line(start, end, page, tuple(box), sure) for start, end, page, box, sure in told["lines"]
        ),
        tables=tuple(Table(tuple(Cell(*one) for one in cells)) for cells in told["tables"]),
        metadata=told["metadata"],
    )


def serve(link: socket.socket) -> None:
    """Answer until the other side is gone or memory is out."""
    while True:
        try:
            asked, data = receive(link)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"] + GRACE)
        try:
            for told, found in _answers(asked, data):
                send(link, told, found)
        except MemoryError:
            os._exit(os.EX_OSERR)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answers(asked: dict[str, Any], data: bytes) -> Iterator[Message]:
    """A document; of an archive its members one by one and an end; or why neither."""
    name, limits = asked["name"], Limits(**asked["limits"])
    try:
        if sniff.format_of(data, name) not in sniff.ARCHIVES:
            yield packed(door.read(data, name, limits))
            return
        for one in archive.members(data, limits):
            yield {"member": one.name, "refused": _reason(one.refused)}, one.data
        yield {"end": True}, b""
    except Unreadable as refusal:
        yield {"refused": _reason(refusal)}, b""


def _reason(refusal: Unreadable | None) -> tuple[str, str] | None:
    return (refusal.rule, refusal.reason) if refusal else None


def question(name: str, limits: Limits, seconds: float) -> dict[str, Any]:
    """The head of a question; the file's bytes go with it."""
    return {"name": name, "limits": asdict(limits), "seconds": seconds}


def _confine(life: int, megabytes: int) -> None:
    """No more memory than allowed, no file written, no core left, an end with the process that started it.

    `life` is a pipe whose other end only that process holds; when it goes the system signals SIGIO, which
    ends a process whatever it is doing.
    """
    limits = {resource.RLIMIT_DATA: megabytes << 20, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    for name, most in limits.items():
        resource.setrlimit(name, (most, most))
    fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)


def main() -> None:
    """Serve on the socket, with the life line and the memory, that the command line names."""
    link, life, megabytes = map(int, sys.argv[1:4])
    _confine(life, megabytes)
    serve(socket.socket(fileno=link))


if __name__ == "__main__":
    main()
