"""What is new in an inbox, against the ledger."""

import os

import polars as pl
import pytest

from flows.inbox import InboxMissingError, compare, scan, sha256
from flows.settings import load_settings
from tables import polars_schema


def ledger(inbox, *names, status="loaded", reason=None, present=True, **changed):
    """Ledger rows of these files as they lie in the inbox."""
    rows = []
    for name in names:
        stat = (inbox / name).stat()
        rows.append(
            {
                "path": name,
                "size": stat.st_size,
                "mtime_ns": stat.st_mtime_ns,
                "sha256": None
                if reason in ("too_large", "unsupported_format", "unreadable")
                else sha256(inbox / name),
                "status": status,
                "reason": reason,
                "report_id": "r" if status == "loaded" else None,
                "present": present,
                "run_id": "before",
            }
            | changed
        )
    return pl.DataFrame(rows, schema=polars_schema("ops.file"))


@pytest.fixture
def box(tmp_path):
    folder = tmp_path / "inbox"
    (folder / "重庆市" / "巴南区").mkdir(parents=True)
    for name in ("a.txt", "重庆市/b.md", "重庆市/巴南区/c.TXT"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def found(box, home, before, **settings):
    return compare(box, scan(box), before, load_settings(home, **settings))


def empty():
    return pl.DataFrame(schema=polars_schema("ops.file"))


def test_scan_finds_files_in_nested_folders_sorted_by_path(box):
    assert scan(box)["path"].to_list() == ["a.txt", "重庆市/b.md", "重庆市/巴南区/c.TXT"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (".DS_Store", "what a desktop leaves"),
        ("~$年报.docx", "the lock file of an open document"),
        (".git/a.txt", "a hidden folder"),
    ],
)
def test_scan_ignores(box, name, why):
    (box / name).parent.mkdir(exist_ok=True)
    (box / name).write_text("x", encoding="utf-8")
    assert scan(box).height == 3, why


def test_scan_does_not_follow_a_link_to_a_folder(box):
    (box / "loop").symlink_to(box, target_is_directory=True)
    assert scan(box).height == 3


def test_scan_of_a_folder_that_is_gone_says_which(tmp_path):
    with pytest.raises(InboxMissingError, match="nowhere"):
        scan(tmp_path / "nowhere")


def test_everything_is_new_to_an_empty_ledger(box, home):
    changes = found(box, home, empty())
    assert (changes.seen, changes.new, changes.refused.height) == (3, 3, 0)


def test_nothing_is_new_where_size_and_time_are_the_same(box, home, monkeypatch):
    """No file is opened then: a million of them would take an hour."""
    before = ledger(box, "a.txt", "重庆市/b.md", "重庆市/巴南区/c.TXT")
    monkeypatch.setattr("flows.inbox.sha256", lambda path: pytest.fail(f"{path} was read"))
    changes = found(box, home, before)
    assert (changes.new, changes.touched.height, changes.vanished.height) == (0, 0, 0)


def test_another_time_and_the_same_bytes_is_not_new_but_noted(box, home):
    before = ledger(box, "a.txt")
    os.utime(box / "a.txt", ns=(1, 1))
    changes = found(box, home, before)
    assert "a.txt" not in changes.todo["path"].to_list()
    assert changes.touched.select("path", "mtime_ns", "report_id").rows() == [("a.txt", 1, "r")]
    assert changes.touched.columns == list(polars_schema("ops.file"))


def test_the_same_size_and_other_bytes_is_new(box, home):
    before = ledger(box, "a.txt")
    (box / "a.txt").write_text("A.TXT", encoding="utf-8")
    os.utime(box / "a.txt", ns=(1, 1))
    assert "a.txt" in found(box, home, before).todo["path"].to_list()


def test_a_file_taken_away_is_noted_as_gone(box, home):
    before = ledger(box, "a.txt")
    (box / "a.txt").unlink()
    assert found(box, home, before).vanished.select("path", "present").rows() == [("a.txt", False)]


def test_a_file_that_is_back_is_noted_as_present(box, home):
    changes = found(box, home, ledger(box, "a.txt", present=False))
    assert changes.touched.select("path", "present").rows() == [("a.txt", True)]


@pytest.mark.parametrize(
    ("name", "size", "rule"),
    [
        ("表.xlsx", 3, "unsupported_format"),
        ("没有扩展名", 3, "unsupported_format"),
        (".txt.bak/年报.txt.xls", 3, None),  # in a hidden folder: not seen at all
        ("年报.txt.xls", 3, "unsupported_format"),
        ("年报.DOCX", 3, "todo"),
        ("年报.tar.gz", 3, "todo"),
        ("大.txt", 101, "too_large"),
        ("正好.txt", 100, "todo"),
    ],
)
def test_what_is_refused_unread(box, home, name, size, rule):
    (box / name).parent.mkdir(exist_ok=True)
    (box / name).write_bytes(b"x" * size)
    changes = found(box, home, empty(), max_file_bytes=100)
    told = dict(changes.refused.select("path", "rule").rows())
    todo = dict.fromkeys(changes.todo["path"], "todo")
    assert (told | todo).get(name) == rule


def test_a_name_that_is_no_unicode_is_refused_not_fatal(box, home):
    name = os.fsencode(box) + "/年报.txt".encode("gb18030")
    try:
        with open(name, "wb"):  # noqa: PTH123 - a bytes name
            pass
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    assert found(box, home, empty()).refused["rule"].to_list() == ["bad_name"]


