"""Headings of every usual numbering, and the required content each section is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.csvfile import CatalogueError
from transforms.structure.outline import Roles, outline, section_at

DATA = Path(__file__).parents[3] / "data" / "reference"
ROLES = Roles.parse((DATA / "section_roles.csv").read_bytes())
LEAD = "甲镇2023年法治政府建设情况报告\n2023年，甲镇扎实推进各项工作，现将有关情况报告如下：\n"


def shape(text: str) -> list[tuple[int, str, str | None]]:
    return [(section.level, section.role, section.heading) for section in outline(text, ROLES)]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (
            LEAD + "一、主要举措和成效\n（一）强化领导。全年开会3次。\n二、存在的不足\n"
            "人手少。\n三、下一步打算\n补人手。",
            [
                (0, "intro", None),
                (1, "achievements", "主要举措和成效"),
                (2, "achievements", "强化领导"),
                (1, "problems", "存在的不足"),
                (1, "plan", "下一步打算"),
            ],
            "the usual report; a heading that runs on ends at the first stop",
        ),
        (
            LEAD + "一、工作开展情况\n（1）学法\n好。\n（2）普法\n好。\n（三）执法\n1.办案\n（1）罚款\n好。",
            [
                (0, "intro", None),
                (1, "achievements", "工作开展情况"),
                (2, "achievements", "学法"),
                (2, "achievements", "普法"),
                (2, "achievements", "执法"),
                (3, "achievements", "办案"),
                (4, "achievements", "罚款"),
            ],
            "（1） straight under 一、 is what others write （一）; under 1. it is below",
        ),
        (
            LEAD + "1.2023年工作成效\n好。\n2.存在问题\n少。\n3.2024年工作打算\n1.5万元要用好。",
            [
                (0, "intro", None),
                (1, "achievements", "2023年工作成效"),
                (1, "problems", "存在问题"),
                (1, "plan", "2024年工作打算"),
            ],
            "1. is the highest numbering here; 1.5 is a number",
        ),
        (
            LEAD + "第一部分 工作情况\n一、强化学习\n好。\n第二部分 问题和短板\n"
            "少。\n第三部分 2024年工作思路\n干。",
            [
                (0, "intro", None),
                (1, "achievements", "工作情况"),
                (2, "achievements", "强化学习"),
                (1, "problems", "问题和短板"),
                (1, "plan", "2024年工作思路"),
            ],
            "parts stand above 一、",
        ),
        (
            LEAD + "一、成效\n（一）主要负责人履行第一责任人职责情况\n一是亲自部署。\n"
            "（二）化解突出问题\n二是主要负责人履行第一责任人职责。",
            [
                (0, "intro", None),
                (1, "achievements", "成效"),
                (2, "leader_duty", "主要负责人履行第一责任人职责情况"),
                (3, "leader_duty", "亲自部署"),
                (2, "achievements", "化解突出问题"),
                (3, "achievements", "主要负责人履行第一责任人职责"),
            ],
            "a （一） may be the leader's duty; 问题 that are solved are no shortcomings",
        ),
        (
            LEAD + "一、加强组织领导，压实责任\n好。\n二、规范执法\n好。\n"
            "三、2024年重点工作\n干。\n四、加强学习\n学。",
            [
                (0, "intro", None),
                (1, "achievements", "加强组织领导，压实责任"),
                (1, "achievements", "规范执法"),
                (1, "plan", "2024年重点工作"),
                (1, "plan", "加强学习"),
            ],
            "topics as headings go on with what was before; next year's work is a plan",
        ),
        (
            "甲局2022年依法行政工作总结\n一年来，甲局认真履职，普法4场。\n但工作中还存在一些问题，主要是人手少。\n"
            "下一步，我局将补足人手。\n甲局\n2023年1月5日",
            [
                (0, "intro", None),
                (1, "achievements", None),
                (1, "problems", None),
                (1, "plan", None),
                (0, "closing", None),
            ],
            "no heading at all: paragraphs open the roles",
        ),
        (
            LEAD + "主要做法和成效\n好。\n存在的问题\n少。\n下一步工作打算\n干。\n"
            "特此报告。\n甲县甲镇人民政府\n二〇二四年一月三十日\n",
            [
                (0, "intro", None),
                (1, "achievements", "主要做法和成效"),
                (1, "problems", "存在的问题"),
                (1, "plan", "下一步工作打算"),
                (0, "closing", None),
            ],
            "headings without numbers; the signature in Chinese numerals",
        ),
        (
            LEAD.rstrip("\n")
            + "一、主要工作（一）学法用法。学法3次。（二）普法宣传。普法4场。\n二、不足\n少。",
            [
                (0, "intro", None),
                (1, "achievements", "主要工作（一）学法用法"),
                (2, "achievements", "普法宣传"),
                (1, "problems", "不足"),
            ],
            "headings glued to the line before",
        ),
        (
            LEAD + "一、甲乙丙丁\n好。",
            [(0, "intro", None), (1, "unknown", "甲乙丙丁")],
            "a heading that fits no role is kept and marked",
        ),
        (
            LEAD + "壹、这一年，我们做了什么【学法】学法8次。\n【执法】检查9次。\n贰、2024年怎么干\n继续干。",
            [
                (0, "intro", None),
                (1, "achievements", "这一年，我们做了什么"),
                (2, "achievements", "学法"),
                (2, "achievements", "执法"),
                (1, "plan", "2024年怎么干"),
            ],
            "numerals of banknotes, headings in lens brackets",
        ),
        (
            LEAD + "一、便民利民，提质增效\n好。\n2023年，我镇将普法纳入考核。\n2024年，我镇将建成一个平台。",
            [(0, "intro", None), (1, "achievements", "便民利民，提质增效"), (2, "plan", None)],
            "a paragraph about next year is a plan, one about this year is not",
        ),
        (
            LEAD
            + "一、成效\n好。下一步，要更好。\n二、问题与打算\n人手少。2024年将补人手。\n三、其他情况\n无。",
            [
                (0, "intro", None),
                (1, "achievements", "成效"),
                (1, "problems", "问题与打算"),
                (2, "plan", None),
                (1, "other", "其他情况"),
            ],
            "problems that turn to plans within a paragraph",
        ),
        (
            "甲镇2023年法治政府建设报告\n2023年，我镇落实《纲要（2021—2025年）》，组织学法4次。\n1.成效\n好。\n四、计划\n补。",
            [(0, "intro", None), (3, "achievements", "成效"), (1, "plan", "计划")],
            "this year's opening is no plan for the sake of a later year in a title that it names",
        ),
        ("", [], "nothing"),
    ],
)
def test_outline(text: str, expected: list[tuple[int, str, str | None]], why: str) -> None:
    assert shape(text) == expected


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("2023年推进法治政府建设的主要举措和成效", "achievements"),
        ("2023年目标任务完成情况", "achievements"),
        ("推进依法行政工作进展情况", "achievements"),
        ("主要做法", "achievements"),
        ("党政主要负责人履行推进法治建设第一责任人职责，加强法治政府建设的有关情况", "leader_duty"),
        ("主要领导履行推进法治建设职责情况", "leader_duty"),
        ("存在的不足和原因", "problems"),
        ("面临的困难与挑战", "problems"),
        ("工作中的薄弱环节", "problems"),
        ("存在问题及下一步工作打算", "problems"),
        ("2024年度推进法治政府建设的主要安排", "plan"),
        ("2024年工作思路目标举措", "plan"),
        ("下步工作措施", "plan"),
        ("改进措施和努力方向", "plan"),
        ("其他需要报告的事项", "other"),
        ("聚焦突出问题化解，提升群众满意度", "achievements"),
    ],
)
def test_role_of_a_first_level_heading(heading: str, role: str) -> None:
    sections = outline(f"{LEAD}一、{heading}\n内容。", ROLES)
    assert sections[-1].role == role


def test_sections_nest_and_the_innermost_is_found() -> None:
    text = LEAD + "一、成效\n（一）学法\n学法3次。\n二、打算\n干。"
    sections = outline(text, ROLES)
    starts = [section.start for section in sections]
    assert [sections[section_at(starts, text.index(word))].heading for word in ("3次", "干", "扎实")] == [
        "学法",
        "打算",
        None,
    ]
    assert sections[2].parent == 1
    assert text[sections[1].start : sections[1].end] == "一、成效\n（一）学法\n学法3次。\n"


@given(
    st.lists(
        st.sampled_from(
            ["一、成效", "（一）学法", "1.甲", "一是好", "下一步，我镇将干", "\n", "。", "甲", "2024年1月2日"]
        )
    )
)
def test_sections_are_ordered_and_nested(parts: list[str]) -> None:
    text = "\n".join(parts)
    sections = outline(text, ROLES)
    assert [s.start for s in sections] == sorted({s.start for s in sections})
    for section in sections:
        assert 0 <= section.start < section.end <= len(text)
        if section.parent is not None:
            above = sections[section.parent]
            assert above.start <= section.start and section.end <= above.end
            assert above.level < section.level
    if sections:
        assert sections[0].start == 0
        assert sections[-1].end == len(text)


def test_a_wrong_pattern_is_named() -> None:
    with pytest.raises(CatalogueError, match="section_roles"):
        Roles.parse("where,role,pattern,unless\ntop,plan,(打算,\n".encode())
