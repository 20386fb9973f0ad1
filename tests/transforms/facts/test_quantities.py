"""Every numeral is a measure with its exact words, or carries a reason."""

import pytest
from case_tables import named

# text, the measures it holds as (words, value, unit, bound), why the case is here
Expected = list[tuple[str, float, str | None, str]]
QUANTITIES: list[object] = [
    ("全年办理信访件788件。", [("788件", 788, "件", "exact")], "the plain case"),
    ("聘请法律顾问1个。", [("1个", 1, "个", "exact")], "one, in digits"),
    ("年度清单列出共145 项任务。", [("145 项", 145, "项", "exact")], "共 is no bound, the blank stays"),
    ("累计调解纠纷96件。", [("96件", 96, "件", "exact")], "累计 is no bound"),
    ("参训人数达320人。", [("320人", 320, "人", "exact")], "达 is no bound"),
    (
        "培训干部120人次86人。",
        [("120人次", 120, "人次", "exact"), ("86人", 86, "人", "exact")],
        "two units in a row",
    ),
    # powers, mixtures, separators, widths
    ("投入经费3.2万元。", [("3.2万元", 32000, "元", "exact")], "万 is multiplied out, the unit is 元"),
    ("投入经费12亿元。", [("12亿元", 1_200_000_000, "元", "exact")], "亿"),
    ("为群众挽回损失1.2亿元。", [("1.2亿元", 120_000_000, "元", "exact")], "a decimal before 亿"),
    ("发放宣传册2万5千份。", [("2万5千份", 25000, "份", "exact")], "a mixture"),
    ("惠及群众3万余人。", [("3万余人", 30000, "人", "at_least")], "余 behind 万"),
    ("惠及居民9万余户。", [("9万余户", 90000, "户", "at_least")], "the guidelines' own number"),
    ("受教育群众1.5余万人次。", [("1.5余万人次", 15000, "人次", "at_least")], "余 before 万"),
    ("投入经费12,345.6元。", [("12,345.6元", 12345.6, "元", "exact")], "a separator and a decimal"),
    ("发放宣传单１２３４份。", [("１２３４份", 1234, "份", "exact")], "full width"),
    (
        "发放宣传单1，234份。",
        [("1，234份", 1234, "份", "exact")],
        "a full-width separator",
    ),
    ("办结率99.9％。", [("99.9％", 99.9, "%", "exact")], "the full-width sign is the same unit"),
    ("查处案件 10 起。", [("10 起", 10, "起", "exact")], "blanks around"),
    ("改造法治广场800平方米。", [("800平方米", 800, "平方米", "exact")], "an area"),
    ("网上办结率96.73%。", [("96.73%", 96.73, "%", "exact")], "two decimals"),
    # Chinese numerals that count
    ("召开三场座谈会。", [("三场", 3, "场", "exact")], "a real count"),
    ("聘请两名律师。", [("两名", 2, "名", "exact")], "两 counts"),
    ("开展巡查十余次。", [("十余次", 10, "次", "at_least")], "vague tens"),
    ("征集意见三百二十条。", [("三百二十条", 320, "条", "exact")], "hundreds in words"),
    ("组织宣讲上百场。", [("上百场", 100, "场", "at_least")], "upwards of"),
    ("组织宣讲数十场。", [("数十场", 10, "场", "at_least")], "several tens"),
    ("走访商户几十家。", [("几十家", 10, "家", "at_least")], "several tens, spoken"),
    ("发放资料数千份。", [("数千份", 1000, "份", "at_least")], "several thousand"),
    ("办结率达到百分之九十。", [("百分之九十", 90, "%", "exact")], "percent in words"),
    ("办结率为百分之九十八点五。", [("百分之九十八点五", 98.5, "%", "exact")], "with a decimal"),
    ("超过三分之一的村建成调解室。", [("超过三分之一", 33.33, "%", "at_least")], "a fraction is percent"),
    ("八成纠纷在村里化解。", [("八成", 80, "成", "exact")], "tenths keep their unit"),
    ("近八成纠纷在村里化解。", [("近八成", 80, "成", "approx")], "tenths, bounded"),
    ("群众满意率提高1.5个百分点。", [("1.5个百分点", 1.5, "个百分点", "exact")], "a unit of its own"),
    (
        "补种桂花树3棵。",
        [("3棵", 3, "棵", "exact")],
        "an unknown classifier is kept",
    ),
    (
        "种植苗木12000株。",
        [("12000株", 12000, "株", "exact")],
        "a number that looks like a hotline",
    ),
    (
        "发放药品12350盒。",
        [("12350盒", 12350, "盒", "exact")],
        "a number that is a hotline's, with a unit",
    ),
    (
        "办理12345热线工单12345件。",
        [("12345件", 12345, "件", "exact")],
        "the hotline's name and as many orders",
    ),
    (
        "为群众挽回损失86.3万。",
        [("86.3万", 863000, None, "exact")],
        "money whose 元 is left out",
    ),
    (
        "普法直播观看量达12.6万。",
        [("12.6万", 126000, None, "exact")],
        "a count without a classifier",
    ),
    ("罚款叁万元整。", [("叁万元", 30000, "元", "exact")], "the forms of cheques"),
    ("配备装备30件套。", [("30件套", 30, "件套", "exact")], "a compound classifier whole"),
    (
        "接访30批78人次。",
        [("30批", 30, "批", "exact"), ("78人次", 78, "人次", "exact")],
        "batches and visits",
    ),
    ("出动车辆45辆次。", [("45辆次", 45, "辆次", "exact")], "辆次 is not 辆"),
    ("走访企业120家次。", [("120家次", 120, "家次", "exact")], "家次 is not 家"),
    ("开展活动9场次。", [("9场次", 9, "场次", "exact")], "场次 whole"),
    ("行政诉讼败诉率为0。", [("0", 0, None, "exact")], "a bare nought after 为"),
    (
        "办结率、满意率分别为100%和98%。",
        [("100%", 100, "%", "exact"), ("98%", 98, "%", "exact")],
        "分别 gives each rate its own number",
    ),
    ("对投资额500万元以上的项目12个开展审查。", [("12个", 12, "个", "exact")], "an amount that picks out"),
    ("罚款3万元至5万元的案件有2件。", [("2件", 2, "件", "exact")], "a range that picks out"),
    (
        "推行“1名网格长+3名网格员”模式，全镇有网格36个。",
        [("36个", 36, "个", "exact")],
        "numbers of a model's name",
    ),
    ("开展“3·15”“6·26”“12·4”宣传9场。", [("9场", 9, "场", "exact")], "days by their numbers"),
    ("“法治大讲堂”第12期参与200人。", [("200人", 200, "人", "exact")], "an ordinal with a classifier"),
    ("“万名党员进万家”走访3200户。", [("3200户", 3200, "户", "exact")], "numerals of a campaign's name"),
    # bounds: inside
    ("服务群众600余人。", [("600余人", 600, "人", "at_least")], "余"),
    ("调解纠纷30多件。", [("30多件", 30, "件", "at_least")], "多"),
    # bounds: before
    ("接待群众超3000余人次。", [("超3000余人次", 3000, "人次", "at_least")], "超 and 余"),
    ("受理纠纷突破1000件。", [("突破1000件", 1000, "件", "at_least")], "突破"),
    ("培训干部逾200人次。", [("逾200人次", 200, "人次", "at_least")], "逾"),
    ("学法不少于20次。", [("不少于20次", 20, "次", "at_least")], "不少于"),
    ("合格率不低于95%。", [("不低于95%", 95, "%", "at_least")], "不低于"),
    ("投诉不超过3件。", [("不超过3件", 3, "件", "at_most")], "不超过"),
    ("到场群众不到50人。", [("不到50人", 50, "人", "at_most")], "不到"),
    ("到场群众不足50人。", [("不足50人", 50, "人", "at_most")], "不足"),
    ("每件最多12天。", [("最多12天", 12, "天", "at_most")], "最多"),
    ("约300人到场。", [("约300人", 300, "人", "approx")], "约"),
    ("大约300人到场。", [("大约300人", 300, "人", "approx")], "大约 whole, not 约"),
    ("开展宣讲近10次。", [("近10次", 10, "次", "approx")], "近"),
    ("接待群众近300余人次。", [("近300余人次", 300, "人次", "approx")], "近…余 is approx"),
    ("排查隐患近百处。", [("近百处", 100, "处", "approx")], "near a hundred"),
    # bounds: after
    ("群众满意率98%以上。", [("98%以上", 98, "%", "at_least")], "以上"),
    ("纠纷控制在20件以下。", [("20件以下", 20, "件", "at_most")], "以下"),
    ("投诉控制在5件以内。", [("5件以内", 5, "件", "at_most")], "以内"),
    ("5个工作日内办结。", [("5个工作日内", 5, "个工作日", "at_most")], "内 of a time"),
    ("到场群众60人左右。", [("60人左右", 60, "人", "approx")], "左右"),
    (
        "宪法宣传做到“进企业”100余场（次）。",
        [("100余场（次）", 100, "场（次）", "at_least")],
        "a bracket in the unit",
    ),
    # what is no bound
    ("在村内开展宣讲4场。", [("4场", 4, "场", "exact")], "内 of a place is no bound"),
    (
        "就近10个服务点均可办理。",
        [("10个", 10, "个", "exact")],
        "就近 is no 近",
    ),
    ("签约12家企业。", [("12家", 12, "家", "exact")], "签约 is no 约"),
    # rows of numbers
    (
        "检查12次、整改8处、约谈3。",
        [("12次", 12, "次", "exact"), ("8处", 8, "处", "exact"), ("3", 3, None, "exact")],
        "an elided unit still is a row",
    ),
    (
        "三项工作分别完成9、267、66件。",
        [("9", 9, "件", "exact"), ("267", 267, "件", "exact"), ("66件", 66, "件", "exact")],
        "a shared unit belongs to each, the spans of the first are bare",
    ),
    ("两镇受理数分别为12、8件。", [("12", 12, "件", "exact"), ("8件", 8, "件", "exact")], "分别为"),
    ("办理建议12和8件。", [("12", 12, "件", "exact"), ("8件", 8, "件", "exact")], "a unit shared across 和"),
    (
        "立案3起，罚款0.5万元。",
        [("3起", 3, "起", "exact"), ("0.5万元", 5000, "元", "exact")],
        "money beside a count",
    ),
    (
        "走访120户、收集意见30条、解决问题28个。",
        [("120户", 120, "户", "exact"), ("30条", 30, "条", "exact"), ("28个", 28, "个", "exact")],
        "in an enumeration each number is a row",
    ),
    ("资金超千万的企业有13家。", [("13家", 13, "家", "exact")], "the threshold is none, the count is one"),
    ("40岁以下干部有12人。", [("12人", 12, "人", "exact")], "an age only picks out"),
    # unusual classifiers
    ("动用船艇38艘次。", [("38艘次", 38, "艘次", "exact")], "艘次 is no 艘"),
    ("检查门店85间次。", [("85间次", 85, "间次", "exact")], "间次"),
    ("法治副校长进课堂32课次。", [("32课次", 32, "课次", "exact")], "课次"),
    ("打击非法采砂3案次。", [("3案次", 3, "案次", "exact")], "案次"),
    ("封停机井11眼。", [("11眼", 11, "眼", "exact")], "眼"),
    ("题库收题1500道。", [("1500道", 1500, "道", "exact")], "道"),
    ("举办普法夜市6晚。", [("6晚", 6, "晚", "exact")], "晚"),
    (
        "抽取案卷120卷、宿舍楼120栋。",
        [("120卷", 120, "卷", "exact"), ("120栋", 120, "栋", "exact")],
        "no hotline",
    ),
    ("分两批组织干部旁听庭审。", [("两批", 2, "批", "exact")], "the 组 of 组织 is no unit"),
    ("收缴弹药160发、刀具27把。", [("160发", 160, "发", "exact"), ("27把", 27, "把", "exact")], "发 and 把"),
    ("更新标志牌120面。", [("120面", 120, "面", "exact")], "no hotline"),
    # bounds on either side
    ("新增民主法治村5个上下。", [("5个上下", 5, "个", "approx")], "上下 before a mark"),
    ("调解成功率不得低于98%。", [("不得低于98%", 98, "%", "at_least")], "不得低于 is a lower bound"),
    ("修订村规民约21份。", [("21份", 21, "份", "exact")], "民约 is no 约"),
    ("较上年多一倍有余。", [("一倍有余", 1, "倍", "at_least")], "有余"),
    ("单案罚款最高60万元。", [("60万元", 600000, "元", "exact")], "the greatest one is no bound"),
    ("最长5个工作日办结。", [("最长5个工作日", 5, "个工作日", "at_most")], "a limit"),
    # halves, fractions, tenths
    ("争议压减一半。", [("一半", -50, "%", "exact")], "half"),
    ("本科学历超过半数。", [("超过半数", 50, "%", "at_least")], "more than half"),
    ("编制缺额1/4。", [("1/4", 25, "%", "exact")], "a fraction in digits"),
    ("占农村人口的千分之四左右。", [("千分之四左右", 0.4, "%", "approx")], "in percent like any fraction"),
    ("干部上机答题，七成一次满分。", [("七成", 70, "成", "exact")], "一次 is no part of the tenths"),
    # one, in a list of things that there are
    (
        "镇里法律顾问一名，审合同三十七份。",
        [("一名", 1, "名", "exact"), ("三十七份", 37, "份", "exact")],
        "合同",
    ),
    ("组织闭卷考试一次。", [("一次", 1, "次", "exact")], "a deed in the clause"),
    # what picks out a group
    ("合同50万元以下抽审40份。", [("40份", 40, "份", "exact")], "a threshold before what it picks"),
    ("注册资本亿元以上14家。", [("14家", 14, "家", "exact")], "right before the number"),
    ("十人以上集体争议7件。", [("7件", 7, "件", "exact")], "persons as a threshold"),
    (
        "投入50万元以上建成广场3个。",
        [("50万元以上", 500000, "元", "at_least"), ("3个", 3, "个", "exact")],
        "a deed",
    ),
    ("每村至少5名的要求得到落实。", [("至少5名", 5, "名", "at_least")], "a limit laid down"),
    # a limit told with a frequency
    ("每季度不少于1场法治讲座。", [("不少于1场", 1, "场", "at_least")], "a limit is no pure frequency"),
]


