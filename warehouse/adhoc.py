"""SQL that people type: read-only, with limits of time, rows and memory, in a process of its own.

A process of its own, because DuckDB looks at an interrupt only between two chunks of rows (one call such as
`repeat('x', 3000000000)` goes on for a minute and fills the memory), and because functions that any SELECT
may call (`enable_logging`, `enable_profiling`) change or break the whole instance for all who share it.
What runs there is `warehouse.adhoc_child`; SQL of our own programs is `warehouse.query`.
"""

import io
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.errors import WarehouseError
from warehouse.messages import in_chinese
from warehouse.query import CONFIG, published

CHILD = Path(__file__).with_name("adhoc_child.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one statement may cost; `rows` are those given back, of however many there are."""

    seconds: float = 60
    rows: int = 100_000
    megabytes: int = 2048


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a statement; `more` where there were others beyond the limit."""

    frame: pl.DataFrame
    more: bool


def ask_limited(home: Path, sql: str, parameters: Sequence[object] = (), limits: Limits = LIMITS) -> Answer:
    """The answer to one statement that only reads.

    Raises WarehouseError, in Chinese, where it is wrong, not allowed, or costs more than the limits, and
    where nothing is published.
    """
    wanted = {"path": str(published(home)), "config": CONFIG, "sql": sql, "parameters": list(parameters)}
    done = subprocess.run(
        [sys.executable, "-P", str(CHILD)],
        input=json.dumps(wanted | asdict(limits), default=str).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    head, _, rows = done.stdout.partition(b"\n")
    return _answer(_told(head, done.returncode, limits), rows)


def _told(head: bytes, status: int, limits: Limits) -> dict[str, Any]:
    """What the child says of its work; where it was ended instead, the reason as WarehouseError."""
    if status == -signal.SIGALRM:
        raise WarehouseError(f"查询超过 {limits.seconds:g} 秒，已停止；请缩小范围，或调大设置 sql_seconds")
    if status or not head:
        raise WarehouseError(
            f"查询所需内存超过 {limits.megabytes} 兆字节，或触发了数据库的故障，已停止（状态 {status}）；"
            "请缩小范围"
        )
    return dict(json.loads(head))


def _answer(told: dict[str, Any], rows: bytes) -> Answer:
    if "error" in told:
        raise WarehouseError(f"查询有误：{in_chinese(told['error'])}")
    return Answer(pl.read_ipc_stream(io.BytesIO(rows)), bool(told["more"]))
