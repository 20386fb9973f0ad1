"""The command `fazhi`: what each command prints and its exit status, over one home that a run has filled."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.command import main
from flows.runs import read_records, run_lock

from .conftest import fill

FAZHI = Path(sys.executable).with_name("fazhi")


def fazhi(*words: object, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own, with no setting from the environment."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("FAZHI_", "PREFECT_"))}
    command = [str(FAZHI), *map(str, words)]
    return subprocess.run(
        command, input=stdin, env=env, capture_output=True, text=True, check=False, timeout=240
    )


def invoke(*words: object):
    """The command within this process: faster, the same code."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Home, inbox and the first run's process: three reports, one empty file, one in no readable format."""
    home, inbox = tmp_path_factory.mktemp("home"), fill(tmp_path_factory.mktemp("in") / "inbox", 3)
    (inbox / "空.txt").write_bytes(b"")
    (inbox / "表.xlsx").write_bytes(b"PK")
    return home, inbox, fazhi("run", inbox, "--home", home)


def test_a_run_prints_what_it_did_and_where(filled):
    home, _, first = filled
    assert first.returncode == 0, first.stderr
    assert "已发布" in first.stdout and str(home / "warehouse" / "fazhi.duckdb") in first.stdout
    for name in ("空.txt", "表.xlsx", "unsupported_format"):
        assert name in first.stdout, "what was refused is listed"
    assert first.stderr == "", "quiet: no warnings, no trace, no telemetry"


def test_a_run_leaves_no_server_behind(filled):
    assert not (filled[0] / "prefect" / "server.json").exists()


def test_an_inbox_where_everything_is_refused_is_not_published_and_says_what_was_refused(tmp_path):
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "空.txt").write_bytes(b"")
    (inbox / "README.md").write_text("把报告放在这里", encoding="utf-8")
    result = fazhi("run", inbox, "--home", home)
    assert result.returncode == 1
    assert "空.txt" in result.stdout and "empty" in result.stdout
    assert "README" not in result.stdout, "it tells people what the folder is for"
    assert "一份报告也没有" in result.stderr
    assert "空.txt" in invoke("quarantine", "list", "--home", home).output


def test_a_missing_inbox_fails_at_once_and_is_recorded(tmp_path):
    begun = time.monotonic()
    result = fazhi("run", tmp_path / "gone", "--home", tmp_path / "home")
    assert result.returncode == 1 and "没有这个收件目录" in result.stderr
    assert time.monotonic() - begun < 5, "no server is started for that"
    assert [record["status"] for record in read_records(tmp_path / "home")] == ["failed"]


def test_a_strict_run_with_files_in_quarantine_is_status_1_though_nothing_is_new(filled):
    home, inbox, _ = filled
    second = fazhi("run", inbox, "--home", home, "--strict")
    assert second.returncode == 1
    assert "没有新文件" in second.stdout and "--strict" in second.stderr


def test_a_run_beside_another_leaves_at_once_with_a_word(filled):
    home, inbox, _ = filled
    with run_lock(home, "20261121T020000Z-1a2b"):
        begun = time.monotonic()
        second = fazhi("run", inbox, "--home", home)
    assert second.returncode == 1
    assert "20261121T020000Z-1a2b" in second.stderr
    assert time.monotonic() - begun < 5, "no server is started for that"


@pytest.mark.parametrize(
    "words",
    [
        ("run", "--runner", "cloud"),
        ("sql", "--format", "xml", "SELECT 1"),
        ("extract",),
        ("evaluate", "no-such-gold"),
        ("no-such-command",),
        ("quarantine", "empty"),
    ],
)
def test_wrong_usage_is_status_2(words):
    assert invoke(*words).exit_code == 2


@pytest.mark.parametrize(
    "command", ["run", "extract", "sql", "show", "evaluate", "quarantine", "quarantine list", "doctor"]
)
def test_every_command_has_help_in_chinese(command):
    result = invoke(*command.split(), "--help")
    assert result.exit_code == 0
    assert any("\u4e00" <= character <= "\u9fff" for character in result.output.split("Options")[0])


def test_help_is_fast_and_imports_nothing_heavy():
    code = (
        "import sys, flows.command; heavy = {'prefect', 'polars', 'duckdb', 'pandas', 'great_expectations'}\n"
    )
    code += "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr == ""
    )


