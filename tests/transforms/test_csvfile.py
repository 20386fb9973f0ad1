"""A mistake in a data file names its file, line and column."""

from datetime import date
from typing import ClassVar

import pytest
from pydantic import BaseModel

from transforms.csvfile import CatalogueError, read_rows


class Law(BaseModel):
    law_id: str
    kind: str = "law"
    valid_from: date | None = None


class Alias(BaseModel):
    KEY: ClassVar[tuple[str, ...]] = ("name", "county")
    name: str
    county: str


def test_rows_in_file_order_with_defaults_for_empty_cells() -> None:
    data = "\ufefflaw_id,kind,valid_from\r\nb,,2021-01-01\r\n\r\na, rule ,\r\n".encode()
    assert read_rows("laws.csv", data, Law) == [
        Law(law_id="b", valid_from=date(2021, 1, 1)),
        Law(law_id="a", kind="rule"),
    ]


def test_a_key_of_two_fields() -> None:
    data = "name,county\n东安镇,城口县\n东安镇,阳新县\n".encode()
    assert len(read_rows("aliases.csv", data, Alias)) == 2


@pytest.mark.parametrize(
    ("data", "message", "why"),
    [
        ("law_id,valid_from\na,2021-13-01\n", "line 2: column 'valid_from'", "a bad value"),
        ('law_id,kind\n"a\nb",x\n,y\n', "line 4: column 'law_id'", "after a quoted newline"),
        ("law_id\na\nb\na\n", r"line 4: key \('a',\) is already on line 2", "a repeated key"),
        ("law_id,knd\na,x\n", "line 1: header", "a column misspelt"),
        ("kind\nx\n", "line 1: columns missing", "a required column gone"),
        ("law_id,kind\na\n", "line 2: 1 cells", "a comma forgotten"),
        ("", "line 1", "an empty file"),
        ('law_id\n"a\n', "line", "a quote never closed"),
    ],
)
def test_a_mistake_names_its_line(data: str, message: str, why: str) -> None:
    with pytest.raises(CatalogueError, match=f"data file laws.csv, {message}"):
        read_rows("laws.csv", data.encode(), Law)


def test_not_utf8_names_its_line() -> None:
    with pytest.raises(CatalogueError, match=r"laws\.csv, line 2: not UTF-8"):
        read_rows("laws.csv", b"law_id\n" + "法".encode("gb18030"), Law)
