"""`python -m tests.fuzz`: spoilt files of every format through one run, each loaded or refused with a reason.

Reports of the bench's generator are rendered into every format; a seed decides how each copy is spoilt: bits
turned, the end cut off, parts of two files joined, parts of a packed file spoilt from within, a wrong name.
Then one ordinary run over all of them: it must end, publish, and account for every file.
"""

import argparse
import random
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path

from bench.corpus import report_text
from tests.render.archive import tarred, zipped

TEXTS, SCANS = 120, 3
SLOW = ("pdf", "ofd")  # to render
COSTLY = {"png", "scan.pdf", "tif"}  # recognised for seconds each: one file in so many
ONE_IN = 250
Files = dict[str, list[bytes]]


def main() -> int:
    """Exit status 1 where a file is not accounted for, or broke what no file may break."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="用损坏的文件试一次运行。")
    parser.add_argument("--files", type=int, default=10_000, help="文件数，默认 10000")
    parser.add_argument("--seed", type=int, default=1, help="随机种子，默认 1；同一种子的文件相同")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fazhi-fuzz-") as folder:
        inbox, home = Path(folder, "inbox"), Path(folder, "home")
        names = spoil(inbox, options.files, options.seed)
        began = time.monotonic()
        record = run(inbox, home)
        print(f"{options.files} 个文件，种子 {options.seed}，运行 {time.monotonic() - began:.0f} 秒")
        wrong = [*account(home, names), *stray(Path(folder), inbox, home, names)]
        if record["status"] != "published":
            wrong.append(f"运行没有发布：{record['message']}")
    print("\n".join(wrong) or "每个文件都有下落")
    return 1 if wrong else 0


def rendered(rng: random.Random) -> Files:
    """Sound files by suffix."""
    texts = [report_text(rng) for _ in range(TEXTS)]
    found: Files = {
        "txt": [text.encode() for text in texts],
        "md": [text.encode("gb18030") for text in texts],
    }
    for name in ("docx", "doc", "html", "odt", "rtf", "ofd", "pdf"):
        render = import_module(f"tests.render.{name}").render
        found[name] = [render(text) for text in texts[:: 6 if name in SLOW else 1]]
    found |= {"zip": [], "tgz": []}
    for index in range(0, TEXTS, 4):
        inner = {f"{n}.{name}": found[name][index] for n, name in enumerate(("txt", "docx", "html", "rtf"))}
        found["zip"].append(zipped(inner))
        found["tgz"].append(tarred(inner, packed=True))
    short = [text[:400] for text in texts[:SCANS]]
    scan = import_module("tests.render.scan").render
    return found | {
        "png": [scan(text, form="PNG") for text in short],
        "tif": [scan(text, form="TIFF") for text in short],
        "scan.pdf": [scan(text) for text in short],
    }


def spoil(inbox: Path, count: int, seed: int) -> list[str]:
    """Write `count` files, none of them whole, into the inbox; their names."""
    rng = random.Random(seed)
    sound = rendered(rng)
    inbox.mkdir()
    cheap = sorted(set(sound) - COSTLY)
    every = [data for suffix in cheap for data in sound[suffix]]
    names = []
    for number in range(count):
        suffix = rng.choice(sorted(COSTLY)) if number % ONE_IN == 0 else cheap[number % len(cheap)]
        data = rng.choice(sound[suffix])
        for change in rng.choices(CHANGES, k=rng.choice((1, 1, 1, 1, 2))):
            data = change(rng, data, every)
        named = rng.choice(cheap) if rng.random() < 0.05 else suffix
        names.append(f"{number % 100:02d}/{number:05d}.{named}")
        path = inbox / names[-1]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return names


def turned(rng: random.Random, data: bytes, _: list[bytes]) -> bytes:
    """Some bits turned."""
    out = bytearray(data)
    for _n in range(rng.choice((1, 4, 16, 64)) if out else 0):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def cut(rng: random.Random, data: bytes, _: list[bytes]) -> bytes:
    """The end gone."""
    return data[: rng.randrange(len(data) + 1)]


def joined(rng: random.Random, data: bytes, every: list[bytes]) -> bytes:
    """The beginning of this file, the end of another."""
    other = rng.choice(every)
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def blanked(rng: random.Random, data: bytes, _: list[bytes]) -> bytes:
    """A stretch of zeros or of repetition, as a bad disk leaves it."""
    start = rng.randrange(len(data) + 1)
    size = rng.randrange(1, 2000)
    filling = bytes(size) if rng.random() < 0.5 else data[:size]
    return data[:start] + filling + data[start + size :]


def spoilt_within(rng: random.Random, data: bytes, every: list[bytes]) -> bytes:
    """A packed file with one member spoilt and packed again, so that its parser gets to see it."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = {info.filename: package.read(info) for info in package.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, zlib.error):
        return turned(rng, data, every)
    if members:
        name = rng.choice(sorted(members))
        members[name] = rng.choice((turned, cut, blanked))(rng, members[name], every)
    return zipped(members)


Change = Callable[[random.Random, bytes, list[bytes]], bytes]
CHANGES: tuple[Change, ...] = (turned, cut, joined, blanked, *[spoilt_within] * 4)


def run(inbox: Path, home: Path) -> dict[str, object]:
    """One ordinary run with short limits; its record."""
    from flows.launch import execute
    from flows.runs import read_records
    from flows.settings import load_settings

    home.mkdir()
    (home / "settings.toml").write_text("reader_seconds = 60\nworkers = 2\n", encoding="utf-8")
    execute(inbox, load_settings(home))
    return read_records(home)[-1]


def account(home: Path, names: list[str]) -> Iterator[str]:
    """What is wrong with the books; prints what became of the files."""
    from flows.published import ask

    files = ask(home, "SELECT path, status, reason, archive FROM ops.file").rows()
    reasons = dict(ask(home, "SELECT path, reason FROM ops.quarantine").rows())
    fates = {path: (status, reason) for path, status, reason, _ in files}
    for fate, number in sorted(Counter(fates.values()).items(), key=str):
        print(f"{number:6d}  {fate[0]} {fate[1] or ''}")
    own = {path for path, _, _, archive in files if archive is None}
    yield from (f"{name}：没有下落" for name in sorted(set(names) - own))
    yield from (f"{name}：不在收件目录中" for name in sorted(own - set(names)))
    for path, (status, reason) in fates.items():
        if status == "quarantined" and not (reason and reasons.get(path)):
            yield f"{path}：隔离而没有理由"
        if reason in ("extract_failed", "extract_killed", "unreadable", "expectation"):
            yield f"{path}：{reason}：{reasons.get(path)}"


def stray(folder: Path, inbox: Path, home: Path, names: list[str]) -> Iterator[str]:
    """Files written where none may be."""
    found = {path.relative_to(inbox).as_posix() for path in inbox.rglob("*") if path.is_file()}
    yield from (f"{name}：写入了收件目录" for name in sorted(found - set(names)))
    yield from (f"{path}：写在数据目录之外" for path in folder.iterdir() if path not in (inbox, home))


if __name__ == "__main__":
    sys.exit(main())
