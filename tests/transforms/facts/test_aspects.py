"""How a number is meant: kind with its sign, modality, period."""

import pytest
from case_tables import named

from transforms.csvfile import CatalogueError
from transforms.facts.cues import Cues

# text, a measure's words, kind, value, why
KINDS = [
    ("办理案件788件。", "788件", "level", 788, "stands by itself"),
    ("群众满意率98%。", "98%", "level", 98, "a rate is a level"),
    ("审批材料精简率50%以上。", "50%以上", "level", 50, "a named rate, though of a fall"),
    ("受理案件同比上升12%。", "12%", "change", 12, "同比上升"),
    ("受理案件较上年增长8.5%。", "8.5%", "change", 8.5, "较上年增长"),
    ("受理案件比上年增加8件。", "8件", "change", 8, "in its own unit"),
    ("受理案件同比下降37.5%。", "37.5%", "change", -37.5, "a fall is negative"),
    ("信访量较去年减少15件。", "15件", "change", -15, "a fall in its own unit"),
    ("审批环节精简59.2%。", "59.2%", "change", -59.2, "精简…% is a fall"),
    ("办理时限压缩72%。", "72%", "change", -72, "压缩…% is a fall"),
    ("满意率提高1.5个百分点。", "1.5个百分点", "change", 1.5, "points are a change"),
    ("发案率下降2个百分点。", "2个百分点", "change", -2, "points down"),
    ("满意率提升至98%。", "98%", "level", 98, "raised to: a level"),
    ("办理时限压缩至3个工作日。", "3个工作日", "level", 3, "cut to: a level"),
    ("邻里纠纷占比35%。", "35%", "share", 35, "占比"),
    ("邻里纠纷占全部纠纷的35%。", "35%", "share", 35, "占…的"),
    ("法治建设占考核权重5%。", "5%", "share", 5, "a weight"),
    ("各村各开展宣讲1次。", "1次", "per_unit", 1, "各, with a noun between it and the number"),
    ("村干部每人补助1.5元。", "1.5元", "per_unit", 1.5, "每人"),
    ("每个乡镇平均283项。", "283项", "per_unit", 283, "平均"),
    ("人均学法40学时。", "40学时", "per_unit", 40, "人均"),
    ("诉讼案件同比减少3件。", "3件", "change", -3, "a fall in cases"),
    ("投入经费同比增长近两成。", "近两成", "change", 20, "tenths as a change"),
    ("诉讼量降幅达12%。", "12%", "change", -12, "降幅"),
    ("办件量增幅达12%。", "12%", "change", 12, "增幅"),
    ("办结率较上年提高到99%。", "99%", "level", 99, "raised to, though compared"),
    ("女性调解员占三成。", "三成", "share", 30, "tenths as a share"),
    ("新增法律明白人12名。", "12名", "level", 12, "新增 is no comparison"),
    ("减少证明材料24项。", "24项", "level", 24, "what was cut is a count"),
    ("为每村配备法律顾问1名。", "1名", "per_unit", 1, "每村"),
    ("日均接待群众30人次。", "30人次", "per_unit", 30, "日均"),
    ("每案平均用时12天。", "12天", "per_unit", 12, "每案"),
    ("各村共开展宣讲12次。", "12次", "level", 12, "各 far off, with a sum"),
]


@pytest.mark.parametrize(("text", "words", "kind", "value", "why"), named(KINDS))
def test_kind_and_sign(measures, text: str, words: str, kind: str, value: float, why: str):
    rows = [(m["text"], m["kind"], m["value"]) for m in measures(text)]
    assert rows == [(words, kind, pytest.approx(value))], why


def test_the_count_and_its_change_are_two_rows(measures):
    rows = measures("受理信访件120件，同比下降12%。")
    assert [(m["kind"], m["value"]) for m in rows] == [("level", 120), ("change", -12)]
    assert len({m["indicator"] for m in rows}) == 1, "a change takes the code of what changed"


