"""From documents to frames: each told apart, extracted, its facts as rows with source positions.

Flows hand in documents and take out polars frames in the schemas of `tables`.
A file that is no report becomes a row of `ops.quarantine` with its reason; its siblings go on.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

import polars as pl

from tables import FACTS, allowed, polars_schema
from transforms.catalogue import Catalogue
from transforms.extract import Facts, extract_cleaned
from transforms.facts.measures import Measure
from transforms.read import plain
from transforms.read.document import Document, Limits, Unreadable
from transforms.read.placing import NOWHERE, Places
from transforms.structure.document_kind import classify
from transforms.text.clean import Cleaned, clean

REPORT_KIND = "rule_of_law_annual_report"
FRAMES = (*FACTS, "ops.file", "ops.quarantine")
Row = dict[str, object]
BLANK = re.compile(r"\s+")
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the inbox; `path` is relative to it, with forward slashes.

    A member of an archive has the path `archive.zip!/member`, and its archive's path in `archive`.
    """

    path: str
    sha256: str
    data: bytes
    size: int
    mtime_ns: int
    archive: str | None = None


Read = tuple[SourceFile, Document | Unreadable]  # a file, and what was read of it or why not
Form = tuple[tuple[bool, int], dict[str, list[Row]]]  # the rank of a text's form, and its rows


@dataclass(frozen=True, slots=True)
class Batch:
    """The frames of a batch, one for each of FRAMES, in the polars schemas of `tables`."""

    frames: dict[str, pl.DataFrame]


def extract_files(files: Iterable[SourceFile], catalogue: Catalogue, run_id: str) -> Batch:
    """All facts of files that are plain text."""
    return extract_documents([(file, _plain(file)) for file in files], catalogue, run_id)


def _plain(file: SourceFile) -> Document | Unreadable:
    try:
        return plain.read(file.data, Limits())
    except Unreadable as refusal:
        return refusal


def extract_documents(files: Iterable[Read], catalogue: Catalogue, run_id: str) -> Batch:
    """All facts of the files; every file gets one row of `ops.file`, loaded or quarantined.

    Where several say the same, the best form (`form_rank`) provides the facts, else the first.
    """
    rows: dict[str, list[Row]] = {name: [] for name in FRAMES}
    best: dict[str, Form] = {}
    for file, found in files:
        if isinstance(found, Unreadable):
            _refuse(rows, file, found.rule, found.reason, run_id)
            continue
        cleaned = clean(found.text)
        kind = classify(cleaned.text, _base(file.path), catalogue.kinds)
        if not kind.accepted:
            _refuse(rows, file, kind.code, kind.reason, run_id)
            continue
        facts = extract_cleaned(cleaned, catalogue, _base(file.path), found.metadata)
        rows["ops.file"].append(_file_row(file, "loaded", None, report_id(found.text), run_id))
        rows["core.report"].append(_report_row(file, found, facts, run_id))
        _keep_best(best, found, facts)
    for _, told in best.values():
        for name, more in told.items():
            rows[name] += more
    return Batch(
        {name: pl.DataFrame(found, schema=polars_schema(name), orient="row") for name, found in rows.items()}
    )


FORMS = allowed("core.report", "format")


def form_rank(document: Document) -> tuple[bool, int]:
    """How far a form's text is to be trusted, the smaller the more: native first, then as `tables` lists."""
    return not document.native, FORMS.index(document.format)


def _keep_best(best: dict[str, Form], document: Document, facts: Facts) -> None:
    """Let this form provide the facts of its text unless an earlier one is as good."""
    key, rank = report_id(document.text), form_rank(document)
    if key not in best or rank < best[key][0]:
        text: dict[str, list[Row]] = {"core.report_text": [{"report_id": key, "text": document.text}]}
        best[key] = (rank, text | fact_rows(key, facts, document))


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
        "archive": file.archive,
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def report_id(source: str) -> str:
    """The id of a content version: the same words, whatever the blanks, are the same report."""
    return _digest(BLANK.sub("", source.lstrip("\ufeff")))


def _report_row(file: SourceFile, document: Document, facts: Facts, run_id: str) -> Row:
    head, key = facts.head, report_id(document.text)
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
        "format": document.format,
        "native": document.native,
        "run_id": run_id,
    }


