"""Gold rows and the texts they speak of, read from folders; how they are scored is in `flows.evaluate`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEEDED = (
    "file", "start", "end", "text", "value", "unit", "bound", "modality", "kind", "period", "indicator",
    "part_of",
)  # fmt: skip


class GoldError(ValueError):
    """A gold file that cannot be used, or a text that is not found; the message names it."""


@dataclass(frozen=True, slots=True)
class Gold:
    """Gold rows; by base name of a text: its path, and the name of the gold folder that speaks of it."""

    rows: list[dict[str, Any]]
    texts: dict[str, Path]
    folders: dict[str, str]

    def only(self, files: Iterable[str]) -> "Gold":
        """What is said of the named texts."""
        wanted = set(files)
        return Gold(
            [row for row in self.rows if row["file"] in wanted],
            {name: path for name, path in self.texts.items() if name in wanted},
            {name: folder for name, folder in self.folders.items() if name in wanted},
        )


def read_gold(paths: Sequence[Path], reports: Path | None, *, any_form: bool = False) -> Gold:
    """The gold of files and folders of `.jsonl`; one without rows speaks of the text of its name.

    Texts are looked for under `reports`, else beside each gold folder. Raises GoldError, also where a row's
    words do not stand at its place in the text. With `any_form` a text may have become a file of another
    format with the same stem, where places differ.
    """
    gold = Gold([], {}, {})
    for path in paths:
        folder, files = _gold_files(path)
        places = [reports] if reports else _places(folder)
        for file in files:
            rows = _read_rows(file)
            names = {row["file"] for row in rows} or {f"{file.stem}.txt"}
            found = _find_texts(names, places, file, any_form=any_form)
            if not any_form:
                _check_places(file, rows, found)
            _check_names(file, found, gold.texts)
            gold.rows.extend(rows)
            gold.texts.update(found)
            gold.folders.update(dict.fromkeys(found, folder.resolve().name))
    return gold


def _gold_files(path: Path) -> tuple[Path, list[Path]]:
    if path.is_file():
        return path.parent, [path]
    files = sorted(path.glob("*.jsonl"))
    if not files:
        raise GoldError(f"{path}：没有这个文件，或目录中没有 .jsonl 文件。")
    return path, files


def _read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file; raises GoldError where a line is no JSON or a row lacks a field."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"{path} 第 {number} 行：不是合法的 JSON（{error.msg}）。") from error
        lacking = [name for name in NEEDED if name not in row]
        if lacking:
            raise GoldError(f"{path} 第 {number} 行：缺少字段 {'、'.join(lacking)}。")
        rows.append(row)
    return rows


def _places(folder: Path) -> list[Path]:
    """Where texts lie when nobody says: in the folder, in its `texts`, or in a neighbour named after it."""
    beside = [folder, folder / "texts", folder.with_name(f"{folder.name}_text"), folder.with_name("texts")]
    return [path for path in beside if path.is_dir()]


def _find_texts(
    names: Iterable[str], places: Sequence[Path], gold: Path, *, any_form: bool
) -> dict[str, Path]:
    found = {}
    for name in names:
        sought = [name, f"{Path(name).stem}.*"] if any_form else [name]
        hits = (hit for one in sought for place in places for hit in sorted(place.rglob(one)))
        path = next((hit for hit in hits if hit.suffix != ".jsonl"), None)
        if path is None:
            looked = "、".join(str(place) for place in places)
            raise GoldError(f"{gold}：找不到报告 {name}（找过 {looked}）。请用 --reports 写明报告所在目录。")
        found[name] = path
    return found


def _check_places(file: Path, rows: Iterable[dict[str, Any]], texts: dict[str, Path]) -> None:
    """Raises GoldError where a row's words do not stand at its place: another text, or a changed one."""
    from transforms.text.decode import Unreadable, decode

    try:
        sources = {name: decode(path.read_bytes()) for name, path in texts.items()}
    except Unreadable as refusal:
        raise GoldError(f"{file}：它所标注的报告读不出来（{refusal.reason}）。") from refusal
    for row in rows:
        if sources[row["file"]][row["start"] : row["end"]] != row["text"]:
            raise GoldError(
                f"{file}：{texts[row['file']]} 的第 {row['start']} 字处不是“{row['text']}”。"
                "标注与报告不是同一版本，请核对。"
            )


def _check_names(file: Path, found: dict[str, Path], known: dict[str, Path]) -> None:
    """Raises GoldError where two texts bear one name, for rows name their text by its base name only."""
    for name in found.keys() & known.keys():
        if found[name].resolve() != known[name].resolve():
            raise GoldError(f"{file}：{found[name]} 与 {known[name]} 同名，请分开核对。")
