"""What people judged of measures, kept in `HOME/review/`: rows that were accepted, samples that are audited.

`accepted.csv` has a row for each measure that somebody read and found right. `audit-NAME.csv` has a row for
each measure of a sample, drawn once; `verdict` is empty until it is judged. Both find their place by words,
as corrections do; how they bear on the warehouse is the business of `warehouse.judgements`.
"""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.auditing import precision
from flows.corrections import append_rows
from flows.reference import mendable
from transforms.csvfile import read_rows
from warehouse.judgements import Audit, Judged, Judgement


class JudgementRow(BaseModel):
    """One measure that was judged, or is to be: its words, and how it was read then."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    KEY: ClassVar[tuple[str, ...]] = ("series", "quote", "occurrence", "value", "indicator")
    series: str = Field(min_length=1)
    quote: str = Field(min_length=1)
    occurrence: int = Field(default=1, ge=1)
    value: float
    unit: str = ""
    indicator: str
    verdict: Literal["", "right", "wrong"] = ""
    wrong: str = ""  # what is wrong, in words
    issuer_type: str = ""  # the stratum, and how many measures of the warehouse are in it
    domain: str = ""
    stratum_size: int = 0
    author: str = ""
    judged_on: str = ""


HEADER = tuple(JudgementRow.model_fields)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of judgements; `name` is empty for accepted rows."""

    path: Path
    name: str
    rows: list[JudgementRow]


def review_folder(home: Path) -> Path:
    """Where judgements lie."""
    return home / "review"


def accepted(home: Path) -> Sample:
    """The rows that were accepted in review; ReferenceError, with file and line, where the file is wrong."""
    return _read(review_folder(home) / "accepted.csv", "")


def audits(home: Path) -> list[Sample]:
    """All samples, by name; ReferenceError, with file and line, where one is wrong."""
    paths = sorted(review_folder(home).glob("audit-*.csv"))
    return [_read(path, path.stem.removeprefix("audit-")) for path in paths]


def audit_file(home: Path, name: str) -> Path:
    """Where a sample lies."""
    return review_folder(home) / f"audit-{name}.csv"


def accept(home: Path, row: JudgementRow) -> None:
    """Add an accepted row."""
    append_rows(review_folder(home) / "accepted.csv", HEADER, [_cells(row)])


def save(path: Path, rows: Iterable[JudgementRow]) -> None:
    """Write a sample anew; a reader sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(_cells, rows))
    part.replace(path)


def load_judgements(home: Path) -> Judged:
    """All that was judged; ReferenceError, with file and line, where a file is wrong."""
    samples = audits(home)
    rows = {(one.name, row): None for one in (accepted(home), *samples) for row in one.rows}
    return Judged([_judgement(*one) for one in rows], [_audit(one) for one in samples])


def _audit(sample: Sample) -> Audit:
    found = precision(sample.rows)
    if found is None:
        return Audit(sample.name, len(sample.rows), 0, 0, None, None, None)
    return Audit(sample.name, found.drawn, found.judged, found.right, found.share, found.low, found.high)


def _read(path: Path, name: str) -> Sample:
    with mendable():
        rows = read_rows(str(path), path.read_bytes(), JudgementRow) if path.exists() else []
    return Sample(path, name, rows)


def _cells(row: JudgementRow) -> dict[str, str]:
    told = row.model_dump()
    return {key: f"{value:.15g}" if isinstance(value, float) else str(value) for key, value in told.items()}


def _judgement(sample: str, row: JudgementRow) -> Judgement:
    told = "\x1f".join((sample, *_cells(row).values()))
    return Judgement(
        judgement_id=hashlib.sha256(told.encode()).hexdigest()[:16],
        sample=sample,
        series_id=row.series,
        quote=row.quote,
        occurrence=row.occurrence,
        value=row.value,
        unit=row.unit or None,
        indicator=row.indicator,
        verdict=row.verdict or "open",
        wrong=row.wrong or None,
        issuer_type=row.issuer_type or None,
        domain=row.domain or None,
        stratum_size=row.stratum_size,
        author=row.author or None,
        judged_on=row.judged_on or None,
    )
