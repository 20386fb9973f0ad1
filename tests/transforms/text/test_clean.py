"""Cleaning: what goes, what is joined, what stays apart, and the way back to the source."""

import re
from itertools import pairwise

import pytest
from case_tables import named
from hypothesis import given
from hypothesis import strategies as st

from transforms.text.clean import FOLD, clean

# source, cleaned text, why
CLEANED = [
    ("", "", "nothing"),
    ("全年办理案件12件。", "全年办理案件12件。", "clean already"),
    ("\ufeff全年办理12件。", "全年办理12件。", "a byte-order mark"),
    ("全年\u200b办理12件。", "全年办理12件。", "a blank without width"),
    ("[bookmark: _GoBack]全年办理12件。", "全年办理12件。", "Word's bookmark"),
    ("全年办理[bookmark: _Toc123]12件。", "全年办理12件。", "Word's bookmark inside"),
    ("**全年**办理12件。", "全年办理12件。", "Markdown bold"),
    ("## 一、主要举措", "一、主要举措", "a Markdown heading"),
    ("- 办理12件。", "办理12件。", "a Markdown list"),
    ("> 办理12件。", "办理12件。", "a Markdown quotation"),
    ("办理\\*12件。", "办理*12件。", "a Markdown escape"),
    ("全 年 办 理 12 件。", "全年办理12件。", "blanks beside Chinese characters and digits"),
    ("全年　办理12件。", "全年办理12件。", "a Chinese blank"),
    ("全年\u00a0办理12件。", "全年办理12件。", "a hard blank"),
    ("Good Day制度", "Good Day制度", "a blank between foreign words stays"),
    ("办理１２件，达９８％", "办理12件，达98%", "full width digits and percent"),
    ("推进ＡＢＣ工程", "推进ABC工程", "full width letters"),
    ("办理12件,答复12件", "办理12件，答复12件", "a narrow comma in Chinese text"),
    ("投入12,345元", "投入12,345元", "a separator is no comma"),
    ("一、成效:办理12件;答复12件", "一、成效：办理12件；答复12件", "narrow marks"),
    ("办理12件(含延期2件)", "办理12件（含延期2件）", "narrow brackets"),
    # line breaks
    ("全年开展普法宣传，发放资料\n12份。", "全年开展普法宣传，发放资料12份。", "a number torn off its noun"),
    ("全年开展普法宣传，发放资料1\n2份。", "全年开展普法宣传，发放资料12份。", "a number torn apart"),
    ("全年开展普法宣传，发放资\n料12份。", "全年开展普法宣传，发放资料12份。", "a word torn apart"),
    (
        "全年开展普法宣传，发放资\r\n料12份。",
        "全年开展普法宣传，发放资料12份。",
        "a line end of two characters",
    ),
    (
        "全年开展普法宣传，发放资\n\n料12份。",
        "全年开展普法宣传，发放资料12份。",
        "an empty line inside a sentence",
    ),
    (
        "全年开展普法宣传，发放资\n— 3 —\n料12份。",
        "全年开展普法宣传，发放资料12份。",
        "a page number between",
    ),
    (
        "全年开展普法宣传，发放资\n- 3 -\n料12份。",
        "全年开展普法宣传，发放资料12份。",
        "a page number with hyphens",
    ),
    (
        "全年开展普法宣传，发放资\n第3页\n料12份。",
        "全年开展普法宣传，发放资料12份。",
        "a page number in words",
    ),
    (
        "全年开展普法宣传，发放资\n第 3 页 共 9 页\n料12份。",
        "全年开展普法宣传，发放资料12份。",
        "a page number with the count of pages",
    ),
    (
        "全年开展普法宣传\n，发放资料12份。",
        "全年开展普法宣传，发放资料12份。",
        "a mark that can begin no line",
    ),
    ("办理12件。\n答复12件。", "办理12件。\n答复12件。", "a full stop ends a line"),
    ("办理12件。\n\n\n答复12件。", "办理12件。\n答复12件。", "several line breaks are one"),
    ("办理12件；\n答复12件。", "办理12件；\n答复12件。", "a semicolon ends a line of a list"),
    # headings are never joined
    ("一、主要举措和成效\n全年办理12件。", "一、主要举措和成效\n全年办理12件。", "a heading and its text"),
    ("（一）抓好学法\n全年学法12次。", "（一）抓好学法\n全年学法12次。", "a heading in brackets"),
    ("全年办理12件。\n二、存在的问题", "全年办理12件。\n二、存在的问题", "text and the next heading"),
    (
        "全年开展普法宣传，共办理各类案件12件\n二、存在的问题\n力量不足。",
        "全年开展普法宣传，共办理各类案件12件\n二、存在的问题\n力量不足。",
        "a full stop forgotten before a heading",
    ),
    (
        "东安镇2024年法治政府建设年度报告\n全年办理12件。",
        "东安镇2024年法治政府建设年度报告\n全年办理12件。",
        "a title",
    ),
    ("一、主要举措\n（一）抓好学法", "一、主要举措\n（一）抓好学法", "two headings"),
    ("1.抓好学法\n2.抓好普法", "1.抓好学法\n2.抓好普法", "numbered headings"),
    ("## 一、主要举措\n全年办理12件。", "一、主要举措\n全年办理12件。", "a Markdown heading"),
    (
        "工作取得了成效，群众满意度进一步提升\n东安镇人民政府\n2025年1月8日",
        "工作取得了成效，群众满意度进一步提升\n东安镇人民政府\n2025年1月8日",
        "the signature is no part of the last sentence",
    ),
]


