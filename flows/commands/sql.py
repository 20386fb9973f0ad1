"""`fazhi sql`: read-only SQL on the published warehouse, once or at a prompt."""

import sys
from collections.abc import Callable
from enum import StrEnum
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.common import WIDEST, Home, complain, console, plain_errors, print_table, resolved, warn

if TYPE_CHECKING:
    import polars as pl

SHOWN = 200  # rows of a table on the terminal; csv and json give all
NARROW = 8  # columns of the terminal that a column of a table gets at least, where its cells are that long


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"


def sql(
    statement: Annotated[str | None, typer.Argument(help="一条 SELECT 语句；不写则进入提示符")] = None,
    format: Annotated[
        Format, typer.Option("--format", help="输出形式；csv 与 json 输出取回的全部行")
    ] = Format.table,
    home: Home = None,
) -> None:
    """在已发布的仓库上执行只读 SQL。"""
    place = resolved(home)
    from warehouse import WarehouseError

    with plain_errors(WarehouseError):
        if statement is None:
            _prompt(place, format)
        else:
            _run(place, statement, format)


def _run(home: Path, statement: str, form: Format) -> None:
    """Run one statement and write its rows; that there are more than the limit is told on standard error."""
    from flows.published import typed

    answer = typed(home, statement)
    write(answer.frame, form)
    if answer.more:
        warn(f"结果不止 {answer.frame.height} 行，只取了这些；请缩小范围，或调大设置 sql_rows")


def write(frame: "pl.DataFrame", form: Format) -> None:
    """Write all rows as csv or json, or the first `SHOWN` as a table."""
    if form is Format.csv:
        sys.stdout.write(frame.write_csv())
    elif form is Format.json:
        sys.stdout.write(frame.write_json() + "\n")
    else:
        _write_table(frame)


def _write_table(frame: "pl.DataFrame") -> None:
    """As many rows and columns as there is room for, words cut, numbers never; tells what is left out."""
    from rich.table import Table
    from rich.text import Text

    rows = [[_cell(value) for value in row] for row in frame.head(SHOWN).iter_rows()]
    numeric = [kind.is_numeric() for kind in frame.dtypes]
    widths = _widths(frame.columns, rows, numeric, console().width if console().is_terminal else WIDEST)
    table = Table()
    for name, number, width in zip(frame.columns, numeric, widths, strict=False):
        table.add_column(Text(name), justify="right" if number else "left", no_wrap=True, width=width)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row[: len(widths)]))
    print_table(table)
    console().print(f"{frame.height} 行{_left_out(frame, len(widths))}")


def _cell(value: object) -> str:
    """A value on one line: whole numbers without decimals, true and false as SQL writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.12g}"
    return str(value)[:WIDEST].replace("\r", "").replace("\n", "↵")


def _widths(names: list[str], rows: list[list[str]], numeric: list[bool], room: int) -> list[int]:
    """The widths of the columns, from the left, that fit `room`: what each needs, and alike of the rest."""
    from rich.cells import cell_len

    heads = [cell_len(name) for name in names]
    cells = [max(map(cell_len, column)) for column in zip(*rows, strict=True)] or [0] * len(names)
    wanted = [max(pair) for pair in zip(heads, cells, strict=True)]
    least = [
        max(cell, min(head, NARROW)) if number else min(NARROW, max(head, cell))
        for head, cell, number in zip(heads, cells, numeric, strict=True)
    ]
    ends = accumulate(width + 3 for width in least)  # each with a line and two blanks
    widths = least[: max(1, sum(end < room for end in ends))]
    left = room - 1 - sum(widths) - 3 * len(widths)
    modest_first = sorted(range(len(widths)), key=lambda place: wanted[place] - least[place])
    for done, place in enumerate(modest_first):
        more = max(0, min(wanted[place] - least[place], left // (len(widths) - done)))
        widths[place] += more
        left -= more
    return widths


def _left_out(frame: "pl.DataFrame", fitting: int) -> str:
    rows = f"，只显示前 {SHOWN} 行" if frame.height > SHOWN else ""
    columns = f"，{frame.width} 栏只显示前 {fitting} 栏" if fitting < frame.width else ""
    return f"{rows}{columns}（--format csv 可得全部）" if rows or columns else ""


def _prompt(home: Path, form: Format) -> None:
    """Read a statement up to its semicolon, run it, again; an empty line, `exit` or end of input leaves."""
    from warehouse import WarehouseError

    ask = _reader(home)
    while statement := ask():
        try:
            _run(home, statement, form)
        except WarehouseError as error:
            complain(str(error))


class _reader:  # noqa: N801 - used as a function
    """Statements from the terminal (with history, completion and colours) or, piped, from standard input."""

    def __init__(self, home: Path) -> None:
        self._lines: list[str] = []
        self._ask = self._terminal(home) if sys.stdin.isatty() else self._piped

    def __call__(self) -> str:
        """The next statement without its semicolon; empty at the end."""
        self._lines.clear()
        while not self._lines or not self._lines[-1].rstrip().endswith(";"):
            try:
                line = self._ask("...> " if self._lines else "fazhi> ")
            except (EOFError, KeyboardInterrupt):
                break
            if not self._lines and line.strip().rstrip(";").lower() in ("", "exit", "quit"):
                break
            self._lines.append(line)
        return "\n".join(self._lines).strip().rstrip(";")

    def _terminal(self, home: Path) -> Callable[[str], str]:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory
        from prompt_toolkit.lexers import PygmentsLexer
        from pygments.lexers.sql import SqlLexer  # type: ignore[import-untyped]

        from flows.commands.completion import Names
        from flows.published import named

        names = Names.of(named(home, "names"))
        names.before = self._lines
        (home / "cache").mkdir(parents=True, exist_ok=True)
        session: PromptSession[str] = PromptSession(
            history=FileHistory(str(home / "cache" / "sql_history")),
            completer=names,
            lexer=PygmentsLexer(SqlLexer),
        )
        console().print("输入 SQL，以分号结束；Tab 补全，上下键取回以前的语句，exit 退出。")
        return session.prompt

    @staticmethod
    def _piped(_prompt: str) -> str:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")
