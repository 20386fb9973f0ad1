"""`fazhi export`: the published warehouse as Parquet, csv or workbooks."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.common import Home, complain, console, plain_errors, resolved

if TYPE_CHECKING:
    from rich.progress import Progress


class Form(StrEnum):
    """What is written."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"


def export(
    destination: Annotated[Path, typer.Argument(help="导出到哪里；每次导出整体替换上一次的", metavar="DIR")],
    form: Annotated[
        Form, typer.Option("--format", help="parquet 按年度分区，csv 可用 Excel 打开，xlsx 每个区县一本")
    ] = Form.parquet,
    district: Annotated[
        str | None, typer.Option("--district", help="只要这个区县的工作簿（名称或代码）")
    ] = None,
    home: Home = None,
) -> None:
    """把已发布的仓库导出为 Parquet、csv 或 Excel。"""
    from warehouse import WarehouseError
    from warehouse.export import export as write_files

    if district and form is not Form.xlsx:
        complain("--district 只用于 --format xlsx")
        raise typer.Exit(2)
    place = destination.expanduser().absolute()
    with plain_errors(WarehouseError), _progress() as progress:
        task = progress.add_task("导出")

        def tell(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total)

        made = write_files(resolved(home), place, form.value, district, tell)
    what = "本工作簿" if form is Form.xlsx else "张表"
    console().print(f"已导出 {made} {what}到 {place}", markup=False, soft_wrap=True)


def _progress() -> "Progress":
    from rich.progress import Progress

    return Progress(console=console(), transient=True, disable=not console().is_terminal)
