"""Stated zeros (零发生, 无…案件, 未发生…): where a text denies that something happened, one for each thing.

What may be denied is data (denied.csv): a description of a lack (无专门机构) names nothing of that list and
is no measure. The indicator of each thing denied is chosen elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from transforms.csvfile import read_rows


class DeniedRow(BaseModel):
    """A row of denied.csv: a noun whose absence is a stated zero."""

    word: str
    note: str = ""


@dataclass(slots=True)
class Zero:
    """Words that state a zero, and the span of one thing denied; `unit` is the counter they name, if any."""

    start: int
    end: int
    thing: tuple[int, int]
    unit: str | None
    qualifier: tuple[int, int] | None


HAPPEN = "发生|出现|产生|发现"
COUNTER = r"[一1](?P<unit{n}>起|件|例|人|宗|名|次|桩|家|户|项|条|个|份|处|辆|卷|位|笔|本|单)"
ONE = re.compile("[\u4e00-\u9fff]{0,3}?(?:任何)?" + COUNTER.format(n=""))
EVENT = "败诉|激化|升级|纠错|超期|逾期|反弹|脱管|漏管|再犯"
DEED = (
    rf"{HAPPEN}|收到|接到|接|收取|受理|引发|引起|形成|导致|涉及|有|办理|提起|造成|被|动用|启动|组织|申请|采取"
    r"|作出|做出|实施|使用|丢|发过|制定|制发|出台|印发|发布|以[^，。；]{1,8}名义"
)
VERB = rf"{DEED}|因[^，。；]{{2,16}}?(?:被|引发|引起)"
BEGINS = re.compile(
    r"(?=[没未无从均都也尚并暂一1零0为是保不])(?:"  # their first letters: a cheap way past the rest
    rf"(?P<one>(?:没有|没[\u4e00-\u9fff]过|无|未有|未接到|未收到|(?:从?未|没有)(?:{HAPPEN}))(?:任何)?{COUNTER.format(n=1)})"
    r"|(?P<none>(?<![一二三四五六七八九十从毫全并若如尚绝有])无(?![法关论须需不疑机效力锡偿障形害公故穷限助愧缝烟线纸证])(?!人(?!员|因)))"
    rf"|(?P<not>(?:从未|(?:均|都|也|并|尚|暂)?未)(?:再|曾)?(?={VERB}|{EVENT})|(?:均|都|也|并)?没有?(?:再|曾)?(?={VERB})"
    r"|没有|无人|不存在)"
    r"|(?P<is>(?:均|都)?(?:(?:为|是|保持)零|(?<=[\u4e00-\u9fff])(?<![清归])零(?=[，。；、）]))(?![一二三四五六七八九十散星售工距容纪记]))"
    rf"|(?P<post>{COUNTER.format(n=2)}(?:都|也)?(?:没有|未有|未发生))"
    r"|(?P<nil>(?:(?<![一二三四五六七八九十百千万亿〇为\d点归])零|(?<![\d.．+-])0)(?![一二三四五六七八九十百千万〇散星售工距容部食跑]))"
    r")"
)
VERB_ONLY = re.compile(rf"(?:{HAPPEN}|增长|增量|新增|报告|通报|案件|登记|记录|纪录|发案|复发|反弹)")
NIL_OF = re.compile(
    "(?:重大|较大|特大|重特大|一般|责任|生产|安全|安全生产|越级|进京|赴京|非法|集体|行政|新增|涉法|涉诉|群体性?|刑事|治安|亡人|行政执法|执法)+"
)
NOT_NIL = re.compile("的|达|村|社区|单位|小区|企业|窗口|率|示范|目标|创建|标准|制度")
NIL_LIST = re.compile(r"零[\u4e00-\u9fff]{2,4}(?=[、，。；）])")
LEADING_VERB = re.compile(rf"(?:(?!涉及)(?:{DEED}|过|了|任何))+")
BARE = re.compile(rf"(?:{HAPPEN}|有)过?(?:的?情况|的?情形)?")
FOUND = re.compile(r"(?:发现|出现)[^，。；]{0,20}(?:问题|行为|现象|情形|线索|异常)")
NO_COUNT = re.compile(
    "(?:制度|机制|办法|程序|意识|能力|经验|要求|规定|台账|档案|措施|效果|作用|根源|问题|现象)$"
)
NEGATIVE = re.compile("[被因未无不超出没脱漏返]")
OTHERS = re.compile("个别|部分|少数|有的|一些")  # a shortcoming of others is no zero
TRAIL = re.compile("由此[^，。；]*$")
STOP = re.compile(
    r"[，。；！\n：）]|、(?=[无没未零])|(?<!“.)(?<!“..)(?<!“...)(?<!“.{4})(?<!“.{5})(?<!“.{6})”"
)
SPLIT = re.compile(r"以及|[、和及与]")
QUALIFIER = re.compile(
    r"(?:(?:因|由)?[^，。；、]{2,20}?(?:引发|引起|导致|产生|造成)的?"
    r"|(?:关于|涉及|针对|涉(?![法诉]))[^，。；]{2,16}?(?:的|类|领域|方面|(?=行政|复议|诉讼|信访))"
    r"|[\u4e00-\u9fff]{2,10}?类的?)"
    r"(?=[^，。；]*(?:复议|诉讼|应诉|案件|投诉|上访|信访|纠纷|事故|事件|赔偿))"
)
FARTHEST = 60  # characters in which what is denied is looked for
LONGEST, LONGEST_ITEM = 40, 14  # characters of a thing denied, alone and in a list
REVIEW = re.compile(r"复议")
LITIGATION = re.compile(r"诉讼|应诉")


class Denied:
    """The nouns whose absence is a stated zero, compiled."""

    def __init__(self, rows: list[DeniedRow]) -> None:
        words = sorted((row.word for row in rows), key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, words)))

    @staticmethod
    def parse(data: bytes) -> "Denied":
        """From the bytes of denied.csv; raises CatalogueError."""
        return Denied(read_rows("denied.csv", data, DeniedRow))


def zeros(text: str, denied: Denied) -> list[Zero]:
    """The stated zeros of the cleaned text, in reading order; zeros written as digits are quantities."""
    found: list[Zero] = []
    last = 0
    for match in BEGINS.finditer(text):
        if match.start() < last or _label(text, match.start()):
            continue
        one = list(_denied(text, match, denied))
        if one:
            found += one
            last = one[-1].end
    return found


def _label(text: str, start: int) -> bool:
    """Whether the words stand in a quoted label (“零上访”村居); “零发生” at a clause's end is none."""
    opened = text.rfind("“", max(0, start - 16), start)
    if opened < 0 or "”" in text[opened:start]:
        return False
    close = text.find("”", start)
    return close < 0 or (close + 1 < len(text) and text[close + 1] not in "，。；、）！：\n“")


