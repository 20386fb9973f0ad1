"""The command `fazhi`: its name, its help, its commands. What a command does is in `flows.commands`.

Exit status: 0 published, or nothing new; 1 not published, not found or not valid; 2 wrong usage.
"""

from typing import Annotated

import typer

from flows.commands import (
    audit,
    card,
    correct,
    dashboard,
    diff,
    doctor,
    evaluate,
    export,
    extract,
    forget,
    quarantine,
    review,
    rollback,
    run,
    serve,
    show,
    sql,
)
from flows.commands.chinese import Command, Group

main = typer.Typer(
    name="fazhi",
    cls=Group,
    help="法治年报仓库：把法治政府建设年度报告中的数字抽取出来，存入可查询的数据仓库。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"fazhi {version('fazhi')}")
        raise typer.Exit


@main.callback()
def fazhi(
    version: Annotated[
        bool, typer.Option("--version", help="显示版本", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """What stands before the command."""


for command in (
    run.run,
    serve.serve,
    extract.extract,
    sql.sql,
    show.show,
    dashboard.dashboard,
    card.card,
    correct.correct,
    export.export,
    review.review,
    audit.audit,
    evaluate.evaluate,
    doctor.doctor,
    diff.diff,
    rollback.rollback,
    forget.forget,
):
    main.command(cls=Command)(command)
main.add_typer(quarantine.app, name="quarantine")

if __name__ == "__main__":
    main()
