"""What extraction finds, before it becomes frames.

All positions are code points into the cleaned text (see `transforms.text.clean`), start inclusive,
end exclusive; `transforms.batch` maps them back to the source. No logic here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Role = Literal["intro", "achievements", "leader_duty", "problems", "plan", "closing", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its text; `parent` is the index of the section above, `level` 0 for none, 1 for 一、."""

    level: int
    heading: str | None
    role: Role
    start: int
    end: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """Who issued the report, of what year, and when; None where the text does not say."""

    title: str | None
    issuer: str | None
    issuer_type: str
    issuer_id: str
    department: str | None
    region_code: str | None
    region_candidates: tuple[str, ...]
    report_year: int | None
    signed_on: date | None
    published_on: date | None


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """The kind of a document; `accepted` where it is the annual report; `reason` says in Chinese why."""

    code: str
    accepted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A 《…》 with its place, brackets included; `law_id` is None where no law has such a title."""

    start: int
    end: int
    title: str
    law_id: str | None


@dataclass(frozen=True, slots=True)
class Commitment:
    """One problem or plan item; `section` is an index into the sections, `topic` a domain or `unknown`."""

    section: int
    role: Literal["problem", "plan"]
    start: int
    end: int
    topic: str
