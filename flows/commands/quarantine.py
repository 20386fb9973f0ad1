"""`fazhi quarantine`: what was refused and why, row by row; and trying it again after a mend."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.chinese import Command, Group
from flows.commands.common import Home, complain, console, plain_errors, print_table, resolved

if TYPE_CHECKING:
    from rich.text import Text

KINDS = {"file": "文件", "row": "数据行"}
COLUMNS = ("id", "kind", "source", "rule", "count", "reason")
SHOWN = 20  # entries of `show` on the terminal

Words = Annotated[
    list[str] | None,
    typer.Argument(
        help="隔离编号（可只写开头），或路径、表、规则、标题中的字；写几个就要都符合", metavar="WORD…"
    ),
]

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


@app.command("show", cls=Command)
def show(
    context: typer.Context,
    words: Words = None,
    json_lines: Annotated[bool, typer.Option("--jsonl", help="每项输出一行 JSON，不限项数")] = False,
    home: Home = None,
) -> None:
    """逐项显示：理由、规则、被隔离的整行、所在报告与原文字句。"""
    from warehouse import WarehouseError, find_quarantine

    with plain_errors(WarehouseError):
        rows = find_quarantine(resolved(home or context.obj), words or []).to_dicts()
    if not rows:
        complain(f"隔离中没有符合“{' '.join(words or [])}”的。全部见 fazhi quarantine list。")
        raise typer.Exit(1)
    if json_lines:
        for row in rows:
            print(json.dumps(row | {"row": _row(row)}, ensure_ascii=False, default=str))
        return
    for row in rows[:SHOWN]:
        console().print(_entry(row), soft_wrap=True)
    if len(rows) > SHOWN:
        console().print(f"共 {len(rows)} 项，只显示前 {SHOWN} 项；请再加字，或用 --jsonl 取全部。")


@app.command("replay", cls=Command)
def replay(
    context: typer.Context,
    words: Words = None,
    inbox: Annotated[Path | None, typer.Option("--inbox", help="收件目录；默认为上次运行的")] = None,
    home: Home = None,
) -> None:
    """修正规则、目录或文件之后，把隔离中的重新读取、校验：合格的装入并放行，其余留下。"""
    from flows.commands.run import perform
    from flows.runs import RunLockedError
    from flows.settings import load_settings
    from warehouse import WarehouseError, find_quarantine

    with plain_errors(WarehouseError, RunLockedError):
        settings = load_settings(home or context.obj)
        where = inbox or _last_inbox(settings.home)
        before = set(find_quarantine(settings.home, words or [])["quarantine_id"])
    if not before:
        console().print("隔离中没有要重读的。")
        return
    perform(where.expanduser().resolve(), settings, words or [])
    after = set(find_quarantine(settings.home, [])["quarantine_id"])
    console().print(
        f"重读隔离中的 {len(before)} 项：放行 {len(before - after)} 项，仍在隔离 {len(before & after)} 项。"
    )


def _last_inbox(home: Path) -> Path:
    """The inbox of the last run; the home's own where there was none."""
    from flows.runs import read_records

    records = read_records(home)
    return Path(records[-1]["inbox"]) if records else home / "inbox"


def print_open(home: Path, limit: int | None = None) -> int:
    """Print what is in quarantine, at most `limit` rows; returns how many there are."""
    from rich.table import Table
    from rich.text import Text

    from warehouse import open_quarantine

    rows = open_quarantine(home)
    if rows.is_empty():
        return 0
    table = Table(title="在隔离中")
    for label in ("编号", "对象", "来源", "规则", "数量", "理由"):
        table.add_column(label, overflow="fold")
    for one, kind, source, rule, count, reason in rows.select(COLUMNS).head(limit or rows.height).iter_rows():
        cells = (one[:8], KINDS[kind], source, rule, count, reason)
        table.add_row(*(Text(str(cell or "")) for cell in cells))
    print_table(table)
    if limit is not None and rows.height > limit:
        console().print(f"共 {rows.height} 项，其余可用 fazhi quarantine list 查看。")
    return rows.height


def _row(entry: dict[str, Any]) -> dict[str, Any] | None:
    """The refused row, as it was."""
    return json.loads(entry["row"]) if entry["row"] else None


def _entry(entry: dict[str, Any]) -> "Text":
    """One entry in full: number and rule, why, where it comes from, the words, the row."""
    from rich.text import Text

    head = f"{entry['quarantine_id']}  {KINDS[entry['kind']]}  {entry['rule']}"
    report = " ".join(str(entry[name]) for name in ("issuer", "report_year", "title") if entry[name])
    row = _row(entry)
    told = {
        "理由": entry["reason"],
        "文件": entry["path"],
        "报告": f"{entry['report_id']} {report}".strip() if entry["report_id"] else None,
        "表": entry["table_name"],
        "原文": entry["words"] or (row or {}).get("sentence"),
        "原行": json.dumps(row, ensure_ascii=False) if row else None,
        "查看": f"fazhi show {entry['report_id']}" if report else None,
    }
    lines = [Text(head, "bold"), *(Text(f"  {name}：{text}") for name, text in told.items() if text)]
    return Text("\n").join(lines)
