"""All facts of one text, pure: cleaning, outline, head, measures, citations, commitments in their order."""

from collections.abc import Mapping
from dataclasses import dataclass

from transforms.catalogue import Catalogue
from transforms.facts.citations import citations
from transforms.facts.commitments import commitments
from transforms.facts.measures import Measure, read_measures
from transforms.facts.paragraphs import Paragraph, paragraphs
from transforms.facts.relations import relations
from transforms.facts.relations.told import Relation
from transforms.facts.remnants import Remnant, remnants
from transforms.facts.verdicts import Rejected
from transforms.records import Citation, Commitment, Head, Section
from transforms.structure.beside import completed
from transforms.structure.contents import Content, contents
from transforms.structure.issuer import read_head
from transforms.structure.outline import outline
from transforms.text.clean import Cleaned, clean


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything found in one text; positions are into `cleaned.text`."""

    cleaned: Cleaned
    head: Head
    sections: list[Section]
    measures: list[Measure]
    rejected: list[Rejected]
    citations: list[Citation]
    commitments: list[Commitment]
    relations: list[Relation]
    contents: list[Content]
    paragraphs: list[Paragraph]
    remnants: list[Remnant]
    review_below: float


def extract(source: str, catalogue: Catalogue, file_name: str = "") -> Facts:
    """The facts of one decoded text; whether it is a report of this kind is not asked here."""
    return extract_cleaned(clean(source), catalogue, file_name)


def extract_cleaned(
    cleaned: Cleaned, catalogue: Catalogue, file_name: str = "", beside: Mapping[str, str] | None = None
) -> Facts:
    """The same, for a text that is cleaned already; `beside` is what the file says beside its text."""
    text, regions, departments = cleaned.text, catalogue.regions, catalogue.departments
    head = read_head(text, file_name, regions, departments)
    head = completed(head, text, beside or {}, regions, departments)
    sections = outline(text, catalogue.roles)
    measures, rejected = read_measures(text, sections, head.report_year, catalogue.knowledge)
    return Facts(
        cleaned=cleaned,
        head=head,
        sections=sections,
        measures=measures,
        rejected=rejected,
        citations=citations(text, catalogue.laws),
        commitments=commitments(text, sections, catalogue.topics),
        relations=relations(text, measures, rejected, catalogue.relations, catalogue.knowledge.cues),
        contents=contents(text, sections, head, catalogue.requirements),
        paragraphs=list(paragraphs(text)),
        remnants=remnants(text, head, catalogue.placeholders, regions),
        review_below=catalogue.knowledge.confidence.review_below,
    )
