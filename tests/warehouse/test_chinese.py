"""The views of schema 报表: every table, every column, every coded value in Chinese, and the same rows."""

import pytest

from tables import LABELS, TABLES
from warehouse import chinese, connect, query
from warehouse.ddl import DISTRICT_YEAR

CODED = [
    (table.name, one.name, value)
    for table in TABLES.values()
    for one in table.columns
    for value in one.allowed
]


def test_every_coded_value_has_a_label_and_no_label_is_left_over():
    told = {(column, value) for column, labels in LABELS.items() for value in labels}
    assert told == {(column, value) for _, column, value in CODED}


@pytest.mark.parametrize("column", sorted({column for _, column, _ in CODED}))
def test_labels_of_one_column_are_told_apart(column):
    for table in TABLES.values():
        for one in table.columns:
            if one.name == column and one.allowed:
                labels = [LABELS[column][value] for value in one.allowed]
                assert len(set(labels)) == len(labels), table.name


def test_names_of_views_are_plain_identifiers_and_told_apart():
    names = [table.zh for table in TABLES.values()]
    assert all(name.isidentifier() for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", TABLES)
def test_a_view_has_the_rows_of_its_table(small, name):
    view = chinese.view_name(TABLES[name])
    assert (
        query(small, f"SELECT count(*) FROM {view}").item()
        == query(small, f"SELECT count(*) FROM {name}").item()
    )


@pytest.mark.parametrize("name", sorted(set(TABLES) - {DISTRICT_YEAR}))
def test_a_view_has_the_columns_of_its_table_in_chinese(small, name):
    columns = query(small, f"FROM {chinese.view_name(TABLES[name])} LIMIT 0").columns
    assert columns == [one.zh for one in TABLES[name].columns]


def test_headline_indicators_have_their_columns_under_their_names(small):
    columns = query(small, "FROM 报表.区县年度 LIMIT 0").columns
    assert columns[-5:] == ["受理调解纠纷", "调解成功率", "执法持证人员", "普法受众", "行政复议"]


def test_codes_are_told_in_chinese(small):
    (row,) = query(small, "SELECT 机关类型, 范围, 性质, 类型, 期间, 口径 FROM 报表.计量证据").rows()
    assert row == ("乡镇街道", "确数", "实绩", "本数", "本年度", "全部")


def test_domains_are_told_by_name(small):
    domain, name = query(small, "SELECT 领域, 指标名称 FROM 报表.区县指标年度").row(0)
    expected = query(small, "SELECT name_zh FROM core.domain WHERE domain = 'dispute'").item()
    assert (domain, name) == (expected, "受理调解纠纷")


def test_views_and_their_columns_are_commented(small):
    with connect(small) as connection:
        found = connection.execute(
            "SELECT count(*), count(comment) FROM duckdb_columns() WHERE schema_name = '报表'"
        ).fetchone()
        assert found[0] == found[1] > 400
        assert (
            connection.execute("SELECT comment FROM duckdb_views() WHERE view_name = '区县指标年度'")
            .fetchone()[0]
            .endswith("原表 mart.district_indicator_year")
        )
