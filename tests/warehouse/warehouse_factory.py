"""Small frames made by hand, in the declared schemas, as the checks would hand them over."""

import csv
import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import polars as pl

from tables import polars_schema
from transforms.facts.paragraphs import paragraphs
from warehouse import Build, Loaded

REGIONS = [
    ("500000000000", "重庆市", "province", None, "重庆市"),
    ("500200000000", "县", "city", "500000000000", "重庆市"),
    ("500229000000", "城口县", "district", "500200000000", "重庆市城口县"),
    ("500229101000", "巴山镇", "township", "500229000000", "重庆市城口县巴山镇"),
    ("500229102000", "坪坝镇", "township", "500229000000", "重庆市城口县坪坝镇"),
    ("500229109000", "东安镇", "township", "500229000000", "重庆市城口县东安镇"),
    ("510000000000", "四川省", "province", None, "四川省"),
    ("510500000000", "泸州市", "city", "510000000000", "四川省泸州市"),
    ("510521000000", "泸县", "district", "510500000000", "四川省泸州市泸县"),
    ("510521100000", "玉蟾街道", "township", "510521000000", "四川省泸州市泸县玉蟾街道"),
]
COUNTY, BASHAN, PINGBA, DONGAN = "500229000000", "500229101000", "500229102000", "500229109000"
UNITS = [
    ("件", "case", 1.0), ("起", "case", 1.0), ("次", "occasion", 1.0), ("场", "occasion", 1.0),
    ("人", "person", 1.0), ("名", "person", 1.0), ("人次", "person_time", 1.0), ("%", "percent", 1.0),
    ("亩", "area_m2", 666.6667), ("平方米", "area_m2", 1.0), ("份", "copy", 1.0), ("元", "money_yuan", 1.0),
]  # fmt: skip
FAMILY = {unit: (family, factor) for unit, family, factor in UNITS}
INDICATORS = [
    # code, name, unit, families, nature, within, across, headline
    ("review.reconsideration", "行政复议", "件", "case", "flow", "sum", "sum", True),
    ("dispute.mediated", "受理调解纠纷", "件", "case", "flow", "sum", "sum", True),
    ("dispute.success_rate", "调解成功率", "%", "percent", "rate", "only", "median", True),
    ("enforcement.certified_officer", "执法持证人员", "人", "person", "stock", "largest", "sum", True),
    ("publicity.event", "普法活动", "场", "occasion", "flow", "sum", "sum", False),
    ("publicity.participant", "普法受众", "人次", "person_time|person", "flow", "sum", "sum", True),
    ("finance.input", "法治经费投入", "元", "money_yuan", "flow", "sum", "sum", False),
    ("honour.note", "荣誉", "份", "copy", "flow", "none", "none", False),
    ("other", "其他", None, None, None, "none", "none", False),
]


REQUIREMENT = {
    "requirement": "deadline", "name_zh": "按期公开", "check": "deadline", "obliged": "township|district",
    "source": "规定", "article": "第一条", "duty": "次年四月前公开",
}  # fmt: skip
Rows = list[dict[str, object]]
CATALOGUES = Path(__file__).parents[2] / "data" / "reference"


@dataclass
class Said:
    """A measure; `at` is its place, `of` the place of its parent; a sentence of its own unless given."""

    indicator: str
    value: float
    unit: str | None
    subject: str | None = None
    at: int | None = None
    of: int | None = None
    bound: str = "exact"
    modality: str = "actual"
    kind: str = "level"
    period: str = "year"
    scope: str = "whole"
    sentence: str | None = None
    text: str | None = None


