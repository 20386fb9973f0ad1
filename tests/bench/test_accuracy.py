"""The accuracy page: which gold is in which set, figures counted by hand, and no words of gold."""

import json
import re
import shutil
from dataclasses import replace

import pytest

from bench.accuracy import measure
from bench.accuracy_page import Compared, page
from bench.goldsets import GoldSet, gold_sets
from bench.measure import CHECKOUT
from flows.goldrows import read_gold

TEXTS = {
    "一.txt": "我镇调解矛盾纠纷788件，处理投诉蹊跷怪事。",
    "二.txt": "我镇调解矛盾纠纷36件，另有罕见怪话四则。",
}


def gold_row(name, words, value):
    start = TEXTS[name].index(words)
    row = {"file": name, "start": start, "end": start + len(words), "text": words, "value": value}
    row |= {"unit": "件", "bound": "exact", "modality": "actual", "kind": "level", "period": "year"}
    return row | {"indicator": "dispute.mediated", "part_of": None, "sentence": TEXTS[name]}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Two small sets, one blind, run and compared."""
    folder = tmp_path_factory.mktemp("gold")
    rows = [gold_row("一.txt", "788件", 788), gold_row("二.txt", "36件", 36)]
    for row in rows:
        (folder / row["file"]).write_text(TEXTS[row["file"]], encoding="utf-8")
        (folder / row["file"]).with_suffix(".jsonl").write_text(json.dumps(row), encoding="utf-8")
    gold = read_gold([folder], None)
    seen = GoldSet("seen", "used", gold.only(["一.txt"]), blind=False, own=True, whole=True)
    blind = GoldSet("hidden", "scored", gold.only(["二.txt"]), blind=True, own=True, whole=False)
    return measure([seen, blind])


def lines(text, start):
    """The cells of the table lines that begin with `start`."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith(f"| {start} |")
    ]


def test_figures_of_each_set(results):
    text = page(results)
    assert lines(text, "recall") == [["recall", "1.0000", "1.0000"]]
    assert lines(text, "seen") == [["seen", "used", "1", "1", ""]]
    assert lines(text, "hidden")[0][-1] == "yes"


def test_indicators_over_all_and_over_blind_sets(results):
    (cells,) = lines(page(results), "dispute.mediated")
    assert cells[1] == "受理调解纠纷" and cells[2] == "2" and cells[7] == "1"


def test_every_measure_is_in_one_band_of_confidence(results):
    bands = re.findall(r"^\| \d\.\d – .*$", page(results), re.MULTILINE)
    assert len(bands) == 6
    predicted = sum(len(one.score.pairs) + len(one.score.invented) for one in results.sets)
    assert sum(int(line.split("|")[6]) for line in bands) == predicted


def test_passages_are_one_kind(results):
    assert lines(page(results), "passage")[0][1] == "1"


def test_programs_are_compared_on_the_blind_sets_in_the_same_run(results):
    by_name = {one.name: one for one in results.compared}
    assert len(by_name) == 6
    own = by_name["fazhi, all facts"]
    assert own.speed and len(own.score.pairs) == 1, "the blind set has one row"
    others = [one for name, one in by_name.items() if name != "fazhi, all facts" and one.score]
    assert all(lines(page(results), one.name)[0][4] == "–" for one in others), "no facts without indicators"


def test_a_program_that_is_not_installed_is_told(results):
    text = page(replace(results, compared=[Compared("cn2an", None, None)]))
    assert lines(text, "cn2an") == [["cn2an", "–", "–", "–", "–", "not installed", "–"]]


def test_no_words_of_the_gold_are_in_the_page(results):
    text = page(results)
    assert not [words for words in ("蹊跷", "罕见", "788件", "36件", *TEXTS) if words in text]


def test_what_is_blind_is_what_lies_in_the_folder_of_that_name():
    own = [one for one in gold_sets(CHECKOUT) if one.own]
    for one in own:
        assert one.gold.texts, one.name
        assert all(("blind" in path.parts) == one.blind for path in one.gold.texts.values()), one.name
    assert [one.name for one in own if one.blind] == ["blind reports", "blind passages"]


def test_gold_from_outside_is_left_out_where_there_is_none(tmp_path):
    assert all(one.own for one in gold_sets(CHECKOUT, tmp_path))


def test_gold_from_outside_is_halved_too(tmp_path):
    own = CHECKOUT / "tests" / "gold" / "passages"
    records, texts = tmp_path / "gold" / "dev" / "records", tmp_path / "gold" / "dev" / "records_text"
    records.mkdir(parents=True)
    texts.mkdir()
    for number in range(1, 9):
        shutil.copy(own / f"p00{number}.jsonl", records)
        shutil.copy(own / "texts" / f"p00{number}.txt", texts)
    even, odd = [one for one in gold_sets(CHECKOUT, tmp_path) if not one.own]
    assert (even.name, even.blind, odd.name, odd.blind) == ("records, even", False, "records, odd", True)
    assert len(even.gold.texts) + len(odd.gold.texts) == 8 and not even.own
