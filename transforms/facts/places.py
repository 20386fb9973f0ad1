"""Where to look for what a number counts: the phrase before and after it, and its context."""

import re
from collections.abc import Sequence

from transforms.facts.cues import Cues
from transforms.facts.indicators import Place
from transforms.facts.quantities import Quantity
from transforms.facts.sentences import Sentences, clause_end, clause_start
from transforms.records import Section

JOINED = re.compile(r"(?:[、，和及与]|以及)")
RATE = r"(?:[\u4e00-\u9fff“”]{2,12})率"
NAMED_RATES = re.compile(
    rf"({RATE})(?:[、和与及]|以及)({RATE})(?:[、和与及]({RATE}))?(?:均|都|全部|分别|双双|皆|全)?"
    r"(?:达到了?|达|为|是|到|保持在?|实现|稳定在)*(?:了)?$"
)
MOST_RATES = 3  # that share a number or a row of numbers
JOINING = frozenset("和及与")
NO_NOUN = re.compile(r"^(?:[的，、；：）。]|以上|左右)")
FARTHEST_RIGHT = 24  # characters after a unit in which its noun may stand
HEADING_MARK = 6  # characters of a heading's number that stand before its words


def around(sentences: Sentences, number: int, section: Section | None) -> tuple[tuple[int, int], ...]:
    """The end of the sentence before, and the heading of the section."""
    spans = []
    if number > 0:
        low, high = sentences.span(number - 1)
        spans.append((max(low, high - 60), high))
    if section and section.heading and section.level > 0:
        spans.append((section.start, min(section.start + len(section.heading) + HEADING_MARK, section.end)))
    return tuple(spans)


def place_of(text: str, group: Sequence[Quantity], index: int, place: Place, cues: Cues) -> Place:
    """The place of a number of a sentence: `place` (of the whole sentence) narrowed to its own phrases.

    Before the number the phrase goes back to the last number or mark, a clause farther where nothing but
    filler stands there; after it, to the next mark or number.
    """
    item = group[index]
    low = group[index - 1].end if index else place.sentence[0]
    left = clause_start(text, item.start, low)
    bare = cues.without("filler", text[left : item.start])
    right = _right(text, group, index, place, bare)
    if len(bare) < 2 and right == item.end and left > low:
        left = clause_start(text, left - 1, low)
    near = [(left, item.start)]
    if right > item.end:
        near.append((item.end, right))
    elif len(bare) < 2 and index:
        near.append((low, item.start))
    return Place(item.start, item.end, tuple(near), place.sentence, place.around)


def _right(text: str, group: Sequence[Quantity], index: int, place: Place, bare: str) -> int:
    """Where the noun phrase after a number ends; the number's own end where none follows."""
    end = group[index].end
    following = group[index + 1].start if index + 1 < len(group) else place.sentence[1]
    right = min(clause_end(text, end, following), end + FARTHEST_RIGHT)
    words = text[end:right]
    belongs_to_next = right == following < place.sentence[1] and bare and words[-1:] not in JOINING
    return end if belongs_to_next or len(words) < 2 or NO_NOUN.match(words) else right


def rate_places(text: str, item: Quantity, low: int, place: Place) -> list[Place]:
    """Several named rates that share one number (参考率、合格率均达100%): a place for each, else none.

    With 分别 each has a number of its own; the places of the later ones are those of `distributed`.
    """
    spans = _rate_spans(text, item, low)
    if spans and "分别" in text[spans[-1][1] : item.start]:
        spans = spans[:1]
    return [Place(item.start, item.end, (span,), place.sentence, place.around) for span in spans]


def distributed(text: str, group: Sequence[Quantity], index: int, place: Place) -> Place | None:
    """The place of a later number of a row that 分别 gives to named rates (分别为100%和98%), else None."""
    if index == 0:
        return None
    first = index
    while (
        first
        and index - first < MOST_RATES
        and JOINED.fullmatch(text[group[first - 1].end : group[first].start])
    ):
        first -= 1
    low = group[first - 1].end if first else place.sentence[0]
    spans = _rate_spans(text, group[first], low) if first < index else []
    if index - first >= len(spans) or "分别" not in text[spans[-1][1] : group[first].start]:
        return None
    item = group[index]
    return Place(item.start, item.end, (spans[index - first],), place.sentence, place.around)


def _rate_spans(text: str, item: Quantity, low: int) -> list[tuple[int, int]]:
    """The spans of two or three named rates right before a percentage."""
    match = NAMED_RATES.search(text[low : item.start]) if item.unit == "%" else None
    return [(low + match.start(i), low + match.end(i)) for i in (1, 2, 3) if match[i]] if match else []
