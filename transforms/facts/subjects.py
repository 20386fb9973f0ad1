"""The thing counted, as a short phrase of the text: the noun right after the unit, or what stands before."""

import re

import rjieba

from transforms.facts.indicators import Place

LEAD = re.compile(
    r"^(?:今年以来|今年|全年|年内|目前|截至目前|其中|累计|共计|共有|共|已|还|并|先后|组织|开展|举办|召开|完成|办理|受理|处理|下达|作出|发放|印发|聘请|配备|设立|成立|组建|建成|新建|新增|深入|收集|解决|化解|调解|排查|审查|审核|全镇|全县|全区|全市|我镇|我局|我县|我街道|各级|各类|各|为|对|将|在|的|了|和|及|与|、|一是|二是|三是|四是|五是)+"
)
TAIL = re.compile(r"(?:共计|共有|累计|总计|合计|分别|达到|达|共|为|有|约|近|已|了|数|计|均|各|等|，|：|、)+$")
LONGEST = 24


def subject(text: str, place: Place) -> str:
    """The phrase that says what is counted; empty where the text says nothing near the number."""
    if len(place.near) > 1 and place.near[1][0] >= place.end:
        after = _head(text[place.near[1][0] : place.near[1][1]])
        if after:
            return after
    low, high = place.near[0]
    phrase = TAIL.sub("", text[low:high])
    words = rjieba.cut(phrase[-LONGEST * 2 :]) if len(phrase) > LONGEST else [phrase]
    kept = ""
    for word in reversed(words):
        if len(kept) + len(word) > LONGEST or word in "，；。：":
            break
        kept = word + kept
    return LEAD.sub("", kept) or kept


def _head(phrase: str) -> str:
    """The noun phrase at the head of the words after a unit: up to the first verb-like break."""
    match = re.match(r"[^，。；、：）（]{2,16}?(?=开展|参加|参与|进行|接受|通过|报名|持有|实行|实现|并|，|。|$)", phrase)
    return match[0].lstrip("的") if match else phrase[:12]
