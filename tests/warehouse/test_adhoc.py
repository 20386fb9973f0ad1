"""SQL that people type: what it may not do, what it may cost, and how errors are told."""

import re
from pathlib import Path

import duckdb
import pytest

from tables import TABLES
from warehouse import Limits, WarehouseError, ask_limited, connect, query
from warehouse.messages import in_chinese

SMALL = Limits(seconds=5, rows=100, megabytes=512)


ATTACKS = [
    ("COPY core.report TO '{out}/out.csv'", "一条查询"),  # write a file
    ("EXPLAIN COPY core.report TO '{out}/out.csv'", "只能读本仓库"),  # behind a statement that is allowed
    ("EXPORT DATABASE '{out}'", "一条查询"),
    ("IMPORT DATABASE '{out}'", "只能读本仓库"),
    ("ATTACH '{out}/other.duckdb'", "一条查询"),  # make or read another database
    ("ATTACH ':memory:' AS mine", "一条查询"),
    ("INSTALL httpfs", "一条查询"),
    ("LOAD fts", "一条查询"),
    ("LOAD '{out}/mine.duckdb_extension'", "一条查询"),
    ("SELECT * FROM sqlite_scan('{out}/x.db', 't')", "只能读本仓库"),  # would load an extension by itself
    ("SELECT * FROM read_csv('/etc/passwd')", "只能读本仓库"),
    ("SELECT * FROM read_text('/etc/passwd')", "只能读本仓库"),
    ("SELECT * FROM '/etc/passwd'", "没有 /etc/passwd 这张表"),
    ("SELECT * FROM '{out}/x.parquet'", "只能读本仓库"),
    ("SELECT * FROM glob('/etc/*')", "只能读本仓库"),  # lists a folder
    ("SELECT * FROM read_parquet('https://127.0.0.1/x.parquet')", "只能读本仓库"),  # the network
    ("SELECT getenv('HOME')", "没有 getenv 这个函数"),
    ("SET enable_external_access = true", "一条查询"),
    ("SET memory_limit = '100GB'", "一条查询"),
    ("RESET lock_configuration", "一条查询"),
    ("PRAGMA profiling_output = '{out}/profile.json'", "一条查询"),  # a setting that names a file
    ("CALL enable_logging(storage = 'file', storage_path = '{out}/log')", "一条查询"),
    ("CREATE SECRET s (TYPE s3)", "一条查询"),
    ("DELETE FROM core.report", "一条查询"),
    ("CREATE TEMP TABLE mine AS SELECT 1", "一条查询"),
    ("SELECT 1; DELETE FROM core.report", "一条查询"),  # hidden behind a harmless one
    ("SELECT 1; SELECT 1", "一条查询"),
    ("SELECT * FROM query('DELETE FROM core.report')", "查询有误"),
    ("", "一条查询"),
    ("-- nothing", "一条查询"),
]


@pytest.mark.parametrize(("sql", "told"), ATTACKS, ids=[sql[:50] for sql, _ in ATTACKS])
def test_what_typed_sql_may_not_do(small, tmp_path, sql, told):
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(WarehouseError, match=told):
        ask_limited(small, sql.format(out=out), limits=SMALL)
    assert list(out.iterdir()) == []
    assert query(small, "SELECT count(*) FROM core.report").item() == 1


DEAR = [
    ("SELECT count(*) FROM range(1000000) a, range(1000000) b, range(9) c", "超过 2 秒"),  # a cross join
    ("WITH RECURSIVE t AS (SELECT 1 a UNION ALL SELECT a + 1 FROM t) SELECT max(a) FROM t", "超过 2 秒"),
    ("SELECT length(repeat('x', 3000000000))", "内存超过"),  # one call, which no interrupt reaches
    ("SELECT list_sum(range(500000000))", "内存超过"),
    ("SELECT hash(range) AS h, count(*) FROM range(100000000) GROUP BY h", "内存超过|超过 2 秒"),
]


@pytest.mark.parametrize(("sql", "told"), DEAR, ids=[sql[:30] for sql, _ in DEAR])
def test_what_typed_sql_may_cost(small, sql, told):
    with pytest.raises(WarehouseError, match=told):
        ask_limited(small, sql, limits=Limits(seconds=2, rows=100, megabytes=512))


def test_no_more_rows_than_the_limit_are_fetched_and_that_is_told(small):
    answer = ask_limited(small, "SELECT * FROM range(1000000000000)", limits=SMALL)
    assert answer.frame["range"].to_list() == list(range(100))
    assert answer.more


def test_just_as_many_rows_as_the_limit_are_all(small):
    answer = ask_limited(small, "SELECT * FROM range(100)", limits=SMALL)
    assert (answer.frame.height, answer.more) == (100, False)


def test_a_function_that_breaks_an_instance_breaks_only_its_own(small, tmp_path):
    """Any SELECT may turn logging to a file on; with files off, all later statements of the instance fail."""
    log = f"SELECT * FROM enable_logging(storage = 'file', storage_config = {{'path': '{tmp_path}/log'}})"
    ask_limited(small, log, limits=SMALL)
    assert ask_limited(small, "SELECT 1 AS one", limits=SMALL).frame.item() == 1
    assert not (tmp_path / "log").exists()


