"""From files to frames: each file decoded, told apart, extracted, its facts as rows with source positions.

This is the door of `transforms`: flows hand in bytes and take out polars frames in the schemas of `tables`.
A file that is no report becomes a row of `ops.quarantine` with its reason; its siblings go on.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from tables import polars_schema
from transforms.catalogue import Catalogue
from transforms.extract import Facts, extract_cleaned
from transforms.facts.measures import Measure
from transforms.structure.document_kind import classify
from transforms.text.clean import Cleaned, clean
from transforms.text.decode import Unreadable, decode

REPORT_KIND = "rule_of_law_annual_report"
TABLES = (
    "core.report", "core.report_text", "core.section", "core.mention", "core.measure", "core.citation",
    "core.commitment", "ops.file", "ops.quarantine",
)  # fmt: skip
Row = dict[str, object]
BLANK = re.compile(r"\s+")
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the inbox; `path` is relative to it, with forward slashes."""

    path: str
    sha256: str
    data: bytes
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Batch:
    """The frames of a batch, one for each of TABLES, in the polars schemas of `tables`."""

    frames: dict[str, pl.DataFrame]


def extract_files(files: Iterable[SourceFile], catalogue: Catalogue, run_id: str) -> Batch:
    """All facts of the files; every file gets one row of `ops.file`, loaded or quarantined."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    seen: set[str] = set()
    for file in files:
        try:
            cleaned = clean(decode(file.data))
            kind = classify(cleaned.text, _base(file.path), catalogue.kinds)
        except Unreadable as refusal:
            _refuse(rows, file, refusal.rule, refusal.reason, run_id)
            continue
        if not kind.accepted:
            _refuse(rows, file, kind.code, kind.reason, run_id)
            continue
        _accept(rows, file, extract_cleaned(cleaned, catalogue, _base(file.path)), run_id, seen)
    return Batch(
        {name: pl.DataFrame(found, schema=polars_schema(name), orient="row") for name, found in rows.items()}
    )


def _base(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit("!", 1)[-1]


def _refuse(rows: dict[str, list[Row]], file: SourceFile, rule: str, reason: str, run_id: str) -> None:
    rows["ops.file"].append(_file_row(file, "quarantined", rule, None, run_id))
    rows["ops.quarantine"].append(
        {
            "quarantine_id": _digest(f"file|{file.path}|{file.sha256}|{rule}"),
            "run_id": run_id,
            "kind": "file",
            "path": file.path,
            "sha256": file.sha256,
            "rule": rule,
            "reason": reason,
            "status": "open",
        }
    )


def _file_row(file: SourceFile, status: str, reason: str | None, report_id: str | None, run_id: str) -> Row:
    return {
        "path": file.path,
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "sha256": file.sha256,
        "status": status,
        "reason": reason,
        "report_id": report_id,
        "present": True,
        "run_id": run_id,
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def report_id(source: str) -> str:
    """The id of a content version: the same words, whatever the blanks, are the same report."""
    return _digest(BLANK.sub("", source.lstrip("\ufeff")))


def _accept(rows: dict[str, list[Row]], file: SourceFile, facts: Facts, run_id: str, seen: set[str]) -> None:
    key = report_id(facts.cleaned.source)
    rows["ops.file"].append(_file_row(file, "loaded", None, key, run_id))
    rows["core.report"].append(_report_row(key, file, facts, run_id))
    if (
        key in seen
    ):  # the same text twice in one batch: the second file is a copy, its facts are there already
        return
    seen.add(key)
    rows["core.report_text"].append({"report_id": key, "text": facts.cleaned.source})
    for name, found in fact_rows(key, facts).items():
        rows[name] += found


def _report_row(key: str, file: SourceFile, facts: Facts, run_id: str) -> Row:
    head = facts.head
    return {
        "report_id": key,
        "series_id": _digest(f"{head.issuer_id}|{head.report_year or key}|{REPORT_KIND}"),
        "revision": 1,
        "is_current": True,
        "file": _base(file.path),
        "path": file.path,
        "sha256": file.sha256,
        "document_kind": REPORT_KIND,
        "title": head.title,
        "issuer": head.issuer,
        "issuer_id": head.issuer_id,
        "issuer_type": head.issuer_type,
        "department": head.department,
        "region_code": head.region_code,
        "region_candidates": "|".join(head.region_candidates) or None,
        "report_year": head.report_year,
        "signed_on": head.signed_on,
        "published_on": head.published_on,
        "characters": len(facts.cleaned.source),
        "run_id": run_id,
    }


def fact_rows(key: str, facts: Facts) -> dict[str, list[Row]]:
    """The rows of one report's facts, table by table, with positions in the source."""
    return {
        "core.section": list(_sections(key, facts)),
        "core.mention": list(_mentions(key, facts)),
        "core.measure": measure_rows(key, facts),
        "core.citation": list(_citations(key, facts)),
        "core.commitment": list(_commitments(key, facts)),
    }


def _section_id(key: str, index: int) -> str:
    return f"{key}-{index:03d}"


