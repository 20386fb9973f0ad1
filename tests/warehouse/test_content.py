"""The content hash sees content and nothing else."""

import duckdb
import pytest
from warehouse_factory import BASHAN, PINGBA, Report, Said

from warehouse.content import content_hash, refresh


@pytest.fixture
def loaded(home, load):
    load([Report(BASHAN, 2023, [Said("dispute.mediated", 12, "件")]), Report(PINGBA, 2023)])
    with duckdb.connect(home / "warehouse" / "build.duckdb") as connection:
        yield connection


@pytest.mark.parametrize(
    ("sql", "differs"),
    [
        ("UPDATE core.measure SET value = 13", True),
        ("UPDATE core.measure SET subject = ''", True),  # empty is not null
        ("UPDATE core.measure SET unit = subject, subject = unit", True),  # the same words in other columns
        ("DELETE FROM core.report_text", True),
        ("UPDATE mart.district_year SET reports = 9", True),
        ("INSERT INTO core.section SELECT * FROM core.section", True),  # rows twice
        ("UPDATE core.report SET run_id = 'other'", False),  # volatile
        ("UPDATE ops.file SET run_id = 'other'", False),  # bookkeeping
        (
            "CREATE OR REPLACE TABLE core.report AS FROM core.report ORDER BY path DESC",
            False,
        ),  # order of rows
    ],
)
def test_what_it_sees(loaded, sql, differs):
    before = content_hash(loaded)
    loaded.execute(sql)
    refresh(loaded, whole=True)
    assert (content_hash(loaded) != before) == differs