@pytest.mark.parametrize(("text", "expected", "why"), named(QUANTITIES))
def test_quantity(measures, text: str, expected: Expected, why: str):
    found = [(m["text"], m["value"], m["unit"], m["bound"]) for m in measures(text)]
    assert found == [(words, pytest.approx(value), unit, bound) for words, value, unit, bound in expected], (
        why
    )


RANGES = [
    ("每季度学法3至5次。", "3至5次", 3, 5, "次", "the guidelines' own range"),
    ("开展宣讲3—5场。", "3—5场", 3, 5, "场", "a dash"),
    ("开展宣讲3-5场。", "3-5场", 3, 5, "场", "a hyphen"),
    ("惠及群众1万至2万人。", "1万至2万人", 10000, 20000, "人", "the power at both ends"),
    (
        "惠及群众1至2万人。",
        "1至2万人",
        10000,
        20000,
        "人",
        "the power said once belongs to both",
    ),
    ("覆盖率85%—90%。", "85%—90%", 85, 90, "%", "the unit at both ends"),
    ("配备调解员三到五名。", "三到五名", 3, 5, "名", "in words"),
]


@pytest.mark.parametrize(("text", "words", "low", "high", "unit", "why"), named(RANGES))
def test_range_is_one_row_with_its_lower_value(measures, text, words, low, high, unit, why):
    rows = [(m["text"], m["value"], m["value_high"], m["unit"], m["bound"]) for m in measures(text)]
    assert rows == [(words, low, high, unit, "at_least")], why


