"""Files made to do harm, in one inbox with sound ones: each has its reason, the rest is loaded."""

import os
import threading
from dataclasses import replace

import polars as pl
import pytest

from flows import extraction, reader
from flows.batches import Work, plan
from flows.inbox import compare, scan
from flows.settings import load_settings
from tables import polars_schema
from tests.render import docx, html, pdf
from tests.render.archive import encrypted, linked, nested, tarred, zipped
from tests.render.hostile import (
    large_image,
    laughs,
    locked_pdf,
    locked_word,
    many_pages,
    nested_page,
    outside,
    word,
)

from .conftest import report

SECRET = "绝密内容一千二百三十四"


def rendered(module, town):
    return module.render(report(town))


# name -> bytes, the rule by which it is refused (None: it is loaded), why
CASES = {
    "好.txt": (lambda: report("华埠镇").encode(), None, "a sound text"),
    "好.docx": (lambda: rendered(docx, "池淮镇"), None, "a sound Word file"),
    "好.html": (lambda: rendered(html, "长虹乡"), None, "a sound page"),
    "好.pdf": (lambda: rendered(pdf, "桐村镇"), None, "a sound PDF"),
    "是网页.doc": (lambda: rendered(html, "杨林镇"), None, "a .doc that is a page"),
    "是PDF.txt": (lambda: rendered(pdf, "苏庄镇"), None, "a .txt that is a PDF"),
    "是Word.pdf": (lambda: rendered(docx, "齐溪镇"), None, "a .pdf that is a Word file"),
    "空.docx": (lambda: b"", "empty", "zero bytes"),
    "空.pdf": (lambda: b"", "empty", "zero bytes"),
    "空.zip": (lambda: b"", "empty", "zero bytes"),
    "断.docx": (lambda: rendered(docx, "村头镇")[:-300], "broken_file", "a download that broke off"),
    "断.zip": (lambda: zipped({"a.txt": report().encode()})[:-20], "broken_file", "the same"),
    "断.tgz": (lambda: tarred({"a.txt": os.urandom(9000)}, packed=True)[:-99], "broken_file", "the same"),
    "乱.pdf": (lambda: bytes(range(128, 256)) * 40, "broken_file", "no PDF at all"),
    "锁.docx": (locked_word, "encrypted", "a password on a Word file"),
    "锁.pdf": (locked_pdf, "encrypted", "a password on a PDF"),
    "表.docx": (lambda: zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "unsupported_format",
                "a sheet under Word's name"),
    "笑.docx": (lambda: word("&l9;", laughs()), "broken_file", "a billion laughs"),
    "页.pdf": (lambda: many_pages(5000), "too_many_pages", "5,000 pages"),
    "深.html": (lambda: nested_page(report("林山乡"), 100_000), "nested_too_deep", "100,000 tags deep"),
    "炸.zip": (lambda: zipped({"a.txt": bytes(30_000_000)}), "zip_bomb", "a thousand to one"),
    "炸.tgz": (lambda: tarred({"a.txt": bytes(30_000_000)}, packed=True), "zip_bomb", "the same"),
    "炸.docx": (lambda: zipped({"[Content_Types].xml": b"", "word/document.xml": bytes(30_000_000)}),
                "zip_bomb", "a Word file that unpacks without end"),
    "数.txt": (lambda: ("3件、" * 40_000).encode(), "too_large", "numbers without end"),
    "挂.rtf": (lambda: b"{\\rtf1 hang}", "reader_timeout", "its parser never ends"),
    "崩.rtf": (lambda: b"{\\rtf1 crash}", "reader_killed", "its parser crashes"),
    "胀.rtf": (lambda: b"{\\rtf1 grow}", "reader_killed", "its parser wants all memory"),
}  # fmt: skip

