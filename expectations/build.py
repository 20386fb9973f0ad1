"""The last gate: the suites of every table on the build database, after the load and before publication.

Rules run as SQL in DuckDB, which gives a number or the keys of the bad rows; Great Expectations judges
what came out, table by table, and shows it in the Data Docs. The database is opened read-only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from expectations.buildrules import (
    SOME,
    BuildRule,
    build_rules,
    catalogues,
    key_of,
    literal,
    report_of,
    rows_looked_at,
    rules_version,
    written_sql,
)
from expectations.chunk import KEPT
from expectations.door import ROW, CheckError, Verdict, check
from expectations.rules import Rule
from expectations.validation import WORDS
from tables import TABLES, polars_schema, table

SOUND = Rule(
    id="suites",
    table="",
    severity="stop",
    expectation="expect_column_values_to_be_between",
    kwargs={"column": "failed", "max_value": 0},
    message="各条规则均无不合",
)  # over the findings of all rules, a row each
RULES = BuildRule(
    id="rules",
    table="ops.expectation_result",
    severity="warn",
    message="检查所用规则的版本；与已发布版本相同时，未变的报告不再逐行检查",
    query="-",
)
MEGABYTES = 768
FEW = 1000  # reports of which a view is looked at


@dataclass(frozen=True, slots=True)
class Inspection:
    """Whether publication is forbidden, and Chinese lines on the rules that are broken, stops first."""

    stop: bool
    messages: tuple[str, ...]


@dataclass(slots=True)
class Finding:
    """What one rule found: rows it looked at, how many are bad (1 for a number out of bounds), their keys."""

    rule: BuildRule
    checked: int
    failed: int
    observed: str | None = None
    keys: list[tuple[str, str | None]] = field(default_factory=list)


def inspect_build(
    build: Path,
    run_id: str,
    out: Path,
    docs: Path | None = None,
    previous: Path | None = None,
    *,
    megabytes: int = MEGABYTES,
) -> Inspection:
    """Check a closed build database; results go to `out` as Parquet, pages to `docs`.

    `previous` is the version published before, where there is one: reports that it has as they are now are
    not looked at again row by row. Takes `megabytes` of memory, then files in `out`. CheckError where a rule
    can't be run.
    """
    out.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(build, read_only=True) as connection:
        connection.execute(f"SET memory_limit = '{megabytes}MB'")
        connection.execute(f"SET temp_directory = {literal(str(out / 'scratch'))}")
        if previous is not None:
            connection.execute(f"ATTACH {literal(str(previous))} AS previous (READ_ONLY)")
        told = find_seen(connection, previous=previous is not None)
        rules = [rule for rule in build_rules() if previous is not None or not rule.previous]
        found = [told, *findings(connection, rules, run_id)]
    verdicts = _judged(found)
    results, rows = _results(found, run_id), _rows(found, run_id)
    results.write_parquet(out / "ops.expectation_result.parquet")
    rows.write_parquet(out / "ops.expectation_row.parquet")
    if docs is not None:
        from expectations.docs import build as build_docs

        build_docs(docs, run_id, verdicts)
    return _inspection(results)


def findings(
    connection: duckdb.DuckDBPyConnection, rules: Sequence[BuildRule], run_id: str
) -> Iterator[Finding]:
    """What each rule found, table by table; the columns of a table are counted in one pass.

    The temporary table `seen` names the reports whose rows need not be looked at (`find_seen`).
    """
    some = _some(connection)
    for name in TABLES:
        own = [rule for rule in rules if rule.table == name]
        yield _schema(connection, name)
        yield from _columns(connection, name, [rule for rule in own if rule.bad], some)
        yield from (_queried(connection, rule, run_id, some) for rule in own if rule.query)


def find_seen(connection: duckdb.DuckDBPyConnection, *, previous: bool) -> Finding:
    """Fill the temporary table `seen`; what it was found by, for the next run to compare with.

    `previous` tells whether the version published before is attached under that name; if not, none was seen.
    """
    version = rules_version()
    if previous:
        connection.execute(written_sql("seen"), {"rules": version, "catalogues": catalogues()})
    else:
        connection.execute("CREATE OR REPLACE TEMP TABLE seen (report_id VARCHAR)")
    return Finding(RULES, 1, 0, version)


def _some(connection: duckdb.DuckDBPyConnection) -> str:
    """Literals of some reports that are to be looked at, the same in each run."""
    rows = connection.execute(written_sql("some"), [FEW]).fetchall()
    return ", ".join(literal(report) for (report,) in rows) or "NULL"


def _schema(connection: duckdb.DuckDBPyConnection, name: str) -> Finding:
    """Every declared column is there with its type; headline columns may follow."""
    found = dict(connection.execute(f"SELECT * FROM {name} LIMIT 0").pl().schema)
    wrong = [column for column, kind in polars_schema(name).items() if found.get(column) != kind]
    rule = BuildRule(
        id=f"{name}.schema", table=name, severity="stop", message="列的名称与类型应与表的定义一致", query="-"
    )
    told = "、".join(wrong) or None
    return Finding(rule, len(found), len(wrong), told)


def _columns(
    connection: duckdb.DuckDBPyConnection, name: str, rules: Sequence[BuildRule], some: str
) -> Iterator[Finding]:
    """Conditions on the rows of one table, all counted at once."""
    looked_at = rows_looked_at(table(name)).replace(SOME, some)
    if not connection.execute(
        f"SELECT 1 FROM {looked_at} LIMIT 1"
    ).fetchall():  # references are slow to look up
        yield from (Finding(rule, 0, 0) for rule in rules)
        return
    counted = "".join(f", count(*) FILTER ({rule.bad})" for rule in rules)
    rows, *failed = connection.execute(f"SELECT count(*){counted} FROM {looked_at}").fetchall()[0]
    head = f"SELECT {key_of(table(name))} AS row_key, {report_of(table(name))} AS report_id FROM {looked_at}"
    for rule, bad in zip(rules, failed, strict=True):
        query = f"{head} AND ({rule.bad})"
        keys = connection.execute(f"{query} ORDER BY ALL LIMIT {KEPT}").fetchall() if bad else []
        yield Finding(rule, rows, bad, None, keys)


def _queried(connection: duckdb.DuckDBPyConnection, rule: BuildRule, run_id: str, some: str) -> Finding:
    """A query for a number or for bad rows, which are few, or the load is wrong altogether."""
    query = str(rule.query).replace(SOME, some)
    asked = {"run_id": run_id} if "$run_id" in query else {}
    try:
        rows = connection.execute(query, asked).fetchall()
    except duckdb.Error as error:
        raise CheckError(f"规则 {rule.id} 无法执行，请检查 expectations/rules.toml：{error}") from error
    if rule.is_figure:
        number = rows[0][0]
        told = None if number is None else f"{number:g}"
        return Finding(rule, 1, int(_outside(rule, number)), told)
    return Finding(rule, len(rows), len(rows), None, sorted(rows, key=str)[:KEPT])


def _outside(rule: BuildRule, number: float | None) -> bool:
    """Whether a number is out of bounds; where there is nothing to tell by it is not."""
    if number is None:
        return False
    low = rule.least is not None and number < rule.least
    return low or (rule.most is not None and number > rule.most)


def _judged(found: Sequence[Finding]) -> dict[str, list[Verdict]]:
    """Great Expectations' verdict by table: none of its rules may have found anything.

    Beside it stand, for the pages, the written rules and those that are broken.
    """
    (judged,) = check(pl.DataFrame({"failed": [one.failed for one in found]}).with_row_index(ROW), [SOUND])
    broken = set(judged.failed)
    for row, one in enumerate(found):
        if (one.failed > 0) != (row in broken):
            raise CheckError(f"规则 {one.rule.id}：不合 {one.failed} 行，与判定不符；请报告此错误")
    return {name: _suite(name, [one for one in found if one.rule.table == name]) for name in TABLES}


def _suite(name: str, found: Sequence[Finding]) -> list[Verdict]:
    """What the pages show of one table: how many of its rules are broken, and which."""
    broken = [one.failed for one in found if one.failed]
    rule = SOUND.model_copy(update={"id": f"{name}.suite", "table": name})
    whole = Verdict(rule, len(found), [], broken, len(broken))
    return [whole, *(_shown(one) for one in found if one.failed or one.rule.written)]


def _shown(one: Finding) -> Verdict:
    """A rule as the pages show it: with keys of its bad rows, or the number that is out of bounds."""
    shown = [key for key, _ in one.keys[:20]] or ([str(one.observed)] if one.failed else [])
    return Verdict(one.rule.as_rule(), one.checked, [], shown, one.failed)


def _results(found: Sequence[Finding], run_id: str) -> pl.DataFrame:
    rows = [
        {
            "run_id": run_id,
            "table_name": one.rule.table,
            "rule": f"build.{one.rule.id}",
            "severity": one.rule.severity,
            "success": one.failed == 0,
            "rows_checked": one.checked,
            "rows_failed": one.failed,
            "observed": one.observed,
            "message": one.rule.message,
        }
        for one in found
    ]
    return pl.DataFrame(rows, schema=polars_schema("ops.expectation_result"), orient="row")


def _rows(found: Sequence[Finding], run_id: str) -> pl.DataFrame:
    rows = [
        (run_id, one.rule.table, f"build.{one.rule.id}", key, report)
        for one in found
        for key, report in one.keys
    ]
    frame = pl.DataFrame(rows, schema=polars_schema("ops.expectation_row"), orient="row")
    return frame.unique(maintain_order=True)


def _inspection(results: pl.DataFrame) -> Inspection:
    broken = results.filter(~pl.col("success")).sort("severity", maintain_order=True)
    lines = broken.select("severity", "message", "rule", "observed", "rows_failed").iter_rows()
    return Inspection(
        stop=bool((broken["severity"] == "stop").any()),
        messages=tuple(
            f"{WORDS[severity]}：{message}（{rule}，{observed or f'{failed} 行'}）"
            for severity, message, rule, observed, failed in lines
        ),
    )
