"""Corrections applied to what was extracted, within a load: reports before they are judged, measures after.

Before anything else all that earlier corrections did is undone (`restore`), so that one which is withdrawn,
or no longer fits, leaves no trace. What was extracted stays beside, in core.report_original and
core.measure_original. Whether a file of corrections is right is checked by whoever reads it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import duckdb
import polars as pl

from tables import polars_schema
from warehouse.anchors import Anchor, Words
from warehouse.statements import sql

Row = dict[str, Any]
RULE = "correction"  # the rule of measures that were added
IDENTITY = ("issuer_id", "issuer", "report_year", "title", "signed_on", "published_on")
NUMBERS = ("value", "value_high", "report_year")
# What a measure is where a correction that adds one does not say.
USUAL = {"bound": "exact", "modality": "actual", "kind": "level", "period": "year", "scope": "whole"}


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of the file; `field` is a column of what is corrected, values are as text, empty is None."""

    correction_id: str
    position: int
    series_id: str
    target: str
    quote: str
    occurrence: int
    field: str | None
    expected: str | None
    value: str | None
    reason: str
    author: str
    made_on: date

    @property
    def anchor(self) -> Anchor:
        """Where it says it applies."""
        return Anchor.read(self.quote, self.occurrence)


@dataclass(slots=True)
class Effects:
    """What became of corrections, as rows of core.correction."""

    rows: list[Row] = field(default_factory=list)

    def add(self, one: Correction, status: str, note: str | None = None, **place: object) -> None:
        """One correction on one report or measure."""
        self.rows.append(asdict(one) | {"status": status, "note": note} | place)


def restore(connection: duckdb.DuckDBPyConnection) -> None:
    """Make core as it was extracted."""
    connection.execute(sql("corrections/restore"))


def told(value: object) -> str:
    """A value as a correction writes it; nothing is an empty text."""
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def parsed(name: str, value: str | None) -> Any:  # noqa: ANN401 - a value of any column
    """The value of a column from text; ValueError where it is none."""
    if value is None or value == "":
        return None
    if name in NUMBERS:
        return int(value) if name == "report_year" else float(value)
    return date.fromisoformat(value) if name.endswith("_on") else value


def same(name: str, one: object, said: str | None) -> bool:
    """Whether a column holds what a correction expects; numbers are compared as numbers."""
    return bool(parsed(name, told(one)) == parsed(name, said))


def correct_reports(connection: duckdb.DuckDBPyConnection, corrections: Sequence[Correction]) -> Effects:
    """Correct stored and incoming reports; those that moved to another series are listed in `moved`."""
    mine, effects = [one for one in corrections if one.target == "report"], Effects()
    rows = _candidates(connection, mine)
    changed: dict[str, Row] = {}
    for one in mine:
        for row in _of_series(one, rows):
            if _correct_report(one, row, effects):
                changed[row["report_id"]] = row
    _tell_unmatched(mine, effects)
    columns = [*polars_schema("core.report"), "extracted"]
    frame = pl.DataFrame(
        [{name: row[name] for name in columns} for row in changed.values()],
        schema=polars_schema("core.report") | {"extracted": pl.String()},
        orient="row",
    )
    with_frame(connection, "report_changed", frame, sql("corrections/reports"))
    return effects


def _candidates(connection: duckdb.DuckDBPyConnection, mine: Sequence[Correction]) -> list[Row]:
    """The reports of the series that corrections name, as extracted, with their texts."""
    rows = _of_named(connection, "corrections/report_candidates", mine)
    for row in rows:
        row["words"] = Words(row.pop("text"))
    return rows


def _of_series(one: Correction, rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        if one.series_id in (row["extracted"], row["series_id"]) and row["words"].find(one.anchor):
            yield row


def _correct_report(one: Correction, row: Row, effects: Effects) -> bool:
    """Change the row of a report where it is as expected; whether it was."""
    name = str(one.field)
    found = told(row[name])
    place = {"report_id": row["report_id"], "found": found or None}
    if not same(name, row[name], one.expected):
        effects.add(one, "stale", _stale(one, found), **place)
        return False
    row[name] = parsed(name, one.value)
    if name == "issuer_id":
        row.update(identity(str(one.value)))
    year = row["report_year"] or row["report_id"]
    row["series_id"] = series_id(row["issuer_id"], year, row["document_kind"])
    effects.add(one, "applied", **place)
    return True


def identity(issuer_id: str) -> Row:
    """What follows from an issuer's number: `330824100000`, `330824000000:司法局`, `330824-dz:开发区`."""
    region, _, name = issuer_id.partition(":")
    code = region if region.isdigit() else None
    level = "district"
    for digits, one in ((2, "province"), (4, "city"), (6, "district"), (12, "township")):
        if set(region[digits:]) <= {"0"}:
            level = one
            break
    local = {"dz": "development_zone", "xz": "township"}
    kind = "department" if name and code else local.get(region.partition("-")[2], level)
    return {
        "region_code": code,
        "region_candidates": None,
        "department": name if kind == "department" else None,
        "issuer_type": kind,
    }


def series_id(issuer_id: str, year: object, document_kind: str) -> str:
    """The number of a series, as extraction makes it."""
    from hashlib import sha256

    return sha256(f"{issuer_id}|{year}|{document_kind}".encode()).hexdigest()[:16]


def correct_measures(
    connection: duckdb.DuckDBPyConnection, corrections: Sequence[Correction], effects: Effects
) -> None:
    """Correct the measures of the reports that are there, and write down what became of each correction."""
    mine = [one for one in corrections if one.target != "report"]
    units = {unit: (family, factor) for unit, family, factor in _units(connection)}
    reports = _of_named(connection, "corrections/reports_of_series", mine)
    measures = _measures(connection, [report["report_id"] for report in reports])
    before: list[Row] = []
    now: list[Row] = []
    for report in reports:
        done = _Report(connection, report, measures.get(report["report_id"], []), units, effects)
        done.correct(mine)
        before += done.before.values()
        now += done.changed()
    _write_measures(connection, before, now)
    _tell_unmatched(mine, effects)
    _write_effects(connection, effects)


def _units(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, float]]:
    return connection.execute("SELECT unit, family, factor FROM core.unit").fetchall()


