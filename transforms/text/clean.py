"""Cleaning with a way back: the text that extraction reads, and where each character stood in the source.

Removed: byte-order marks, Word's bookmark remnants, Markdown marks, page numbers, blanks beside Chinese
characters or digits, and line breaks that fall inside a sentence. Folded one to one, so that later rules
know a single form: full-width digits and letters, half-width punctuation between Chinese characters. Rows of
tables keep a tab between their cells (`transforms.text.cells`); no other tab is left. What the words mean is
no business of this module.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from transforms.text.cells import CELL, has_parts, with_cells

# one character to one character: positions stay
FOLD = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
FOLD |= {ord(a): ord(b) for a, b in zip(";:()!?％．﹪﹒•‧∙㎡", "；：（）！？%.%.···㎡", strict=True)}
FOLD |= dict.fromkeys((0x00A0, 0x2002, 0x2003, 0x2009, 0x3000, 0x0009, 0x000B, 0x000C), ord(" "))
FOLDED = re.compile("[" + re.escape("".join(map(chr, FOLD))) + "]")

HEADING_MARK = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:、|是|部分|[.．])|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、．](?!\d)|[①-⑳]|附件)"
)
REMOVED = re.compile(
    # the first characters of what is removed, looked for first: a quick way past the others
    r"(?=[\ufeff\u200b-\u200d\u00ad\r\[<_# >*+\\\-—–－第\d])(?:"
    r"\ufeff|\u200b|\u200c|\u200d|\u00ad|\r(?=\n)"
    r"|\[bookmark：[^\]\n]*\]|\[if [^\]\n]*\]|<!--.*?-->|_GoBack|_Toc\d+"
    r"|(?m:^ *#{1,6}(?= |[^#\n\d])|^ *>+ |^ *[-*+] (?=\D))|\*\*|__|\\(?=[-_*#.+（）])"
    r"|(?m:^ *(?:[-—–－] *\d{1,3} *[-—–－]|第 *\d{1,3} *页(?: *共 *\d+ *页)?|\d{1,3}) *$)"
    # a blank inside a number (1 2 8件, 98 .5%), unless a year stands before or a table row goes on
    r"|(?<=\d)(?<!(?:19|20)\d\d) (?=\d[\d ,.]*[余多]?[%\u4e00-\u9fff])|(?<=\d,) (?=\d{3}(?!\d))"
    r"|(?<=\d) (?=[.,]\d)|(?<=\d\.) (?=\d+ ?%)"
    r"|(?<![A-Za-z\d]) +| +(?![A-Za-z\d])|(?<=[A-Za-z]) +(?=\d+[^\d\sA-Za-z])"
    r")"
)
# both begin with what they seek, so that little of a text is tried: a comma between words, one in a number
COMMA = re.compile(r",(?:(?<!\d,)|(?!\d| \d{3}(?!\d)))")
THOUSANDS = re.compile(r"，(?=\d{3}[余多]?[\u4e00-\u9fff])(?:(?<=[^\d，,、别]\d，)|(?<=[^\d，、]\d\d，))")
BREAK = re.compile(r"\n[^\S\t]*")
ENDS = "。！？；：…”』」】》）.!?;:"
LONG_LINE = 25  # characters: a line as long as this is prose
OPENS = "，。、；：）》”！？%"
CUT_NUMBER = re.compile(
    r"[\u4e00-\u9fff](?!(?:19|20)\d\d$)\d+\.?$"
)  # 列支28. at a line's end, 6万元 on the next
NUMBER_GOES_ON = re.compile(
    r"\d{0,3}[余多]?(?:[%万亿项次件人个名场份起户家条宗例处所元期部辆台亩吨卷]|平方|公里)"
)
TITLE_END = re.compile(r"(?:报告|情况|总结|汇报|计划|打算|要点|公开|政府|办公室|委员会|办事处|局)$")
SIGNED = re.compile(
    r"(?:[\u4e00-\u9fff]{2,30}(?:政府|局|办事处|委员会|办公室)|(?:20\d\d|二[〇○零]..)年.{1,3}月.{1,3}日)\s*$"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The cleaned text and its pieces; `starts[i]` in `text` stands at `origins[i]` in the source."""

    source: str
    text: str
    starts: list[int] = field(repr=False)
    origins: list[int] = field(repr=False)

    def at(self, position: int) -> int:
        """Where the character at `position` of the text stands in the source."""
        piece = bisect_right(self.starts, position) - 1
        return self.origins[piece] + position - self.starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source's span of a span of the text, in code points, `end` exclusive."""
        if end <= start:
            return self.at(start), self.at(start)
        return self.at(start), self.at(end - 1) + 1

    def removed(self) -> Iterator[tuple[int, int]]:
        """The spans of the source that are not in the text, in order."""
        last = 0
        for index, origin in enumerate(self.origins):
            if origin > last:
                yield last, origin
            after = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
            last = origin + after - self.starts[index]
        if last < len(self.source):
            yield last, len(self.source)


