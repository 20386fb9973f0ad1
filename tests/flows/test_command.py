"""The command `fazhi`: what each command prints and its exit status, over one home that a run has filled."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import steps
from flows.command import main
from flows.commands.completion import Names
from flows.published import named
from flows.runs import new_run, read_records
from flows.settings import CHECKOUT, load_settings

from .conftest import fill, held

# Typer's own words, which are not the program's
ENGLISH = re.compile(r"Usage|Options|Arguments|Commands|Show this|Error|Invalid|Missing|unexpected|Try ")
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
    (record,) = read_records(home)
    assert f"运行 {record['run_id']}：已发布" in first.stdout.splitlines(), "to be copied from one line"
    assert str(home / "warehouse" / "fazhi.duckdb") in first.stdout
    for name in ("空.txt", "表.xlsx", "unsupported_format"):
        assert name in first.stdout, "what was refused is listed"
    assert first.stderr == "", "quiet: no warnings, no trace, no telemetry"


def test_git_ignores_all_that_a_run_writes_into_the_default_home(filled):
    ignored = (CHECKOUT / ".gitignore").read_text(encoding="utf-8").splitlines()
    written = [f"data/{path.name}{'/' if path.is_dir() else ''}" for path in filled[0].iterdir()]
    assert [path for path in written if path not in ignored] == []


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
    assert result.stdout == "", "nothing was done, so nothing is counted"
    assert time.monotonic() - begun < 5, "no server is started for that"
    assert [record["status"] for record in read_records(tmp_path / "home")] == ["failed"]


def test_a_run_that_dies_before_its_record_tells_what_broke_and_nothing_of_an_earlier_run(
    filled, monkeypatch
):
    def broken(*_, **__):
        raise RuntimeError("接口不通")

    monkeypatch.setattr("flows.launch.execute", broken)
    result = invoke("run", filled[1], "--home", filled[0])
    assert result.exit_code == 1
    assert result.output == "错误：接口不通\n"


def test_a_run_is_not_mistaken_for_one_that_began_later(filled, monkeypatch):
    """Another run may begin before this one holds the lock; its record is not ours."""
    from flows.runs import new_run, write_record

    home, inbox, _ = filled
    written = []

    def overtaken(*_, **__):
        written.append(write_record(home, new_run(inbox)))
        raise RuntimeError("另一次运行尚未结束")

    monkeypatch.setattr("flows.launch.execute", overtaken)
    result = invoke("run", inbox, "--home", home)
    written[0].unlink()
    assert result.exit_code == 1
    assert result.output == "错误：另一次运行尚未结束\n"


def test_a_run_with_a_broken_catalogue_says_what_to_do(tmp_path):
    inbox, home = fill(tmp_path / "inbox", 1), tmp_path / "home"
    (home / "reference").mkdir(parents=True)
    (home / "reference" / "units.csv").write_text(
        "unit,family,factor,chinese\n箩,item,x,one\n", encoding="utf-8"
    )
    result = fazhi("run", inbox, "--home", home)
    assert result.returncode == 1
    assert "目录文件有误，请改正后重试" in result.stderr and "units.csv, line 2" in result.stderr
    doctor = invoke("doctor", "--home", home)
    assert doctor.exit_code == 1 and "有误  目录文件" in doctor.output


def test_a_strict_run_with_files_in_quarantine_is_status_1_though_nothing_is_new(filled):
    home, inbox, _ = filled
    second = fazhi("run", inbox, "--home", home, "--strict")
    assert second.returncode == 1
    assert "没有新文件" in second.stdout and "--strict" in second.stderr


def test_a_run_beside_another_leaves_at_once_with_a_word(filled):
    home, inbox, _ = filled
    with held(home, "20261121T020000Z-1a2b"):
        begun = time.monotonic()
        second = fazhi("run", inbox, "--home", home)
    assert second.returncode == 1
    assert "20261121T020000Z-1a2b" in second.stderr
    assert time.monotonic() - begun < 5, "no server is started for that"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("run", "--runner", "cloud"),
            "'--runner' 的值不可用：'cloud' 不是 'threads', 'processes', 'dask' 之一",
        ),
        (("sql", "--format", "xml", "SELECT 1"), "'xml' 不是"),
        (("sql", "--format"), "后面要写值"),
        (("sql", "SELECT", "1"), "多余的参数：1"),
        (("extract",), "缺少参数 'FILE…'"),
        (("extract", "--xml", "a.txt"), "没有 --xml 这个选项"),
        (("evaluate", "no-such-gold"), "'no-such-gold' 不存在"),
        (("no-such-command",), "没有 'no-such-command' 这个命令"),
        (("quarantine", "empty"), "没有 'empty' 这个命令"),
    ],
)
def test_wrong_usage_is_status_2_and_told_in_chinese(words, told):
    result = invoke(*words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not ENGLISH.search(result.stderr)


@pytest.mark.parametrize(
    "command",
    [
        "",
        "run",
        "extract",
        "sql",
        "show",
        "card",
        "correct",
        "review",
        "audit",
        "evaluate",
        "quarantine",
        "quarantine list",
        "quarantine show",
        "quarantine replay",
        "doctor",
    ],
)
def test_every_command_has_help_in_chinese(command):
    result = invoke(*command.split(), "--help")
    assert result.exit_code == 0
    assert "用法：" in result.output and "显示本说明" in result.output
    assert not ENGLISH.search(result.output)


def test_the_version_is_told():
    result = invoke("--version")
    assert result.exit_code == 0 and result.output == f"fazhi {version('fazhi')}\n"


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


@pytest.fixture
def eighty(monkeypatch):
    """A terminal of 80 columns."""
    from rich.console import Console

    from flows.commands import common, extract, show, sql

    for module in (common, extract, show, sql):
        monkeypatch.setattr(
            module,
            "console",
            lambda: Console(force_terminal=True, width=80, color_system=None, highlight=False),
        )


def test_extract_fits_80_columns_and_tells_in_words_how_a_number_is_meant(tmp_path, eighty):
    (tmp_path / "a.txt").write_text("全年调解矛盾纠纷1200余件。明年计划举办法治讲座12场。", encoding="utf-8")
    result = invoke("extract", tmp_path / "a.txt")
    assert_fits(result.output, 80)
    for word in ("位置", "指标", "口径", "1200余件", "不少于", "计划"):
        assert word in result.output, "nothing is cut"


def test_extract_wide_has_the_columns_of_the_evidence_view(tmp_path):
    (tmp_path / "a.txt").write_text("举办讲座12场。", encoding="utf-8")
    output = invoke("extract", "--wide", tmp_path / "a.txt").output
    for name in ("start", "subject", "indicator", "modality", "part_of", "confidence"):
        assert name in output


def assert_fits(output: str, width: int) -> None:
    from rich.cells import cell_len

    assert [line for line in output.splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize(
    ("expression", "shown", "why"),
    [
        ("3.0::DOUBLE", "3", "a whole number"),
        ("0.1::DOUBLE + 0.2", "0.3", "no more digits than a double keeps"),
        ("true", "true", "as SQL writes it"),
        ("null", "", "nothing, not None"),
        ("'一' || chr(10) || '二'", "一↵二", "a row is a line"),
    ],
)
def test_a_cell_of_sql(filled, expression, shown, why):
    output = invoke("sql", f"SELECT {expression} AS cell", "--home", filled[0]).output
    assert output.splitlines()[3].strip("│ ") == shown, why


def test_a_table_of_sql_fits_80_columns_cuts_words_and_no_numbers(filled, eighty):
    statement = "SELECT repeat('字', 400) AS a_rather_long_heading, 123456789012 AS n, title FROM core.report"
    output = invoke("sql", f"{statement} LIMIT 1", "--home", filled[0]).output
    assert_fits(output, 80)
    assert "123456789012" in output and "…" in output
    assert len(output.splitlines()) == 6, "heading and row are a line each"


def test_a_table_too_wide_tells_how_many_columns_are_left_out(filled, eighty):
    output = invoke("sql", "FROM mart.measure_evidence LIMIT 2", "--home", filled[0]).output
    assert_fits(output, 80)
    assert "栏只显示前" in output and "--format csv" in output


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


def test_show_finds_a_report_by_words_that_all_match_and_by_the_beginning_of_its_number(filled):
    found = invoke("show", "华埠", "2023", "--home", filled[0])
    assert found.exit_code == 0 and "调解矛盾纠纷100件" in found.output
    listed = invoke(
        "sql", "SELECT report_id FROM core.report LIMIT 1", "--format", "csv", "--home", filled[0]
    )
    number = listed.output.split()[1]
    assert number in invoke("show", number[:10], "--home", filled[0]).output


@pytest.mark.parametrize(
    ("words", "told", "why"),
    [
        (["没有这份"], ["找不到"], "no report has it"),
        (["华埠", "2022"], ["找不到"], "one word alone is not enough"),
        (["年度法治政府"], ["3 份", "请再加字", "华埠镇", "池淮镇"], "several are listed"),
    ],
)
def test_show_of_none_or_several_is_status_1(filled, words, told, why):
    result = invoke("show", *words, "--home", filled[0])
    assert result.exit_code == 1, why
    for word in told:
        assert word in result.output, why


@pytest.mark.parametrize("words", [["list", "--home"], ["--home"]], ids=["list", "alone"])
def test_quarantine_tells_file_rule_and_reason(filled, words):
    result = invoke("quarantine", *words, filled[0])
    assert result.exit_code == 0
    for words in ("空.txt", "empty", "表.xlsx", "unsupported_format"):
        assert words in result.output


def test_a_home_named_before_the_subcommand_holds(filled):
    assert "空.txt" in invoke("quarantine", "--home", filled[0], "list").output


def test_doctor_calls_overrides_only_what_a_steward_put_there(filled, home):
    (home / "reference").mkdir()
    header = "unit,family,factor,chinese\n"
    (home / "reference" / "units.csv").write_text(header + "箩,item,1,one\n", encoding="utf-8")
    assert "本地覆盖：units.csv" in invoke("doctor", "--home", home).output
    assert "本地覆盖" not in invoke("doctor", "--home", filled[0]).output


def test_doctor_on_a_good_home_and_on_a_broken_one(filled, home):
    assert invoke("doctor", "--home", filled[0]).exit_code == 0
    (home / "settings.toml").write_text("workers = 0", encoding="utf-8")
    result = invoke("doctor", "--home", home)
    assert result.exit_code == 1
    assert "有误  设置" in result.output and "正常  安装" in result.output


def test_doctor_tells_formats_and_what_is_missing(home, monkeypatch):
    from transforms.read import door

    told = invoke("doctor", "--home", home).output
    assert "正常  文件格式" in told and "docx" in told and "文字识别模型" in told
    monkeypatch.setitem(door.READERS, "docx", "nothing_of_the_name")
    missing = invoke("doctor", "--home", home)
    assert missing.exit_code == 1 and "有误  文件格式：读 docx 所需的" in missing.output
    assert "make setup" in missing.output


def test_completion_knows_what_is_published(filled):
    names = Names.of(named(filled[0], "names"))
    assert {"mart.district_year", "报表.区县年度", "core.measure"} <= set(names.tables)
    assert names.meanings["fazhi_evidence("].startswith("区县数字的依据")
    assert names.tables["mart.district_year"]["coverage"].startswith("覆盖率")


@pytest.mark.parametrize(
    ("form", "told", "written"),
    [
        ("parquet", "张表", "core/measure/report_year=2023/data_0.parquet"),
        ("csv", "张表", "mart/district_year.csv"),
        ("xlsx", "本工作簿", "浙江省衢州市开化县-330824.xlsx"),
    ],
)
def test_an_export_says_what_it_wrote_and_where(filled, tmp_path, form, told, written):
    done = invoke("export", tmp_path / "out", "--format", form, "--home", filled[0])
    assert done.exit_code == 0, done.output
    assert f"{told}到 {tmp_path / 'out'}" in done.output
    assert (tmp_path / "out" / written).exists()


def test_a_district_is_named_only_for_workbooks(filled, tmp_path):
    done = invoke("export", tmp_path / "out", "--district", "开化县", "--home", filled[0])
    assert (done.exit_code, "只用于 --format xlsx" in done.output) == (2, True)


def test_an_export_over_something_else_is_refused(filled, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    done = invoke("export", tmp_path, "--home", filled[0])
    assert (done.exit_code, "又不是以前的导出" in done.output) == (1, True)


def test_more_rows_than_the_limit_are_told_beside_the_answer(filled, monkeypatch):
    monkeypatch.setenv("FAZHI_SQL_ROWS", "3")
    done = invoke("sql", "SELECT * FROM range(9)", "--format", "csv", "--home", filled[0])
    assert done.stdout == "range\n0\n1\n2\n"
    assert "结果不止 3 行" in done.stderr


def test_a_publication_exports_what_the_settings_name(filled, monkeypatch):
    """And one that fails is a warning: what is published stands."""
    monkeypatch.setenv("FAZHI_EXPORTS", "csv,parquet")
    home = filled[0]
    (home / "export" / "parquet").mkdir(parents=True)
    (home / "export" / "parquet" / "mine.txt").write_text("mine")
    run = steps.write_exports(load_settings(home), new_run(filled[1]))
    assert (home / "export" / "csv" / "datapackage.json").exists()
    (warning,) = run.warnings
    assert warning.startswith("导出 parquet 没有完成，以前的导出保持不变")
