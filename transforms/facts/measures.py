"""Measures of a text: every quantity and stated zero with what it counts and how it is meant.

This module only brings the parts together: quantities, zeros, breakdowns, aspects, indicators, subjects.
Positions are into the cleaned text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from transforms.facts.aspects import Aspects, Cues, aspects
from transforms.facts.breakdowns import breakdowns
from transforms.facts.indicators import NONE, Asked, Choice, Hit, Indicators, Place, choose
from transforms.facts.quantities import Numbers, Quantity, Rejected, find
from transforms.facts.sentences import Sentences, clause_end, clause_start
from transforms.facts.subjects import subject
from transforms.facts.zeros import Denied, Zero, zeros
from transforms.records import Section


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of `core.measure` before positions are mapped to the source; `parent` is a place in the list."""

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


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The catalogues that measures are read with."""

    numbers: Numbers
    cues: Cues
    denied: Denied
    indicators: Indicators


@dataclass(slots=True)
class _Draft:
    """A quantity or zero on its way to a measure."""

    item: Quantity
    place: Place
    sentence: tuple[int, int]
    section: int
    aspects: Aspects
    choice: Choice
    family: str | None
    zero: Zero | None = None
    parent: int | None = None
    run: int | None = None


FILLER = re.compile(
    r"(?:今年以来|今年来|今年|全年|年内|目前|截至目前|截至\d*月?底?|\d+月底?|其中|累计|共计|总计|合计|共有|共|总共|已|达到|达|为|有|约|近|分别|了|均|各|并|还|另|先后|(?:20)?\d\d年度?|以来|上半年|下半年|全镇|全县|全区|全市|我镇|我局|我县|我街道|一共|计|即|也|都|则|再|又|是|到|至|数|是|[，、；：“”《》（）\s])+"
)
NAMED_RATES = re.compile(
    r"((?:[\u4e00-\u9fff“”]{2,12})率)(?:[、和与及]|以及)((?:[\u4e00-\u9fff“”]{2,12})率)(?:[、和与及]((?:[\u4e00-\u9fff]{2,12})率))?(?:均|都|全部|分别|双双|皆|全)?(?:达到了?|达|为|是|到|保持在?|实现|稳定在)*(?:了)?$"
)
EMPTY_RIGHT = re.compile(r"^(?:[的，、；：）。]|以上|左右)")
RATE_NAMED = re.compile("率|度|指数|比例|占比")
RATE_SCORE = 2.2  # above this score a part's own words outweigh its total's indicator


def read_measures(
    text: str, sections: list[Section], report_year: int | None, knowledge: Knowledge
) -> tuple[list[Measure], list[Rejected]]:
    """All measures in reading order, and all numerals that count nothing."""
    items, rejected = find(text, knowledge.numbers)
    sentences = Sentences(text)
    hits = knowledge.indicators.hits(text)
    starts = [section.start for section in sections]
    drafts: list[_Draft] = []
    nothing = [z for z in zeros(text, knowledge.denied) if not _covered(z, items)]
    for number, group in _by_sentence(items, sentences):
        section = max(bisect_right(starts, group[0].start) - 1, 0)
        reader = _Reader(text, hits, sentences, number, section, sections, report_year, knowledge)
        if drafts and drafts[-1].item.end > group[0].start - 80 and drafts[-1].section == section:
            reader.before = drafts[-1].choice.indicator
        drafts += reader.read(group, len(drafts))
    for zero in nothing:
        section = max(bisect_right(starts, zero.start) - 1, 0)
        number = sentences.at(zero.start)
        reader = _Reader(text, hits, sentences, number, section, sections, report_year, knowledge)
        drafts.append(reader.deny(zero))
    rejected = [r for r in rejected if not any(z.start <= r.start < z.end for z in nothing)]
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i].item.start, i))
    rank = {old: new for new, old in enumerate(order)}
    return [_measure(text, drafts[i], rank, knowledge) for i in order], rejected


def _covered(zero: Zero, items: list[Quantity]) -> bool:
    return any(q.start < zero.end and zero.start < q.end for q in items)


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

    def __init__(
        self,
        text: str,
        hits: list[Hit],
        sentences: Sentences,
        number: int,
        section: int,
        sections: list[Section],
        report_year: int | None,
        knowledge: Knowledge,
    ) -> None:
        self.text, self.hits, self.knowledge = text, hits, knowledge
        self.span = sentences.span(number)
        self.section, self.year = section, report_year
        here = sections[section] if sections else None
        self.role = here.role if here else "unknown"
        self.around = self._around(sentences, number, here)
        self.before = ""

    def _around(self, sentences: Sentences, number: int, here: Section | None) -> tuple[tuple[int, int], ...]:
        spans = []
        if number > 0:
            before = sentences.span(number - 1)
            spans.append((max(before[0], before[1] - 60), before[1]))
        if here and here.heading and here.level > 0:
            spans.append((here.start, min(here.start + len(here.heading) + 6, here.end)))
        return tuple(spans)

    def read(self, group: list[Quantity], base: int) -> list[_Draft]:
        """Drafts of the sentence's quantities; `base` is the place of the first in the whole list."""
        group = _shared_units(group, self.text)
        families = [self.knowledge.numbers.families.get(q.unit or "", "other" if q.unit else None) for q in group]
        hows = [aspects(self.text, q, self.span, self.role, self.year, self.knowledge.cues) for q in group]
        apart = [how.period == "prior" or how.kind in ("change", "per_unit") for how in hows]
        parts = breakdowns(self.text, group, families, apart)
        drafts: list[_Draft] = []
        places: dict[int, int] = {}
        for index, item in enumerate(group):
            how = hows[index]
            rates = self._rates(item, group, index)
            places[index] = base + len(drafts)
            part = parts.get(index)
            for place in rates or [self._place(group, index)]:
                draft = _Draft(item, place, self.span, self.section, how, NONE, families[index])
                draft.choice = self._choose(draft, drafts, part and drafts[places[part.parent] - base])
                if part:
                    draft.parent, draft.run = places[part.parent], part.run
                drafts.append(draft)
        return drafts

    def _rates(self, item: Quantity, group: list[Quantity], index: int) -> list[Place]:
        """Several named rates that share one number (参考率、合格率均达100%): a place for each."""
        if item.unit != "%":
            return []
        low = max(group[index - 1].end if index else self.span[0], self.span[0])
        match = NAMED_RATES.search(self.text[low : item.start])
        if not match:
            return []
        named = [i for i in (1, 2, 3) if match[i]]
        return [
            Place(item.start, item.end, ((low + match.start(i), low + match.end(i)),), self.span, self.around)
            for i in named
        ]

    def _place(self, group: list[Quantity], index: int) -> Place:
        """The phrase that a number belongs to: what stands before it, back to the last number or mark, and after it."""
        text, item = self.text, group[index]
        low = group[index - 1].end if index else self.span[0]
        after_end = group[index + 1].start if index + 1 < len(group) else self.span[1]
        left = clause_start(text, item.start, low)
        bare = FILLER.sub("", text[left : item.start])
        right = min(clause_end(text, item.end, after_end), item.end + 24)
        follows = text[item.end : right]
        if right == after_end and right < self.span[1] and bare and not re.search("[和及与]$", follows):
            follows = ""
        noun_after = len(follows) >= 2 and not EMPTY_RIGHT.match(follows)
        if len(bare) < 2 and not noun_after and left > low:
            left = clause_start(text, left - 1, low)
        near = [(left, item.start)]
        if noun_after:
            near.append((item.end, right))
        elif len(bare) < 2 and index and not follows:
            near.append((group[index - 1].end, item.start))
        return Place(item.start, item.end, tuple(near), self.span, self.around)

    def _choose(self, draft: _Draft, before: list[_Draft], parent: "_Draft | None") -> Choice:
        last = before[-1] if before else None
        own = choose(self.knowledge.indicators, self.hits, draft.place, self._asked(draft, last))
        if parent is not None:
            apart = own.near and own.score > RATE_SCORE and _kin(own, parent)
            return own if apart else replace(parent.choice, rule="part")
        levels = [d for d in before if d.aspects.kind == "level"]
        if draft.aspects.kind in ("change", "share") and levels and not self._names_itself(draft, own):
            return replace(_changed(draft, before, levels, self.text).choice, rule="moved")
        if own.indicator == "other" and last is not None and self._bare(draft, last):
            if last.family == draft.family or draft.family is None:
                return replace(last.choice, rule="same_as_before", score=last.choice.score * 0.6)
        return own

    def _asked(self, draft: _Draft, last: "_Draft | None") -> Asked:
        moved = draft.aspects.kind in ("change", "share")
        phrase = "".join(self.text[low:high] for low, high in draft.place.near)
        before = last.choice.indicator if last else self.before
        family = "percent" if draft.family in ("tenth", "permille") else draft.family
        return Asked(family, before, moved, not moved or bool(RATE_NAMED.search(phrase)))

    def _names_itself(self, draft: _Draft, own: Choice) -> bool:
        """Whether the words right before a change or share say what changed."""
        phrase = self.text[draft.place.near[0][0] : draft.item.start]
        return own.near and len(CHANGE_WORDS.sub("", FILLER.sub("", phrase))) >= 2

    def _bare(self, draft: _Draft, last: _Draft) -> bool:
        """Whether nothing but filler, comparison and change words stands between two numbers."""
        between = FILLER.sub("", self.text[last.item.end : draft.item.start])
        return len(CHANGE_WORDS.sub("", between)) <= 3

    def deny(self, zero: Zero) -> _Draft:
        """The draft of a stated zero."""
        item = Quantity(zero.start, zero.end, zero.start, zero.end, 0.0, None, zero.unit, "exact")
        how = aspects(self.text, item, self.span, self.role, self.year, self.knowledge.cues)
        place = Place(zero.thing[1], zero.thing[1], (zero.thing,), self.span, self.around)
        draft = _Draft(item, place, self.span, self.section, replace(how, kind="level"), NONE, None, zero)
        draft.choice = choose(self.knowledge.indicators, self.hits, place, Asked(None, self.before))
        return draft


