"""The door: the right reader by content, and every way a reader may fail made a reason."""

import pytest

from transforms.read import door
from transforms.read.document import Document, Limits, Unreadable

TEXT = "华埠镇2023年度法治政府建设年度报告\n全年调解矛盾纠纷120件。\n"


def reads_as(monkeypatch, outcome):
    """Make the reader of RTF give this document, or raise this."""

    def read(data, limits):
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    monkeypatch.setattr(door, "reader", lambda kind: read)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_plain_text_is_read_at_once(encoding):
    found = door.plain(TEXT.encode(encoding), "年报.txt", Limits())
    assert found is not None and found.text.lstrip("\ufeff") == TEXT and found.format == "txt"
    assert door.read(TEXT.encode(encoding), "年报.txt", Limits()) == found


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7", "a.txt"),
        (b"{\\rtf1 }", "a.doc"),
        (b"<html><p>1</p>", "a.html"),
        (b"<?xml version='1.0'?><x/>", "a.doc"),
    ],
)
def test_what_needs_a_parser_is_not_read_at_once(data, name):
    assert door.plain(data, name, Limits()) is None


@pytest.mark.parametrize(
    ("outcome", "rule", "why"),
    [
        (KeyError("word/document.xml"), "broken_file", "whatever a parser stumbles over"),
        (RecursionError(), "nested_too_deep", "depth without end"),
        (ModuleNotFoundError(name="lxml"), "needs_program", "no file is to blame for a bad installation"),
        (Unreadable("encrypted", "设了密码"), "encrypted", "what the reader says itself"),
        (Document(" \n\u3000", "rtf"), "no_text", "blanks are no text"),
        (Document("年" * 101, "rtf"), "too_large", "more characters than allowed"),
    ],
)
def test_failures_of_a_reader_are_reasons(monkeypatch, outcome, rule, why):
    reads_as(monkeypatch, outcome)
    with pytest.raises(Unreadable) as refusal:
        door.read(b"{\\rtf1 }", "a.rtf", Limits(characters=100))
    assert refusal.value.rule == rule, why


def test_want_of_memory_is_not_the_files_fault(monkeypatch):
    reads_as(monkeypatch, MemoryError())
    with pytest.raises(MemoryError):
        door.read(b"{\\rtf1 }", "a.rtf", Limits())


def test_lone_surrogates_are_replaced_one_for_one(monkeypatch):
    reads_as(monkeypatch, Document("调解\ud8003件", "rtf"))
    assert door.read(b"{\\rtf1 }", "a.rtf", Limits()).text == "调解\ufffd3件"


@pytest.mark.parametrize(
    ("text", "limits", "words", "why"),
    [
        ("调解3件" * 4, Limits(characters=15), "max_characters", "too long"),
        ("调解3件" * 4, Limits(numerals=3), "max_numerals", "a table of numbers without end"),
        ("调解三件" * 4, Limits(numerals=3), "max_numerals", "numerals in words count too"),
        ("调解3件" * 4, Limits(characters=16, numerals=4), None, "as much as allowed"),
    ],
)
def test_a_text_too_large_for_extraction_is_refused(text, limits, words, why):
    if words is None:
        assert door.plain(text.encode(), "a.txt", limits).text == text, why
        return
    with pytest.raises(Unreadable, match=words) as refusal:
        door.plain(text.encode(), "a.txt", limits)
    assert refusal.value.rule == "too_large", why
