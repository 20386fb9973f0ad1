"""What a user might pick instead of fazhi to find numbers, each as a function from text to rows.

A rival knows no indicators and no aspects: its rows hold place, value and unit, the rest is the usual
value. Where a rival finds words only, fazhi's own reader of numerals gives their value, in its favour.
"""

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from types import ModuleType
from typing import Any, Protocol

from transforms.facts.numerals import value_of

Row = dict[str, Any]
Finder = Callable[[str], list[Row]]
CLASSIFIERS = (
    "人次|场次|件次|户次|家次|平方米|公里|小时|学时|工作日|万元|%|％|‰|件|次|个|人|名|场|份|起|宗|条|项|处|户|家|"
    "期|元|块|册|部|篇|所|间|辆|批|支|轮|节|堂|天|分|台|亩|吨|位|幅|张|例|本|卷|课|村|站|班|队"
)
UNITS = CLASSIFIERS.split("|")  # the longer before those that they end with
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
PLAIN = re.compile(rf"({DIGITS}[万亿]?)[余多]?({CLASSIFIERS})")
CHINESE = re.compile(rf"((?:{DIGITS}|[零〇一二两三四五六七八九十百千]+)[万亿]?)[余多]?({CLASSIFIERS})")


@dataclass(frozen=True, slots=True)
class Rival:
    """`find` is None where the package is not installed."""

    name: str
    find: Finder | None


class Recognized(Protocol):
    """A result of Recognizers-Text; `end` is inclusive."""

    start: int
    end: int
    resolution: dict[str, str] | None


def rivals() -> list[Rival]:
    """All rivals, ready to run: what they build at first use is built."""
    found = [
        Rival("regular expression: digits and classifier", _by_pattern),
        Rival("jieba.posseg: words tagged m or mq", _posseg()),
        Rival(_named("cn2an"), _cn2an()),
        Rival(_named("recognizers-text-suite"), _recognizers()),
    ]
    for rival in found:
        if rival.find:
            rival.find("全年受理案件三十件，办结率98%。")
    return found


def _named(package: str) -> str:
    """What is compared, with the version that was installed."""
    what = {
        "cn2an": "cn2an {}, numerals found by a regular expression",
        "recognizers-text-suite": "Recognizers-Text {}, numbers and percentages",
    }
    try:
        return what[package].format(version(package))
    except importlib.metadata.PackageNotFoundError:
        return package


def _row(start: int, end: int, value: float, unit: str | None) -> Row:
    return {
        "start": start,
        "end": end,
        "value": value,
        "unit": unit,
        "bound": "exact",
        "modality": "actual",
        "kind": "level",
        "period": "year",
        "indicator": "other",
        "part_of": None,
    }


def _by_pattern(text: str) -> list[Row]:
    return [
        _row(hit.start(), hit.end(), value, hit[2])
        for hit in PLAIN.finditer(text)
        if (value := value_of(hit[1])) is not None
    ]


def _posseg() -> Finder:
    import jieba  # type: ignore[import-untyped]
    import jieba.posseg  # type: ignore[import-untyped]

    jieba.setLogLevel("ERROR")

    def find(text: str) -> list[Row]:
        return list(_tagged([(pair.word, pair.flag) for pair in jieba.posseg.lcut(text)]))

    return find


def _tagged(words: list[tuple[str, str]]) -> Iterator[Row]:
    """A row for each word tagged m or mq that has a value; its unit is the classifier in it or after it."""
    start = 0
    for (word, flag), (after, _) in zip(words, [*words[1:], ("", "")], strict=True):
        end = start + len(word)
        if flag in ("m", "mq"):
            within = next((unit for unit in UNITS if word.endswith(unit)), "")
            value = value_of(word.removesuffix(within))
            if value is not None:
                yield _row(start, end, value, within or (after if after in UNITS else None))
        start = end


def _cn2an() -> Finder | None:
    """None where cn2an is not installed."""
    package = _imported("cn2an")
    if package is None:
        return None

    def find(text: str) -> list[Row]:
        return list(_converted(text, package.cn2an))

    return find


def _converted(text: str, convert: Callable[[str, str], float]) -> Iterator[Row]:
    for hit in CHINESE.finditer(text):
        try:
            yield _row(hit.start(), hit.end(), float(convert(hit[1].replace(",", ""), "smart")), hit[2])
        except ValueError:
            continue  # no numeral to cn2an, such as 千百


def _recognizers() -> Finder | None:
    """None where Recognizers-Text is not installed."""
    package = _imported("recognizers_number")
    if package is None:
        return None
    recognizer = package.NumberRecognizer(package.Culture.Chinese)
    models = recognizer.get_percentage_model(), recognizer.get_number_model()

    def find(text: str) -> list[Row]:
        rows: list[Row] = []
        for model in models:
            rows += [row for row in map(_recognized, model.parse(text)) if row and _apart(row, rows)]
        return rows

    return find


def _recognized(found: Recognized) -> Row | None:
    """A row of a result; None where the package gives it no value."""
    told = (found.resolution or {}).get("value") or ""
    try:
        return _row(found.start, found.end + 1, float(told.rstrip("%")), "%" if told.endswith("%") else None)
    except ValueError:
        return None


def _apart(row: Row, others: list[Row]) -> bool:
    """Whether no other row holds its place: the number in a percentage is not one more."""
    return all(row["end"] <= other["start"] or other["end"] <= row["start"] for other in others)


def _imported(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
