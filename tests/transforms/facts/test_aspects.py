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
    ("较2022年多建调解室6个。", "6个", "change", 6, "the verb and the thing stand between"),
    ("同比少收投诉91件。", "91件", "change", -91, "a fall in the same wording"),
    ("较上年压减检查频次26%。", "26%", "change", -26, "what fell stands between"),
    ("审批提速35%。", "35%", "change", 35, "提速"),
    ("立案数升幅44.7%。", "44.7%", "change", 44.7, "升幅"),
    ("下降幅度为13%。", "13%", "change", -13, "幅度 is no rate"),
    ("办案时间缩短5天。", "5天", "change", -5, "a time that was cut"),
    ("增至22家。", "22家", "level", 22, "grown to"),
    ("办案数量是上年的1.5倍。", "1.5倍", "level", 1.5, "times another figure"),
    ("为企业节约成本120万元。", "120万元", "level", 120e4, "what was saved is an amount"),
    ("为应参训人数的98%。", "98%", "share", 98, "a rate of what is named"),
    ("涉及劳资的将近四成。", "将近四成", "share", 40, "tenths of what is named"),
    ("约三分之一的案件当庭调解。", "约三分之一", "share", 33.33, "a fraction of what follows"),
    ("办结率达九成八。", "九成八", "level", 98, "a rate told in tenths"),
    ("法治建设在绩效考核中占5分。", "5分", "share", 5, "a weight in marks"),
    ("及格比例99%。", "99%", "level", 99, "a named rate, though called 比例"),
    ("每千人配备执法人员1.2名。", "1.2名", "per_unit", 1.2, "每千人"),
    ("案均标的12万元。", "12万元", "per_unit", 12e4, "案均"),
    ("户均增收1800元。", "1800元", "per_unit", 1800, "增收 is what is averaged"),
    ("亩均租金405元。", "405元", "per_unit", 405, "亩均"),
    ("校均开课12节。", "12节", "per_unit", 12, "校均"),
    ("每个工作日受理14件。", "14件", "per_unit", 14, "a working day is a unit"),
    ("各行政村均建成调解室20间。", "20间", "level", 20, "村均 is no average after 行政"),
    ("案件均已审结，共88件。", "88件", "level", 88, "件均 is no average after 案"),
    ("当事人均达成协议，涉及55万元。", "55万元", "level", 55e4, "人均 is no average after 当事"),
    ("事项网办率每月98%。", "98%", "level", 98, "a frequency is no average"),
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


# text, kind and value of each measure in turn, why
KINDS_IN_A_ROW = [
    ("处罚案件同比分别增长9%和14%。", [("change", 9), ("change", 14)], "one verb for both"),
    ("立案数、结案数同比分别下降6.2%、3.8%。", [("change", -6.2), ("change", -3.8)], "with its sign"),
    ("占比分别为40%、35%。", [("share", 40), ("share", 35)], "one 占比 for both"),
    ("人均执法经费从1.2万元提高到1.6万元。", [("per_unit", 1.2e4), ("per_unit", 1.6e4)], "from … to"),
    ("法治考核权重由3%提高到5%。", [("share", 3), ("share", 5)], "a weight, from … to"),
    ("平均每场出动民警5人、车2辆。", [("per_unit", 5), ("per_unit", 2)], "one 每场 for both"),
    ("场均参与65人，总计参与1300人。", [("per_unit", 65), ("level", 1300)], "a new clause counts anew"),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(KINDS_IN_A_ROW))
