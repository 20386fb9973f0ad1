# ruff: noqa: E501 (one case a line)
"""Copied paragraphs: whose, how much, and that adding reports bit by bit comes to the same as all at once."""

import random
from dataclasses import replace
from datetime import date

import pytest
from warehouse_factory import BASHAN, DONGAN, PINGBA, Report

TEA = "镇里把茶山纠纷的调处放在第一位，由包村干部会同老茶农逐户走访，查清界址，画出简图，当场写下协议，受理{}起，办结{}起，没有一起闹到县里。"
BRIDGE = "老桥维修期间，城管中队每天早晚各巡查一遍，劝离占道摊点{}处，帮助摊主在桥头空地重新安置，全年没有发生一起因执法引起的冲突。"
SCHOOL = "在中心校开设法治小课堂，请派出所民警讲网络借贷与校园欺凌，学生把听到的写成家信带回去念给父母听，共收回家信{}封，家长写了回话。"
SLOGAN = "坚持以人民为中心的发展思想，统筹发展和安全，把法治建设纳入经济社会发展总体规划，与其他工作同部署、同推进、同督促、同考核、同奖惩。"


def report(place: str, year: int, *paragraphs: str) -> Report:
    lines = [one.format(*[year % 97 + n for n in range(3)]) for one in paragraphs]
    return Report(place, year, text="\n".join([f"{place}{year}年报告", *lines]))


def copied(read) -> set[tuple]:
    rows = read("FROM mart.copied_text")
    return {
        (
            row["issuer_id"],
            row["report_year"],
            row["source"],
            row["other_issuer_id"],
            row["other_report_year"],
        )
        for row in rows
    }