def test_what_the_database_prints_is_no_answer(small):
    log = "SELECT * FROM enable_logging(storage = 'stdout')"
    assert ask_limited(small, log, limits=SMALL).frame.height == 0


READS = [
    ("SELECT 1 AS a;", [(1,)]),  # with its semicolon
    ("SELECT 1 AS a -- one", [(1,)]),
    ("WITH x AS (SELECT 1 AS a) SELECT * FROM x", [(1,)]),
    ("FROM core.report SELECT report_year", [(2023,)]),
    ("VALUES (1, 2)", [(1, 2)]),
    ("PIVOT (SELECT 1 AS a) ON a USING count(*)", [(1,)]),  # which DuckDB makes two statements of
    ("SELECT 1 AS a, 2 AS a", [(1, 2)]),  # names alike
    ("SELECT INTERVAL 1 DAY AS a", [("1 day",)]),  # a type that frames have not
    ("SELECT text FROM core.report_text WHERE false", []),
    ("SELECT '👩' AS a, NULL AS b", [("👩", None)]),
]


@pytest.mark.parametrize(("sql", "rows"), READS, ids=[sql[:40] for sql, _ in READS])
def test_what_reads_is_allowed(small, sql, rows):
    assert ask_limited(small, sql, limits=SMALL).frame.rows() == rows


@pytest.mark.parametrize(
    "sql", ["DESCRIBE core.report", "SUMMARIZE core.report", "SHOW ALL TABLES", "EXPLAIN SELECT 1"]
)
def test_what_describes_is_allowed(small, sql):
    assert ask_limited(small, sql, limits=SMALL).frame.height > 0


def test_values_can_be_given_apart(small):
    found = ask_limited(small, "SELECT value FROM core.measure WHERE value > ?", [10], limits=SMALL)
    assert found.frame.rows() == [(12.0,)]


WRONG = [
    ("SELECT x FROM core.rapport", "没有 rapport 这张表；是否指 report？\nLINE 1"),
    ("SELECT * FROM nothing.x", "没有 nothing 这个模式"),
    ("SELECT valu FROM core.measure", '没有 valu 这一列；相近的有 "value"'),
    ("SELECT m.x FROM core.measure m", "表 m 没有 x 这一列"),
    ("SELECT z.x FROM core.measure m", "FROM 里没有叫 z 的表"),
    ("SELECT report_id FROM core.measure m, core.report r", "report_id 这一列不止一张表有"),
    ("SELECT value, count(*) FROM core.measure", "value 既不在 GROUP BY 中"),
    ("SELECT end FROM mart.measure_evidence", "“end”附近有语法错误；列名与关键字相同的要加双引号"),
    ("SELECT * FROM", "语句没有写完"),
    ("SELECT 'abc", "引号没有成对"),
    ("SELECT sum(text) FROM core.measure", "没有 sum\\(VARCHAR\\)"),
    ("SELECT fazhi_span('a')", "fazhi_span 的参数不对；应为 fazhi_span\\(text, s, e\\)"),
    ("SELECT * FROM core.measure WHERE value = '12件'", "“12件”不能转为 DOUBLE"),
    ("SELECT * FROM core.measure WHERE max(value) > 1", "请改用 HAVING"),
    ("SELECT (SELECT a FROM (VALUES (1), (2)) t(a))", "子查询返回了不止一行"),
    ("SELECT 1 UNION SELECT 1, 2", "两边的列数不同"),
    ("SELECT flor(1.5)", "没有 flor 这个函数；是否指 floor？"),
    ("SELECT value FROM core.measure ORDER BY 9", "ORDER term out of range"),  # not known: as it is
]


@pytest.mark.parametrize(("sql", "told"), WRONG, ids=[sql[:40] for sql, _ in WRONG])
def test_errors_are_told_in_chinese(small, sql, told):
    with connect(small) as connection, pytest.raises(duckdb.Error) as wrong:
        connection.execute(sql).fetchall()
    assert re.search(told, in_chinese(str(wrong.value)))


def test_an_error_says_that_the_query_is_wrong_and_where(small):
    with pytest.raises(WarehouseError, match=r"^查询有误：没有 valu 这一列.*\nLINE 1: SELECT valu .*\n *\^$"):
        ask_limited(small, "SELECT valu FROM core.measure", limits=SMALL)


def test_before_the_first_publication_it_says_what_to_do(tmp_path):
    with pytest.raises(WarehouseError, match="fazhi run"):
        ask_limited(tmp_path / "nothing", "SELECT 1")


def test_every_table_can_be_asked(small):
    names = " UNION ALL ".join(f"SELECT count(*) AS n FROM {name}" for name in TABLES)
    assert ask_limited(small, names).frame.height == len(TABLES)


def test_the_process_of_a_statement_imports_nothing_of_ours():
    """It must start fast, so it is run by its path."""
    source = (Path(__file__).parents[2] / "warehouse" / "adhoc_child.py").read_text(encoding="utf-8")
    assert "from warehouse" not in source
    assert "import polars" not in source
