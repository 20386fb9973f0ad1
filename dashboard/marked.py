"""A report's text with its facts marked: for the terminal (Rich) and as a page of its own (HTML).

Takes the text and rows with start, end (code points, end exclusive), domain and words; draws, nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from tables import labels

if TYPE_CHECKING:
    from rich.text import Text

Row = Mapping[str, Any]
# Colours told apart on light and dark ground, as many as there are domains; `static/style.css` has the same.
PALETTE = (
    "#1f77b4", "#d9534f", "#2e8b57", "#b8860b", "#8e44ad", "#008b8b", "#c2185b",
    "#5d6d7e", "#a0522d", "#4b7f00", "#4455cc", "#e67e22", "#7f6000", "#006d9c",
    "#b03a8c", "#3f7f5f", "#8b3a3a", "#6a5acd", "#996633", "#777777",
)  # fmt: skip
# What a reader is told nothing of: an exact, actual figure of the year, no change or share.
USUAL = {"bound": "exact", "modality": "actual", "kind": "level", "period": "year"}

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 74em; margin: 1.5em auto; padding: 0 1.5em; color: CanvasText; background: Canvas;
  font: 16px/1.85 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }}
h1 {{ font-size: 1.45em; margin: 0 0 .4em; }}
main {{ display: grid; grid-template-columns: minmax(0, 1fr) 24em; gap: 2.5em; align-items: start; }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0; }}
mark {{ color: inherit; background: color-mix(in srgb, var(--c) 17%, transparent); white-space: nowrap;
  border-bottom: 2px solid var(--c); border-radius: 3px 3px 0 0; padding: 0 2px; }}
mark:target {{ outline: 2px solid var(--c); }}
del {{ color: GrayText; }}
.legend {{ margin: 0 0 1em; }}
.legend mark {{ display: inline-block; margin: 0 .5em .3em 0; font-size: 13px; line-height: 1.6; }}
aside {{ position: sticky; top: 1em; max-height: calc(100vh - 2em); overflow: auto;
  font-size: 13px; line-height: 1.5; }}
table {{ border-collapse: collapse; width: 100%; }}
caption {{ text-align: left; font-weight: bold; padding-bottom: .4em; }}
td {{ vertical-align: top; padding: .25em .4em;
  border-top: 1px solid color-mix(in srgb, GrayText 35%, transparent); }}
td a {{ color: inherit; text-decoration: none; }}
@media (max-width: 60em) {{ main {{ grid-template-columns: 1fr; }}
  aside {{ position: static; max-height: none; }} }}
</style></head><body><h1>{title}</h1><p class="legend">{legend}</p>
<main><pre>{body}</pre>
<aside><table>{facts}</table></aside></main></body></html>
"""


def colours(measures: Sequence[Row]) -> dict[str, str]:
    """Domain to colour, the same in every report, for the domains that occur, in the order of their names."""
    tones = {row["domain_name"] or "其他": row["tone"] for row in measures}
    return {name: shade(tones[name]) for name in sorted(tones)}


def shade(tone: int | None) -> str:
    """The colour of a domain by its place among all; grey for none."""
    return PALETTE[-1 if tone is None else tone % len(PALETTE)]


def for_terminal(text: str, measures: Sequence[Row], rejected: Sequence[Row]) -> "Text":
    """The text with measures in the colour of their domain and rejected numerals struck out."""
    from rich.text import Text

    drawn, colour = Text(text, tab_size=4), colours(measures)
    for row in rejected:
        drawn.stylize("dim strike", row["start"], row["end"])
    for row in measures:
        drawn.stylize(f"bold {colour[row['domain_name'] or '其他']}", row["start"], row["end"])
    return drawn


def as_page(
    title: str, text: str, measures: Sequence[Row], rejected: Sequence[Row], checks: Sequence[Row] = ()
) -> str:
    """A self-contained HTML page; pointing at a figure tells what it is."""
    colour = colours(measures)
    marks = [
        *_marks(measures, colour),
        *((row["start"], row["end"], "<del", "del", row["reason"]) for row in rejected),
    ]
    legend = "".join(f'<mark style="--c:{value}">{escape(name)}</mark>' for name, value in colour.items())
    wrong = _checks(checks, {row["start"] for row in measures})
    rows = "".join(_fact(row, colour) for row in measures)
    facts = f"{wrong}<caption>计量 {len(measures)} 个</caption>{rows}"
    body = _body(text, sorted(marks))
    return PAGE.format(title=escape(title), legend=legend, body=body, facts=facts)


def _checks(checks: Sequence[Row], marked: set[int]) -> str:
    """What was found wrong, as a table of its own; it leads to the figure where that is marked."""
    if not checks:
        return ""
    rows = "".join(_check(row, marked) for row in checks)
    return f"<caption>核对出的问题 {len(checks)} 处</caption>{rows}</table><table>"


def _check(row: Row, marked: set[int]) -> str:
    name, start = escape(row["name"]), row["start"]
    linked = f'<a href="#p{start}">{name}</a>' if start in marked else name
    return f"<tr><td>{linked}</td><td>{escape(row['verdict'])}：{escape(row['evidence'] or '')}</td></tr>"


def figure(row: Row) -> str:
    """A measure's value as people write it, a range with both its ends."""
    ends = [row["value"], *filter(lambda end: end is not None, [row.get("value_high")])]
    return "～".join(f"{end:.12g}" for end in ends)


def qualities(row: Row) -> list[str]:
    """What is not usual about a measure, in words; of one about a part only, the words that say so."""
    words = [labels("core.measure", name)[row[name]] for name, usual in USUAL.items() if row[name] != usual]
    return words + ([f"只指{row['qualifier']}"] if row.get("qualifier") else [])


def told(row: Row) -> str:
    """What a measure says, in words."""
    name = row["indicator_name"] or row["indicator"]
    value = f"{name}：{figure(row)}{row['unit'] or ''}"
    return "；".join(filter(None, [value, row["subject"], *qualities(row)]))


def _fact(row: Row, colour: Mapping[str, str]) -> str:
    """A line of the list beside the text, which leads to the figure."""
    ground = colour[row["domain_name"] or "其他"]
    words = f'<a href="#p{row["start"]}"><mark style="--c:{ground}">{escape(row["text"])}</mark></a>'
    return f"<tr><td>{words}</td><td>{escape(told(row))}</td></tr>"


def _marks(measures: Sequence[Row], colour: Mapping[str, str]) -> Iterable[tuple[int, int, str, str, str]]:
    """One mark a span; measures on the same span share it."""
    spans: dict[tuple[int, int], list[Row]] = {}
    for row in measures:
        spans.setdefault((row["start"], row["end"]), []).append(row)
    for (start, end), rows in spans.items():
        ground = colour[rows[0]["domain_name"] or "其他"]
        yield start, end, f'<mark id="p{start}" style="--c:{ground}"', "mark", "\n".join(map(told, rows))


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
