"""The front of a document: its title, the site's table above it, and the signature below the text.

Only finding of the words; who and when they mean is read in `transforms.structure.issuer`, what kind of
document the title announces in `transforms.structure.document_kind`.
"""

import re
from dataclasses import dataclass

from transforms.structure.dates import DATE

MAX_LINE = 70
MAX_LINES = 60
FURNITURE = re.compile(
    r"当前位置|所在位置|您的位置|首页|[>＞»›]|字体|字号|浏览|打印|关闭|分享|收藏|^(?:信息)?来源|索引号|索取号|发布(?:机构|单位|时间|日期)"
    r"|(?:成文|发文|生成|公开|印发)(?:日期|时间)|发文字号|文号|主题(?:分类|词)|体裁|有效性|访问量|点击(?:数|量|率)|扫一扫|返回|登录"
    r"|无障碍|门户网|政府网|网站|^(?:大|中|小)+$|^[\W\d]*$|^第?\d+页|[〔\[]20\d\d[〕\]]\d*号?$"
    r"|责任编辑|作者|编辑|日期[：:]|时间[：:]|公开方式|内容概述|关键词|信息分类|发文机关|制发机关|^名称|^标题|政务公开$|信息公开$|正文$"
)
ENDING = re.compile(
    r"(?:报告|总结|汇报|情况|要点|方案|计划|通知|通报|年报|公告|纪要|意见|清单|材料|讲话|规划|公示|函|办法|简报|公报|决议|批复|解读|统计表|打算|安排|述评|报道|决定|细则|说明|通告|制度|目录|制度)"
    r"(?:[（(【][^）)】]*[）)】])?$"
)
LAW = re.compile(r"法治|依法|法制")
BARE = re.compile(
    r"^(?:关于|20\d\d|二[〇○零OoＯ0]|年|度|推进|落实|贯彻|法治|依法|建设|工作|情况|的|报告|进一步|加强|开展|上半年)"
)
GIVEN = re.compile(r"(?:^|\n|\|)\s*(?:标题|名称|信息名称|文件名称|信息标题)[：:|\s]{1,4}([^\n|]{6,80})")
RUN_ON = re.compile(
    r"^(?!按照|根据|依据|为|现将)([^\n，。；：:]{0,40}(?:法治|依法|法制)[^\n，。；：:]{0,24}?(?:报告|总结|汇报)"
    r"(?:[和及暨与]20\d\d年[^，。；：]{2,8}?(?:计划|打算|安排|思路|要点))?)"
)
TABLED = re.compile(
    r"(?:^|[|：:>\s]|有效|\d日)([\u3400-\u9fff]*?(?:20\d\d年)?[^|：:>\s，。]{0,40}(?:报告|总结|汇报|情况))$"
)
NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、．])"
)
PUBLISHER = re.compile(
    r"(?:发布机构|发布单位|发文机关|制发机关|公开单位|责任单位|发布机关|信息来源|文章来源|来源)[：:\]】|\s]{0,4}"
    r"([\u3400-\u9fff（）]{3,40}?)(?=[^\u3400-\u9fff（）]|成文日期|发布日期|发布时间|发文字号|发文日期|公开日期|生成日期|索引号|名称|标题|作者|浏览|$)"
)
PUBLISHED = re.compile(
    r"(?:发布(?:日期|时间)|公开(?:日期|时间)|发文时间|上传时间|更新时间|(?<![\u3400-\u9fff])(?:日期|时间))[：:\]】|\s]{0,4}"
)
WRITTEN = re.compile(r"(?:成文|生成|印发|发文)日期[：:\]】|\s]{0,4}")
SIGNED = re.compile(
    rf"^(?P<org>[^\n，。；：:]{{0,45}}?)[ \t（(]*(?P<date>{DATE.pattern})[ \t）)]*$", re.MULTILINE
)
ORGANISATION = re.compile(
    r"(?:政府|办事处|委员会|管委会|局|厅|办公室|司法所|党委|党工委|党组|中心|支队|大队|街道|镇|乡|委)(?:[（(].*[）)])?$"
)
YEAR_LINE = re.compile(r"[（(][^）)]{0,14}年度?[）)]")
TAIL = 500


@dataclass(frozen=True, slots=True)
class Front:
    """The title (None where there is none), the text above the body, and the signature's issuer and date."""

    title: str | None
    head: str
    publisher: str | None
    signer: str | None
    signed: str


def read_front(text: str) -> Front:
    """All that stands around the body of a document."""
    lines, end = _head_lines(text)
    head = text[:end]
    found = PUBLISHER.search(head)
    signer, signed = _signature(text)
    return Front(_title(lines, head), head, found[1] if found else None, signer, signed)


def _head_lines(text: str) -> tuple[list[str], int]:
    """The lines above the first paragraph or numbered heading, and where they end."""
    lines: list[str] = []
    position = 0
    for line in text.split("\n", MAX_LINES)[:MAX_LINES]:
        bare = line.strip(" \t\r\u3000\ufeff*#")
        if len(bare) > MAX_LINE and "|" not in bare and not FURNITURE.search(bare[:40]):
            lines += RUN_ON.findall(bare)
            break
        if NUMBERED.match(bare) or (bare.endswith("。") and len(bare) > 12):
            break
        if bare:
            lines.append(bare)
        position += len(line) + 1
    return lines, min(position, len(text))


def _title(lines: list[str], head: str) -> str | None:
    """The line most like a title, with the lines it was broken from."""
    scores = [_score(line) for line in lines]
    best = max(scores, default=0)
    if best >= 2:
        return _joined(lines, scores.index(best))
    given = GIVEN.search(head)
    if given:
        return given[1].strip()
    tabled = [found[1] for line in lines if (found := TABLED.search(line)) and LAW.search(found[1])]
    if tabled:
        return re.sub("^(?:现行)?有效", "", max(tabled, key=len))
    first = next((line for line in lines if not FURNITURE.search(line)), None)
    return first if best == 1 or (first and len(first) >= 6 and len(first) <= 40) else None


def _score(line: str) -> int:
    """3 for a title about law, 2 for another title, 1 for words about law, 0 for none."""
    if FURNITURE.search(line) or line.endswith(("。", "；", "，")) or "：" in line[:12]:
        return 0
    law = LAW.search(line) is not None
    if ENDING.search(line):
        return 3 if law else 2
    return 1 if law else 0


def _joined(lines: list[str], index: int) -> str:
    """The title with what was broken off before it, and a year in brackets after it."""
    title = lines[index]
    for before in reversed(lines[max(index - 3, 0) : index]):
        if not BARE.match(title) or FURNITURE.search(before) or ENDING.search(before) or len(before) > 45:
            break
        if before.endswith(("。", "；", "，", "：")):
            break
        title = before + title
    after = lines[index + 1] if index + 1 < len(lines) else ""
    return title + after if "年" not in title and YEAR_LINE.fullmatch(after) else title


def _signature(text: str) -> tuple[str | None, str]:
    """The issuer and the date (as written) of the signature; the date is empty where there is none."""
    tail = text[-TAIL:]
    *_, found = [None, *SIGNED.finditer(tail)]
    before = [line.strip() for line in (tail[: found.start()] if found else tail).split("\n") if line.strip()]
    if found and found["org"].strip():
        return found["org"].strip(), found["date"]
    last = before[-1] if before else ""
    is_organisation = 2 < len(last) <= 45 and ORGANISATION.search(last) and not re.search(r"[，。；：]", last)
    return (last if is_organisation else None), (found["date"] if found else "")
