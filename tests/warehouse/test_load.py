"""One load: idempotent, in one transaction; revisions, copies, conflicts; the ledger and the quarantine."""

from datetime import date

import duckdb
import polars as pl
import pytest
from warehouse_factory import BASHAN, COUNTY, PINGBA, Report, Said, accept, file_row, reference, run_row

from warehouse import Build, WarehouseError

MEDIATED = "dispute.mediated"
BODY = "".join(chr(0x4E00 + n) for n in range(400))  # 400 characters, all different
FEW = BODY[:396] + "改动四字"  # 0.99 alike: a copy
HALF = BODY[:280] + "".join(chr(0x6E00 + n) for n in range(120))  # 0.7 alike: a revision
ALIEN = "".join(chr(0x7000 + n) for n in range(400))  # nothing alike: a conflict


def version(text, **given):
    """A report of one series."""
    return Report(BASHAN, 2023, [Said(MEDIATED, len(text), "件")], text=text, **given)


def small(region, year=2023, value=1):
    return Report(region, year, [Said(MEDIATED, value, "件")])


def test_loading_twice_changes_nothing(load, content, read):
    reports = [version(BODY, path="a.txt"), version(FEW, path="b.txt"), version(HALF, path="c.txt"),
               version(ALIEN, path="d.txt"), version(BODY, path="e.txt"), small(COUNTY)]  # fmt: skip
    first = load(reports)
    before, files = content(), read("FROM ops.file ORDER BY path")
    assert load(reports, "r1") == first
    assert content() == before
    assert read("FROM ops.file ORDER BY path") == files
    assert len(read("FROM ops.quarantine")) == 1


def test_the_order_of_loads_does_not_matter(load, content, tmp_path):
    old, new = date(2024, 1, 1), date(2024, 2, 1)
    versions = [version(BODY, path="a.txt", signed=new), version(HALF, path="b.txt", signed=old)]
    reports = [*versions, small(PINGBA), small(COUNTY)]
    load(reports)
    together = content()
    (tmp_path / "home").rename(tmp_path / "first")
    for number, report in enumerate(reversed(reports)):
        load([report], f"r{number}")
    assert content() == together


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("first", "second", "current"),
    [
        # the later date is current, whichever text came first
        ({"signed": date(2024, 1, 1)}, {"signed": date(2024, 3, 1)}, HALF),
        ({"signed": date(2024, 3, 1)}, {"signed": date(2024, 1, 1)}, BODY),
        # the date of publication goes before that of signing
        ({"signed": date(2024, 3, 1), "published": date(2024, 3, 2)},
         {"signed": date(2024, 1, 1), "published": date(2024, 3, 9)}, HALF),
        # a version without any date is the oldest
        ({}, {"signed": date(2020, 1, 1)}, HALF),
    ],
)  # fmt: skip
def test_revisions_go_by_date(load, read, first, second, current, order):
    reports = [version(BODY, path="a.txt", **first), version(HALF, path="b.txt", **second)]
    for number, report in enumerate(reports[::order]):
        load([report], f"r{number}")
    rows = read(
        "SELECT text, revision, is_current FROM core.report "
        "JOIN core.report_text USING (report_id) ORDER BY revision"
    )
    assert [(row["revision"], row["is_current"]) for row in rows] == [(1, False), (2, True)]
    assert rows[1]["text"] == current


def test_the_same_text_elsewhere_is_a_copy(load, read):
    load([version(BODY, path="x/a.txt")])
    loaded = load([version(BODY, path="a-copy.txt")], "r2")
    assert (loaded.reports, loaded.copies) == (0, 1)
    assert read("SELECT path, similarity FROM core.report_copy") == [
        {"path": "a-copy.txt", "similarity": 1.0}
    ]
    assert read("SELECT path FROM core.report") == [{"path": "x/a.txt"}]
    assert read("SELECT status FROM ops.file ORDER BY path") == [{"status": "copy"}, {"status": "loaded"}]
    assert len(read("FROM core.measure")) == 1


def test_a_renamed_file_takes_its_report_along(load, read):
    old = version(BODY, path="old.txt")
    load([old])
    load([version(BODY, path="new.txt")], "r2", file=[file_row(old, "r2") | {"present": False}])
    assert read("SELECT path FROM core.report") == [{"path": "new.txt"}]
    assert read("FROM core.report_copy") == []
    assert len(read("FROM core.measure")) == 1


