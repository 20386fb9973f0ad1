"""Cue words: what in the wording of a sentence tells how a number is meant.

The words are data (cues.csv), a cue name and a regular expression a row; CUES says for each cue where it is
looked for. What follows from a cue is decided by the modules that ask for it.
"""

import re

from pydantic import BaseModel

from transforms.csvfile import CatalogueError, read_rows
from transforms.regex import quick

# "end": right at the end of the words given; "start": right at their beginning; "any": anywhere in them
CUES = {
    # what must be there for more to be looked for
    "moved_hint": "any",
    "unit_hint": "any",
    "time_hint": "any",
    "plan_hint": "any",
    # how a number is meant (transforms.facts.aspects, transforms.facts.times)
    "rise": "end",
    "fall": "end",
    "rise_plain": "end",
    "fall_plain": "end",
    "compare": "any",
    "compared_more": "end",
    "compared_less": "end",
    "reached": "end",
    "raised": "end",
    "share": "end",
    "share_after": "start",
    "weight": "end",
    "per_unit": "end",
    "per_unit_after": "start",
    "prior": "any",
    "prior_weak": "any",
    "taken_over": "any",
    "takes_over": "end",
    "now": "any",
    "standing": "any",
    "bodies": "any",
    "from": "end",
    "to_after": "start",
    "multi_year": "any",
    "part_year": "any",
    "this_year": "any",
    "summed": "any",
    "of_which_now": "start",
    "planned": "any",
    "planned_far": "any",
    "planned_limit": "any",
    "limit_named": "any",
    "set_at": "end",
    "set_after": "start",
    "target": "start",
    "shortened": "any",
    "done": "any",
    "realised": "any",
    # which number is part of which (transforms.facts.breakdowns)
    "breakdown": "any",
    "new_topic": "any",
    "action": "any",
    "outcome": "any",
    "sum": "any",
    "among": "start",
    "picks": "start",
    # what is counted (transforms.facts.measures, transforms.facts.subjects)
    "counting": "end",
    "filler": "any",
    "change_words": "any",
    "rate_named": "any",
    "lead": "start",
    "trail": "end",
    # what the heads of a table say (transforms.facts.tables)
    "head_skip": "any",
    "head_remark": "any",
    "head_unit": "any",
    "head_total": "any",
    "head_change": "any",
    "head_share": "any",
    "head_planned": "any",
    "head_prior": "any",
    "head_part": "any",
    "head_plain": "any",
    "head_bare": "any",
    "head_time": "any",
    "head_money": "any",
}

YEAR = "(?:20[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2})"
# the cues that name times, tried in this order at each place, and the years told in digits
TIMES = ("part_year", "multi_year", "prior", "prior_weak", "this_year")
DATES = (
    rf"(?P<attribute>{YEAR}年[^，。；\d]{{0,10}}以来的)"
    rf"|(?P<since>{YEAR}年(?:\d{{1,2}}月)?份?(?:[^，。；\d]{{0,10}}以来|起|至今))"
    rf"|(?P<years>{YEAR}年?[-—–~～至到]{{1,2}}{YEAR}年)|(?P<dated>{YEAR}年度?)"
)


class CueRow(BaseModel):
    """A row of cues.csv: a regular expression and what it is a cue for."""

    rule: str
    cue: str
    pattern: str
    note: str = ""


class Cues:
    """The cue patterns, one compiled expression a cue."""

    def __init__(self, rows: list[CueRow]) -> None:
        unknown = sorted({row.cue for row in rows} - set(CUES))
        if unknown:
            raise CatalogueError(f"data file cues.csv: unknown cues {unknown}; known are {sorted(CUES)}")
        self.patterns = {cue: _compiled(cue, [row for row in rows if row.cue == cue]) for cue in CUES}
        named = "|".join(f"(?P<{cue}>{self.patterns[cue].pattern})" for cue in TIMES)
        self.times = quick(f"{named}|{DATES}")
        self.seek = {
            cue: pattern.match if CUES[cue] == "start" else pattern.search
            for cue, pattern in self.patterns.items()
        }

    @staticmethod
    def parse(data: bytes) -> "Cues":
        """From the bytes of cues.csv; raises CatalogueError."""
        return Cues(read_rows("cues.csv", data, CueRow))

    def found(self, cue: str, words: str) -> re.Match[str] | None:
        """The cue in some words, looked for as its entry in CUES says."""
        return self.seek[cue](words)

    def without(self, cue: str, words: str) -> str:
        """The words without the cue's."""
        return self.patterns[cue].sub("", words)


def _compiled(cue: str, rows: list[CueRow]) -> re.Pattern[str]:
    for row in rows:
        try:
            re.compile(row.pattern)
        except re.error as error:
            problem = f"not a regular expression: {error}"
            raise CatalogueError(
                f"data file cues.csv, rule {row.rule}: {row.pattern!r} is {problem}"
            ) from error
    joined = "|".join(row.pattern for row in rows) or r"(?!)"
    return quick(f"(?:{joined})$" if CUES[cue] == "end" else joined)
