"""Official regions: their names, and which of them a text speaks of.

The codes are the 12-digit statistical division codes (`regions.csv`); short forms people write, such as
酉阳县, are in `region_aliases.csv`. Who issued a report is decided in `transforms.structure.issuer`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import BaseModel, ConfigDict, Field

from transforms.csvfile import CatalogueError, read_rows

Level = Literal["province", "city", "district", "township"]

PLACEHOLDER = re.compile(r"^(?:市辖区|县|(?:省|自治区)直辖县级行政区划)$")
SUFFIX = re.compile(r"(?:省|市|区|县|旗|州|盟|地区|林区|特别行政区)$")
TOWN_SUFFIX = re.compile(r"(?:街道办事处|街道|民族乡|办事处|苏木|镇|乡)$")
TOWN_END = re.compile(r"(?:街道|办事处|苏木|镇|乡)$")
TOWN_TOKEN = re.compile(
    r"[\u3400-\u9fff]{1,12}?(?:街道|苏木|民族乡|镇|乡)(?![\u3400-\u9fff]{0,3}(?:街道|镇|乡))"
)
TOO_COMMON = re.compile(r"^(?:.区|新城区|开发区|高新区|工业园区)$")
BETWEEN = re.compile(r"(?:人民政府|委员会)?")


class RegionRow(BaseModel):
    """One region as in regions.csv; `valid_from` and `valid_to` are empty where they are not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^\d{9}000$")
    name: str
    valid_from: date | None = None
    valid_to: date | None = None


class AliasRow(BaseModel):
    """A short form people write for a region."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    KEY: ClassVar[tuple[str, ...]] = ("code", "alias")
    code: str
    alias: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region; `prefix` is the part of its code that all regions inside it share."""

    code: str
    name: str
    level: Level
    parent_code: str | None
    full_name: str
    valid_from: date | None
    valid_to: date | None

    @property
    def prefix(self) -> str:
        return self.code[: PREFIX[self.level]]


PREFIX: Mapping[Level, int] = {"province": 2, "city": 4, "district": 6, "township": 9}


@dataclass(frozen=True, slots=True)
class Place:
    """What a run of names may mean; `end` is exclusive; `exact` is False for a changed suffix (镇, 街道)."""

    codes: tuple[str, ...]
    end: int
    exact: bool = True


