"""Rivals: what each finds in a short text, and that a missing package is no error."""

import pytest

from bench import rivals as module
from bench.rivals import rivals

TEXT = "全年调解纠纷205件，开展检查三十次，办结率98.5%。"


def found(name, text=TEXT):
    rival = next(rival for rival in rivals() if rival.name.lower().startswith(name.lower()))
    if rival.find is None:
        pytest.skip(f"{name} is not installed")
    return {(text[row["start"] : row["end"]], row["value"], row["unit"]) for row in rival.find(text)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("regular", {("205件", 205, "件"), ("98.5%", 98.5, "%")}),
        ("cn2an", {("205件", 205, "件"), ("三十次", 30, "次"), ("98.5%", 98.5, "%")}),
        ("Recognizers", {("205", 205, None), ("三十", 30, None), ("98.5%", 98.5, "%")}),
        ("jieba", {("205", 205, "件"), ("三十次", 30, "次"), ("98.5", 98.5, "%")}),
    ],
)
def test_what_each_finds(name, expected):
    assert found(name) == expected


def test_large_numbers_are_multiplied_out():
    assert found("regular", "发放资料3.2万余份") == {("3.2万余份", 32000, "份")}
    assert found("cn2an", "投入1,200元") == {("1,200元", 1200, "元")}


def test_what_is_no_numeral_to_cn2an_is_left_out():
    assert found("cn2an", "千百件小事") == set()


def test_a_missing_package_is_no_error(monkeypatch):
    monkeypatch.setattr(module, "_imported", lambda name: None)
    assert [rival.find is None for rival in rivals()] == [False, False, True, True]
