"""`fazhi correct` writes corrections; the next run applies them, or undoes them, though no file is new."""

import csv
import os
import pty
import subprocess

import pytest

from flows.corrections import corrections_file, load_corrections
from flows.reference import load_catalogue
from flows.runs import read_records
from warehouse import current, query

from .conftest import report
from .test_command import FAZHI, invoke
from .test_corrections import GOOD, write

pytestmark = pytest.mark.usefixtures("prefect")


def load(home):
    return load_corrections(home, load_catalogue(home))


def run(inbox, home):
    from flows.nightly import nightly

    nightly(str(inbox), str(home), "threads", return_state=True)
    return read_records(home)[-1]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, prefect):
    """An inbox with one report, loaded into a home."""
    inbox, home = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("home")
    (inbox / "a.txt").write_text(report(), encoding="utf-8")
    run(inbox, home)
    return inbox, home


def mediated(home):
    return query(
        home, "SELECT value FROM mart.report_indicator WHERE indicator LIKE 'dispute.%' AND unit = '件'"
    )["value"].to_list()


GIVEN = ("--reason", "来函更正", "--author", "县司法局")


def test_a_correction_is_written_applied_and_withdrawn_though_no_file_is_new(corpus):
    inbox, home = corpus
    before = current(home)
    result = invoke(
        "correct",
        "华埠",
        "--quote",
        "调解矛盾纠纷120件",
        "--field",
        "value",
        "--value",
        "102",
        *GIVEN,
        "--home",
        home,
    )
    assert result.exit_code == 0, result.output
    assert "全年调解矛盾纠纷120件" in result.output, "the sentence is shown"
    record = run(inbox, home)
    assert (record["status"], record["files_new"], record["corrections_applied"]) == ("published", 0, 1)
    assert "应用更正 1 条" in record["message"]
    assert mediated(home) == [102.0]
    (row,) = query(home, "FROM core.correction").to_dicts()
    assert (row["quote"], row["expected"], row["status"]) == ("全年调解矛盾纠纷【120件】", "120", "applied")
    assert "更正：生效 1 条" in invoke("doctor", "--home", home).output
    assert run(inbox, home)["status"] == "unchanged", "the same corrections are no news"
    corrections_file(home).unlink()
    record = run(inbox, home)
    assert (record["status"], record["corrections_applied"]) == ("published", 0)
    assert mediated(home) == [120.0]
    assert current(home).content_hash == before.content_hash
    assert run(inbox, home)["status"] == "unchanged"


def test_one_that_does_not_fit_is_told_by_run_and_doctor_and_a_broken_file_stops_the_run(corpus):
    inbox, home = corpus
    write(home, GOOD)
    record = run(inbox, home)
    assert (record["status"], record["corrections_not_applied"]) == ("published", 1)
    assert record["warnings"] == [
        "更正第 1 条（调解矛盾纠纷【120件】）未应用：" + record["warnings"][0].split("：", 1)[1]
    ]
    told = invoke("doctor", "--home", home)
    assert told.exit_code == 1 and "有误  更正：" in told.output and "找不到这个系列" in told.output
    write(home, GOOD | {"value": "很多"})
    record = run(inbox, home)
    assert record["status"] == "failed" and "corrections.csv" in record["message"]
    corrections_file(home).unlink()


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (("--quote", "讲座【12场】", "--target", "not_a_measure"), [("not_a_measure", "", "12", "")]),
        (
            ("--quote", "工作汇报【4次】", "--target", "missing_measure", "--value", "4", "--unit", "次",
             "--indicator", "other"),
            [("missing_measure", "value", "", "4"), ("missing_measure", "unit", "", "次"),
             ("missing_measure", "indicator", "", "other")],
        ),
        (("--target", "report", "--field", "report_year", "--value", "2022"),
         [("report", "report_year", "2023", "2022")]),
    ],
)  # fmt: skip
def test_each_kind_of_correction_is_written(corpus, words, rows):
    home = corpus[1]
    result = invoke("correct", "华埠", *words, *GIVEN, "--home", home)
    assert result.exit_code == 0, result.output
    with corrections_file(home).open(encoding="utf-8", newline="") as file:
        found = [(row["target"], row["field"], row["expected"], row["value"]) for row in csv.DictReader(file)]
    corrections_file(home).unlink()
    assert found == rows


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--quote", "没有这段话"), "找不到“没有这段话”"),
        (("--quote", "举办法治讲座12场，发放宣传资料3000余份"), "请用【】标出"),
        (("--quote", "华埠镇"), "没有抽取到计量"),
        (("--quote", "讲座【12场】", "--field", "colour"), "只能更正 value、"),
        (("--quote", "讲座【12场】", "--field", "indicator", "--value", "x"), "指标目录中没有“x”"),
        (("--quote", "讲座【12场】", "--field", "value", "--value", "12"), "已经是“12”"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is_written(corpus, words, told):
    result = invoke("correct", "华埠", *words, *GIVEN, "--home", corpus[1])
    assert result.exit_code == 1 and told in result.output
    assert not corrections_file(corpus[1]).exists()


def test_what_is_not_given_is_asked(corpus):
    home = corpus[1]
    answers = "讲座12场\nshade\nvalue\n15\n\n来函更正\n县司法局\n"
    done = subprocess.run(
        [FAZHI, "correct", "华埠", "--home", home], input=answers, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "请输入 value、" in done.stderr and "不能为空" in done.stderr, "asked again"
    (one,) = load(home)
    corrections_file(home).unlink()
    assert (one.quote, one.field, one.expected, one.value, one.reason, one.author) == (
        "举办法治讲座【12场】", "value", "12", "15", "来函更正", "县司法局"
    )  # fmt: skip


def test_who_leaves_in_the_middle_has_written_nothing(corpus):
    done = subprocess.run(
        [FAZHI, "correct", "华埠", "--home", corpus[1]],
        input="讲座12场\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and "没有写入" in done.stderr
    assert not corrections_file(corpus[1]).exists()


def test_at_a_terminal_answers_are_typed(corpus):
    home = corpus[1]
    main, side = pty.openpty()
    words = [
        FAZHI,
        "correct",
        "华埠",
        "--quote",
        "讲座12场",
        "--field",
        "value",
        "--reason",
        "来函",
        "--home",
        home,
    ]
    done = subprocess.Popen(words, stdin=side, stdout=side, stderr=side, env=os.environ | {"TERM": "xterm"})
    os.close(side)
    seen = read_until(main, "新值")
    os.write(main, b"16\r")
    seen += read_until(main, "更正人")
    os.write(main, "县司法局\r".encode())
    read_until(main, "下次 fazhi run")
    assert done.wait(30) == 0, seen
    assert [one.value for one in load(home)] == ["16"]
    corrections_file(home).unlink()


def read_until(terminal: int, words: str) -> str:
    """What a program writes to its terminal up to some words."""
    seen = b""
    while words not in seen.decode(errors="ignore"):
        try:
            seen += os.read(terminal, 4096)
        except OSError:
            break
    return seen.decode(errors="ignore")