def _of_named(connection: duckdb.DuckDBPyConnection, query: str, mine: Sequence[Correction]) -> list[Row]:
    """The rows of a query for the series that corrections name; nothing is asked where there are none."""
    series = sorted({one.series_id for one in mine})
    rows: list[Row] = connection.execute(sql(query), [series]).pl().to_dicts() if series else []
    return rows


def _measures(connection: duckdb.DuckDBPyConnection, reports: list[str]) -> dict[str, list[Row]]:
    """The measures of these reports, by report."""
    found: dict[str, list[Row]] = {}
    for row in connection.execute(sql("corrections/measures"), [reports]).pl().to_dicts():
        found.setdefault(row["report_id"], []).append(row)
    return found


def _write_measures(connection: duckdb.DuckDBPyConnection, before: list[Row], now: list[Row]) -> None:
    """Keep those that changed as they were, and put the changed and the added ones in their place."""
    schema = polars_schema("core.measure")
    kept, new = (pl.DataFrame(rows, schema=schema, orient="row") for rows in (before, now))
    with_frame(connection, "measure_before", kept, sql("corrections/keep_measures"))
    with_frame(connection, "measure_now", new, "INSERT INTO core.measure BY NAME FROM measure_now")


class _Report:
    """One report, whose measures are corrected in the order of the file."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        report: Row,
        measures: Sequence[Row],
        units: Mapping[str, tuple[str, float]],
        effects: Effects,
    ) -> None:
        self.connection = connection
        self.report = report
        self.units = units
        self.effects = effects
        self.words = Words(report["text"])
        self.rows: dict[str, Row] = {row["measure_id"]: row for row in measures}
        self.before: dict[str, Row] = {}

    def correct(self, corrections: Sequence[Correction]) -> None:
        """Apply those that name the series of this report."""
        mine = [
            one
            for one in corrections
            if one.series_id in (self.report["series_id"], self.report["extracted"])
        ]
        for one in mine:
            self._one(one, mine)

    def changed(self) -> list[Row]:
        """The measures that were changed or added, as they are now."""
        return [row for key, row in self.rows.items() if key in self.before or row["rule"] == RULE]

    def _one(self, one: Correction, mine: Sequence[Correction]) -> None:
        span = self.words.find(one.anchor)
        if span is None:
            if self.report["is_current"]:
                self._tell(
                    one, "no_match", "现行版本中找不到这段引文（或没有这么多处）；请核对原文，改正或删去这条"
                )
            return
        if one.target == "missing_measure":
            self._missing(one, span, [other for other in mine if _beside(other, one)])
        elif one.target == "not_a_measure":
            self._remove(one, span)
        else:
            self._change(one, span)

    def _at(self, span: tuple[int, int]) -> list[Row]:
        """The measures on a place: on these very words, else on words that overlap with them."""
        start, end = span
        near = [row for row in self.rows.values() if row["char_start"] < end and start < row["char_end"]]
        exact = [row for row in near if (row["char_start"], row["char_end"]) == span]
        return exact or near

    def _change(self, one: Correction, span: tuple[int, int]) -> None:
        name = str(one.field)
        rows = self._at(span)
        fitting = [row for row in rows if same(name, self._value(row, name), one.expected)]
        if not rows:
            self._tell(one, "no_match", "引文所标之处没有抽取到计量；如果是漏掉的，请改用 missing_measure")
        elif not fitting:
            found = "、".join(sorted({told(self._value(row, name)) for row in rows}))
            self._tell(one, "stale", _stale(one, found), found=found, measure_id=rows[0]["measure_id"])
        for row in fitting:
            found = told(self._value(row, name))
            self._keep(row)
            self._set(row, name, one.value)
            row["needs_review"] = False
            self._tell(one, "applied", found=found or None, measure_id=row["measure_id"])

    def _value(self, row: Row, name: str) -> object:
        """What a column holds; of `part_of` the words of the total."""
        if name != "part_of":
            return row[name]
        parent = self.rows.get(row["parent_measure_id"] or "")
        return parent["text"] if parent else None

    def _set(self, row: Row, name: str, value: str | None) -> None:
        if name == "part_of":
            row.update(parent_measure_id=None, breakdown_id=None)
            return
        row[name] = parsed(name, value)
        if name in ("value", "unit"):
            family, factor = self.units.get(row["unit"] or "", ("other" if row["unit"] else None, 1.0))
            row.update(unit_family=family, value_canonical=row["value"] * factor)

    def _remove(self, one: Correction, span: tuple[int, int]) -> None:
        rows = self._at(span)
        fitting = [row for row in rows if same("value", row["value"], one.expected)]
        if not rows:
            self._tell(one, "no_match", "引文所标之处没有抽取到计量，这条已不需要，可以删去")
        elif not fitting:
            found = "、".join(sorted({told(row["value"]) for row in rows}))
            self._tell(one, "stale", _stale(one, found), found=found, measure_id=rows[0]["measure_id"])
        for row in fitting:
            self._keep(row)
            del self.rows[row["measure_id"]]
            for child in self.rows.values():
                if child["parent_measure_id"] == row["measure_id"]:
                    self._keep(child)
                    child.update(parent_measure_id=None, breakdown_id=None)
            self._tell(one, "applied", found=told(row["value"]), measure_id=row["measure_id"])

    def _missing(self, one: Correction, span: tuple[int, int], beside: Sequence[Correction]) -> None:
        """Add the measure that all rows on these words describe together, with the first of them."""
        said = {str(other.field): other.value for other in beside}
        twin = [row for row in self._at(span) if _twins(row, said)]
        added = [row for row in twin if row["rule"] == RULE]
        if twin and not added:
            self._tell(one, "stale", "现已抽取到这个计量，可以删去这条", measure_id=twin[0]["measure_id"])
            return
        row = added[0] if added else self._new(span, said)
        self.rows[row["measure_id"]] = row
        self._tell(one, "applied", measure_id=row["measure_id"])

    def _new(self, span: tuple[int, int], said: Mapping[str, str | None]) -> Row:
        start, end = span
        number = sum(row["rule"] == RULE and row["char_start"] == start for row in self.rows.values())
        blank = dict.fromkeys(polars_schema("core.measure"))
        place = self.connection.execute(
            sql("corrections/place"), [self.report["report_id"], start]
        ).fetchone()
        section, page = place or (None, None)
        row: Row = blank | USUAL | {
            "measure_id": f"{self.report['report_id']}-{start}-c{number}",
            "report_id": self.report["report_id"],
            "section_id": section,
            "char_start": start,
            "char_end": end,
            "text": self.words.text[start:end],
            "sentence": self.words.sentence(start, end),
            "rule": RULE,
            "confidence": 1.0,
            "needs_review": False,
            "page": page,
        }  # fmt: skip
        row |= {name: parsed(name, value) for name, value in said.items() if value}
        self._set(row, "value", said["value"])
        return row

    def _keep(self, row: Row) -> None:
        """Remember a measure as it was extracted, before it is changed for the first time."""
        if row["rule"] != RULE:
            self.before.setdefault(row["measure_id"], dict(row))

    def _tell(self, one: Correction, status: str, note: str | None = None, **place: object) -> None:
        self.effects.add(one, status, note, report_id=self.report["report_id"], **place)


def _twins(row: Row, said: Mapping[str, str | None]) -> bool:
    """Whether a measure is the one that is said to be missing."""
    return same("value", row["value"], said["value"]) and row["indicator"] == said["indicator"]


def _beside(one: Correction, other: Correction) -> bool:
    """Whether two rows of the file tell of the same missing measure."""
    return (one.target, one.quote, one.occurrence) == (other.target, other.quote, other.occurrence)


def _stale(one: Correction, found: str) -> str:
    if one.target != "not_a_measure" and same_text(found, one.value):
        return "抽取结果现已是更正后的值，可以删去这条"
    return f"原值应为“{one.expected or '空'}”，抽取所得是“{found or '空'}”；请核对原文，改正或删去这条"


def same_text(one: str, other: str | None) -> bool:
    """Whether two values are told alike."""
    return one == (other or "") or (
        bool(one) and bool(other) and _number(one) == _number(other or "") is not None
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _tell_unmatched(mine: Sequence[Correction], effects: Effects) -> None:
    """Those that met no report at all."""
    met = {row["correction_id"] for row in effects.rows}
    for one in mine:
        if one.correction_id not in met:
            effects.add(
                one,
                "no_match",
                "找不到这个系列的报告，或其中没有这段引文；请核对系列编号与原文，改正或删去这条",
            )


def _write_effects(connection: duckdb.DuckDBPyConnection, effects: Effects) -> None:
    frame = pl.DataFrame(effects.rows, schema=polars_schema("core.correction"), orient="row")
    with_frame(connection, "correction_given", frame, sql("corrections/effects"))


def with_frame(
    connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame, statements: str
) -> None:
    """Run statements that read a frame under a name."""
    connection.register(name, frame.to_arrow())
    connection.execute(statements)
    connection.unregister(name)
