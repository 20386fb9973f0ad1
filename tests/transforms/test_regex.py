"""A pattern compiled with a look at its first character finds what it finds without."""

import re

import pytest

from transforms.regex import quick

TEXT = "全年受理案件12件，办结10件；同比增长9.1%，\n其中（含调解3件）由司法所办理。A3类 为零"


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(?:办结|受理)案?件?\d", "alternatives of words"),
        (r"(?<!同)比|(?<=其)中", "a look back before the first character"),
        (r"(?!办理)办.", "a look ahead before the first character"),
        (r"(?:共|由)?司法", "the beginning may be missing, so that the next may be first"),
        (r"(?:受){0,2}理\w", "so may a repeated one"),
        (r"[^，。；\d]{2}件", "a class of what must not stand there"),
        (r"[一-龥]+所", "a class with a range"),
        (r"\d+(?:件|%)|\s其", "digits and blanks"),
        (r"\D件", "a class that is all but digits"),
        (r"(?:^|[，；])[\u4e00-\u9fff]{2}", "the start of the text, or a mark"),
        (r"^全", "the start of the text alone"),
        (r"(?:件)$|零$", "at the end"),
        (r"(?P<one>由)|(?P<two>其中)", "names of groups stay"),
        (r"\]|\-|\^|\\|（含", "marks that mean something in a class"),
        (r".件", "any character"),
        (r"(?:多|几)*", "nothing at all is a match too"),
        (r"(?!)", "no match at all"),
    ],
)
def test_a_quick_pattern_finds_the_same(pattern: str, why: str) -> None:
    def found(compiled: re.Pattern[str]) -> list[tuple[object, ...]]:
        return [(*match.span(), match.groups(), match.groupdict()) for match in compiled.finditer(TEXT)]

    assert found(quick(pattern)) == found(re.compile(pattern)), why


def test_most_places_are_passed_at_once() -> None:
    assert quick(r"(?<!同)比|[较与]去年").pattern.startswith("(?=[")


def test_words_are_left_to_re_which_looks_for_their_letters_itself() -> None:
    assert quick("上升|增长").pattern == "上升|增长"


def test_an_error_of_a_pattern_is_told_as_re_tells_it() -> None:
    with pytest.raises(re.error):
        quick("(一")
