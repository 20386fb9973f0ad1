"""What comes out of archives, what is refused by itself, and what refuses the whole."""

import gzip

import pytest

from tests.render import docx
from tests.render.archive import encrypted, gbk_zipped, linked, named_gzip, nested, tarred, zipped
from transforms.read.archive import check_package, members
from transforms.read.document import Limits, Unreadable

A, B = "甲".encode(), "乙".encode()


def taken(data, **limits):
    """Name to bytes, or to the rule by which a member was refused."""
    found = members(data, Limits(**limits))
    return {one.name: one.refused.rule if one.refused else one.data for one in found}


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        (zipped({"a.txt": A, "夹/b.docx": B}), {"a.txt": A, "夹/b.docx": B}, "names in UTF-8, folders"),
        (gbk_zipped({"年报.txt": A}), {"年报.txt": A}, "names in GBK"),
        (zipped({"夹\\a.txt": A}), {"夹/a.txt": A}, "separators of Windows"),
        (tarred({"a.txt": A, "夹/b.txt": B}), {"a.txt": A, "夹/b.txt": B}, "a tar"),
        (tarred({"夹/a.txt": A}, packed=True), {"夹/a.txt": A}, "a tar.gz"),
        (gzip.compress(b"") + tarred({"a.txt": A}, packed=True), {"a.txt": A}, "a gzip of several parts"),
        (gzip.compress(A, mtime=0), {"内容": A}, "one file packed alone, its name not kept"),
        (named_gzip("夹/年报.txt", A), {"年报.txt": A}, "one file packed alone, its name kept"),
        (named_gzip("..", A), {"内容": A}, "a name that leads elsewhere is none"),
        (named_gzip("年报.docx", docx.render("调解3件。")), {"年报.docx": docx.render("调解3件。")},
         "a document that is a zip itself stays whole"),
        (zipped({"__MACOSX/._a.txt": A, ".DS_Store": B, "~$a.docx": B, "README.md": B, "a.txt": A}),
         {"a.txt": A}, "what the inbox passes over is passed over here"),
        (zipped({"夹/": b"", "a.txt": A}), {"a.txt": A}, "folders are no files"),
        (nested(2, A), {"inner.zip!/年报.txt": A}, "an archive in an archive"),
        (zipped({"b.tgz": tarred({"a.txt": A}, packed=True)}), {"b.tgz!/a.txt": A}, "of another kind"),
        (zipped({"坏.zip": b"PK\x03\x04..", "a.txt": A}), {"坏.zip": b"PK\x03\x04..", "a.txt": A},
         "what only looks like an archive is left to the readers, who say why"),
    ],
)  # fmt: skip
def test_members(data, expected, why):
    assert taken(data) == expected, why


@pytest.mark.parametrize(
    ("data", "name", "rule", "why"),
    [
        (zipped({"../../etc/cron.d/x": A, "a.txt": B}), "../../etc/cron.d/x", "unsafe_archive", "upwards"),
        (
            zipped({"夹/../../x.txt": A, "a.txt": B}),
            "夹/../../x.txt",
            "unsafe_archive",
            "up again",
        ),
        (zipped({"..\\x.txt": A, "a.txt": B}), "../x.txt", "unsafe_archive", "upwards as Windows writes it"),
        (zipped({"/etc/passwd": A, "a.txt": B}), "/etc/passwd", "unsafe_archive", "absolute"),
        (zipped({"C:\\x.txt": A, "a.txt": B}), "C:/x.txt", "unsafe_archive", "a drive"),
        (tarred({"a.txt": B}, links=[("x", "/etc/passwd")]), "x", "unsafe_archive", "a link"),
        (tarred({"../x.txt": A, "a.txt": B}), "../x.txt", "unsafe_archive", "upwards in a tar"),
    ],
)
def test_a_bad_member_is_refused_by_itself(data, name, rule, why):
    assert taken(data) == {name: rule, "a.txt": B}, why


def test_a_link_in_a_zip_is_refused():
    assert taken(linked("x.txt", "/etc/passwd")) == {"x.txt": "unsafe_archive"}


def test_an_encrypted_member_is_refused():
    assert taken(encrypted(zipped({"a.txt": A}))) == {"a.txt": "encrypted"}


def test_a_member_whose_bytes_are_spoilt_is_refused():
    data = zipped({"a.txt": b"0123456789" * 9, "b.txt": B}, compression=0)
    assert taken(data.replace(b"0123456789", b"0123456780", 1)) == {"a.txt": "broken_file", "b.txt": B}


def test_archives_too_deep_are_refused_by_themselves():
    assert taken(nested(4, A)) == {"inner.zip!/inner.zip": "nested_too_deep"}
    assert taken(nested(4, A), depth=4) == {"inner.zip!/inner.zip!/inner.zip!/年报.txt": A}


def test_two_members_of_one_name_are_one_and_a_refusal():
    with pytest.warns(UserWarning, match="Duplicate"):
        import io
        import zipfile

        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            package.writestr("a.txt", A)
            package.writestr("a.txt", B)
    found = list(members(stream.getvalue(), Limits()))
    assert [(one.name, one.data, one.refused and one.refused.rule) for one in found] == [
        ("a.txt", A, None), ("a.txt", b"", "unsafe_archive"),
    ]  # fmt: skip


ZEROS = bytes(9_000_000)


@pytest.mark.parametrize(
    ("data", "limits", "why"),
    [
        (zipped({"a.txt": ZEROS}), {}, "a thousand to one"),
        (tarred({"a.txt": ZEROS}, packed=True), {}, "the same as a tar.gz"),
        (gzip.compress(ZEROS), {}, "a gzip of nothing"),
        (zipped({"a.txt": bytes(2000)}), {"unpacked_bytes": 1999}, "more bytes than allowed"),
        (zipped({f"{n}.txt": A for n in range(4)}), {"members": 3}, "more members than allowed"),
        (zipped({"b.zip": zipped({"a.txt": ZEROS})}), {}, "the bomb lies within"),
    ],
)
def test_a_bomb_refuses_the_archive(data, limits, why):
    with pytest.raises(Unreadable) as refusal:
        taken(data, **limits)
    assert refusal.value.rule == "zip_bomb", why


@pytest.mark.parametrize(
    "data",
    [
        zipped({"a.txt": A})[:-30],
        tarred({"a.txt": A * 2000}, packed=True)[:-20],
        b"PK\x05\x06",
    ],
    ids=["zip cut short", "tar.gz cut short", "end of a zip alone"],
)
def test_a_broken_archive_is_refused(data):
    with pytest.raises(Unreadable) as refusal:
        taken(data)
    assert refusal.value.rule == "broken_file"


def test_a_document_that_is_a_bomb_is_refused_before_it_is_read():
    with pytest.raises(Unreadable) as refusal:
        check_package(zipped({"word/document.xml": ZEROS}), Limits())
    assert refusal.value.rule == "zip_bomb"
    check_package(zipped({"word/document.xml": ZEROS}), Limits(ratio=2000))