def test_facts_of_a_report_read_again_are_replaced(load, read):
    load([version(BODY)])
    again = version(BODY)
    again.said = [Said(MEDIATED, 7, "件")]
    load([again], "r2")
    assert [row["value"] for row in read("SELECT value FROM core.measure")] == [7]


@pytest.mark.parametrize("together", [True, False])
def test_nearly_the_same_text_is_a_copy(load, read, together):
    reports = sorted((version(BODY, path="a.txt"), version(FEW, path="b.txt")), key=lambda one: one.report_id)
    for number, some in enumerate([reports] if together else [[reports[0]], [reports[1]]]):
        load(some, f"r{number}")
    assert read("SELECT report_id FROM core.report") == [{"report_id": reports[0].report_id}]
    copies = read("FROM core.report_copy")
    assert [(row["path"], row["report_id"]) for row in copies] == [(reports[1].path, reports[0].report_id)]
    assert 0.97 <= copies[0]["similarity"] < 1
    assert len(read("FROM core.measure")) == 1
    assert read("SELECT status FROM ops.file WHERE path = $1", reports[1].path) == [{"status": "copy"}]


def test_in_one_load_the_smallest_id_is_kept_whatever_the_paths(load, read):
    load([version(BODY, path="a.txt"), version(FEW, path="b.txt")])
    kept = read("SELECT report_id FROM core.report")[0]["report_id"]
    assert kept == min(version(BODY).report_id, version(FEW).report_id)


PDF, DOCX, SCAN = ({"format": "pdf", "native": True}, {"format": "docx", "native": True},
                   {"format": "scan", "native": False})  # fmt: skip


@pytest.mark.parametrize(
    ("worse", "better", "why"),
    [
        (version(BODY, path="a.pdf", **PDF), version(FEW, path="b.docx", **DOCX), "formats in their order"),
        (version(FEW, path="b.png", **SCAN), version(BODY, path="a.pdf", **PDF), "native before scan"),
        (version(BODY, path="a.pdf", **PDF), version(BODY, path="b.docx", **DOCX), "the very same text"),
        (version(BODY[:397], path="a.pdf", **PDF), version(BODY, path="b.pdf", **PDF), "the longer one"),
    ],
)
def test_the_same_report_in_two_forms_is_one_whatever_the_order(
    load, read, content, tmp_path, worse, better, why
):
    states = []
    for number, loads in enumerate(([[worse], [better]], [[better], [worse]], [[worse, better]])):
        for run, reports in enumerate(loads):
            load(reports, f"r{run}")
        kept = read("SELECT path FROM core.report")
        assert kept == [{"path": better.path}], why
        copies = read("SELECT path, report_id FROM core.report_copy")
        assert copies == [{"path": worse.path, "report_id": better.report_id}]
        ledger = read("SELECT path, status, report_id FROM ops.file ORDER BY path")
        assert {row["path"]: row["status"] for row in ledger} == {better.path: "loaded", worse.path: "copy"}
        assert {row["report_id"] for row in ledger} == {better.report_id}
        assert len(read("FROM core.measure")) == len(read("FROM core.report_text")) == 1
        states.append(content())
        (tmp_path / "home").rename(tmp_path / f"home{number}")
    assert len(set(states)) == 1


def test_copies_of_a_report_that_gave_way_are_copies_of_the_better_one(load, read):
    load([version(BODY, path="a.pdf", **PDF), version(BODY, path="z.pdf", **PDF)])
    assert read("SELECT path FROM core.report_copy") == [{"path": "z.pdf"}]
    better = version(FEW, path="b.docx", **DOCX)
    load([better], "r2")
    copies = read("SELECT path, report_id FROM core.report_copy ORDER BY path")
    assert copies == [{"path": path, "report_id": better.report_id} for path in ("a.pdf", "z.pdf")]
    ledger = read("SELECT DISTINCT report_id FROM ops.file")
    assert ledger == [{"report_id": better.report_id}]


def member(name, text=BODY, archive="a.zip"):
    return version(text, path=f"{archive}!/{name}", archive=archive)