@dataclass(frozen=True)
class Regions:
    """All regions with their names, ready to be looked up and searched for."""

    by_code: Mapping[str, Region]
    names: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    town_stems: Mapping[str, tuple[str, ...]]
    places: tuple[str, ...]
    towns: tuple[str, ...]
    longest: Mapping[str, int]
    _places: AhoCorasick = field(repr=False)
    _towns: AhoCorasick = field(repr=False)

    @classmethod
    def parse(cls, data: bytes, aliases: bytes = b"code,alias\n") -> "Regions":
        """From regions.csv and region_aliases.csv; raises CatalogueError."""
        by_code = _regions(read_rows("regions.csv", data, RegionRow))
        pairs = [(r.name, r.code) for r in by_code.values() if not PLACEHOLDER.match(r.name)]
        for row in read_rows("region_aliases.csv", aliases, AliasRow):
            if row.code not in by_code:
                raise CatalogueError(f"data file region_aliases.csv: {row.alias}: no region {row.code}")
            pairs.append((row.alias, row.code))
        names = _grouped(pairs)
        upper = [pair for pair in pairs if pair[1].endswith("000000")]
        lower = [pair for pair in pairs if not pair[1].endswith("000000")]
        return cls._build(by_code, names, upper, lower)

    @classmethod
    def _build(
        cls,
        by_code: Mapping[str, Region],
        names: Mapping[str, tuple[str, ...]],
        upper: list[tuple[str, str]],
        lower: list[tuple[str, str]],
    ) -> "Regions":
        stems = _grouped(
            (SUFFIX.sub("", name), code) for name, code in upper if len(SUFFIX.sub("", name)) > 1
        )
        town_stems = _grouped(
            (TOWN_SUFFIX.sub("", name), code) for name, code in lower if TOWN_SUFFIX.search(name)
        )
        provinces = [SUFFIX.sub("", name) for name, code in upper if code.endswith("0" * 10)]
        places = tuple(sorted({name for name, _ in upper if not TOO_COMMON.match(name)} | set(provinces)))
        towns = tuple(
            sorted({name for name, _ in lower if TOWN_END.search(name) and len(name) > 1} - {"街道"})
        )
        kind = MatchKind.LeftmostLongest
        return cls(
            by_code,
            names,
            stems,
            town_stems,
            places,
            towns,
            _longest([*names, *stems]),
            AhoCorasick(places, matchkind=kind),
            AhoCorasick(towns, matchkind=kind),
        )

    def walk(self, text: str, start: int = 0) -> Place | None:
        """The regions named from `start` on, each inside the one before (重庆市大渡口区八桥镇), or None."""
        return self._walk(text, start, None) or self._swapped_town(text, start, None)

    def stem(self, text: str) -> Place | None:
        """The region whose name without suffix begins a text (杭州 of 杭州高新区), or None."""
        for end in self._ends(text, 0):
            if text[:end] in self.stems:
                return Place(self.stems[text[:end]], end)
        return None

    def _walk(self, text: str, start: int, within: tuple[str, ...] | None) -> Place | None:
        """The longest reading, by trying every name that the text has here."""
        best: Place | None = None
        for end, codes, complete, exact in self._steps(text, start):
            inside = codes if within is None else self._inside(codes, within)
            if not inside:
                continue
            after = BETWEEN.match(text, end)
            further = self._walk(text, after.end() if after else end, inside) or self._swapped_town(
                text, end, inside
            )
            found = Place(inside, end) if complete and not further else further
            if found and not exact:
                found = Place(found.codes, found.end, exact=False)
            if found and (best is None or found.end > best.end):
                best = found
        return best

    def _steps(self, text: str, start: int) -> Iterator[tuple[int, tuple[str, ...], bool, bool]]:
        """Names at a place, longest first: end, codes, whether it may stand alone, whether it is exact."""
        for end in self._ends(text, start):
            token = text[start:end]
            if token in self.names:
                yield end, self.names[token], True, True
            if token in self.stems:
                yield end, self.stems[token], False, True
                if text[end : end + 1] in ("县", "区", "市") and token + text[end] not in self.names:
                    yield end + 1, self.stems[token], True, False

    def _ends(self, text: str, start: int) -> range:
        """Where a name that begins at a place may end, the farthest first."""
        longest = self.longest.get(text[start : start + 2], 0)
        return range(min(start + longest, len(text)), start + 1, -1)

    def _swapped_town(self, text: str, start: int, within: tuple[str, ...] | None) -> Place | None:
        """A township under another suffix: 土主镇 became 土主街道."""
        token = TOWN_TOKEN.match(text, start)
        if token is None or (within is None and token.group() in self.names):
            return None
        codes = self.town_stems.get(TOWN_SUFFIX.sub("", token.group()), ())
        inside = codes if within is None else self._inside(codes, within)
        return Place(inside, token.end(), exact=False) if inside else None

    def _inside(self, codes: Iterable[str], within: tuple[str, ...]) -> tuple[str, ...]:
        prefixes = tuple(self.by_code[code].prefix for code in within)
        return tuple(code for code in codes if code.startswith(prefixes) and code not in within)

    def mentions(self, text: str) -> Counter[str]:
        """How often each province, city and district is named; a shared name counts for all that bear it."""
        hits = self._places.find_matches_as_indexes(text)
        counts: Counter[str] = Counter()
        for index, number in Counter(index for index, start, end in hits if _names(text, start, end)).items():
            name = self.places[index]
            for code in self.names.get(name) or self.stems[name]:
                counts[code] += number
        return counts

    def place_hits(self, text: str) -> list[tuple[int, int]]:
        """Where provinces, cities and districts are named: start and end."""
        return [(start, end) for _, start, end in self._places.find_matches_as_indexes(text)]

    def town_hits(self, text: str) -> list[tuple[int, int]]:
        """Where townships and sub-districts are named: start and end."""
        return [(start, end) for _, start, end in self._towns.find_matches_as_indexes(text)]

    def choose(self, codes: Iterable[str], mentions: Mapping[str, int], text: str = "") -> tuple[str, ...]:
        """Those of the codes that the places named in a text leave; one where it is decided."""
        left = tuple(codes)
        for level in ("district", "city", "province"):
            named = tuple(code for code in left if mentions.get(self.above(code, level), 0))
            left = named or left
        if len(left) > 1:
            left = self._by_county_word(left, text) or left
        return left

    def named(self, code: str, mentions: Mapping[str, int]) -> bool:
        """Whether a region above this one is named."""
        return any(mentions.get(self.above(code, level), 0) for level in ("district", "city", "province"))

    def above(self, code: str, level: Level) -> str:
        """The code at that level above (or equal to) a code, by its digits; it need not exist."""
        return code[: PREFIX[level]].ljust(12, "0")

    def _by_county_word(self, codes: tuple[str, ...], text: str) -> tuple[str, ...]:
        """县委 speaks of a county, 区委 of a district: keep the codes whose district is so called."""
        county = text.count("县委") + text.count("县政府")
        district = text.count("区委") + text.count("区政府")
        if not county and not district:
            return ()
        ends = ("县", "旗") if county > district else ("区",)
        return tuple(code for code in codes if self._district_name(code).endswith(ends))

    def _district_name(self, code: str) -> str:
        region = self.by_code.get(self.above(code, "district"))
        return region.name if region else ""


def _names(text: str, start: int, end: int) -> bool:
    """Whether a hit is a name: 兴县 in 振兴县域 is none, so 县 and 区 of two characters must begin a word."""
    if end - start > 2 or text[end - 1] not in "县区旗":
        return True
    return start == 0 or not "\u3400" <= text[start - 1] <= "\u9fff" or text[start - 1] in "省市州在到赴由和"


def _regions(rows: list[RegionRow]) -> dict[str, Region]:
    """Regions by code; level and parent follow from the digits, and the parent comes before its parts."""
    found: dict[str, Region] = {}
    for row in sorted(rows, key=lambda row: row.code):
        level = _level(row.code)
        parent = _parent(row.code, found)
        if parent is None and level != "province":
            raise CatalogueError(f"data file regions.csv: {row.name} {row.code} has no region above it")
        own = "" if PLACEHOLDER.match(row.name) else row.name
        full = (found[parent].full_name if parent else "") + own
        found[row.code] = Region(row.code, row.name, level, parent, full, row.valid_from, row.valid_to)
    return found


def _level(code: str) -> Level:
    for level, length in PREFIX.items():
        if not code[length:].strip("0"):
            return level
    raise CatalogueError(f"data file regions.csv: code {code} is of no level")


def _parent(code: str, found: Mapping[str, Region]) -> str | None:
    above = (code[:length].ljust(12, "0") for length in (6, 4, 2))
    return next((parent for parent in above if parent != code and parent in found), None)


def _longest(names: Iterable[str]) -> dict[str, int]:
    """The length of the longest name that begins with each two characters."""
    found: dict[str, int] = {}
    for name in names:
        if len(name) > found.get(name[:2], 0):
            found[name[:2]] = len(name)
    return found


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = {}
    for name, code in pairs:
        groups.setdefault(name, {})[code] = None
    return {name: tuple(codes) for name, codes in groups.items()}
