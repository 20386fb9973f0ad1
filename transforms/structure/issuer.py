"""Who issued a report, of what year, and when.

The issuer is sought in the title, the signature, the site's table, the file's name and the lead-in, in
this order; a name that fits several regions is decided by the places the whole text speaks of. Where two
still fit, none is chosen and all are listed. Names of regions belong to `transforms.structure.regions`.

`issuer_id` is the region code (`500104101000`), with the department after a colon (`500112000000:司法局`).
A body without an official code gets a local id under the region above it: `330100-dz:钱塘新区` for a
development zone, `500106-xz:新桥街道` for a township. Where no region is known it is `unknown:` and a
hash of the text, so that two issuers nobody knows are never taken for one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict

from transforms.csvfile import CatalogueError, read_rows
from transforms.records import Head
from transforms.structure.dates import DATE, WORK_YEAR, first_date, last_date, year_of
from transforms.structure.regions import Place, Regions
from transforms.structure.title import PUBLISHED, WRITTEN, Front, read_front

BodyKind = Literal["government", "department", "development_zone", "township"]

ABOVE = re.compile(r"^(?:中共|中国共产党|国家税务总局|国家统计局|国家烟草专卖局)")
TITLE_OFFICE = re.compile(r"^(.*?依法治[省市州县区旗].{0,4}办(?:公室)?)(?=关于|20\d\d)")
TITLE_ISSUER = re.compile(
    r"^(.*?)(?=关于|20\d\d|二[〇○零OoＯ0]|推进|落实|贯彻|全面依法|法治|法制|依法|上半年|年度|的?报告|的?总结|[-_—（(《]|$)"
)
ZONE = re.compile(
    r"^([\u3400-\u9fff]{0,18}?(?:开发区|高新区|经开区|新区|园区|保税区|保税港区|度假区|示范区|试验区|实验区|管理区|自贸区|科学城|科技城|工业园|产业园|新城|合作区|风景区|名胜区|景区|集聚区|垦区|示范园))"
    r"(?=管|党工委|$|[\u3400-\u9fff]{2,12}(?:局|办公室|中心)$)"
)
ZONE_BODY = re.compile(r"^(?:管委会|管理委员会|管理局|党工委)")
GOVERNMENT = re.compile(
    r"^(?:委员会|党委|党工委|办事处|人民政府|政府|行政公署|行署|[县区市镇]委|街道办|[委办]$)"
)
TOWN = re.compile(r"^([\u3400-\u9fff]{1,9}?(?:街道|苏木|民族乡|镇|乡))(?=人民政府|政府|办事处|党|委员会|$)")
ZONE_CODE = re.compile(r"\d{4}(?:[7-9]\d0{6}|\d\d[45]\d{5})")
BRANCH = re.compile(r"^(.*?)(?:区|县|市)?分局$")
OFFICE = re.compile(
    r"(?:局|委|办|厅|委员会|办公室|中心|支队|大队|总队|队|院|所|站|会|社|处|馆|公司|学校|大学)$"
)
OWN_LEVEL = re.compile(r"^([省市县区州旗盟])(?=[\u3400-\u9fff]{2})")
OWN_TOWN = re.compile(
    r"(?:^|[，。、；\n年])([\u3400-\u9fff]{2,6}?(?:街道|镇|乡))(?=党|坚|在|以|认|深|全|严|按|始|积|围|紧|人民|办)"
)
GENERIC = re.compile(
    r"^(?:各|全|本|我|该|乡|村|城|街|集|市|县|区|辖|两|建制|中心|特色|场|新|老|名|古|小城).{0,2}(?:镇|乡|街道)$"
)
NO_WORK = re.compile(rf"《[^》]{{0,80}}》|{DATE.pattern}")
LEAD = 1200
ELSEWHERE = 4
TYPES = {"province": "province", "city": "city", "district": "district", "township": "township"}


class DepartmentRow(BaseModel):
    """A department's usual name and, parted by |, the other names it goes by."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    aliases: str = ""


