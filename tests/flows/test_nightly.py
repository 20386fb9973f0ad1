"""The flow as Prefect runs it, with the real extraction, expectations and warehouse."""

import json

import pytest

from flows.runs import read_records
from tests.render import docx, pdf
from tests.render.archive import zipped
from warehouse import current, query

from .conftest import fill, held, report

pytestmark = pytest.mark.usefixtures("prefect")


def run(inbox, home, runner="threads"):
    """One run; its record and its flow run, as Prefect knows it."""
    from flows.nightly import nightly

    state = nightly(str(inbox), str(home), runner, return_state=True)
    return read_records(home)[-1], state


def flow_run(state):
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return client.read_flow_run(state.state_details.flow_run_id)


def artifacts_of(state):
    """What a run shows in Prefect's pages, by key."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        artifacts = client.read_artifacts()
    own = [one for one in artifacts if one.flow_run_id == state.state_details.flow_run_id]
    return {one.key: one.data for one in own}


def task_runs(state):
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    wanted = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
    with get_client(sync_client=True) as client:
        return client.read_task_runs(flow_run_filter=wanted, limit=200)


@pytest.fixture(scope="module")
def done(tmp_path_factory, prefect):
    """A home after one run over four files: three reports and one that cannot be read."""
    home, inbox = tmp_path_factory.mktemp("home"), fill(tmp_path_factory.mktemp("in") / "inbox", 3)
    (inbox / "表.xlsx").write_bytes(b"PK")
    record, state = run(inbox, home)
    return home, inbox, record, state


def test_a_run_loads_and_publishes(done):
    home, _, record, state = done
    assert state.is_completed()
    assert record["status"] == "published"
    assert (record["files_seen"], record["files_new"], record["reports_loaded"]) == (4, 4, 3)
    assert query(home, "SELECT count(*) FROM core.report").item() == 3
    assert current(home).run_id == record["run_id"]


def test_the_figures_of_a_report_are_in_the_published_file(done):
    home = done[0]
    found = query(
        home, "SELECT value FROM mart.measure_evidence WHERE text = '100件' AND file = '华埠镇2023.txt'"
    )
    assert found["value"].to_list() == [100.0]


def test_the_run_is_a_row_of_the_published_file(done):
    home, _, record, _ = done
    (row,) = query(home, "SELECT run_id, status, files_quarantined FROM ops.run").rows()
    assert row == (record["run_id"], "published", 1)


def test_the_flow_run_says_what_it_did(done):
    _, _, record, state = done
    assert flow_run(state).name == f"{record['started_at'][:10]} 已发布：新 4 载 3 隔离 1"
    shown = artifacts_of(state)
    assert record["run_id"] in shown["nightly"] and "| 装入的报告 | 3 |" in shown["nightly"]
    assert [row["规则"] for row in json.loads(shown["quarantine"])] == ["unsupported_format"]
    assert "quality" in shown
    assert (done[0] / "docs" / "index.html").as_uri() in shown["data-docs"]
    assert list(record["seconds"]) == ["清点", "抽取", "校验", "装入", "发布"]


def test_nothing_but_paths_passes_through_prefect(done):
    """A batch is a number and a folder; what it did is on disk."""
    (task_run,) = task_runs(done[3])
    assert set(task_run.task_inputs) == {"number", "folder"}
    assert not list(done[0].rglob("storage/*"))


def test_a_second_run_changes_nothing(done):
    home, inbox, first, _ = done
    before = (current(home), (home / "warehouse" / "fazhi.duckdb").stat().st_mtime_ns)
    record, state = run(inbox, home)
    assert (record["status"], record["files_new"], record["files_still_quarantined"]) == ("unchanged", 0, 1)
    assert (current(home), (home / "warehouse" / "fazhi.duckdb").stat().st_mtime_ns) == before
    assert task_runs(state) == []
    assert "无新内容" in flow_run(state).name
    assert first["run_id"] != record["run_id"]


@pytest.mark.parametrize(("files", "batch_files", "tasks"), [(3, 250, 1), (20, 250, 1), (20, 5, 4)])
def test_tasks_count_batches_not_files(tmp_path, home, monkeypatch, files, batch_files, tasks):
    monkeypatch.setenv("FAZHI_BATCH_FILES", str(batch_files))
    record, state = run(fill(tmp_path / "inbox", files), home)
    assert record["reports_loaded"] == files
    assert len(task_runs(state)) == tasks


def test_the_same_rows_whatever_the_batches_and_the_runner(tmp_path, monkeypatch):
    inbox = fill(tmp_path / "inbox", 7)
    run(inbox, tmp_path / "one")
    monkeypatch.setenv("FAZHI_BATCH_FILES", "2")
    monkeypatch.setenv("FAZHI_SMALL_RUN_BYTES", "0")
    run(inbox, tmp_path / "two", "processes")
    assert current(tmp_path / "one").content_hash == current(tmp_path / "two").content_hash


def test_an_empty_inbox_is_said_and_the_published_file_stays(done, tmp_path):
    home = done[0]
    before = current(home)
    (tmp_path / "leer").mkdir()
    record, _ = run(tmp_path / "leer", home)
    assert record["status"] == "unchanged" and "是空的" in record["message"]
    assert current(home) == before
    assert query(home, "SELECT bool_and(present) FROM ops.file").item(), (
        "an empty folder is no news of any file"
    )


def test_a_missing_inbox_fails_and_the_published_file_stays(done, tmp_path):
    home = done[0]
    before = current(home)
    record, state = run(tmp_path / "gone", home)
    assert state.is_failed()
    assert record["status"] == "failed" and "gone" in record["message"]
    assert current(home) == before


def test_a_changed_file_is_a_new_revision_and_a_mended_one_leaves_quarantine(tmp_path, home):
    inbox = fill(tmp_path / "inbox", 2)
    (inbox / "坏.txt").write_bytes(b"")
    record, _ = run(inbox, home)
    assert record["files_quarantined"] == 1
    (inbox / "坏.txt").write_text(report("苏庄镇"), encoding="utf-8")
    record, _ = run(inbox, home)
    assert (record["files_new"], record["reports_loaded"], record["files_still_quarantined"]) == (1, 1, 0)
    assert query(home, "SELECT count(*) FROM ops.quarantine WHERE status = 'open'").item() == 0


def test_a_second_run_at_once_is_refused_and_records_nothing(tmp_path, home, inbox):
    with held(home, "20261121T020000Z-1a2b"):
        from flows.nightly import nightly

        state = nightly(str(inbox), str(home), return_state=True)
    assert state.is_failed()
    assert "20261121T020000Z-1a2b" in str(state.result(raise_on_failure=False))
    assert read_records(home) == []


def test_a_scheduled_run_waits_for_another_to_end(tmp_path, home):
    """It would else miss its night where somebody runs the command by hand."""
    from flows.nightly import nightly

    with held(home, "20261121T020000Z-1a2b", 2):
        nightly(str(fill(tmp_path / "inbox", 1)), str(home), scheduled=True)
    assert [one["status"] for one in read_records(home)] == ["published"]


def test_what_a_killed_run_had_loaded_is_published_by_the_next(tmp_path, home, inbox, monkeypatch):
    """Killed between load and publish: the ledger knows all files, and nothing would look new."""
    from flows import steps

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(steps, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            run(inbox, home)
    assert current(home) is None
    record, _ = run(inbox, home)
    assert (record["files_new"], record["status"]) == (0, "published")
    assert query(home, "SELECT count(*) FROM core.report").item() == 3


def test_a_stopped_run_says_which_rule_keeps_the_results_and_leaves_the_ledger(home, inbox, monkeypatch):
    from expectations import validation
    from expectations.rules import total_rules
    from warehouse import Build

    never = [
        rule.model_copy(update={"kwargs": rule.kwargs | {"min_value": 99}}) for rule in total_rules()[:1]
    ]
    with monkeypatch.context() as patch:
        patch.setattr(validation, "total_rules", lambda: never)
        record, _ = run(inbox, home)
    assert record["status"] == "failed" and never[0].message in record["message"]
    assert never[0].id in record["warnings"][0]
    with Build.open(home) as build:
        found = build._connection.execute(
            "SELECT run_id, success FROM ops.expectation_result WHERE rule = ?", [never[0].id]
        ).fetchall()
    assert found == [(record["run_id"], False)]
    record, state = run(inbox, home)
    assert (record["files_new"], record["status"]) == (3, "published")
    assert task_runs(state) == [], "the batches of the stopped run are taken over"


def test_broken_rules_that_only_warn_are_told(home, inbox, monkeypatch):
    from expectations import validation
    from expectations.rules import total_rules

    warned = [one for one in total_rules() if one.id == "core.measure.other"]
    warned = [one.model_copy(update={"kwargs": one.kwargs | {"max_value": -1}}) for one in warned]
    monkeypatch.setattr(validation, "total_rules", lambda: warned)
    record, state = run(inbox, home)
    assert record["status"] == "published"
    (line,) = (line for line in record["warnings"] if "core.measure.other" in line)
    assert line.startswith("提醒") and line in artifacts_of(state)["nightly"]


def test_a_crashed_run_is_marked_in_the_records_and_in_prefect(home, inbox):
    from flows import orchestrator
    from flows.runs import new_run, write_record

    _, other = run(inbox, home)
    write_record(home, new_run(inbox))
    orchestrator.note_flow_run(home, str(other.state_details.flow_run_id))
    run(inbox, home)
    assert [record["status"] for record in read_records(home)].count("crashed") == 1
    assert flow_run(other).state.is_crashed()
    statuses = query(home, "SELECT status FROM ops.run")["status"].to_list()
    assert statuses == ["published"], "the published file is of the run before"


def test_extraction_that_breaks_on_most_files_stops_the_run_and_blames_no_file(tmp_path, home, monkeypatch):
    from flows import extraction

    def broken(*_):
        raise TypeError("a bug")

    inbox = fill(tmp_path / "inbox", 10)
    with monkeypatch.context() as patch:
        patch.setattr(extraction, "extract_documents", broken)
        record, _ = run(inbox, home)
    assert record["status"] == "failed" and "程序出错" in record["message"]
    monkeypatch.setattr("flows.steps.program_version", lambda _: "mended")
    record, _ = run(inbox, home)
    assert (record["status"], record["reports_loaded"]) == ("published", 10)


def test_an_unexpected_error_leaves_its_trace(home, inbox, monkeypatch):
    from flows import steps

    def broken(*_):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(steps, "check", broken)
    record, _ = run(inbox, home)
    assert "ZeroDivisionError: a bug" in record["message"]
    assert "in broken" in (home / "runs" / f"{record['run_id']}.trace.txt").read_text(encoding="utf-8")
    assert (
        json.loads((home / "runs" / f"{record['run_id']}.json").read_text(encoding="utf-8"))["status"]
        == "failed"
    )


def ledger(home):
    """Path to (status, present) of every file, as published."""
    rows = query(home, "SELECT path, status, present FROM ops.file").rows()
    return {path: (status, present) for path, status, present in rows}


def test_an_archive_through_four_nights(tmp_path, home):
    """New, unchanged, changed, gone: its members share its fate, reports stay."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    texts = {f"{town}.txt": report(town).encode() for town in ("华埠镇", "池淮镇", "长虹乡")}
    first, second, third = texts
    archive = inbox / "a.zip"
    archive.write_bytes(zipped({first: texts[first], second: texts[second], "../坏.txt": b"x"}))
    record, _ = run(inbox, home)
    assert (record["files_seen"], record["reports_loaded"], record["files_quarantined"]) == (1, 2, 1)
    assert query(home, "SELECT path FROM core.report ORDER BY path")["path"].to_list() == sorted(
        [f"a.zip!/{first}", f"a.zip!/{second}"]
    )

    record, _ = run(inbox, home)
    assert (record["status"], record["files_still_quarantined"]) == ("unchanged", 1)

    archive.write_bytes(zipped({second: texts[second], third: texts[third]}))
    record, _ = run(inbox, home)
    assert record["reports_loaded"] == 2, "the unchanged member is read again, with its archive"
    assert ledger(home) == {
        "a.zip": ("unpacked", True),
        f"a.zip!/{first}": ("loaded", False),
        f"a.zip!/{second}": ("loaded", True),
        f"a.zip!/{third}": ("loaded", True),
        "a.zip!/../坏.txt": ("quarantined", False),
    }
    assert query(home, "SELECT count(*) FROM core.report").item() == 3

    archive.unlink()
    (inbox / "b.txt").write_text(report("桐村镇"), encoding="utf-8")
    run(inbox, home)
    assert {present for path, (_, present) in ledger(home).items() if path != "b.txt"} == {False}
    assert query(home, "SELECT count(*) FROM core.report").item() == 4


@pytest.mark.parametrize("order", [1, -1])
def test_the_better_form_wins_on_whatever_night_it_comes(tmp_path, order):
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    inbox.mkdir()
    forms = {"a.pdf": pdf.render(report()), "b.docx": docx.render(report())}
    for name in list(forms)[::order]:
        (inbox / name).write_bytes(forms[name])
        run(inbox, home)
    kept = query(home, "SELECT path, format, native FROM core.report").rows()
    assert kept == [("b.docx", "docx", True)]
    assert query(home, "SELECT path FROM core.report_copy")["path"].to_list() == ["a.pdf"]
    assert ledger(home) == {"a.pdf": ("copy", True), "b.docx": ("loaded", True)}
    assert query(home, "SELECT DISTINCT page FROM core.measure")["page"].to_list() == [None]
