"""Which number is a stated part of which: 其中, 包括, 分别, brackets, and lists that add up.

Outcomes (受理 and 调处成功) are no parts of each other unless the text says 其中.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.facts.quantities import Quantity

CUE = re.compile(r"其中|包括|包含|涵盖|含(?![^，。；、]{0,4}量)|分为|分别(?:为|是|有)|由(?=[^。]{0,40}组成)|按[^，。；]{1,8}(?:分|划分|看)")
NEW_TOPIC = re.compile(r"另(?!有其)|此外|同时|并(?![列])|共(?![同建治])|累计|还|截至|全年|全镇|全县|全区|全市|合计|总")
ACTION = re.compile(
    r"受理|化解|调处|调解(?!员|组织|委)|开展|举办|组织(?!部)|发放|印发|整改|立案|处罚|出动|走访|接待|解答|办结|完成|培训|召开|培养|建立|新建|排查|发现|审查|审核|制定|答复|回复|解决|收集|投入|涉及|挽回|劝阻|责令|约谈|成功|罚|新增|增加|减少|覆盖|参与|惠及|调成|办成|劝和|暂缓|未|销号|采纳|上年|去年"
)
OUTCOME = re.compile(r"成功|化解|办结|调成|整改|履行|办成|解决")


@dataclass(frozen=True, slots=True)
class Part:
    """The number of the parent in the list, and of the run of parts that it belongs to."""

    parent: int
    run: int


@dataclass(slots=True)
class _Open:
    """A total whose parts are being read; `closes` is the bracket's end, or None for a breakdown with 其中."""

    parent: int
    run: int
    closes: int | None
    left: float
    parts: int = 0


def breakdowns(
    text: str, items: Sequence[Quantity], families: Sequence[str | None], apart: Sequence[bool]
) -> dict[int, Part]:
    """The part relations among the numbers of one sentence, by their places in the list.

    `apart` marks those that are no part and no total: changes, figures of other years.
    """
    families = [f"apart {index}" if out else family for index, (family, out) in enumerate(zip(families, apart, strict=True))]
    found: dict[int, Part] = {}
    open_: list[_Open] = []
    run = 0
    for index, item in enumerate(items):
        low = items[index - 1].end if index else max(0, item.start - 30)
        between = text[low : item.start]
        while open_ and open_[-1].closes is not None and item.start > (open_[-1].closes or 0):
            open_.pop()
        started = _starts(text, items, families, index, between, found)
        if started is not None:
            run += 1
            open_ = [o for o in open_ if o.closes is not None or o.parent != started[0]]
            open_.append(_Open(started[0], run, started[1], items[started[0]].value))
        while open_ and not _continues(open_[-1], items, families, index, between):
            if open_[-1].closes is not None and item.start < (open_[-1].closes or 0):
                break
            open_.pop()
        if open_ and _continues(open_[-1], items, families, index, between):
            top = open_[-1]
            found[index] = Part(top.parent, top.run)
            top.left -= item.value
            top.parts += 1
    _sums(text, items, families, found, run)
    return found


def _starts(
    text: str,
    items: Sequence[Quantity],
    families: Sequence[str | None],
    index: int,
    between: str,
    found: dict[int, Part],
) -> tuple[int, int | None] | None:
    """The parent whose breakdown begins before this number, and the end of its bracket."""
    if index == 0:
        return None
    bracket = between.rfind("（")
    if bracket >= 0 and "）" not in between[bracket:] and bracket <= 1 and _same(families, index - 1, index):
        close = text.find("）", items[index].end)
        return index - 1, (close if close >= 0 else None)
    if not CUE.search(between):
        return None
    fits = [
        parent for parent in range(index - 1, -1, -1)
        if (parent not in found or "其中" in between)
        and _same(families, parent, index) and items[parent].value >= items[index].value
    ]  # fmt: skip
    if not fits:
        return None
    if len(fits) > 1 and fits[1] == fits[0] - 1 and OUTCOME.search(text[items[fits[1]].end : items[fits[0]].start]):
        return fits[1], None  # 受理27件，成功27件；其中…: what was received is broken down
    return fits[0], None


def _same(families: Sequence[str | None], a: int, b: int) -> bool:
    return families[a] == families[b] or families[b] is None


def _continues(
    top: _Open, items: Sequence[Quantity], families: Sequence[str | None], index: int, between: str
) -> bool:
    if not _same(families, top.parent, index) or items[index].value > items[top.parent].value:
        return False
    if top.parts == 0 or top.closes is not None:
        return True
    if items[index].value > top.left + 1e-6:  # the parts have made up the total
        return False
    tail = between[between.find("其中") + 2 :] if "其中" in between else between
    return len(between) <= 24 and not NEW_TOPIC.search(tail) and not (ACTION.search(tail) and "其中" not in between)


def _sums(
    text: str, items: Sequence[Quantity], families: Sequence[str | None], found: dict[int, Part], run: int
) -> None:
    """A list of two or more that follows a number of its unit and adds up to it, or 专职的480人 after 3924人."""
    for parent in range(len(items) - 1):
        if parent in found or any(part.parent == parent for part in found.values()):
            continue
        total, last = 0.0, parent
        for index in range(parent + 1, len(items)):
            between = text[items[index - 1].end : items[index].start]
            if index in found or not _same(families, parent, index) or ACTION.search(between) or len(between) > 20:
                break
            total, last = total + items[index].value, index
            if total >= items[parent].value:
                break
        if last > parent + 1 and abs(total - items[parent].value) < 1e-6 and total > 0:
            run += 1
            found.update({index: Part(parent, run) for index in range(parent + 1, last + 1)})
            continue
        index = parent + 1
        between = text[items[parent].end : items[index].start]
        if (
            index not in found and families[parent] == families[index] is not None and items[index].value < items[parent].value
            and re.fullmatch(r"，[^，。；]{1,10}(?:的|以上|以下)(?:有)?", between) and not ACTION.search(between)
        ):  # fmt: skip
            run += 1
            found[index] = Part(parent, run)
            for later in range(index + 1, len(items)):
                between = text[items[later - 1].end : items[later].start]
                if not re.fullmatch(r"[，、][^，。；]{1,10}(?:的|以上|以下)(?:有)?", between) or families[later] != families[parent]:
                    break
                found[later] = Part(parent, run)