def _sections(key: str, facts: Facts) -> Iterator[Row]:
    for index, section in enumerate(facts.sections):
        start, end = facts.cleaned.span(section.start, section.end)
        yield {
            "section_id": _section_id(key, index),
            "report_id": key,
            "parent_section_id": None if section.parent is None else _section_id(key, section.parent),
            "position": index,
            "level": section.level,
            "heading": section.heading,
            "role": section.role,
            "char_start": start,
            "char_end": end,
        }


def _mentions(key: str, facts: Facts) -> Iterator[Row]:
    """One row a place: a span of two measures is one mention; numbers that cleaning removed are there too."""
    spans = {facts.cleaned.span(one.start, one.end): one.reason for one in facts.rejected}
    spans |= dict.fromkeys(_furniture(facts.cleaned), "furniture")
    measured: dict[tuple[int, int], str | None] = {
        facts.cleaned.span(m.start, m.end): None for m in facts.measures
    }
    taken: set[int] = set()
    for (start, end), reason in sorted({**spans, **measured}.items()):
        if start in taken:
            continue
        taken.add(start)
        yield {
            "report_id": key,
            "char_start": start,
            "char_end": end,
            "text": facts.cleaned.source[start:end],
            "verdict": "rejected" if reason else "measure",
            "reason": reason,
        }


def _furniture(cleaned: Cleaned) -> Iterator[tuple[int, int]]:
    """Numbers in what cleaning took out: page numbers, bookmarks."""
    for low, high in cleaned.removed():
        for match in DIGITS.finditer(cleaned.source, low, high):
            yield match.span()


def measure_rows(key: str, facts: Facts) -> list[Row]:
    """The rows of `core.measure`, in reading order; `source[char_start:char_end] == text` for each."""
    ids: list[str] = []
    for one in facts.measures:
        start, _ = facts.cleaned.span(one.start, one.end)
        twins = sum(other.startswith(f"{key}-{start}-") for other in ids[-3:])
        ids.append(f"{key}-{start}-{twins}")
    return [_measure_row(key, ids, index, one, facts) for index, one in enumerate(facts.measures)]


def _measure_row(key: str, ids: list[str], index: int, one: Measure, facts: Facts) -> Row:
    source = facts.cleaned.source
    start, end = facts.cleaned.span(one.start, one.end)
    low, high = facts.cleaned.span(*one.sentence)
    parent = None if one.parent is None else ids[one.parent]
    return {
        "measure_id": ids[index],
        "report_id": key,
        "section_id": _section_id(key, one.section) if facts.sections else None,
        "char_start": start,
        "char_end": end,
        "text": source[start:end],
        "value": one.value,
        "value_high": one.high,
        "unit": one.unit,
        "unit_family": one.family,
        "value_canonical": one.canonical,
        "bound": one.bound,
        "modality": one.modality,
        "kind": one.kind,
        "period": one.period,
        "scope": one.scope,
        "qualifier": one.qualifier,
        "subject": one.subject,
        "indicator": one.indicator,
        "parent_measure_id": parent,
        "breakdown_id": None if parent is None else f"{parent}/{one.run}",
        "sentence": source[low:high].strip(),
        "rule": one.rule,
        "confidence": one.confidence,
        "needs_review": one.needs_review,
    }


def _citations(key: str, facts: Facts) -> Iterator[Row]:
    for one in facts.citations:
        start, end = facts.cleaned.span(one.start, one.end)
        yield {
            "report_id": key,
            "char_start": start,
            "char_end": end,
            "title": one.title,
            "law_id": one.law_id,
        }


def _commitments(key: str, facts: Facts) -> Iterator[Row]:
    counts = {"problem": 0, "plan": 0}
    for one in facts.commitments:
        start, end = facts.cleaned.span(one.start, one.end)
        yield {
            "report_id": key,
            "section_id": _section_id(key, one.section),
            "position": counts[one.role],
            "role": one.role,
            "char_start": start,
            "char_end": end,
            "text": facts.cleaned.source[start:end],
            "topic": one.topic,
        }
        counts[one.role] += 1


def reference_frames(catalogue: Catalogue) -> dict[str, pl.DataFrame]:
    """The reference tables core.region, core.indicator, core.domain, core.unit and core.law."""
    numbers = catalogue.knowledge.numbers
    rows: dict[str, list[Row]] = {
        "core.region": [
            {name: getattr(region, name) for name in polars_schema("core.region")}
            for region in catalogue.regions.by_code.values()
        ],
        "core.indicator": [
            {name: getattr(one, name) for name in polars_schema("core.indicator")}
            for one in catalogue.knowledge.indicators.by_code.values()
        ],
        "core.domain": [one.model_dump() for one in catalogue.domains],
        "core.unit": [
            {"unit": unit, "family": family, "factor": numbers.factors[unit]}
            for unit, family in numbers.families.items()
        ],
        "core.law": [
            {name: getattr(law, name) for name in polars_schema("core.law")} for law in catalogue.laws.rows
        ],
    }
    return {
        name: pl.DataFrame(found, schema=polars_schema(name), orient="row") for name, found in rows.items()
    }
