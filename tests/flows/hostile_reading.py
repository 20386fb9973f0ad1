"""The reading process with a reader of RTF that does as the file says: hang, crash, grow, exit, or read."""

import os
import time

from flows import reading
from transforms.read import door
from transforms.read.document import Document, Unreadable


def old():
    raise Unreadable("needs_program", "请安装 antiword")


DEEDS = {
    b"old": old,
    b"hang": lambda: time.sleep(3600),
    b"crash": os.abort,
    b"grow": lambda: bytearray(1 << 40),
    b"leave": lambda: os._exit(0),
}


def read(data, limits):
    for deed, act in DEEDS.items():
        if deed in data:
            act()
    return Document(f"进程 {os.getpid()}", "rtf")


if __name__ == "__main__":
    real = door.reader
    door.reader = lambda kind: read if kind == "rtf" else real(kind)
    reading.main()
