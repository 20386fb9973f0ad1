"""Words of a report that lead to a place in it, in every version that has them, whatever its line breaks.

A quote is a stretch of the report with the number in question marked, as in `调解【120件】`; unmarked, all of
it is meant. `occurrence` tells which of several equal stretches, from 1. What is said of the place, by
corrections and judgements, is not known here.
"""

import re
from dataclasses import dataclass
from typing import Self

OPEN, CLOSE = "【", "】"
SENTENCE, CLAUSE = "。！？；!?;\n\r【】", "，,。！？；!?;\n\r【】"
LONGEST = 60  # characters on either side of the number
FORMULA = "=+-@"  # a cell that begins so is run by spreadsheet programs


class AnchorError(ValueError):
    """A quote that marks nothing, or marks twice; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quote, blanks apart: what stands before the words meant, these words, and what stands after."""

    before: str
    marked: str
    after: str
    occurrence: int = 1

    @classmethod
    def read(cls, quote: str, occurrence: int = 1) -> Self:
        """From a quote as people write it; raises AnchorError."""
        parts = re.split(f"[{OPEN}{CLOSE}]", "".join(quote.split()))
        if len(parts) == 1:
            parts = ["", parts[0], ""]
        if len(parts) != 3 or not parts[1] or quote.find(OPEN) > quote.find(CLOSE):
            raise AnchorError(f"引文“{quote}”应当用一对{OPEN}{CLOSE}标出一处字句，或整段不标")
        before, marked, after = parts
        return cls(before, marked, after, occurrence)

    @property
    def quote(self) -> str:
        """As people write it."""
        return f"{self.before}{OPEN}{self.marked}{CLOSE}{self.after}"


class Words:
    """A text in which anchors are found and made; positions are code points, ends exclusive."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places = [place for place, one in enumerate(text) if not one.isspace()]
        self._bare = "".join(text[place] for place in self._places)

    def find(self, anchor: Anchor) -> tuple[int, int] | None:
        """Where the words meant stand; None where the quote does not occur that often."""
        wanted = anchor.before + anchor.marked + anchor.after
        found = self._occurrences(wanted)
        if len(found) < anchor.occurrence:
            return None
        start = found[anchor.occurrence - 1] + len(anchor.before)
        return self._places[start], self._places[start + len(anchor.marked) - 1] + 1

    def anchor(self, start: int, end: int) -> Anchor:
        """The anchor of the words at a place, in their clause; in their sentence where that comes twice."""
        made = [self._anchor(start, end, stops) for stops in (CLAUSE, SENTENCE)]
        return next((one for one in made if one.occurrence == 1 and self._alone(one)), made[0])

    def sentence(self, start: int, end: int) -> str:
        """The sentence around a place."""
        low, high = self._bounds(start, end, SENTENCE)
        return self.text[low:high].strip()

    def _anchor(self, start: int, end: int, stops: str) -> Anchor:
        low, high = self._bounds(start, end, stops)
        while low < start and self.text[low] in FORMULA:
            low += 1
        parts = ["".join(self.text[a:b].split()) for a, b in ((low, start), (start, end), (end, high))]
        place = sum(where < start for where in self._places) - len(parts[0])
        before, marked, after = parts
        return Anchor(before, marked, after, self._occurrences("".join(parts)).index(place) + 1)

    def _bounds(self, start: int, end: int, stops: str) -> tuple[int, int]:
        low, high = start, end
        while low > max(0, start - LONGEST) and self.text[low - 1] not in stops:
            low -= 1
        while high < min(len(self.text), end + LONGEST) and self.text[high] not in stops:
            high += 1
        return low, high

    def _alone(self, anchor: Anchor) -> bool:
        return len(self._occurrences(anchor.before + anchor.marked + anchor.after)) == 1

    def _occurrences(self, wanted: str) -> list[int]:
        """Where a text without blanks begins in the bare one, overlapping ones too."""
        found, at = [], self._bare.find(wanted)
        while at >= 0:
            found.append(at)
            at = self._bare.find(wanted, at + 1)
        return found
