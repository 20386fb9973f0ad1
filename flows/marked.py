"""A report's text with its facts marked: for the terminal (Rich) and as a page of its own (HTML).

Takes the text and rows with start, end (code points, end exclusive), domain and words; draws, nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.text import Text

Row = Mapping[str, Any]
# Colours told apart on light and dark ground; domains take them in turn.
PALETTE = (
    "#1f77b4",
    "#d9534f",
    "#2e8b57",
    "#b8860b",
    "#8e44ad",
    "#008b8b",
    "#c2185b",
    "#5d6d7e",
    "#a0522d",
    "#4b7f00",
)

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ max-width: 50em; margin: 2em auto; padding: 0 1em; font: 16px/1.9 serif; }}
pre {{ white-space: pre-wrap; font: inherit; }}
mark {{ color: #fff; border-radius: 3px; padding: 0 2px; }}
del {{ color: #999; }}
.legend mark {{ margin-right: 1em; font-size: 13px; }}
</style></head><body><h1>{title}</h1><p class="legend">{legend}</p><pre>{body}</pre></body></html>
"""


def colours(measures: Sequence[Row]) -> dict[str, str]:
    """Domain to colour, for the domains that occur, in the order of their names."""
    domains = sorted({row["domain_name"] or "其他" for row in measures})
    return {domain: PALETTE[index % len(PALETTE)] for index, domain in enumerate(domains)}


def for_terminal(text: str, measures: Sequence[Row], rejected: Sequence[Row]) -> "Text":
    """The text with measures in the colour of their domain and rejected numerals struck out."""
    from rich.text import Text

    drawn, colour = Text(text, tab_size=4), colours(measures)
    for row in rejected:
        drawn.stylize("dim strike", row["start"], row["end"])
    for row in measures:
        drawn.stylize(f"bold {colour[row['domain_name'] or '其他']}", row["start"], row["end"])
    return drawn


def as_page(title: str, text: str, measures: Sequence[Row], rejected: Sequence[Row]) -> str:
    """A self-contained HTML page; pointing at a figure tells what it is."""
    colour = colours(measures)
    marks = [
        *_marks(measures, colour),
        *((row["start"], row["end"], "<del", "del", row["reason"]) for row in rejected),
    ]
    legend = "".join(
        f'<mark style="background:{value}">{escape(name)}</mark>' for name, value in colour.items()
    )
    return PAGE.format(title=escape(title), legend=legend, body=_body(text, sorted(marks)))


def told(row: Row) -> str:
    """What a measure says, in words."""
    usual = {"exact", "actual", "level", "year"}
    extra = [row[name] for name in ("bound", "modality", "kind", "period") if row[name] not in usual]
    name = row["indicator_name"] or row["indicator"]
    return "；".join(filter(None, [f"{name}：{row['value']:g}{row['unit'] or ''}", row["subject"], *extra]))


def _marks(measures: Sequence[Row], colour: Mapping[str, str]) -> Iterable[tuple[int, int, str, str, str]]:
    """One mark a span; measures on the same span share it."""
    spans: dict[tuple[int, int], list[Row]] = {}
    for row in measures:
        spans.setdefault((row["start"], row["end"]), []).append(row)
    for (start, end), rows in spans.items():
        ground = colour[rows[0]["domain_name"] or "其他"]
        yield start, end, f'<mark style="background:{ground}"', "mark", "\n".join(map(told, rows))


def _body(text: str, marks: Sequence[tuple[int, int, str, str, str]]) -> str:
    """The text, escaped, with the marks in it; one that overlaps an earlier one is left out."""
    parts, at = [], 0
    for start, end, opening, tag, title in marks:
        if start >= at:
            parts += [
                escape(text[at:start]),
                f'{opening} title="{escape(title)}">',
                escape(text[start:end]),
                f"</{tag}>",
            ]
            at = end
    return "".join([*parts, escape(text[at:])])
