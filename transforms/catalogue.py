"""All catalogues that extraction reads, parsed and validated from the bytes of their files.

Which files there are, and what a steward overrides, is the business of `flows.reference`; what a row means
belongs to the module that owns its model.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from transforms.csvfile import CatalogueError, key_of, read_rows
from transforms.facts.checkwords import CheckWordRow, CheckWords
from transforms.facts.citations import LawRow, Laws
from transforms.facts.commitments import TopicRow, Topics
from transforms.facts.confidence import Confidence, WeightRow
from transforms.facts.cues import CueRow, Cues
from transforms.facts.decision import Jury
from transforms.facts.examples import ExampleRow, Examples
from transforms.facts.indicators import Indicator, Indicators, PatternRow
from transforms.facts.measures import Knowledge
from transforms.facts.ranges import RangeRow, Ranges
from transforms.facts.relations.known import RelationRow, Relations
from transforms.facts.remnants import PlaceholderRow, Placeholders
from transforms.facts.units import BoundRow, NumberRule, Numbers, UnitRow
from transforms.facts.zeros import Denied, DeniedRow
from transforms.structure.contents import RequirementRow, Requirements
from transforms.structure.document_kind import KindRow, Kinds
from transforms.structure.issuer import DepartmentRow, Departments
from transforms.structure.outline import RoleRow, Roles
from transforms.structure.regions import AliasRow, RegionRow, Regions

__all__ = ["KEYS", "ROWS", "Catalogue", "CatalogueError", "DomainRow", "parse_catalogue"]


class DomainRow(BaseModel):
    """A row of domains.csv."""

    domain: str
    name_zh: str


# What a row of each file is, and the columns that tell its rows apart.
ROWS: dict[str, type[BaseModel]] = {
    "bounds.csv": BoundRow,
    "check_words.csv": CheckWordRow,
    "confidence.csv": WeightRow,
    "cues.csv": CueRow,
    "denied.csv": DeniedRow,
    "departments.csv": DepartmentRow,
    "document_kinds.csv": KindRow,
    "domains.csv": DomainRow,
    "examples.csv": ExampleRow,
    "indicators.csv": Indicator,
    "laws.csv": LawRow,
    "number_rules.csv": NumberRule,
    "patterns.csv": PatternRow,
    "region_aliases.csv": AliasRow,
    "placeholders.csv": PlaceholderRow,
    "ranges.csv": RangeRow,
    "regions.csv": RegionRow,
    "relations.csv": RelationRow,
    "requirements.csv": RequirementRow,
    "section_roles.csv": RoleRow,
    "topics.csv": TopicRow,
    "units.csv": UnitRow,
}
KEYS: dict[str, tuple[str, ...]] = {name: key_of(model) for name, model in ROWS.items()}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is known beforehand, compiled."""

    knowledge: Knowledge
    domains: list[DomainRow]
    regions: Regions
    departments: Departments
    roles: Roles
    kinds: Kinds
    laws: Laws
    topics: Topics
    relations: Relations
    requirements: Requirements
    check_words: CheckWords
    ranges: Ranges
    placeholders: Placeholders


def parse_catalogue(files: Mapping[str, bytes]) -> Catalogue:
    """The catalogue from file name to content; raises CatalogueError naming file and line."""

    def data(name: str) -> bytes:
        if name not in files:
            raise CatalogueError(
                f"data file {name} is missing; restore it from the checkout's data/reference/"
            )
        return files[name]

    cues = Cues.parse(data("cues.csv"))
    numbers = Numbers.parse(data("units.csv"), data("bounds.csv"), data("number_rules.csv"), cues)
    indicators = Indicators.parse(data("indicators.csv"), data("patterns.csv"))
    examples = Examples.parse(data("examples.csv"), numbers, list(indicators.by_code))
    knowledge = Knowledge(
        numbers=numbers,
        cues=cues,
        denied=Denied.parse(data("denied.csv")),
        indicators=indicators,
        jury=Jury(indicators, examples),
        confidence=Confidence.parse(data("confidence.csv")),
    )
    return Catalogue(
        knowledge=knowledge,
        domains=read_rows("domains.csv", data("domains.csv"), DomainRow),
        regions=Regions.parse(data("regions.csv"), data("region_aliases.csv")),
        departments=Departments.parse(data("departments.csv")),
        roles=Roles.parse(data("section_roles.csv")),
        kinds=Kinds.parse(data("document_kinds.csv")),
        laws=Laws.parse(data("laws.csv")),
        topics=Topics.parse(data("topics.csv")),
        relations=Relations.parse(data("relations.csv"), list(indicators.by_code)),
        requirements=Requirements.parse(data("requirements.csv")),
        check_words=CheckWords.parse(data("check_words.csv")),
        placeholders=Placeholders.parse(data("placeholders.csv")),
        ranges=Ranges.parse(data("ranges.csv"), list(indicators.by_code), set(numbers.families.values())),
    )
