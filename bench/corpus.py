"""A corpus of reports for measuring speed: real places, invented figures, wording from `phrases.toml`.

Every report is drawn from a seed and its number, so any part of a corpus can be made again alone.
The facts come with the text, by construction; judging an extraction by them belongs to nobody here.
"""

import csv
import json
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REGIONS = HERE.parent / "data" / "reference" / "regions.csv"
PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
DEPARTMENTS = ("司法局", "市场监督管理局", "农业农村局")
YEARS = range(2016, 2026)
NUMERALS = "一二三四五六七八九十"
PART = 2000  # reports that one process makes at a time
GB18030_EVERY = 20  # one report in so many is written in GB18030, as old office software does


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who reports: `area` the places above it, `name` the body, `we` how it calls itself."""

    area: str
    name: str
    we: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure in a text: `start`, `end` in code points, end exclusive; the value multiplied out."""

    start: int
    end: int
    text: str
    value: float
    unit: str | None
    indicator: str
    role: str  # "" for a plain figure, else part, share or planned


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a figure; a stated zero has `words`, a number that counts nothing has no indicator."""

    indicator: str = ""
    role: str = ""
    low: int = 0
    high: int = 0
    unit: str = ""
    words: str = ""


Sentence = tuple[str | Slot, ...]


def compiled(template: str) -> Sentence:
    """A template cut into text and slots; ValueError names a slot that can't be read."""
    parts = (part for part in re.split(r"(\{[^{}]+\})", template) if part)
    return tuple(_slot(part[1:-1]) if "{" in part and " " in part else part for part in parts)


def _slot(inner: str) -> Slot:
    head, *rest = inner.split(" ")
    if head.startswith("="):
        return Slot(indicator=head[1:], words=" ".join(rest))
    if len(rest) != (2 if head == "-" else 3) or not all(part.isdigit() for part in rest[:2]):
        wanted = "{indicator low high unit}, {- low high} or {=indicator words}"
        raise ValueError(f"bench/phrases.toml: {{{inner}}}: write {wanted}")
    indicator, _, role = head.partition(":")
    return Slot(
        "" if head == "-" else indicator, role, int(rest[0]), int(rest[1]), rest[2] if rest[2:] else ""
    )


@cache
def phrases() -> dict[str, Any]:
    """The wording, with the sentences compiled."""
    raw = tomllib.loads((HERE / "phrases.toml").read_text(encoding="utf-8"))

    def sentences(lines: Sequence[str]) -> list[Sentence]:
        return [compiled(line) for line in lines]

    return {
        "titles": raw["titles"],
        "topics": [(topic["heading"], sentences(topic["sentences"])) for topic in raw["topic"]],
        "filler": sentences(raw["filler"]["sentences"]),
        "leader": sentences(raw["leader_duty"]["sentences"]),
        "problems": sentences(raw["problems"]["sentences"]),
        "plan": sentences(raw["problems"]["plan"]),
    }


@cache
def issuers() -> tuple[Issuer, ...]:
    """All bodies that may report, in a fixed order that mixes places: townships, departments, counties."""
    with REGIONS.open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    found = [one for code in names for one in _bodies(code, names)]
    random.Random(0).shuffle(found)
    return tuple(found)


def _bodies(code: str, names: dict[str, str]) -> Iterator[Issuer]:
    above = [code[:2] + "0" * 10, code[:4] + "0" * 8, code[:6] + "0" * 6]
    levels = [names.get(one, "") for one in above]
    area = "".join(name for name in levels if name not in PLACEHOLDERS)
    name = names[code]
    if not code.endswith("000000") and name.endswith(("镇", "乡")):
        yield Issuer(area, f"{name}人民政府", f"我{name[-1]}")
    elif not code.endswith("000000") and name.endswith("街道"):
        yield Issuer(area, f"{name}办事处", "我街道")
    elif code.endswith("000000") and not code.endswith("00000000") and name not in PLACEHOLDERS:
        above_it = "".join(one for one in levels[:2] if one not in PLACEHOLDERS)
        yield Issuer(above_it, f"{name}人民政府", f"我{name[-1]}")
        yield from (Issuer(above_it, f"{name}{department}", "我局") for department in DEPARTMENTS)


class Writer:
    """Puts a text together and notes the place of each figure."""

    def __init__(self, rng: random.Random, words: dict[str, str]) -> None:
        self._rng, self._words = rng, words
        self._parts: list[str] = []
        self._length = 0
        self.facts: list[Fact] = []

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def write(self, text: str) -> None:
        """Add text; `{area}`, `{issuer}`, `{we}`, `{year}`, `{next}` are filled in."""
        if "{" in text:
            text = text.format_map(self._words)
        self._parts.append(text)
        self._length += len(text)

    def sentence(self, parts: Sentence) -> None:
        """Add a sentence with its figures."""
        for part in parts:
            if isinstance(part, Slot):
                self._figure(part)
            else:
                self.write(part)

    def _figure(self, slot: Slot) -> None:
        text, value, unit = (slot.words, 0.0, None) if slot.words else figure(self._rng, slot)
        if slot.indicator:
            end = self._length + len(text)
            self.facts.append(Fact(self._length, end, text, value, unit, slot.indicator, slot.role))
        self.write(text)


