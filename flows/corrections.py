"""A steward's corrections, `HOME/reference/corrections.csv`: read, checked, and written.

How they are applied is the business of `warehouse.corrections`. A wrong row is an error with file and line.
"""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.reference import ReferenceError, mendable
from tables import allowed
from transforms.csvfile import numbered_rows
from warehouse.anchors import Anchor, AnchorError
from warehouse.corrections import IDENTITY, Correction, parsed

if TYPE_CHECKING:
    from transforms.catalogue import Catalogue

Target = Literal["report", "measure", "missing_measure", "not_a_measure"]
MEASURE = (
    "value", "value_high", "unit", "bound", "modality", "kind", "period", "scope", "qualifier", "subject",
    "indicator",
)  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    "report": IDENTITY,
    "measure": (*MEASURE, "part_of"),
    "missing_measure": MEASURE,
    "not_a_measure": (),
}
NEEDED = ("value", "indicator")  # of a missing measure
NEVER_EMPTY = ("value", "bound", "modality", "kind", "period", "scope", "indicator", "issuer_id")
CHOICES = ("bound", "modality", "kind", "period", "scope")
ISSUER = re.compile(r"\d{12}(?::[^:\s]+)?|\d{4,12}-(?:dz|xz):[^:\s]+")


class CorrectionRow(BaseModel):
    """A row of corrections.csv: what is corrected, by which words, from what to what, why, by whom."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    KEY: ClassVar[tuple[str, ...]] = ("series", "target", "quote", "occurrence", "field", "expected")
    series: str = Field(min_length=1)
    target: Target
    quote: str
    occurrence: int = Field(default=1, ge=1)
    field: str = ""
    expected: str = ""
    value: str = ""
    reason: str
    author: str
    made_on: date

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """A field that may be corrected so, and values that it may have."""
        try:
            Anchor.read(self.quote)
        except AnchorError as error:
            raise ValueError(str(error)) from error
        fields = FIELDS[self.target]
        if self.field not in (fields or ("",)):
            wanted = f"只能是 {'、'.join(fields)}" if fields else "应为空"
            raise ValueError(f"target 为 {self.target} 时 field {wanted}，不能是“{self.field}”")
        for said in (self.expected, self.value):
            _check_value(self.field or "value", said)
        if self.value == "" and self.field in NEVER_EMPTY:
            raise ValueError(f"{self.field} 的新值 value 不能为空")
        if self.field == "part_of" and self.value:
            raise ValueError("part_of 只能更正为空，即不是别的数的一部分")
        return self


def _check_value(name: str, said: str) -> None:
    """ValueError where a column cannot hold what is said."""
    try:
        parsed(name, said)
    except ValueError as error:
        raise ValueError(f"{name} 不能是“{said}”") from error
    if said and name in CHOICES and said not in allowed("core.measure", name):
        raise ValueError(f"{name} 只能是 {'、'.join(allowed('core.measure', name))}，不能是“{said}”")
    if said and name == "report_year" and not 2000 <= int(said) <= 2100:
        raise ValueError(f"report_year 应在 2000 至 2100 之间，不能是“{said}”")
    if said and name == "issuer_id" and not ISSUER.fullmatch(said):
        raise ValueError(
            f"issuer_id 应为 12 位区划代码，部门再加冒号与名称（330824000000:司法局），不能是“{said}”"
        )


HEADER = tuple(CorrectionRow.model_fields)


@dataclass(frozen=True, slots=True)
class _Numbered:
    line: int
    row: CorrectionRow


def corrections_file(home: Path) -> Path:
    """Where a home's corrections lie."""
    return home / "reference" / "corrections.csv"


def load_corrections(home: Path, catalogue: "Catalogue") -> list[Correction]:
    """The corrections of a home in the order of their file; none where there is no file.

    Raises ReferenceError, which names file and line.
    """
    path = corrections_file(home)
    if not path.exists():
        return []
    with mendable():
        rows = [_Numbered(*pair) for pair in numbered_rows(str(path), path.read_bytes(), CorrectionRow)]
    for one in rows:
        try:
            check_codes(one.row, catalogue)
        except ValueError as error:
            raise _wrong(path, one.line, str(error)) from error
    _check_missing(path, rows)
    return [_correction(place, one.row) for place, one in enumerate(rows, 1)]


def check_codes(row: CorrectionRow, catalogue: "Catalogue") -> None:
    """Indicators and regions must be in the catalogues; ValueError where not."""
    if row.field == "indicator" and row.value not in catalogue.knowledge.indicators.by_code:
        raise ValueError(f"指标目录中没有“{row.value}”，可用 fazhi sql 'FROM core.indicator' 查代码")
    code = row.value.partition(":")[0]
    if row.field == "issuer_id" and code.isdigit() and code not in catalogue.regions.by_code:
        raise ValueError(f"区划目录中没有“{code}”，可用 fazhi sql 'FROM core.region' 查代码")


def _check_missing(path: Path, rows: Sequence[_Numbered]) -> None:
    """What is told of a missing measure must say value and indicator, in rows with the same words."""
    told: dict[tuple[str, str, int], dict[str, int]] = {}
    for one in rows:
        if one.row.target == "missing_measure":
            key = (one.row.series, one.row.quote, one.row.occurrence)
            told.setdefault(key, {})[one.row.field] = one.line
    for fields in told.values():
        for name in NEEDED:
            if name not in fields:
                line = min(fields.values())
                raise _wrong(path, line, f"漏掉的计量还要有一行写明 {name}（引文相同，field 为 {name}）")


def _wrong(path: Path, line: int, problem: str) -> ReferenceError:
    return ReferenceError(f"{path} 第 {line} 行：{problem}。请改正后重试。")


def _correction(position: int, row: CorrectionRow) -> Correction:
    cells = [str(getattr(row, name)) for name in HEADER]
    return Correction(
        correction_id=hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:16],
        position=position,
        series_id=row.series,
        target=row.target,
        quote=row.quote,
        occurrence=row.occurrence,
        field=row.field or None,
        expected=row.expected or None,
        value=row.value or None,
        reason=row.reason,
        author=row.author,
        made_on=row.made_on,
    )


def write_corrections(home: Path, rows: Iterable[CorrectionRow]) -> Path:
    """Add rows to the file, made with its header where there is none; returns its path."""
    path = corrections_file(home)
    append_rows(path, HEADER, [{name: str(getattr(row, name)) for name in HEADER} for row in rows])
    return path


def append_rows(path: Path, header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Add rows to a CSV file in the order of its own header; made with `header` where there is none.

    Raises ReferenceError where the file lacks a column that is needed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    own = next(csv.reader(old.splitlines()), None) or list(header)
    if missing := [name for name in header if name not in own]:
        raise ReferenceError(f"{path} 第 1 行：表头缺少 {'、'.join(missing)}。请补上后重试。")
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write("\n" if old and not old.endswith("\n") else "")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([] if old else [own])
        writer.writerows([[row.get(name, "") for name in own] for row in rows])