CHANGE_WORDS = re.compile(
    r"同比|环比|[较比与](?:上年|去年|上一年)(?:同期)?(?:相)?比?|增长|上升|提高|提升|增加|下降|降低|减少|下滑|回落|压缩|精简|压减|占比|占|总数|总量|的|分别|多|少|净|增|降|减|比重|比例"
)


def _changed(draft: _Draft, before: list[_Draft], levels: list[_Draft], text: str) -> _Draft:
    """The level that a change is told of: the last one, or with 分别 the one in the same place of the row."""
    run = [d for d in _row_before(draft, before, text) if d.aspects.kind == draft.aspects.kind]
    if not run or "分别" not in text[max(0, run[0].item.start - 8) : run[0].item.start]:
        first = text[max(0, draft.item.start - 8) : draft.item.start]
        return levels[-2] if "分别" in first and len(levels) > 1 else levels[-1]
    behind = levels[-(len(run) + 1) :]
    return behind[min(len(run), len(behind) - 1)]


def _row_before(draft: _Draft, before: list[_Draft], text: str) -> list[_Draft]:
    """The drafts right before that are joined to this one by 、 or 和 alone."""
    row: list[_Draft] = []
    following = draft
    for one in reversed(before):
        if not re.fullmatch(r"(?:[、，和及与]|以及)", text[one.item.end : following.item.start]):
            break
        row.insert(0, one)
        following = one
    return row