def _denied(text: str, match: re.Match[str], denied: Denied) -> Iterator[Zero]:
    """What the words deny: the clause before (X为零, X一件没有) or what follows (零X, 无X, 未发生X)."""
    before = _before(text, match.start())
    if OTHERS.search(text, *before):
        return
    if match["is"] or match["post"]:
        yield from _things(text, match.span(), before, match["unit2"])
    elif match["nil"]:
        yield from _after_nil(text, match, denied)
    else:
        yield from _after_cue(text, match, denied)


def _after_cue(text: str, match: re.Match[str], denied: Denied) -> Iterator[Zero]:
    """无…, 未发生…, 没有出现…, 无一件…: the thing denied follows; where nothing does, it stands before."""
    farthest = min(match.end() + FARTHEST, len(text))
    stop = STOP.search(text, match.end(), farthest)
    end = stop.start() if stop else farthest
    trail = TRAIL.search(text, match.end(), end)
    end = trail.start() if trail else end
    phrase = text[match.end() : end]
    one = ONE.match(phrase) if match["not"] else None
    unit = match["unit1"] or (one["unit"] if one else None)
    if _behind(match, phrase, unit, denied):
        yield from _things(text, (match.start(), end), _before(text, match.start()), unit)
    elif (unit and not match["one"]) or _known(phrase, match, denied):
        verb = one or LEADING_VERB.match(phrase)
        low = match.end() + (verb.end() if verb and verb.end() < len(phrase) else 0)
        yield from _things(text, (match.start(), end), (low, end), unit)