@dataclass(frozen=True, slots=True)
class Departments:
    """Every name of a department to its usual name."""

    names: Mapping[str, str]

    @classmethod
    def parse(cls, data: bytes) -> "Departments":
        """From departments.csv; raises CatalogueError, also where two departments share a name."""
        names: dict[str, str] = {}
        for row in read_rows("departments.csv", data, DepartmentRow):
            for alias in filter(None, [row.name, *row.aliases.split("|")]):
                if names.setdefault(alias, row.name) != row.name:
                    raise CatalogueError(
                        f"data file departments.csv: {alias} is of {names[alias]} and {row.name}"
                    )
        return cls(names)

    def find(self, text: str) -> tuple[str, int] | None:
        """The usual name of the department a text begins with, and where its name ends."""
        for end in range(min(len(text), 20), 1, -1):
            if text[:end] in self.names:
                return self.names[text[:end]], end
        return None


@dataclass(frozen=True, slots=True)
class Body:
    """An issuer as read from one place; `name` is the department, zone or unlisted township, else None."""

    printed: str
    kind: BodyKind
    codes: tuple[str, ...]
    name: str | None = None
    exact: bool = True
    own_level: str = ""
    office: str | None = None


def read_head(text: str, file_name: str, regions: Regions, departments: Departments) -> Head:
    """All that a report says about itself; `region_candidates` lists the regions that fit where none, or only
    one with another suffix (镇 for 街道), was found."""
    front = read_front(text)
    bodies = list(_bodies(text, file_name, front, regions, departments))
    signed = last_date(front.signed) or _labelled(WRITTEN, front.head)
    year = report_year(front.title, file_name, text, signed)
    published = _labelled(PUBLISHED, front.head)
    if not bodies:
        return Head(front.title, None, "unknown", _unknown(text), None, None, (), year, signed, published)
    body = bodies[0]
    mentions = {} if _is_plain(body, regions) else regions.mentions(text)
    left = _regions_of(body, mentions, text, regions)
    code = left[0] if len(left) == 1 and _trusted(body, left[0], mentions, regions) else None
    listed = left if code is None or not body.exact else ()
    return Head(
        title=front.title,
        issuer=_fullest(body, bodies),
        issuer_type=_type(body, code, regions),
        issuer_id=_id(body, code, text),
        department=body.name if body.kind == "department" else body.office,
        region_code=None if body.kind in ("development_zone", "township") else code,
        region_candidates=() if body.kind in ("development_zone", "township") and code else listed,
        report_year=year,
        signed_on=signed,
        published_on=published,
    )


def read_body(printed: str, regions: Regions, departments: Departments) -> Body | None:
    """The issuer that a string names from its beginning (八桥镇人民政府, 渝北区司法局), or None."""
    printed = printed.strip(" \t\u3000：:（(")
    words = ABOVE.sub("", printed)
    place = regions.walk(words)
    if place is None:
        return _unplaced(printed, words, regions, departments)
    rest = words[place.end :]
    return _placed(printed, place, rest, regions, departments)


def _placed(printed: str, place: Place, rest: str, regions: Regions, departments: Departments) -> Body | None:
    """The body whose region is read; `rest` is what follows the region."""
    known = regions.by_code[place.codes[0]]
    zone = ZONE.match(rest)
    if zone:
        found = departments.find(rest[zone.end() :])
        return Body(
            printed, "development_zone", place.codes, zone[1], place.exact, office=found[0] if found else None
        )
    if ZONE_BODY.match(rest):
        return Body(printed, "government", place.codes, exact=place.exact)
    office = departments.find(re.sub(r"^人民政府(?=.)(?!办公)", "", rest))
    if office and known.level != "township":
        return _branch(printed, place, office, rest, regions)
    town = TOWN.match(rest)
    if town and known.level != "township":
        return Body(printed, "township", place.codes, town[1], place.exact)
    return _other(printed, place, rest, known.level)


def _other(printed: str, place: Place, rest: str, level: str) -> Body | None:
    """A government, or an office the catalogue does not list; None for words that name no body."""
    office = OFFICE.search(rest) and not GOVERNMENT.fullmatch(rest)
    if level == "township" and (not office or GOVERNMENT.match(rest)):
        return Body(printed, "government", place.codes, exact=place.exact)
    if office:
        return Body(printed, "department", place.codes, re.sub(r"^人民政府", "", rest), place.exact)
    named = not rest or GOVERNMENT.match(rest)
    return Body(printed, "government", place.codes, exact=place.exact) if named else None


