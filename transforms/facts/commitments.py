"""The problems a report owns up to and the work it plans, one by one, each with its domain.

They are the items of the sections whose role is problems or plan (see `transforms.structure.outline`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows
from transforms.records import Commitment, Section

KINDS: dict[str, Literal["problem", "plan"]] = {"problems": "problem", "plan": "plan"}
N = "一二三四五六七八九十"
ITEM = re.compile(
    rf"(?:^|(?<=[。；;：:，,\n]))[ \t\u3000]*(?:[{N}]{{1,3}}是|[（(][{N}\d]{{1,3}}[）)]"
    rf"|\d{{1,2}}[、．.](?!\d)|[其第][{N}]，)",
    re.MULTILINE,
)
TOP = re.compile(rf"[ \t\u3000]*(?:第[{N}]{{1,3}}部分|[{N}]{{1,3}}[、．.])")
SHORTEST = 6
HEADLINE = 60


class TopicRow(BaseModel):
    """A domain and, parted by |, the words that speak of it; earlier rows win where words tie."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    domain: str
    keywords: str


@dataclass(frozen=True, slots=True)
class Topics:
    """The words of each domain."""

    domains: tuple[str, ...]
    owner: tuple[int, ...]
    words: AhoCorasick

    @classmethod
    def parse(cls, data: bytes) -> "Topics":
        """From topics.csv; raises CatalogueError, also where two domains share a word."""
        rows = read_rows("topics.csv", data, TopicRow)
        owner: dict[str, int] = {}
        for index, row in enumerate(rows):
            for word in row.keywords.split("|"):
                if owner.setdefault(word, index) != index:
                    raise CatalogueError(f"data file topics.csv: {word!r} is of two domains")
        matcher = AhoCorasick(list(owner), matchkind=MatchKind.LeftmostLongest)
        return cls(tuple(row.domain for row in rows), tuple(owner.values()), matcher)

    def find(self, text: str) -> str:
        """The domain whose words are named most, in the heading first; `unknown` where none is."""
        for part in (re.split("[。；]", text, maxsplit=1)[0][:HEADLINE], text):
            counts = [0] * len(self.domains)
            for word, _, _ in self.words.find_matches_as_indexes(part):
                counts[self.owner[word]] += 1
            if any(counts):
                return self.domains[counts.index(max(counts))]
        return "unknown"


def commitments(text: str, sections: list[Section], topics: Topics) -> list[Commitment]:
    """All problems and plan items in the order of the text; `end` is exclusive, markers are included."""
    found: list[Commitment] = []
    starts = [section.start for section in sections]
    for index, section in enumerate(sections):
        kind = KINDS.get(section.role)
        above = None if section.parent is None else sections[section.parent]
        if kind is None or (above is not None and above.role == section.role):
            continue
        for start, end in _items(text, *_body(text, section), _inside(index, sections)):
            inner = _innermost(start, index, starts)
            found.append(Commitment(inner, kind, start, end, topics.find(text[start:end])))
    return sorted(found, key=lambda item: item.start)


def _inside(index: int, sections: list[Section]) -> list[tuple[int, int]]:
    """The spans of sections within this one whose role is another; their items are not of this kind."""
    outer = sections[index]
    later = sections[index + 1 :]
    return [(one.start, one.end) for one in later if one.start < outer.end and one.role != outer.role]


def _innermost(start: int, index: int, starts: list[int]) -> int:
    """The innermost section at a position, given the starts of all; never one before `index`."""
    return max(bisect_right(starts, start) - 1, index)


def _body(text: str, section: Section) -> tuple[int, int]:
    """The section without its heading line."""
    if section.heading is None or section.level != 1 or not TOP.match(text, section.start):
        return section.start, section.end
    line = text.find("\n", section.start, section.end)
    heading = text.find(section.heading, section.start, section.end) + len(section.heading)
    return (heading if line < 0 or line - heading > 1 else line), section.end


def _items(text: str, start: int, end: int, holes: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Numbered items, of the outermost numbering used, else paragraphs."""
    marks = [found for found in ITEM.finditer(text, start, end) if not _within(found.start(), holes)]
    if not marks:
        yield from _paragraphs(text, start, end, holes)
        return
    style = _style(marks[0].group())
    starts = [found.start() for found in marks if _style(found.group()) == style]
    stops = [*starts[1:], end]
    for first, following in zip(starts, stops, strict=True):
        stop = _last_item_end(text, first, end, style) if following == end else following
        yield from _trimmed(text, first, min([stop, *(hole for hole, _ in holes if first < hole < stop)]))


def _style(mark: str) -> str:
    """The kind of numbering of a marker, without its number."""
    return re.sub(rf"[{N}\d\s]+", "", mark)


def _last_item_end(text: str, start: int, end: int, style: str) -> int:
    """The last item of a list within one paragraph ends with that paragraph."""
    line = text.find("\n", start, end)
    return line if style == "是" and line > 0 and line - start > SHORTEST else end


def _paragraphs(text: str, start: int, end: int, holes: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    position = start
    for line in text[start:end].split("\n"):
        if not _within(position, holes) and not line.rstrip().endswith(("：", ":")):
            yield from _trimmed(text, position, position + len(line))
        position += len(line) + 1


def _within(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without blanks at its ends; nothing where it is too short to say anything."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if end - start >= SHORTEST:
        yield start, end
