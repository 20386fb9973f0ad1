"""Measures of a text: every quantity and stated zero with what it counts and how it is meant.

This module only brings the parts together: quantities, zeros, breakdowns, aspects, places, indicators,
subjects. Positions are into the cleaned text.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from transforms.facts.aspects import Aspects, Setting, Wording
from transforms.facts.breakdowns import NO_PARTS, RATES, Row, breakdowns
from transforms.facts.confidence import Confidence, features
from transforms.facts.cues import Cues
from transforms.facts.decision import Jury
from transforms.facts.examples import Phrase
from transforms.facts.indicators import NONE, Asked, Choice, Hits, Indicators, Place, choose
from transforms.facts.places import JOINED, around, distributed, place_of, rate_places
from transforms.facts.quantities import Quantity
from transforms.facts.sentences import Sentences
from transforms.facts.subjects import subject
from transforms.facts.tables import Figure, Tables, read_tables
from transforms.facts.times import Period
from transforms.facts.units import Numbers
from transforms.facts.verdicts import Rejected, find
from transforms.facts.zeros import Denied, Zero, zeros
from transforms.records import Section
from transforms.text.cells import CELL

OWN_WORDS = 2.2  # a score above which a part's own words outweigh its total's indicator
NEARBY = 40  # numbers of a sentence before one that are looked at
SAME_TOPIC = 80  # characters between two sentences' numbers within which one follows from the other
OPENING = 40  # characters of a paragraph before a sentence whose time holds for the whole of it
ALIKE = 0.6  # how much of a score is left where an indicator is only taken over
SUMS_UP = frozenset("共累总")
LISTED = re.compile(r"[、，和及与][\u4e00-\u9fff“”（）]{0,10}")


@dataclass(slots=True)
class Measure:
    """A row of `core.measure` before positions are mapped to the source.

    `parent` is a place in the list, `grounds` what its confidence comes from, `words` the caption and heads
    of a figure of a table.
    """

    start: int
    end: int
    value: float
    high: float | None
    unit: str | None
    family: str | None
    canonical: float
    bound: str
    modality: str
    kind: str
    period: str
    scope: str
    qualifier: str | None
    subject: str | None
    indicator: str
    parent: int | None
    run: int | None
    sentence: tuple[int, int]
    section: int
    rule: str
    confidence: float
    needs_review: bool
    grounds: tuple[float, ...]
    words: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The catalogues that measures are read with."""

    numbers: Numbers
    cues: Cues
    denied: Denied
    indicators: Indicators
    jury: Jury
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with all that is known of it before its measures."""

    text: str
    sections: Sequence[Section]
    starts: Sequence[int]
    sentences: Sentences
    hits: Hits
    year: int | None
    knowledge: Knowledge
    wordings: dict[int, Wording] = field(default_factory=dict)

    def wording(self, number: int, setting: Setting) -> Wording:
        """The wording of a sentence, read once."""
        if number not in self.wordings:
            self.wordings[number] = Wording(self.text, setting, self.knowledge.cues)
        return self.wordings[number]

    def section_at(self, position: int) -> int:
        """The number of the section that a position stands in."""
        return max(bisect_right(self.starts, position) - 1, 0)


@dataclass(slots=True)
class _Draft:
    """A quantity or zero on its way to a measure.

    The place of a figure of a table is in its `clause`, the words that it stands for; `row` is its evidence.
    """

    item: Quantity
    place: Place
    section: int
    aspects: Aspects
    choice: Choice
    family: str | None
    zero: Zero | None = None
    parent: int | None = None
    run: int | None = None
    carries: Period = "year"
    clause: str | None = None
    row: tuple[int, int] | None = None
    words: tuple[str, str] | None = None


def read_measures(
    text: str, sections: list[Section], report_year: int | None, knowledge: Knowledge
) -> tuple[list[Measure], list[Rejected]]:
    """All measures in reading order, and all numerals that count nothing."""
    items, rejected = find(text, knowledge.numbers)
    tables = Tables()
    if CELL in text:
        tables = read_tables(text, report_year, knowledge.numbers, knowledge.cues)
        items, rejected = tables.take(items, rejected)
    starts = [section.start for section in sections]
    hits = knowledge.indicators.hits(text)
    known = _Text(text, sections, starts, Sentences(text), hits, report_year, knowledge)
    denied = [
        zero
        for zero in zeros(text, knowledge.denied)
        if not _covered(zero, items) and not tables.holds(zero.start)
    ]
    drafts: list[_Draft] = []
    for number, group in _by_sentence(items, known.sentences):
        reader = _Reader(known, number, group[0].start)
        reader.follow(drafts)
        drafts += reader.read(group, len(drafts))
    drafts += [_Reader(known, known.sentences.at(zero.start), zero.start).deny(zero) for zero in denied]
    drafts += _read_cells(known, tables.figures, len(drafts))
    in_denials = {place for zero in denied for place in range(zero.start, zero.end)}
    rejected = [one for one in rejected if one.start not in in_denials]
    order = sorted(range(len(drafts)), key=lambda place: (drafts[place].item.start, place))
    rank = {old: new for new, old in enumerate(order)}
    return [_measure(text, drafts[place], rank, knowledge) for place in order], rejected


def _covered(zero: Zero, items: list[Quantity]) -> bool:
    return any(item.start < zero.end and zero.start < item.end for item in items)


def _by_sentence(items: list[Quantity], sentences: Sentences) -> list[tuple[int, list[Quantity]]]:
    groups: list[tuple[int, list[Quantity]]] = []
    for item in items:
        number = sentences.at(item.start)
        if groups and groups[-1][0] == number:
            groups[-1][1].append(item)
        else:
            groups.append((number, [item]))
    return groups


class _Reader:
    """Reads the quantities of one sentence."""

    def __init__(self, known: _Text, number: int, position: int) -> None:
        self.text, self.hits, self.knowledge = known.text, known.hits, known.knowledge
        self.section = known.section_at(position)
        here = known.sections[self.section] if known.sections else None
        span = known.sentences.span(number)
        self.setting = Setting(span, here.role if here else "unknown", known.year)
        self.wording = known.wording(number, self.setting)
        self.sentence = span
        self.whole = Place(span[0], span[1], (span,), span, around(known.sentences, number, here))
        self.before = ""
        self.carried: Period = "year"
        self.opening: Period = "year"

    def follow(self, drafts: Sequence[_Draft]) -> None:
        """Take up the topic of the last number, where this sentence follows closely."""
        last = drafts[-1] if drafts else None
        if last is None or self._opens_paragraph(last.item.end):
            self.opening = self.wording.times.setting()
        if last and last.section == self.section and last.item.end > self.sentence[0] - SAME_TOPIC:
            self.before = last.choice.indicator
            self.carried = "year" if self._names_time() else last.carries

    def _opens_paragraph(self, last: int) -> bool:
        """Whether no number stands between the paragraph's head and this sentence, which is near it."""
        head = self.text.rfind("\n", 0, self.sentence[0]) + 1
        return last <= head and self.sentence[0] - head <= OPENING

    def read(self, group: list[Quantity], base: int) -> list[_Draft]:
        """Drafts of the sentence's quantities; `base` is the place of the first in the whole list."""
        group = _shared_units(group, self.text)
        families = [self._family(item) for item in group]
        hows = self.wording.aspects(group)
        parts = breakdowns(Row(self.text, group, families, _apart(families, hows)), self.knowledge.cues)
        drafts: list[_Draft] = []
        places: dict[int, int] = {}
        for index, item in enumerate(group):
            places[index] = base + len(drafts)
            part = parts.get(index)
            parent = places.get(part.parent) if part else None  # a total may stand behind its parts
            for place in self._places(group, index):
                draft = _Draft(item, place, self.section, hows[index], NONE, families[index])
                draft.choice = self._choose(draft, drafts, None if parent is None else drafts[parent - base])
                draft.parent, draft.run = parent, part.run if part else None
                self._place_in_time(draft)
                drafts.append(draft)
        for index, part in parts.items():
            drafts[places[index] - base].parent = places[part.parent]
        return drafts

    def read_alone(self, item: Quantity, one: Figure, parent: _Draft | None, caption: int) -> _Draft:
        """The draft of a figure of a table, read as a sentence; the table's caption begins at `caption`."""
        around = (caption, self.sentence[1])
        place = place_of(self.text, [item], 0, self.whole, self.knowledge.cues)
        place = replace(place, sentence=around)
        how = self._meant(item, one, around)
        draft = _Draft(item, place, self.section, how, NONE, self._family(item), run=one.run)
        draft.choice = self._choose(draft, [], parent)
        return draft

    def _meant(self, item: Quantity, one: Figure, around: tuple[int, int]) -> Aspects:
        """How a figure of a table is meant: what its heads say goes before what the words would."""
        (how,), told = self.wording.aspects([item]), one.told
        if one.title and how.period == "year" and not self.wording.times.marks:
            wide = Wording(self.text, replace(self.setting, sentence=around), self.knowledge.cues)
            how.period = wide.aspects([item])[0].period
        how.kind = told.kind or how.kind
        how.modality = told.modality or how.modality
        if told.kind == "change" and how.period == "prior":
            how.period = "year"  # a change from last year is told of this one
        how.period = told.period or how.period
        how.sign = -1 if told.falls else how.sign
        return how

    def _names_time(self) -> bool:
        """Whether the sentence names a time of its own or begins by summing up."""
        return self.text[self.sentence[0]] in SUMS_UP or any(self.wording.times.lasting())

    def _place_in_time(self, draft: _Draft) -> None:
        """Let a time named in a sentence before hold for this number, where it counts what was done."""
        if draft.aspects.period == "year" and self.carried != "year" and self._counts_deeds(draft):
            draft.aspects = replace(draft.aspects, period=self.carried)
        draft.carries = self.opening if self.opening != "year" else self.carried

    def _counts_deeds(self, draft: _Draft) -> bool:
        """Whether a number counts deeds, or what deeds came to, rather than what there is."""
        low, high = draft.place.near[0]
        cues, words = self.knowledge.cues, self.text[low:high]
        if cues.found("standing", words) or cues.found("bodies", words):
            return False
        nature = self.knowledge.indicators.by_code[draft.choice.indicator].nature
        return nature != "stock" or cues.found("action", words) is not None

    def _family(self, item: Quantity) -> str | None:
        return self.knowledge.numbers.families.get(item.unit, "other") if item.unit else None

    def _places(self, group: list[Quantity], index: int) -> list[Place]:
        low = group[index - 1].end if index else self.sentence[0]
        rates = rate_places(self.text, group[index], low, self.whole)
        later = distributed(self.text, group, index, self.whole)
        return rates or [later or place_of(self.text, group, index, self.whole, self.knowledge.cues)]

    def _choose(self, draft: _Draft, before: list[_Draft], parent: _Draft | None) -> Choice:
        last = before[-1] if before else None
        asked = self._asked(draft, last)
        own = choose(self.knowledge.indicators, self.hits, draft.place, asked)
        if parent is not None:
            apart = own.near and own.score > OWN_WORDS and _kin(own, parent)
            return own if apart else replace(parent.choice, rule="part")
        if draft.aspects.kind in ("change", "share") and not self._names_itself(draft, own):
            levels = [one for one in before[-NEARBY:] if one.aspects.kind == "level"]
            if levels:
                return replace(_changed(draft, before, levels, self.text).choice, rule="moved")
        if last is not None and self._goes_on(draft, last) and self._says_nothing(own, draft, last):
            return replace(last.choice, rule="same_as_before", score=last.choice.score * ALIKE)
        return self._voted(draft, own, asked)

    def _voted(self, draft: _Draft, own: Choice, asked: Asked) -> Choice:
        """The choice of patterns and examples together."""
        place, text = draft.place, self.text
        left, right = place.near[0], place.near[-1]
        phrase = Phrase(
            left=text[left[0] : left[1]],
            right=text[right[0] : right[1]] if right[0] >= place.end else "",
            context=text[max(place.sentence[0], left[0] - 60) : left[0]],
            after=text[place.end : min(place.end + 24, place.sentence[1])],
            family="zero" if draft.zero else asked.family or "none",
            previous=asked.before,
        )
        return self.knowledge.jury.decide(phrase, own, asked)

    def _asked(self, draft: _Draft, last: _Draft | None) -> Asked:
        moved = draft.aspects.kind in ("change", "share")
        named = not moved or self._names_rate(draft.place)
        family = "percent" if draft.family in RATES else draft.family
        return Asked(family, last.choice.indicator if last else self.before, moved, named)

    def _names_rate(self, place: Place) -> bool:
        phrase = "".join(self.text[low:high] for low, high in place.near)
        return self.knowledge.cues.found("rate_named", phrase) is not None

    def _names_itself(self, draft: _Draft, own: Choice) -> bool:
        """Whether the words right before a change or share say what changed."""
        phrase = self.text[draft.place.near[0][0] : draft.item.start]
        return own.near and len(self._telling(phrase)) >= 2

    def _goes_on(self, draft: _Draft, last: _Draft) -> bool:
        """Whether nothing but filler, comparison and change words stands between two numbers of one unit."""
        if draft.family not in (last.family, None):
            return False
        return len(self._telling(self.text[last.item.end : draft.item.start])) <= 3

    def _says_nothing(self, own: Choice, draft: _Draft, last: _Draft) -> bool:
        """Whether no words of its own tell what a number counts: none at all, or none near one that is only
        compared with the last (较上年同期的47起) or joined to it (分别11次、19次)."""
        joined = JOINED.fullmatch(self.text[last.item.end : draft.item.start]) is not None
        alike = joined or draft.aspects.period != last.aspects.period
        return own.indicator == "other" or (alike and not own.near)

    def _telling(self, phrase: str) -> str:
        cues = self.knowledge.cues
        return cues.without("change_words", cues.without("filler", phrase))

    def deny(self, zero: Zero) -> _Draft:
        """The draft of a stated zero."""
        item = Quantity(zero.start, zero.end, zero.start, zero.end, 0.0, None, zero.unit, "exact")
        how = replace(self.wording.aspects([item])[0], kind="level")
        place = Place(zero.thing[1], zero.thing[1], (zero.thing,), self.whole.sentence, self.whole.around)
        asked = Asked(None, "")
        draft = _Draft(item, place, self.section, how, NONE, self._family(item), zero)
        draft.choice = self._voted(draft, choose(self.knowledge.indicators, self.hits, place, asked), asked)
        return draft