def fact_rows(key: str, facts: Facts, document: Document | None = None) -> dict[str, list[Row]]:
    """The rows of one report's facts, table by table, with positions in the source.

    `document` tells pages and boxes, where there is more than a text.
    """
    places = Places(document) if document else None
    measures = measure_rows(key, facts, places)
    return {
        "core.page": list(_pages(key, document)),
        "core.scan_line": list(_lines(key, document)),
        "core.section": list(_sections(key, facts)),
        "core.mention": list(_mentions(key, facts)),
        "core.measure": measures,
        "core.citation": list(_citations(key, facts)),
        "core.commitment": list(_commitments(key, facts)),
        "core.relation": list(_relations(key, facts, [row["measure_id"] for row in measures])),
        "core.content": list(_contents(key, facts)),
        "core.paragraph": list(_paragraphs(key, facts)),
        "core.remnant": list(_remnants(key, facts)),
    }


def _pages(key: str, document: Document | None) -> Iterator[Row]:
    for page in document.pages if document else ():
        yield {"report_id": key, "page": page.number, "char_start": page.start, "char_end": page.end}


def _lines(key: str, document: Document | None) -> Iterator[Row]:
    for position, line in enumerate(document.lines if document else ()):
        box = dict(zip(("box_left", "box_top", "box_right", "box_bottom"), line.box, strict=True))
        yield box | {
            "report_id": key,
            "position": position,
            "page": line.page,
            "char_start": line.start,
            "char_end": line.end,
            "confidence": line.confidence,
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


def measure_rows(key: str, facts: Facts, places: Places | None = None) -> list[Row]:
    """The rows of `core.measure`, in reading order; `source[char_start:char_end] == text` for each."""
    ids: list[str] = []
    for one in facts.measures:
        start, _ = facts.cleaned.span(one.start, one.end)
        twins = sum(other.startswith(f"{key}-{start}-") for other in ids[-3:])
        ids.append(f"{key}-{start}-{twins}")
    rows = (_measure_row(key, ids, index, one, facts) for index, one in enumerate(facts.measures))
    return [_placed(row, places, facts.review_below) for row in rows]


def _placed(row: Row, places: Places | None, review_below: float) -> Row:
    """The row with its place in the file; what a recogniser was not sure of is less sure."""
    place = places.of(cast(int, row["char_start"]), cast(int, row["char_end"])) if places else NOWHERE
    row |= place
    sure = cast(float | None, place["recognition"])
    if sure is not None:
        confidence = round(cast(float, row["confidence"]) * sure, 3)
        row |= {"confidence": confidence, "needs_review": confidence < review_below}
    return row


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


def _relations(key: str, facts: Facts, ids: list[object]) -> Iterator[Row]:
    for number, one in enumerate(facts.relations):
        for position, term in enumerate(one.terms):
            start, end = facts.cleaned.span(term.start, term.end)
            yield {
                "report_id": key,
                "relation": number,
                "position": position,
                "kind": one.kind,
                "role": term.role,
                "measure_id": None if term.measure is None else ids[term.measure],
                "number": term.number,
                "step": term.step,
                "char_start": start,
                "char_end": end,
                "doubt": one.doubt,
            }


def _contents(key: str, facts: Facts) -> Iterator[Row]:
    for one in facts.contents:
        start, end = facts.cleaned.span(*one.span) if one.span else (None, None)
        yield {
            "report_id": key,
            "requirement": one.requirement,
            "state": one.state,
            "char_start": start,
            "char_end": end,
            "text": facts.cleaned.source[start:end].strip() if one.span else None,
            "note": one.note,
        }


def _paragraphs(key: str, facts: Facts) -> Iterator[Row]:
    for position, one in enumerate(facts.paragraphs):
        start, end = facts.cleaned.span(one.start, one.end)
        bands = {f"band_{number}": band for number, band in enumerate(one.bands, 1)}
        yield bands | {
            "report_id": key,
            "position": position,
            "char_start": start,
            "char_end": end,
            "characters": one.characters,
        }


def _remnants(key: str, facts: Facts) -> Iterator[Row]:
    for position, one in enumerate(facts.remnants):
        start, end = facts.cleaned.span(one.start, one.end)
        yield {
            "report_id": key,
            "position": position,
            "char_start": start,
            "char_end": end,
            "text": facts.cleaned.source[start:end],
            "kind": one.kind,
            "rule": one.rule,
        }


def reference_frames(catalogue: Catalogue) -> dict[str, pl.DataFrame]:
    """The reference tables, from core.region to core.usual_range."""
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
        "core.requirement": [
            {name: getattr(row, name) for name in polars_schema("core.requirement")}
            for row in catalogue.requirements.rows
        ],
        "core.check_word": [row.model_dump() for row in catalogue.check_words.rows],
        "core.usual_range": [row.model_dump() for row in catalogue.ranges.rows],
    }
    return {
        name: pl.DataFrame(found, schema=polars_schema(name), orient="row") for name, found in rows.items()
    }