MEMBERS = {
    "包.zip": (
        lambda: zipped({
            "夹/好.txt": report("音坑乡").encode(),
            "../出.txt": report().encode(),
            "/根.txt": report().encode(),
            "断.docx": rendered(docx, "村头镇")[:-300],
            "表.xlsx": b"PK",
            "深.zip": nested(3),
        }),
        {
            "夹/好.txt": None,
            "../出.txt": "unsafe_archive",
            "/根.txt": "unsafe_archive",
            "断.docx": "broken_file",
            "表.xlsx": "unsupported_format",
            "深.zip!/inner.zip": "nested_too_deep",
        },
    ),
    "锁.zip": (lambda: encrypted(zipped({"a.txt": report().encode()})), {"a.txt": "encrypted"}),
    "链.zip": (lambda: linked("a.txt", "/etc/passwd"), {"a.txt": "unsafe_archive"}),
    "链.tar": (lambda: tarred({}, links=[("a.txt", "/etc/passwd")]), {"a.txt": "unsafe_archive"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def fates(tmp_path_factory):
    """Path to (status, reason, words) of every file of one inbox, read in one batch; and its folders."""
    place = tmp_path_factory.mktemp("hostile")
    home, inbox = place / "home", place / "inbox"
    inbox.mkdir()
    for name, (made, *_) in (CASES | MEMBERS).items():
        (inbox / name).write_bytes(made())
    (place / "secret").write_text(SECRET, encoding="utf-8")
    (inbox / "外.docx").write_bytes(word("&out;", outside(str(place / "secret"))))
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()}
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("FAZHI_")]:
            patch.delenv(name)
        patch.setattr(reader, "PROGRAM", "tests.flows.hostile_reading")
        patch.setenv("FAZHI_READER_SECONDS", "20")
        patch.setenv("FAZHI_READER_MEGABYTES", "1024")
        work = Work(home / "work" / "r", "r", home, inbox, "v")
        settings = load_settings(home)
        plan(
            work,
            compare(inbox, scan(inbox), pl.DataFrame(schema=polars_schema("ops.file")), settings),
            settings,
        )
        for folder in sorted(work.batches.glob("0*[1-9]")):
            extraction.extract_batch(folder)
        reader.end_idle()
    after = {path for path in place.rglob("*") if path.is_file() and home not in path.parents}
    assert after == set(before), "nothing is written outside home"
    assert all(path.stat().st_mtime_ns == time for path, time in before.items())
    return work


def table(work, name):
    return pl.concat([pl.read_parquet(one / f"{name}.parquet") for one in sorted(work.batches.iterdir())])


def fate(work, path):
    (row,) = table(work, "ops.file").filter(path=path).to_dicts()
    return row["status"], row["reason"]


@pytest.mark.parametrize("name", CASES)
def test_each_file_is_loaded_or_has_its_reason(fates, name):
    _, rule, why = CASES[name]
    assert fate(fates, name) == (("quarantined", rule) if rule else ("loaded", None)), why


@pytest.mark.parametrize(
    ("archive", "member", "rule"),
    [(name, member, rule) for name, (_, told) in MEMBERS.items() for member, rule in told.items()],
)
def test_each_member_is_loaded_or_has_its_reason(fates, archive, member, rule):
    assert fate(fates, archive) == ("unpacked", None)
    assert fate(fates, f"{archive}!/{member}") == (("quarantined", rule) if rule else ("loaded", None))


def test_an_entity_from_outside_is_not_fetched(fates):
    """Whether the file is refused or read without it: its words are nowhere."""
    for name, column in (("core.report_text", "text"), ("ops.quarantine", "reason")):
        assert not any(SECRET[:4] in text for text in table(fates, name)[column])


def test_each_refusal_says_what_to_do(fates):
    refused = table(fates, "ops.quarantine")
    for path, reason in refused.select("path", "reason").iter_rows():
        assert reason and any("\u4e00" <= one <= "\u9fff" for one in reason), path
        assert any(mark in reason for mark in ("；", "，请", "。")), f"{path}: {reason}"


def test_count_in_is_count_out(fates):
    """Each file has one row, each member of an unpacked archive too, and each refusal one reason."""
    files = table(fates, "ops.file")
    assert files["path"].is_unique().all()
    assert files.filter(pl.col("archive").is_null()).height == len(CASES) + len(MEMBERS) + 1
    assert table(fates, "ops.quarantine").height == files.filter(status="quarantined").height
    assert table(fates, "core.report").height == files.filter(status="loaded").height


def test_no_parser_is_left(fates):
    """Those that hung were ended, the last one too."""
    mine = {str(os.getpid())}
    for stat in os.popen("ps -eo ppid,args").read().splitlines():
        parent, _, command = stat.strip().partition(" ")
        assert not (parent in mine and "hostile_reading" in command)
    assert threading.active_count() < 50


def test_an_image_of_many_pixels_is_refused_unopened(home, tmp_path):
    """30,000 by 30,000, all of its rows there: a gigabyte once unpacked."""
    bounds = replace(load_settings(home).bounds, seconds=60)
    with reader.borrowed(bounds) as one, pytest.raises(reader.Unreadable) as refusal:
        one.open(large_image(30_000, 30_000), "大.png")
    reader.end_idle()
    assert refusal.value.rule == "too_many_pixels"
