# ruff: noqa: E501 (one row a line)
"""A batches folder made of rows, for the tests: a sound one, and ways to spoil it."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from expectations.batches import BOOKS, DONE, parquet
from tables import FACTS, polars_schema

Rows = dict[str, list[dict[str, Any]]]
TODAY = date(2025, 3, 1)
TEXT = "全年共受理信访12件，按期办结率100%。排查纠纷8件，其中邻里3件。依据《信访工作条例》办理。"


def report_rows(report: str = "aaaa000011112222", path: str = "甲镇.txt") -> Rows:
    """One sound report with everything on it: two sections, mentions, four measures, a citation, a plan."""

    def span(words: str) -> dict[str, Any]:
        start = TEXT.index(words)
        return {"report_id": report, "char_start": start, "char_end": start + len(words)}

    def measure(
        number: int, words: str, value: float, unit: str, indicator: str, **more: Any
    ) -> dict[str, Any]:
        family = {"件": "case", "%": "percent"}[unit]
        base = {
            "value_high": None,
            "qualifier": None,
            "subject": None,
            "parent_measure_id": None,
            "breakdown_id": None,
            **dict.fromkeys(("page", "box_left", "box_top", "box_right", "box_bottom", "recognition")),
        }
        fixed = {"bound": "exact", "modality": "actual", "kind": "level", "period": "year", "scope": "whole"}
        return {
            **base, **fixed, **span(words), "measure_id": f"{report}-m{number}", "section_id": f"{report}-1",
            "text": words, "value": value, "unit": unit, "unit_family": family, "value_canonical": value,
            "indicator": indicator, "sentence": TEXT, "rule": "r1", "confidence": 0.9, "needs_review": False, **more,
        }  # fmt: skip

    def section(number: int, parent: str | None) -> dict[str, Any]:
        return {
            "section_id": f"{report}-{number}", "report_id": report, "parent_section_id": parent, "position": number,
            "level": number, "heading": None, "role": "achievements", "char_start": 0, "char_end": len(TEXT),
        }  # fmt: skip

    return {
        "core.report": [
            {
                "report_id": report, "series_id": f"s-{report}", "revision": 1, "is_current": True, "file": path,
                "path": path, "sha256": report * 4, "document_kind": "rule_of_law_annual_report", "title": None,
                "issuer": "甲镇人民政府", "issuer_id": "510000000000", "issuer_type": "township", "department": None,
                "region_code": "510000000000", "region_candidates": None, "report_year": 2024,
                "signed_on": date(2025, 1, 20), "published_on": None, "characters": 1200, "format": "scan", "native": False, "run_id": "run",
            }
        ],
        "core.report_text": [{"report_id": report, "text": TEXT}],
        "core.page": [{"report_id": report, "page": 1, "char_start": 0, "char_end": len(TEXT)}],
        "core.scan_line": [
            {
                "report_id": report, "position": 0, "page": 1, "char_start": 0, "char_end": len(TEXT),
                "box_left": 0.1, "box_top": 0.1, "box_right": 0.9, "box_bottom": 0.2, "confidence": 0.99,
            }
        ],
        "core.section": [section(0, None), section(1, f"{report}-0")],
        "core.mention": [
            {**span("12件"), "text": "12", "verdict": "measure", "reason": None},
            {**span("8件"), "text": "8", "verdict": "rejected", "reason": "ordinal"},
        ],
        "core.measure": [
            measure(1, "12件", 12.0, "件", "petition.case"),
            measure(2, "100%", 100.0, "%", "petition.completion_rate"),
            measure(3, "8件", 8.0, "件", "dispute.found"),
            measure(4, "3件", 3.0, "件", "dispute.found", parent_measure_id=f"{report}-m3", breakdown_id="b1"),
        ],
        "core.citation": [{**span("《信访工作条例》"), "title": "信访工作条例", "law_id": None}],
        "core.commitment": [
            {**span("依据"), "section_id": f"{report}-1", "position": 0, "role": "plan", "text": "依据", "topic": "unknown"}
        ],
        "core.relation": [
            {
                **span("8件"), "relation": 0, "position": 0, "kind": "part", "role": "total",
                "measure_id": f"{report}-m3", "number": None, "step": 0.0, "doubt": None,
            }
        ],
        "core.content": [
            {**span("依据"), "requirement": "plan", "state": "spoken", "text": "依据", "note": None}
        ],
        "core.remnant": [
            {**span("依据"), "position": 0, "text": "依据", "kind": "blank", "rule": "place"}
        ],
        "core.paragraph": [
            {
                "report_id": report, "position": 0, "char_start": 0, "char_end": len(TEXT), "characters": 40,
                **{f"band_{number}": number for number in range(1, 7)},
            }
        ],
        "ops.file": [
            {
                "path": path, "size": 300, "mtime_ns": 1, "sha256": report * 4, "status": "loaded", "reason": None,
                "report_id": report, "present": True, "run_id": "run", "archive": None,
            }
        ],
        "ops.quarantine": [],
    }  # fmt: skip


def joined(*reports: Rows) -> Rows:
    """The rows of several reports in one batch."""
    return {name: [row for rows in reports for row in rows[name]] for name in (*FACTS, *BOOKS)}


def write_batch(folder: Path, rows: Rows) -> Path:
    """Write one finished batch."""
    folder.mkdir(parents=True)
    for name in (*FACTS, *BOOKS):
        pl.DataFrame(rows[name], schema=polars_schema(name), orient="row").write_parquet(
            parquet(folder, name)
        )
    (folder / DONE).touch()
    return folder
