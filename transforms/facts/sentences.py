"""Sentences and clauses of the cleaned text, as spans; punctuation marks that end them belong to neither.

A cell of a table ends a sentence too.
"""

import re
from bisect import bisect_right

SENTENCE_END = re.compile(
    r"[。！？!?\n\t][。！？!?\n\t]*(?!其中|(?:从|按照?)[^，。；、\d]{2,8}(?:看|划分|统计)|涉及[^，。；、\d]{1,10}的有?\d)"
)  # 其中, 从类型看 go on with the sentence before
CLAUSE_END = re.compile("[，；：。、（）]")


class Sentences:
    """Spans of sentences (between 。！？, line breaks and tabs), asked by position."""

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


ASIDE = re.compile(r"（[^（）\d]{1,6}）")  # 村（社区）, 场（次）: brackets that no clause ends at


FARTHEST = 80  # characters beyond which no end of a clause is looked for


def clause_start(text: str, start: int, low: int) -> int:
    """Where the clause that ends at `start` begins, not before `low`; short asides belong to it."""
    low = max(low, start - FARTHEST)
    words = _without_asides(text[low:start])
    return low + max(map(words.rfind, "，；：（）")) + 1


def clause_end(text: str, end: int, high: int) -> int:
    """Where the clause that begins at `end` ends, not after `high`; short asides belong to it."""
    words = _without_asides(text[end : min(high, end + FARTHEST)])
    stop = CLAUSE_END.search(words)
    return end + (stop.start() if stop else len(words))


def _without_asides(words: str) -> str:
    """The words with short asides blotted out, in the same length."""
    return ASIDE.sub(lambda m: "·" * len(m[0]), words) if "（" in words else words