def _read_cells(known: _Text, figures: Sequence[Figure], base: int) -> list[_Draft]:
    """Drafts of the figures of tables; `base` is the place of the first in the whole list."""
    drafts: dict[int, _Draft] = {}

    def read(number: int) -> _Draft:
        if number not in drafts:
            one = figures[number]
            parent = None if one.parent is None else read(one.parent)
            last = drafts.get(number - 1) if number and figures[number - 1].row == one.row else None
            drafts[number] = _read_cell(known, one, parent, last.choice.indicator if last else "")
            drafts[number].parent = None if one.parent is None else base + one.parent
        return drafts[number]

    return [read(number) for number in range(len(figures))]


def _read_cell(known: _Text, one: Figure, parent: _Draft | None, before: str) -> _Draft:
    """The draft of a figure, from the clause that it stands for."""
    section = known.section_at(one.row[0])
    here = known.sections[section] if known.sections else None
    heading = here.heading or "" if here else ""
    lead = f"{heading}\n{one.caption}\n"
    number = known.text[one.item.start : one.item.end]
    written = number if one.item.unit and number.endswith(one.item.unit) else f"{number}{one.item.unit or ''}"
    clause = f"{lead}{one.lead}{written}"
    start = len(lead) + len(one.lead)
    end = start + len(written)
    item = replace(one.item, start=start, end=end, core_start=start, core_end=start + len(number))
    sections = [Section(1, heading or None, here.role if here else "unknown", 0, len(clause), None)]
    hits = known.knowledge.indicators.hits(clause)
    words = _Text(clause, sections, [0], Sentences(clause), hits, known.year, known.knowledge)
    reader = _Reader(words, words.sentences.at(start), start)
    reader.before = before
    draft = reader.read_alone(item, one, parent, len(heading) + 1)
    return replace(
        draft, item=one.item, section=section, clause=clause, row=one.row, words=(one.caption, one.lead)
    )