def unpacked(run_id, archive="a.zip"):
    return file_row(version("", path=archive), run_id) | {"status": "unpacked", "report_id": None}


def test_members_of_an_archive_that_are_gone_from_it_are_gone(load, read):
    load([member("a.txt"), member("b.txt", HALF)], "r1", file=[unpacked("r1")])
    load([member("b.txt", HALF)], "r2", file=[unpacked("r2")])
    ledger = read("SELECT path, status, present FROM ops.file ORDER BY path")
    assert [tuple(row.values()) for row in ledger] == [
        ("a.zip", "unpacked", True), ("a.zip!/a.txt", "loaded", False), ("a.zip!/b.txt", "loaded", True),
    ]  # fmt: skip


def test_a_text_moved_within_its_archive_takes_its_report_along(load, read):
    load([member("a.txt")], "r1", file=[unpacked("r1")])
    load([member("夹/a.txt")], "r2", file=[unpacked("r2")])
    assert read("SELECT path FROM core.report") == [{"path": "a.zip!/夹/a.txt"}]
    assert read("FROM core.report_copy") == []


def test_an_archive_only_touched_keeps_its_members(load, read):
    load([member("a.txt")], "r1", file=[unpacked("r1")])
    load([], "r2", file=[unpacked("r1") | {"mtime_ns": 2}])
    assert read("SELECT DISTINCT present FROM ops.file") == [{"present": True}]


def test_a_wholly_different_text_is_refused_with_both_paths(load, read):
    load([version(BODY, path="a.txt")])
    loaded = load([version(ALIEN, path="b.txt")], "r2")
    assert (loaded.reports, loaded.conflicts, loaded.measures) == (0, 1, 0)
    refused = read("FROM ops.quarantine")
    assert [(row["kind"], row["rule"], row["path"], row["status"]) for row in refused] == [
        ("file", "series_conflict", "b.txt", "open")
    ]
    assert "a.txt" in refused[0]["reason"]
    assert "b.txt" in refused[0]["reason"]
    assert read("SELECT status, reason FROM ops.file WHERE path = 'b.txt'") == [
        {"status": "quarantined", "reason": "series_conflict"}
    ]
    assert len(read("FROM core.report_text")) == 1


def test_blanks_do_not_make_a_revision(load, read):
    load([version(BODY, path="a.txt"), version("\n ".join(BODY), path="b.txt", report_id="f" * 16)])
    assert len(read("FROM core.report")) == 1
    assert read("SELECT similarity FROM core.report_copy") == [{"similarity": 1.0}]


def test_other_series_are_not_compared(load, read):
    load(
        [
            Report(BASHAN, 2023, text=BODY),
            Report(BASHAN, 2024, text=BODY + "。"),
            Report(PINGBA, 2023, text=BODY + "！"),
        ]
    )
    assert len(read("FROM core.report WHERE is_current")) == 3


def quarantined(path, rule, **given):
    return {"quarantine_id": f"{path}-{rule}", "run_id": "r1", "kind": "file", "path": path, "rule": rule,
            "reason": "不行", "status": "open"} | given  # fmt: skip


def test_a_refused_file_that_was_mended_is_released(load, read):
    bad = file_row(version(BODY, path="a.txt"), "r1") | {
        "status": "quarantined",
        "reason": "undecodable",
        "report_id": None,
    }
    load([small(COUNTY)], file=[bad], quarantine=[quarantined("a.txt", "undecodable")])
    assert read("SELECT status FROM ops.quarantine") == [{"status": "open"}]
    load([version(BODY, path="a.txt")], "r2")
    assert read("SELECT status, run_id FROM ops.quarantine") == [{"status": "released", "run_id": "r1"}]
    assert read("SELECT status FROM ops.file WHERE path = 'a.txt'") == [{"status": "loaded"}]


def test_a_refused_file_that_is_gone_is_no_longer_in_quarantine_until_it_is_back(load, read):
    bad = file_row(version("", path="a.txt"), "r1") | {
        "status": "quarantined",
        "reason": "empty",
        "report_id": None,
    }
    row = quarantined("a.txt", "empty")
    statuses = []
    for run_id, present in (("r1", True), ("r2", False), ("r3", True)):
        load([small(COUNTY)], run_id, file=[bad | {"present": present}], quarantine=[row] if present else [])
        statuses += [found["status"] for found in read("SELECT status FROM ops.quarantine")]
    assert statuses == ["open", "released", "open"]


