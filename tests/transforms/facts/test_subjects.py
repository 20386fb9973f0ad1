"""What is counted: a short phrase of the text, wherever it stands."""

import pytest
from case_tables import named, wrong

# text, a measure's words, what its subject must hold, why
SUBJECTS = [
    ("排查化解矛盾纠纷96件。", "96件", "矛盾纠纷", "right before the number"),
    ("作出行政处罚决定书27份。", "27份", "行政处罚决定书", "a long noun"),
    ("召开3场座谈会。", "3场", "座谈会", "right after the unit"),
    ("聘请2名执业律师。", "2名", "律师", "after the unit, with an attribute"),
    ("全镇现有人民调解员共计96名。", "96名", "人民调解员", "before 共计"),
    ("行政机关负责人出庭应诉率达100%。", "100%", "出庭应诉率", "a rate"),
    ("法律知识考试参考率100%、合格率98%。", "98%", "合格率", "the second of a list"),
    ("投入法治建设经费共18万元。", "18万元", "经费", "money"),
    ("走访企业76家、收集意见30条。", "30条", "意见", "the last of a list"),
    wrong(
        "a verb before the number stands in for the noun of the clause before",
        "矛盾纠纷，全年共调处96件。",
        "96件",
        "纠纷",
        "in the clause before",
    ),
]


@pytest.mark.parametrize(("text", "words", "holds", "why"), named(SUBJECTS))
def test_subject(measures, text: str, words: str, holds: str, why: str):
    found = [m["subject"] for m in measures(text) if m["text"] == words]
    assert len(found) == 1
    assert holds in (found[0] or ""), why


def test_a_subject_is_words_of_the_text(measures):
    text = "全年召开党委会12次，聘请3名律师，办理信访件40件，办结率100%。"
    rows = measures(text)
    assert len(rows) == 4
    assert all(m["subject"] and m["subject"] in text and len(m["subject"]) <= 30 for m in rows)


def test_a_stated_zeros_subject_is_what_is_denied(measures):
    rows = measures("全年无行政复议及行政诉讼案件发生。")
    assert ["复议" in m["subject"] for m in rows] == [True, False]
    assert ["诉讼" in m["subject"] for m in rows] == [False, True]
