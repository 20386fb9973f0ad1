"""What kind of document a text is: this annual report, one of its siblings, or something else.

The kinds are rules in `document_kinds.csv`, tried in order; the first that fits decides. A rule looks at
the title (else the file's name), and at how many of its patterns the text holds.
"""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows
from transforms.records import DocumentKind
from transforms.structure.title import read_front


class KindRow(BaseModel):
    """One rule: `title` found, `unless` not, and at least `body_min` of the blank-parted `body` patterns."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    rule: str
    code: str
    name_zh: str
    accepted: bool
    title: str | None = None
    unless: str | None = None
    body: str = ""
    body_min: int = 0
    reason: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready for use."""

    kind: DocumentKind
    title: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    body: tuple[re.Pattern[str], ...]
    body_min: int

    def fits(self, title: str, text: str) -> bool:
        """Whether a document of this title and text is of the rule's kind."""
        if self.title and not self.title.search(title):
            return False
        if self.unless and self.unless.search(title):
            return False
        return sum(pattern.search(text) is not None for pattern in self.body) >= self.body_min


@dataclass(frozen=True, slots=True)
class Kinds:
    """All rules in their order; the last one fits everything."""

    rules: tuple[Rule, ...]

    @classmethod
    def parse(cls, data: bytes) -> "Kinds":
        """From document_kinds.csv; raises CatalogueError."""
        rows = read_rows("document_kinds.csv", data, KindRow)
        if not rows or rows[-1].title or rows[-1].body or rows[-1].accepted:
            raise CatalogueError("data file document_kinds.csv: the last rule must fit all and accept none")
        return cls(tuple(_rule(row) for row in rows))


def _rule(row: KindRow) -> Rule:
    kind = DocumentKind(row.code, row.accepted, f"{row.name_zh}：{row.reason}")
    try:
        compiled: list[Any] = [re.compile(part) if part else None for part in (row.title, row.unless)]
        body = tuple(re.compile(part) for part in row.body.split())
    except re.error as error:
        raise CatalogueError(f"data file document_kinds.csv, rule {row.rule}: {error}") from error
    return Rule(kind, compiled[0], compiled[1], body, row.body_min)


def classify(text: str, file_name: str, kinds: Kinds) -> DocumentKind:
    """The kind of a cleaned text; the file's name is asked only where title and text say nothing."""
    stem = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    kind = _first(read_front(text).title or "", text, kinds)
    return _first(stem, text, kinds) if kind is kinds.rules[-1].kind else kind


def _first(title: str, text: str, kinds: Kinds) -> DocumentKind:
    return next((rule.kind for rule in kinds.rules if rule.fits(title, text)), kinds.rules[-1].kind)
