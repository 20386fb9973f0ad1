"""Who issued a report, of what year, when: all kinds of bodies of all provinces, and web pages."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.csvfile import CatalogueError
from transforms.structure.issuer import Departments, read_head
from transforms.structure.regions import Regions

DATA = Path(__file__).parents[3] / "data" / "reference"
REGIONS = Regions.parse((DATA / "regions.csv").read_bytes(), (DATA / "region_aliases.csv").read_bytes())
DEPARTMENTS = Departments.parse((DATA / "departments.csv").read_bytes())
LEAD = "现将本年度法治政府建设有关情况报告如下：\n一、主要举措和成效\n（一）学法。组织学法4次。\n"


def head(text: str, file_name: str = "a.txt"):
    return read_head(text, file_name, REGIONS, DEPARTMENTS)


TITLES = [
    ("重庆市大渡口区八桥镇人民政府2023年法治政府建设年度报告", "township", "500104101000", "all in one line"),
    (
        "重庆市大渡口区八桥镇人民政府\n2023年法治政府建设年度报告",
        "township",
        "500104101000",
        "over two lines",
    ),
    ("酉阳土家族苗族自治县小河镇关于2023年法治政府建设情况的报告", "township", "500242113000", "no 人民政府"),
    ("酉阳县小河镇2023年法治政府建设情况报告", "township", "500242113000", "the short form of a county"),
    ("沙坪坝区回龙坝镇2023年法治政府建设情况报告", "township", "500106106000", "no city"),
    ("沙坪坝回龙坝镇2023年法治政府建设情况报告", "township", "500106106000", "a district without 区"),
    ("城口县东安镇人民政府关于2023年法治政府建设的报告", "township", "500229109000", "county and town"),
    (
        "中共城口县东安镇委员会城口县东安镇人民政府关于2023年法治政府建设情况的报告",
        "township",
        "500229109000",
        "jointly",
    ),
    (
        "北京市朝阳区建外街道办事处2022年法治政府建设年度情况报告",
        "township",
        "110105001000",
        "a sub-district's office",
    ),
    (
        "北京市东城区人民政府东华门街道办事处2023年法治政府建设情况",
        "township",
        "110101001000",
        "an office of the district",
    ),
    ("广东省东莞市虎门镇2023年法治政府建设年度报告", "township", "441900121000", "a city without districts"),
    (
        "内蒙古自治区锡林郭勒盟东乌珠穆沁旗人民政府2023年法治政府建设情况报告",
        "district",
        "152525000000",
        "a banner",
    ),
    ("锡林郭勒盟行政公署2023年法治政府建设情况报告", "city", "152500000000", "a league"),
    ("凉山彝族自治州人民政府2023年法治政府建设年度报告", "city", "513400000000", "an autonomous prefecture"),
    ("凉山州2023年法治政府建设年度报告", "city", "513400000000", "the short form of one"),
    ("杭州市人民政府关于2023年度法治政府建设情况的报告", "city", "330100000000", "a prefecture-level city"),
    ("浙江省人民政府2023年法治政府建设年度报告", "province", "330000000000", "a province"),
    ("上海市2023年法治政府建设情况报告", "province", "310000000000", "a municipality"),
    (
        "广西壮族自治区人民政府2023年度法治政府建设情况报告",
        "province",
        "450000000000",
        "an autonomous region",
    ),
    (
        "湖北省仙桃市人民政府2023年法治政府建设报告",
        "district",
        "429004000000",
        "a city straight under a province",
    ),
    ("神农架林区人民政府2023年法治政府建设情况报告", "district", "429021000000", "a forest district"),
    ("海南省三沙市2023年法治政府建设情况报告", "city", "460300000000", "islands"),
    (
        "新疆维吾尔自治区喀什地区疏附县2023年法治政府建设情况报告",
        "district",
        "653121000000",
        "a prefecture called 地区",
    ),
    ("西藏自治区拉萨市城关区人民政府2023年法治政府建设情况报告", "district", "540102000000", "Tibet"),
    ("吉林省吉林市船营区2023年法治政府建设报告", "district", "220204000000", "city and province of one name"),
    (
        "江苏省南京市鼓楼区人民政府2023年法治政府建设情况报告",
        "district",
        "320106000000",
        "four districts are so called",
    ),
]


@pytest.mark.parametrize(("title", "kind", "code", "why"), TITLES)
def test_a_government_by_its_title(title: str, kind: str, code: str, why: str) -> None:
    found = head(f"{title}\n\n{LEAD}")
    assert (found.issuer_type, found.region_code, found.issuer_id) == (kind, code, code)
    assert found.region_candidates == ()
    assert found.title == title.replace("\n", "")
    assert found.report_year == int(title.split("20", 1)[1][:2]) + 2000


@pytest.mark.parametrize(
    ("title", "code", "department", "why"),
    [
        ("渝北区司法局2023年法治政府建设情况报告", "500112000000", "司法局", "a district's bureau"),
        (
            "重庆市渝北区市场监管局2023年法治政府建设情况报告",
            "500112000000",
            "市场监督管理局",
            "a short name",
        ),
        (
            "渝北区教委关于2023年法治政府建设情况的报告",
            "500112000000",
            "教育局",
            "a committee elsewhere called bureau",
        ),
        (
            "城口县农业农村委员会2023年法治政府建设情况报告",
            "500229000000",
            "农业农村局",
            "the same in a county",
        ),
        ("江苏省南京市鼓楼区住建局2023年依法行政工作总结", "320106000000", "住房和城乡建设局", "short"),
        (
            "浙江省自然资源厅2023年法治政府建设年度报告",
            "330000000000",
            "自然资源局",
            "a province's department",
        ),
        ("国家税务总局重庆市渝北区税务局2023年法治政府建设情况", "500112000000", "税务局", "a line agency"),
        (
            "重庆市公安局渝北区分局2023年法治政府建设情况报告",
            "500112000000",
            "公安局",
            "a branch in a district",
        ),
        ("渝北区消防救援大队2023年法治政府建设年度报告", "500112000000", "消防救援大队", "a brigade"),
        (
            "渝北区司法局回兴司法所2023年法治建设总结",
            "500112000000",
            "司法局回兴司法所",
            "not the bureau itself",
        ),
        (
            "中共渝北区委全面依法治区委员会办公室关于2023年法治政府建设情况的报告",
            "500112000000",
            "全面依法治理委员会办公室",
            "not the district's government",
        ),
        ("渝北区信访办2023年法治政府建设年度报告", "500112000000", "信访局", "an office"),
        (
            "凉山州文化广播电视和旅游局2023年法治政府建设报告",
            "513400000000",
            "文化广播电视和旅游局",
            "not listed: as printed",
        ),
    ],
)
def test_a_department_has_its_governments_region(title: str, code: str, department: str, why: str) -> None:
    found = head(f"{title}\n{LEAD}")
    assert (found.issuer_type, found.region_code, found.department) == ("department", code, department)
    assert found.issuer_id == f"{code}:{department}"


@pytest.mark.parametrize(
    ("title", "issuer_id", "code", "why"),
    [
        (
            "杭州钱塘新区管委会2023年法治政府建设情况报告",
            "330100-dz:钱塘新区",
            None,
            "a city's stem before a zone",
        ),
        (
            "重庆两江新区管理委员会2023年法治政府建设情况报告",
            "500000-dz:两江新区",
            None,
            "a municipality's zone",
        ),
        (
            "合肥市高新技术产业开发区管委会2023年法治政府建设报告",
            "340100-dz:高新技术产业开发区",
            None,
            "a high-tech zone",
        ),
        (
            "郑州高新技术产业开发区管委会2023年法治政府建设情况报告",
            "410172000000",
            "410172000000",
            "a zone with a code",
        ),
    ],
)
def test_a_development_zone_has_a_stable_id(title: str, issuer_id: str, code: str | None, why: str) -> None:
    found = head(f"{title}\n{LEAD}")
    assert (found.issuer_type, found.issuer_id, found.region_code) == ("development_zone", issuer_id, code)


BARE = (
    "2023年法治政府建设工作情况报告\n2023年，东安镇坚持依法行政，在{}的领导下开展工作，现将情况报告如下：\n"
    "一、成效\n按照{}要求，好。\n"
)


@pytest.mark.parametrize(
    ("text", "code", "candidates", "why"),
    [
        (
            BARE.format("县委、县政府", "重庆市"),
            "500229109000",
            (),
            "a city named in the text has one such town",
        ),
        (BARE.format("渠县县委", "县"), "511725134000", (), "the county named"),
        (BARE.format("四川省委", "省"), "511725134000", (), "the province named without its suffix"),
        (
            BARE.format("党委", "上级"),
            None,
            ("500229109000", "511725134000"),
            "two fit: none chosen, both listed",
        ),
        (BARE.format("重庆市", "四川省"), None, ("500229109000", "511725134000"), "both provinces named"),
        (
            "2023年法治政府建设情况报告\n2023年，某项工作好。现将情况报告如下：\n"
            "一、成效\n好。\n城口县东安镇人民政府\n2024年1月3日",
            "500229109000",
            (),
            "only the signature says it",
        ),
        (
            "发布机构：城口县东安镇人民政府\n成文日期：2024-01-03\n2023年法治政府建设情况报告\n本年工作好。",
            "500229109000",
            (),
            "only the site's table says it",
        ),
    ],
)
def test_a_name_that_several_bear(text: str, code: str | None, candidates: tuple[str, ...], why: str) -> None:
    found = head(text)
    assert (found.region_code, found.region_candidates) == (code, candidates)
    assert code is not None or found.issuer_id.startswith("unknown:")


@pytest.mark.parametrize(
    ("title", "code", "candidates", "issuer_id", "why"),
    [
        (
            "沙坪坝区土主镇2019年法治政府建设报告",
            "500106021000",
            ("500106021000",),
            "500106021000",
            "now 土主街道: marked",
        ),
        (
            "大足县龙水镇2010年依法行政工作报告",
            "500111100000",
            ("500111100000",),
            "500111100000",
            "the county is a 区 now",
        ),
        (
            "沙坪坝区某某街道2023年法治政府建设报告",
            None,
            (),
            "500106-xz:某某街道",
            "not in the list: a local id",
        ),
    ],
)
def test_names_that_changed(
    title: str, code: str | None, candidates: tuple[str, ...], issuer_id: str, why: str
) -> None:
    found = head(f"{title}\n{LEAD}")
    assert (found.region_code, found.region_candidates, found.issuer_id) == (code, candidates, issuer_id)


@pytest.mark.parametrize(
    ("text", "title", "signed", "published", "why"),
    [
        (
            "当前位置：首页>政务公开>法治政府建设\n索引号：A-1 发布机构：渝北区司法局\n"
            "成文日期：2024-01-30\n发布日期：2024-02-01\n"
            "字体：大 中 小\n浏览次数：12\n渝北区司法局\n"
            "关于2023年法治政府建设情况的报告\n2023年，渝北区司法局认真履职，开展各项工作。\n",
            "渝北区司法局关于2023年法治政府建设情况的报告",
            date(2024, 1, 30),
            date(2024, 2, 1),
            "furniture above a title of two lines",
        ),
        (
            "城口县东安镇2023年法治政府\n建设情况的报告\n（2023年度）\n"
            "2023年，工作顺利，各项任务完成较好。\n城口县东安镇人民政府\n二〇二四年二月四日",
            "城口县东安镇2023年法治政府建设情况的报告",
            date(2024, 2, 4),
            None,
            "a title broken within a word; numerals in the signature",
        ),
        (
            "索引号：A-1|发布机构：城口县司法局|有效性：有效城口县东安镇2023年法治政府建设情况报告\n"
            "2023年，认真工作，取得成效。",
            "城口县东安镇2023年法治政府建设情况报告",
            None,
            None,
            "a title glued to the site's table",
        ),
        (
            ""
            "城口县东安镇人民政府\n2023年度法治政府建设工作总结和2024年工作计划2023年，东安镇认真落实各项部署，"
            "推进依法行政，持续优化营商环境，完善基层治理，各项工作取得新的进展。\n",
            "城口县东安镇人民政府2023年度法治政府建设工作总结和2024年工作计划",
            None,
            None,
            "a title glued to the text below",
        ),
        (
            "标题：城口县东安镇法治建设工作报告\n发布时间：2024年3月1日\n"
            "2023年，我镇认真开展工作，法治建设取得成效。\n打印 关闭",
            "城口县东安镇法治建设工作报告",
            None,
            date(2024, 3, 1),
            "the title stands in the table only",
        ),
    ],
)
def test_front(text: str, title: str, signed: date | None, published: date | None, why: str) -> None:
    found = head(text)
    assert (found.title, found.signed_on, found.published_on) == (title, signed, published)


@pytest.mark.parametrize(
    ("text", "file_name", "year", "why"),
    [
        ("城口县二〇二二年度法治政府建设报告\n2023年将到。", "a.txt", 2022, "a year in numerals"),
        (
            "城口县法治政府建设报告\n2022年，好。2023年要更好，2023年2月发布。",
            "a.txt",
            2022,
            "the lead-in's first year",
        ),
        (
            "城口县法治政府建设报告\n按照《纲要（2021—2025年）》，2021—2025年规划，2023年好。",
            "a.txt",
            2023,
            "no plan period",
        ),
        (
            "城口县法治政府建设报告\n一年来工作好。\n城口县人民政府\n2024年1月15日",
            "a.txt",
            2023,
            "signed in January",
        ),
        (
            "城口县法治政府建设报告\n一年来工作好。",
            "城口县2021年法治政府建设报告.txt",
            2021,
            "the file's name",
        ),
        ("城口县2023年法治政府建设工作总结和2024年工作计划\n2024年好。", "a.txt", 2023, "the first of two"),
        ("城口县法治政府建设报告\n一年来工作好。", "a.txt", None, "nothing says it"),
    ],
)
def test_report_year(text: str, file_name: str, year: int | None, why: str) -> None:
    assert head(text, file_name).report_year == year


@pytest.mark.parametrize(
    ("body", "code", "why"),
    [
        ("振兴县域经济，加强管理县级事务。", "330824115000", "兴县 and 理县 in other words are no places"),
        ("赴四川省考察一次。", "330824115000", "one visit elsewhere says nothing"),
        ("四川省、湖南省、湖北省、贵州省。", None, "a text that keeps speaking of elsewhere"),
    ],
)
def test_a_name_that_one_region_bears(body: str, code: str | None, why: str) -> None:
    assert head(f"华埠镇2023年法治政府建设报告\n{body}").region_code == code


def test_unknown_issuers_are_never_one() -> None:
    first, second = (head(f"法治政府建设报告\n一年来工作{word}。") for word in ("好", "很好"))
    assert first.issuer is None
    assert first.issuer_id != second.issuer_id


def test_a_zone_without_a_place_belongs_to_the_city_the_text_names() -> None:
    text = "两江新区2023年法治政府建设报告\n按照重庆市部署，两江新区落实重庆市要求。"
    assert head(text).issuer_id == "500000-dz:两江新区"


def test_a_bureau_without_a_place_belongs_to_the_county_the_text_names() -> None:
    text = "县司法局2023年法治政府建设报告\n按照城口县委部署，城口县司法工作有新进展。"
    assert head(text).issuer_id == "500229000000:司法局"


@given(st.text(alphabet="重庆市渝北区县镇街道局司法年二〇2023月日-：|\n。报告关于"))
def test_any_text_has_a_head(text: str) -> None:
    found = head(text)
    assert found.issuer_id
    assert found.region_code is None or found.region_code in REGIONS.by_code
    assert found.report_year is None or 2000 <= found.report_year <= 2099


def test_the_file_name_names_the_issuer() -> None:
    assert (
        head("2023年法治政府建设报告\n一年来工作好。", "城口县东安镇2023年报告.txt").region_code
        == "500229109000"
    )


def test_the_fullest_name_is_the_issuer() -> None:
    text = "东安镇2023年法治政府建设报告\n2023年工作好。\n重庆市城口县东安镇人民政府\n2024年1月3日"
    assert head(text).issuer == "重庆市城口县东安镇人民政府"


def test_departments_of_one_name_are_refused() -> None:
    with pytest.raises(CatalogueError, match="司法厅"):
        Departments.parse("name,aliases\n司法局,司法厅\n公安局,司法厅\n".encode())


def test_every_region_has_a_level_and_a_parent() -> None:
    assert len(REGIONS.by_code) == 44699
    assert REGIONS.by_code["500242113000"].full_name == "重庆市酉阳土家族苗族自治县小河镇"
    assert REGIONS.by_code["441900121000"].parent_code == "441900000000"
