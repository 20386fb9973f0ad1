"""Stated zeros: one row for each thing denied, whatever the words; and what denies nothing."""

import pytest
from case_tables import named

# text, the words of each zero, the indicators of its rows in reading order (None: any), why
ZEROS = [
    ("全年无行政复议案件发生。", "无行政复议案件发生", ["review.reconsideration"], "无…发生"),
    (
        "全年无行政复议及行政应诉发生。",
        "无行政复议及行政应诉发生",
        ["review.reconsideration", "review.litigation"],
        "one row for each thing denied",
    ),
    (
        "本年度无行政复议、行政诉讼案件。",
        "无行政复议、行政诉讼案件",
        ["review.reconsideration", "review.litigation"],
        "nothing after the nouns",
    ),
    ("全年未发生行政诉讼案件。", None, ["review.litigation"], "未发生"),
    ("全年未发生一起民转刑案件。", None, ["dispute.escalated"], "未发生一起"),
    ("全年没有发生越级上访。", None, ["dispute.escalated"], "没有发生"),
    ("全年没有出现民转刑案件。", None, ["dispute.escalated"], "没有出现"),
    ("全年没有收到政府信息公开申请。", None, ["disclosure.request"], "没有收到"),
    ("全年未收到依申请公开件。", None, ["disclosure.request"], "未收到"),
    ("全镇行政诉讼案件零发生。", "零发生", ["review.litigation"], "零发生 after the noun"),
    ("执法工作零投诉。", "零投诉", None, "零投诉"),
    ("全年行政复议案件零纠错。", "零纠错", ["review.lost"], "零纠错"),
    ("行政诉讼零败诉。", "零败诉", ["review.lost"], "零败诉"),
    ("作出的处罚决定无一件被撤销。", "无一件被撤销", ["review.lost"], "无一件…, with its classifier"),
    ("处罚决定无一例被纠错。", "无一例被纠错", ["review.lost"], "无一例…"),
    ("行政复议和行政诉讼均未发生。", None, ["review.reconsideration", "review.litigation"], "均未发生"),
    (
        "未发生行政复议、行政诉讼案件。",
        None,
        ["review.reconsideration", "review.litigation"],
        "not, with a list",
    ),
    ("连续三年零败诉。", "零败诉", ["review.lost"], "over years"),
    ("全年无一起行政诉讼案件。", "无一起行政诉讼案件", ["review.litigation"], "无一起"),
    ("全年无重大安全事故发生。", "无重大安全事故发生", None, "an accident"),
    ("全年没有一起越级上访。", None, ["dispute.escalated"], "没有一起"),
    ("信访案件零积压、执法零事故。", None, None, "two in a row"),
    ("全年未收到行政复议申请。", None, ["review.reconsideration"], "未收到…申请"),
    ("全年越级上访为零。", "为零", ["dispute.escalated"], "为零"),
    ("全年未发生被复议机关撤销的案件。", None, ["review.lost"], "a passive"),
    ("本年度没有制定行政规范性文件。", "没有制定行政规范性文件", None, "a deed not done"),
    ("我县没有出台政府规章。", "没有出台政府规章", ["decision.legislation"], "another deed"),
    ("全年未出台规范性文件。", "未出台规范性文件", None, "未 with a deed"),
    ("本局未以部门名义制发规范性文件。", "未以部门名义制发规范性文件", None, "words between 未 and the deed"),
    ("行政诉讼案件均未败诉。", "均未败诉", ["review.lost"], "均未败诉"),
    ("邻里口角全部劝住，未激化一例。", "未激化一例", None, "the counter behind"),
    ("提前介入矛盾，未形成一起诉讼。", "未形成一起诉讼", ["review.litigation"], "verb, counter, noun"),
    ("汛期堤防未发生一处溃口。", "未发生一处溃口", None, "a counter of places"),
    ("进京访、集体访零登记。", "零登记", None, "零登记 denies both things before"),
    ("越级集访双双零记录。", "零记录", None, "零记录"),
    ("行政诉讼“零败诉”。", "零败诉", ["review.lost"], "quoted at the end of a clause"),
    ("生产安全事故“零发生”。", "零发生", None, "a quoted verb"),
    ("全年行政诉讼0败诉。", "0败诉", ["review.lost"], "a digit before a thing denied"),
    ("零错证、零假证、零投诉。", None, None, "a list in which one is known"),
    ("全年零重大安全事故。", "零重大安全事故", None, "a modifier before the noun"),
    ("同类问题无反弹。", "无反弹", None, "a verb as a noun"),
    ("全年未发生百万元以上大案。", "未发生百万元以上大案", None, "an amount that picks out inside"),
    ("示范村没有被摘牌的。", "没有被摘牌的", None, "the thing left out"),
    ("全年未发生一起“民转刑”案件。", "未发生一起“民转刑”案件", ["dispute.escalated"], "a quotation inside"),
    ("没有被纠正或者撤销的行政行为。", "没有被纠正或者撤销的行政行为", None, "或者 joins no two things"),
]


@pytest.mark.parametrize(("text", "words", "indicators", "why"), named(ZEROS))
def test_stated_zero(measures, text: str, words: str | None, indicators: list[str] | None, why: str):
    rows = measures(text)
    assert rows, why
    assert {m["value"] for m in rows} == {0}, why
    assert {m["kind"] for m in rows} == {"level"}, why
    if words:
        assert {m["text"] for m in rows} == {words}, why
    if indicators:
        assert [m["indicator"] for m in rows] == indicators, why


