# ruff: noqa: E501 (one case a line)
"""A figure against the issuer's own last year: jumps, and last year's figure told again."""

import pytest
from warehouse_factory import BASHAN, COUNTY, DONGAN, PINGBA, Report, Said

MEDIATED, EVENT, RATE = "dispute.mediated", "publicity.event", "dispute.success_rate"


def usual(pairs: int, **said: object) -> list[Report]:
    """Issuers whose figure grows by nothing to a fifth from 2022 to 2023."""
    reports = []
    for number in range(pairs):
        for year, value in ((2022, 100), (2023, 100 + number % 20)):
            said_now = [Said(MEDIATED, value, "件", "纠纷")]
            reports.append(Report(COUNTY, year, said_now, department=f"局{number:02}"))
    return reports


def jumps(load, read, before: Said, after: Said, pairs: int = 30) -> list[dict]:
    load([*usual(pairs), Report(BASHAN, 2022, [before]), Report(BASHAN, 2023, [after])])
    return read("FROM mart.jump_check")


JUMPS = [
    (100, 900, ["jump"], "nine times as many"),
    (900, 100, ["jump"], "a ninth"),
    (100, 280, [], "less than three times is no jump, however steady the others are"),
    (12, 120_000, ["magnitude"], "ten thousand times: a 万 too many"),
    (120_000, 12, ["magnitude"], "a 万 lost"),
    (1, 9, [], "so few that chance does it"),
    (0, 500, [], "from nothing there is no ratio"),
]


@pytest.mark.parametrize(("before", "after", "verdicts", "why"), JUMPS, ids=[case[3] for case in JUMPS])
def test_a_jump(load, read, before, after, verdicts, why):
    rows = jumps(load, read, Said(MEDIATED, before, "件", "纠纷"), Said(MEDIATED, after, "件", "纠纷"))
    assert [row["verdict"] for row in rows] == verdicts, why


def test_a_jump_shows_both_figures_with_their_words(load, read):
    (row,) = jumps(load, read, Said(MEDIATED, 100, "件", "纠纷"), Said(MEDIATED, 900, "件", "纠纷"))
    assert (row["value"], row["previous_value"], row["ratio"]) == (900, 100, 9)
    assert "900件" in row["sentence"]
    assert "100件" in row["previous_sentence"]
    assert row["pairs"] == 31


def test_with_too_few_issuers_nothing_is_claimed_and_the_reference_says_so(load, read):
    rows = jumps(load, read, Said(MEDIATED, 100, "件"), Said(MEDIATED, 900, "件"), pairs=20)
    assert rows == []
    assert read("SELECT pairs, enough FROM mart.jump_reference") == [{"pairs": 21, "enough": False}]


def test_rates_do_not_jump(load, read):
    load([Report(BASHAN, 2022, [Said(RATE, 11, "%")]), Report(BASHAN, 2023, [Said(RATE, 99, "%")])])
    assert read("FROM mart.jump_reference") == []


def test_a_wild_half_does_not_move_what_is_usual(load, read):
    wild = [
        Report(COUNTY, year, [Said(MEDIATED, value, "件")], department=f"处{number:02}")
        for number in range(10)
        for year, value in ((2022, 10), (2023, 10 * 8**number))
    ]
    load([*usual(30), *wild])
    (row,) = read("SELECT usual_ratio FROM mart.jump_reference")
    assert 1 < row["usual_ratio"] < 1.2


def told(value: float, sentence: str = "受理纠纷{}（上年{}）", **more: object) -> Said:
    words = sentence.format("50件", f"{value:g}件")
    return Said(MEDIATED, value, "件", "纠纷", at=500, period="prior", **{"sentence": words, **more})  # type: ignore[arg-type]


OWN = Said(MEDIATED, 98, "件", "纠纷")
RESTATED = [
    ([OWN], told(98), "agrees", None, "the same number"),
    ([OWN], told(96), "differs", None, "another number"),
    ([OWN], told(90, bound="at_least"), "agrees", None, "90余件 holds 98"),
    ([OWN], told(100, bound="approx"), "agrees", None, "about 100"),
    ([OWN], told(96, "受理纠纷{}（2022年{}）"), "differs", None, "last year is named"),
    ([OWN], told(96, "受理纠纷{}，2019年{}"), "cannot_tell", "year_unclear", "an earlier year"),
    ([OWN], told(96, "受理纠纷{}，此前{}"), "cannot_tell", "year_unclear", "some time before"),
    ([OWN], told(96, "上半年受理纠纷{}，去年同期{}"), "cannot_tell", "part_year", "half a year"),
    ([], told(96), "cannot_tell", "not_told", "last year's report has no such figure"),
    ([OWN, Said(MEDIATED, 96, "件", "邻里纠纷", scope="qualified")], told(96), "agrees", None, "one of its figures"),
    ([OWN, Said(EVENT, 96, "件", "积案")], told(96), "cannot_tell", "other_figure", "a figure of something else"),
    ([Said(MEDIATED, 98, "件", "信访积案")], told(96), "cannot_tell", "other_thing", "another subject"),
    ([OWN], told(96, scope="qualified"), "cannot_tell", "other_scope", "only some of them"),
    ([Said(MEDIATED, 40, "件", "甲", sentence="同一句"), Said(MEDIATED, 30, "件", "乙", sentence="同一句")],
     told(96), "cannot_tell", "several", "last year's is a sum of items"),
    ([Said(MEDIATED, 12345, "件", "纠纷")], told(12000, text="1.2万件"), "agrees", None, "rounded to ten thousands"),
    ([Said(MEDIATED, 12345, "件", "纠纷")], told(12000), "differs", None, "told in full it is not rounded"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("own", "again", "verdict", "reason", "why"), RESTATED, ids=[case[4] for case in RESTATED]
)
def test_last_years_figure_told_again(load, read, own, again, verdict, reason, why):
    load([Report(BASHAN, 2022, own), Report(BASHAN, 2023, [again, Said(MEDIATED, 50, "件", "纠纷", at=900)])])
    (row,) = read("FROM mart.restated_check")
    assert (row["verdict"], row["reason"]) == (verdict, reason), why
    assert row["told_sentence"] == again.sentence


def test_without_a_report_of_last_year_there_is_nothing_to_hold_it_against(load, read):
    load([Report(PINGBA, 2021, [OWN]), Report(DONGAN, 2022, [OWN]), Report(PINGBA, 2023, [told(96)])])
    assert read("FROM mart.restated_check") == []
