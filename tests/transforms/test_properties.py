"""Laws of the whole extraction, over texts put together at random from sentences, furniture and noise."""

import cProfile
import csv
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from case_tables import named
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from transforms.batch import fact_rows
from transforms.extract import Facts

SENTENCES = [
    "全年召开党委会12次，听取法治工作汇报3次。",
    "立案查处74件，其中交通领域67件、城管领域7件，罚款1.5万余元。",
    "排查纠纷80件（邻里50件、婚姻30件），调解成功79件，成功率98.75%，较上年提高1.2%。",
    "法律知识考试参考率、合格率均达100%。",
    "全年无行政复议及行政应诉发生。",
    "三项工作分别完成9、267、66件。",
    "依据东府发〔2024〕3号文件和《行政处罚法》第三十二条办理。",
    "落实“八五”普法规划，推进“1+4+43+8”体系，用好12345热线。",
    "2021年至2025年，每两月1次例会，每周三接访。",
    "发放资料2万5千份，惠及群众上百人、近１２００户，挽回损失1.2亿元。",
    "一是抓学习，二是抓落实，三是抓督办。",
    "每人每年培训不少于40学时，5个工作日内办结。",
    "检查12次、整改8处、约谈3。",
    "办理案件12件，答复12件，办结12件。",
]
INDICATORS = Path(__file__).parents[2] / "data" / "reference" / "indicators.csv"
CODES = {row["code"] for row in csv.DictReader(INDICATORS.read_text("utf-8").splitlines())}
FURNITURE = [
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "　",
    "\n一、主要举措\n",
    "\n（一）学法\n",
    "\n三、下一年度打算\n",
    "\n— 3 —\n",
]
FURNITURE += [
    "**",
    "[bookmark: _GoBack]",
    "\ufeff",
    "\u200b",
    "## ",
    "索引号：0123456789",
    "“",
    "（",
    "》",
    "，",
    "\n12\n",
]
ODD = "0123456789０９一二三十百千万亿两半双余%％，。、；：（）()“”《》第年月日件次人个成分之 \n年abX.+-×"
NOISE = st.text(alphabet=ODD, max_size=12)
ASSEMBLED = st.lists(
    st.one_of(st.sampled_from(SENTENCES), st.sampled_from(FURNITURE), NOISE), max_size=12
).map("".join)
TITLED = ASSEMBLED.map("吉安县永阳镇2024年法治政府建设年度报告\n".__add__)
TEXTS = st.one_of(ASSEMBLED, TITLED, st.text(max_size=80))
law = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def rows(source: str, facts: Callable[[str], Facts]) -> dict[str, list[dict[str, Any]]]:
    return fact_rows("t", facts(source))  # type: ignore[return-value]


@law
@given(TEXTS)
def test_the_evidence_is_the_very_words(facts, source: str):
    for table in ("core.measure", "core.mention", "core.commitment"):
        for row in rows(source, facts)[table]:
            assert source[row["char_start"] : row["char_end"]] == row["text"]
            assert row["char_start"] < row["char_end"]


def covered(found: Facts) -> set[int]:
    spans = [(one.start, one.end) for one in (*found.measures, *found.rejected)]
    return {position for start, end in spans for position in range(start, end)}


NUMERALS = re.compile(r"[0-9一二三四五六七八九十百千万亿两半双]")


@law
@given(TEXTS)
def test_no_numeral_is_outside_a_mention(facts, source: str):
    found = facts(source)
    text, inside = found.cleaned.text, covered(found)
    missing = [(m.start(), m[0]) for m in NUMERALS.finditer(text) if m.start() not in inside]
    assert not missing, [text[max(0, at - 8) : at + 8] for at, _ in missing]


DIGITS = re.compile("[0-9０-９]")


@law
@given(TEXTS)
def test_no_digit_of_the_source_is_outside_a_mention(facts, source: str):
    """Of the source, not of the cleaned text: page numbers and other things that cleaning takes away too."""
    inside = {i for m in rows(source, facts)["core.mention"] for i in range(m["char_start"], m["char_end"])}
    missing = [m.start() for m in DIGITS.finditer(source) if m.start() not in inside]
    assert not missing, [source[max(0, at - 8) : at + 8] for at in missing]


@law
@given(TEXTS)
def test_a_mention_has_a_reason_where_it_is_no_measure(facts, source: str):
    for m in rows(source, facts)["core.mention"]:
        assert bool(m["reason"]) == (m["verdict"] == "rejected")


