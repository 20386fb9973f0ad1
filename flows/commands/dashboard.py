"""`fazhi dashboard`: the web page on the published warehouse."""

import socket
from typing import Annotated

import typer

from flows.commands.common import Home, complain, console, plain_errors, resolved

PORT = 8501


def dashboard(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为任选一个空闲的")] = PORT,
    host: Annotated[
        str, typer.Option("--host", help="监听的地址；默认只有本机能打开，改为别的之前请先想好谁能看到")
    ] = "127.0.0.1",
    home: Home = None,
) -> None:
    """打开网页看板：概览、区县统计与地图、趋势、比较、报告原文、质量、SQL。按 Ctrl+C 停止。"""
    import uvicorn

    from dashboard.app import create_app
    from dashboard.guard import HOSTS
    from flows.published import limits
    from flows.runs import read_records

    place = resolved(home)
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        complain(f"不能在 {host}:{port} 监听（{error.strerror}）；请用 --port 换一个端口")
        raise typer.Exit(1) from error
    console().print(
        f"看板：http://{host}:{listening.getsockname()[1]}（数据目录 {place}，Ctrl+C 停止）", markup=False
    )
    with plain_errors():
        app = create_app(place, lambda: read_records(place), [*HOSTS, host], limits(place))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
    server.run(sockets=[listening])
