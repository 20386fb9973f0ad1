"""Where the catalogues lie: those shipped in `data/reference/`, and a steward's in `HOME/reference/`.

A steward's `NAME.csv` must have the header of the shipped file. A row takes the place of the shipped row with
the same key (`transforms.catalogue.KEYS`); rows with new keys come first, so that they win where the first
row that fits decides. What the rows mean is the business of `transforms.catalogue`.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flows.settings import CHECKOUT

if TYPE_CHECKING:
    from transforms.catalogue import Catalogue

SHIPPED = CHECKOUT / "data" / "reference"
STEWARD_ONLY = frozenset({"corrections.csv"})
_parsed: dict[str, "Catalogue"] = {}  # by digest, the newest only


class ReferenceError(ValueError):
    """A reference file that cannot be used; the message names file, line and what to do."""


def overrides(home: Path) -> list[Path]:
    """The steward's files that override shipped ones; none where home is the checkout's own `data/`."""
    folder = home / "reference"
    if folder.resolve() == SHIPPED:
        return []
    return [path for path in sorted(folder.glob("*.csv")) if path.name not in STEWARD_ONLY]


def reference_files(home: Path) -> dict[str, bytes]:
    """File name to content of every catalogue, with the overrides of `home` merged in.

    Raises ReferenceError where shipped files are missing or an override does not fit its shipped file.
    """
    paths = [path for path in sorted(SHIPPED.glob("*.csv")) if path.name not in STEWARD_ONLY]
    if not paths:
        raise ReferenceError(
            f"{SHIPPED}：找不到随程序提供的目录文件。请在完整的检出目录中重新安装（make setup）。"
        )
    files = {path.name: path.read_bytes() for path in paths}
    return files | {path.name: _merged(path, files) for path in overrides(home)}


def load_catalogue(home: Path) -> "Catalogue":
    """The catalogue that holds for `home`, parsed anew only where a file has changed since the last call.

    Raises ReferenceError.
    """
    files = reference_files(home)
    mark = digest(files)
    if mark not in _parsed:
        from transforms.catalogue import parse_catalogue

        _parsed.clear()
        with mendable():
            _parsed[mark] = parse_catalogue(files)
    return _parsed[mark]


def digest(files: dict[str, bytes]) -> str:
    """Twelve characters that change whenever a reference file does."""
    mark = hashlib.sha256()
    for name in sorted(files):
        mark.update(name.encode() + b"\0" + files[name] + b"\0")
    return mark.hexdigest()[:12]


def _merged(path: Path, shipped: dict[str, bytes]) -> bytes:
    """The shipped file of the same name with the rows of `path` in place of those with the same key."""
    if path.name not in shipped:
        raise ReferenceError(f"{path}：没有同名的随附目录可供覆盖。可覆盖的有：{'、'.join(shipped)}。")
    header, rows = _rows(SHIPPED / path.name, shipped[path.name])
    own_header, own_rows = _rows(path, path.read_bytes())
    if own_header != header:
        raise ReferenceError(f"{path} 第 1 行：表头是 {','.join(own_header)}，应为 {','.join(header)}。")
    _check(path)
    key = _key(path.name, header)
    own = {key(row): row for row in own_rows}
    merged = [own.pop(key(row), row) for row in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *own.values(), *merged])
    return out.getvalue().encode()


def _check(path: Path) -> None:
    """Each row of a steward's file must be right and stand once, told with the line it has in that file."""
    from transforms.catalogue import ROWS
    from transforms.csvfile import read_rows

    with mendable():
        read_rows(str(path), path.read_bytes(), ROWS[path.name])


def _key(name: str, header: list[str]) -> Callable[[list[str]], tuple[str, ...]]:
    """How a row's key is had from its cells."""
    from transforms.catalogue import KEYS

    places = [header.index(column) for column in KEYS[name]]
    return lambda row: tuple(row[place].strip() for place in places)


@contextmanager
def mendable() -> Iterator[None]:
    """What is wrong with a catalogue, under words that say what to do."""
    from transforms.catalogue import CatalogueError

    try:
        yield
    except CatalogueError as error:
        raise ReferenceError(f"目录文件有误，请改正后重试：{error}") from error


def _rows(path: Path, data: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows without blank lines; raises ReferenceError at a row with another number of fields."""
    reader = csv.reader(io.StringIO(_text(path, data), newline=""))
    header = next(reader, [])
    rows = []
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise ReferenceError(f"{path} 第 {reader.line_num} 行：有 {len(row)} 栏，应有 {len(header)} 栏。")
        rows.append(row)
    return header, rows


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReferenceError(
            f"{path}：不是 UTF-8（第 {error.start} 字节）。请另存为 UTF-8 编码的 CSV。"
        ) from error
