"""docs/accuracy.md from what was measured: tables of figures and the words around them; no row of gold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.goldsets import GoldSet
from flows.breakdown import Group, by_confidence, by_indicator, by_kind
from flows.evaluate import Score, together

LOWS = (0.9, 0.8, 0.7, 0.6, 0.5, 0.0)
OF_KINDS = ("precision", "recall", "f1", "indicator", "fact_f1")


@dataclass(frozen=True, slots=True)
class Scored:
    """A set with its score; `kinds` is text to kind of report."""

    set: GoldSet
    score: Score
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """A program's score on the blind sets; its MB/s over the project's own gold and over published reports.

    None where there is none: no score, no such reports, or, without a speed, a program that is not installed.
    """

    name: str
    score: Score | None
    speed: float | None
    published: float | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured; `names` is indicator code to Chinese name."""

    sets: Sequence[Scored]
    compared: Sequence[Compared]
    names: Mapping[str, str]


def page(results: Results) -> str:
    """The whole file as Markdown."""
    own = [one for one in results.sets if one.set.own]
    parts = [HEAD, _sets(results.sets), SETS, _figures(results.sets), INDICATORS]
    parts += [_indicators(own, results.names), KINDS, _kinds(own), CALIBRATION]
    parts += [_calibration(results.sets), COMPARISON, _comparison(results.compared)]
    return "\n\n".join(parts) + "\n"


def _sets(sets: Sequence[Scored]) -> str:
    return _table(
        ("set", "what", "texts", "gold rows", "blind"),
        (
            (
                one.set.name,
                one.set.about,
                len(one.set.gold.texts),
                len(one.set.gold.rows),
                _tick(one.set.blind),
            )
            for one in sets
        ),
    )


def _figures(sets: Sequence[Scored]) -> str:
    """A line a figure, a column a set."""
    columns = [one.score.figures() for one in sets]
    counts = [
        ("predicted", *(len(one.score.pairs) + len(one.score.invented) for one in sets)),
        ("found", *(len(one.score.pairs) for one in sets)),
    ]
    rows = [(name, *(f"{column[name]:.4f}" for column in columns)) for name in columns[0]]
    return _table(("", *(one.set.name for one in sets)), [*counts, *rows])


def _indicators(own: Sequence[Scored], names: Mapping[str, str]) -> str:
    every = by_indicator(together(one.score for one in own))
    blind = by_indicator(together(one.score for one in own if one.set.blind))
    return _table(
        ("indicator", "name", "gold", "predicted", "precision", "recall", "f1", "gold, blind", "f1, blind"),
        (
            (
                code,
                names.get(code, ""),
                group.gold,
                group.predicted,
                *_shares(group),
                *_blind(blind.get(code)),
            )
            for code, group in every.items()
        ),
    )


def _shares(group: Group) -> tuple[str, str, str]:
    return _share(group.precision), _share(group.recall), _share(group.f1)


def _blind(group: Group | None) -> tuple[int, str]:
    return (group.gold, _share(group.f1)) if group else (0, "–")


def _kinds(own: Sequence[Scored]) -> str:
    rows = []
    for kind, result in by_kind(together(one.score for one in own), _all_kinds(own)).items():
        figures = result.figures()
        gold = len(result.pairs) + len(result.missed)
        rows.append((kind, gold, *(f"{figures[name]:.4f}" for name in OF_KINDS)))
    return _table(("kind", "gold", *OF_KINDS), rows)


def _all_kinds(own: Sequence[Scored]) -> dict[str, str]:
    """The kind of each text; a passage is a passage, whoever it names."""
    return {name: kind if one.set.whole else "passage" for one in own for name, kind in one.kinds.items()}