# text, a numeral in it that counts nothing, the reasons that say so truly, why
REJECTED = [
    ("2024年，我镇深入学法。", "2024", {"date"}, "a year"),
    ("12月4日开展宪法宣传。", "12", {"date"}, "a month"),
    ("12月4日开展宪法宣传。", "4", {"date"}, "a day"),
    ("二〇二四年，我镇深入学法。", "二〇二四", {"date"}, "a year in words"),
    ("2021—2025年规划稳步推进。", "2021", {"date"}, "a plan period"),
    ("自20212025年规划实施。", "20212025", {"date"}, "a separator a page lost"),
    (
        "签发于2024.03.15。",
        "2024.03",
        {"date"},
        "a dotted date",
    ),
    ("上午9时开庭。", "9", {"time"}, "a time of day"),
    ("40岁以下干部占多数。", "40", {"age"}, "an age picks out a group"),
    ("第一批法治示范村已公布。", "一", {"ordinal"}, "an ordinal"),
    ("深入学习党的二十届三中全会精神。", "二十", {"ordinal"}, "a congress"),
    ("深入学习党的二十届三中全会精神。", "三", {"ordinal"}, "a plenum"),
    ("县委十四届六次全会作出部署。", "十四", {"ordinal"}, "a county's congress"),
    ("法治建设考核排名第一。", "一", {"ordinal", "rank"}, "a rank"),
    ("考核在全市343个街道中位列第9。", "343", {"rank_base"}, "the base of a rank"),
    ("考核在全市343个街道中位列第9。", "9", {"rank", "ordinal"}, "the rank itself"),
    ("依据该法第三十二条办理。", "三十二", {"ordinal", "statute"}, "an article"),
    ("严格落实行政执法三项制度。", "三", {"label"}, "the label of a policy"),
    ("增强四个意识。", "四", {"label"}, "a slogan"),
    ("做到“两个维护”。", "两", {"label"}, "a slogan in quotes"),
    ("推进“八五”普法规划。", "八五", {"label", "ordinal"}, "a plan's name"),
    ("落实一村（社区）一法律顾问。", "一", {"label", "word"}, "a policy's name"),
    ("构建“5+2”产业布局。", "5", {"formula", "label"}, "a formula"),
    ("构建“1+4+43+8”体系。", "43", {"formula", "label"}, "a longer formula"),
    ("打造十五分钟法律服务圈。", "十五", {"label"}, "a service circle"),
    ("推行最多跑一次改革。", "一", {"label", "word"}, "the name of a reform"),
    ("推行一次办。", "一", {"label", "word"}, "the name of a service"),
    ("健全三级网络。", "三", {"label"}, "a network's label"),
    ("开展12.4宪法日活动。", "12.4", {"date", "label"}, "a day's name"),
    ("用好12345热线。", "12345", {"hotline"}, "a hotline's name"),
    ("咨询电话：0231234567。", "0231234567", {"phone"}, "a telephone number"),
    ("构建“一中心四板块一网格”格局。", "四", {"label"}, "a label of several numbers"),
    ("从七方面推进工作。", "七", {"label"}, "facets are no measure"),
    ("聚焦四个方面发力。", "四", {"label"}, "facets with 个"),
    ("实现四个100%。", "100", {"label"}, "a rating in words"),
    ("每两月1次例会。", "1", {"frequency"}, "a pure frequency"),
    ("每周三开放接待。", "三", {"frequency"}, "a day of the week"),
    ("一是抓学习。", "一", {"list_marker"}, "a list marker"),
    ("（二）抓落实。", "二", {"list_marker"}, "a list marker in brackets"),
    ("1.抓学习。\n2.抓落实。", "2", {"list_marker"}, "a list marker with a point"),
    ("依据东府发〔2024〕3号文件。", "2024", {"document_number"}, "the year of a document number"),
    ("依据东府发〔2024〕3号文件。", "3", {"document_number"}, "a document number"),
    ("资金超千万的企业有13家。", "千万", {"threshold"}, "a threshold picks out a group"),
    ("连续五年获评优秀。", "五", {"period"}, "a span that sets a period"),
    ("近三年来工作稳步推进。", "三", {"period", "date"}, "a span that sets a period"),
    ("上半年工作平稳。", "半", {"period"}, "half a year is a date"),
    ("法律明白人从18至65周岁的村民中推选。", "18", {"age"}, "a range of ages"),
    ("重点抓好三件事。", "三", {"label"}, "a list to come"),
    ("落实十六字治水思路。", "十六", {"label"}, "a saying counted by its characters"),
    ("阅读：326次 今年以来，工作平稳。", "326", {"code"}, "a web page's head"),
    ("“雪亮工程”二期投入使用。", "二", {"label"}, "a stage of a project"),
    ("改造3车间的照明。", "3", {"label"}, "车间 is no 车"),
    ("筑牢三道防线。", "三", {"label"}, "a figure of speech"),
    ("我镇地处三省交界。", "三", {"label"}, "where a place lies"),
    ("收入低于低保标准二倍的免予审查。", "二", {"threshold"}, "a multiple that picks out"),
    ("推广5G应用。", "5", {"code", "label"}, "a digit in a code"),
    ("安排7×24小时值守。", "7", {"label", "formula"}, "round the clock"),
    ("学习《关于加强三项建设的意见》。", "三", {"title", "label"}, "a number in a title"),
]


