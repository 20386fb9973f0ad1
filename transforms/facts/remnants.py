"""What was left in a text by mistake: blanks never filled in, words of a template, another town's name.

Patterns are data (`placeholders.csv`). Another town of the same county counts only where the issuer's own
name must stand: in the signature, in the opening formula and as the one who leads; neighbours may be spoken
of anywhere else. What hides a person or a firm (张某某, ××公司) is no blank.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows
from transforms.records import Head
from transforms.structure.regions import Regions

Kind = Literal["blank", "blank_date", "template", "other_town"]
AROUND = 12  # characters before and after in which `unless` is sought
END = 200  # characters at the end in which a signature stands
WITH = re.compile(r"(?:与|和|同|及|跟|向|到|赴|往|由|对|联合|借鉴|学习|邻近|相邻|、|原|撤销|合并)$")
FORMER = "(?:原|撤销|并入|合并|划入|更名)"
SUFFIX = re.compile("(?:街道|镇|乡|苏木|民族乡)$")


class PlaceholderRow(BaseModel):
    """A row of placeholders.csv."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    rule: str
    kind: Literal["blank", "blank_date", "template"]
    pattern: str
    unless: str = "(?!)"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The patterns, compiled: rule, kind, pattern, and what excuses it nearby."""

    rules: tuple[tuple[str, Kind, re.Pattern[str], re.Pattern[str]], ...]

    @classmethod
    def parse(cls, data: bytes) -> "Placeholders":
        """From placeholders.csv; raises CatalogueError, also for what is no regular expression."""
        rows = read_rows("placeholders.csv", data, PlaceholderRow)
        return cls(
            tuple(
                (row.rule, row.kind, _compiled(row, row.pattern), _compiled(row, row.unless)) for row in rows
            )
        )


def _compiled(row: PlaceholderRow, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise CatalogueError(
            f"data file placeholders.csv, rule {row.rule}: no regular expression: {error}"
        ) from error


@dataclass(frozen=True, slots=True)
class Remnant:
    """Something left in, with its place in the cleaned text, end exclusive."""

    start: int
    end: int
    kind: Kind
    rule: str


def remnants(text: str, head: Head, placeholders: Placeholders, regions: Regions) -> list[Remnant]:
    """All that was left in, in reading order."""
    found = [*_placeholders(text, placeholders), *_other_towns(text, head, regions)]
    return sorted(found, key=lambda one: (one.start, one.end, one.rule))


def _placeholders(text: str, placeholders: Placeholders) -> Iterator[Remnant]:
    taken: set[int] = set()
    for rule, kind, pattern, unless in placeholders.rules:
        for match in pattern.finditer(text):
            around = text[max(match.start() - AROUND, 0) : match.end() + AROUND].split("\n")
            if match.start() not in taken and not any(unless.search(line) for line in around):
                taken.add(match.start())
                yield Remnant(match.start(), match.end(), kind, rule)


def _other_towns(text: str, head: Head, regions: Regions) -> Iterator[Remnant]:
    """Other townships of the issuer's county that stand where its own name must stand."""
    if head.issuer_type != "township" or head.region_code is None:
        return
    for name in sorted(_neighbours(head.region_code, text, regions)):
        if re.search(FORMER + name, text):
            continue
        for rule, pattern in _own_places(re.escape(name)).items():
            for match in re.finditer(pattern, text, re.MULTILINE):
                start, end = match.span("town")
                if rule == "signature" and start < len(text) - END:
                    continue
                if not WITH.search(text[max(start - 3, 0) : start]):
                    yield Remnant(start, end, "other_town", rule)


def _neighbours(code: str, text: str, regions: Regions) -> Iterable[str]:
    """Names of the county's other townships that the text has, and that are not like the issuer's own."""
    own = SUFFIX.sub("", regions.by_code[code].name)
    codes = (f"{code[:6]}{number:03}000" for number in range(1, 1000))  # nine digits tell a township
    names = (regions.by_code[one].name for one in codes if one in regions.by_code)
    stems = {name: SUFFIX.sub("", name) for name in names if name in text}
    return [name for name, stem in stems.items() if len(name) > 2 and stem not in own and own not in stem]


def _own_places(name: str) -> dict[str, str]:
    """Where the issuer's own name must stand."""
    lead = "(?:党委书记|镇长|乡长|街道办事处主任|党政主要负责人|主要负责人|党委、?政府|党工委、?办事处)"
    how = "(?:认真|切实|带头|严格|始终|高度|全面|坚持|亲自)"
    return {
        "signature": rf"^[ \t　]*[一-鿿]{{0,12}}(?P<town>{name})(?:人民政府|办事处|党委|党工委)[ \t　]*$",
        "opening": rf"现将(?P<town>{name})[^。；\n]{{0,40}}(?:报告|汇报)如下",
        "leader": rf"(?:^|[。；，\n])[ \t　]*(?P<town>{name}){lead}{how}",
    }
