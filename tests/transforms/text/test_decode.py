"""Bytes of every usual encoding become the same characters; what is no text is refused with its rule."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text.decode import Unreadable, decode

REPORT = "某某镇2023年法治政府建设情况报告\r\n一年来，全镇共调解矛盾纠纷12件，\n成功率98.5%以上。\r"


@pytest.mark.parametrize(
    ("data", "text", "why"),
    [
        (REPORT.encode("utf-8"), REPORT, "line ends of all three kinds stay"),
        (REPORT.encode("utf-8-sig"), "\ufeff" + REPORT, "a byte-order mark stays as one character"),
        (REPORT.encode("gb18030"), REPORT, "old offices save in GBK"),
        (
            "\ufeff".encode("utf-16-le") + REPORT.encode("utf-16-le"),
            "\ufeff" + REPORT,
            "Windows Unicode text",
        ),
        ("\ufeff".encode("utf-16-be") + REPORT.encode("utf-16-be"), "\ufeff" + REPORT, "the other order"),
        (REPORT.encode("utf-16-le"), REPORT, "UTF-16 without a mark"),
        (REPORT.encode("utf-16-be"), REPORT, "the other order without a mark"),
        (b"Annual report 2023", "Annual report 2023", "plain ASCII is text, if no report"),
        ("䶮镇依法行政".encode("gb18030"), "䶮镇依法行政", "a rare character of four bytes"),
    ],
)
def test_text_of_every_encoding(data: bytes, text: str, why: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "rule", "why"),
    [
        (b"", "empty", "nothing at all"),
        (" \r\n\t\u3000\u00a0".encode(), "empty", "only blanks"),
        (b"\xef\xbb\xbf", "empty", "only a byte-order mark"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "undecodable", "a picture"),
        (random.Random(7).randbytes(4000), "undecodable", "noise"),
        (b"\0" * 500, "undecodable", "a file of zeros, left by a crash"),
        (REPORT.encode("big5", "ignore") * 3, "undecodable", "another encoding reads as rare characters"),
        (REPORT.encode("shift_jis", "ignore") * 3, "undecodable", "and another"),
        (REPORT.encode()[:40] + b"\xff" + REPORT.encode()[40:], "undecodable", "UTF-8 with a broken byte"),
    ],
)
def test_no_text_is_refused(data: bytes, rule: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    assert refused.value.rule == rule
    assert refused.value.reason


@given(st.text(alphabet=st.sampled_from("的镇法治政府建设在年一2023，。\n\r A"), min_size=1))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    if text.strip():
        assert decode(text.encode()) == text