@pytest.mark.parametrize(("source", "expected", "why"), named(CLEANED))
def test_cleaned(source: str, expected: str, why: str):
    assert clean(source).text.strip("\n") == expected, why


SPANS = [
    ("全年办 理12件", "办理", "办 理", "a blank inside"),
    ("开展宣传，发放资料1\n2份，解答咨询", "12份", "1\n2份", "a line break inside a number"),
    ("经费列支28.\n6万元，增长", "28.6万元", "28.\n6万元", "a break behind a decimal point"),
    ("下放事项35\n0项，编制清单", "350项", "35\n0项", "a break inside a number of a short line"),
    ("走访农户93\n余户，收集", "93余户", "93\n余户", "a break before the unit"),
    ("**12**件", "12件", "12**件", "marks inside"),
    ("达９８．５％以上", "98.5%", "９８．５％", "full width"),
    ("全年开展普法宣传，发放资\n— 3 —\n料12份。", "资料12份", "资\n— 3 —\n料12份", "a page number inside"),
    ("\ufeff12件", "12件", "12件", "after a byte-order mark"),
    ("𠮷镇办理12件", "12件", "12件", "after a character beyond the first plane"),
]


@pytest.mark.parametrize(("source", "words", "there", "why"), named(SPANS))
def test_a_span_is_the_very_words_of_the_source(source: str, words: str, there: str, why: str):
    cleaned = clean(source)
    at = cleaned.text.index(words)
    low, high = cleaned.span(at, at + len(words))
    assert source[low:high] == there, why


WORDS = [
    "全年",
    "办理案件",
    "12件",
    "１２３",
    "98.5％",
    "1,234份",
    "“八五”",
    "人民政府",
    "2025年1月8日",
    "A",
    "b c",
    "𠮷",
]
POINTS = ["，", "。", "；", "、", "(含", ")", ",", ":", ";"]
BLANKS = [" ", "  ", "\u3000", "\u00a0", "\t", "\n", "\n\n", "\r\n", "\ufeff", "\u200b"]
MARKS = ["**", "__", "## ", "- ", "> ", "\\*", "[bookmark: _GoBack]", "<!-- x -->", "_Toc12"]
LINES = ["\n— 3 —\n", "\n第 3 页\n", "\n12\n", "\n一、成效\n", "\n（一）学法\n"]
PIECES = st.sampled_from([*WORDS, *POINTS, *BLANKS, *MARKS, *LINES])
SOURCES = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=60))
COMMA_FOLD = {ord(","): "，"}


def folds_to(source: str, char: str) -> bool:
    return char in (source, source.translate(FOLD), source.translate(COMMA_FOLD))


@given(SOURCES)
def test_every_character_maps_to_itself_in_the_source(source: str):
    cleaned = clean(source)
    places = [cleaned.at(i) for i in range(len(cleaned.text))]
    assert all(a < b for a, b in pairwise(places)), "positions strictly increase"
    assert all(0 <= place < len(source) for place in places)
    for place, char in zip(places, cleaned.text, strict=True):
        assert folds_to(source[place], char), (place, source[place], char)


@given(SOURCES, st.data())
def test_a_span_goes_there_and_back(source: str, data: st.DataObject):
    cleaned = clean(source)
    if not cleaned.text:
        return
    start = data.draw(st.integers(0, len(cleaned.text) - 1))
    end = data.draw(st.integers(start + 1, len(cleaned.text)))
    low, high = cleaned.span(start, end)
    places = [cleaned.at(i) for i in range(len(cleaned.text))]
    assert [i for i, place in enumerate(places) if low <= place < high] == list(range(start, end))


@given(SOURCES)
def test_no_digit_is_lost_but_those_of_page_numbers_and_marks(source: str):
    """A line that holds nothing but a number may be a page number; every other digit stays."""
    marks = re.compile(r"\[bookmark[^\]\n]*\]|<!--.*?-->|_Toc\d+|\[if [^\]\n]*\]")
    kept = marks.sub("", source.translate(FOLD).replace("\u200b", "").replace("\ufeff", ""))
    lines = [line for line in re.split(r"\r\n|\n", kept) if not re.fullmatch(r"[\s\W页第共\d]*", line)]
    digits = [c for line in lines for c in line if c in "0123456789"]
    cleaned = iter(c for c in clean(source).text if c in "0123456789")
    assert all(digit in cleaned for digit in digits)


@given(
    st.lists(
        st.sampled_from(["一、成效", "（二）学法", "三、下一步打算", "（一）抓好普法工作"]),
        min_size=2,
        max_size=8,
    )
)
def test_headings_are_never_joined(lines: list[str]):
    assert clean("\n".join(lines)).text.split("\n") == lines