LAST, OTHER = "last_year", "other_issuer"
CASES = [
    ([(BASHAN, 2022, TEA), (BASHAN, 2023, TEA)], {(BASHAN, 2023, LAST, BASHAN, 2022)}, "last year's with new figures"),
    ([(BASHAN, 2021, TEA), (BASHAN, 2023, TEA)], set(), "two years ago is not last year"),
    ([(BASHAN, 2022, TEA), (PINGBA, 2023, TEA)], {(PINGBA, 2023, OTHER, BASHAN, 2022)}, "the later one copied"),
    ([(BASHAN, 2023, TEA), (PINGBA, 2023, TEA)],
     {(PINGBA, 2023, OTHER, BASHAN, 2023), (BASHAN, 2023, OTHER, PINGBA, 2023)}, "in one year nobody knows who from whom"),
    ([(BASHAN, 2022, TEA), (PINGBA, 2023, TEA), (BASHAN, 2024, TEA)],
     {(PINGBA, 2023, OTHER, BASHAN, 2022)}, "who wrote it first copied nothing from those who copied it"),
    ([(BASHAN, 2023, TEA), (PINGBA, 2023, BRIDGE)], set(), "different texts"),
    ([(BASHAN, 2022, "一、主要举措和成效"), (PINGBA, 2023, "一、主要举措和成效")], set(), "headings are everybody's"),
    ([(BASHAN, 2022, TEA, BRIDGE), (PINGBA, 2022, SCHOOL), (DONGAN, 2023, TEA, SCHOOL)],
     {(DONGAN, 2023, OTHER, BASHAN, 2022), (DONGAN, 2023, OTHER, PINGBA, 2022)}, "from two reports"),
    ([(BASHAN, 2022, TEA), (PINGBA, 2023, TEA.replace("老茶农", "村组长").replace("画出简图，", ""))],
     {(PINGBA, 2023, OTHER, BASHAN, 2022)}, "some words changed"),
    ([(BASHAN, 2022, TEA), (PINGBA, 2023, TEA[:30] + BRIDGE[30:])], set(), "only half alike"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected", "why"), CASES, ids=[case[2] for case in CASES])
def test_copies(load, read, said, expected, why):
    load([report(*one) for one in said])
    assert copied(read) == expected, why


def test_shares_and_places(load, read):
    old, new = report(BASHAN, 2022, TEA), report(BASHAN, 2023, BRIDGE, TEA)
    load([old, new])
    (row,) = read("FROM mart.copied_paragraph")
    assert new.text[row["char_start"] : row["char_end"]].startswith("镇里把茶山纠纷")
    assert old.text[row["other_char_start"] : row["other_char_end"]].startswith("镇里把茶山纠纷")
    assert row["similarity"] == 1
    (share,) = read("SELECT * FROM mart.copied_report WHERE report_year = 2023")
    assert share["last_year_share"] == row["characters"] / share["characters"]
    assert 0.4 < share["last_year_share"] < 0.6
    assert share["other_issuer_share"] == 0


def of_districts(number: int, year: int = 2023) -> list[Report]:
    """Reports of as many districts, all with the same paragraph and one of their own."""
    return [
        Report(
            None,
            year,
            department=f"局{n:02}",
            text="\n".join([SLOGAN, f"{n}" * 3 + TEA[: n * 2] + BRIDGE[n * 2 :]]),
        )
        for n in range(number)
    ]


@pytest.mark.parametrize(("districts", "found"), [(10, 10), (11, 0)])
def test_what_many_districts_write_is_nobodys(load, read, districts, found):
    load(of_districts(districts))
    rows = read("FROM mart.copied_paragraph WHERE position = 0")
    assert len(rows) == found


def test_what_many_wrote_is_somebodys_again_when_one_has_mended_its_report(load, read, content, home):
    """Eleven districts wrote it; a revision of one leaves it out, and ten are left to be compared."""
    first = of_districts(11)
    text = first[0].text.replace(SLOGAN + "\n", "")
    mended = replace(first[0], text=text, report_id="", path="更正稿.txt", published=date(2024, 3, 1))
    load(first, "r0", publish=False)
    load([mended], "r1")
    rows = read("SELECT count(DISTINCT report_id) AS n FROM mart.copied_paragraph WHERE position = 0")
    assert rows == [{"n": 10}]
    bit_by_bit = content()
    (home / "warehouse" / "build.duckdb").unlink()
    load([*first, mended], "r2", publish=False)
    assert content() == bit_by_bit


def corpus() -> list[Report]:
    """Reports that copy each other in all ways, and a slogan that is common only when all are there."""
    mixed = [report(*one) for said, _, _ in CASES for one in said]
    by_place = {(one.region, one.year): one for one in mixed}  # one text for an issuer and year
    return [*by_place.values(), *of_districts(12)]


@pytest.mark.parametrize("seed", range(3))
def test_bit_by_bit_comes_to_the_same_as_all_at_once(load, content, home, seed):
    reports = corpus()
    load(reports, "r0", publish=False)
    whole = content()
    (home / "warehouse" / "build.duckdb").unlink()
    random.Random(seed).shuffle(reports)
    for number in range(4):
        load(reports[number::4], f"p{number}", publish=False)
    assert content() == whole


def test_a_revision_takes_the_place_of_the_one_before(load, content, read, home):
    old, other = report(BASHAN, 2022, TEA, BRIDGE), report(PINGBA, 2023, TEA, SCHOOL)
    new = Report(
        BASHAN, 2022, text=f"{old.text}\n{SCHOOL.format(9)}".replace("茶山", "竹山"), path="更正稿.txt",
        published=date(2023, 3, 1),
    )  # fmt: skip
    load([old, new, other], "r0", publish=False)
    whole = content()
    (home / "warehouse" / "build.duckdb").unlink()
    for number, one in enumerate((other, old, new)):
        load([one], f"p{number}", publish=False)
    assert content() == whole


def test_a_report_read_again_changes_nothing(load, content):
    load([report(BASHAN, 2022, TEA), report(PINGBA, 2023, TEA)], "r0", publish=False)
    before = content()
    load([report(PINGBA, 2023, TEA)], "r1", publish=False)
    assert content() == before


def test_only_what_new_reports_touch_is_judged_anew(load, monkeypatch):
    """A count of pairs stands for time: the pairs of a load do not grow with what is there already."""
    compared: list[int] = []
    from warehouse import copies

    plain = copies.cpdist

    def counting(one, other, **more):
        compared.append(len(one))
        return plain(one, other, **more)

    monkeypatch.setattr(copies, "cpdist", counting)
    places = [(place, year) for place in (BASHAN, PINGBA, DONGAN) for year in range(2012, 2022)]
    load(
        [report(place, year, TEA[:5] * (year % 40) + BRIDGE[year % 40 :], SCHOOL) for place, year in places],
        "r0",
        publish=False,
    )
    many = sum(compared)
    compared.clear()
    load([report(BASHAN, 2023, TEA)], "r1", publish=False)
    assert sum(compared) < many / 10
