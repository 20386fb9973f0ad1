"""What the address of a page asks for, parsed once: every filter of every page, and addresses made of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import quote, urlencode

REGION = re.compile(r"\d{12}")
# The digits of a region's code that all regions in it share, by where its zeros begin.
LEVELS = (2, 4, 6, 9, 12)


class AddressError(ValueError):
    """An address that asks for what cannot be; the message says what, in Chinese."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of an address after `?`; None or empty where it says nothing.

    `of` is an indicator and its unit family, as `enforcement.penalty~case`; `e` are regions and issuers, as
    `district/330824000000`.
    """

    province: str | None = None
    place: str | None = None
    of: str | None = None
    year: int | None = None
    level: str | None = None
    per: str | None = None
    domain: str | None = None
    townships: int | None = None
    issuer: str | None = None
    report: str | None = None
    kind: str | None = None
    fault: str | None = None
    verdict: str | None = None
    tab: str | None = None
    view: str | None = None
    q: str = ""
    add: str = ""
    e: tuple[str, ...] = ()
    page: int = 1

    @property
    def indicator(self) -> str | None:
        """The indicator's code."""
        return self.of.split("~")[0] if self.of else None

    @property
    def family(self) -> str | None:
        """The unit family; None where only the indicator is named."""
        return (self.of.partition("~")[2] or None) if self.of else None

    @property
    def prefix(self) -> str | None:
        """What the codes of all regions in the place, or else the province, begin with."""
        code = self.place or self.province
        return code and prefix(code)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of a search."""
        return tuple(self.q.split())

    @property
    def entities(self) -> tuple[str, ...]:
        """The regions and issuers, each once."""
        return tuple(dict.fromkeys(self.e))

    @property
    def entity(self) -> str | None:
        """The first of them."""
        return next(iter(self.e), None)

    def but(self, **changes: Any) -> Self:  # noqa: ANN401 - as `replace` takes them
        """The same with some parts changed."""
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """The part of an address after `?` that asks for this, without what is not said."""
        return encoded({one.name: getattr(self, one.name) for one in fields(self)})


def prefix(code: str) -> str:
    """The digits that the codes of all regions in this one begin with."""
    return next(code[:length] for length in LEVELS if not code[length:].strip("0"))


def encoded(parts: Mapping[str, Any]) -> str:
    """Parts of an address as they are written; those that are None, empty or the first page are left out."""
    said = {
        key: value
        for key, value in parts.items()
        if value not in (None, "", ()) and (key, value) != ("page", 1)
    }
    return urlencode(said, doseq=True, safe="/~", quote_via=quote)


def parse(parts: list[tuple[str, str]]) -> Asked:
    """The parts of an address; unknown ones are passed over. Raises AddressError where a value cannot be."""
    known = {one.name for one in fields(Asked)}
    said: dict[str, Any] = {key: value for key, value in parts if key in known and value}
    said["e"] = tuple(value for key, value in parts if key == "e" and value)
    for key in said.keys() & {"year", "page", "townships"}:
        said[key] = _number(key, said[key])
    for key in said.keys() & {"province", "place"}:
        if not REGION.fullmatch(said[key]):
            raise AddressError(f"地址中的 {key}={said[key]} 不是 12 位区划代码")
    return Asked(**said)


def _number(key: str, value: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII):
        raise AddressError(f"地址中的 {key}={value} 不是正整数")
    return int(value)
