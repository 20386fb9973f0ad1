"""The dictionary, the descriptions and a real warehouse say the same."""

import pytest
from warehouse_factory import BASHAN, Report, Said

from tables import TABLES
from warehouse import ddl, dictionary
from warehouse.ddl import Headline


@pytest.fixture
def described(load, read):
    """The descriptions as they should stand in the warehouse that `read` reads."""
    load([Report(BASHAN, 2023, [Said("dispute.mediated", 12, "件")])])
    found = read(
        "SELECT code, name_zh, unit, across_issuers FROM core.indicator WHERE headline ORDER BY code"
    )
    return dictionary.described([Headline(**row) for row in found])


def test_the_committed_dictionary_is_up_to_date():
    told = dictionary.markdown(dictionary.described(dictionary.headlines(dictionary.CATALOGUE)))
    assert dictionary.DOCUMENT.read_text(encoding="utf-8") == told, "run: python -m warehouse.dictionary"


def test_the_dictionary_equals_information_schema(described, read):
    rows = read(
        "SELECT table_schema || '.' || table_name AS name, column_name, data_type, is_nullable "
        "FROM information_schema.columns WHERE table_schema IN ('core', 'mart', 'ops') "
        "ORDER BY name, ordinal_position"
    )
    found = {}
    for row in rows:
        found.setdefault(row["name"], []).append(
            (row["column_name"], row["data_type"], row["is_nullable"] == "YES")
        )
    told = {
        one.name: [(c.name, ddl.TYPES[c.type], c.null or one.name in ddl.VIEWS) for c in one.columns]
        for one in described
    }
    assert found == told


def test_every_table_and_column_has_its_comment(described, read):
    tables = read(
        "SELECT schema_name || '.' || table_name AS name, comment FROM duckdb_tables() "
        "UNION ALL SELECT schema_name || '.' || view_name, comment FROM duckdb_views() "
        "WHERE NOT internal AND schema_name <> '报表'"
    )
    assert {row["name"]: row["comment"] for row in tables} == {
        one.name: ddl.comment_of(one) for one in described
    }
    columns = read(
        "SELECT schema_name || '.' || table_name AS name, column_name, comment "
        "FROM duckdb_columns() WHERE NOT internal AND schema_name <> '报表'"
    )
    assert {(row["name"], row["column_name"]): row["comment"] for row in columns} == {
        (one.name, column.name): ddl.column_comment(column) for one in described for column in one.columns
    }


def test_every_table_and_column_is_in_the_document():
    text = dictionary.markdown(dictionary.described([]))
    for table in TABLES.values():
        section = text.split(f"### {table.name}（", 1)[1].split("\n### ", 1)[0]
        assert table.usage in section
        for column in table.columns:
            assert f"| `{column.name}` | {column.zh} |" in section
