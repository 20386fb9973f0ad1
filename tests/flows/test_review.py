"""`fazhi review` and `fazhi audit`: real prompts over pipes and a terminal; answers are kept for good."""

import csv
import os
import pty
import shutil
import subprocess

import pytest
from typer.testing import CliRunner

from flows.command import main
from flows.corrections import corrections_file, load_corrections
from flows.judgements import accepted, audit_file, audits, load_judgements
from flows.reference import ReferenceError, load_catalogue
from warehouse import Build, query

from .conftest import fill
from .plain import plain_run
from .test_command import FAZHI, invoke


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Three reports, loaded and published, all of whose measures want review."""
    place = tmp_path_factory.mktemp("review")
    home, inbox = place / "home", fill(place / "inbox", 3)
    (home / "reference").mkdir(parents=True)
    (home / "reference" / "confidence.csv").write_text(
        "feature,weight\nreview_below,1.01\n", encoding="utf-8"
    )
    plain_run(inbox, home)
    return inbox, home


@pytest.fixture
def corpus(loaded, home):
    """The same inbox, and a home of the test's own."""
    inbox, filled = loaded
    shutil.copytree(filled, home, dirs_exist_ok=True)
    return inbox, home


def talk(home, command, *answers):
    """What the command says to these answers."""
    said = CliRunner().invoke(main, [*command.split(), "--home", str(home)], input="\n".join(answers) + "\n")
    assert said.exit_code == 0, said.output
    return said.output


def wanting(home):
    return query(home, "SELECT count(*) FROM core.measure WHERE needs_review").item()


def test_review_keeps_answers_and_does_not_ask_again(corpus):
    inbox, home = corpus
    whole = wanting(home)
    assert whole >= 12
    said = talk(home, "review", "县司法局", "a", "x", "s", "c", "1", "value", "77", "来函", "q")
    assert "对 1 个，更正 1 个，跳过 1 个" in said and f"还有 {whole - 2} 个待核对" in said
    (row,) = accepted(home).rows
    assert (row.verdict, row.author) == ("right", "县司法局") and "【" in row.quote
    (one,) = load_corrections(home, load_catalogue(home))
    assert (one.field, one.value, one.reason) == ("value", "77", "来函")
    again = talk(home, "review", "县司法局", "q")
    assert f"[1/{whole - 2}]" in again, "before any run has taken the answers in"
    record = plain_run(inbox, home)
    assert (record.status, record.corrections_applied) == ("published", 1)
    assert wanting(home) == whole - 2
    assert query(home, "SELECT verdict, measure_id IS NOT NULL FROM ops.judgement").rows() == [
        ("right", True)
    ]
    assert plain_run(inbox, home).status == "unchanged"


def test_review_of_some_words_and_of_nothing(corpus):
    assert "华埠镇" not in talk(corpus[1], "review 池淮", "某人", "q")
    assert "没有待核对的数" in talk(corpus[1], "review 没有这份", "某人")


def test_input_that_ends_keeps_what_was_answered(corpus):
    words = [FAZHI, "review", "--home", corpus[1]]
    done = subprocess.run(words, input="某人\na\n", capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "对 1 个" in done.stdout, done.stderr
    assert len(accepted(corpus[1]).rows) == 1


def test_an_audit_is_drawn_once_judged_in_parts_and_tells_its_precision(corpus):
    inbox, home = corpus
    said = talk(home, "audit --n 6 --seed 7", "某人", "y", "n", "单位", "q")
    assert "抽取 6 个" in said and "判 2 个，全对 1 个" in said and "95% 区间" in said
    drawn = audit_file(home, "7").read_text(encoding="utf-8")
    said = talk(home, "audit --seed 7", "某人", "y", "y", "y", "y")
    assert "抽取" not in said and "判 6 个，全对 5 个" in said
    assert [row.quote for row in audits(home)[0].rows] == [
        row["quote"] for row in csv.DictReader(drawn.splitlines())
    ]
    assert "，单位" in talk(home, "audit --seed 7 --result")
    plain_run(inbox, home)
    sample, judged, right, low, share, high = query(
        home, "SELECT sample, judged, found_right, low, precision, high FROM ops.audit"
    ).row(0)
    assert (sample, judged, right) == ("7", 6, 5) and 0 < low < share < high <= 1
    assert query(home, "SELECT count(*) FROM ops.judgement WHERE measure_id IS NULL").item() == 0


def test_the_same_seed_draws_the_same_another_another(corpus, tmp_path):
    home = corpus[1]
    texts = []
    for seed in ("1", "1", "2"):
        talk(home, f"audit --n 8 --seed {seed}", "某人", "q")
        path = audit_file(home, seed)
        texts.append(path.read_text(encoding="utf-8"))
        path.unlink()
    assert texts[0] == texts[1] != texts[2]


def test_every_stratum_is_in_a_sample(corpus):
    home = corpus[1]
    talk(home, "audit", "某人", "q")
    domains = query(home, "SELECT DISTINCT indicator FROM core.measure")["indicator"].to_list()
    drawn = {row.domain for row in audits(home)[0].rows}
    assert drawn >= {one.split(".")[0] for one in domains if one != "other"}


def test_a_sample_spoilt_by_hand_is_told_with_file_and_line(corpus):
    home = corpus[1]
    talk(home, "audit --n 3", "某人", "q")
    path = audit_file(home, "1")
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    rows[2][rows[0].index("verdict")] = "也许"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(ReferenceError, match=r"audit-1\.csv, line 3"):
        load_judgements(home)
    assert invoke("audit", "--result", "--home", home).exit_code == 1


def test_review_at_a_terminal(corpus):
    home = corpus[1]
    end, side = pty.openpty()
    words = [FAZHI, "review", "--author", "某人", "--home", home]
    done = subprocess.Popen(words, stdin=side, stdout=side, stderr=side, env=os.environ | {"TERM": "xterm"})
    os.close(side)
    for answer in ("a", "q"):
        seen = b""
        while "怎样：" not in seen.decode(errors="ignore"):
            seen += os.read(end, 4096)
        os.write(end, f"{answer}\r".encode())
    seen = b""
    while "下次运行时入库" not in seen.decode(errors="ignore"):
        seen += os.read(end, 4096)
    assert done.wait(30) == 0
    assert len(accepted(home).rows) == 1
    assert not corrections_file(home).exists()


def test_an_empty_warehouse_has_nothing_to_audit(home):
    with Build.open(home):
        pass
    result = invoke("audit", "--home", home)
    assert result.exit_code == 1 and "fazhi run" in result.output
