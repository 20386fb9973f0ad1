"""`fazhi card`: what was found in a report or a district, to be sent back to who issued it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.common import Home, complain, console, plain_errors, print_table, resolved

if TYPE_CHECKING:
    from flows.cards import Row


def card(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="报告编号（可只写开头），或路径、标题、机关、年度中的字；写几个就要都符合", metavar="WORD…"
        ),
    ] = None,
    *,
    district: Annotated[
        str | None, typer.Option("--district", help="整个区县：名称、全称或 12 位代码，不写报告")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="只要这一年度，与 --district 同用")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="写成网页文件，可发给报告单位")] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="连内部参考也列出（未入库的数据、把握不大的抽取）")
    ] = False,
    home: Home = None,
) -> None:
    """核对意见：一份报告或一个区县缺什么、哪里前后不合、何处要核实，附原文。"""
    from warehouse import WarehouseError

    if bool(words) == bool(district):
        raise typer.BadParameter("请写报告（WORD…）或 --district 区县，只写其一")
    with plain_errors(WarehouseError):
        place = resolved(home)
        title, page, findings = (
            _report(place, words, internal) if words else _district(place, str(district), year, internal)
        )
        if html is not None:
            html.write_text(page, encoding="utf-8")
            console().print(f"已写入 {html}", markup=False, soft_wrap=True)
            return
    _print(title, findings)


Card = tuple[str, str, "Sequence[Row]"]


def _report(home: Path, words: list[str], internal: bool) -> Card:
    from flows.cards import named as told
    from flows.cards import report_page
    from flows.commands.show import find_report
    from flows.published import named

    report = find_report(home, words)
    findings = _wanted(named(home, "card_report", [report["report_id"]]).to_dicts(), internal)
    return told(report), report_page(report, findings), findings


def _district(home: Path, name: str, year: int | None, internal: bool) -> Card:
    from flows.cards import district_page
    from flows.published import named

    code, full_name = _find_district(home, name)
    reports = named(home, "card_reports", [code, year]).to_dicts()
    findings = _wanted(named(home, "card_district", [code, year]).to_dicts(), internal)
    title = f"{full_name} {f'{year} 年度' if year else ''}报告 {len(reports)} 份"
    return title, district_page(full_name, year, reports, findings), findings


def _wanted(findings: list[dict[str, Any]], internal: bool) -> list[dict[str, Any]]:
    return [row for row in findings if internal or row["severity"] != "note"]


def _find_district(home: Path, name: str) -> tuple[str, str]:
    """Code and full name of the one district that is meant; exit status 1 where none or several are."""
    from flows.published import named

    found = named(home, "district_find", [name]).rows()
    if len(found) == 1:
        return found[0][0], found[0][1]
    told = "、".join(f"{full_name}（{code}）" for code, full_name in found)
    complain(f"“{name}”有 {len(found)} 个：{told}；请写全称或代码" if found else f"找不到区县“{name}”")
    raise typer.Exit(1)


def _print(title: str, findings: "Sequence[Row]") -> None:
    from rich.table import Column, Table
    from rich.text import Text

    from flows.cards import SEVERITIES

    console().print(title, style="bold", markup=False)
    if not findings:
        console().print("没有发现需要更正或说明之处。")
        return
    fold = [Column(name, overflow="fold") for name in ("发现", "原文", "请办")]
    table = Table("报告", "轻重", "类别", *fold, title=f"核对意见 {len(findings)} 条")
    for row in findings:
        quoted = "\n".join(filter(None, [row["words"], row["other_words"]]))
        cells = (
            row["issuer"] or row["district"],
            SEVERITIES[row["severity"]],
            row["kind_name"],
            row["finding"],
        )
        table.add_row(*(Text(str(cell or "")) for cell in (*cells, quoted, row["advice"])))
    print_table(table)