def _kin(own: Choice, parent: _Draft) -> bool:
    return own.indicator.split(".")[0] == parent.choice.indicator.split(".")[0] or own.score > 2 * RATE_SCORE


def _shared_units(group: list[Quantity], text: str) -> list[Quantity]:
    """A unit said once for several numbers (分别为9、267、66件) belongs to each of them."""
    found = list(group)
    for index in range(len(found) - 2, -1, -1):
        one, following = found[index], found[index + 1]
        between = text[one.end : following.start]
        if one.unit is None and following.unit and re.fullmatch(r"[、，和及与][\u4e00-\u9fff“”（）]{0,10}", between):
            found[index] = replace(one, unit=following.unit)
    return found


def _measure(text: str, draft: _Draft, rank: dict[int, int], knowledge: Knowledge) -> Measure:
    item, choice, zero = draft.item, draft.choice, draft.zero
    value = -item.value if draft.aspects.sign < 0 else item.value
    factor = knowledge.numbers.factors.get(item.unit or "", 1.0)
    qualifier = text[zero.qualifier[0] : zero.qualifier[1]] if zero and zero.qualifier else None
    thing = text[zero.thing[0] : zero.thing[1]] if zero else subject(text, draft.place)
    return Measure(
        start=item.start, end=item.end, value=value, high=item.high, unit=item.unit, family=draft.family,
        canonical=value * factor, bound=item.bound, modality=draft.aspects.modality, kind=draft.aspects.kind,
        period=draft.aspects.period, scope="qualified" if qualifier else "whole", qualifier=qualifier,
        subject=thing or None, indicator=choice.indicator, parent=None if draft.parent is None else rank[draft.parent],
        run=draft.run, sentence=_evidence(text, draft), section=draft.section, rule=choice.rule,
        confidence=_confidence(choice, draft),
    )  # fmt: skip


def _evidence(text: str, draft: _Draft) -> tuple[int, int]:
    """The words a reader needs: the sentence, or the clauses around the number where it is long."""
    start, end = draft.sentence
    if end - start <= 120:
        return start, end
    low = max(start, draft.item.start - 60)
    high = min(end, draft.item.end + 40)
    low = max(text.rfind(mark, start, low + 1) for mark in "，；") + 1 or start
    stops = [stop for mark in "，；" if (stop := text.find(mark, high, end)) >= 0]
    return max(low, start), min(stops, default=end)


def _confidence(choice: Choice, draft: _Draft) -> float:
    """Between 0 and 1: how far the best indicator stands above the next and above nothing."""
    if choice.indicator == "other":
        return 0.4
    margin = (choice.score - choice.second) / choice.score if choice.score else 0.0
    strength = min(choice.score / 5, 1.0)
    value = 0.45 + 0.3 * strength + 0.24 * margin
    if choice.rule == "same_as_before" or draft.aspects.kind != "level":
        value -= 0.1
    return round(max(0.05, min(value, 0.99)), 3)