def test_extract_writes_json_lines_with_the_fields_of_the_evidence_view(tmp_path):
    from tables import polars_schema

    path = tmp_path / "片段.txt"
    text = "\ufeff全年调解矛盾纠纷788件，其中交通领域67件。\r\n无行政复议发生。"
    path.write_bytes(text.encode("utf-8"))
    result = fazhi("extract", "--jsonl", path)
    assert result.returncode == 0, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [set(row) for row in rows] == [set(polars_schema("mart.measure_evidence"))] * len(rows)
    assert {row["file"] for row in rows} == {"片段.txt"}
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"], "positions count the mark and the line ends"
    assert {row["value"] for row in rows} >= {788.0, 67.0, 0.0}


def test_extract_without_jsonl_is_a_table(tmp_path):
    (tmp_path / "a.txt").write_text("举办讲座12场。", encoding="utf-8")
    result = invoke("extract", tmp_path / "a.txt")
    assert result.exit_code == 0 and "12" in result.output


def test_extract_goes_on_after_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "a.txt").write_text("举办讲座12场。", encoding="utf-8")
    result = invoke("extract", "--jsonl", tmp_path / "none.txt", tmp_path / "a.txt")
    assert result.exit_code == 1
    assert '"text": "12场"' in result.output


def test_extract_does_not_import_prefect(tmp_path):
    (tmp_path / "a.txt").write_text("举办讲座12场。", encoding="utf-8")
    code = "import sys; from typer.testing import CliRunner; from flows.command import main\n"
    code += "CliRunner().invoke(main, ['extract', sys.argv[1]]); sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.txt")], check=False).returncode == 0


def test_sql_as_csv_json_and_table(filled):
    home = filled[0]
    statement = "SELECT report_year AS year, count(*) AS n FROM core.report GROUP BY ALL"
    as_csv = invoke("sql", statement, "--format", "csv", "--home", home)
    assert list(csv.reader(io.StringIO(as_csv.output))) == [["year", "n"], ["2023", "3"]]
    assert json.loads(invoke("sql", statement, "--format", "json", "--home", home).output) == [
        {"year": 2023, "n": 3}
    ]
    assert "1 行" in invoke("sql", statement, "--home", home).output


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("SELEC 1", "wrong SQL"),
        ("DELETE FROM core.report", "the published file is read-only"),
        ("SELECT * FROM read_text('/etc/hostname')", "nothing but the warehouse can be read"),
    ],
)
def test_sql_that_cannot_be_run_is_status_1_with_a_word(filled, statement, why):
    result = invoke("sql", statement, "--home", filled[0])
    assert result.exit_code == 1, why
    assert "查询有误" in result.output


def test_sql_reads_statements_from_standard_input(filled):
    said = "SELECT count(*) AS n\nFROM core.report;\nSELEC;\nSELECT 41 + 1 AS m;\nexit\n"
    result = fazhi("sql", "--format", "csv", "--home", filled[0], stdin=said)
    assert result.stdout.splitlines() == ["n", "3", "m", "42"]
    assert "查询有误" in result.stderr, "a slip does not end the session"


def test_sql_before_anything_is_published(home):
    result = invoke("sql", "SELECT 1", "--home", home)
    assert result.exit_code == 1 and "fazhi run" in result.output


def test_show_marks_figures_and_tells_rejected_numerals(filled):
    result = invoke("show", "华埠镇2023.txt", "--rejected", "--home", filled[0])
    assert result.exit_code == 0
    for words in ("调解矛盾纠纷100件", "2023", "不算计量的数字"):
        assert words in result.output


def test_show_writes_a_page_of_its_own(filled, tmp_path):
    page = tmp_path / "页.html"
    assert invoke("show", "华埠镇2023.txt", "--html", page, "--home", filled[0]).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert ">100件</mark>" in text
    assert "http" not in text, "nothing is fetched from elsewhere"


@pytest.mark.parametrize(("words", "told"), [("没有这份", "找不到"), ("年度法治政府", "请写明编号")])
def test_show_of_none_or_several_is_status_1(filled, words, told):
    result = invoke("show", words, "--home", filled[0])
    assert result.exit_code == 1 and told in result.output


def test_quarantine_list_tells_file_rule_and_reason(filled):
    result = invoke("quarantine", "list", "--home", filled[0])
    assert result.exit_code == 0
    for words in ("空.txt", "empty", "表.xlsx", "unsupported_format"):
        assert words in result.output


def test_doctor_on_a_good_home_and_on_a_broken_one(filled, home):
    assert invoke("doctor", "--home", filled[0]).exit_code == 0
    (home / "settings.toml").write_text("workers = 0", encoding="utf-8")
    result = invoke("doctor", "--home", home)
    assert result.exit_code == 1
    assert "有误  设置" in result.output and "正常  安装" in result.output
