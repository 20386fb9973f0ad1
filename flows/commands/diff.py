"""`fazhi diff`: which facts changed between two published versions."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.common import Home, console, plain_errors, print_table, resolved

if TYPE_CHECKING:
    from rich.text import Text

SHOWN = 30
CHANGES = {"added": "新增", "removed": "消失", "changed": "改变"}


def diff(
    old: Annotated[
        str | None, typer.Argument(help="较早的版本（运行编号，可只写开头）；默认为前一版")
    ] = None,
    new: Annotated[str | None, typer.Argument(help="较晚的版本；默认为现行版本")] = None,
    home: Home = None,
) -> None:
    """列出两个已发布版本之间变动的计量：多因改了目录或程序后重新抽取所致。"""
    from rich.table import Table

    from flows.published import named
    from warehouse import WarehouseError

    place = resolved(home)
    with plain_errors(WarehouseError):
        bounds = [old, new]
        summary = named(place, "fact_changes_summary", bounds)
        rows = named(place, "fact_changes", [*bounds, SHOWN])
    if summary.is_empty():
        console().print("没有变动的计量。")
        return
    table = Table("变动", "字段", "原值", "新值", "处数", title="变动汇总")
    for change, *cells in summary.head(SHOWN).iter_rows():
        table.add_row(CHANGES[change], *_told(cells))
    print_table(table)
    table = Table(
        "报告", "文字", "字段", "原值", "新值", title=f"共 {int(summary['n'].sum())} 处，前 {SHOWN} 处"
    )
    for row in rows.iter_rows():
        table.add_row(*_told(row))
    print_table(table)
    console().print("全部见 ops.fact_change。")


def _told(cells: Iterable[object]) -> "Iterator[Text]":
    from rich.text import Text

    return (Text("" if cell is None else str(cell)) for cell in cells)
