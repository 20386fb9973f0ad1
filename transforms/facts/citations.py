"""The 《…》 of a report: laws, rules, documents and books, matched to the catalogue of laws.

Only what stands in title marks is a citation; laws named without them are not sought.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows
from transforms.records import Citation

MARKS = re.compile("[《》]")
NOISE = re.compile(
    r"[\s“”‘’\"'《》〈〉<>]|[（(](?:试行|草案|修订|修正|修正案|\d{4}年?(?:修订|修正|版)?)[）)]$"
)
CLOSES = re.compile("[^《》。；\n]{0,80}》")
DASH = re.compile("[—–―－~～-]+")
PREFIXES = ("中华人民共和国", "新修订的", "新修订", "新")
LONGEST = 120


class LawRow(BaseModel):
    """One law, regulation, policy or party rule; dates are empty where they are not sure.

    `valid_to` is the first day on which it is repealed; `replaced_by` the law that took its place.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    law_id: str
    title: str
    aliases: str | None = None
    kind: Literal["law", "regulation", "rule", "policy", "party_rule", "judicial"]
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Laws:
    """The catalogue of laws and every name they are cited by."""

    rows: tuple[LawRow, ...]
    by_name: Mapping[str, str]

    @classmethod
    def parse(cls, data: bytes) -> "Laws":
        """From laws.csv; raises CatalogueError, also where two laws share a name."""
        rows = read_rows("laws.csv", data, LawRow)
        _refuse_unknown_heirs(rows)
        by_name: dict[str, str] = {}
        for row in rows:
            for name in filter(None, [row.title, *(row.aliases or "").split("|")]):
                if by_name.setdefault(_plain(name), row.law_id) != row.law_id:
                    raise CatalogueError(
                        f"data file laws.csv: {name} is of {by_name[_plain(name)]} and {row.law_id}"
                    )
        return cls(tuple(rows), by_name)

    def find(self, title: str) -> str | None:
        """The id of the law a title names, or None; blanks, quotes, dashes and 新修订 do not matter."""
        name = _plain(title)
        for prefix in ("", *PREFIXES):
            if name.startswith(prefix) and name.removeprefix(prefix) in self.by_name:
                return self.by_name[name.removeprefix(prefix)]
        return self.by_name.get("中华人民共和国" + name)


def _refuse_unknown_heirs(rows: list[LawRow]) -> None:
    """What replaced a law is in the catalogue, and the law has the day of its repeal."""
    known = {row.law_id for row in rows}
    for row in rows:
        if row.replaced_by and (row.replaced_by not in known or row.valid_to is None):
            raise CatalogueError(
                f"data file laws.csv, law {row.law_id}: replaced_by {row.replaced_by} must be a law_id of "
                "the file, and valid_to the day of the repeal"
            )


def _plain(title: str) -> str:
    """A title in the form in which it is compared."""
    return DASH.sub("-", NOISE.sub("", title)).replace("（", "(").replace("）", ")")


def citations(text: str, laws: Laws) -> list[Citation]:
    """All citations in order; of nested marks the outer ones count, a mark never closed is passed over."""
    found: list[Citation] = []
    opened: list[int] = []
    for mark in MARKS.finditer(text):
        opened = [start for start in opened if mark.start() - start <= LONGEST]
        if mark.group() == "《":
            opened.append(mark.start())
        elif len(opened) > 1 and CLOSES.match(text, mark.end()):
            opened.pop()
        elif opened:
            found.append(_citation(text, opened[-1], mark.end(), laws))
            opened.clear()
    return found


def _citation(text: str, start: int, end: int, laws: Laws) -> Citation:
    title = "".join(text[start + 1 : end - 1].split())
    return Citation(start, end, title, laws.find(title))
