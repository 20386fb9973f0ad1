"""The process that parses: what becomes of it and of the file when a parser misbehaves."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from flows import reader
from flows.orchestrator import started
from flows.reader import Reader, borrowed, end_idle
from flows.reading import packed, unpacked
from flows.settings import load_settings
from tests.render.archive import zipped
from transforms.read.document import Cell, Document, Line, Page, Table, Unreadable


@pytest.fixture
def one(home, monkeypatch):
    """A reader whose reading process does as the file says, within two seconds and 512 megabytes."""
    monkeypatch.setattr(reader, "PROGRAM", "tests.flows.hostile_reading")
    made = Reader(replace(load_settings(home).bounds, seconds=2, megabytes=512))
    yield made
    made.close()


def rtf(words):
    return b"{\\rtf1 " + words.encode() + b"}"


def child(one):
    """The id of the process that reads."""
    return int(one.open(rtf("fine"), "a.rtf").text.removeprefix("进程 "))


def test_plain_text_needs_no_process(one):
    assert one.open("调解3件".encode(), "a.txt").text == "调解3件"
    assert one._child is None


def test_the_process_stays_for_the_next_file(one):
    assert child(one) == child(one) != os.getpid()


@pytest.mark.parametrize(
    ("deed", "rule", "told"),
    [
        ("hang", "reader_timeout", "2 秒"),
        ("crash", "reader_killed", "意外终止"),
        ("leave", "reader_killed", "意外终止"),
        ("grow", "reader_killed", "512 兆字节"),
    ],
)
def test_a_parser_that_misbehaves_is_ended_and_replaced(one, deed, rule, told):
    before = child(one)
    with pytest.raises(Unreadable) as refusal:
        one.open(rtf(deed), "a.rtf")
    assert refusal.value.rule == rule
    assert told in refusal.value.reason
    assert started(before) is None, "the process is gone, no zombie either"
    assert child(one) != before, "the next file is read"


def test_no_file_pays_for_what_another_did_to_the_process(one):
    """A process that was killed between two files is replaced without a word."""
    os.kill(child(one), signal.SIGKILL)
    assert child(one)


def test_members_come_with_their_reasons(one):
    found = one.open(zipped({"../a.txt": b"x", "b.txt": b"y"}), "a.zip")
    assert [(m.name, m.data, m.refused and m.refused.rule) for m in found] == [
        ("../a.txt", b"", "unsafe_archive"), ("b.txt", b"y", None),
    ]  # fmt: skip
    with pytest.raises(Unreadable, match="炸弹"):
        one.open(zipped({"b.txt": b"y", "a.txt": bytes(9_000_000)}), "a.zip")


def bare(folder):
    """A path on which the programs under test are not, whatever is installed here."""
    place = folder / "bare"
    place.mkdir(exist_ok=True)
    for name in ("head", "sleep"):
        if not (place / name).exists():
            (place / name).symlink_to(shutil.which(name, path="/usr/bin:/bin"))
    return str(place)


def program(folder, name, script):
    """A program on the path, in the place of a real one."""
    path = folder / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path.parent)


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("antiword", 'for last; do :; done; printf "调解3件 "; head -c 5 "$last"'),
        ("soffice", 'for last; do :; done; (printf "调解3件 "; head -c 5 "$last") > "${last%.doc}.txt"'),
    ],
)
def test_what_needs_a_program_is_read_by_it_where_it_is_installed(
    one, home, tmp_path, monkeypatch, name, script
):
    monkeypatch.setenv("PATH", bare(tmp_path))
    with pytest.raises(Unreadable) as refusal:
        one.read(rtf("old"), "a.doc")
    assert refusal.value.rule == "needs_program"
    monkeypatch.setenv("PATH", f"{program(tmp_path, name, script)}:{bare(tmp_path)}")
    assert one.read(rtf("old"), "a.doc") == Document("调解3件 {\\rtf", "doc")
    assert list((home / "cache").iterdir()) == [], "what it worked on is gone"


@pytest.mark.parametrize(
    ("script", "rule"), [("sleep 60 & sleep 60", "reader_timeout"), ("exit 1", "no_text")]
)
def test_a_program_that_does_not_help_is_ended(one, tmp_path, monkeypatch, script, rule):
    monkeypatch.setenv("PATH", f"{program(tmp_path, 'antiword', script)}:{bare(tmp_path)}")
    with pytest.raises(Unreadable) as refusal:
        one.read(rtf("old"), "a.doc")
    assert refusal.value.rule == rule


def test_an_archive_is_no_document(one):
    with pytest.raises(Unreadable, match="压缩包"):
        one.read(zipped({"b.txt": b"y"}), "a.zip")


def test_a_document_goes_through_the_socket_whole():
    document = Document(
        "调解\t3件\n\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "scan",
        native=False,
        pages=(Page(1, 0, 3),),
        lines=(Line(0, 3, 1, (0.1, 0.2, 0.3, 0.4), 0.98),),
        tables=(Table((Cell(0, 2, 0, 0), Cell(3, 5, 0, 1, 1, 2))),),
        metadata={"发布机关": "某镇"},
    )
    assert unpacked(*packed(document)) == document


def test_a_borrowed_reader_is_nobody_elses_and_stays(home):
    bounds = load_settings(home).bounds
    with borrowed(bounds) as first, borrowed(bounds) as second:
        assert first is not second
    with borrowed(bounds) as again:
        assert again in (first, second)
    with borrowed(replace(bounds, seconds=1)) as other:
        assert other not in (first, second), "other limits, another reader"
    end_idle()
    with borrowed(bounds) as fresh:
        assert fresh not in (first, second)


OWNER = """
import sys, time
from dataclasses import replace
from pathlib import Path
from flows import reader
from flows.settings import load_settings
reader.PROGRAM = "tests.flows.hostile_reading"
one = reader.Reader(replace(load_settings(Path(sys.argv[1])).bounds, seconds=60))
print(one.open(b"{\\\\rtf1 fine}", "a.rtf").text.removeprefix("进程 "), flush=True)
if sys.argv[2] == "hang":
    one.open(b"{\\\\rtf1 hang}", "a.rtf")
time.sleep(60)
"""


@pytest.mark.parametrize("state", ["idle", "hang"])
def test_no_process_is_left_when_its_owner_is_killed(home, state):
    """Whatever the parser is doing, and however the owner ends."""
    root = Path(__file__).parents[2]
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(home), state],
        stdout=subprocess.PIPE,
        cwd=root,
    )
    pid = int(owner.stdout.readline())
    time.sleep(0.3)
    assert started(pid) is not None
    owner.kill()
    owner.wait()
    owner.stdout.close()
    until = time.monotonic() + 5
    while started(pid) is not None and time.monotonic() < until:
        time.sleep(0.02)
    assert started(pid) is None


def test_the_process_can_write_no_file(tmp_path):
    """Confined as it is, nothing a parser does leaves a byte on the disk."""
    code = (
        "import os, sys; from flows.reading import _confine; life, _ = os.pipe(); _confine(life, 512);"
        "open(sys.argv[1], 'wb', buffering=0).write(b'x')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "x")], capture_output=True, check=False)
    assert b"File too large" in done.stderr
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0