def _apart(families: Sequence[str | None], hows: Sequence[Aspects]) -> list[bool]:
    """Which numbers are no parts and no totals: rates, changes, figures of another year."""
    return [
        how.period == "prior" or how.kind != "level" or family in NO_PARTS
        for family, how in zip(families, hows, strict=True)
    ]


def _changed(draft: _Draft, before: list[_Draft], levels: list[_Draft], text: str) -> _Draft:
    """The level that a change is told of: the last one, or with 分别 the one in the same place of the row."""
    run = [one for one in _row_before(draft, before, text) if one.aspects.kind == draft.aspects.kind]
    first = run[0] if run else draft
    if "分别" not in text[max(0, first.item.start - 8) : first.item.start]:
        return levels[-1]
    behind = levels[-max(len(run) + 1, 2) :]
    return behind[min(len(run), len(behind) - 1)]


def _row_before(draft: _Draft, before: list[_Draft], text: str) -> list[_Draft]:
    """The drafts right before that are joined to this one by 、 or 和 alone."""
    row: list[_Draft] = []
    following = draft
    for one in reversed(before[-NEARBY:]):
        if not JOINED.fullmatch(text[one.item.end : following.item.start]):
            break
        row.insert(0, one)
        following = one
    return row


def _kin(own: Choice, parent: _Draft) -> bool:
    """Whether a part's own indicator is of its total's domain, or much too clear to be passed over."""
    return own.indicator.split(".")[0] == parent.choice.indicator.split(".")[0] or own.score > 2 * OWN_WORDS