@law
@example(source="满意率提高1.5个百分点。")
@example(source="0成十")
@given(source=TEXTS)
def test_mentions_do_not_overlap(facts, source: str):
    """A page number may stand inside a number that its page break tore apart; nothing else overlaps."""
    found = [m for m in rows(source, facts)["core.mention"] if m["reason"] != "furniture"]
    spans = [(m["char_start"], m["char_end"]) for m in found]
    assert all(one[1] <= following[0] for one, following in pairwise(spans)), spans


@law
@given(TEXTS)
def test_twice_gives_the_same(facts, source: str):
    assert rows(source, facts) == rows(source, facts)


@law
@given(TEXTS)
def test_measures_are_well_formed(facts, source: str):
    found = rows(source, facts)["core.measure"]
    ids = [m["measure_id"] for m in found]
    assert len(set(ids)) == len(ids)
    for m in found:
        assert m["indicator"] in CODES
        assert m["bound"] in {"exact", "at_least", "at_most", "approx"}
        assert m["kind"] in {"level", "change", "share", "per_unit"}
        assert m["period"] in {"year", "prior", "multi_year", "part_year"}
        assert m["modality"] in {"actual", "planned"}
        assert m["value_high"] is None or m["value_high"] >= m["value"]
        assert m["value"] >= 0 or m["kind"] == "change"
        assert 0 <= m["confidence"] <= 1
        assert m["parent_measure_id"] is None or m["parent_measure_id"] in ids
        assert m["parent_measure_id"] != m["measure_id"]


@law
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6))
def test_a_sentences_numbers_do_not_depend_on_its_neighbours(facts, sentences: list[str]):
    """Values, units, bounds and kinds are read in the sentence alone; indicators may lean on others."""

    def numbers(source: str) -> list[tuple[object, ...]]:
        fields = ("text", "value", "unit", "bound", "kind")
        return [tuple(m[field] for field in fields) for m in rows(source, facts)["core.measure"]]

    assert numbers("".join(sentences)) == [one for sentence in sentences for one in numbers(sentence)]


@law
@given(st.integers(1, 99_999), st.integers(2, 8), st.sampled_from(["件", "人次", "份", "场", "万元"]))
def test_equal_numbers_get_a_span_each(facts, number: int, times: int, unit: str):
    source = "".join(f"第{i}村完成{number}{unit}，" for i in range(1, times + 1))
    found = rows(source, facts)["core.measure"]
    assert Counter(m["text"] for m in found) == {f"{number}{unit}": times}
    assert len({m["char_start"] for m in found}) == times


@law
@given(st.integers(0, 10**7), st.sampled_from(["件", "人次", "份", "场", "户"]))
def test_width_separators_and_blanks_change_no_value(facts, number: int, unit: str):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    for written in (str(number), wide, f"{number:,}", f" {number} "):
        (row,) = rows(f"全年完成{written}{unit}。", facts)["core.measure"]
        assert (row["value"], row["unit"], row["bound"]) == (number, unit, "exact"), written


LONG = [
    ("1" * 5000, "digits without end"),
    ("一" * 5000, "numerals without end"),
    ("（" * 3000, "brackets that never close"),
    ("“" * 3000, "quotation marks that never close"),
    ("其中3件，" * 500, "a breakdown without end"),
    ("12、" * 2000, "a list without end"),
    ("无" * 3000, "denials of nothing"),
    ("1至" * 2000, "ranges without end"),
    ("百分之" * 700, "percent of nothing"),
    ("同比增长3%，" * 400, "changes without end"),
    (" \n" * 5000, "nothing but blanks"),
    ("\u0000\ufffe\U0010ffff" * 100, "characters that are none"),
]


@pytest.mark.parametrize(("source", "why"), [pytest.param(*case, id=case[1]) for case in LONG])
def test_odd_texts_are_read_in_time(facts, source: str, why: str):
    found = rows(source, facts)
    for row in found["core.mention"]:
        assert source[row["char_start"] : row["char_end"]] == row["text"], why


ENDLESS = [
    ("12件12人", "a table without full stops"),
    ("其中3件，", "a breakdown without end"),
    ("全年办理案件12件。", "many sentences"),
    ("12、", "a list without units"),
    ("无", "denials of nothing"),
]


@pytest.mark.parametrize(("unit", "why"), named(ENDLESS))
def test_four_times_the_text_takes_about_four_times_the_work(facts, unit: str, why: str):
    """Work is counted in calls, which no other program on the machine disturbs."""

    def calls(length: int) -> int:
        source = (unit * length)[:length]
        with cProfile.Profile() as profile:
            facts(source)
        return sum(entry.callcount for entry in profile.getstats())

    calls(600)  # what is made at first use is no part of it
    assert calls(2400) < 6 * calls(600), why