def test_a_refused_file_that_is_back_is_looked_at_again(box, home):
    """Its row in quarantine was released when it went."""
    before = ledger(box, "a.txt", status="quarantined", reason="not_a_report", present=False)
    assert "a.txt" in found(box, home, before).todo["path"].to_list()


def test_an_unchanged_refused_file_is_counted_not_read(box, home):
    before = ledger(box, "a.txt", status="quarantined", reason="not_a_report")
    changes = found(box, home, before)
    assert changes.still_quarantined == 1
    assert "a.txt" not in changes.todo["path"].to_list()


def test_a_touched_refused_file_stays_refused_without_a_new_row(box, home):
    """A ledger row without its quarantine row would release it."""
    before = ledger(box, "a.txt", status="quarantined", reason="not_a_report")
    os.utime(box / "a.txt", ns=(1, 1))
    changes = found(box, home, before)
    assert (changes.still_quarantined, changes.touched.height) == (1, 0)


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("too_large", "the limit was raised since"),
        ("unsupported_format", "the format can be read now"),
        ("unreadable", "rights and disks get mended without a trace in size or time"),
    ],
)
def test_a_refused_file_is_tried_again_when_its_reason_may_be_gone(box, home, reason, why):
    before = ledger(box, "a.txt", status="quarantined", reason=reason)
    assert "a.txt" in found(box, home, before).todo["path"].to_list(), why


@pytest.mark.parametrize(
    ("reason", "older", "again"),
    [
        ("extract_failed", ["before"], True),  # the program was mended since
        ("extract_failed", [], False),  # it would break again
        ("not_a_report", ["before"], False),  # a verdict, no breakdown
    ],
)
def test_a_file_on_which_extraction_broke_is_tried_again_by_another_program(box, home, reason, older, again):
    before = ledger(box, "a.txt", status="quarantined", reason=reason)
    todo = compare(box, scan(box), before, load_settings(home), older=older).todo
    assert ("a.txt" in todo["path"].to_list()) is again


def test_a_refused_file_that_is_still_too_large_is_not_new(box, home):
    before = ledger(box, "a.txt", status="quarantined", reason="too_large")
    changes = found(box, home, before, max_file_bytes=1)
    assert "a.txt" not in changes.refused["path"].to_list()
    assert changes.still_quarantined == 1


def archived(box, *members, **changed):
    """Ledger rows of an archive as it lies in the inbox, and of its members."""
    if not (box / "a.zip").exists():
        (box / "a.zip").write_bytes(b"PK")
    rows = [ledger(box, "a.zip", status="unpacked", **changed)]
    for name, reason in members:
        told = {"path": f"a.zip!/{name}", "archive": "a.zip", "reason": reason, "sha256": "m"}
        told["status"] = "quarantined" if reason else "loaded"
        rows.append(ledger(box, "a.zip", **changed | told))
    return pl.concat(rows)


def test_members_of_an_unchanged_archive_have_not_vanished(box, home):
    changes = found(box, home, archived(box, ("年报.docx", None), ("坏.docx", "broken_file")))
    assert "a.zip" not in changes.todo["path"].to_list()
    assert changes.vanished.is_empty()
    assert changes.still_quarantined == 1, "the refused member is counted"


def test_members_go_with_their_archive(box, home):
    before = archived(box, ("年报.docx", None))
    (box / "a.zip").unlink()
    gone = found(box, home, before).vanished
    assert gone["path"].to_list() == ["a.zip", "a.zip!/年报.docx"]
    assert gone["present"].to_list() == [False, False]


def test_an_archive_that_is_touched_is_noted_and_its_members_stay(box, home):
    before = archived(box, ("年报.docx", None))
    os.utime(box / "a.zip", ns=(1, 1))
    changes = found(box, home, before)
    assert changes.touched["path"].to_list() == ["a.zip"]
    assert changes.vanished.is_empty() and "a.zip" not in changes.todo["path"].to_list()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"present": False}, "the archive is back, and its members must be seen again"),
        ({"size": 1}, "the archive has changed"),
    ],
)
def test_an_archive_is_read_again(box, home, change, why):
    assert "a.zip" in found(box, home, archived(box, ("年报.docx", None), **change)).todo["path"].to_list(), (
        why
    )


@pytest.mark.parametrize(
    ("reason", "older", "again"),
    [
        ("reader_timeout", ["before"], True),
        ("needs_program", ["before"], True),
        ("needs_program", [], False),
        ("broken_file", ["before"], False),
    ],
)
def test_an_archive_is_read_again_where_a_member_may_be_mended(box, home, reason, older, again):
    before = archived(box, ("年报.doc", reason))
    todo = compare(box, scan(box), before, load_settings(home), older=older).todo
    assert ("a.zip" in todo["path"].to_list()) is again


def test_a_file_of_another_format_than_its_name_says_is_not_read_every_night(box, home):
    """It was opened, unlike one refused for its name: nothing changes before it does."""
    before = ledger(box, "a.txt", status="quarantined", reason="unsupported_format", sha256="s")
    assert "a.txt" not in found(box, home, before).todo["path"].to_list()


def test_a_folder_named_like_a_member_is_a_folder(box, home):
    """Members are told by their archive, not by their path."""
    (box / "重要!").mkdir()
    (box / "重要!" / "年报.txt").write_text("x", encoding="utf-8")
    changes = found(box, home, ledger(box, "重要!/年报.txt"))
    assert "重要!/年报.txt" not in changes.todo["path"].to_list()
    assert changes.vanished.is_empty()
