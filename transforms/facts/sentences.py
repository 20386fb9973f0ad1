"""Sentences and clauses of the cleaned text, as spans; punctuation marks that end them belong to neither."""

import re
from bisect import bisect_right

SENTENCE_END = re.compile(r"[。！？!?\n]+")
CLAUSE_END = re.compile(r"[，；：。！？\n（）]")


class Sentences:
    """Spans of sentences (between 。！？ and line breaks), asked by position."""

    def __init__(self, text: str) -> None:
        self.starts, self.ends = [0], []
        for match in SENTENCE_END.finditer(text):
            self.ends.append(match.start())
            self.starts.append(match.end())
        self.ends.append(len(text))

    def at(self, position: int) -> int:
        """The number of the sentence that a position stands in."""
        return bisect_right(self.starts, position) - 1

    def span(self, number: int) -> tuple[int, int]:
        """Start and end of a sentence."""
        return self.starts[number], self.ends[number]


def clause_start(text: str, start: int, low: int, marks: str = "，；：（）") -> int:
    """Where the clause that ends at `start` begins, not before `low`."""
    return max((text.rfind(mark, low, start) for mark in marks), default=-1) + 1 or low


def clause_end(text: str, end: int, high: int, marks: str = "，；：。、（）") -> int:
    """Where the clause that begins at `end` ends, not after `high`."""
    stops = [stop for mark in marks if (stop := text.find(mark, end, high)) >= 0]
    return min(stops, default=high)