def _behind(match: re.Match[str], phrase: str, unit: str | None, denied: Denied) -> bool:
    """Whether the thing denied stands before: 复议均未发生, 处罚决定无一件被撤销."""
    if match["not"] and (not phrase or BARE.fullmatch(phrase)):
        return match[0] != "不存在"
    if not match["one"] or denied.pattern.search(phrase):
        return False
    return match["unit1"] != "个" or not phrase or NEGATIVE.match(phrase) is not None


def _known(phrase: str, match: re.Match[str], denied: Denied) -> bool:
    """Whether what is denied is something whose absence counts."""
    if len(phrase) > LONGEST or (match["none"] and not phrase):
        return False
    if match["not"] and FOUND.fullmatch(phrase):
        return NO_COUNT.search(phrase) is None or not phrase.endswith("根源")
    return denied.pattern.search(phrase) is not None and not (match["not"] and NO_COUNT.search(phrase))


def _after_nil(text: str, match: re.Match[str], denied: Denied) -> Iterator[Zero]:
    """零发生, 零投诉: with a bare verb the thing denied stands before it."""
    low = match.end()
    kind = NIL_OF.match(text, low)
    what = VERB_ONLY.match(text, low) or denied.pattern.match(text, low)
    what = what or (denied.pattern.match(text, kind.end()) if kind else None) or _listed(text, match, denied)
    if not what or NOT_NIL.match(text, what.end()):
        return
    span, before = (match.start(), what.end()), _before(text, match.start())
    if VERB_ONLY.fullmatch(text, low, what.end()):
        yield from _things(text, span, before, None)
    else:
        yield Zero(*span, (before[0], span[1]), None, None)


def _listed(text: str, match: re.Match[str], denied: Denied) -> re.Match[str] | None:
    """零错证、零假证、零投诉: the words of a list in which something is known to be denied."""
    here = NIL_LIST.match(text, match.start())
    after = NIL_LIST.match(text, here.end() + 1) if here and text[here.end()] == "、" else None
    if here and after and (denied.pattern.match(text, after.start() + 1) or _listed(text, after, denied)):
        return here
    return None


def _before(text: str, start: int) -> tuple[int, int]:
    """The clause before a position, without a quotation mark that opens there."""
    farthest = max(0, start - LONGEST)
    low = max(text.rfind(mark, farthest, start) + 1 for mark in "，。；：\n（") or farthest
    return low, start - (text[low:start][-1:] == "“")


def _things(text: str, span: tuple[int, int], thing: tuple[int, int], unit: str | None) -> Iterator[Zero]:
    """One zero for each thing denied; reconsideration and litigation said in one breath are two."""
    qualifier = QUALIFIER.search(text, *thing)
    said = qualifier.span() if qualifier else None
    listed = qualifier.end() if qualifier else thing[0], thing[1]
    parts = [part for part in _split(text, *listed) if part[1] - part[0] >= 2]
    if len(parts) < 2 or any(part[1] - part[0] > LONGEST_ITEM for part in parts):
        parts = [thing]
    for part in parts:
        review, litigation = REVIEW.search(text, *part), LITIGATION.search(text, *part)
        both = [review.span(), litigation.span()] if review and litigation else [part]
        yield from (Zero(*span, one, unit, said) for one in both)


def _split(text: str, low: int, high: int) -> list[tuple[int, int]]:
    spans, last = [], low
    for match in SPLIT.finditer(text, low, high):
        spans.append((last, match.start()))
        last = match.end()
    return [*spans, (last, high)]
