"""No genuine annual report is refused however odd its title; its siblings are told by name."""

from pathlib import Path

import pytest

from transforms.csvfile import CatalogueError
from transforms.structure.document_kind import Kinds, classify
from transforms.text.clean import clean
from transforms.text.decode import decode

HERE = Path(__file__).parents[2]
KINDS = Kinds.parse((HERE.parent / "data" / "reference" / "document_kinds.csv").read_bytes())
SIBLINGS = sorted((HERE / "data" / "siblings").glob("*.txt"))
ANNUAL = "rule_of_law_annual_report"

BODY = """一年来，我单位认真落实上级部署，扎实推进各项工作，现将有关情况报告如下：
一、主要举措和成效
（一）依法决策。聘请法律顾问2名，合法性审查18件，行政复议零发生。
（二）规范执法。行政执法检查46次，执法证持证率100%。
（三）化解纠纷。人民调解化解矛盾纠纷58件，普法宣传12场。
二、存在的不足和原因
法治力量薄弱，培训不够系统。
三、下一步工作打算
加强法治建设，做好依法行政各项工作。
"""
OTHER_BODY = """2022年，甲局按照依法行政要求开展工作。
一是抓学习。班子学法6次，行政执法人员培训2次。
二是抓执法。办理行政处罚31件，做好政务公开和普法。
三是抓监督。办理人大代表建议4件，取得一定成效。
工作中还存在一些不足，主要是人员老化。
今后我局将补充力量，提升法治建设水平。
"""
TITLES = [
    "大渡口区某镇人民政府2023年法治政府建设年度报告",
    "2023年法治政府建设情况报告",
    "关于2023年度法治政府建设工作情况的报告",
    "某县人民政府\n关于2023年法治政府建设情况的报告",
    "法治建设工作总结",
    "2023年度依法治镇工作报告",
    "某乡2023年全面依法治乡工作总结",
    "2022年依法行政工作总结及2023年工作打算",
    "2023年法治政府建设工作总结和2024年工作计划",
    "某镇推进法治政府建设情况汇报",
    "某街道法治政府建设工作汇报材料",
    "某街道2023年法治政府建设暨党政主要负责人履行推进法治建设第一责任人职责情况报告",
    "某局党政主要负责人2023年推进法治政府建设情况报告",
    "区信访办公室2023年法治政府建设情况报告",
    "区行政审批局2023年法治政府建设年度报告",
    "县审计局2023年法治政府建设工作报告",
    "县城市管理综合行政执法局2023年法治政府建设年度报告",
    "县政务公开办公室2023年法治政府建设年度报告",
    "市教育局2023年依法治教工作总结",
    "县税务局2023年依法治税工作报告",
    "县财政局2023年法治财政建设工作报告",
    "县卫健委法治建设年度报告（2023年）",
    "某镇法治政府建设年度报告\n（2023年）",
    "2023年法治政府建设年报",
    "某县2023年度法治政府建设自查报告",
    "贯彻落实《法治政府建设实施纲要（2021—2025年）》情况报告",
    "关于报送2023年法治政府建设情况的报告",
    "2023年法治政府建设工作回顾",
    "某镇2023年法治政府建设",
    "二〇二三年法治政府建设工作小结",
    "某县市场监督管理局关于法治市场监管建设情况的报告",
    "某镇法制建设工作情况汇报",
    "某县林业局法治建设情况",
    "某区普法依法治理暨法治政府建设工作总结",
    "某镇平安法治建设工作总结",
    "2023年法治政府建设年度报告公示",
    "当前位置：首页>公开目录\n索引号：A-12\n某县水利局2023年法治政府建设工作情况报告\n浏览次数：33",
    "某县2023年度法治政府建设和行政执法工作情况报告",
    "某市2023年法治政府建设情况的报告（摘要）",
    "某市行政复议局2023年法治政府建设情况报告",
]


@pytest.mark.parametrize("body", [BODY, OTHER_BODY], ids=["usual", "plain"])
@pytest.mark.parametrize("title", TITLES)
def test_no_genuine_report_is_refused(title: str, body: str) -> None:
    kind = classify(f"{title}\n{body}", "0001.txt", KINDS)
    assert (kind.code, kind.accepted) == (ANNUAL, True), kind.reason


OWN_REPORTS = sorted(
    path
    for folder in ("tests/gold/reports/texts", "tests/gold/blind/reports/texts", "data/sample")
    for path in (HERE.parent / folder).rglob("*.*")
    if path.suffix in (".txt", ".md") and path.name != "README.md" and "应隔离" not in path.name
)


@pytest.mark.parametrize("path", OWN_REPORTS, ids=lambda path: path.stem)
def test_no_own_report_is_refused(path: Path) -> None:
    """Read without its file's name, which would make it easier."""
    kind = classify(clean(decode(path.read_bytes())).text, "0001.txt", KINDS)
    assert (kind.code, kind.accepted) == (ANNUAL, True), kind.reason


def test_a_report_without_title_is_known_by_its_contents() -> None:
    assert classify(BODY, "0001.txt", KINDS).accepted


def test_the_files_name_speaks_where_the_text_is_silent() -> None:
    text = "一年来各项任务都已完成，取得成效，群众满意。"
    text += "还有一些不足，明年要努力改进，争取更好的成绩，请大家监督。"
    assert not classify(text, "0001.txt", KINDS).accepted
    assert classify(text, "某镇2023年法治政府建设报告.txt", KINDS).accepted


@pytest.mark.parametrize(
    ("prefix", "code"),
    [
        ("disclosure", "disclosure_annual"),
        ("plan", "work_plan"),
        ("half", "half_year"),
        ("duty", "law_report"),
        ("inspection", "inspection_notice"),
        ("govwork", "government_work_report"),
        ("notice", "notice"),
        ("news", "news"),
        ("publicity", "publicity_summary"),
        ("safety", "safety_summary"),
        ("enforce", "enforcement_annual"),
        ("review", "review_annual"),
        ("power", "power_list"),
        ("minutes", "minutes"),
        ("demo", "demonstration"),
        ("rectify", "rectification"),
        ("empty", "fragment"),
        ("poem", "unknown"),
    ],
)
def test_siblings_are_told_by_name(prefix: str, code: str) -> None:
    found = [path for path in SIBLINGS if path.stem.startswith(prefix)]
    assert found
    assert {classify(path.read_text("utf-8"), path.name, KINDS).code for path in found} == {code}


@pytest.mark.parametrize("path", SIBLINGS, ids=lambda path: path.stem)
def test_no_sibling_is_accepted(path: Path) -> None:
    kind = classify(path.read_text("utf-8"), "0001.txt", KINDS)
    assert not kind.accepted
    assert kind.reason


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("rule,code,name_zh,accepted,title,reason\na.1,a,甲,1,x,因\n", "the last rule"),
        ("rule,code,name_zh,accepted,title,reason\na.1,a,甲,0,(,因\nb.1,b,乙,0,,因\n", "rule a.1"),
        ("rule,code,name_zh,accepted,title,reason\na.1,a,甲,x,,因\n", "line 2: column 'accepted'"),
    ],
)
def test_a_wrong_rule_is_named(data: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        Kinds.parse(data.encode())
