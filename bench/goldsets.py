"""All gold there is, as sets that are scored apart: the project's own, and others' where it lies beside.

A set is blind where nobody looked at its texts or errors while writing rules: the folder `blind`, and of the
records from outside those whose text's name has a SHA-256 that begins with an odd hexadecimal digit.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import CHECKOUT
from flows.goldrows import Gold, read_gold

OUTSIDE = CHECKOUT.parent / "shared"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Gold of one kind; `own` where it belongs to the project, `whole` where its texts are whole reports."""

    name: str
    about: str
    gold: Gold
    blind: bool
    own: bool
    whole: bool


def is_odd(name: str) -> bool:
    """Whether the SHA-256 of a text's file name begins with an odd hexadecimal digit."""
    return int(hashlib.sha256(name.encode()).hexdigest()[0], 16) % 2 == 1


def gold_sets(checkout: Path = CHECKOUT, outside: Path = OUTSIDE) -> list[GoldSet]:
    """Every set; those from outside are left out where they are not there. Raises GoldError."""
    return [*_own(checkout), *_from_outside(outside)]


def _own(checkout: Path) -> Iterator[GoldSet]:
    gold = checkout / "tests" / "gold"
    sample = read_gold([gold / "sample"], checkout / "data" / "sample")
    for name, about, rows, blind, whole in (
        ("sample", "whole reports, used to develop and as examples", sample, False, True),
        ("reports", "whole reports, used to develop", read_gold([gold / "reports"], None), False, True),
        ("passages", "passages, used to develop", read_gold([gold / "passages"], None), False, False),
        ("blind reports", "whole reports", read_gold([gold / "blind" / "reports"], None), True, True),
        ("blind passages", "passages", read_gold([gold / "blind" / "passages"], None), True, False),
    ):
        yield GoldSet(name, about, rows, blind=blind, own=True, whole=whole)


def _from_outside(outside: Path) -> Iterator[GoldSet]:
    gold = outside / "gold" / "dev"
    if (gold / "seeds").is_dir():
        seeds = read_gold([gold / "seeds"], outside / "seeds")
        about = "published reports, used to develop; not part of the project"
        yield GoldSet("seeds", about, seeds, blind=False, own=False, whole=True)
    if (gold / "records").is_dir():
        records = read_gold([gold / "records"], None)
        about = "published passages, {}; not part of the project"
        yield _half("records, even", about.format("used to develop"), records, odd=False, own=False)
        yield _half("records, odd", about.format("only scored"), records, odd=True, own=False)


def _half(name: str, about: str, gold: Gold, *, odd: bool, own: bool) -> GoldSet:
    files = [file for file in gold.texts if is_odd(file) == odd]
    return GoldSet(name, about, gold.only(files), blind=odd, own=own, whole=False)
