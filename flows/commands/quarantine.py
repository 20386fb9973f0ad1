"""`fazhi quarantine`: what was refused, and why."""

from pathlib import Path

import typer

from flows.commands.chinese import Command, Group
from flows.commands.common import Home, console, plain_errors, print_table, resolved

KINDS = {"file": "文件", "row": "数据行"}
COLUMNS = ("kind", "source", "rule", "count", "reason")

app = typer.Typer(
    cls=Group,
    help="被隔离的文件与数据，及其理由；不写命令就是 list。",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def quarantine(context: typer.Context, home: Home = None) -> None:
    """List what is in quarantine where no command is written."""
    context.obj = home
    if context.invoked_subcommand is None:
        list_(context)


@app.command("list", cls=Command)
def list_(context: typer.Context, home: Home = None) -> None:
    """列出仍在隔离中的文件与数据行。"""
    from warehouse import WarehouseError

    with plain_errors(WarehouseError):
        if not print_open(resolved(home or context.obj)):
            console().print("隔离区是空的。")


def print_open(home: Path, limit: int | None = None) -> int:
    """Print what is in quarantine, at most `limit` rows; returns how many there are."""
    from rich.table import Table
    from rich.text import Text

    from warehouse import open_quarantine

    rows = open_quarantine(home)
    if rows.is_empty():
        return 0
    table = Table(title="在隔离中")
    for label in ("对象", "来源", "规则", "数量", "理由"):
        table.add_column(label, overflow="fold")
    for kind, source, rule, count, reason in rows.select(COLUMNS).head(limit or rows.height).iter_rows():
        table.add_row(KINDS[kind], *(Text(str(cell or "")) for cell in (source, rule, count, reason)))
    print_table(table)
    if limit is not None and rows.height > limit:
        console().print(f"共 {rows.height} 项，其余可用 fazhi quarantine list 查看。")
    return rows.height
