"""The data dictionary, `docs/data-dictionary.md`, from the table descriptions and the indicator catalogue.

`python -m warehouse.dictionary` writes it anew. Nothing is told here that the descriptions do not say.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from tables import TABLES, Column, Table
from warehouse.chinese import view_name
from warehouse.ddl import DISTRICT_YEAR, SCHEMAS, TYPES, VIEWS, Headline, with_headlines

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "data" / "reference" / "indicators.csv"
DOCUMENT = ROOT / "docs" / "data-dictionary.md"
MEANING = {
    "core": "事实：报告、原文及其陈述的数字，以及参考目录",
    "mart": "集市：由 core 算出，供查询与图表使用，每次装入时重算",
    "ops": "运行记录：运行、文件、隔离与校验",
}
INTRODUCTION = """# 数据字典

本文由 `tables/*.toml` 与指标目录生成，请勿手改；改动描述后运行 `python -m warehouse.dictionary`。
“可空”一栏为空的列必有值；“取值”列出全部允许值。
字符位置从 0 起、止位不含，取原文片段用 `fazhi_span(text, 起位, 止位)`。

不读英文的，用模式 `报表` 中的视图：一表一个，行相同，名称、列名（“名称”一栏）与取值都是中文。
常见问题的查询与现成的函数见 [SQL](sql.md)。"""


def headlines(catalogue: Path) -> list[Headline]:
    """The headline indicators of a catalogue file, by code."""
    with catalogue.open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["code"])
    return [
        Headline(row["code"], row["name_zh"], row["unit"] or None, row["across_issuers"])
        for row in rows
        if row["headline"] == "1"
    ]


def described(found: Sequence[Headline]) -> list[Table]:
    """Every table as it stands in a warehouse with these headline indicators, in declared order."""
    return [with_headlines(found) if name == DISTRICT_YEAR else table for name, table in TABLES.items()]


def markdown(tables: Sequence[Table]) -> str:
    """The whole dictionary."""
    parts = [INTRODUCTION]
    for schema in SCHEMAS:
        parts.append(f"## {schema}\n\n{MEANING[schema]}")
        parts += [section(table) for table in tables if table.schema_name == schema]
    return "\n\n".join(parts) + "\n"


def section(table: Table) -> str:
    """One table: meaning, key, warning, columns."""
    kind = "视图" if table.name in VIEWS else "表"
    key = "、".join(f"`{name}`" for name in table.key)
    told = f"{table.comment}。{kind}，一行由 {key} 确定；中文视图 `{view_name(table)}`。"
    head = f"### {table.name}（{table.zh}）\n\n{told}"
    warning = f"\n\n> 注意：{table.usage}" if table.usage else ""
    return f"{head}{warning}\n\n" + "\n".join(rows(table.columns))


def rows(columns: Sequence[Column]) -> Iterator[str]:
    """The table of columns."""
    yield "| 列 | 名称 | 类型 | 可空 | 含义 | 取值 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for one in columns:
        cells = (f"`{one.name}`", one.zh, TYPES[one.type], "是" if one.null else "", one.comment, values(one))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def values(column: Column) -> str:
    """Allowed values, bounds or the table referred to."""
    if column.allowed:
        return "、".join(column.allowed)
    if column.references:
        return f"见 {column.references}"
    least = "" if column.min is None else f"≥ {column.min:g}"
    most = "" if column.max is None else f"≤ {column.max:g}"
    return "，".join(filter(None, (least, most)))


def main() -> None:
    """Write the document."""
    DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
    DOCUMENT.write_text(markdown(described(headlines(CATALOGUE))), encoding="utf-8")


if __name__ == "__main__":
    main()
