"""The files of an export: tables as Parquet or csv with their description, or workbooks.

Parquet is a folder by report year for each table whose rows have one, by themselves or by their report; csv
is one file a table, with a byte order mark, without which Excel takes Chinese for something else.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from tables import TABLES, Table
from warehouse import datapackage, workbook
from warehouse.ddl import DISTRICT_YEAR, headlines, literal, quoted, with_headlines
from warehouse.dictionary import markdown
from warehouse.errors import WarehouseError
from warehouse.publish import Published
from warehouse.statements import sql

SCHEMAS = ("core", "mart")
YEAR = "report_year"
BOM = "\ufeff"

Tell = Callable[[str, int, int], None]  # what is being written, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Files:
    """One export under way: from an open version of the warehouse to a folder."""

    source: duckdb.DuckDBPyConnection
    folder: Path
    manifest: Published
    tell: Tell

    def tables(self, form: str) -> int:
        """Every core and mart table, with `datapackage.json` and the dictionary; returns their number."""
        tables = self._exported()
        resources = []
        for done, table in enumerate(tables.values()):
            self.tell(table.name, done, len(tables))
            paths = self._parquet(table) if form == "parquet" else self._csv(table)
            held = [one for one in datapackage.references(table, tables) if self._holds(table, one)]
            resources.append(datapackage.resource(table, form, paths, held))
        described = datapackage.package(resources, self.manifest)
        self._write("datapackage.json", json.dumps(described, ensure_ascii=False, indent=1) + "\n")
        self._write("data-dictionary.md", markdown(list(tables.values())))
        return len(tables)

    def workbooks(self, place: str | None) -> int:
        """A workbook for each district that has anything to show, or for that one; returns their number."""
        districts = self.source.execute(sql("export/districts"), {"place": place}).fetchall()
        if not districts:
            raise WarehouseError(f"没有“{place}”这个区县的数据" if place else "还没有一个区县有数据")
        for done, (code, name) in enumerate(districts):
            self.tell(name, done, len(districts))
            workbook.write(self.folder / f"{name}-{code[:6]}.xlsx", self._district(code, name))
        return len(districts)

    def _district(self, code: str, name: str) -> workbook.District:
        frames = {
            sheet: self.source.execute(sql(f"export/{sheet}"), {"district": code}).pl()
            for sheet in ("summary", "figures", "evidence", "quality")
        }
        when = datetime.fromisoformat(self.manifest.published_at).replace(tzinfo=None)
        return workbook.District(name, self.manifest.run_id, when, **frames)

    def _exported(self) -> dict[str, Table]:
        """The core and mart tables as they stand in this version."""
        tables = {name: table for name, table in TABLES.items() if table.schema_name in SCHEMAS}
        return tables | {DISTRICT_YEAR: with_headlines(headlines(self.source))}

    def _parquet(self, table: Table) -> Sequence[str]:
        names, place = {one.name for one in table.columns}, f"{table.schema_name}/{table.bare_name}"
        if YEAR in names:
            return self._by_year(f"FROM {table.name}", place)
        if "report_id" in names:
            of_report = f"FROM {table.name} AS t LEFT JOIN core.report AS r USING (report_id)"
            return self._by_year(f"SELECT t.*, r.{YEAR} {of_report}", place)
        return self._copy(f"FROM {table.name}", f"{place}.parquet", "FORMAT parquet")

    def _by_year(self, rows: str, place: str) -> Sequence[str]:
        """A folder for each year, told by its name and not in the files; one empty file of no rows."""
        self._copy(rows, place, f"FORMAT parquet, PARTITION_BY ({YEAR})")
        found = sorted((self.folder / place).rglob("*.parquet"))
        if not found:
            return self._copy(rows, f"{place}/data_0.parquet", "FORMAT parquet")
        return [one.relative_to(self.folder).as_posix() for one in found]

    def _csv(self, table: Table) -> Sequence[str]:
        """In key order; the byte order mark stands before the first name of the head."""
        key = ", ".join(map(quoted, table.key))
        first, *others = (quoted(one.name) for one in table.columns)
        columns = ", ".join([f"{first} AS {quoted(BOM + table.columns[0].name)}", *others])
        rows = f"SELECT {columns} FROM {table.name} ORDER BY {key}"
        return self._copy(rows, f"{table.schema_name}/{table.bare_name}.csv", "FORMAT csv, HEADER true")

    def _copy(self, rows: str, place: str, options: str) -> Sequence[str]:
        """Write rows to a file or folder of the export."""
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        self.source.execute(f"COPY ({rows}) TO {literal(str(path))} ({options})")
        return [place]

    def _holds(self, table: Table, reference: datapackage.Reference) -> bool:
        """Whether every value of a column is found where it refers to."""
        column, other, key = reference
        known = f"SELECT {quoted(key)} FROM {other}"
        lost = f"SELECT 1 FROM {table.name} WHERE {quoted(column)} NOT IN ({known}) LIMIT 1"
        return self.source.execute(lost).fetchone() is None

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