def test_kinds_in_a_row(measures, text: str, expected: list[tuple[str, float]], why: str):
    assert [(m["kind"], pytest.approx(m["value"])) for m in measures(text)] == expected, why


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
    ("明年计划招录执法人员8名；同时，组织培训6期。", ["planned", "planned"], "明年 holds beyond ；"),
    ("培训率93%，力争明年达到95%；走访企业60家。", ["actual", "planned", "actual"], "in passing"),
    ("年度拆违目标2.5万平方米，实际拆除3.3万平方米。", ["planned", "actual"], "目标 right before the number"),
    ("任务数为300人，实际完成342人。", ["planned", "actual"], "任务数"),
    ("原计划清理文件40件，实际清理47件。", ["planned", "actual"], "a plan and what came of it"),
    ("计划全年开展抽查20次，已完成20次。", ["planned", "actual"], "全年 does not make it done"),
    ("制定年度执法检查计划1份。", ["actual"], "the plan is a document"),
    (
        "按照普法宣传计划和责任清单，各站所走村入户讲法，全年共举办宣讲26场，发放资料900份。",
        ["actual", "actual"],
        "a plan that is a thing, and what was done",
    ),
    ("结合普法宣传计划开展巡回宣讲14场。", ["actual"], "the plan is named, not made"),
    ("年度抽查计划45项全部完成，计划完成率100%。", ["actual", "actual"], "the plan's tasks"),
    ("按照上级要求，组织执法培训6期。", ["actual"], "按照…要求 tells why"),
    ("根据省厅要求组织自查3轮。", ["actual"], "without a comma too"),
    ("培训学时要求为40学时，实际人均52学时。", ["planned", "actual"], "要求为"),
    ("参训学时超过60学时的规定要求。", ["planned"], "…的规定要求"),
    ("按时解决110个以上是承诺，实际解决118个。", ["planned", "actual"], "是承诺"),
    ("企业年均迎检不超过2次是硬杠杠，实测为1.4次。", ["planned", "actual"], "是硬杠杠"),
    ("下达责令限期改正通知书46份。", ["actual"], "限期 is of those who must mend"),
    ("余下限期15日内改好。", ["planned"], "a time limit"),
    ("对拟出台的规范性文件开展审查18件，提出意见44条。", ["actual", "actual"], "拟出台 picks out the files"),
    ("退回重拟合同7份。", ["actual"], "重拟 is no plan"),
    ("为企业争取授信6150万元。", ["actual"], "won for others"),
    ("争取在年底前建成示范村3个。", ["planned"], "争取 with a deadline"),
    ("将行政裁量基准细化为320项。", ["actual"], "将 puts the object first"),
    ("将15个社区划为重点管控区域。", ["actual"], "将 before the number"),
    ("将对15家企业开展合规体检。", ["planned"], "将 of the future"),
    ("法律顾问由3名增加到5名。", ["actual", "actual"], "what it was is actual"),
    ("企业开办0.5个工作日办结已成常态。", ["actual"], "a time that is kept"),
    ("社保卡15分钟内出卡。", ["planned"], "a limit laid on a service"),
    ("申请均在20日内答复。", ["actual"], "a limit that was kept"),
    ("平均8分钟到场处置。", ["actual"], "a time that was measured"),
    ("答复时间控制在5个工作日以内。", ["actual"], "控制在 tells how it is"),
    ("现有法律明白人355名，每个社区不少于3名。", ["actual", "actual"], "what there is"),
    ("每班安排学习不少于6学时。", ["planned"], "不少于 lays down"),
    ("年服务费不到5万元。", ["actual"], "不到 bounds, it lays nothing down"),
    ("退回补正不超过1次。", ["planned"], "不超过 lays down"),
    ("“十五五”期间，拟培育法律明白人3000名。", ["planned"], "a plan period to come"),
    ("要求各单位于12月底前报送总结，共收到总结46份。", ["actual"], "收到 is what came of it"),
    ("对外发布文件报备率要求达到100%，全年无漏报。", ["planned", "actual"], "the zero is not required"),
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
    ("去年，全局立案30件，罚款5万元；今年立案25件。", ["prior", "prior", "year"], "去年 heads two clauses"),
    (
        "2023年，作出处罚980份，罚没320万元；2024年，作出处罚760份。",
        ["prior"] * 2 + ["year"],
        "years as heads",
    ),
    ("2019年建成的调解中心，接待群众3100人次。", ["year"], "a year that only describes the centre"),
    ("办件量为2023年的1.1万件和2024年的1.6万件。", ["prior", "year"], "each by its year"),
    ("立案数从上年同期38起上升到55起。", ["prior", "year"], "上年同期 within from … to"),
    ("败诉率为3.1%，上年同期为5.6%。", ["year", "prior"], "told after it"),
    ("行政诉讼案件45件（上年同期52件），败诉1件。", ["year", "prior", "year"], "in brackets"),
    ("材料从七份砍到三份。", ["prior", "year"], "in Chinese numerals"),
    ("改革前需跑动3次，如今只跑1次。", ["prior", "year"], "改革前"),
    ("较五年前的12名增加了33名。", ["prior", "year"], "五年前"),
    ("败诉案件由前年的9件、去年的6件降至今年的3件。", ["prior", "prior", "year"], "降至今年 is no 至今"),
    ("办案数量是上年的1.5倍。", ["year"], "times last year's, not last year's"),
    ("上年结转案件8件，本年新收112件。", ["year", "year"], "carried over into this year"),
    ("对上年度评查发现的31个问题逐一销号。", ["year"], "found then, mended now"),
    ("近五年应诉案件依次为9件、12件、7件、5件和3件。", ["prior"] * 4 + ["year"], "five years in turn"),
    ("近三年分别查处违法占地18宗、12宗、7宗。", ["prior", "prior", "year"], "three years in turn"),
    ("1—9月，立案412件，没收违法所得37万元。", ["part_year", "part_year"], "months"),
    ("前10个月受理仲裁案件1860件。", ["part_year"], "months, counted"),
    ("入冬以来排查取暖隐患88处。", ["part_year"], "since winter came"),
    ("收案2340宗（截至10月底）。", ["part_year"], "told behind the number"),
    ("今年3月以来清理广告410处。", ["part_year"], "since a month of this year"),
    ("截至12月底，调解纠纷560件。", ["year"], "the whole year"),
    ("去年上半年立案12件。", ["prior"], "half of last year"),
    ("四季度立案9件，较三季度减少2件。", ["part_year", "part_year"], "三季度 is only compared with"),
    ("宣传月期间，发放资料3200份。", ["year"], "an occasion, no part of the count"),
    ("自2021年机构改革以来，承接权力事项182项。", ["multi_year"], "since an event of an earlier year"),
    ("2020—2024年，查处违建136万平方米，其中2024年15万平方米。", ["multi_year", "year"], "of which 2024"),
    ("旁听庭审累计118场，其中今年26场。", ["multi_year", "year"], "a sum that this year's is a part of"),
    ("三年累计砍掉证明86项。", ["multi_year"], "三年累计"),
    ("三年间，培训调解员900名。", ["multi_year"], "三年间"),
    ("自二〇一九年重建以来，代写文书五百六十份。", ["multi_year"], "a year in Chinese numerals"),
    ("对2020年以来印发的文件开展清理，废止12件。", ["year"], "the files' years, not the work's"),
    ("全面梳理2000年以来的文件后废止2件。", ["year"], "with 以来的"),
    ("连续三年组织评查，今年评查案卷120本。", ["year"], "连续 counts no sum"),
    ("五年来，持证率提升至98%。", ["year"], "as it stands now"),
    ("平台上线以来受理诉求4.7万件，今年受理1.2万件。", ["multi_year", "year"], "since it began"),
    ("明年一季度完成12项。", ["year"], "a quarter to come is no part of this year"),
    ("“十四五”以来，检查频次较去年压减31.5%。", ["year"], "a change from last year"),
    ("截至6月底完成全年任务的62%。", ["part_year"], "全年任务 is no time"),
    ("较上年增加8件。", ["year"], "a change is of this year"),
]


