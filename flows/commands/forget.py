"""`fazhi forget`: withdraw a report from everything that the program keeps."""

from typing import Annotated, Any

import typer

from flows.commands.common import Home, console, plain_errors, resolved


def forget(
    words: Annotated[
        list[str],
        typer.Argument(help="报告编号（可只写开头），或路径、标题、机关、年度中的字", metavar="WORD…"),
    ],
    reason: Annotated[str, typer.Option("--reason", help="撤回的理由，如 已撤回、涉密、含个人信息")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问")] = False,
    home: Home = None,
) -> None:
    """撤回一份报告：从原始文件、仓库、各版本中删除，只留指纹与理由；同一内容再来即被隔离。"""
    from flows.commands.show import find_report
    from flows.runs import RunLockedError
    from flows.settings import load_settings
    from flows.upkeep import UnknownReportError
    from flows.upkeep import forget as withdraw
    from warehouse import WarehouseError

    with plain_errors(RunLockedError, WarehouseError, UnknownReportError):
        found = find_report(resolved(home), words)
        if not yes:
            typer.confirm(f"撤回 {_named(found)}？此后无法恢复", abort=True)
        withdraw(load_settings(home), found["report_id"], reason)
    console().print(f"已撤回 {_named(found)}，原因：{reason}", markup=False, soft_wrap=True)
    console().print("收件目录与另行导出的文件、备份不在程序管辖之内，请自行移走。")


def _named(found: dict[str, Any]) -> str:
    return f"{found['report_id']}（{found['title'] or found['file']}）"
