"""The relations of the catalogue (relations.csv): which counts bear on each other, what explains a misfit."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows


class RelationRow(BaseModel):
    """A row of relations.csv: a part that is never more than a whole, or a rate of two counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    relation: str
    kind: Literal["subset", "rate"]
    part: str = ""
    part_words: str
    whole: str = ""
    whole_words: str
    rate_words: str = "(?!)"
    far: bool = False
    unless: str = "(?!)"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A relation ready for use."""

    row: RelationRow
    part: re.Pattern[str]
    whole: re.Pattern[str]
    rate: re.Pattern[str]
    unless: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Relations:
    """The relations of the catalogue; subsets by the indicator of part and of whole, or by words alone."""

    rates: tuple[Known, ...]
    subsets: dict[str, list[Known]]
    wholes: dict[str, list[Known]]
    worded: tuple[Known, ...]

    @classmethod
    def parse(cls, data: bytes, indicators: Sequence[str]) -> "Relations":
        """From relations.csv; raises CatalogueError."""
        known = [_known(row, indicators) for row in read_rows("relations.csv", data, RelationRow)]
        rates = tuple(one for one in known if one.row.kind == "rate")
        subsets: dict[str, list[Known]] = defaultdict(list)
        wholes: dict[str, list[Known]] = defaultdict(list)
        for one in known:
            if one.row.kind == "subset" and one.row.part:
                subsets[one.row.part].append(one)
                wholes[one.row.whole].append(one)
        worded = tuple(one for one in known if one.row.kind == "subset" and not one.row.part)
        return cls(rates, dict(subsets), dict(wholes), worded)


def _known(row: RelationRow, indicators: Sequence[str]) -> Known:
    place = f"data file relations.csv, relation {row.relation}"
    for code in (row.part, row.whole):
        if code and code not in indicators:
            raise CatalogueError(f"{place}: {code!r} is no indicator; take a code of indicators.csv")
    part = f"(?<![不未没])(?:{row.part_words})"  # 不合格, 未办结
    whole = f"(?<!不予)(?<!不)(?:{row.whole_words})"  # 不予受理
    try:
        words = [re.compile(one) for one in (part, whole, row.rate_words, row.unless)]
    except re.error as error:
        raise CatalogueError(f"{place}: not a regular expression: {error}") from error
    return Known(row, *words)
