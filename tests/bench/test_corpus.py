"""The generated reports: same for a seed, varied, of the right size, their facts where they say."""

import csv
import json
import random
import re
import statistics
from pathlib import Path

import pytest

from bench.corpus import (
    REGIONS,
    Slot,
    compiled,
    count,
    figure,
    issuers,
    make_corpus,
    phrases,
    report_text,
    reports,
)


def slots() -> list[Slot]:
    """Every slot of every sentence."""
    groups = [found for _, found in phrases()["topics"]]
    groups += [phrases()[name] for name in ("leader", "problems", "plan", "filler")]
    return [part for group in groups for sentence in group for part in sentence if isinstance(part, Slot)]


def test_a_seed_gives_the_same_corpus_and_another_seed_another() -> None:
    first, again, other = ([written.text for *_, written in reports(20, seed)] for seed in (1, 1, 2))
    assert first == again
    assert not set(first) & set(other)


def test_reports_are_of_the_size_and_density_of_real_ones() -> None:
    written = [one for *_, one in reports(200, 1)]
    lengths = [len(one.text) for one in written]
    figures = [len(one.facts) for one in written]
    assert 3000 <= statistics.median(lengths) <= 4000
    assert 30 <= statistics.median(figures) <= 60
    assert min(lengths) > 2500
    assert max(lengths) < 5000


def test_each_fact_is_where_it_says() -> None:
    for *_, written in reports(50, 3):
        assert written.facts
        for fact in written.facts:
            assert written.text[fact.start : fact.end] == fact.text
        starts = [fact.start for fact in written.facts]
        assert starts == sorted(starts)


def test_no_slot_is_left_open() -> None:
    for *_, written in reports(50, 4):
        assert not re.search(r"[{}]", written.text)


def test_no_two_reports_share_issuer_and_year() -> None:
    keys = [(issuer, year) for issuer, year, _ in reports(3000, 1)]
    assert len(set(keys)) == len(keys)


def test_all_kinds_of_issuers_report() -> None:
    names = [issuer.name for issuer, *_ in reports(500, 1)]
    for ending in ("镇人民政府", "乡人民政府", "街道办事处", "县人民政府", "局"):
        assert any(name.endswith(ending) for name in names), ending


def test_issuers_are_real_places_and_their_area_has_no_stopgap_names() -> None:
    with REGIONS.open(encoding="utf-8", newline="") as file:
        provinces = tuple(row["name"] for row in csv.DictReader(file) if row["code"].endswith("0" * 10))
    for issuer in issuers():
        assert issuer.area.startswith(provinces), issuer
        assert "市辖区" not in issuer.area
        assert not issuer.name.startswith("市辖区")


def test_every_indicator_is_in_the_catalogue() -> None:
    with (REGIONS.parent / "indicators.csv").open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    assert {slot.indicator for slot in slots() if slot.indicator} <= known


def test_the_corpus_has_what_makes_extraction_hard() -> None:
    found = slots()
    assert any(slot.words for slot in found), "stated zeros"
    assert any(not slot.indicator for slot in found), "numbers that count nothing"
    assert {slot.role for slot in found} >= {"", "part", "share", "planned"}
    text = "".join(written.text for *_, written in reports(100, 1))
    for mark in ("一是", "（一）", "1.", "余", "万元", "《", "百分之百", "第"):
        assert mark in text, mark


# chance of the way of writing, value, words, the value stated
COUNTS = [
    (0.99, 345, "345", 345),
    (0.1, 345, "340余", 340),
    (0.1, 100, "100", 100),  # 余 only where it hides something
    (0.3, 42_678, "4.2万", 42_000),
    (0.05, 7, "七", 7),
    (0.05, 2, "2", 2),  # 二件 is not said
]


@pytest.mark.parametrize(("chance", "value", "words", "said"), COUNTS)
def test_counts_in_words(chance: float, value: int, words: str, said: int) -> None:
    assert count(value, chance) == (words, said)


def test_money_is_multiplied_out_and_percent_stays_below_a_hundred() -> None:
    rng = random.Random(5)
    for _ in range(200):
        text, value, unit = figure(rng, Slot("finance.input", "", 2, 4600, "万元"))
        assert (value, unit) == (pytest.approx(float(text.removesuffix("万元")) * 10_000), "元")
        text, value, unit = figure(rng, Slot("service.online_rate", "", 90, 100, "%"))
        assert text == f"{value:g}%"
        assert 90 <= value <= 100


@pytest.mark.parametrize(
    "template",
    [
        "办理{petition.case 10 件}",
        "办理{petition.case ten 20 件}",
        "第{- 1 4 次}",
        "办理{petition.case 1 2 3 件}",
    ],
    ids=["no high end", "no number", "a unit where nothing is counted", "too many parts"],
)
def test_a_slot_that_cannot_be_read_is_an_error_that_shows_it(template: str) -> None:
    with pytest.raises(ValueError, match=re.escape(template[template.index("{") : -1])):
        compiled(template)


def test_files_are_written_in_folders_in_two_encodings_with_facts_beside(tmp_path: Path) -> None:
    make_corpus(tmp_path, 120, 1, with_facts=True)
    paths = sorted(tmp_path.rglob("*.txt"))
    assert [path.parent.name for path in (paths[0], paths[-1])] == ["0000", "0001"]
    with pytest.raises(UnicodeDecodeError):
        paths[19].read_text(encoding="utf-8")
    text = paths[0].read_text(encoding="utf-8")
    facts = [
        json.loads(line) for line in paths[0].with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert all(text[fact["start"] : fact["end"]] == fact["text"] for fact in facts)


def test_more_reports_than_issuers_and_years_is_an_error() -> None:
    with pytest.raises(ValueError, match="at most"):
        next(reports(10**9, 1))


def test_report_text_needs_only_a_generator_of_random_numbers() -> None:
    assert report_text(random.Random(1)) == report_text(random.Random(1)) != report_text(random.Random(2))
