"""What was left in by mistake, and what only looks like it."""

import pytest

from transforms.extract import extract

LEFT = [
    ("一年来，XX镇扎实推进法治政府建设。", "place", "a template's place"),
    ("××街道坚持依法行政。", "place", "crosses"),
    ("某某乡召开会议。", "place", "words for a blank"),
    ("20××年，我镇扎实推进。", "year", "a year"),
    ("全年调解纠纷××件，化解xx件。", "number", "a number"),
    ("印发方案（花府发〔　〕号）。", "document", "a document's number"),
    ("特此报告。\n\n2025年 月 日", "day", "the day of signing"),
    ("特此报告。\n\n2025年1月  日", "day", "the day alone"),
    ("（此处填写普法活动次数）", "bracket", "an instruction"),
    ("受理【待补充】件。", "bracket", "to be filled in"),
    ("请根据贵单位的实际情况进行修改。", "advice", "advice"),
    ("希望以上内容对您有所帮助。", "machine", "a writing program"),
]
SOUND = [
    ("对××公司作出行政处罚。", "a firm is hidden"),
    ("张某某与李某某邻里纠纷案经调解达成协议。", "persons are hidden"),
    ("某某镇居民诉某公司案入选典型案例。", "a case is told without names"),
    ("推行“互联网+”监管，接入5G网络，使用XML格式。", "letters of other words"),
    ("我镇与邻镇签订协议。", "no name"),
    ("开展行政执法示例教学，编印文书示例12份。", "an example that is a thing"),
    ("**一、主要做法** 我镇党委高度重视。", "bold type of a text file"),
    ("2025年1月20日", "a whole day"),
    ("花府发〔2024〕3号", "a whole number"),
    ("根据实际情况调整执法力量。", "work that goes by what is there"),
    ("第XX届代表大会", "a number of a name, not of things"),
]


@pytest.mark.parametrize(("text", "rule", "why"), LEFT, ids=[case[2] for case in LEFT])
def test_left_in(catalogue, text, rule, why):
    found = extract(text, catalogue).remnants
    assert rule in {one.rule for one in found}, why


@pytest.mark.parametrize(("text", "why"), SOUND, ids=[case[1] for case in SOUND])
def test_nothing_left_in(catalogue, text, why):
    assert extract(text, catalogue).remnants == [], why


OWN = "开化县华埠镇人民政府\n2024年法治政府建设年度报告\n\n{}\n\n开化县华埠镇人民政府\n2025年1月20日\n"
TOWNS = [
    ("现将马金镇2024年法治政府建设情况报告如下：", ["opening"], "the opening names another town"),
    ("马金镇党政主要负责人认真履行第一责任人职责。", ["leader"], "another town leads"),
    ("现将华埠镇2024年法治政府建设情况报告如下：", [], "its own name"),
    ("与马金镇党委、政府认真会商边界纠纷。", [], "a neighbour is met"),
    ("联合马金镇、池淮镇开展执法检查3次。", [], "neighbours"),
    ("赴马金镇学习经验，马金镇的做法值得借鉴。", [], "a visit"),
    ("华埠镇、马金镇党政主要负责人认真履行职责。", [], "named beside its own"),
    ("原马金镇并入后，马金镇党政主要负责人认真履行职责的做法得到延续。", [], "a town that was merged"),
]


@pytest.mark.parametrize(("words", "rules", "why"), TOWNS, ids=[case[2] for case in TOWNS])
def test_another_towns_name(catalogue, words, rules, why):
    found = extract(OWN.format(words), catalogue).remnants
    assert [one.rule for one in found] == rules, why


def test_another_towns_signature(catalogue):
    text = OWN.format("我镇扎实推进。").replace(
        "\n开化县华埠镇人民政府\n2025", "\n开化县马金镇人民政府\n2025"
    )
    (one,) = extract(text, catalogue).remnants
    assert (one.kind, one.rule) == ("other_town", "signature")
