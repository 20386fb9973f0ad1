"""Older Word files: the programs that know them, here small scripts in their place."""

import time

import pytest

from flows.oldword import converted

OFFICE = 'for word; do :; done; cp "$word" old.docx; echo "docx of" >> old.docx; cat "$word" > /dev/null'
ANTIWORD = "printf '年报 '; cat old.doc"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a script in the place of a program; nothing else is installed."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}")

    def put(name, script):
        path = programs / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        path.chmod(0o755)

    return put


@pytest.mark.parametrize(
    ("programs", "expected", "why"),
    [
        ({}, None, "nothing is installed"),
        ({"soffice": OFFICE}, "甲docx of\n", "LibreOffice makes a .docx"),
        ({"libreoffice": OFFICE}, "甲docx of\n", "under its other name"),
        ({"antiword": ANTIWORD}, "年报 甲", "antiword prints the text"),
        ({"soffice": OFFICE, "antiword": ANTIWORD}, "甲docx of\n", "a .docx keeps more"),
        ({"soffice": "exit 1", "antiword": ANTIWORD}, "年报 甲", "where one fails the other is asked"),
        ({"soffice": "exit 0", "antiword": "exit 1"}, None, "neither could read it"),
    ],
)
def test_who_reads_an_older_file(install, tmp_path, programs, expected, why):
    for name, script in programs.items():
        install(name, script)
    found = converted("甲".encode(), tmp_path / "work", 20)
    assert (found.decode() if found is not None else None) == expected, why


def test_a_program_that_hangs_is_ended_with_all_it_started(install, tmp_path):
    install("antiword", "sleep 60 & sleep 60")
    started = time.monotonic()
    assert converted(b"x", tmp_path / "work", 0.3) is None
    assert time.monotonic() - started < 10


def test_nothing_is_left_behind(install, tmp_path):
    install("soffice", OFFICE)
    converted(b"x", tmp_path / "work", 20)
    assert list((tmp_path / "work").iterdir()) == []
