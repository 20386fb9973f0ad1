"""Dates and years as reports write them: 2024年2月4日, 2024-02-04, 二〇二四年二月四日.

Only reading of a date's characters; which date is the signature belongs to `transforms.structure.issuer`.
"""

import re
from datetime import date

DIGITS = str.maketrans("〇○零一二三四五六七八九OoＯ", "0001234567890" + "00")
NUMERAL = "[〇○零OoＯ一二三四五六七八九十]"
YEAR = r"(?:20\d\d|二[〇○零OoＯ0][〇○零OoＯ一二三四五六七八九]{2})"
DATE = re.compile(
    rf"(?P<year>{YEAR})(?:年|[-./／])(?P<month>\d{{1,2}}|{NUMERAL}{{1,2}})(?:月|[-./／])"
    rf"(?P<day>\d{{1,2}}|{NUMERAL}{{1,3}})日?"
)
WORK_YEAR = re.compile(rf"(?<![\d—–至到-])({YEAR})(?=年)(?!年(?:[—–-]|至|到))")


def year_of(text: str) -> int:
    """The year of four digits or four numerals: 2023, 二〇二三."""
    return int(text.translate(DIGITS))


def _small(text: str) -> int:
    """A day or month in digits or numerals: 4, 十, 二十一."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(DIGITS))
    return int((tens or "一").translate(DIGITS)) * 10 + int((ones or "0").translate(DIGITS))


def date_of(found: re.Match[str]) -> date | None:
    """The date of a match of DATE; None for a day that no calendar has."""
    try:
        return date(year_of(found["year"]), _small(found["month"]), _small(found["day"]))
    except ValueError:
        return None


def first_date(text: str) -> date | None:
    """The first real date in a text, or None."""
    dates = (date_of(found) for found in DATE.finditer(text))
    return next((found for found in dates if found), None)


def last_date(text: str) -> date | None:
    """The last real date in a text, or None."""
    dates = [date_of(found) for found in DATE.finditer(text)]
    return next((found for found in reversed(dates) if found), None)