def figure(rng: random.Random, slot: Slot) -> tuple[str, float, str | None]:
    """The words, value and unit of a figure: plain, with 余, in 万, in Chinese numerals, or with decimals."""
    value = rng.randint(slot.low, slot.high)
    if not slot.indicator:
        return str(value), value, None
    if slot.unit == "%":
        exact = min(round(value + rng.choice((0, 0, 0.5, 0.25, 0.36)), 2), 100)
        return f"{exact:g}%", exact, "%"
    if slot.unit.startswith("万"):
        exact = value + rng.choice((0, 0.5, 0.08))
        return f"{exact:.6g}{slot.unit}", round(exact * 10_000, 2), slot.unit[1:]
    words, said = count(value, rng.random())
    return f"{words}{slot.unit}", said, slot.unit


def count(value: int, chance: float) -> tuple[str, int]:
    """A count in words and the value they state; `chance` (0 to 1) picks the way of writing."""
    if value > 100 and chance < 0.15:
        return f"{value // 10 * 10}余", value // 10 * 10
    if value > 10_000 and chance < 0.5:
        return f"{value // 1000 / 10:g}万", value // 1000 * 1000
    if 2 < value < 10 and chance < 0.1:
        return NUMERALS[value - 1], value
    return str(value), value


def report(rng: random.Random, issuer: Issuer, year: int) -> Writer:
    """One report with its facts."""
    years = {"year": str(year), "next": str(year + 1)}
    out = Writer(rng, {"area": issuer.area, "issuer": issuer.name, "we": issuer.we, **years})
    forms = phrases()["titles"]
    out.write(rng.choice(forms["forms"]) + "\n\n" + rng.choice(forms["intro"]) + "\n")
    out.write(rng.choice(forms["achievements"]) + "\n")
    _topics(out, rng)
    for part, low, high in (("leader", 6, 9), ("problems", 3, 5), ("plan", 5, 7)):
        out.write(rng.choice(forms[part]) + "\n")
        _listed(out, rng, rng.sample(phrases()[part], rng.randint(low, high)))
    out.write(rng.choice(forms["closing"]) + "\n\n{issuer}\n")
    out.write(f"{year + 1}年{rng.randint(1, 3)}月{rng.randint(1, 28)}日\n")
    return out


def _topics(out: Writer, rng: random.Random) -> None:
    """The achievements: topics in any order, each a paragraph, a list or some paragraphs."""
    topics = phrases()["topics"]
    for number, (headings, sentences) in enumerate(rng.sample(topics, rng.randint(6, len(topics)))):
        out.write(f"（{NUMERALS[number]}）{rng.choice(headings)}\n")
        chosen = rng.sample(sentences, min(rng.randint(5, 7), len(sentences)))
        chosen += rng.sample(phrases()["filler"], rng.randint(2, 3))
        rng.shuffle(chosen)
        if rng.random() < 0.5:
            _listed(out, rng, chosen)
        else:
            _paragraphs(out, chosen, rng.randint(3, 6))


def _paragraphs(out: Writer, sentences: Sequence[Sentence], size: int) -> None:
    for number, sentence in enumerate(sentences, 1):
        out.sentence(sentence)
        if number % size == 0 or number == len(sentences):
            out.write("\n")


def _listed(out: Writer, rng: random.Random, sentences: Sequence[Sentence]) -> None:
    """Sentences as a list: 一是 in one paragraph, or numbered lines of one or two sentences."""
    marker = rng.choice(("{}是", "{}.", ""))
    step = rng.choice((1, 2)) if marker == "{}." else 1
    for number, first in enumerate(range(0, len(sentences), step)):
        out.write(marker.format(NUMERALS[number % 10] if marker == "{}是" else number + 1))
        for sentence in sentences[first : first + step]:
            out.sentence(sentence)
        if marker == "{}." or first + step >= len(sentences):
            out.write("\n")


def report_text(rng: random.Random) -> str:
    """The text of a report by any issuer, of any year."""
    return report(rng, rng.choice(issuers()), rng.choice(YEARS)).text


def reports(n: int, seed: int, first: int = 0) -> Iterator[tuple[Issuer, int, Writer]]:
    """`n` reports from number `first` on, no two of the same issuer and year.

    ValueError where there are not so many.
    """
    if first + n > len(YEARS) * len(issuers()):
        raise ValueError(f"a corpus has at most {len(YEARS) * len(issuers())} reports, not {first + n}")
    for number in range(first, first + n):
        year, issuer = YEARS[number // len(issuers())], issuers()[number % len(issuers())]
        yield issuer, year, report(random.Random(f"{seed}-{number}"), issuer, year)


def make_corpus(folder: Path, n: int, seed: int, *, first: int = 0, with_facts: bool = False) -> None:
    """Write `n` reports as text files below `folder`, by hundreds; `with_facts` a `.jsonl` beside each."""
    for number, (issuer, year, written) in enumerate(reports(n, seed, first), first):
        path = folder / f"{number // 100:04}" / f"{number:06}{issuer.name}{year}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written.text.encode("utf-8" if (number + 1) % GB18030_EVERY else "gb18030"))
        if with_facts:
            lines = (json.dumps(asdict(fact), ensure_ascii=False) for fact in written.facts)
            path.with_suffix(".jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_large_corpus(folder: Path, n: int, seed: int) -> None:
    """The same on all cores; a corpus that is there already, by the `.json` beside it, stays as it is."""
    mark, told = folder.with_suffix(".json"), json.dumps({"reports": n, "seed": seed})
    if mark.is_file() and mark.read_text(encoding="utf-8") == told:
        return
    parts = [(folder, min(PART, n - start), seed, start) for start in range(0, n, PART)]
    with ProcessPoolExecutor() as pool:
        list(pool.map(_make_part, parts))
    mark.write_text(told, encoding="utf-8")


def _make_part(part: tuple[Path, int, int, int]) -> None:
    folder, n, seed, first = part
    make_corpus(folder, n, seed, first=first)
