"""Which number is a stated part of which: 其中, 包括, 分别, brackets, nested; outcomes, which are not."""

import pytest
from case_tables import named

# text, the text of the total of each measure in turn (None: it is no part), why
PARTS = [
    ("立案查处74件，其中交通领域67件。", [None, "74件"], "其中"),
    ("立案查处74件，其中交通领域67件、城管领域7件。", [None, "74件", "74件"], "其中 holds for a list"),
    ("排查纠纷80件，包括婚姻家庭30件、邻里50件。", [None, "80件", "80件"], "包括"),
    ("共有调解员46人，其中专职6人、兼职40人。", [None, "46人", "46人"], "persons"),
    ("审查文件20件（合同12件、协议8件）。", [None, "20件", "20件"], "a bracket after the total"),
    ("聘请法律顾问12名（律师9名，法律工作者3名）。", [None, "12名", "12名"], "a bracket with a comma"),
    (
        "排查纠纷80件，其中邻里纠纷50件（宅基地30件、采光20件），婚姻家庭30件。",
        [None, "80件", "50件", "50件", "80件"],
        "a breakdown inside a breakdown",
    ),
    (
        "培训干部300人，其中村干部120人，包括村书记20人。",
        [None, "300人", "120人"],
        "包括 after a part with 其中: a part of a part",
    ),
    (
        "发放宣传品5000份，其中宣传册3000份、折页2000份，接受咨询300人次。",
        [None, "5000份", "5000份", None],
        "another unit ends the breakdown",
    ),
    (
        "立案74件，其中交通领域67件。开展普法宣传12场。",
        [None, "74件", None],
        "the sentence ends the breakdown",
    ),
    (
        "共处罚11件，分别为城市管理6件、农业3件、应急2件。",
        [None, "11件", "11件", "11件"],
        "分别为 after a total",
    ),
    (
        "受理信访件120件，其中来信40件、来访50件、网上30件，答复率100%。",
        [None, "120件", "120件", "120件", None],
        "a rate is no part",
    ),
    (
        "执法人员45人（其中：女性12人，35岁以下20人）。",
        [None, "45人", "45人"],
        "其中 in a bracket, an age between",
    ),
    ("设调委会23个，其中村级21个、行业性2个。", [None, "23个", "23个"], "organisations"),
    ("罚款12万元，其中交通领域8万元。", [None, "12万元"], "money"),
    (
        "全年受理120件，其中：调解成功118件。",
        [None, "120件"],
        "an outcome is a part where the text says 其中",
    ),
    (
        "公开信息460条。其中，政策文件32条、工作动态428条。",
        [None, "460条", "460条"],
        "其中 after a full stop",
    ),
    ("行政处罚81件、行政检查120件，合计201件。", ["201件", "201件", None], "parts before their total"),
    ("承办人大建议31件、政协提案44件，两类共75件。", ["75件", "75件", None], "summed up with 共"),
    (
        "全年办理案件201件，由行政处罚81件、行政许可120件组成。",
        [None, "201件", "201件"],
        "由…组成, with a deed in a part's name",
    ),
    ("配有网格员76名，由专职8名、兼职60名构成。", [None, "76名", "76名"], "由…构成 that does not add up"),
    ("梳理权力事项201项，依次为许可83项、处罚118项。", [None, "201项", "201项"], "依次为"),
    ("查处违法案件6起：未经审批3起，弃置渣土3起。", [None, "6起", "6起"], "a colon, a negation in a part"),
    (
        "收案302件，同比增长11%——刑事121件，民事181件——惠及群众340人。",
        [None, None, "302件", "302件", None],
        "a dash after a change",
    ),
    (
        "立案63起，同比上升14.5%，其中公共场所25起、学校8起。",
        [None, None, "63起", "63起"],
        "公共 is not 共",
    ),
    (
        "投诉1200件，同比下降12%，其中噪声500件，同比下降8%，油烟300件，同比上升2%。",
        [None, None, "1200件", None, "1200件", None],
        "each part with its change",
    ),
    ("全县14个司法所中“一人所”仍有5个。", [None, "14个"], "中 right after a number's noun"),
    ("在岗31人，法学专业3人。", [None, "31人"], "picked out by what they studied"),
    ("调解员67人，女性23人。", [None, "67人"], "picked out by sex"),
    (
        "摸出矛盾93件，调处93件，成功率98%。从类型看，邻里57件，土地36件。",
        [None, None, None, "93件", "93件"],
        "从类型看 in the next sentence: parts of what was found",
    ),
    (
        "受理复议申请70件，审结65件，其中维持40件、撤销5件、终止20件。",
        [None, None, "65件", "65件", "65件"],
        "the total that the parts add up to",
    ),
    (
        "上半年调处纠纷113件，全年调处320件，其中标的百万元以上的1件。",
        [None, None, "320件"],
        "what is greater is no outcome of what stands before it",
    ),
    (
        "84名负责人开展述法，现场述法9名，书面述法75名。",
        [None, "84名", "84名"],
        "deeds of the total's own clause do not matter",
    ),
    (
        "环保处罚立案322宗，罚款86万元，其中渣土案件立案40宗、罚款31万元。",
        [None, None, "322宗", "86万元"],
        "two totals broken down side by side",
    ),
    (
        "清单内事项112项，其中党建18项、平安15项，配合履职85项。",
        [None, "112项", "112项", None],
        "a comma leads out of a list joined by 、",
    ),
    ("全区经营主体14万户，其中企业8万户；年内新设2万户。", [None, "14万户", None], "；leads out of 其中"),
    (
        "开展执法检查300次，涉及食品180次、药品120次。",
        [None, "300次", "300次"],
        "涉及 that adds up breaks down",
    ),
    (
        "在册对象86名，女性7名，未成年人2名。",
        [None, "86名", "86名"],
        "picked out twice; 未成年 denies nothing",
    ),
    ("行政许可12项、行政处罚207项，共计219项。", ["219项", "219项", None], "summed up with 共计"),
    # outcomes and other things that are no parts
    ("复议收案60件，审结55件，未审结5件。", [None, None, None], "outcomes that add up"),
    ("责令整改的26家里，25家已达标，1家停业。", [None, None, None], "outcomes told behind the numbers"),
    ("抽查任务138单，完结131单，关闭7单。", [None, None, None], "outcomes that add up"),
    ("查出短板43个，补齐39个，其余4个须上级支持。", [None, None, None], "what is left over of an outcome"),
    ("近五年应诉案件依次为9件、12件、7件、5件。", [None, None, None, None], "two of a row that make a third"),
    ("收到意见60条，其中“满意”占96%，不满意的不足4%。", [None, None, None], "shares are no parts"),
    ("推送意见书1500份，其中今年360份，较上线时的90份增加。", [None, "1500份", None], "a comparison"),
    ("受理纠纷100件，调处成功96件。", [None, None], "an outcome is no part"),
    ("发现隐患40个，整改37个。", [None, None], "an outcome is no part"),
    ("排查纠纷52件，化解52件。", [None, None], "an outcome of all of them"),
    ("开展培训4次，参训干部200人次。", [None, None], "another unit"),
    ("召开党委会12次，专题研究法治工作4次。", [None, None], "no word says that it is a part"),
    ("办理行政复议3件、行政诉讼2件。", [None, None], "a list has no total"),
    ("开展宣传10场，发放资料5000份，解答咨询300人次。", [None, None, None], "different things"),
    ("审查合同30份，提出法律意见25条。", [None, None], "different things"),
]