@pytest.mark.parametrize(("text", "numeral", "reasons", "why"), named(REJECTED, 2))
def test_rejected_with_its_reason(mentions, text: str, numeral: str, reasons: set[str], why: str):
    found = [m for m in mentions(text) if m["text"].startswith(numeral)]
    assert found, f"{numeral} is in no mention: {why}"
    assert {m["verdict"] for m in found} == {"rejected"}, why
    assert {m["reason"] for m in found} <= reasons, why


NOTHING = [
    "我镇认真落实“一村（社区）一法律顾问”制度，三级网络更加健全。",
    "县委十四届六次全会、市委五届九次全会先后召开。",
    "依据省政府令第339号和《行政处罚法》第六十二条办理。",
    "一以贯之抓学习，万众一心抓落实，千方百计解难题。",
    "十分重视，一律公开，进一步规范，统一标准，百姓满意。",
]


@pytest.mark.parametrize("text", NOTHING)
def test_text_without_any_measure(measures, text: str):
    assert measures(text) == []


THREE_EQUAL = "甲村调解12件，乙村调解12件，丙村调解12件。"


def test_three_equal_numbers_get_three_spans(measures):
    rows = measures(THREE_EQUAL)
    assert [m["char_start"] for m in rows] == [4, 12, 20]
    assert len({m["measure_id"] for m in rows}) == 3


