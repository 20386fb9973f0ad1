"""Read-only SQL on the published version reaches nothing else."""

import duckdb
import polars as pl
import pytest
from warehouse_factory import BASHAN, Report, Said

from warehouse import WarehouseError, query


@pytest.fixture(autouse=True)
def _published(load):
    load([Report(BASHAN, 2023, [Said("dispute.mediated", 12, "件")], text="全镇调解12件")])


def test_rows_come_as_polars(home):
    found = query(home, "SELECT value, indicator FROM mart.measure_evidence WHERE value > ?", [10])
    assert found.equals(pl.DataFrame({"value": [12.0], "indicator": ["dispute.mediated"]}))


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("DELETE FROM core.report", duckdb.InvalidInputException),  # read-only
        ("CREATE TABLE core.mine (a INT)", duckdb.InvalidInputException),
        ("SELECT * FROM read_text('/etc/hostname')", duckdb.PermissionException),  # no other files
        ("COPY core.report TO 'out.csv'", duckdb.PermissionException),
        ("ATTACH 'other.duckdb'", duckdb.PermissionException),
        ("SET enable_external_access = true", duckdb.InvalidInputException),  # nor a way to allow them
        ("INSTALL httpfs", duckdb.PermissionException),
    ],
)
def test_what_a_query_may_not_do(home, sql, error):
    with pytest.raises(error):
        query(home, sql)


def test_the_macro_gives_the_words_of_a_span(home):
    found = query(
        home,
        "SELECT fazhi_span(text, 4, 7) AS words, fazhi_span('甲👩乙', 1, 2) AS one FROM core.report_text",
    )
    assert found.rows() == [("12件", "👩")]  # code points, 0-based, end exclusive


def test_before_the_first_publication_it_says_what_to_do(tmp_path):
    with pytest.raises(WarehouseError, match="fazhi run"):
        query(tmp_path / "nothing", "SELECT 1")


def test_the_evidence_view_works_when_the_file_is_attached(home):
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{home}/warehouse/fazhi.duckdb' AS published (READ_ONLY)")
        assert connection.execute("SELECT district FROM published.mart.measure_evidence").fetchall() == [
            ("城口县",)
        ]
