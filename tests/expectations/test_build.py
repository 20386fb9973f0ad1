# ruff: noqa: E501 (one case a line)
"""The suites on the build database: each rule is broken by what is made to break it, and by no sound warehouse."""

import re
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest
from warehouse_factory import BASHAN, COUNTY, DONGAN, PINGBA, Report, Said, accept, reference, run_row

from expectations import build, inspect_build
from expectations.build import find_seen, findings
from expectations.buildrules import _written, build_rules, table_rules
from tables import TABLES, Column
from warehouse import Build
from warehouse.ddl import TYPES, ensure_schema, quoted

MEDIATED = "dispute.mediated"


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A build database as a load leaves it, with a copy beside it as the version published before."""
    home = tmp_path_factory.mktemp("build")
    reports = [
        Report(BASHAN, 2023, [Said(MEDIATED, 12, "件", at=10), Said(MEDIATED, 5, "件", at=20, of=10)]),
        Report(PINGBA, 2023, [Said(MEDIATED, 8, "件")]),
        Report(DONGAN, 2023, [Said(MEDIATED, 9, "件")]),
        Report(COUNTY, 2023, [Said(MEDIATED, 150, "件")]),
        *(Report(COUNTY, 2023, [Said(MEDIATED, 1, "件")], department=f"局{n}") for n in range(8)),
    ]
    with Build.open(home) as build:
        build.start_run(run_row())
        build.load(accept(home / "accepted", reports), reference(), run_row())
        path = build.path
    shutil.copyfile(path, home / "previous.duckdb")
    return path


@pytest.fixture(scope="module")
def connection(sound):
    with duckdb.connect(sound) as found:
        found.execute(f"ATTACH '{sound.parents[1] / 'previous.duckdb'}' AS previous (READ_ONLY)")
        yield found


def failed(connection) -> dict[str, int]:
    """The rules that a warehouse breaks, with how many rows."""
    find_seen(connection, previous=True)
    found = {one.rule.id: one.failed for one in findings(connection, build_rules(), "r1")}
    return {rule: rows for rule, rows in found.items() if rows}


def test_a_sound_warehouse_breaks_no_rule(connection):
    assert failed(connection) == {}


BREAKS = {
    "core.report.current": "UPDATE core.report SET is_current = false WHERE region_code = '500229101000'",
    "core.report.lost": "DELETE FROM core.report WHERE issuer_type = 'department'",
    "core.report_text.whole": "DELETE FROM core.report_text",
    "ops.file.report": "UPDATE ops.file SET report_id = 'nowhere'",
    "core.measure.usual_range": "INSERT INTO core.usual_range VALUES ('dispute.mediated', 'case', 'township', 0, 10, '')",
    "core.measure.per_report.few": "INSERT INTO core.report SELECT r.* REPLACE (report_id || i AS report_id, series_id || i AS series_id) FROM core.report r, range(30) t(i)",
    "core.measure.per_report.many": "INSERT INTO core.report SELECT r.* REPLACE (report_id || i AS report_id, series_id || i AS series_id) FROM core.report r, range(30) t(i); INSERT INTO core.measure SELECT m.* REPLACE (r.report_id AS report_id, 'x' || random() AS measure_id) FROM core.measure m, core.report r, range(100)",
    "core.measure.review": "UPDATE core.measure SET needs_review = true",
    "core.measure.other_unit": "UPDATE core.measure SET unit_family = 'other'",
    "mart.region.whole": "DELETE FROM mart.region WHERE level = 'province'",
    "mart.district_year.lost": "DELETE FROM mart.district_year",
    "mart.district_year.reporting": "UPDATE mart.district_year SET townships_reporting = 9",
    "mart.district_indicator_year.sum": "UPDATE mart.district_indicator_year SET value = value + 1",
    "mart.district_indicator_year.stating": "UPDATE mart.district_indicator_year SET townships_stating = 4",
    "mart.report_indicator.ambiguous": "UPDATE mart.report_indicator SET ambiguous = true",
    "mart.measure_evidence.whole": "INSERT INTO mart.region SELECT * FROM mart.region",
    "mart.requirement_check.whole": "DELETE FROM mart.requirement_check",
    "mart.arithmetic_check.disagrees": "UPDATE mart.arithmetic_check SET verdict = 'disagrees'",
    "mart.jump_check.share": "INSERT INTO mart.jump_reference VALUES ('dispute.mediated', 'x', 'case', 40, true, 1, 0.2, 0.3, 3); "
    "INSERT INTO mart.jump_check BY NAME SELECT report_id, file, issuer, issuer_id, issuer_type, region_code, report_year, "
    "'dispute.mediated' AS indicator, 'x' AS indicator_name, 'case' AS unit_family, 1 AS value, 'exact' AS value_is, report_id AS previous_report_id, "
    "1 AS previous_value, 'exact' AS previous_value_is, 1 AS ratio, 1 AS usual_ratio, 1 AS low_ratio, 1 AS high_ratio, 0 AS score, 40 AS pairs, "
    "'jump' AS verdict, false AS needs_review, '' AS measure_id, '' AS sentence, '' AS previous_measure_id, '' AS previous_sentence FROM core.report",
}


@pytest.mark.parametrize("rule", BREAKS)
def test_a_written_rule_is_broken(connection, rule):
    connection.execute("BEGIN")
    try:
        connection.execute(BREAKS[rule])
        assert failed(connection).get(rule)
    finally:
        connection.execute("ROLLBACK")


def test_every_written_rule_has_what_breaks_it():
    assert set(BREAKS) == {rule.id for rule in _written()}


@pytest.fixture(scope="module")
def bare():
    """All tables without constraints and rows; views as tables, so that their rules can be broken too."""
    with duckdb.connect() as found:
        for name in ("core", "mart", "ops"):
            found.execute(f"CREATE SCHEMA {name}")
        for one in TABLES.values():
            columns = ", ".join(f"{quoted(column.name)} {TYPES[column.type]}" for column in one.columns)
            found.execute(f"CREATE TABLE {one.name} ({columns})")
        yield found


def bad(column: Column) -> object:
    """A value that breaks whatever is said of a column but that it is not null."""
    if column.type in ("text", "json"):
        return '"？"'
    if column.min is not None:
        return column.min - 1
    return {"int": 10**6, "float": 1e6, "bool": True, "date": "2020-01-01", "timestamp": "2020-01-01"}[
        column.type
    ]


@pytest.mark.parametrize("name", TABLES)
def test_every_rule_that_tables_say_is_broken(bare, name):
    """A row of nulls, and twice a row of nonsense."""
    one = TABLES[name]
    rules = [rule for rule in build_rules() if rule in list(table_rules(one))]
    assert {rule.id: 0 for rule in rules} == results(bare, name, rules)
    values = [bad(column) for column in one.columns]
    marks = ", ".join("?" * len(values))
    for row in ([None] * len(values), values, values):
        bare.execute(f"INSERT INTO {name} VALUES ({marks})", row)
    if one.view and one.by == "report":  # looked at by the reports that there are
        bare.execute("INSERT INTO core.report (report_id) VALUES ('\"？\"')")
        bare.execute(f"UPDATE {name} SET report_id = '\"？\"'")
        rules = [rule for rule in rules if not rule.id.startswith(f"{name}.report_id.")]
    found = results(bare, name, rules)
    bare.execute(f"DELETE FROM {name}; DELETE FROM core.report")
    assert [rule for rule, rows in found.items() if not rows] == []


def results(connection, name, rules) -> dict[str, int]:
    find_seen(connection, previous=False)
    ids = {rule.id for rule in rules}
    return {one.rule.id: one.failed for one in findings(connection, rules, "r1") if one.rule.id in ids}


def test_every_table_has_a_suite():
    suites = {rule.table for rule in build_rules()}
    assert suites == set(TABLES)


def test_a_column_of_another_type_breaks_the_schema():
    with duckdb.connect() as connection:
        ensure_schema(connection)
        find_seen(connection, previous=False)
        connection.execute("ALTER TABLE mart.region ALTER name TYPE INTEGER")
        found = {one.rule.id: one for one in findings(connection, [], "r1")}
    assert found["mart.region.schema"].observed == "name"
    assert sum(one.failed for one in found.values()) == 1


@pytest.fixture
def nightly(sound, tmp_path) -> Path:
    """A build database and the version published of it, both with what the rules said."""
    with Build.open(tmp_path) as build:
        build.start_run(run_row())
        build.load(sound.parents[1] / "accepted", reference(), run_row())
        path = build.path
    inspect_build(path, "r1", tmp_path / "out")
    with Build.open(tmp_path) as build:
        build.load(tmp_path / "out", {}, run_row())
    shutil.copyfile(path, tmp_path / "previous.duckdb")
    return path


BROKEN = "UPDATE core.measure SET indicator = 'unknown.indicator' WHERE report_id = (SELECT min(report_id) FROM core.measure)"
LOOKED_AT = [
    ("", 0, "nothing changed: what was looked at before it was published is not looked at again"),
    ("DELETE FROM ops.digest WHERE part = (SELECT min(report_id) FROM core.measure)", 1, "a report without a digest"),
    ("UPDATE ops.digest SET digest = 'x' WHERE part = (SELECT min(report_id) FROM core.measure)", 1, "a changed report"),
    ("UPDATE ops.digest SET digest = 'x' WHERE scope = 'core.indicator'", 12, "a changed catalogue: all reports"),
    ("UPDATE ops.digest SET digest = 'x' WHERE scope = 'core.correction'", 0, "no row of a report refers to corrections"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "reports", "why"), LOOKED_AT, ids=[one[2] for one in LOOKED_AT])
def test_only_reports_that_changed_are_looked_at(nightly, change, reports, why):
    with duckdb.connect(nightly) as connection:
        connection.execute(f"ATTACH '{nightly.parents[1] / 'previous.duckdb'}' AS previous (READ_ONLY)")
        connection.execute(f"{BROKEN}; {change}")
        find_seen(connection, previous=True)
        assert connection.execute("SELECT count(*) FROM seen").fetchall() == [(12 - reports,)], why
        found = {one.rule.id: one.failed for one in findings(connection, build_rules(), "r1")}
    assert bool(found["core.measure.indicator.reference"]) == (reports > 0), why


def test_other_rules_look_at_everything(nightly, monkeypatch):
    monkeypatch.setattr(build, "rules_version", lambda: "other")
    with duckdb.connect(nightly) as connection:
        connection.execute(f"ATTACH '{nightly.parents[1] / 'previous.duckdb'}' AS previous (READ_ONLY)")
        find_seen(connection, previous=True)
        assert connection.execute("SELECT count(*) FROM seen").fetchall() == [(0,)]


def spoilt(sound: Path, tmp_path: Path, sql: str) -> Path:
    path = tmp_path / "build.duckdb"
    shutil.copyfile(sound, path)
    with duckdb.connect(path) as connection:
        connection.execute(sql)
    return path


@pytest.mark.parametrize(
    ("rule", "stop", "word"),
    [("core.report_text.whole", True, "停止发布"), ("core.measure.review", False, "提醒")],
)
def test_a_minimum_stops_and_a_maximum_warns(sound, tmp_path, rule, stop, word):
    path = spoilt(sound, tmp_path, BREAKS[rule])
    found = inspect_build(path, "r1", tmp_path / "out", tmp_path / "docs")
    assert found.stop == stop
    assert [line for line in found.messages if line.startswith(word) and rule in line]
    broken = pl.read_parquet(tmp_path / "out" / "ops.expectation_result.parquet").filter(~pl.col("success"))
    assert broken["rule"].to_list() == [f"build.{rule}"]
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "docs").rglob("*.html")]
    assert len(pages) > len(TABLES)
    assert not any(re.search(r"<(?:script|link|img)\b[^>]*https?://", page) for page in pages)
