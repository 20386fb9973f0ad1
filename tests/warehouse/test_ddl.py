"""Tables follow their descriptions, also where a warehouse was made before they changed."""

import duckdb
import pytest
from warehouse_factory import BASHAN, Report, Said, accept, reference, run_row

from tables import TABLES
from warehouse import Build, WarehouseError, ddl, query

PATH = ("warehouse", "build.duckdb")


def change(home, sql):
    with duckdb.connect(home.joinpath(*PATH)) as connection:
        connection.execute(sql)


def test_a_new_column_is_added_to_an_old_table(home, load):
    load([Report(BASHAN, 2023)])
    change(home, "DROP VIEW mart.measure_evidence; ALTER TABLE core.measure DROP COLUMN qualifier")
    load([Report(BASHAN, 2024, [Said("dispute.mediated", 1, "件")])], "r2")
    assert query(home, "SELECT qualifier FROM core.measure").rows() == [(None,)]


def test_a_column_of_another_type_is_an_error_that_says_what_to_do(home, load):
    load([Report(BASHAN, 2023)])
    change(home, "DROP VIEW mart.measure_evidence; ALTER TABLE core.report ALTER characters TYPE VARCHAR")
    with pytest.raises(WarehouseError, match=r"core\.report\.characters .*build\.duckdb"):
        Build.open(home)


def test_headline_columns_are_only_ever_added(home, load, tmp_path, read):
    load([Report(BASHAN, 2023, [Said("dispute.mediated", 4, "件"), Said("publicity.event", 2, "场")])])
    frames = reference()
    other = frames["core.indicator"].with_columns(
        headline=frames["core.indicator"]["code"] == "publicity.event"
    )
    with Build.open(home) as build:
        build.load(accept(tmp_path / "none", [], "r2"), frames | {"core.indicator": other}, run_row("r2"))
        build.publish("r2")
    assert read("SELECT dispute_mediated, publicity_event FROM mart.district_year") == [
        {"dispute_mediated": 4, "publicity_event": 2}
    ]


def test_what_must_be_there_may_not_be_null(home):
    with Build.open(home):
        pass
    with duckdb.connect(home.joinpath(*PATH), read_only=True) as connection:
        found = connection.execute(
            "SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() "
            "WHERE NOT is_nullable AND schema_name IN ('core', 'mart', 'ops')"
        ).fetchall()
    told = {
        (t.name, c.name) for t in TABLES.values() if t.name not in ddl.VIEWS for c in t.columns if not c.null
    }
    assert set(found) == told


@pytest.mark.parametrize(("name", "text"), [('a"b', "it's"), ("plain", "两'个''")])
def test_names_and_texts_are_quoted(name, text):
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT {ddl.literal(text)} AS {ddl.quoted(name)}")
        assert (row.description[0][0], row.fetchone()) == (name, (text,))
