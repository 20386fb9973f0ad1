"""Quarantine, seen and tried again: after something is mended, what now passes is loaded, the rest stays."""

import json

import pytest

from expectations import rules
from flows.runs import read_records
from tests.render.archive import zipped
from warehouse import find_quarantine, query

from .conftest import fill, report
from .test_command import invoke

pytestmark = pytest.mark.usefixtures("prefect")


def run(inbox, home, replay=None):
    from flows.nightly import nightly

    nightly(str(inbox), str(home), "threads", replay, return_state=True)
    return read_records(home)[-1]


def balance(home, name):
    statement = "SELECT rows_in, rows_loaded, rows_copies, rows_quarantined FROM ops.balance"
    return query(home, f"{statement} WHERE table_name = $1 ORDER BY run_id DESC LIMIT 1", [name]).row(0)


@pytest.fixture
def strict(monkeypatch):
    """A rule that refuses every figure of 100 and more; `strict.undo()` takes it back."""
    never = rules.Rule(
        id="core.measure.small", table="core.measure", severity="row", message="不大于 100",
        expectation="expect_column_values_to_be_between", kwargs={"column": "value", "max_value": 100},
    )  # fmt: skip
    patch = pytest.MonkeyPatch()
    written = rules._written()
    patch.setattr(rules, "_written", lambda: written | {"row": (*written["row"], never)})
    yield patch
    patch.undo()


def test_rows_that_pass_a_mended_rule_are_loaded_and_released(tmp_path, home, strict):
    inbox = fill(tmp_path / "inbox", 3)  # 100, 101 and 102 cases, and 3000 leaflets each
    first = run(inbox, home)
    assert first["rows_quarantined"] == 5
    assert query(home, "SELECT count(*) FROM core.measure WHERE value > 100").item() == 0
    came, loaded, copies, refused = balance(home, "core.measure")
    assert (came, copies, refused) == (loaded + refused, 0, 5)
    strict.undo()
    assert run(inbox, home)["status"] == "unchanged", "a mended rule alone reads nothing again"
    second = run(inbox, home, [])
    assert (second["status"], second["reports_loaded"]) == ("published", 3)
    assert find_quarantine(home, []).is_empty()
    assert query(home, "SELECT DISTINCT status FROM ops.quarantine")["status"].to_list() == ["released"]
    assert query(home, "SELECT count(*) FROM core.measure WHERE value > 100").item() == 5


def test_files_that_pass_a_mended_catalogue_are_loaded_and_the_rest_stays(tmp_path, home):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(report(), encoding="utf-8")
    title = "池淮镇2023年普法工作图解"
    (inbox / "b.txt").write_text(
        report("池淮镇").replace("池淮镇2023年度法治政府建设年度报告", title), encoding="utf-8"
    )
    (inbox / "空.txt").write_bytes(b"")
    assert run(inbox, home)["files_quarantined"] == 2
    (home / "reference").mkdir()
    header = "rule,code,name_zh,accepted,title,unless,body,body_min,reason\n"
    own = "picture,rule_of_law_annual_report,年度报告,1,普法工作图解,,,0,本地认作年度报告\n"
    (home / "reference" / "document_kinds.csv").write_text(header + own, encoding="utf-8")
    record = run(inbox, home, [])
    assert (record["reports_loaded"], record["files_quarantined"]) == (1, 1)
    assert find_quarantine(home, [])["path"].to_list() == ["空.txt"]
    assert balance(home, "ops.file") == (2, 1, 0, 1)


def test_only_what_the_words_mean_is_read_again(tmp_path, home):
    inbox = fill(tmp_path / "inbox", 1)
    for name in ("空.txt", "白.txt"):
        (inbox / name).write_bytes(b"")
    run(inbox, home)
    record = run(inbox, home, ["空"])
    assert (record["files_new"], record["files_still_quarantined"]) == (1, 1)


def test_a_member_is_read_again_with_its_archive(tmp_path, home, strict):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.zip").write_bytes(zipped({"a.txt": report().encode()}))
    run(inbox, home)
    strict.undo()
    run(inbox, home, ["a.txt"])
    assert find_quarantine(home, []).is_empty()


def test_a_file_that_went_nowhere_forbids_publication(inbox, home, monkeypatch):
    from flows import extraction

    whole = extraction.open_files

    def forgetful(*given):
        found = whole(*given)
        found.read.pop()
        return found

    monkeypatch.setattr(extraction, "open_files", forgetful)
    record = run(inbox, home)
    assert record["status"] == "failed"
    assert (
        "应读 3 个，有下落的 2 个；下落不明：长虹乡2023.txt" in record["message"]
        or "下落不明" in record["message"]
    )


def test_show_tells_rule_row_report_and_words_and_replay_what_was_released(tmp_path, home, strict):
    inbox = fill(tmp_path / "inbox", 2)
    run(inbox, home)
    shown = invoke("quarantine", "show", "池淮", "--home", home).output
    for word in ("core.measure.small", "101件", '"value": 101.0', "池淮镇", "fazhi show", "不大于 100"):
        assert word in shown
    (line,) = (
        line
        for line in invoke("quarantine", "show", "--jsonl", "--home", home).output.splitlines()
        if "101件" in line
    )
    entry = json.loads(line)
    assert (entry["words"], entry["row"]["value"]) == ("101件", 101.0)
    assert (
        entry["quarantine_id"] in invoke("quarantine", "show", entry["quarantine_id"], "--home", home).output
    )
    assert invoke("quarantine", "show", "没有这项", "--home", home).exit_code == 1