COMING = [
    ("到2026年底，公职律师达到60名。", ["planned"], "after the report's year"),
    ("到2024年底，公职律师达到60名。", ["actual"], "in the report's year"),
    ("2025年，评查案卷80卷；培训骨干60名。", ["planned", "planned"], "holds beyond ；"),
    ("预计2025年办件9万件，2024年办件8万件。", ["planned", "actual"], "until the report's year is named"),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(COMING))
def test_what_is_told_of_a_coming_year_is_planned(measures, text: str, expected: list[str], why: str):
    assert [m["modality"] for m in measures(TITLE + text)] == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), named(PERIODS))
def test_period(measures, text: str, expected: list[str], why: str):
    assert [m["period"] for m in measures(TITLE + text)] == expected, why


# passage, period of each measure in turn, why
CARRIED = [
    ("前三季度，立案29起。办结27起。", ["part_year", "part_year"], "the paragraph is of that time"),
    ("“十四五”以来，立案290起。办结270起。", ["multi_year", "multi_year"], "so with several years"),
    ("前三季度，立案29起。今年办结27起。", ["part_year", "year"], "until another time is named"),
    ("前三季度，立案29起。累计办结27起。", ["part_year", "year"], "or the sentence sums up"),
    ("走访商户60家。前三季度，立案29起。办结27起。", ["year", "part_year", "year"], "not from within"),
    ("截至10月底，立案29起。办结27起。", ["part_year", "year"], "截至 dates the figures next to it"),
    ("五年来，立案290起。现有调解员45名。", ["multi_year", "year"], "what there is is of now"),
    ("前三季度，立案29起；办结27起。", ["part_year", "part_year"], "at the head it holds beyond ；"),
    ("走访商户60家，上半年立案29起；办结27起。", ["year", "part_year", "year"], "in passing it does not"),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(CARRIED))
def test_a_time_holds_on(measures, text: str, expected: list[str], why: str):
    assert [m["period"] for m in measures(TITLE + text)] == expected, why


THREE_YEARS = "2022年办件9200件、2023年8140件、2024年6875件。"


def test_the_last_of_three_years_is_the_reports_where_no_title_names_it(measures):
    rows = [(m["period"], m["modality"]) for m in measures(THREE_YEARS)]
    assert rows == [("prior", "actual"), ("prior", "actual"), ("year", "actual")]


def test_an_unknown_cue_is_refused():
    with pytest.raises(CatalogueError, match=r"cues\.csv"):
        Cues.parse("rule,cue,pattern\nC1,nonsense,同比\n".encode())


def test_a_cue_that_is_no_expression_is_refused():
    with pytest.raises(CatalogueError, match=r"cues\.csv.*regular expression"):
        Cues.parse(b"rule,cue,pattern\nC1,rise,(\n")
