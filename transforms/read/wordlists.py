"""The numbers that Word puts before paragraphs itself, reckoned from numbering.xml and styles.xml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from transforms.read.blocks import local
from transforms.read.counting import counted
from transforms.read.xmlparts import Element, child, value

LEVELS = 9
PLACE = re.compile(r"%(\d)")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how it counts, from where, how it is shown (第%1章), what makes it begin anew."""

    way: str = "decimal"
    first: int = 1
    shown: str = "%1."
    restart: int | None = None
    legal: bool = False  # all its numbers in figures


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: the style it rests on, its list and level, whether it hides."""

    based: str | None
    list_id: str | None
    level: int | None
    hidden: bool | None


@dataclass(slots=True)
class Lists:
    """All lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # of a list: its levels
    abstract: dict[str, str] = field(default_factory=dict)  # of a list: what it counts together with
    starts: dict[str, dict[int, int]] = field(default_factory=dict)  # of a list: where it starts anew
    linked: dict[tuple[str, str], int] = field(default_factory=dict)  # abstract list and style: level
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of a list, as it is shown."""
        levels = self.levels.get(list_id)
        if levels is None or level not in levels:
            return ""
        counts = self.counts.setdefault(self.abstract[list_id], {})
        self._count(list_id, level, levels, counts)
        legal = levels[level].legal

        def one(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            of = levels.get(place, Level())
            return counted(counts.get(place, of.first), "decimal" if legal else of.way)

        return "" if levels[level].way == "bullet" else PLACE.sub(one, levels[level].shown).strip()

    def level_of(self, list_id: str, style: str) -> int | None:
        """The level a style has in a list, where the list names the style."""
        return self.linked.get((self.abstract.get(list_id, ""), style))

    def _count(self, list_id: str, level: int, levels: dict[int, Level], counts: dict[int, int]) -> None:
        anew = self.starts.get(list_id, {})
        if level in anew and (list_id, level) not in self.begun:
            counts[level] = anew[level]
        else:
            counts[level] = counts.get(level, levels[level].first - 1) + 1
        self.begun.add((list_id, level))
        for upper in range(level):
            counts.setdefault(upper, levels.get(upper, Level()).first)
        for lower in range(level + 1, LEVELS):
            restart = levels.get(lower, Level()).restart
            if restart is None or (restart > level and restart != 0):
                counts.pop(lower, None)


def read_lists(root: Element | None, styles: dict[str, Style]) -> Lists:
    """The lists of numbering.xml."""
    lists = Lists()
    if root is None:
        return lists
    abstracts = {
        value(item, "abstractNumId") or "": item for item in root if local(item.tag) == "abstractNum"
    }
    nums = {value(item, "numId") or "": item for item in root if local(item.tag) == "num"}
    for number, num in nums.items():
        name = _resolved(value(child(num, "abstractNumId")) or "", abstracts, nums, styles)
        if name in abstracts:
            _add(lists, number, num, name, abstracts[name])
    return lists


def _resolved(
    name: str, abstracts: dict[str, Element], nums: dict[str, Element], styles: dict[str, Style]
) -> str:
    """The abstract list that holds the levels: one may point to a list style, whose list holds them."""
    link = value(child(abstracts.get(name, ()), "numStyleLink"))
    style = styles.get(link) if link else None
    num = nums.get(style.list_id or "") if style else None
    return name if num is None else value(child(num, "abstractNumId")) or name


def _add(lists: Lists, number: str, num: Element, name: str, abstract: Element) -> None:
    levels = dict(_levels(abstract))
    anew: dict[int, int] = {}
    for override in (item for item in num if local(item.tag) == "lvlOverride"):
        level = _integer(value(override, "ilvl"), 0)
        levels |= dict(_levels(override))
        start = value(child(override, "startOverride"))
        if start is not None:
            anew[level] = _integer(start, 1)
    lists.levels[number], lists.abstract[number], lists.starts[number] = levels, name, anew
    for item in (item for item in abstract if local(item.tag) == "lvl"):
        style = value(child(item, "pStyle"))
        if style:
            lists.linked[name, style] = _integer(value(item, "ilvl"), 0)


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for item in parent:
        if local(item.tag) == "lvl":
            yield _integer(value(item, "ilvl"), 0), _level(item)


def _level(item: Element) -> Level:
    restart = value(child(item, "lvlRestart"))
    return Level(
        way=_way(item),
        first=_integer(value(child(item, "start")), 1),
        shown=value(child(item, "lvlText")) or "",
        restart=None if restart is None else _integer(restart, 0),
        legal=flag(item, "isLgl") is True,
    )


def _way(level: Element) -> str:
    """How a level counts; newer ways stand in a choice with an older one to fall back on."""
    found = child(level, "numFmt")
    if found is None:
        found = child(level, "AlternateContent", "Fallback", "numFmt")
    return value(found) or "decimal"


def read_styles(root: Element | None) -> dict[str, Style]:
    """The styles of styles.xml by id; the default paragraph style under the name ''."""
    styles: dict[str, Style] = {}
    for item in () if root is None else root:
        if local(item.tag) != "style":
            continue
        numbered = child(item, "pPr", "numPr")
        level = value(child(numbered, "ilvl")) if numbered is not None else None
        style = Style(
            based=value(child(item, "basedOn")),
            list_id=value(child(numbered, "numId")) if numbered is not None else None,
            level=None if level is None else _integer(level, 0),
            hidden=flag(child(item, "rPr"), "vanish"),
        )
        styles[value(item, "styleId") or ""] = style
        if value(item, "type") == "paragraph" and value(item, "default") in ("1", "true", "on"):
            styles[""] = style
    return styles


def chain(styles: dict[str, Style], name: str) -> Iterator[tuple[str, Style]]:
    """A style and those it rests on, nearest first."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        yield name, styles[name]
        name = styles[name].based or "-"


def flag(properties: Element | None, name: str) -> bool | None:
    """Whether a switch is on, off, or not spoken of."""
    found = None if properties is None else child(properties, name)
    return None if found is None else is_on(found)


def is_on(switch: Element) -> bool:
    """A switch that stands alone is on."""
    return value(switch) not in ("0", "false", "off")


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else otherwise