def _branch(printed: str, place: Place, office: tuple[str, int], rest: str, regions: Regions) -> Body:
    """A department; a branch (市公安局渝北区分局) has its own region, an office (司法所) its own name."""
    name, end = office
    rest = re.sub(r"^人民政府(?=.)(?!办公)", "", rest)
    branch = BRANCH.match(rest[end:])
    if branch and branch[1]:
        words = rest[end:].removesuffix("分局")
        below = regions.walk(words) or regions.stem(words)
        inside = [code for code in below.codes if code.startswith(_prefixes(place, regions))] if below else []
        return Body(printed, "department", tuple(inside) or place.codes, name, place.exact)
    own = rest if OFFICE.search(rest[end:]) else name
    return Body(printed, "department", place.codes, own, place.exact)


def _prefixes(place: Place, regions: Regions) -> tuple[str, ...]:
    return tuple(regions.by_code[code].prefix for code in place.codes)


def _unplaced(printed: str, words: str, regions: Regions, departments: Departments) -> Body | None:
    """A body that names no region in full: 杭州高新区管委会, 县司法局, a township nobody lists."""
    stem = regions.stem(words)
    rest = words[stem.end :] if stem else words
    zone = ZONE.match(rest)
    if zone and len(zone[1]) > 2:
        return Body(printed, "development_zone", stem.codes if stem else (), zone[1])
    level = OWN_LEVEL.match(words)
    office = departments.find(words[1:] if level else words)
    if office:
        return Body(printed, "department", (), office[0], own_level=level[1] if level else "")
    if stem:
        office = departments.find(rest)
        return Body(printed, "department", stem.codes, office[0]) if office else None
    town = TOWN.match(words)
    if town and not GENERIC.match(town[1]):
        return Body(printed, "township", (), town[1])
    return None


def _bodies(
    text: str, file_name: str, front: Front, regions: Regions, departments: Departments
) -> Iterator[Body]:
    """The issuers named in each place where one may stand, the most telling place first."""
    named = (_title_issuer(front.title), front.signer, front.publisher, _title_issuer(_stem(file_name)))
    for printed in filter(None, named):
        body = read_body(printed, regions, departments)
        if body:
            yield body
    yield from _lead_bodies(text, regions, departments)


def _title_issuer(title: str | None) -> str | None:
    """The issuer's words at the head of a title; None for a title that begins with its matter."""
    title = (title or "").strip()
    found = TITLE_OFFICE.match(title) or TITLE_ISSUER.match(title)
    return found[1] if found and len(found[1]) > 1 else None


def _stem(file_name: str) -> str:
    name = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return re.sub(r"^[\d\W_]+(?=[\u3400-\u9fff])", "", name)


def _lead_bodies(text: str, regions: Regions, departments: Departments) -> Iterator[Body]:
    """Bodies that the beginning of the text names, the one the whole text names most often first."""
    lead = text[:LEAD]
    starts = {start for start, end in regions.place_hits(lead) if _free(lead, start)}
    starts |= {start for start, end in regions.town_hits(lead) if _free(lead, start)}
    found: dict[str, Body] = {}
    for start in sorted(starts):
        place = regions.walk(lead, start)
        if place is None:
            continue
        office = departments.find(lead[place.end : place.end + 20])
        is_town = any(not code.endswith("000000") for code in place.codes)
        if office or is_town:
            printed = lead[start : place.end + (office[1] if office else 0)]
            body = read_body(printed, regions, departments)
            if body and not GENERIC.match(printed):
                found.setdefault(printed, body)
    yield from sorted(found.values(), key=lambda body: -text.count(body.printed))
    own = OWN_TOWN.search(lead)
    if own and not GENERIC.match(own[1]):
        yield Body(own[1], "township", (), own[1])


def _free(text: str, start: int) -> bool:
    """Whether a name at this place begins a word: after 在, 年 or no Chinese character."""
    return (
        start == 0
        or not "\u3400" <= text[start - 1] <= "\u9fff"
        or text[start - 1] in "年在来度，。、是对由将"
    )


