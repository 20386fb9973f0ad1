"""The command `fazhi`: its name, its help, its commands. What a command does is in `flows.commands`.

Exit status: 0 published, or nothing new; 1 not published, not found or not valid; 2 wrong usage.
"""

import typer

from flows.commands import doctor, evaluate, extract, quarantine, run, show, sql

main = typer.Typer(
    name="fazhi",
    help="法治年报仓库：把法治政府建设年度报告中的数字抽取出来，存入可查询的数据仓库。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
main.command("run")(run.run)
main.command("extract")(extract.extract)
main.command("sql")(sql.sql)
main.command("show")(show.show)
main.command("evaluate")(evaluate.evaluate)
main.add_typer(quarantine.app, name="quarantine")
main.command("doctor")(doctor.doctor)

if __name__ == "__main__":
    main()
