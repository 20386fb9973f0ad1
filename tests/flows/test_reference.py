"""Reference files: shipped ones, a steward's rows over them, and what is said of files that do not fit."""

import csv
import io

import pytest

from flows.reference import SHIPPED, ReferenceError, digest, load_catalogue, overrides, reference_files
from flows.settings import CHECKOUT
from transforms.catalogue import KEYS, ROWS


@pytest.fixture
def own(home):
    folder = home / "reference"
    folder.mkdir()
    return folder


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_without_overrides_the_shipped_bytes_are_passed_on(home):
    assert reference_files(home)["units.csv"] == (SHIPPED / "units.csv").read_bytes()


def header(name: str) -> str:
    return (SHIPPED / name).read_text(encoding="utf-8").splitlines()[0]


def test_each_shipped_file_has_its_rows_and_key():
    assert set(ROWS) == set(KEYS) == {path.name for path in SHIPPED.glob("*.csv")}
    for name, key in KEYS.items():
        assert set(key) <= set(header(name).split(","))


@pytest.mark.parametrize(
    ("name", "replacing", "new", "why"),
    [
        ("units.csv", "件,item,1,one", "箩,item,1,one", "a key of one column"),
        ("bounds.csv", "不少于,before,approx", "不少于,after,approx", "a word stands in two places"),
        ("region_aliases.csv", None, "110112209000,于家务", "a region has many aliases, none is lost"),
        ("section_roles.csv", None, "top,plan,^来年怎么干", "a role has many patterns"),
    ],
)
def test_an_override_replaces_rows_in_place_by_key_and_puts_new_ones_first(
    home, own, name, replacing, new, why
):
    before = rows((SHIPPED / name).read_bytes())
    if name == "section_roles.csv":
        new += ","
    lines = [header(name), *filter(None, [replacing]), new]
    (own / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    first, *after = rows(reference_files(home)[name])
    assert ",".join(first.values()) == new, why
    assert keys(after, name) == keys(before, name), why
    changed = [row for row, old in zip(after, before, strict=True) if row != old]
    assert [",".join(row.values()) for row in changed] == [*filter(None, [replacing])], why


def keys(found: list[dict[str, str]], name: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in KEYS[name]) for row in found]


def test_a_new_kind_of_document_is_tried_before_the_shipped_ones(home, own):
    """The last shipped rule fits everything: behind it a new one would never be reached."""
    from transforms.structure.document_kind import classify

    rule = "county.1,county_bulletin,县级简报,0,法治简报,,,0,是简报"
    (own / "document_kinds.csv").write_text(f"{header('document_kinds.csv')}\n{rule}\n", encoding="utf-8")
    text = "某县法治简报\n\n" + "全县推进法治政府建设，各项工作有序开展，成效明显。" * 5
    assert classify(text, "a.txt", load_catalogue(home).kinds).code == "county_bulletin"


def test_the_default_home_overrides_nothing():
    """Its reference folder is the shipped one."""
    assert overrides(CHECKOUT / "data") == []


def test_an_override_with_a_byte_order_mark_is_read_as_excel_writes_it(home, own):
    text = (SHIPPED / "units.csv").read_text(encoding="utf-8")
    (own / "units.csv").write_text(text, encoding="utf-8-sig")
    assert rows(reference_files(home)["units.csv"]) == rows((SHIPPED / "units.csv").read_bytes())


def test_corrections_are_the_stewards_alone(home, own):
    (own / "corrections.csv").write_text("series\n", encoding="utf-8")
    assert "corrections.csv" not in reference_files(home)


@pytest.mark.parametrize(
    ("name", "text", "told", "why"),
    [
        (
            "units.csv",
            "名称\n件\n",
            "units.csv 第 1 行",
            "another header would put values into wrong columns",
        ),
        ("unit.csv", "unit\n件\n", "unit.csv.*同名", "a misspelt file name is not ignored"),
        ("domains.csv", "{header}\nonly\n", "domains.csv 第 2 行", "a short row names its line"),
        ("domains.csv", "{header}\na,甲\n\na,乙\n", "请改正后重试.*domains.csv, line 4", "a key given twice"),
        (
            "units.csv",
            "unit,family,factor,chinese\n箩,item,x,one\n",
            "units.csv, line 2",
            "the line in the own file",
        ),
    ],
)
def test_an_override_that_does_not_fit_is_told(home, own, name, text, told, why):
    (own / name).write_text(text.format(header=header("domains.csv")), encoding="utf-8")
    with pytest.raises(ReferenceError, match=told):
        reference_files(home)


def test_an_override_in_another_encoding_is_told(home, own):
    (own / "units.csv").write_bytes("单位,族".encode("gb18030"))
    with pytest.raises(ReferenceError, match="UTF-8"):
        reference_files(home)


def test_what_only_all_rows_together_tell_is_told_in_the_same_words(home, own):
    rule = "X1,rise,(,"
    (own / "cues.csv").write_text(f"{header('cues.csv')}\n{rule}\n", encoding="utf-8")
    with pytest.raises(ReferenceError, match=r"请改正后重试：data file cues.csv, rule X1"):
        load_catalogue(home)


def test_the_digest_changes_with_any_file():
    assert digest({"a": b"1"}) != digest({"a": b"2"}) != digest({"b": b"1"})
