"""What the rule on these reports asks for: contents, the day of publication, years that fit."""

from datetime import date

import pytest
from checked import requirements
from warehouse_factory import Report

PARTS = {
    "title": "某镇2023年法治政府建设年度报告\n",
    "intro": "2023年，我镇扎实推进法治政府建设，现将有关情况报告如下：\n",
    "achievements": "一、2023年推进法治政府建设的主要举措和成效\n全年开展普法活动12场，完善决策程序。\n",
    "leader_duty": "二、党政主要负责人履行第一责任人职责情况\n镇长带头学法，亲自部署。\n",
    "problems": "三、存在的不足和原因\n执法力量薄弱，原因是人手紧。\n",
    "plan": "四、2024年工作安排\n加强培训，补足人手。\n",
    "closing": "某镇人民政府\n2024年2月4日\n",
}
DUTY = "一、主要举措和成效\n一是镇长切实履行法治建设第一责任人职责。\n"
RULE = "一、主要举措和成效\n贯彻《党政主要负责人履行推进法治建设第一责任人职责规定》。\n"
SAME_YEAR = "四、2023年工作安排\n加强培训，补足人手。\n"


def verdict(requirement: str, year: int | None = 2023, issuer: str = "township", **other: object) -> str:
    """The verdict on one requirement of the sound report with some parts put otherwise."""
    dates = {name: other.pop(name) for name in ("published", "signed") if name in other}
    text = "".join((PARTS | other).values())  # type: ignore[arg-type]
    report = Report(None, year, text=text, report_id="r", issuer_type=issuer, **dates)  # type: ignore[arg-type]
    return str(requirements(report)[requirement]["verdict"])


@pytest.mark.parametrize(
    ("requirement", "other", "expected", "why"),
    [
        ("achievements", {}, "met", "a section of its own"),
        ("problems", {}, "met", "a section of its own"),
        ("problems", {"problems": ""}, "missed", "nothing is said of any"),
        (
            "problems",
            {"problems": "", "achievements": "一、主要举措和成效\n执法力量仍存在不足。\n"},
            "partial",
            "spoken of in another section",
        ),
        (
            "problems",
            {"problems": "", "achievements": "一、主要举措和成效\n收集、解决企业急难愁盼问题40余件。\n"},
            "missed",
            "problems of others that were solved are no shortcomings",
        ),
        ("leader_duty", {}, "met", "a section of its own"),
        (
            "leader_duty",
            {"leader_duty": "", "achievements": DUTY},
            "partial",
            "a point in another section",
        ),
        (
            "leader_duty",
            {
                "leader_duty": "",
                "achievements": RULE,
            },
            "missed",
            "the name of a rule says nothing of what was done",
        ),
        ("plan", {}, "met", "a section of its own"),
        ("plan", {"plan": ""}, "missed", "no word of next year"),
        ("deadline", {}, "unknown", "neither day is told"),
        ("deadline", {"published": date(2024, 3, 31)}, "met", "the last day"),
        ("deadline", {"published": date(2024, 4, 1)}, "missed", "before 1 April, not on it"),
        ("deadline", {"signed": date(2024, 2, 4)}, "unknown", "signed in time may be published late"),
        ("deadline", {"signed": date(2024, 4, 9)}, "missed", "signed late cannot be published in time"),
        ("deadline", {"year": None, "published": date(2024, 3, 1)}, "unknown", "of what year is not known"),
        ("years", {}, "met", "title and text of 2023, plan of 2024"),
        ("years", {"title": "某镇2022年法治政府建设年度报告\n"}, "missed", "the title is of another year"),
        ("years", {"plan": SAME_YEAR}, "missed", "the plan is of the year itself"),
        ("years", {"plan": "四、下一步工作安排\n加强培训，补足人手。\n"}, "met", "the plan names no year"),
        (
            "years",
            {"intro": "近年来，我镇扎实推进工作，现将情况报告如下：\n", "title": "某镇法治政府建设报告\n",
             "achievements": "一、主要举措和成效\n开展普法。\n", "plan": "四、下一步安排\n加强培训。\n"},
            "unknown",
            "no year is named",
        ),
    ],
)  # fmt: skip
def test_a_requirement(requirement: str, other: dict[str, object], expected: str, why: str) -> None:
    assert verdict(requirement, **other) == expected, why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("issuer", "obliged"),
    [("township", True), ("department", True), ("development_zone", False), ("unknown", None)],
)
def test_who_is_obliged(issuer: str, obliged: bool | None) -> None:
    """The rule names governments of all levels and departments from the county up, no development zones."""
    report = Report(None, 2023, text="".join(PARTS.values()), report_id="r", issuer_type=issuer)
    assert {row["obliged"] for row in requirements(report).values()} == {obliged}


def test_the_evidence_is_the_words_of_the_report() -> None:
    text = "".join(PARTS.values())
    row = requirements(Report(None, 2023, text=text, report_id="r", issuer_type="township"))["problems"]
    assert text[row["evidence_start"] : row["evidence_end"]] == row["evidence"] == "三、存在的不足和原因"
