"""Completion at the prompt of `fazhi sql`: names of tables, columns and macros.

Each with its Chinese meaning.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

WORD = re.compile(r"[\w.]*$")
NAMED = re.compile(r"\b(\w+\.\w+)\b(?:\s+(?:AS\s+)?(\w+))?", re.IGNORECASE)  # a table, and perhaps its alias
KEYWORDS = (
    "SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "LIMIT", "HAVING", "JOIN", "LEFT JOIN", "USING",
    "DISTINCT", "AND", "NOT", "IS NULL", "LIKE", "CASE", "WHEN", "THEN", "ELSE", "END", "COUNT", "SUM", "AVG",
    "MIN", "MAX", "ROUND", "WITH", "UNION ALL", "DESC", "PIVOT", "FILTER", "DESCRIBE", "SUMMARIZE",
)  # fmt: skip
MEANING = 40  # characters of a meaning that are shown


@dataclass
class Names(Completer):
    """Completes a statement; `before` are its lines above the one that is being typed."""

    tables: dict[str, dict[str, str]]  # schema.table to its columns with their meanings
    meanings: dict[str, str]  # of tables and macros
    before: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, names: pl.DataFrame) -> "Names":
        """From the rows of the question `names`."""
        tables: dict[str, dict[str, str]] = {}
        meanings: dict[str, str] = {}
        for schema, name, column, comment in names.iter_rows():
            whole = f"{schema}.{name}" if schema else name
            if column is None:
                meanings[whole] = comment or ""
            else:
                tables.setdefault(whole, {})[column] = comment or ""
        return cls(tables, meanings)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """What can stand at the cursor, the likeliest first: columns, tables, macros, words of SQL."""
        found = WORD.search(document.text_before_cursor)
        word = found[0] if found else ""
        text = "\n".join([*self.before, document.text])
        for name, meaning in self._candidates(word, text):
            if word and name.lower().startswith(word.lower()) and name != word:
                yield Completion(name, -len(word), display_meta=meaning[:MEANING])

    def _candidates(self, word: str, text: str) -> Iterable[tuple[str, str]]:
        """Names with their meanings: the columns of what stands before a point, or everything."""
        known = self._named(text)
        before = word.rpartition(".")[0]
        if before in known:
            return ((f"{before}.{column}", meaning) for column, meaning in self.tables[known[before]].items())
        columns = {key: value for table in set(known.values()) for key, value in self.tables[table].items()}
        words = dict.fromkeys(KEYWORDS if word.isupper() else (one.lower() for one in KEYWORDS), "")
        return [*columns.items(), *self.meanings.items(), *words.items()]

    def _named(self, text: str) -> dict[str, str]:
        """Tables that the statement names, by name and by alias."""
        known: dict[str, str] = {}
        for table, alias in NAMED.findall(text):
            if table in self.tables:
                known |= {table: table, table.rpartition(".")[2]: table} | ({alias: table} if alias else {})
        return known
