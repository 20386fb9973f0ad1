"""The problems and plan items of a report, each with its domain."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.csvfile import CatalogueError
from transforms.facts.commitments import Topics, commitments
from transforms.structure.outline import Roles, outline

DATA = Path(__file__).parents[3] / "data" / "reference"
ROLES = Roles.parse((DATA / "section_roles.csv").read_bytes())
TOPICS = Topics.parse((DATA / "topics.csv").read_bytes())
LEAD = (
    "甲镇2023年法治政府建设情况报告\n现将有关情况报告如下：\n一、主要举措和成效\n（一）执法。一是检查5次。\n"
)


def items(text: str) -> list[tuple[str, str, str]]:
    sections = outline(text, ROLES)
    found = commitments(text, sections, TOPICS)
    return [(item.role, item.topic, text[item.start : item.end]) for item in found]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (
            "二、存在的不足\n工作还有差距：一是执法力量薄弱；二是普法形式单一。\n",
            [
                ("problem", "enforcement", "一是执法力量薄弱；"),
                ("problem", "publicity", "二是普法形式单一。"),
            ],
            "items in one paragraph; what leads in to them is none",
        ),
        (
            "三、下一步打算\n（一）化解矛盾纠纷。一是排查；二是调解。\n（二）推进政务公开。按时公开。\n",
            [
                ("plan", "dispute", "（一）化解矛盾纠纷。一是排查；二是调解。"),
                ("plan", "disclosure", "（二）推进政务公开。按时公开。"),
            ],
            "items within items are parts of them",
        ),
        (
            "二、存在问题\n执法人员不足，培训不够。\n信访积案化解难。\n三、2024年工作计划\n加强法律顾问工作。\n甲镇人民政府\n2024年1月5日\n",
            [
                ("problem", "enforcement", "执法人员不足，培训不够。"),
                ("problem", "petition", "信访积案化解难。"),
                ("plan", "decision", "加强法律顾问工作。"),
            ],
            "paragraphs without numbers; the signature is no plan",
        ),
        (
            "二、存在问题和下步打算\n主要问题：一是执法队伍老化；二是普法经费少。\n下一步，我镇将加强执法培训。\n",
            [
                ("problem", "enforcement", "一是执法队伍老化；"),
                ("problem", "publicity", "二是普法经费少。"),
                ("plan", "enforcement", "下一步，我镇将加强执法培训。"),
            ],
            "both in one section",
        ),
        (
            "二、下步打算\n1.提高1.5倍的执法频次。\n2.好好干活做事。\n",
            [
                ("plan", "enforcement", "1.提高1.5倍的执法频次。"),
                ("plan", "unknown", "2.好好干活做事。"),
            ],
            "a decimal point is no marker; nothing tells the second one's domain",
        ),
        ("二、其他工作情况\n一是好。\n", [], "neither problems nor plans"),
    ],
)
def test_commitments(text: str, expected: list[tuple[str, str, str]], why: str) -> None:
    assert items(LEAD + text) == expected


@given(
    st.lists(
        st.sampled_from(
            [
                "二、存在问题",
                "三、下一步打算",
                "（一）学法学法学法",
                "一是普法不够到位；",
                "下一步，我镇将干事",
                "好的好的好的。",
            ]
        )
    )
)
def test_commitments_are_ordered_and_apart(parts: list[str]) -> None:
    text = LEAD + "\n".join(parts)
    sections = outline(text, ROLES)
    found = commitments(text, sections, TOPICS)
    assert all(first.end <= second.start for first, second in pairwise(found))
    for item in found:
        assert sections[item.section].start <= item.start < item.end <= len(text)


def test_topics_are_domains_of_the_catalogue() -> None:
    known = {line.split(".")[0] for line in (DATA / "indicators.csv").read_text("utf-8").splitlines()[1:]}
    assert set(TOPICS.domains) <= known


def test_a_word_of_two_domains_is_refused() -> None:
    with pytest.raises(CatalogueError, match="普法"):
        Topics.parse("domain,keywords\na,普法|执法\nb,普法\n".encode())