def test_a_row_stays_refused_until_its_report_is_read_again(load, read):
    report = version(BODY, path="a.txt")
    row = quarantined(
        "a.txt", "span", kind="row", report_id=report.report_id, table_name="core.measure", row='{"value": 1}'
    )
    load([report], quarantine=[row])
    load([small(COUNTY)], "r2", file=[file_row(report, "r2")])  # the ledger alone speaks of it
    assert read("SELECT status FROM ops.quarantine") == [{"status": "open"}]
    load([report], "r3")
    assert read("SELECT status FROM ops.quarantine") == [{"status": "released"}]


def test_a_file_whose_report_the_checks_refused_is_not_loaded(load, read):
    lost = version(BODY, path="lost.txt")
    load([small(COUNTY)], file=[file_row(lost, "r1")])
    assert read("SELECT status, reason, report_id FROM ops.file WHERE path = 'lost.txt'") == [
        {"status": "quarantined", "reason": "expectation", "report_id": None}
    ]


def test_a_failing_load_leaves_everything_as_it_was(home, load, content, tmp_path):
    load([small(BASHAN)])
    before = content()
    accepted = accept(tmp_path / "bad", [small(PINGBA), small(COUNTY)], "r2")
    broken = pl.read_parquet(accepted / "core.measure.parquet").with_columns(value=pl.lit(None, pl.Float64))
    broken.write_parquet(accepted / "core.measure.parquet")
    with Build.open(home) as build:
        build.start_run(run_row("r2"))
        with pytest.raises(duckdb.ConstraintException, match="value"):
            build.load(accepted, reference(), run_row("r2"))
        assert build.content_hash() == before
        assert build.ledger()["path"].to_list() == [small(BASHAN).path]
        loaded = build.load(accept(tmp_path / "good", [small(PINGBA)], "r2"), reference(), run_row("r2"))
        assert loaded.reports == 1  # and the next load works


def test_a_folder_that_is_not_there_is_named(home, tmp_path):
    with Build.open(home) as build, pytest.raises(WarehouseError, match="nowhere"):
        build.load(tmp_path / "nowhere", reference(), run_row())


def test_only_one_writer(home, tmp_path):
    import subprocess
    import sys

    code = f"from pathlib import Path; from warehouse import Build; Build.open(Path({str(home)!r}))"
    with Build.open(home):
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert other.returncode == 1
    assert "WarehouseError: 打不开构建库" in other.stderr


def test_a_run_is_written_down_and_updated(home, load, read):
    load([small(BASHAN)])
    with Build.open(home) as build:
        build.finish_run({"run_id": "r1", "status": "failed", "message": "停电"})
        build.start_run(run_row("r2", files_seen=3))
    with duckdb.connect(home / "warehouse" / "build.duckdb", read_only=True) as connection:
        rows = connection.execute(
            "SELECT run_id, status, inbox, files_seen, message FROM ops.run ORDER BY 1"
        ).fetchall()
    assert rows == [("r1", "failed", "inbox", 0, "停电"), ("r2", "running", "inbox", 3, None)]


def test_an_unknown_key_of_a_run_is_named(home):
    with Build.open(home) as build, pytest.raises(WarehouseError, match="filse"):
        build.start_run(run_row("r1", filse=3))


def test_a_load_of_the_ledger_alone_touches_no_fact_or_mart(home, load, content, tmp_path):
    old, near = version(BODY, path="a.txt"), version(FEW, path="b.txt")
    kept, copy = sorted((old, near), key=lambda one: one.report_id)
    load([old, near])
    before = content()
    ledger = [
        file_row(kept, "r2") | {"mtime_ns": 2},
        file_row(copy, "r2", "copy") | {"mtime_ns": 2, "report_id": kept.report_id},
    ]
    accepted = accept(tmp_path / "ledger", [], "r2", file=ledger)
    with Build.open(home) as build:
        build.load(accepted, {}, run_row("r2"))
        rows = build.ledger().select("path", "status", "mtime_ns").rows()
    assert content() == before  # the likeness of the copy is remembered too
    assert rows == sorted([(kept.path, "loaded", 2), (copy.path, "copy", 2)])
