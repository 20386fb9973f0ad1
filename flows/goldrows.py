"""Gold rows and the texts they speak of, read from folders; how they are scored is in `flows.evaluate`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class GoldError(ValueError):
    """A gold file that cannot be used, or a text that is not found; the message names it."""


@dataclass(frozen=True, slots=True)
class Gold:
    """Gold rows, and the text file each is about: base name to path."""

    rows: list[dict[str, Any]]
    texts: dict[str, Path]


def read_gold(paths: Sequence[Path], reports: Path | None) -> Gold:
    """The gold of files and folders of `.jsonl`; one without rows speaks of the text of its name.

    Texts are looked for under `reports`, else beside each gold folder. Raises GoldError.
    """
    rows: list[dict[str, Any]] = []
    texts: dict[str, Path] = {}
    for path in paths:
        folder, files = _gold_files(path)
        for file in files:
            found = _read_rows(file)
            rows += found
            names = {row["file"] for row in found} or {f"{file.stem}.txt"}
            texts |= _find_texts(names, [reports] if reports else _places(folder), file)
    return Gold(rows, texts)


def _gold_files(path: Path) -> tuple[Path, list[Path]]:
    if path.is_file():
        return path.parent, [path]
    files = sorted(path.glob("*.jsonl"))
    if not files:
        raise GoldError(f"{path}：没有这个文件，或目录中没有 .jsonl 文件。")
    return path, files


def _read_rows(path: Path) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise GoldError(f"{path} 第 {number} 行：不是合法的 JSON（{error.msg}）。") from error
    return rows


def _places(folder: Path) -> list[Path]:
    """Where texts lie when nobody says: in the folder, in its `texts`, or in a neighbour named after it."""
    beside = [folder, folder / "texts", folder.with_name(f"{folder.name}_text"), folder.with_name("texts")]
    return [path for path in beside if path.is_dir()]


def _find_texts(names: Iterable[str], places: Sequence[Path], gold: Path) -> dict[str, Path]:
    found = {}
    for name in names:
        path = next((hit for place in places for hit in sorted(place.rglob(name))), None)
        if path is None:
            looked = "、".join(str(place) for place in places)
            raise GoldError(f"{gold}：找不到报告 {name}（找过 {looked}）。请用 --reports 写明报告所在目录。")
        found[name] = path
    return found
