"""The paragraphs of a text with their signatures, by which near-duplicates are found among millions of them.

A signature is a MinHash of the paragraph's runs of four characters, digits and punctuation apart (a copied
paragraph has new figures), cut into bands. Two paragraphs that share a band are worth comparing: where one
character in thirty was changed, 93 in 100 do. What is a copy of what is reckoned in `warehouse.copies`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from rensa import RMinHash  # type: ignore[import-untyped]

BANDS, ROWS = 6, 4
SHINGLE = 4
SEED = 1
SHORTEST = 40  # characters that count; headings and formulas of a line are everybody's
LINE = re.compile(r"[^\n]+")
NOT_COUNTED = re.compile("[^\u4e00-\u9fffA-Za-z]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `characters` are those that count, `bands` signed 64-bit numbers, no two bands alike."""

    start: int
    end: int
    characters: int
    bands: tuple[int, ...]


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs that are long enough to be told apart, in reading order."""
    for line in LINE.finditer(text):
        bare = NOT_COUNTED.sub("", line.group())
        if len(bare) >= SHORTEST:
            yield Paragraph(line.start(), line.end(), len(bare), bands(bare))


def bands(bare: str) -> tuple[int, ...]:
    """The bands of a text without digits and punctuation, at least SHINGLE characters long."""
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    sketch.update(list({bare[at : at + SHINGLE] for at in range(len(bare) - SHINGLE + 1)}))
    mins = sketch.digest()
    return tuple(_band(number, mins[number * ROWS : (number + 1) * ROWS]) for number in range(BANDS))


def _band(number: int, mins: list[int]) -> int:
    told = f"{number}:{mins}".encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big", signed=True)
