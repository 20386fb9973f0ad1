"""Time and body of a number: whether it sums up the year, and which bodies, fields and times are named."""

import re
from dataclasses import dataclass

from transforms.facts.relations.about import FILLER
from transforms.facts.relations.told import CLAUSE, Told

TOTALS = re.compile(r"现有|目前|截至|全年|今年|本年|年内|一年来|年度|累计|共|总计|20\d\d年")
OWN_TIME = re.compile(r"全[年镇县区市乡局]|今年|本年度|一年来|20\d\d年")  # a clause that stands by itself
WHO = re.compile(
    r"[\u4e00-\u9fff]{2}(?:司法所|派出所|法庭|法院|检察院|调委会|委员会|村|社区(?!矫正)|中心|站|所(?![有得])|队(?!伍)|局(?![面部])"
    r"|办(?![案理结件公事])|学校|平台|工作室|部门|企业)"
    r"|[\u4e00-\u9fff]{2,4}(?:方面|领域|层面|环节|系统|行业)|(?:针对|面向|联合|会同|依托)[^，。]{2,6}"
    r"|\d{1,2}月|季度|[上下]半年|期间|专项|集中|行动|活动中|宣传[月周日]|其中|书记|[镇乡县区市局]长|主任|负责人|分管"
)
ALL = re.compile(  # 各村（社区）、各部门: everybody is no body of its own
    r"各[\u4e00-\u9fff]{0,4}?(?:村|社区|部门|单位|街道|乡镇|站所|科室|中队|办公室)(?:（[\u4e00-\u9fff]{1,6}）)?"
)
AT_LAST = re.compile(r"截[至止](?:20\d\d年)?(?:年底|目前|12月(?:31日|底|份)?)")
SETS_APART = re.compile(r"(?:方面|领域|层面|环节|系统|行业|期间|月份?|季度|半年|中)$")
START = 16  # characters at the beginning of a sentence in which its body or time is named


@dataclass(frozen=True, slots=True)
class Setting:
    """Whether a number sums up a year, and the bodies and times that are named for it."""

    sums_up: bool
    named: frozenset[str]


def setting(told: Told, index: int) -> Setting:
    """What a number's clause names, where it has a time of its own; else the sentence's head too."""
    one = told.measures[index]
    if one.words:
        return Setting(True, frozenset())
    low, _ = told.sentences.span(told.sentence[index])
    clauses = CLAUSE.split(told.text[low : one.start])
    own = clauses[-1] if len(clauses) > 1 else clauses[0]
    beside = clauses[-2] if len(clauses) > 1 and SETS_APART.search(clauses[-2]) else ""
    line = told.text[told.text.rfind("\n", 0, one.start) + 1 :][:START]
    said = [beside, own] if OWN_TIME.search(own) else [line, told.text[low : one.start][:START], beside, own]
    named = WHO.findall(FILLER.sub("", ALL.sub("", AT_LAST.sub("", "，".join(said)))))
    return Setting(
        TOTALS.search(told.text, low, one.start) is not None,
        frozenset(one for one in named if "执法" not in one),
    )
