"""`fazhi serve`: the nightly run on a schedule, until stopped."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.common import Home, complain, console, plain_errors

USAGE = 2


def serve(
    inbox: Annotated[Path | None, typer.Argument(help="收件目录；默认为数据目录下的 inbox/")] = None,
    home: Home = None,
    cron: Annotated[
        str, typer.Option("--cron", help="定时：分 时 日 月 周，北京时间；默认每天 2 时")
    ] = "0 2 * * *",
    port: Annotated[
        int,
        typer.Option("--port", help="没有 PREFECT_API_URL 时，自带的 Prefect 页面所用端口；0 为任一空闲端口"),
    ] = 4200,
) -> None:
    """按时运行：登记为 Prefect 的定时部署，每到时刻运行一次，直到停止本命令。"""
    from flows import serving
    from flows.orchestrator import ServerError
    from flows.settings import load_settings

    with plain_errors(ServerError):
        settings = load_settings(home)
        _require(cron)
        where = (inbox or settings.inbox).expanduser().resolve()
        with serving.server(settings.home, port) as url:
            console().print(f"定时 {cron}（北京时间），收件目录 {where}", soft_wrap=True, markup=False)
            console().print(
                f"运行页面：{url.removesuffix('/api')}；按 Ctrl+C 停止", soft_wrap=True, markup=False
            )
            serving.serve(where, settings, cron)


def _require(cron: str) -> None:
    """Five fields; what they may hold, Prefect says when the deployment is made."""
    if len(cron.split()) != 5:
        complain(f"定时“{cron}”不可用：应为五段，如“0 2 * * *”（分 时 日 月 周），北京时间")
        raise typer.Exit(USAGE)