def test_the_numeral_inside_a_unit_is_not_told_apart(mentions):
    assert [m["text"] for m in mentions("满意率提高1.5个百分点。")] == ["1.5个百分点"]


def test_named_rates_share_a_span_and_are_a_row_each(measures):
    rows = measures("法律知识考试参考率、合格率均达100%。")
    assert [(m["text"], m["value"]) for m in rows] == [("100%", 100), ("100%", 100)]
    assert {m["indicator"] for m in rows} == {"leadership.exam_rate", "leadership.exam_pass_rate"}
    assert len({m["measure_id"] for m in rows}) == 2


UNITS = [
    ("投入3.2万元。", 32000, "money", "money is in 元"),
    ("改造绿地1.5亩。", 1000, "area_m2", "an area in square metres"),
    ("受理4件。", 4, "case", "a case"),
    ("受理4宗。", 4, "case", "another word of the same family"),
    ("接待4人次。", 4, "person_time", "visits are no persons"),
    ("接待4人。", 4, "person", "persons"),
    ("发放4份。", 4, "copy", "copies are no cases"),
]


@pytest.mark.parametrize(("text", "canonical", "family", "why"), named(UNITS))
def test_unit_family_and_canonical_value(measures, text, canonical, family, why):
    rows = measures(text)
    assert [(m["value_canonical"], m["unit_family"]) for m in rows] == [
        (pytest.approx(canonical, rel=1e-3), family)
    ]
