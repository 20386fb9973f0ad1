"""`fazhi sql`: read-only SQL on the published warehouse, once or at a prompt."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.common import Home, complain, console, plain_errors, resolved

if TYPE_CHECKING:
    import polars as pl

SHOWN = 200  # rows of a table on the terminal; csv and json give all


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"


def sql(
    statement: Annotated[str | None, typer.Argument(help="一条 SELECT 语句；不写则进入提示符")] = None,
    format: Annotated[
        Format, typer.Option("--format", help="输出形式；csv 与 json 输出全部行")
    ] = Format.table,
    home: Home = None,
) -> None:
    """在已发布的仓库上执行只读 SQL。"""
    place = resolved(home)
    if statement is None:
        _prompt(place, format)
        return
    from flows.published import ask as query
    from warehouse import WarehouseError

    with plain_errors(WarehouseError):
        write(query(place, statement), format)


def write(frame: "pl.DataFrame", form: Format) -> None:
    """Write all rows as csv or json, or the first `SHOWN` as a table."""
    if form is Format.csv:
        sys.stdout.write(frame.write_csv())
    elif form is Format.json:
        sys.stdout.write(frame.write_json() + "\n")
    else:
        _write_table(frame)


def _write_table(frame: "pl.DataFrame") -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name, kind in frame.schema.items():
        table.add_column(Text(name), justify="right" if kind.is_numeric() else "left", overflow="fold")
    for row in frame.head(SHOWN).iter_rows():
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console().print(table)
    more = f"，只显示前 {SHOWN} 行（--format csv 可得全部）" if frame.height > SHOWN else ""
    console().print(f"{frame.height} 行{more}")


def _prompt(home: Path, form: Format) -> None:
    """Read a statement up to its semicolon, run it, again; an empty line, `exit` or end of input leaves."""
    from flows.published import ask as query
    from warehouse import WarehouseError

    ask = _reader(home)
    while statement := ask():
        try:
            write(query(home, statement), form)
        except WarehouseError as error:
            complain(str(error))


class _reader:  # noqa: N801 - used as a function
    """Statements from the terminal (with history and editing) or, piped, from standard input."""

    def __init__(self, home: Path) -> None:
        self._ask = self._terminal(home) if sys.stdin.isatty() else self._piped

    def __call__(self) -> str:
        """The next statement without its semicolon; empty at the end."""
        lines: list[str] = []
        while not lines or not lines[-1].rstrip().endswith(";"):
            try:
                line = self._ask("...> " if lines else "fazhi> ")
            except (EOFError, KeyboardInterrupt):
                break
            if not lines and line.strip().rstrip(";").lower() in ("", "exit", "quit"):
                break
            lines.append(line)
        return "\n".join(lines).strip().rstrip(";")

    def _terminal(self, home: Path) -> Callable[[str], str]:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory

        (home / "cache").mkdir(parents=True, exist_ok=True)
        session: PromptSession[str] = PromptSession(history=FileHistory(str(home / "cache" / "sql_history")))
        console().print("输入 SQL，以分号结束；exit 退出。")
        return session.prompt

    @staticmethod
    def _piped(_prompt: str) -> str:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")
