"""`fazhi evaluate`: which texts it finds, what it prints, keeps and compares, what it says of bad gold."""

import json
import re

import docx
import pytest
from typer.testing import CliRunner

from flows.command import main
from flows.goldrows import GoldError, read_gold

from .conftest import report

TEXT = "全年调解矛盾纠纷12件。\n"


def evaluate(*words):
    return CliRunner().invoke(main, ["evaluate", *map(str, words)])


def gold_row(words="12件", text=TEXT, **changed):
    """A gold row of a.txt, every field as the extractor must read it."""
    start = text.index(words)
    row = {"file": "a.txt", "start": start, "end": start + len(words), "text": words, "value": 12.0}
    row |= {"unit": "件", "bound": "exact", "modality": "actual", "kind": "level", "period": "year"}
    return (
        row
        | {"indicator": "dispute.mediated", "part_of": None, "subject": "矛盾纠纷", "sentence": TEXT}
        | changed
    )


def write(folder, *rows, text=TEXT, name="a"):
    """A gold file and its text in one folder; returns the gold file."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    gold = folder / f"{name}.jsonl"
    gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return gold


def test_figures_are_lines_that_a_script_can_read(tmp_path):
    result = evaluate(write(tmp_path, gold_row()))
    assert result.exit_code == 0, result.output
    figures = dict(re.findall(r"^(\w+) (\d\.\d{4}) ", result.output, re.MULTILINE))
    assert (figures["precision"], figures["recall"], figures["unit"]) == ("1.0000",) * 3
    assert len(figures) == 17, "every figure has its line"
    assert "标注 1 抽取 1 相符 1" in result.output and "查准率" in result.output


def test_texts_are_found_beside_the_gold_folder(tmp_path):
    gold = write(tmp_path / "gold", gold_row())
    (tmp_path / "gold_text").mkdir()
    (tmp_path / "gold" / "a.txt").rename(tmp_path / "gold_text" / "a.txt")
    assert "precision 1.0000" in evaluate(gold.parent).output


def test_texts_are_found_deep_below_reports(tmp_path):
    gold = write(tmp_path / "gold", gold_row())
    deep = tmp_path / "inbox" / "浙江省" / "衢州市"
    deep.mkdir(parents=True)
    (tmp_path / "gold" / "a.txt").rename(deep / "a.txt")
    assert "recall 1.0000" in evaluate(gold, "--reports", tmp_path / "inbox").output


def test_errors_come_with_their_sentence(tmp_path):
    result = evaluate(write(tmp_path, gold_row(value=13.0)), "--errors")
    lines = [line for line in result.output.splitlines() if line.startswith(("遗漏 a.txt", "多出 a.txt"))]
    assert len(lines) == 2 and all("调解矛盾纠纷" in line for line in lines)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("indicator", ("dispute.mediated", "受理调解纠纷")),
        ("field", ("at_least", "已做或计划")),
        ("kind", ("gold", "fact_f1")),  # the text names no issuer: its kind is the gold folder
    ],
)
def test_by_splits_the_figures(tmp_path, by, told):
    output = evaluate(write(tmp_path / "gold", gold_row(bound="at_least")), "--by", by).output
    assert all(words in output for words in told)
    assert "…" not in output.split("part_of_set")[1], "nothing is cut short in a pipe"


def test_several_splits_at_once(tmp_path):
    output = evaluate(write(tmp_path, gold_row()), "--by", "field", "--by", "kind").output
    assert output.index("按取值") < output.index("按报告种类")


def test_the_kind_of_a_report_is_its_issuer(tmp_path):
    text = report(mediated=120)
    row = gold_row("120件", text, value=120.0, unit="件", indicator="dispute.mediated")
    assert "乡镇街道" in evaluate(write(tmp_path, row, text=text), "--by", "kind").output


def test_losses_and_gains_against_a_saved_result(tmp_path):
    kept = tmp_path / "kept.json"
    good = write(tmp_path / "good", gold_row())
    bad = write(tmp_path / "bad", gold_row(unit="起"))
    assert evaluate(good, "--save", kept).exit_code == 0
    assert [row["wrong"] for row in json.loads(kept.read_text(encoding="utf-8"))] == [[]]
    worse = evaluate(bad, "--against", kept, "--save", kept).output
    assert "0 处变好，1 处变坏" in worse and "单位" in worse.split("变坏")[1]
    assert "1 处变好，0 处变坏" in evaluate(good, "--against", kept).output
    assert "0 处变好，0 处变坏" in evaluate(bad, "--against", kept).output, "a wrong row that stays wrong"


def test_changed_gold_is_told_not_compared(tmp_path):
    kept = tmp_path / "kept.json"
    evaluate(write(tmp_path / "one", gold_row()), "--save", kept)
    other = write(tmp_path / "two", gold_row(indicator="other"))
    assert "新增 1 条，去掉 1 条" in evaluate(other, "--against", kept).output


@pytest.mark.parametrize(
    ("content", "told", "why"),
    [
        ("{not json", "第 1 行", "no JSON"),
        ('{"file": "a.txt"}', "缺少字段 start", "a row without its fields"),
        (json.dumps(gold_row() | {"file": "b.txt"}), "--reports", "a text that is nowhere"),
        (json.dumps(gold_row() | {"start": 0}), "不是同一版本", "words that do not stand at their place"),
    ],
)
def test_bad_gold_is_one_clear_line(tmp_path, content, told, why):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(content, encoding="utf-8")
    result = evaluate(tmp_path / "a.jsonl")
    assert result.exit_code == 1 and told in result.output, why


@pytest.mark.parametrize("content", ["{", "[1]", '[{"file": "a"}]', "{}x", '{"a": 1}'])
def test_a_file_that_is_no_saved_result(tmp_path, content):
    kept = tmp_path / "kept.json"
    kept.write_text(content, encoding="utf-8")
    result = evaluate(write(tmp_path / "gold", gold_row()), "--against", kept)
    assert result.exit_code == 1 and "--save" in result.output


def test_a_text_without_measures_counts_what_is_invented_in_it(tmp_path):
    """A gold file without rows says: in this text there is nothing."""
    output = evaluate(write(tmp_path, text=report())).output
    assert "标注 0 抽取" in output and "标注 0 抽取 0" not in output


def test_two_texts_of_one_name_cannot_be_told_apart(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        write(folder, gold_row())
    with pytest.raises(GoldError, match="同名"):
        read_gold(folders, None)


def test_an_unreadable_text_names_its_gold(tmp_path):
    gold = write(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(GoldError, match=r"a\.jsonl.*空"):
        read_gold([gold], None)


def facts_of(path):
    """The gold of a text as `fazhi extract --jsonl` writes it."""
    result = CliRunner().invoke(main, ["extract", "--jsonl", str(path)])
    assert result.exit_code == 0, result.output
    return result.stdout


def other_form(tmp_path, words):
    """The gold of TEXT as extracted, and a folder with the report as a Word file saying `words`."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    gold, forms = tmp_path / "gold", tmp_path / "forms"
    gold.mkdir()
    forms.mkdir()
    (gold / "a.jsonl").write_text(facts_of(tmp_path / "a.txt"), encoding="utf-8")
    file = docx.Document()
    file.add_paragraph(words.strip())
    file.save(str(forms / "a.docx"))
    return gold, forms


@pytest.mark.parametrize(
    ("words", "share", "why"),
    [
        (TEXT, "1.0000", "the same text, at other places"),
        ("全年调解矛盾纠纷13件。", "0.0000", "another value"),
    ],
)
def test_facts_of_another_form_are_compared_in_reading_order(tmp_path, words, share, why):
    gold, forms = other_form(tmp_path, words)
    result = evaluate(gold, "--reports", forms, "--align", "facts", "--errors")
    assert result.exit_code == 0, result.output
    assert f"fact_f1 {share}" in result.output and "evidence 1.0000" in result.output, why
    assert ("缺少 a.txt" in result.output) is (share != "1.0000"), "--errors names what differs"


def test_what_needs_spans_is_refused_without_them(tmp_path):
    result = evaluate(write(tmp_path, gold_row()), "--align", "facts", "--by", "field")
    assert result.exit_code == 2 and "--by" in result.output