UNITS = [
    ("作出的处罚决定无一件被撤销。", "件", "the classifier that it names"),
    ("处罚决定无一例被纠错。", "例", "another"),
    ("全年未发生一起民转刑案件。", "起", "in the middle"),
    ("行政诉讼零败诉。", None, "none is named"),
    ("全年无行政复议案件发生。", None, "none is named"),
]


@pytest.mark.parametrize(("text", "unit", "why"), named(UNITS))
def test_a_zero_has_the_classifier_that_it_names(measures, text: str, unit: str | None, why: str):
    assert [m["unit"] for m in measures(text)] == [unit], why


NO_ZERO = [
    ("部分站所无专门机构、无专职人员。", "a lack described is no zero"),
    ("部分村无固定场所，没有专项经费。", "a lack of place and money"),
    ("个别干部没有真正学懂弄通。", "a shortcoming"),
    ("企业办事无需提供证明。", "无需 denies nothing that was counted"),
    ("推进无障碍环境建设。", "无 in a word"),
    ("安排无人机巡查河道。", "another"),
    ("无论大小纠纷，一律登记。", "无论"),
    ("执法无小事，件件有着落。", "a saying"),
    ("坚持零距离服务企业。", "零 in a word"),
    ("对腐败零容忍。", "a slogan"),
    ("整治零星小微违建。", "零星"),
    ("实现从无到有的突破。", "a phrase"),
    ("法治机构设置不全，无法适应工作需要。", "无法"),
    ("个别单位没有落实述法要求。", "a shortcoming of others"),
    ("无正当理由拒不执行的依法处理。", "a condition"),
    ("对无证经营行为立案查处。", "无证"),
    ("没有规矩，不成方圆。", "a proverb"),
    ("新创“零上访”村居。", "a label in quotes"),
    ("确保不发生民转刑案件。", "what is aimed at did not yet happen"),
    ("未来将继续深化改革。", "未 in a word"),
    ("法律知识掌握得并无不足。", "no noun that is counted"),
    ("打造“零投诉”窗口。", "a label in quotes"),
    ("创建“零上访零事故”村。", "a longer label in quotes"),
    ("群众诉求全部清零。", "清零 is a verb"),
    ("零上访的村受到表彰。", "it only picks out a group"),
    ("无论有无投诉都要回访。", "有无"),
    ("部分单位未制定规范性文件。", "a shortcoming of others"),
    ("没有建立行政处罚台账制度。", "what is missing is a system"),
    ("窗口办事零跑腿、服务零距离。", "slogans"),
]


@pytest.mark.parametrize(("text", "why"), named(NO_ZERO))
def test_what_states_no_zero(measures, text: str, why: str):
    assert measures(text) == [], why


SCOPES = [
    ("政府信息公开类复议诉讼案件零发生。", "qualified", "政府信息公开", "…类: only a kind of case is denied"),
    (
        "全年无因执法不当引发的行政诉讼案件。",
        "qualified",
        "因执法不当引发的",
        "因…引发: only what came of a cause",
    ),
    ("执法不当引发的行政复议、诉讼均为零。", "qualified", "执法不当引发的", "the cause without 因"),
    ("全年无涉及征地拆迁的行政复议案件。", "qualified", "涉及征地拆迁的", "涉及…: only about a matter"),
    ("全年未发生环境领域行政诉讼案件。", "whole", None, "a field named as a modifier alone is none"),
    ("全年没有涉法涉诉信访案件。", "whole", None, "涉法涉诉 is a kind, not a matter"),
    ("全年无行政诉讼案件发生。", "whole", None, "denied as a whole"),
    ("全年行政复议案件零发生。", "whole", None, "denied as a whole, the other way round"),
]


@pytest.mark.parametrize(("text", "scope", "words", "why"), named(SCOPES))
def test_scope_of_what_is_denied(measures, text: str, scope: str, words: str | None, why: str):
    rows = measures(text)
    assert rows, why
    assert {m["scope"] for m in rows} == {scope}, why
    for row in rows:
        assert (words or "") in (row["qualifier"] or ""), why
        assert (row["qualifier"] is None) == (scope == "whole")


def test_a_digit_nought_is_a_measure_with_its_unit(measures):
    rows = measures("全年行政复议案件0件，行政诉讼0件。")
    assert [(m["text"], m["value"], m["unit"], m["indicator"]) for m in rows] == [
        ("0件", 0, "件", "review.reconsideration"),
        ("0件", 0, "件", "review.litigation"),
    ]


def test_a_zero_beside_a_number_is_a_row_of_its_own(measures):
    rows = measures("办理行政复议案件3件，其中被纠错的无一件，行政诉讼案件零发生。")
    assert [m["value"] for m in rows] == [3, 0, 0]


def test_the_numeral_inside_a_zero_is_not_told_twice(mentions):
    found = mentions("处罚决定无一件被撤销。")
    assert [(m["text"], m["verdict"]) for m in found] == [("无一件被撤销", "measure")]


LISTS = [
    ("全年无行政复议、行政应诉、行政赔偿案件。", 3, "three things denied at once"),
    ("无重大刑事案件、无群体性事件、无安全事故。", 3, "each with its own 无"),
    ("零错证、零假证、零投诉。", 3, "each with its own 零"),
    ("复议诉讼案件零发生。", 2, "two said in one breath"),
    ("行政诉讼“零败诉”，生产安全事故“零发生”。", 2, "two quotations"),
    ("处罚决定无一件被撤销或确认违法。", 1, "或 inside what happened to one"),
    ("行政复议未发生，行政诉讼未发生。", 2, "each clause its own"),
]


@pytest.mark.parametrize(("text", "count", "why"), named(LISTS))
def test_one_row_for_each_thing_denied(measures, text: str, count: int, why: str):
    assert [m["value"] for m in measures(text)] == [0] * count, why
