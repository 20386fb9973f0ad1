"""Reference files: shipped ones, a steward's rows over them, and what is said of files that do not fit."""

import csv
import io

import pytest

from flows.reference import SHIPPED, ReferenceError, digest, reference_files

HEADER = "unit,family,factor"


@pytest.fixture
def own(home):
    folder = home / "reference"
    folder.mkdir()
    return folder


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_without_overrides_the_shipped_bytes_are_passed_on(home):
    assert reference_files(home)["units.csv"] == (SHIPPED / "units.csv").read_bytes()


def test_an_override_replaces_rows_by_key_and_adds_new_ones(home, own):
    header = (SHIPPED / "units.csv").read_text(encoding="utf-8").splitlines()[0]
    columns = len(header.split(","))
    ours = [f"件{',x' * (columns - 1)}", f"箩{',y' * (columns - 1)}"]
    (own / "units.csv").write_text("\n".join([header, *ours]) + "\n", encoding="utf-8")
    before, after = rows((SHIPPED / "units.csv").read_bytes()), rows(reference_files(home)["units.csv"])
    key = header.split(",")[0]
    assert len(after) == len(before) + 1
    assert [tuple(row.values())[1] for row in after if row[key] == "件"] == ["x"]
    assert {row[key] for row in after} == {row[key] for row in before} | {"箩"}


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
    ],
)
def test_an_override_that_does_not_fit_is_told(home, own, name, text, told, why):
    header = (SHIPPED / "domains.csv").read_text(encoding="utf-8").splitlines()[0]
    (own / name).write_text(text.format(header=header), encoding="utf-8")
    with pytest.raises(ReferenceError, match=told):
        reference_files(home)


def test_an_override_in_another_encoding_is_told(home, own):
    (own / "units.csv").write_bytes("单位,族".encode("gb18030"))
    with pytest.raises(ReferenceError, match="UTF-8"):
        reference_files(home)


def test_the_digest_changes_with_any_file():
    assert digest({"a": b"1"}) != digest({"a": b"2"}) != digest({"b": b"1"})
