"""Which number is a stated part of which: 其中, 包括, 分别, brackets, nested; outcomes, which are not."""

import pytest
from case_tables import named, wrong

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
    wrong(
        "包括 after a part with 其中 hangs on the grand total",
        "培训干部300人，其中村干部120人，包括村书记20人。",
        [None, "300人", "120人"],
        "a part of a part",
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
    # outcomes and other things that are no parts
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
