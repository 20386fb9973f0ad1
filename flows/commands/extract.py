"""`fazhi extract`: the facts of single files, straight to the terminal or as JSON Lines."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.common import Home, complain, console, plain_errors, print_table, resolved

if TYPE_CHECKING:
    from transforms.catalogue import Catalogue

WIDE = (
    "start", "text", "value", "unit", "subject", "indicator", "bound", "modality", "kind", "period", "scope",
    "part_of", "confidence",
)  # fmt: skip


def extract(
    files: Annotated[list[Path], typer.Argument(help="报告文件，格式不限，压缩包除外", metavar="FILE…")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="每个计量输出一行 JSON")] = False,
    wide: Annotated[bool, typer.Option("--wide", help="列出更多栏目，栏名同 mart.measure_evidence")] = False,
    home: Home = None,
) -> None:
    """抽取单个文件中的数字，不经过仓库，也不问它是不是年度报告。"""
    from flows.reference import load_catalogue

    with plain_errors():
        catalogue = load_catalogue(resolved(home))
    unread = [path for path in files if not _one(path, catalogue, jsonl, wide)]
    if unread:
        raise typer.Exit(1)


def _one(path: Path, catalogue: "Catalogue", jsonl: bool, wide: bool) -> bool:
    """Write the facts of one file; False, and a word about it, where it cannot be read."""
    from flows.evidence import of_file
    from transforms.text.decode import Unreadable

    try:
        rows = of_file(path, catalogue)
    except (OSError, Unreadable) as error:
        complain(f"{path}：{error}")
        return False
    if jsonl:
        _write_lines(rows)
    else:
        _print(path, rows, wide)
    return True


def _write_lines(rows: list[dict[str, Any]]) -> None:
    import json

    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


def _print(path: Path, rows: list[dict[str, Any]], wide: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    console().print(f"{path.name}：计量 {len(rows)} 个", style="bold", markup=False)
    table = Table()
    shown = [{name: row[name] for name in WIDE} if wide else _in_words(row) for row in rows]
    for name in shown[0] if shown else ():
        table.add_column(name, overflow="fold", justify="right" if name in ("位置", "数值") else "left")
    for row in shown:
        table.add_row(*(Text("" if cell is None else f"{cell}") for cell in row.values()))
    if shown:
        print_table(table)


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """What fits a narrow terminal, under Chinese names."""
    from dashboard.marked import figure, qualities

    return {
        "位置": row["start"],
        "原文": row["text"],
        "数值": figure(row),
        "单位": row["unit"],
        "指标": row["indicator_name"] or row["indicator"],
        "口径": "；".join(qualities(row)),
    }