# text, modality of each measure in turn, why
MODALITIES = [
    ("全年开展普法宣传12场。", ["actual"], "what was done"),
    ("计划开展普法宣传12场。", ["planned"], "计划"),
    ("拟新建法治公园2个。", ["planned"], "拟"),
    ("每年学法不少于4次。", ["planned"], "a limit laid on work"),
    ("要求每人每年培训不少于40学时。", ["planned"], "a limit that a rule lays down"),
    ("干部全年培训都达60学时以上。", ["actual"], "a limit that was reached"),
    ("承诺5个工作日内办结。", ["planned"], "a time limit"),
    ("办理时限压缩至3个工作日。", ["actual"], "a time that was reached"),
    ("力争2025年底前建成示范村5个。", ["planned"], "力争"),
    ("明年将新增调解室3个。", ["planned"], "next year"),
    (
        "2025年，计划新建法治广场2个，培训调解员3期。",
        ["planned", "planned"],
        "a list under one 计划",
    ),
    ("目标是建成示范村10个，目前已建成6个。", ["planned", "actual"], "a target and how far it is reached"),
    (
        "每名执法人员年度培训不少于60学时，全年实际培训72学时。",
        ["planned", "actual"],
        "the limit and what was done",
    ),
    ("走访计划生育家庭120户。", ["actual"], "计划生育 is no plan"),
    ("拟定普法方案3份。", ["actual"], "拟定 is done"),
    ("虚拟法庭开庭2次。", ["actual"], "虚拟 is no plan"),
    ("年度工作要点列出任务58项。", ["actual"], "the list has so many"),
    ("下一步，组织执法培训4次，新聘法律顾问2名。", ["planned", "planned"], "holds for the whole sentence"),
    ("计划培训2期，已完成2期。", ["planned", "actual"], "a plan and what came of it"),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(MODALITIES))
def test_modality(measures, text: str, expected: list[str], why: str):
    assert [m["modality"] for m in measures(text)] == expected, why


PLAN_SECTION = """某县临江镇2024年法治政府建设年度报告
一、主要举措和成效
（一）抓好普法。全年开展普法宣传12场。
二、存在的问题
（一）队伍力量不足。执法人员只有6名。
三、下一年度工作安排
（一）深化普法。开展普法宣传20场。
"""


def test_the_plan_section_is_planned(measures):
    rows = {m["text"]: m["modality"] for m in measures(PLAN_SECTION)}
    assert rows == {"12场": "actual", "6名": "actual", "20场": "planned"}


TITLE = "某县临江镇2024年法治政府建设年度报告\n一、主要举措\n"
# text, period of each measure in turn, why
PERIODS = [
    ("全年受理信访件120件。", ["year"], "the report's year"),
    ("2024年受理信访件120件。", ["year"], "named"),
    ("今年以来受理信访件120件。", ["year"], "今年以来"),
    ("上年受理信访件120件。", ["prior"], "last year"),
    ("2023年受理信访件120件。", ["prior"], "an earlier year, named"),
    ("2024年受理信访件120件，2023年为150件。", ["year", "prior"], "told for comparison"),
    ("信访件由上年的150件降至120件。", ["prior", "year"], "from … to"),
    ("五年来共调解纠纷980件。", ["multi_year"], "五年来"),
    ("“十四五”以来共调解纠纷980件。", ["multi_year"], "the plan period"),
    ("建所以来共调解纠纷980件。", ["multi_year"], "since it began"),
    ("2021年以来共调解纠纷980件。", ["multi_year"], "since an earlier year"),
    ("2021年至2024年共调解纠纷980件。", ["multi_year"], "a span of years"),
    ("上半年调解纠纷98件。", ["part_year"], "上半年"),
    ("本季度调解纠纷98件。", ["part_year"], "a quarter"),
    ("截至11月底调解纠纷98件。", ["part_year"], "until November"),
    ("上半年调解纠纷98件，全年调解纠纷210件。", ["part_year", "year"], "the cue that is nearest"),
    (
        "2022年、2023年、2024年分别调解纠纷80件、95件、102件。",
        ["prior", "prior", "year"],
        "years and numbers in turn",
    ),
    ("2024年一季度调解纠纷20件。", ["part_year"], "a quarter of the report's year"),
    ("1—6月调解纠纷60件。", ["part_year"], "months"),
    ("近三年累计调解纠纷900件。", ["multi_year"], "近三年"),
    ("“八五”普法以来举办讲座120场。", ["multi_year"], "a publicity plan's years"),
    ("办件量由上年的2.1万件增加到2.6万件。", ["prior", "year"], "from … to, upwards"),
    ("较上年的150件下降20%。", ["prior", "year"], "the number compared with, and the change"),
    ("与2023年相比，受理信访件减少12件。", ["year"], "a comparison does not make a number prior"),
    ("较上年增加8件。", ["year"], "a change is of this year"),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(PERIODS))
def test_period(measures, text: str, expected: list[str], why: str):
    assert [m["period"] for m in measures(TITLE + text)] == expected, why


def test_an_unknown_cue_is_refused():
    with pytest.raises(CatalogueError, match=r"cues\.csv"):
        Cues.parse("rule,cue,pattern\nC1,nonsense,同比\n".encode())


def test_a_cue_that_is_no_expression_is_refused():
    with pytest.raises(CatalogueError, match=r"cues\.csv.*regular expression"):
        Cues.parse(b"rule,cue,pattern\nC1,rise,(\n")