def _shared_units(group: list[Quantity], text: str) -> list[Quantity]:
    """A unit said once for several numbers (分别为9、267、66件) belongs to each of them."""
    found = list(group)
    for index in range(len(found) - 2, -1, -1):
        one, following = found[index], found[index + 1]
        if one.unit is None and following.unit and LISTED.fullmatch(text[one.end : following.start]):
            found[index] = replace(one, unit=following.unit)
    return found


def _measure(text: str, draft: _Draft, rank: dict[int, int], knowledge: Knowledge) -> Measure:
    item, how, zero = draft.item, draft.aspects, draft.zero
    value = -item.value if how.sign < 0 else item.value
    qualifier = text[zero.qualifier[0] : zero.qualifier[1]] if zero and zero.qualifier else None
    grounds = features(draft.choice, how.kind, zero is not None)
    confidence = knowledge.confidence.of(grounds)
    words = draft.clause or text
    thing = text[zero.thing[0] : zero.thing[1]] if zero else subject(words, draft.place, knowledge.cues)
    return Measure(
        start=item.start,
        end=item.end,
        value=value,
        high=item.high,
        unit=item.unit,
        family=draft.family,
        canonical=value * knowledge.numbers.factors.get(item.unit or "", 1.0),
        bound=item.bound,
        modality=how.modality,
        kind=how.kind,
        period=how.period,
        scope="qualified" if qualifier else "whole",
        qualifier=qualifier,
        subject=thing or None,
        indicator=draft.choice.indicator,
        parent=None if draft.parent is None else rank[draft.parent],
        run=draft.run,
        sentence=draft.row or _evidence(text, draft),
        section=draft.section,
        rule=draft.choice.rule,
        confidence=confidence,
        needs_review=knowledge.confidence.wants_review(confidence),
        grounds=grounds,
        words=draft.words,
    )


def _evidence(text: str, draft: _Draft) -> tuple[int, int]:
    """The words a reader needs: the sentence, or the clauses around the number where it is long."""
    start, end = draft.place.sentence
    if end - start <= 120:
        return start, end
    low = max(start, draft.item.start - 60)
    high = min(end, draft.item.end + 40)
    low = max(text.rfind(mark, start, low + 1) for mark in "，；") + 1 or start
    stops = [stop for mark in "，；" if (stop := text.find(mark, high, end)) >= 0]
    return max(low, start), min(stops, default=end)
