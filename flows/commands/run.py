"""`fazhi run`: one nightly run now, with progress, and what came of it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.common import Home, complain, console, plain_errors, print_table

if TYPE_CHECKING:
    from flows.settings import Settings


SHOWN = 20  # refused files listed after a run


class Runner(StrEnum):
    """Where batches are extracted."""

    threads = "threads"
    processes = "processes"
    dask = "dask"


def run(
    inbox: Annotated[Path | None, typer.Argument(help="收件目录；默认为数据目录下的 inbox/")] = None,
    home: Home = None,
    *,
    runner: Annotated[
        Runner | None,
        typer.Option(
            "--runner", help="抽取在何处进行：processes 多个进程（默认），threads 本进程，dask 集群"
        ),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option("--dask", help="Dask 调度器的地址，如 tcp://10.0.0.5:8786；与 --runner dask 同用"),
    ] = None,
    reextract: Annotated[
        bool, typer.Option("--reextract", help="程序或目录文件改动后，由原始文件把全部报告重新抽取一遍")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有文件在隔离中时，退出状态为 1")] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="另一次运行尚未结束时等它结束；不写则立即退出")
    ] = False,
) -> None:
    """立即运行一次：读取新报告，抽取、校验、装入并发布。"""
    from flows.settings import load_settings

    with plain_errors():
        settings = load_settings(home, runner=runner and runner.value, dask=dask)
    where = (inbox or settings.inbox).expanduser().resolve()
    record = perform(where, settings, wait=wait, reextract=reextract)
    if strict and record["files_quarantined"] + record["files_still_quarantined"]:
        complain("有文件在隔离中（--strict）")
        raise typer.Exit(1)


def perform(
    inbox: Path,
    settings: "Settings",
    replay: list[str] | None = None,
    *,
    wait: bool = False,
    reextract: bool = False,
) -> dict[str, Any]:
    """One run with its progress and outcome told; its record. Exit status 1 where it was not published."""
    from flows.runs import new_run

    begun = str(new_run(inbox).started_at)
    problem = _run(inbox, settings, replay, wait, reextract)
    record = _record_since(begun, settings.home)
    if record and (record["files_seen"] or record["status"] != "failed"):
        _print_outcome(record, settings.home)
    if problem is not None or record is None:
        complain(_reason(problem, record))
        raise typer.Exit(1)
    return record


def _reason(problem: str | None, record: dict[str, Any] | None) -> str:
    """Why a run failed: what its record says, which knows more, else what was raised."""
    if record and record["status"] == "failed":
        return str(record["message"])
    return problem or "运行没有留下记录"


def _run(
    inbox: Path, settings: "Settings", replay: list[str] | None, wait: bool, reextract: bool
) -> str | None:
    """Run the flow with a progress bar; the message of what stopped it, None where nothing did."""
    from flows.launch import execute
    from flows.trouble import explained

    with _progress():
        try:
            execute(inbox, settings, replay, wait=wait, reextract=reextract)
        except KeyboardInterrupt:
            return "已被中断；再运行一次即可接着做"
        except Exception as error:  # noqa: BLE001 - the flow has recorded it; it is told here, and the exit status is 1
            return explained(error)
    return None


def _record_since(begun: str, home: Path) -> dict[str, Any] | None:
    """The record of this run, which is over; None where it failed before there was one."""
    from flows.runs import read_records

    ended = [record for record in read_records(home) if record["status"] != "running"]
    return next((record for record in reversed(ended) if record["started_at"] >= begun), None)


class _progress:  # noqa: N801 - used as a function
    """A bar for the stage that is under way; on no terminal, nothing."""

    def __enter__(self) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        from flows.progress import listening

        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        quiet = not console().is_terminal
        self._bar = Progress(*columns, TimeElapsedColumn(), console=console(), transient=True, disable=quiet)
        self._tasks = {"启动": self._bar.add_task("启动", total=1)}
        self._listening = listening(self._show)
        self._listening.__enter__()
        self._bar.start()

    def __exit__(self, *error: object) -> None:
        self._listening.__exit__(None, None, None)
        self._bar.stop()

    def _show(self, stage: str, done: int, total: int) -> None:
        self._bar.update(self._tasks["启动"], completed=1)
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total)
        self._bar.update(self._tasks[stage], completed=done, total=total)


def _print_outcome(record: dict[str, Any], home: Path) -> None:
    """The run's id and counts, broken rules, where the published file is, and the files refused."""
    from rich.table import Table

    from flows.commands.quarantine import print_open
    from flows.report import COUNTS, STATUS

    console().print(f"运行 {record['run_id']}：{STATUS[record['status']]}", style="bold", soft_wrap=True)
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, label in COUNTS.items():
        table.add_row(label, str(record[name]))
    print_table(table)
    if record["message"] and record["status"] != "failed":
        console().print(record["message"], markup=False)
    for line in record["warnings"]:
        console().print(line, soft_wrap=True, markup=False)
    published = home / "warehouse" / "fazhi.duckdb"
    if published.exists():
        console().print(f"已发布的仓库：{published}", soft_wrap=True, markup=False)
    if record["files_quarantined"] + record["files_still_quarantined"]:
        print_open(home, SHOWN)
