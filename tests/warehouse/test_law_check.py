# ruff: noqa: E501 (one case a line)
"""Laws that are no longer in force: which citations are outdated, and which of them are no mistake."""

import pytest
from checked import laws, shipped

CASES = [
    ("依据《中华人民共和国合同法》审核合同。", 2023, "outdated", None, "the civil code has replaced it"),
    ("严格执行《信访条例》，做好接访工作。", 2024, "outdated", None, "the short title does too"),
    ("依据《合同法》审核合同。", 2019, "in_force", None, "in the year it was in force"),
    ("依据《合同法》审核合同。", 2020, "in_force", None, "repealed from the first day of the next year"),
    ("依据《合同法》审核合同。", 2021, "outdated", None, "repealed from the first day of the year"),
    ("依据《信访条例》办理来信。", 2022, "cannot_tell", "in_the_year", "in force until the end of April"),
    ("依据《信访条例》办理来信。", None, "cannot_tell", "no_year", "of what year is not known"),
    ("清理与《物权法》不一致的文件3件。", 2022, "cannot_tell", "explained", "documents are held against the new law"),
    ("对照民法典，废止依据《物权法》制定的文件。", 2022, "cannot_tell", "explained", "done away with"),
    ("宣讲从《婚姻法》到《民法典》的变化。", 2022, "cannot_tell", "explained", "from the old one to the new"),
    ("《婚姻法》同时废止后，及时更新宣传栏。", 2021, "cannot_tell", "explained", "said to be repealed"),
    ("一起依据原《合同法》签订的协议引发纠纷。", 2023, "cannot_tell", "explained", "named as the old one"),
    ("2018年依据《担保法》签订的协议到期。", 2023, "cannot_tell", "explained", "told of an earlier year"),
    ("《环境噪声污染防治法》已被《噪声污染防治法》取代。", 2023, "cannot_tell", "explained", "told what replaced it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "year", "verdict", "reason", "why"), CASES, ids=[case[4] for case in CASES])
def test_a_repealed_law(text, year, verdict, reason, why):
    (row,) = laws(text, year)
    assert (row["verdict"], row["reason"]) == (verdict, reason), why


@pytest.mark.parametrize(
    "text",
    [
        "宣传《民法典》《信访工作条例》。",
        "执行《劳动合同法》。",
        "落实《某省物业管理办法》。",
        "学习行政监察知识。",
    ],
)
def test_what_is_in_force_or_unknown_has_no_row(text):
    assert laws(text, 2024) == []


def test_words_of_another_sentence_excuse_nothing():
    (row,) = laws("清理文件3件，废止1件。依据《合同法》审核合同。废止文件及时公布。", 2023)
    assert row["verdict"] == "outdated"


def test_the_row_says_what_replaced_it_with_its_words():
    (row,) = laws("一是依据《中华人民共和国合同法》审核合同12份。", 2023)
    assert row["replaced_by_title"] == "中华人民共和国民法典"
    assert row["sentence"] == "一是依据《中华人民共和国合同法》审核合同12份"


def test_each_replaced_law_ended_when_or_after_the_new_one_began():
    by_id = {row.law_id: row for row in shipped().laws.rows}
    for row in by_id.values():
        new = by_id.get(row.replaced_by or "")
        if new and new.valid_from and row.valid_to:
            assert new.valid_from <= row.valid_to, row.law_id
