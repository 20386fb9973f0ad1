"""Which figures of a report bear on each other, so that they can be reckoned against each other.

These modules read the words only: parts and their total, a rate and the counts it comes from, the same thing
told again, 网格 formulae. Whether the numbers agree is reckoned in SQL (`mart.arithmetic_check`), where a
steward's corrections are in force. A relation that the words leave open has a `doubt`: numbers that do not
agree are then no contradiction. Which counts bear on each other is data: relations.csv.
"""

from collections.abc import Sequence

from transforms.facts.cues import Cues
from transforms.facts.measures import Measure
from transforms.facts.relations.about import About
from transforms.facts.relations.again import Again
from transforms.facts.relations.formulae import formulae
from transforms.facts.relations.growth import Growth
from transforms.facts.relations.known import Relations
from transforms.facts.relations.parts import parts
from transforms.facts.relations.rates import Rates
from transforms.facts.relations.subsets import Subsets
from transforms.facts.relations.told import Relation, Told
from transforms.facts.sentences import Sentences
from transforms.facts.verdicts import Rejected

NO_COUNTS = frozenset(  # reasons for which a numeral counts nothing that a breakdown might hold
    {
        "date",
        "time",
        "period",
        "age",
        "label",
        "hotline",
        "ordinal",
        "list_marker",
        "document_number",
        "statute",
    }
    | {"threshold", "phone", "code", "table_number", "table_head", "table_remark"}
)


def relations(
    text: str, measures: Sequence[Measure], rejected: Sequence[Rejected], known: Relations, cues: Cues
) -> list[Relation]:
    """All relations among the numbers of a text, kind by kind, each in the order of the text."""
    unread = (one.start for one in rejected if one.reason not in NO_COUNTS)
    numerals = sorted(start for start in unread if text[start].isdigit())
    told = Told(text, measures, numerals, Sentences(text))
    about = About(told, cues)
    rates = Rates(told, known, about)
    found = [*parts(told, cues), *rates.rates(), *rates.shares(), *Subsets(told, known, about).subsets()]
    return [*found, *Growth(told).growth(), *Again(told).again(), *formulae(told)]