def _regions_of(body: Body, mentions: Mapping[str, int], text: str, regions: Regions) -> tuple[str, ...]:
    """The regions a body may be in: those it names, else those of its own level that the text names most."""
    if body.codes:
        return regions.choose(body.codes, mentions, text)
    ends = {"县": "县", "旗": "旗", "区": "区", "市": "市", "省": "省", "州": "州", "盟": "盟"}.get(
        body.own_level
    )
    if ends is None and body.kind not in ("township", "development_zone"):
        return ()
    named = {code: count for code, count in mentions.items() if _may_hold(body, code, ends, regions)}
    most = max(named.values(), default=0)
    return regions.choose([code for code in named if named[code] == most], mentions, text)


def _may_hold(body: Body, code: str, ends: str | None, regions: Regions) -> bool:
    """Whether a named region may be the one above an unlisted township, a zone or a 县司法局."""
    region = regions.by_code[code]
    if body.kind == "development_zone":
        return region.level in ("city", "province")
    if body.kind == "township":
        return region.level == "district"
    return region.name.endswith(ends or "")


def _is_plain(body: Body, regions: Regions) -> bool:
    """Whether a body is named so that it is in one region, whatever places the text speaks of."""
    return len(body.codes) == 1 and not _is_bare(body, body.codes[0], regions)


def _is_bare(body: Body, code: str, regions: Regions) -> bool:
    """Whether a township is named without any place above it."""
    region = regions.by_code[code]
    return region.level == "township" and body.printed.startswith(region.name[:2])


def _trusted(body: Body, code: str, mentions: Mapping[str, int], regions: Regions) -> bool:
    """A bare name only one region has is believed, unless the text keeps speaking of places elsewhere; a bare
    name under another suffix needs a place of its own to be named."""
    if not _is_bare(body, code, regions) or regions.named(code, mentions):
        return True
    return body.exact and sum(mentions.values()) < ELSEWHERE


def _fullest(body: Body, bodies: list[Body]) -> str:
    """The longest form in which the same body is named."""
    same = [
        other.printed
        for other in bodies
        if (other.kind, other.name) == (body.kind, body.name) and set(other.codes) & set(body.codes)
    ]
    return max(same, key=len, default=body.printed)


def _type(body: Body, code: str | None, regions: Regions) -> str:
    if body.kind != "government":
        return body.kind
    one = regions.by_code[code or body.codes[0]]
    return (
        "development_zone"
        if ZONE_CODE.match(one.code) and ZONE.match(one.name + "管委会")
        else TYPES[one.level]
    )


def _id(body: Body, code: str | None, text: str) -> str:
    """The issuer's stable id; see the module's docstring."""
    if code is None:
        return _unknown(text)
    if body.kind == "government":
        return code
    if body.kind == "department":
        return f"{code}:{body.name}"
    local = f"{code[:6]}-{'dz' if body.kind == 'development_zone' else 'xz'}:{body.name}"
    return f"{local}:{body.office}" if body.office else local


def _unknown(text: str) -> str:
    return "unknown:" + sha256("".join(text.split()).encode()).hexdigest()[:12]


def report_year(title: str | None, file_name: str, text: str, signed: date | None) -> int | None:
    """The year the work was done: of the title, else the file's name, the lead-in, the year most told of."""
    for words in (title or "", _stem(file_name)):
        found = WORK_YEAR.search(words) or re.search(r"(?<!\d)(20\d\d)(?=年?度?法治|年)", words)
        if found:
            return year_of(found[1])
    told = NO_WORK.sub("", text)
    years = [year_of(year) for year in WORK_YEAR.findall(told)]
    years = [year for year in years if signed is None or year <= signed.year]
    lead = WORK_YEAR.search(told, 0, LEAD)
    if lead and year_of(lead[1]) in years:
        return year_of(lead[1])
    if years:
        return max(sorted(set(years)), key=years.count)
    return signed.year - (signed.month <= 6) if signed else None


def _labelled(label: re.Pattern[str], head: str) -> date | None:
    """The date that follows a label of the site's table."""
    for found in label.finditer(head):
        day = first_date(head[found.end() : found.end() + 12])
        if day:
            return day
    return None
