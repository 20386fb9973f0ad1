"""`fazhi extract`: the facts of single files, straight to the terminal or as JSON Lines."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.common import Home, complain, console, plain_errors, resolved

if TYPE_CHECKING:
    from transforms.catalogue import Catalogue


def extract(
    files: Annotated[list[Path], typer.Argument(help="文本文件（.txt、.md）", metavar="FILE…")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="每个计量输出一行 JSON")] = False,
    home: Home = None,
) -> None:
    """抽取单个文件中的数字，不经过仓库，也不问它是不是年度报告。"""
    from flows.reference import load_catalogue

    with plain_errors():
        catalogue = load_catalogue(resolved(home))
    unread = [path for path in files if not _one(path, catalogue, jsonl)]
    if unread:
        raise typer.Exit(1)


def _one(path: Path, catalogue: "Catalogue", jsonl: bool) -> bool:
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
        _print(path, rows)
    return True


def _write_lines(rows: list[dict[str, Any]]) -> None:
    import json

    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


def _print(path: Path, rows: list[dict[str, Any]]) -> None:
    from rich.table import Table
    from rich.text import Text

    columns = (
        "start",
        "text",
        "value",
        "unit",
        "subject",
        "indicator",
        "bound",
        "modality",
        "kind",
        "period",
        "part_of",
    )
    table = Table(*columns, title=Text(f"{path.name}：计量 {len(rows)} 个"))
    for row in rows:
        table.add_row(*(Text("" if row[name] is None else f"{row[name]}") for name in columns))
    console().print(table)
