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
BEGINS = re.compile(
    r"(?=[没未无从均尚并一1零为是保])(?:"  # the first letters of what follows: a cheap way past the rest
    r"(?P<one>(?:没有|没[\u4e00-\u9fff]过|未发生|未出现|无|未有|未发现|未接到|未收到|从未发生|没有发生|没有出现)(?:任何)?[一1](?P<unit>起|件|例|人|宗|名|次|桩|家|户|项|条|个|份))"
    r"|(?P<none>(?<![一二三四五六七八九十从毫全并若如尚绝])无(?![法关论须需不疑人机效力锡偿障形害公故穷限助愧缝烟线纸证]))"
    rf"|(?P<not>(?:从?未曾?|没有|没|均未|未再|尚未|并未)(?:再|曾)?(?:{HAPPEN}|收到|接到|受理|引发|形成|涉及|有|办理|提起|造成|被|动用|启动|组织|申请|采取|作出|实施|使用|丢过?|发过)过?|没有(?!{HAPPEN})|从未(?=败诉|被|发生|出现)|无人)"
    r"|(?P<is>(?:(?:为|是|保持)零|(?<=[\u4e00-\u9fff])零(?=[，。；、）]))(?![一二三四五六七八九十散星售工距容]))"
    r"|(?P<post>[一1](?P<unit2>起|件|例|人|宗|名|次|桩|家|户|项|条|个|份)(?:都|也)?(?:没有|未有|未发生))"
    r"|(?P<nil>(?<![一二三四五六七八九十百千万亿〇为\d点])零(?![一二三四五六七八九十百千万〇])))"
)
VERB_ONLY = re.compile(rf"(?:{HAPPEN}|增长|新增|报告|通报|案件)")
STOP = re.compile(r"[，。；！\n：）”]")
SPLIT = re.compile(r"以及|[、和及与或]")
QUALIFIER = re.compile(
    r"(?:(?:因|由)[^，。；]{2,14}?(?:引发|引起|导致|产生)?的?|(?:关于|涉及?|针对)[^，。；]{2,12}?的?|[\u4e00-\u9fff]{2,10}?类(?:的)?)(?=[^，。；]*(?:复议|诉讼|应诉|案件|投诉|上访|信访|纠纷|事故|事件))"
)
LONGEST = 40  # characters of a thing denied
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
        if match.start() < last or _quoted(text, match.start()):
            continue
        one = list(_denied(text, match, denied))
        if one:
            found += one
            last = one[-1].end
    return found


def _quoted(text: str, start: int) -> bool:
    """Whether the words begin a quoted label (“零上访”村居)."""
    return text[start - 1 : start] in ("“", "「", "‘") and start > 0


def _denied(text: str, match: re.Match[str], denied: Denied) -> Iterator[Zero]:
    """What the words deny: the clause before (X为零, X一件没有) or what follows (零X, 无X, 未发生X)."""
    if match["is"] or match["post"]:
        yield from _things(text, match.span(), _before(text, match.start()), match["unit2"])
    elif match["nil"]:
        yield from _after_nil(text, match, denied)
    else:
        yield from _after_cue(text, match, denied)


def _after_cue(text: str, match: re.Match[str], denied: Denied) -> Iterator[Zero]:
    """无…, 未发生…, 没有出现…, 无一件…: the thing denied follows; where nothing does, it stands before."""
    stop = STOP.search(text, match.end())
    thing = match.end(), stop.start() if stop else len(text)
    phrase = text[thing[0] : thing[1]]
    known = len(phrase) <= LONGEST and denied.pattern.search(phrase) is not None
    behind = (bool(match["one"]) and not known) or (bool(match["not"]) and not phrase)
    if not known and not behind:
        return
    span = match.start(), thing[1] if match["none"] or match["one"] else match.end()
    yield from _things(text, span, _before(text, match.start()) if behind else thing, match["unit"])


def _after_nil(text: str, match: re.Match[str], denied: Denied) -> Iterator[Zero]:
    """零发生, 零投诉: with a bare verb the thing denied stands before it."""
    what = VERB_ONLY.match(text, match.end()) or denied.pattern.match(text, match.end())
    if not what:
        return
    span, before = (match.start(), what.end()), _before(text, match.start())
    if VERB_ONLY.fullmatch(what[0]):
        yield from _things(text, span, before, None)
    else:
        yield Zero(*span, (before[0], span[1]), None, None)


def _before(text: str, start: int) -> tuple[int, int]:
    """The clause before a position."""
    return max(text.rfind(mark, max(0, start - LONGEST), start) for mark in "，。；：\n（") + 1, start


def _things(text: str, span: tuple[int, int], thing: tuple[int, int], unit: str | None) -> Iterator[Zero]:
    """One zero for each thing denied; reconsideration and litigation said in one breath are two."""
    low, high = thing
    phrase = text[low:high]
    qualifier = QUALIFIER.search(phrase)
    said = (low + qualifier.start(), low + qualifier.end()) if qualifier else None
    review, litigation = REVIEW.search(phrase), LITIGATION.search(phrase)
    if review and litigation:
        yield Zero(*span, (low + review.start(), low + review.end()), unit, said)
        yield Zero(*span, (low + litigation.start(), low + litigation.end()), unit, said)
        return
    parts = [p for p in _split(phrase) if p[1] - p[0] >= 2]
    if len(parts) > 1 and all(p[1] - p[0] <= 14 for p in parts):
        for first, last in parts:
            yield Zero(*span, (low + first, low + last), unit, said)
    else:
        yield Zero(*span, thing, unit, said)


def _split(phrase: str) -> list[tuple[int, int]]:
    spans, last = [], 0
    for match in SPLIT.finditer(phrase):
        spans.append((last, match.start()))
        last = match.end()
    return [*spans, (last, len(phrase))]
