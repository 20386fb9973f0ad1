"""`fazhi rollback`: point readers back to an earlier published version."""

from typing import Annotated

import typer

from flows.commands.common import Home, console, plain_errors


def rollback(
    version: Annotated[
        str | None, typer.Argument(help="版本，即其运行编号，可只写开头；不写则为现行版本的前一版")
    ] = None,
    home: Home = None,
) -> None:
    """退回到以前发布的版本；下一次运行会重读此后的文件并重新发布。"""
    from flows.runs import RunLockedError
    from flows.settings import load_settings
    from flows.upkeep import return_to
    from warehouse import WarehouseError, kept

    with plain_errors(RunLockedError, WarehouseError):
        settings = load_settings(home)
        done = return_to(settings, version)
    console().print(f"已退回到版本 {done.run_id}，报告 {done.rows['core.report']} 份。", markup=False)
    console().print(f"现存版本：{'、'.join(kept(settings.home))}", markup=False, soft_wrap=True)
    console().print("下一次运行会重读此后的文件并重新发布；请先消除退回的原因，或暂停定时运行。")
