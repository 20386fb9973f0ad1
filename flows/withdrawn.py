"""Tombstones of withdrawn reports, `HOME/withdrawn/<report_id>.json`: hashes and a reason, never the words.

They outlive every database of the home, so that no backup or rebuilding brings a report back.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows.runs import write_json
from tables import polars_schema

REFUSED = "报告已撤回（{reason}），不再读取；请从收件目录移走此文件"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One withdrawn report: `sha256` of the files that said it, `archives` of archives that held one.

    `done` is false until it is gone everywhere. Time is UTC in ISO form.
    """

    report_id: str
    reason: str
    withdrawn_at: str
    sha256: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()
    done: bool = False

    def finished(self) -> "Tombstone":
        """The same, over."""
        return replace(self, done=True)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What must not come back: reasons by the id of a report and by the hash of a file."""

    reasons: dict[str, str] = field(default_factory=dict)

    def reason(self, *ids: str | None) -> str | None:
        """Why something with one of these ids is refused, in words; None where it is not."""
        found = next((self.reasons[one] for one in ids if one in self.reasons), None)
        return None if found is None else REFUSED.format(reason=found)


def new_tombstone(report_id: str, reason: str, files: pl.DataFrame) -> Tombstone:
    """A tombstone that stands from now on; `files` as `warehouse.Build.files_of` tells them."""
    marks = tuple(sorted(set(files["sha256"])))
    archives = tuple(sorted(set(files["archive_sha256"].drop_nulls())))
    return Tombstone(report_id, reason, datetime.now(UTC).isoformat(timespec="seconds"), marks, archives)


def save(home: Path, one: Tombstone) -> None:
    """Write a tombstone, replacing it in one step."""
    write_json(home / "withdrawn" / f"{one.report_id}.json", asdict(one))


def tombstones(home: Path) -> list[Tombstone]:
    """All tombstones, in order of their ids."""
    told = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((home / "withdrawn").glob("*.json"))
    ]
    return [Tombstone(**one | {name: tuple(one[name]) for name in ("sha256", "archives")}) for one in told]


def withdrawn(home: Path) -> Withdrawn:
    """What must not come back into this home."""
    reasons: dict[str, str] = {}
    for one in tombstones(home):
        reasons |= dict.fromkeys((one.report_id, *one.sha256), one.reason)
    return Withdrawn(reasons)


def rows(stones: Iterable[Tombstone]) -> pl.DataFrame:
    """Rows of `ops.withdrawal`."""
    told = [
        (one.report_id, mark, one.reason, datetime.fromisoformat(one.withdrawn_at).replace(tzinfo=None))
        for one in stones
        for mark in one.sha256
    ]
    return pl.DataFrame(told, schema=polars_schema("ops.withdrawal"), orient="row")
