"""Numbers as headings and lists show them: 一、（二）③ 甲 Ⅳ d.

The names of the ways are those of Word (`w:numFmt`); other formats map theirs onto them.
"""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
MOST = 9999  # no list is as long; what is beyond is shown in digits


def counted(number: int, way: str) -> str:
    """The number as a list shows it; digits for a way that is not known, nothing for a bullet or none."""
    if way in ("none", "bullet"):
        return ""
    if not 0 < number <= MOST:
        return str(number)
    maker = WAYS.get(way)
    return maker(number) if maker else str(number)


def chinese(number: int, digits: str = DIGITS, powers: str = "千百十") -> str:
    """一 十 十一 二十 一百零五 (壹拾 with formal digits)."""
    zero, shown, gap = "零", "", False
    for power, name in zip((1000, 100, 10, 1), (*powers, ""), strict=True):
        digit, number = divmod(number, power)
        if digit:
            shown += (zero if gap and shown else "") + digits[digit] + name
        gap = digit == 0
    return shown[1:] if shown.startswith("一十") else shown


def _counting(number: int) -> str:
    return chinese(number) if number < 100 else _digital(number)


def _digital(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _legal(number: int) -> str:
    return chinese(number, LEGAL, "仟佰拾")


def _letters(number: int) -> str:
    """a … z, aa, bb: Word repeats the letter."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 26)


def _roman(number: int) -> str:
    shown = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        shown += letters * times
    return shown


def _cycle(number: int, signs: str) -> str:
    return signs[(number - 1) % len(signs)]


def _within(number: int, first: str, most: int, beyond: str) -> str:
    """One of a run of signs from `first`; the plain number in `beyond` where the run is over."""
    return chr(ord(first) + number - 1) if number <= most else beyond.format(number)


def _circled(number: int) -> str:
    if number <= 20:
        return _within(number, "①", 20, "{}")
    return _within(number - 20, "㉑", 15, "{}") if number <= 35 else str(number)


WAYS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting, "taiwaneseCounting": _counting, "japaneseCounting": _counting,
    "chineseCountingThousand": chinese, "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digital, "japaneseDigitalTenThousand": _digital, "taiwaneseDigital": _digital,
    "chineseLegalSimplified": _legal, "ideographLegalTraditional": _legal,
    "ideographTraditional": lambda number: _cycle(number, STEMS),
    "ideographZodiac": lambda number: _cycle(number, BRANCHES),
    "decimalEnclosedCircle": _circled, "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": lambda number: _within(number, "㊀", 10, "{}"),
    "decimalEnclosedParen": lambda number: _within(number, "⑴", 20, "({})"),
    "decimalEnclosedFullstop": lambda number: _within(number, "⒈", 20, "{}."),
    "decimalFullWidth": lambda number: str(number).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters, "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman, "upperRoman": lambda number: _roman(number).upper(),
}  # fmt: skip


def labelled(label: str, text: str) -> str:
    """A paragraph with its number before it; no two figures may run into one (1. and 2023年, 1 and 3户)."""
    if not label:
        return text
    if label[-1].isdecimal() or (label[-1] in ".．" and text[:1].isdecimal()):
        return label.rstrip(".．") + "、" + text if text[:1].isdecimal() else f"{label} {text}"
    return label + text