@dataclass
class Report:
    """A report; its id is that of its text, as the extractor gives it."""

    region: str | None
    year: int | None
    said: list[Said] = field(default_factory=list)
    path: str = ""
    text: str = ""
    department: str | None = None
    issuer_type: str = ""
    published: date | None = None
    signed: date | None = None
    run_id: str = "r1"
    report_id: str = ""
    series: str = ""
    format: str | None = None
    native: bool | None = None
    archive: str | None = None

    def __post_init__(self) -> None:
        level = {code: level for code, _, level, _, _ in REGIONS}
        self.issuer_type = self.issuer_type or (
            "department" if self.department else level.get(self.region or "", "unknown")
        )
        self.issuer_id = f"{self.region or 'local'}{':' + self.department if self.department else ''}"
        self.path = self.path or f"{self.issuer_id}-{self.year}.txt".replace(":", "-")
        self.text = self.text or f"{self.issuer_id}{self.year}年报告" * 3
        self.report_id = (
            self.report_id or hashlib.sha256("".join(self.text.split()).encode()).hexdigest()[:16]
        )
        self.series = self.series or f"{self.issuer_id}|{self.year}"
        self.sha256 = hashlib.sha256(self.text.encode()).hexdigest()


def frame(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows in the declared schema; a column not given is null."""
    schema = polars_schema(name)
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def named(names: str, rows: list[tuple[object, ...]]) -> Rows:
    """Rows as dictionaries, by the column names given with blanks between."""
    return [dict(zip(names.split(), row, strict=True)) for row in rows]


def reference() -> dict[str, pl.DataFrame]:
    """The catalogues."""
    columns = "code name_zh unit unit_families nature within_report across_issuers headline"
    indicators = [
        row | {"domain": str(row["code"]).split(".")[0], "counts": "things"}
        for row in named(columns, INDICATORS)
    ]
    domains = sorted({str(row["domain"]) for row in indicators})
    return {
        "core.region": frame("core.region", named("code name level parent_code full_name", REGIONS)),
        "core.indicator": frame("core.indicator", indicators),
        "core.domain": frame("core.domain", [{"domain": one, "name_zh": one} for one in domains]),
        "core.unit": frame("core.unit", named("unit family factor", UNITS)),
        "core.law": frame("core.law", [{"law_id": "penalty", "title": "行政处罚法", "kind": "law"}]),
        "core.requirement": frame("core.requirement", [REQUIREMENT]),
        "core.check_word": frame("core.check_word", check_words()),
    }


def check_words() -> Rows:
    """The words of check_words.csv as they are shipped."""
    with (CATALOGUES / "check_words.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))  # type: ignore[arg-type]


def measure_row(report: Report, position: int, said: Said) -> dict[str, object]:
    """A row of core.measure."""
    at = said.at if said.at is not None else 100 * position
    family, factor = FAMILY.get(said.unit or "", (None, 1.0))
    text = said.text or f"{said.value:g}{said.unit or ''}"
    return {
        "measure_id": f"{report.report_id}-{at}-{said.indicator}",
        "report_id": report.report_id,
        "section_id": f"{report.report_id}-0",
        "char_start": at,
        "char_end": at + len(text),
        "text": text,
        "value": said.value,
        "unit": said.unit,
        "unit_family": family,
        "value_canonical": said.value * factor,
        "bound": said.bound,
        "modality": said.modality,
        "kind": said.kind,
        "period": said.period,
        "scope": said.scope,
        "subject": said.subject,
        "indicator": said.indicator,
        "parent_measure_id": None if said.of is None else f"{report.report_id}-{said.of}-{said.indicator}",
        "sentence": said.sentence or f"第{at}处说{said.subject}{text}",
        "rule": "hand",
        "confidence": 1.0,
        "needs_review": False,
    }


def report_row(report: Report) -> dict[str, object]:
    """A row of core.report."""
    return {
        "report_id": report.report_id,
        "series_id": report.series,
        "revision": 1,
        "is_current": True,
        "file": report.path.rsplit("/", 1)[-1],
        "path": report.path,
        "sha256": report.sha256,
        "document_kind": "rule_of_law_annual_report",
        "title": f"{report.year}年度法治政府建设报告",
        "issuer": report.issuer_id,
        "issuer_id": report.issuer_id,
        "issuer_type": report.issuer_type,
        "department": report.department,
        "region_code": report.region,
        "report_year": report.year,
        "published_on": report.published,
        "signed_on": report.signed,
        "characters": len(report.text),
        "format": report.format,
        "native": report.native,
        "run_id": report.run_id,
    }


def file_row(report: Report, run_id: str, status: str = "loaded") -> dict[str, object]:
    """A row of ops.file."""
    return {
        "path": report.path,
        "size": len(report.text),
        "mtime_ns": 1,
        "sha256": report.sha256,
        "status": status,
        "report_id": report.report_id,
        "present": True,
        "run_id": run_id,
        "archive": report.archive,
    }


def section_row(report: Report) -> dict[str, object]:
    """A row of core.section: the whole report is its introduction."""
    return {
        "section_id": f"{report.report_id}-0",
        "report_id": report.report_id,
        "position": 0,
        "level": 0,
        "role": "intro",
        "char_start": 0,
        "char_end": len(report.text),
    }


def paragraph_rows(report: Report) -> Rows:
    """Rows of core.paragraph, as the extractor makes them of a text that needs no cleaning."""
    return [
        {f"band_{number}": band for number, band in enumerate(one.bands, 1)}
        | {
            "report_id": report.report_id,
            "position": position,
            "char_start": one.start,
            "char_end": one.end,
            "characters": one.characters,
        }
        for position, one in enumerate(paragraphs(report.text))
    ]


def relation_rows(report: Report) -> Rows:
    """A relation of each part with its total."""
    places = {said.at: n for n, said in enumerate(report.said)}
    pairs = [(places[said.of], n) for n, said in enumerate(report.said) if said.of is not None]
    terms = [(number, *term) for number, pair in enumerate(pairs) for term in enumerate(pair)]
    rows = [measure_row(report, n, report.said[n]) for _, _, n in terms]
    return [
        {key: row[key] for key in ("report_id", "measure_id", "char_start", "char_end")}
        | {
            "relation": number,
            "position": position,
            "kind": "part",
            "role": ("total", "part")[position],
            "step": 0.0,
        }
        for (number, position, _), row in zip(terms, rows, strict=True)
    ]


def accept(folder: Path, reports: list[Report], run_id: str = "r1", **other: Rows) -> Path:
    """Write an accepted folder; of a text in several files all rows of core.report pass, facts come once.

    `other` rows go to ops tables, named `file`, `quarantine`, `expectation_result`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    by_path = sorted(reports, key=lambda report: report.path)
    first = {report.report_id: report for report in reversed(by_path)}
    kept = sorted(first.values(), key=lambda report: report.path)
    files = [file_row(one, run_id) for one in reports]
    frames: dict[str, Rows] = {
        "core.report": [report_row(report) for report in by_path],
        "core.report_text": [{"report_id": report.report_id, "text": report.text} for report in kept],
        "core.section": [section_row(report) for report in kept],
        "core.measure": [measure_row(one, n, said) for one in kept for n, said in enumerate(one.said)],
        "core.paragraph": [row for one in kept for row in paragraph_rows(one)],
        "core.relation": [row for one in kept for row in relation_rows(one)],
        "ops.file": files + other.get("file", []),
        "ops.quarantine": other.get("quarantine", []),
        "ops.expectation_result": other.get("expectation_result", []),
    }
    for name, rows in frames.items():
        frame(name, rows).write_parquet(folder / f"{name}.parquet")
    return folder


def run_row(run_id: str = "r1", **given: object) -> dict[str, object]:
    """What the flow says of a run."""
    return {
        "run_id": run_id,
        "started_at": datetime(2026, 11, 21),
        "status": "running",
        "inbox": "inbox",
    } | given


def load_into(
    home: Path, folder: Path, reports: list[Report], run_id: str = "r1", publish: bool = True, **other: Rows
) -> Loaded:
    """Load reports into a home as one run, and publish it; `folder` takes the accepted rows."""
    accepted = accept(folder / f"accepted-{run_id}", reports, run_id, **other)
    with Build.open(home) as build:
        build.start_run(run_row(run_id))
        loaded = build.load(accepted, reference(), run_row(run_id))
        if publish:
            build.publish(run_id)
    return loaded