@pytest.mark.parametrize(("text", "parents", "why"), named(PARTS))
def test_part_of(measures, text: str, parents: list[str | None], why: str):
    rows = measures(text)
    by_id = {m["measure_id"]: m["text"] for m in rows}
    assert [by_id.get(m["parent_measure_id"]) for m in rows] == parents, why


def test_the_parts_of_one_run_share_a_breakdown(measures):
    rows = measures("立案查处74件，其中交通领域67件、城管领域7件。")
    assert rows[0]["breakdown_id"] is None
    assert rows[1]["breakdown_id"] == rows[2]["breakdown_id"] is not None


def test_a_nested_run_is_a_breakdown_of_its_own(measures):
    rows = measures("排查纠纷80件，其中邻里纠纷50件（宅基地30件、采光20件），婚姻家庭30件。")
    runs = [m["breakdown_id"] for m in rows]
    assert runs[1] == runs[4] != runs[2] == runs[3]


def test_two_breakdowns_of_one_total_are_two_runs(measures):
    rows = measures("排查纠纷80件，按类型分邻里50件、婚姻30件；按结果分调解成功78件、引导诉讼2件。")
    runs = [m["breakdown_id"] for m in rows]
    assert runs[1] == runs[2] is not None
    assert runs[3] != runs[1]


PARTS_TAKE_THEIR_TOTALS_INDICATOR = [
    ("共排查化解矛盾纠纷80件，其中婚姻家庭30件。", "what is broken down by a field stays the same thing"),
    ("作出行政处罚决定74件，其中交通领域67件、城管领域7件。", "the guidelines' example"),
]


@pytest.mark.parametrize(("text", "why"), named(PARTS_TAKE_THEIR_TOTALS_INDICATOR))
def test_a_part_is_of_its_totals_indicator(measures, text: str, why: str):
    assert len({m["indicator"] for m in measures(text)}) == 1, why
