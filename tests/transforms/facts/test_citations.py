"""Every 《…》 with its place, and the law it names."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.csvfile import CatalogueError
from transforms.facts.citations import Laws, citations

LAWS = Laws.parse((Path(__file__).parents[3] / "data" / "reference" / "laws.csv").read_bytes())


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (
            "学习《民法典》《宪法》",
            [("民法典", "civil_code"), ("宪法", "constitution")],
            "short names side by side",
        ),
        ("《中华人民共和国宪法》", [("中华人民共和国宪法", "constitution")], "the full name"),
        (
            "《中华人民共和国刑法》",
            [("中华人民共和国刑法", "criminal_law")],
            "the country may be left out or not",
        ),
        (
            "新修订的《行政复议法》",
            [("行政复议法", "administrative_reconsideration")],
            "words outside the marks",
        ),
        ("《新行政处罚法》", [("新行政处罚法", "administrative_penalty")], "new, inside the marks"),
        (
            "《行政处罚法（2021年修订）》",
            [("行政处罚法（2021年修订）", "administrative_penalty")],
            "an edition",
        ),
        (
            "《法治政府建设实施纲要(2021-2025年)》",
            [("法治政府建设实施纲要(2021-2025年)", "rule_of_law_outline_2021")],
            "half-width brackets and another dash",
        ),
        (
            "《某镇〈信访工作条例〉学习方案》",
            [("某镇〈信访工作条例〉学习方案", None)],
            "the outer title is cited",
        ),
        (
            "《某镇《信访工作条例》学习方案》好",
            [("某镇《信访工作条例》学习方案", None)],
            "nested in the same marks",
        ),
        ("《信访工作\n条例》", [("信访工作条例", "petition_rule")], "broken over lines"),
        (
            "《某镇方案，《信访工作条例》好",
            [("信访工作条例", "petition_rule")],
            "the first mark is never closed",
        ),
        ("好》《信访工作条例》", [("信访工作条例", "petition_rule")], "a closing mark alone"),
        ("《某书", [], "an opening mark alone"),
        ("《" + "长" * 200 + "》", [], "no title is that long: a mark was lost"),
        ("《某镇议事规则》", [("某镇议事规则", None)], "not in the catalogue"),
        (
            "《党政主要负责人履行推进法治建设第一责任人职责规定》",
            [("党政主要负责人履行推进法治建设第一责任人职责规定", "first_responsibility")],
            "a party rule",
        ),
    ],
)
def test_citations(text: str, expected: list[tuple[str, str | None]], why: str) -> None:
    found = citations(text, LAWS)
    assert [(citation.title, citation.law_id) for citation in found] == expected
    for citation in found:
        assert text[citation.start] + text[citation.end - 1] == "《》"


@given(st.text(alphabet="《》〈〉宪法。\n"))
def test_citations_never_overlap(text: str) -> None:
    found = citations(text, LAWS)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(text[one.start] + text[one.end - 1] == "《》" for one in found)


def test_the_catalogue_is_large_and_every_name_finds_its_law() -> None:
    assert len(LAWS.rows) >= 150
    for row in LAWS.rows:
        for name in filter(None, [row.title, *(row.aliases or "").split("|")]):
            assert LAWS.find(name) == row.law_id


def test_laws_of_one_name_are_refused() -> None:
    with pytest.raises(CatalogueError, match="刑法"):
        Laws.parse("law_id,title,aliases,kind\na,刑法,,law\nb,某法,刑法,law\n".encode())
