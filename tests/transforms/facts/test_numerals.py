"""The value of a numeral, whatever it is written with; and another project's number cases, where at hand."""

import json
import re
from pathlib import Path

import pytest
from case_tables import named
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.numerals import value_of

VALUES = [
    ("788", 788, "plain digits"),
    ("0", 0, "nought is a number"),
    ("007", 7, "leading noughts"),
    ("1,234", 1234, "a thousands separator"),
    ("12,345,678.9", 12345678.9, "several separators and a decimal"),
    ("１２３", 123, "full width digits"),
    ("１,２３４", 1234, "full width digits, narrow separator"),
    ("９８．５", 98.5, "full width decimal point"),
    ("3.2万", 32000, "a decimal before 万"),
    ("9万", 90000, "万 after a digit"),
    ("1.2亿", 120_000_000, "a decimal before 亿"),
    ("4.78万亿", 4_780_000_000_000, "万亿 is one power"),
    ("2万5千", 25000, "mixture of digits and powers"),
    ("3万4000", 34000, "digits after 万"),
    ("1亿2千万", 120_000_000, "a power inside a power"),
    ("5亿1万4千6百", 500_014_600, "a gap between powers"),
    ("600余", 600, "the vague word is no part of the value"),
    ("3万余", 30000, "vague after the power"),
    ("3余万", 30000, "vague before the power"),
    ("十", 10, "a bare ten"),
    ("十五", 15, "ten and five"),
    ("二十", 20, "two tens"),
    ("廿三", 23, "the old word for twenty"),
    ("一百零五", 105, "nought holds a place"),
    ("一百五", 150, "an elided ten"),
    ("两千三百五", 2350, "an elided ten after a hundred"),
    ("一千零五十", 1050, "nought then tens"),
    ("三万六", 36000, "an elided thousand"),
    ("一万二百五十", 10250, "no elision where the power is said"),
    ("二百四十五万", 2_450_000, "a group before 万"),
    ("四亿五千六百四十二万零一十五", 456_420_015, "all powers"),
    ("两", 2, "the other two"),
    ("十余", 10, "vague tens"),
    ("十几", 10, "vague tens, spoken"),
    ("数十", 10, "several tens are ten at least"),
    ("几十", 10, "the same, spoken"),
    ("数百", 100, "several hundreds"),
    ("上百", 100, "upwards of a hundred"),
    ("上千", 1000, "upwards of a thousand"),
    ("半", 0.5, "half"),
    ("八成", 80, "tenths are percent"),
    ("八成七", 87, "tenths and hundredths"),
    ("六成半", 65, "half a tenth"),
    ("百分之五", 5, "percent stay percent"),
    ("百分之九十八点五", 98.5, "a spoken decimal"),
    ("百分之百", 100, "all of it"),
    ("百分之98.5", 98.5, "percent in digits"),
    ("三分之一", 33.33, "a fraction is percent"),
    ("四分之三", 75, "another fraction"),
    ("二点五", 2.5, "a spoken decimal"),
    ("零点零五", 0.05, "noughts after the point stay"),
    ("二〇二四", 2024, "digits read one by one"),
    ("壹仟贰佰叁拾肆", 1234, "the forms of cheques"),
    ("负三十二", -32, "a negative number"),
    ("-6.6", -6.6, "a negative number in digits"),
    ("1 234", 1234, "a blank inside is no sign"),
    ("", None, "nothing"),
    ("件", None, "a unit is no number"),
    ("法治", None, "words"),
]


@pytest.mark.parametrize(("text", "value", "why"), named(VALUES, 2))
def test_value(text: str, value: float | None, why: str):
    found = value_of(text)
    assert found == (None if value is None else pytest.approx(value, abs=0.005)), why


CHINESE_DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """A number below 10**12 in Chinese, as it is taught."""
    if number == 0:
        return "零"
    words, unit = "", ["", "万", "亿"]
    groups = [number // 10_000**i % 10_000 for i in range(3)]
    for power in (2, 1, 0):
        group = groups[power]
        if not group:
            continue
        if words and (group < 1000 or groups[power + 1 if power < 2 else 2] == 0):
            words += "零"
        words += _spell_group(group) + unit[power]
    return words


def _spell_group(group: int) -> str:
    words, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = group // place % 10
        if digit:
            words += ("零" if gap and words else "") + CHINESE_DIGITS[digit] + name
        gap = digit == 0
    return words


@given(st.integers(0, 10**12 - 1))
def test_every_spelled_number_is_read_back(number: int):
    assert value_of(spell(number)) == number


@given(st.integers(0, 10**9))
def test_separators_and_width_change_nothing(number: int):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    assert value_of(str(number)) == value_of(f"{number:,}") == value_of(wide) == number


@given(st.integers(1, 999), st.integers(1, 9))
def test_wan_multiplies_after_a_decimal(whole: int, tenth: int):
    assert value_of(f"{whole}.{tenth}万") == pytest.approx((whole + tenth / 10) * 10_000)


@given(st.text(max_size=20))
def test_any_text_has_a_value_or_none(text: str):
    assert value_of(text) is None or isinstance(value_of(text), float | int)


OUTSIDE = Path(__file__).parents[4] / "shared" / "outside"
NOT_PLAIN = {"traditional", "power_exp", "kmg", "inner_space", "pair_dozen", "mixed_fraction"}


def outside_cases() -> list[object]:
    """Text and value of each number in the plain cases, as the product tells it: fractions in percent."""
    found: dict[tuple[str, float], str] = {}
    for path in sorted(OUTSIDE.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            if NOT_PLAIN.isdisjoint(case["tags"]):
                found |= {(e["text"], _in_our_terms(e)): case["case"] for e in case["expected"]}
    if not found:
        return [pytest.param("", 0.0, marks=pytest.mark.skip(reason=f"{OUTSIDE} is absent"), id="absent")]
    return [
        pytest.param(text, value, id=f"{case.rsplit('/', 1)[-1]}:{text}")
        for (text, value), case in found.items()
    ]


def _in_our_terms(expected: dict[str, object]) -> float:
    """A fraction told as a part of one is percent in the product; a percentage is so already."""
    value, text = float(str(expected["value"])), str(expected["text"])
    is_fraction = expected["type"] != "percentage" and bool(re.search("[分/／]", text))
    return value * 100 if is_fraction else value


@pytest.mark.parametrize(("text", "value"), outside_cases())
def test_another_projects_numbers(text: str, value: float):
    number = re.sub(r"(?:\s*个\s*百分\s*点|\s*[%％])$", "", text)  # the unit is not the numeral's business
    assert value_of(number) == pytest.approx(value, abs=0.006)
