"""`fazhi serve`: the flow as a Prefect deployment with a schedule, run by this process until it is stopped.

With `PREFECT_API_URL` it is a deployment of that server; else a server of our own comes up beside it, with
its pages on the loopback address, and every run of this home appears there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flows import orchestrator
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

NAME, TAGS, ZONE = "每夜", ["法治年报", "夜间"], "Asia/Shanghai"
CRON = "0 2 * * *"


class CronError(ValueError):
    """A schedule that cannot be read; the message shows it and how one is written."""


def serve(inbox: Path, settings: Settings, cron: str) -> None:
    """Serve until the process is told to stop; a `server` is up meanwhile. Raises CronError."""
    import prefect

    made = deployment(inbox, settings, cron)
    prefect.serve(made, limit=1, pause_on_shutdown=False, print_starting_message=False)


@contextmanager
def server(home: Path, port: int) -> Iterator[str]:
    """The address of the API: the operator's server, or one of our own while this lasts."""
    orchestrator.configure(home)
    with orchestrator.lasting_server(home, port) as url:
        yield url


def deployment(inbox: Path, settings: Settings, cron: str) -> "RunnerDeployment":
    """The deployment: schedule, parameters, tags, one run at a time. Raises CronError."""
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.nightly import nightly

    try:
        CronSchedule(cron=cron, timezone=ZONE)
    except ValueError as error:
        raise CronError(f"定时“{cron}”不可用：应为五段，如“{CRON}”（分 时 日 月 周），时区 {ZONE}") from error
    return RunnerDeployment.from_flow(
        nightly,
        name=NAME,
        schedule=Cron(cron, timezone=ZONE),
        parameters={"inbox": str(inbox), "home": str(settings.home), "scheduled": True},
        description="收件目录中的新报告装入仓库并发布",
        tags=TAGS,
        concurrency_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
