"""`fazhi show`: one report with its facts marked in its text."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.common import Home, complain, console, plain_errors, print_table, resolved

if TYPE_CHECKING:
    from dashboard.marked import Row

SHOWN = 20  # reports listed where several are meant


def show(
    words: Annotated[
        list[str],
        typer.Argument(
            help="报告编号（可只写开头），或路径、标题、机关、年度中的字；写几个就要都符合，如 华埠 2023",
            metavar="WORD…",
        ),
    ],
    html: Annotated[Path | None, typer.Option("--html", help="写成网页文件，不在终端显示")] = None,
    rejected: Annotated[bool, typer.Option("--rejected", help="也标出不算计量的数字及其理由")] = False,
    home: Home = None,
) -> None:
    """显示一份报告，并在原文中标出抽取到的数字。"""
    from flows.published import named
    from warehouse import WarehouseError

    place = resolved(home)
    with plain_errors(WarehouseError):
        found = find_report(place, words)
        text = named(place, "report_text", [found["report_id"]]).item()
        measures = named(place, "report_measures", [found["report_id"]]).to_dicts()
        refused = named(place, "report_rejected", [found["report_id"]]).to_dicts() if rejected else []
        checks = named(place, "report_checks", [found["report_id"]]).to_dicts()
    if html is None:
        _print(found, text, measures, refused)
        _print_checks(checks)
        return
    from dashboard.marked import as_page

    with plain_errors():
        html.write_text(
            as_page(found["title"] or found["file"], text, measures, refused, checks), encoding="utf-8"
        )
    console().print(f"已写入 {html}", markup=False)


def find_report(home: Path, words: list[str]) -> dict[str, Any]:
    """The one report that is meant; where several could be, they are listed and the exit status is 1."""
    from flows.published import named

    said, rows = " ".join(words), named(home, "report_find", [words]).to_dicts()
    exact = [row for row in rows if said in (row["report_id"], row["path"], row["file"])]
    found = exact if len(exact) == 1 else rows
    if len(found) == 1:
        return found[0]
    if not found:
        complain(f"找不到报告“{said}”。编号可用 fazhi sql 'FROM core.report' 查到。")
        raise typer.Exit(1)
    complain(f"“{said}”对应 {len(found)} 份报告，请再加字（如年度、机关），或写编号：")
    _print_found(found)
    raise typer.Exit(1)


def _print_found(found: Sequence["Row"]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("编号", "年度", "机关", "标题")
    for row in found[:SHOWN]:
        old = "" if row["is_current"] else "（旧版）"
        cells = (row["report_id"], row["report_year"], row["issuer"], f"{row['title'] or row['file']}{old}")
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in cells))
    print_table(table)
    if len(found) > SHOWN:
        console().print(f"只列出前 {SHOWN} 份。")


def _print(found: dict[str, Any], text: str, measures: Sequence["Row"], rejected: Sequence["Row"]) -> None:
    from rich.text import Text

    from dashboard.marked import colours, for_terminal

    head = (found["issuer"] or "机关不明", found["report_year"] or "年度不明", found["report_id"])
    console().print(Text(" ".join(map(str, head)), "bold"))
    console().print(
        Text("  ").join(Text(name, f"bold {colour}") for name, colour in colours(measures).items())
    )
    console().print(for_terminal(text, measures, rejected))
    _print_measures(measures)
    if rejected:
        _print_rejected(rejected)


def _print_measures(measures: Sequence["Row"]) -> None:
    from rich.table import Column, Table
    from rich.text import Text

    from dashboard.marked import told

    table = Table("起位", "文字", Column("含义", overflow="fold"), title=f"计量 {len(measures)} 个")
    for row in measures:
        table.add_row(str(row["start"]), Text(row["text"]), Text(told(row)))
    print_table(table)


def _print_checks(checks: Sequence["Row"]) -> None:
    """Figures that contradict each other, and what the law asks for and is not there."""
    from rich.table import Column, Table
    from rich.text import Text

    if not checks:
        return
    table = Table("核对", "结论", Column("依据", overflow="fold"), title=f"核对出的问题 {len(checks)} 处")
    for row in checks:
        table.add_row(Text(row["name"]), Text(row["verdict"]), Text(row["evidence"] or ""))
    print_table(table)


def _print_rejected(rejected: Sequence["Row"]) -> None:
    from rich.table import Column, Table
    from rich.text import Text

    table = Table("起位", "文字", Column("理由", overflow="fold"), title=f"不算计量的数字 {len(rejected)} 处")
    for row in rejected:
        table.add_row(str(row["start"]), Text(row["text"]), Text(row["reason"] or ""))
    print_table(table)
