"""What the commands share: the console, the option `--home`, and errors told as one clear line."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDEST = 1000  # columns of a table in a file or a pipe, where nothing may be cut short

Home = Annotated[
    Path | None, typer.Option("--home", help="数据目录；默认取环境变量 FAZHI_HOME，再默认为检出目录的 data/")
]


@cache
def console() -> "Console":
    """The terminal's standard output."""
    from rich.console import Console

    return Console(highlight=False)


def print_table(table: "Table") -> None:
    """As wide as the terminal; in a file or a pipe as wide as the table needs."""
    if console().is_terminal:
        console().print(table)
        return
    from rich.console import Console

    Console(highlight=False, width=WIDEST).print(table)


def complain(message: str) -> None:
    """Say what went wrong on standard error."""
    typer.secho(f"错误：{message}", fg=typer.colors.RED, err=True)


def warn(message: str) -> None:
    """Say on standard error what is not as it should be, though nothing failed."""
    typer.secho(f"注意：{message}", fg=typer.colors.YELLOW, err=True)


def resolved(home: Path | None) -> Path:
    """The home folder as an absolute path."""
    from flows.settings import default_home

    return (home or default_home()).expanduser().resolve()


@contextmanager
def plain_errors(*more: type[Exception]) -> Iterator[None]:
    """Errors that people can mend, and those of the types `more`, are told in one line; exit status 1."""
    from flows.reference import ReferenceError
    from flows.settings import SettingsError
    from flows.trouble import explained

    mendable: tuple[type[Exception], ...] = (SettingsError, ReferenceError, OSError, *more)
    try:
        yield
    except mendable as error:
        complain(explained(error))
        raise typer.Exit(1) from error
