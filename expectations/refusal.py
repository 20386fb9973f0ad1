"""What becomes of a row that breaks a row rule: it and the rows hanging on it go to quarantine.

Each refused row is one row of `ops.quarantine`: the rule is the first one it broke, the reason
names them all with place and value. Nothing here decides what a rule is.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from expectations.batches import Frames, links
from expectations.door import ROW, Verdict
from expectations.rules import Rule
from tables import FACTS, polars_schema, table

PARENT = "parent_refused"
PARENT_REMEDY = "上级放行后，本行随之放行"

Row = dict[str, object]
Broken = dict[str, dict[int, list[Rule]]]  # table -> row number -> rules it broke, none for a child


def broken_rows(verdicts: Mapping[str, Sequence[Verdict]]) -> Broken:
    """The rows that broke rules of severity row, with the rules in their order."""
    broken: Broken = {name: {} for name in FACTS}
    for name, found in verdicts.items():
        for verdict in found:
            for row in verdict.failed if verdict.rule.severity == "row" else ():
                broken[name].setdefault(row, []).append(verdict.rule)
    return broken


def with_children(frames: Frames, broken: Broken) -> Broken:
    """The broken rows and all rows that refer to one of them, whatever the depth."""
    refused = {name: dict(rows) for name, rows in broken.items()}
    while any([_refuse_children(frames, refused, *link) for link in links(FACTS)]):  # noqa: C419 (all links each time)
        pass
    return refused


def _refuse_children(frames: Frames, refused: Broken, child: str, column: str, parent: str) -> bool:
    """Refuse rows of `child` whose `column` names a refused row of `parent`; whether there were any."""
    if not refused[parent]:
        return False
    gone = frames[parent][table(parent).key[0]].gather(list(refused[parent])).drop_nulls()
    hanging = frames[child].select(pl.col(column).is_in(gone.implode()).fill_null(value=False).arg_true())
    new = [row for row in hanging.to_series().to_list() if row not in refused[child]]
    refused[child].update({row: [] for row in new})
    return bool(new)


def split(frame: pl.DataFrame, rows: Sequence[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that stay and the refused ones, each in order; the latter with `_row`."""
    numbered = frame.with_row_index(ROW)
    out = pl.col(ROW).is_in(list(rows))
    return (numbered.filter(~out).drop(ROW), numbered.filter(out)) if rows else (frame, numbered.clear())


def quarantine(frames: Frames, refused: Broken, run_id: str) -> pl.DataFrame:
    """The refused rows as `ops.quarantine`, in order of table and row.

    Rows with the same key get ids of their own: they are told apart by all their values, then by number.
    """
    if not any(refused.values()):
        return pl.DataFrame(schema=polars_schema("ops.quarantine"))
    files = {one["report_id"]: one for one in frames["core.report"].to_dicts()}
    entries: list[Row] = []
    seen: Counter[str] = Counter()
    for name in FACTS:
        for row in split(frames[name], list(refused[name]))[1].to_dicts():
            rules = refused[name][row.pop(ROW)]
            entry = _entry(name, row, rules, files.get(row["report_id"], {}))
            entries.append({**entry, "run_id": run_id, "quarantine_id": _identity(entry, row, seen)})
    return pl.DataFrame(entries, schema=polars_schema("ops.quarantine"), orient="row")


def _identity(entry: Row, row: Row, seen: Counter[str]) -> str:
    """The same for the same row and rule in every run, whatever the chunks; equal rows are numbered."""
    key = [str(row[column]) for column in table(str(entry["table_name"])).key]
    named = [entry["table_name"], entry["rule"], *key]
    whole = str(entry["row"]) if "None" in key or entry["rule"] == f"{entry['table_name']}.key" else ""
    text = json.dumps(named, ensure_ascii=False) + whole
    seen[text] += 1
    return hashlib.sha256(f"{text}#{seen[text]}".encode()).hexdigest()[:16]


def _entry(name: str, row: Row, rules: list[Rule], file: Row) -> Row:
    rule = rules[0].id if rules else PARENT
    return {
        "kind": "row",
        "table_name": name,
        "path": file.get("path"),
        "sha256": file.get("sha256"),
        "report_id": row["report_id"],
        "rule": rule,
        "reason": reason(name, row, rules, str(file.get("path") or "（无文件）")),
        "row": json.dumps({key: _plain(value) for key, value in row.items()}, ensure_ascii=False),
        "status": "open",
    }


def _plain(value: object) -> object:
    """A value as JSON has it: dates, and numbers that are not finite, as text."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else str(value)


def reason(name: str, row: Row, rules: Sequence[Rule], path: str) -> str:
    """Where, which value, what is wrong and what to do, in Chinese."""
    span = f"第 {row['char_start']} 至 {row['char_end']} 字" if "char_start" in row else "整行"
    place = f"{path}，{table(name).zh}，{span}"
    if not rules:
        return f"{place}：所依附的报告或上级行已被隔离。{PARENT_REMEDY}"
    wrong = "；".join(f"{rule.message}（{_values(name, row, rule)}）" for rule in rules)
    return f"{place}：{wrong}。{rules[0].remedy}"


def _values(name: str, row: Row, rule: Rule) -> str:
    """The values the rule looked at, by their Chinese names, long ones cut."""
    titles = {column.name: column.zh for column in table(name).columns}
    shown = [f"{titles[one]}={_cut(row[one])}" for one in rule.columns if one in titles]
    return "，".join(shown)


def _cut(value: object, length: int = 60) -> str:
    text = "空" if value is None else str(value)
    return text if len(text) <= length else f"{text[:length]}…"


def mark_files(files: pl.DataFrame, reports: pl.DataFrame, refused: dict[int, list[Rule]]) -> pl.DataFrame:
    """`ops.file` with the files of refused reports as quarantined, the rule as their reason."""
    rules = {reports["report_id"][row]: rules[0].id for row, rules in refused.items() if rules}
    if not rules:
        return files
    gone = pl.col("report_id").is_in(list(rules)) & (pl.col("status") == "loaded")
    rule = pl.col("report_id").replace_strict(rules, default=None, return_dtype=pl.String)
    return files.with_columns(
        status=pl.when(gone).then(pl.lit("quarantined")).otherwise("status"),
        reason=pl.when(gone).then(rule).otherwise("reason"),
    )
