"""The whole step on real Parquet folders: what is accepted, refused, reported, and when it stops."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from expectations_folder import TEXT, TODAY, Rows, joined, report_rows, write_batch
from hypothesis import given
from hypothesis import strategies as st

from expectations import DONE, Summary, validate
from expectations.batches import BOOKS, links, parquet
from expectations.docs import offline
from expectations.lookups import with_source
from expectations.refusal import with_children
from expectations.rules import schema_rule
from tables import FACTS, polars_schema, table

A, B, C, D = "aaaa000011112222", "bbbb000011112222", "cccc000011112222", "dddd000011112222"


def run(home: Path, *batches: Rows, **more: Any) -> tuple[Summary, dict[str, pl.DataFrame]]:
    """Write the batches, validate them, and read back what was accepted."""
    for number, rows in enumerate(batches):
        write_batch(home / "batches" / f"{number:04}", rows)
    summary = validate(
        home / "batches", home / "accepted", "run", more.pop("docs", None), today=TODAY, **more
    )
    return summary, accepted(home)


def accepted(home: Path) -> dict[str, pl.DataFrame]:
    """The accepted rows by table, whatever the parts they lie in."""
    parts: dict[str, list[pl.DataFrame]] = {}
    for path in sorted((home / "accepted").glob("*.parquet")):
        parts.setdefault(path.stem.rstrip("0123456789").rstrip("."), []).append(pl.read_parquet(path))
    return {name: pl.concat(frames) for name, frames in parts.items()}


def changed(rows: Rows, name: str, index: int, **change: Any) -> Rows:
    spoiled = {one: [dict(row) for row in found] for one, found in rows.items()}
    spoiled[name][index].update(change)
    return spoiled


def test_a_sound_batch_is_accepted_whole(tmp_path: Path) -> None:
    summary, out = run(tmp_path, report_rows(A))
    assert not summary.stop
    assert summary.rows_quarantined == 0
    assert set(out) == {*FACTS, *BOOKS, "ops.expectation_result", "ops.expectation_row"}
    for name, frame in out.items():
        assert dict(frame.schema) == polars_schema(name), name
        assert frame.height == len(report_rows(A).get(name, frame)), name
    assert out["ops.expectation_result"]["success"].all()


def test_a_broken_row_is_quarantined_with_place_value_and_remedy(tmp_path: Path) -> None:
    summary, out = run(tmp_path, changed(report_rows(A), "core.measure", 0, value=-3.0))
    (refused,) = out["ops.quarantine"].to_dicts()
    assert (refused["kind"], refused["table_name"], refused["rule"]) == (
        "row",
        "core.measure",
        "core.measure.value.not_negative",
    )
    assert (refused["path"], refused["report_id"], refused["status"]) == ("甲镇.txt", A, "open")
    start = TEXT.index("12件")
    for words in (
        "甲镇.txt",
        f"第 {start} 至 {start + 3} 字",
        "数值=-3.0",
        "不能为负",
        "HOME/reference/",
    ):
        assert words in refused["reason"]
    assert json.loads(refused["row"])["value"] == -3.0
    assert summary.quarantined["core.measure"] == 1
    assert out["core.measure"]["measure_id"].to_list() == [f"{A}-m{n}" for n in (2, 3, 4)]


def test_a_bad_row_is_told_by_its_key_refused_or_not(tmp_path: Path) -> None:
    spoilt = changed(report_rows(A), "core.measure", 0, value=-3.0)
    _, out = run(tmp_path, changed(spoilt, "core.report", 0, characters=12))
    rows = out["ops.expectation_row"].select("table_name", "rule", "row_key", "report_id").rows()
    assert rows == [
        ("core.measure", "core.measure.value.not_negative", f"{A}-m1", A),
        ("core.report", "core.report.characters.usual", A, A),
    ]


def test_a_row_that_breaks_two_rules_is_one_entry_that_names_both(tmp_path: Path) -> None:
    _, out = run(tmp_path, changed(report_rows(A), "core.measure", 0, value=-3.0, text="十二件"))
    (refused,) = out["ops.quarantine"].to_dicts()
    assert "一字不差" in refused["reason"]
    assert "不能为负" in refused["reason"]


def test_what_hangs_on_a_refused_report_goes_with_it(tmp_path: Path) -> None:
    summary, out = run(
        tmp_path,
        joined(changed(report_rows(A), "core.report", 0, report_year=2050), report_rows(B, "乙镇.txt")),
    )
    for name in FACTS:
        assert out[name]["report_id"].unique().to_list() == [B], name
        assert summary.rows_in[name] == summary.accepted[name] + summary.quarantined[name]
    rules = out["ops.quarantine"].group_by("table_name").agg(pl.col("rule").unique()).rows()
    assert dict(rules) == {
        name: ["core.report.year" if name == "core.report" else "parent_refused"] for name in FACTS
    }
    files = {row["path"]: row for row in out["ops.file"].to_dicts()}
    assert (files["甲镇.txt"]["status"], files["甲镇.txt"]["reason"]) == ("quarantined", "core.report.year")
    assert files["乙镇.txt"]["status"] == "loaded"


def test_parts_go_with_their_refused_total(tmp_path: Path) -> None:
    _, out = run(tmp_path, changed(report_rows(A), "core.measure", 2, value=-1.0))
    found = out["ops.quarantine"].select("rule", "row").rows()
    assert [(rule, json.loads(row)["measure_id"]) for rule, row in found] == [
        ("core.measure.value.not_negative", f"{A}-m3"),
        ("parent_refused", f"{A}-m4"),
    ]


def test_rows_without_their_report_are_refused_not_dropped(tmp_path: Path) -> None:
    orphan = report_rows(A) | {"core.report": [], "ops.file": [], "core.report_text": []}
    summary, out = run(tmp_path, joined(orphan, report_rows(B)))
    assert out["core.measure"]["report_id"].unique().to_list() == [B]
    assert summary.quarantined["core.measure"] == 4


def test_ids_of_quarantined_rows_do_not_change_with_the_run(tmp_path: Path) -> None:
    twice = report_rows(A)
    twice["core.mention"].append(dict(twice["core.mention"][0]))
    found = []
    for name in ("one", "two"):
        write_batch(tmp_path / name / "batches" / "0000", twice)
        validate(tmp_path / name / "batches", tmp_path / name / "accepted", name, today=TODAY)
        found.append(accepted(tmp_path / name)["ops.quarantine"]["quarantine_id"].to_list())
    assert found[0] == found[1]
    assert len(set(found[0])) == 2, "rows with the same key have ids of their own"


def test_chunks_and_their_order_change_nothing(tmp_path: Path) -> None:
    batches = [
        joined(report_rows(A), changed(report_rows(B, "乙镇.txt"), "core.measure", 0, value=-3.0)),
        changed(report_rows(C, "丙镇.txt"), "core.report", 0, report_year=2050),
        report_rows(D, "丁镇.txt"),
    ]
    summary, out = run(tmp_path / "whole", *batches)
    for workers in (1, 2):  # the second by processes
        again, out_again = run(tmp_path / str(workers), *batches, chunk_rows=1, workers=workers)
        assert summary == again
        for name, frame in out.items():
            assert by_id(frame).equals(by_id(out_again[name])), (name, workers)


def by_id(frame: pl.DataFrame) -> pl.DataFrame:
    """The quarantine is written chunk by chunk; everything else has one order."""
    return frame.sort("quarantine_id") if "quarantine_id" in frame.columns else frame


def test_copies_keep_their_report_row_and_the_facts_come_once(tmp_path: Path) -> None:
    two = joined(
        report_rows(A, "乙/甲镇.txt"), changed(report_rows(B, "乙镇.txt"), "core.report", 0, title="乙")
    )
    summary, out = run(tmp_path, two, report_rows(A, "丙/甲镇.txt"))
    assert out["core.report"]["path"].to_list() == ["乙/甲镇.txt", "乙镇.txt", "丙/甲镇.txt"]
    assert out["core.measure"]["measure_id"].is_unique().all()
    assert summary.copies == {name: len(report_rows(A)[name]) * (name != "core.report") for name in FACTS}
    assert summary.rows_quarantined == 0


def test_two_files_of_one_text_in_a_batch_are_no_duplicate_key(tmp_path: Path) -> None:
    rows = report_rows(A)
    rows["core.report"].append({**rows["core.report"][0], "path": "副本.txt"})
    summary, out = run(tmp_path, rows)
    assert out["core.report"].height == 2
    assert summary.rows_quarantined == 0


SCHEMAS = [
    ("a column gone", lambda frame: frame.drop("indicator"), "应为 String，实为 无"),
    (
        "a number become text",
        lambda frame: frame.with_columns(pl.col("value").cast(pl.String)),
        "应为 Float64，实为 String",
    ),
    ("a column nobody declared", lambda frame: frame.with_columns(extra=1), "应为 无，实为 Int32"),
]


@pytest.mark.parametrize(("why", "spoil", "words"), SCHEMAS, ids=[case[0] for case in SCHEMAS])
def test_a_wrong_column_stops_and_accepts_nothing(tmp_path: Path, why: str, spoil: Any, words: str) -> None:
    folder = write_batch(tmp_path / "batches" / "0000", report_rows(A))
    path = parquet(folder, "core.measure")
    spoil(pl.read_parquet(path)).write_parquet(path)
    summary, out = run(tmp_path)
    assert summary.stop, why
    assert words in summary.messages[0]
    assert "批次 0000" in summary.messages[0]
    assert all(out[name].is_empty() for name in FACTS)


def test_a_missing_table_stops(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "batches" / "0000", report_rows(A))
    parquet(folder, "core.section").unlink()
    summary, _ = run(tmp_path)
    assert summary.stop
    assert schema_rule("core.section").id in summary.messages[0]


def test_an_unfinished_batch_is_an_error_that_names_it(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "batches" / "0000", report_rows(A))
    (folder / DONE).unlink()
    with pytest.raises(ValueError, match="0000：批次没有完成"):
        run(tmp_path)


def test_new_files_without_any_report_stop(tmp_path: Path) -> None:
    empty = {name: [] for name in FACTS} | {name: report_rows(A)[name] for name in BOOKS}
    summary, out = run(tmp_path, empty)
    broken = out["ops.expectation_result"].filter(~pl.col("success"))
    assert summary.stop
    assert set(broken["rule"]) == {"core.report.none", "ops.file.without_report"}


def test_only_refused_files_do_not_stop(tmp_path: Path) -> None:
    files = changed(report_rows(A), "ops.file", 0, status="quarantined", report_id=None, reason="empty")[
        "ops.file"
    ]
    summary, out = run(tmp_path, {name: [] for name in (*FACTS, *BOOKS)} | {"ops.file": files})
    assert not summary.stop
    assert out["ops.file"].height == 1


def test_warnings_do_not_stop(tmp_path: Path) -> None:
    summary, _ = run(tmp_path, report_rows(A) | {"core.measure": []})
    assert not summary.stop
    assert summary.messages == (
        "提醒：三成以上报告一个计量也没有（core.report.without_measure，share_reports_without_measure=1）",
    )


def test_an_archive_of_nothing_but_refused_files_is_no_lost_report(tmp_path: Path) -> None:
    rows = joined()
    file = report_rows(A)["ops.file"][0] | {"report_id": None}
    rows["ops.file"] = [
        file | {"path": "a.zip", "status": "unpacked"},
        file | {"path": "a.zip!/x.txt", "archive": "a.zip", "status": "quarantined", "reason": "empty"},
    ]
    assert not run(tmp_path, rows)[0].stop


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("docs")
    stale = home / "docs" / "validations" / "stale.html"
    stale.parent.mkdir(parents=True)
    stale.touch()
    run(home, changed(report_rows(A), "core.measure", 0, value=-3.0), docs=home / "docs")
    return home / "docs"


def test_data_docs_need_no_network(docs: Path) -> None:
    pages = list(docs.rglob("*.html"))
    assert (docs / "index.html") in pages
    assert len(pages) > len(FACTS)
    for page in pages:
        html = page.read_text(encoding="utf-8")
        fetched = re.findall(
            r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"']?(?:https?:)?//[^>]*>", html
        )
        assert not fetched, (page, fetched)
        assert "@import" not in html
        assert html.count("font: 15px") == 1, f"{page}: styles are inside, once"


def test_data_docs_show_the_failing_value(docs: Path) -> None:
    (page,) = (docs / "validations" / "core" / "measure").rglob("*.html")
    assert "-3.0" in page.read_text(encoding="utf-8")
    assert not (docs / "validations" / "stale.html").exists(), "pages of an earlier run are gone"


FETCHES = [
    ('<script src="https://x.example/a.js" crossorigin="anonymous"></script>', "script"),
    ("<link rel='stylesheet' href='https://x.example/a.css'/>", "style sheet, single quotes"),
    ('<style>@import url("https://x.example/a.css");</style>', "import in a style"),
    ('<img alt="logo" src="http://x.example/a.png">', "picture"),
]


@pytest.mark.parametrize(("tag", "why"), FETCHES, ids=[case[1] for case in FETCHES])
def test_what_a_page_fetches_is_taken_out(tag: str, why: str) -> None:
    assert "x.example" not in offline(f"<html><head></head><body>{tag}</body></html>"), why


def test_importing_costs_neither_great_expectations_nor_pandas() -> None:
    code = "import sys, expectations; sys.exit(bool({'great_expectations', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(text=st.text(min_size=1), data=st.data())
def test_the_words_of_a_span_are_those_of_python_slices(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    frame = pl.DataFrame({"report_id": ["a"], "char_start": [start], "char_end": [end]})
    found = with_source(frame, pl.DataFrame({"report_id": ["a"], "text": [text]}))
    assert found["text__source"].to_list() == [text[start:end]]


@given(st.lists(st.sampled_from([(name, row) for name in FACTS for row in range(4)]), max_size=5))
def test_a_row_is_refused_exactly_when_it_or_an_ancestor_broke_a_rule(spoiled: list[tuple[str, int]]) -> None:
    rows = joined(report_rows(A), report_rows(B))
    frames = {name: pl.DataFrame(rows[name], schema=polars_schema(name), orient="row") for name in FACTS}
    broken = {
        name: {row: [] for one, row in spoiled if one == name and row < frames[name].height} for name in FACTS
    }
    refused = with_children(frames, broken)
    for name in FACTS:
        for row, values in enumerate(rows[name]):
            parents = [
                row_of(rows, parent, values[column])
                for child, column, parent in links(FACTS)
                if child == name and values[column]
            ]
            hangs = any(index in refused[parent] for parent, index in parents)
            assert (row in refused[name]) == (row in broken[name] or hangs)


def row_of(rows: Rows, name: str, key: str) -> tuple[str, int]:
    """The table and row number a reference leads to."""
    return name, next(n for n, row in enumerate(rows[name]) if row[table(name).key[0]] == key)
