"""Tell people that a run was not published, or was and broke a rule of a whole table.

The addresses are Apprise URLs (the setting `notify`): a webhook, a mail server, a group chat.
Nothing here stops a run.
"""

from collections.abc import Sequence

from flows.report import markdown, run_title
from flows.runs import Run

TROUBLE = ("failed", "crashed")


def concerns(run: Run) -> bool:
    """Whether people should hear of a run."""
    return run.status in TROUBLE or bool(run.warnings)


def tell_people(urls: Sequence[str], run: Run) -> tuple[str, ...]:
    """Send title and summary of a run that concerns people; a line for each address that was not reached."""
    if not urls or not concerns(run):
        return ()
    return tuple(f"通知未送出：{_shown(url)}，请检查地址与网络" for url in urls if not _sent(url, run))


def _sent(url: str, run: Run) -> bool:
    from apprise import Apprise, NotifyFormat, NotifyType

    kind = NotifyType.FAILURE if run.status in TROUBLE else NotifyType.WARNING
    sender = Apprise()
    title = f"法治年报仓库 {run_title(run)}"
    return bool(
        sender.add(url)
        and sender.notify(
            body=markdown(run), title=title, notify_type=kind, body_format=NotifyFormat.MARKDOWN
        )
    )


def _shown(url: str) -> str:
    """The kind of an address only: the rest may hold a password."""
    return url.partition("://")[0] + "://…"