def _calibration(sets: Sequence[Scored]) -> str:
    blind = by_confidence(together(one.score for one in sets if one.set.blind), LOWS)
    every = by_confidence(together(one.score for one in sets), LOWS)
    head = ("measures", "is a measure", "indicator right", "fact right")
    rows = []
    for high, one, other in zip((1.0, *LOWS), blind, every, strict=False):
        cells = [
            (band.predicted, *(_of(part, band.predicted) for part in (band.found, band.indicator, band.fact)))
            for band in (one, other)
        ]
        rows.append((f"{one.low:.1f} – {high:.1f}", *cells[0], *cells[1]))
    return _table(
        ("confidence", *(f"{name}, blind" for name in head), *(f"{name}, all" for name in head)), rows
    )


def _comparison(compared: Sequence[Compared]) -> str:
    return _table(
        ("program", "precision", "recall", "f1", "fact_f1", "MB/s, own gold", "MB/s, published reports"),
        (
            (
                one.name,
                *_accuracy(one),
                "not installed" if one.speed is None else _speed(one.speed),
                _speed(one.published),
            )
            for one in compared
        ),
    )


def _speed(speed: float | None) -> str:
    return "–" if speed is None else f"{speed:.2f}"


def _accuracy(one: Compared) -> tuple[str, ...]:
    """Figures of finding; facts only where indicators are told at all."""
    if one.score is None:
        return ("–",) * 4
    figures = one.score.figures()
    tells = any(pair.predicted["indicator"] != "other" for pair in one.score.pairs)
    found = tuple(f"{figures[name]:.4f}" for name in ("precision", "recall", "f1"))
    return (*found, f"{figures['fact_f1']:.4f}" if tells else "–")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _of(part: int, whole: int) -> str:
    return _share(part / whole if whole else None)


def _tick(value: bool) -> str:
    return "yes" if value else ""


HEAD = """# Accuracy

Written by `make accuracy` (`python -m bench.accuracy`), which runs the extraction on all gold there is; do
not edit by hand. All tables come from one run. Figures of accuracy change with the code and the catalogue
only, speeds with the machine. `fazhi evaluate` gives the same figures for any gold, with errors where asked.

How blind the blind sets are: their authors wrote texts and rows by the guidelines alone, without sight of
code, catalogues or output; nobody who works on rules or examples reads their texts, rows or errors, and they
are scored only once a round of work is done. The sample and some of the passages are among the labelled
examples themselves: theirs say that the examples are remembered, not how well new text is read. The other
open sets served to find wrong rules.

## Sets"""

SETS = """Records are halved by the SHA-256 of the text's file name: where it begins with an odd hexadecimal
digit, the text is blind.

## Figures

- `precision`, `recall`, `f1`: of finding measures. A prediction is a gold row where their spans overlap and
  their values are equal.
- `span` … `part_of`: share right of the measures found.
- `fact_f1`: value, unit, bound, modality, kind and indicator must all be right.
- `…_rare`: F1 over the rows, gold or predicted, that do not have the usual value; `part_of_set`: over the
  rows with a parent."""

INDICATORS = """## Indicators

Over the project's own gold; a measure with a wrong indicator costs both codes. The last two columns are of
the blind sets alone."""

KINDS = """## Kinds of report

Over the project's own gold, by who issued the report as extraction reads it; passages are together."""

CALIBRATION = """## What confidence means

Of the measures in each band of confidence (upper end exclusive, but for 1.0): the share that are measures at
all, whose indicator is right, whose whole fact is right; over the blind sets and over all sets above. The
weights behind a confidence are fitted on the open reports."""

COMPARISON = """## Beside what a user might pick instead

Accuracy on the project's blind sets; speed in UTF-8 megabytes a second, one core, text by text by turns,
everything loaded beforehand: over all the project's own gold, passages among it, where five to ten times as
many figures stand on a line as in most reports, and over published whole reports, where they lie beside. The
others find numbers and tell no indicators, kinds or parents, so they have no `fact_f1`; their words are read
by fazhi's numeral reader where they give no values themselves. Speeds of the others are of finding alone,
that of fazhi is of all facts of a report."""
