"""The value of a numeral: digits of any width, Chinese numerals, and mixtures such as 2万5千.

Only their shape and value live here; whether a number counts anything is decided in
`transforms.facts.verdicts`.
"""

import re
from functools import lru_cache

DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")}
DIGIT |= {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}
DIGIT |= {"○": 0, "两": 2, "俩": 2, "仨": 3, "贰": 2, "貳": 2, "參": 3, "陸": 6}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000, "兆": 1_000_000_000_000}
CHINESE = "".join(DIGIT) + "".join(SMALL) + "".join(LARGE)

ASCII_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
MULTIPLE = r"(?:[余多几]?[十百千]?[万亿]+|[百千](?![米克瓦伏卡]))"
DIGIT_CORE = rf"(?:{ASCII_NUMBER})(?:{MULTIPLE}(?:\d+[千百](?![米克]))?(?:\d+(?=[余多]?[\u4e00-\u9fff]))?)?"
HALF_CORE = "一半|半数"
VAGUE_TENS = "(?:[数几上成好]{1,2}(?=[十百千万亿]))?"
WORD_CORE = rf"{VAGUE_TENS}[{CHINESE}]+(?:[余多几](?=[万亿千])[万亿千]+)?(?:点[{CHINESE}]+)?"
TENTHS_CORE = (
    r"[一二三四五六七八九]成(?:[一二三四五六七八九半](?![次名个人件批户家]))?(?![员果本立交效功为熟都人])"
)
FRACTION_CORE = (
    rf"(?:[{CHINESE}]+|\d+)分之(?:{DIGIT_CORE}|{WORD_CORE})|(?<![\d/.年月第])[1-9]/(?:[2-9]|10)(?![\d/页])"
)
CORE = rf"{FRACTION_CORE}|{HALF_CORE}|{TENTHS_CORE}|{DIGIT_CORE}|{WORD_CORE}|[半双]"
"""A numeral without bound words and unit, as a regular expression."""

TOKEN = re.compile(rf"{ASCII_NUMBER}|[{CHINESE}]|点|负|-|\.(?=\d)")
VAGUE = re.compile(r"[余多几来数上成近好]")
FRACTION = re.compile(r"(.+?)(?:个)?分之(.+)")
MIXED = re.compile(r"(\d+)\s+(\d+/\d+)")  # 1 3/5
TENTHS = re.compile(r"(.+?)([成折])([一二三四五六七八九半])?")
HALVES = {"半": 0.5, "半百": 50.0, "一半": 50.0, "半数": 50.0, "半折": 50.0}  # the last three in percent
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
KEPT = 20_000


@lru_cache(maxsize=KEPT)  # most numerals come again and again
def value_of(text: str) -> float | None:
    """The value of a numeral, or None where the text is none.

    `百分之五` is 5 (percent stay percent), other fractions are percent too (`三分之一` is 33.33);
    vague words are left out of the value (`十余` is 10, `数十` and `几十` 10, `上百` 100);
    `半` is 0.5, `一半` 50, `八成七` 87; `1 3/5` is 160.
    """
    text = text.translate(FULL_WIDTH).strip()
    mixed = MIXED.fullmatch(text)
    if mixed:
        return float(mixed[1]) * 100 + (_plain(mixed[2]) or 0.0)
    text = re.sub(r"\s", "", text)
    fraction = FRACTION.fullmatch(text)
    if fraction:
        return _percent(fraction[1], fraction[2])
    if text in HALVES:
        return HALVES[text]
    tenths = TENTHS.fullmatch(text)
    if tenths:
        return _tenths(tenths[1], tenths[2], tenths[3])
    bare = VAGUE.sub("", text)
    sign = -1 if bare[:1] in ("负", "-") else 1
    value = _plain(bare.lstrip("负-"))
    return None if value is None else sign * value


def _percent(below: str, above: str) -> float | None:
    base, part = value_of(below), value_of(above)
    if not base or part is None:
        return None
    return part if base == 100 else round(part / base * 100, 2)


def _tenths(whole: str, word: str, part: str | None) -> float | None:
    """八成七 is 87, 九折 90, 三八折 and 38折 38."""
    value = value_of(whole)
    if value is None:
        return None
    if word == "成" or value < 10:
        value *= 10
    return round(value + (5 if part == "半" else DIGIT.get(part or "", 0)), 6)


def _plain(text: str) -> float | None:
    if not text:
        return None
    if re.fullmatch(rf"(?:{ASCII_NUMBER}|\.\d+)(?:[eE]-?\d+)?", text):
        return float(text.replace(",", ""))
    above, slash, below = text.partition("/")
    if slash:
        return _ratio(above, below)
    whole, point, decimals = text.partition("点")
    if point:
        value, after = _plain(whole), "".join(_digit(c) for c in decimals)
        return None if value is None or not after.isdigit() else float(f"{value:.0f}.{after}")
    if re.fullmatch(rf"[{''.join(DIGIT)}]{{2,}}", text):
        return float("".join(_digit(c) for c in text))
    return _composed(text)


def _ratio(above: str, below: str) -> float | None:
    part, whole = _plain(above), _plain(below)
    return part / whole * 100 if part is not None and whole else None


def _digit(char: str) -> str:
    return str(DIGIT.get(char, char))


def _composed(text: str) -> float | None:
    """Sum of digits times their powers; 千 and 万 may follow either digits or characters."""
    total = section = number = 0.0
    last, zero, seen = 0, False, False
    for token in TOKEN.findall(text):
        seen = True
        if token in LARGE:
            total = _enlarge(total, section + number, LARGE[token])
            section, number, last, zero = 0.0, 0.0, LARGE[token], False
        elif token in SMALL:
            section += (number or 1) * SMALL[token]
            number, last, zero = 0.0, SMALL[token], False
        elif token in DIGIT:
            zero = zero or DIGIT[token] == 0
            number = float(DIGIT[token])
        elif token[0].isdigit():
            number, zero = float(token.replace(",", "")), True
    if last >= 100 and number and not zero:  # 两千三百五: the last digit stands for tens
        number *= last // 10
    return total + section + number if seen else None


def _enlarge(total: float, group: float, large: int) -> float:
    """`total` so far and the group before 万 or 亿, taken together with it."""
    if not group and total:
        return total * large
    return (total + group) * large if 0 < total < large else total + (group or 1) * large
