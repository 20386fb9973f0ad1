"""The views of schema 报表: every table under its Chinese name, with Chinese columns and coded values.

They follow from the descriptions in `tables` alone and hold no rows. A code that refers to a catalogue with
names (a domain) is shown by its name; codes of indicators and regions stay, their names stand beside them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from tables import LABELS, Column, Table
from warehouse.ddl import column_comment, comment_of, literal, quoted

SCHEMA = "报表"
NAMED = {"core.domain": ("domain", "name_zh")}  # catalogues whose codes nobody needs: code, name


def view_name(table: Table) -> str:
    """The Chinese name of a table, as it is written in SQL."""
    return f"{SCHEMA}.{table.zh}"


def statements(table: Table) -> list[str]:
    """The statements that make the Chinese view of a table, with its comments."""
    name = view_name(table)
    shown = ", ".join(f"{_value(one)} AS {quoted(zh)}" for one, zh in named_columns(table.columns))
    return [
        f"CREATE OR REPLACE VIEW {name} AS SELECT {shown} FROM {table.name} AS t",
        f"COMMENT ON VIEW {name} IS {literal(f'{comment_of(table)}。原表 {table.name}')}",
        *(
            f"COMMENT ON COLUMN {name}.{quoted(zh)} IS {literal(column_comment(one))}"
            for one, zh in named_columns(table.columns)
        ),
    ]


def named_columns(columns: Sequence[Column]) -> Iterator[tuple[Column, str]]:
    """Each column with its Chinese name.

    Of columns named alike all but the first carry their own name too.
    """
    seen = Counter[str]()
    for one in columns:
        seen[one.zh] += 1
        yield one, one.zh if seen[one.zh] == 1 else f"{one.zh}（{one.name}）"


def _value(column: Column) -> str:
    """The expression that shows a column: coded values by their labels, codes of catalogues by names."""
    name = f"t.{quoted(column.name)}"
    labels = LABELS.get(column.name, {})
    known = [value for value in column.allowed if value in labels]
    if known:
        cases = " ".join(f"WHEN {literal(value)} THEN {literal(labels[value])}" for value in known)
        return f"CASE {name} {cases} ELSE {name} END"
    if column.references in NAMED:
        code, shown = NAMED[column.references]
        return f"coalesce((SELECT n.{shown} FROM {column.references} AS n WHERE n.{code} = {name}), {name})"
    return name