def clean(source: str) -> Cleaned:
    """The cleaned text of a source; the same length of characters stays unless something is removed."""
    folded = THOUSANDS.sub(",", COMMA.sub("，", FOLDED.sub(_fold, source)))
    if has_parts(source):
        folded = with_cells(source, folded)
    kept = _kept(REMOVED.finditer(folded), len(folded))
    return _drop_breaks(_join(source, folded, kept))


def _fold(match: re.Match[str]) -> str:
    return chr(FOLD[ord(match[0])])


def _kept(removed: Iterator[re.Match[str]], length: int) -> list[tuple[int, int]]:
    pieces, last = [], 0
    for match in removed:
        if match.start() > last:
            pieces.append((last, match.start()))
        last = match.end()
    if last < length:
        pieces.append((last, length))
    return pieces


def _join(source: str, folded: str, pieces: list[tuple[int, int]]) -> Cleaned:
    starts, origins, parts, length = [], [], [], 0
    for start, end in pieces:
        starts.append(length)
        origins.append(start)
        parts.append(folded[start:end])
        length += end - start
    return Cleaned(source, "".join(parts), starts or [0], origins or [0])


def _drop_breaks(once: Cleaned) -> Cleaned:
    """Line breaks inside a sentence go; others become one."""
    text, pieces, last = once.text, [], 0
    tabled = CELL in text
    for match in BREAK.finditer(text):
        inside = _inside(text, match) and not (tabled and _beside_row(text, match))
        start = match.start() if inside else match.start() + 1
        if start < match.end():
            pieces.append((last, start))
            last = match.end()
    if not pieces:
        return once
    pieces.append((last, len(text)))
    starts, origins, parts, length = [], [], [], 0
    for start, end in pieces:
        if end <= start:
            continue
        for position, origin in _subpieces(once, start, end):
            starts.append(length + position - start)
            origins.append(origin)
        parts.append(text[start:end])
        length += end - start
    return Cleaned(once.source, "".join(parts), starts or [0], origins or [0])


def _subpieces(once: Cleaned, start: int, end: int) -> list[tuple[int, int]]:
    first = bisect_right(once.starts, start) - 1
    found = [(start, once.at(start))]
    for piece in range(first + 1, len(once.starts)):
        if once.starts[piece] >= end:
            break
        found.append((once.starts[piece], once.origins[piece]))
    return found


def _inside(text: str, match: re.Match[str]) -> bool:
    """Whether a line break falls inside a sentence."""
    start, end = match.span()
    before, after = text[text.rfind("\n", 0, start) + 1 : start], text[end : end + 40]
    if not before or not after:
        return False
    if after[0] in OPENS or (NUMBER_GOES_ON.match(after) and CUT_NUMBER.search(before)):
        return True
    if before[-1] in ENDS or HEADING_MARK.match(after) or after[0] in "#|":
        return False
    return before[-1] in "，、" or _unfinished(before, after)


def _beside_row(text: str, match: re.Match[str]) -> bool:
    """Whether a line break stands before or after a row of a table."""
    start, end = match.span()
    before, after = text[text.rfind("\n", 0, start) + 1 : start], text[end:].split("\n", 1)[0]
    return CELL in before or CELL in after


def _unfinished(before: str, after: str) -> bool:
    """Whether a line without a closing mark goes on in the next: not a heading, a title or a signature."""
    heading = HEADING_MARK.match(before) and "。" not in before
    title = TITLE_END.search(before) and not re.search("[，。]", before)
    if heading or title or SIGNED.match(after.split("\n", 1)[0]):
        return False
    return len(before) >= LONG_LINE or re.search("[，。；]", before) is not None
