"""Each rule is broken by a row made to break it, and by no sound row."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from expectations_folder import TODAY, report_rows

from expectations.batches import BOOKS
from expectations.door import ROW, CheckError, Verdict, check
from expectations.lookups import with_lookups
from expectations.rules import Rule, key_rule, row_rules, schema_rule, total_rules
from expectations.totals import PLAIN, SHARES
from tables import FACTS, TABLES, polars_schema, table

# rule of rules.toml -> a change that breaks it (the reason is the rule's own message)
BREAKS: dict[str, dict[str, Any]] = {
    "core.report.year": {"report_year": TODAY.year + 2},
    "core.report.report_id.length": {"report_id": "short"},
    "core.report.region_code.form": {"region_code": "51000000000X"},
    "core.report.characters.usual": {"characters": 12},
    "core.report_text.text.length": {"text": ""},
    "core.page.span": {"char_start": 5, "char_end": 4},
    "core.scan_line.span": {"char_start": 5, "char_end": 5},
    "core.scan_line.box_across": {"box_left": 0.5, "box_right": 0.4},
    "core.scan_line.box_down": {"box_top": 0.5, "box_bottom": 0.4},
    "core.section.span": {"char_start": 5, "char_end": 4},
    "core.mention.span": {"char_start": 900, "char_end": 900},
    "core.mention.measure_without_reason": {"verdict": "measure", "reason": "date"},
    "core.mention.rejected_with_reason": {"verdict": "rejected", "reason": None},
    "core.mention.text.length": {"text": "1" * 101},
    "core.measure.span": {"char_start": 9, "char_end": 9},
    "core.measure.evidence": {"text": "13件"},
    "core.measure.text.length": {"text": ""},
    "core.measure.sentence.length": {"sentence": ""},
    "core.measure.value.not_negative": {"value": -3.0, "kind": "level"},
    "core.measure.value.finite": {"value": float("inf")},
    "core.measure.value_canonical.finite": {"value_canonical": float("-inf")},
    "core.measure.value_high": {"value": 5.0, "value_high": 3.0},
    "core.measure.rate": {"value": 101.0, "unit": "%", "indicator": "petition.completion_rate"},
    "core.measure.share": {"value": 120.0, "unit": "%", "kind": "share"},
    "core.measure.money": {"unit_family": "money", "value_canonical": 3e13},
    "core.measure.money.usual": {"unit_family": "money", "value_canonical": 2e11},
    "core.measure.people": {"unit_family": "person", "value_canonical": 2e9},
    "core.citation.span": {"char_start": 900, "char_end": 899},
    "core.citation.title.length": {"title": ""},
    "core.commitment.span": {"char_start": 900, "char_end": 900},
    "core.commitment.text.length": {"text": ""},
    "core.paragraph.span": {"char_start": 900, "char_end": 900},
}

# sound rows that a careless rule would refuse: table, change, why it is sound
SOUND = [
    ("core.measure", {"value": -3.0, "kind": "change"}, "a fall is a negative change"),
    ("core.measure", {"value": 130.0, "unit": "%", "indicator": "other"}, "a growth of 130% is no rate"),
    ("core.measure", {"value": 100.0, "unit": "%", "indicator": "petition.completion_rate"}, "a full rate"),
    ("core.measure", {"value": 3.0, "value_high": 5.0}, "a range, its high end above"),
    ("core.measure", {"value": 3.0, "value_high": 3.0}, "a range of one value"),
    ("core.measure", {"value": 0.0}, "a stated zero"),
    ("core.measure", {"section_id": None}, "a measure outside any section"),
    ("core.measure", {"unit_family": None, "unit": None}, "no unit written"),
    ("core.page", {"char_start": 5, "char_end": 5}, "an empty page"),
    ("core.section", {"char_start": 5, "char_end": 5}, "a heading without text at the end of a page"),
    ("core.report", {"report_year": TODAY.year + 1}, "a report dated ahead, within next year"),
    ("core.report", {"report_year": None, "region_code": None}, "neither year nor region told"),
]

UNIQUE = {
    "core.report": lambda n: {"report_id": f"{n:016x}"},
    "core.report_text": lambda n: {"report_id": f"{n:016x}"},
    "core.page": lambda n: {"page": 100 + n},
    "core.scan_line": lambda n: {"position": 100 + n},
    "core.section": lambda n: {"section_id": f"x{n}"},
    "core.mention": lambda n: {"char_start": 100 + n, "char_end": 101 + n},
    "core.measure": lambda n: {"measure_id": f"x{n}"},
    "core.citation": lambda n: {"char_start": 100 + n, "char_end": 101 + n},
    "core.commitment": lambda n: {"position": 100 + n},
    "core.relation": lambda n: {"relation": 100 + n},
    "core.content": lambda n: {"requirement": f"x{n}"},
    "core.paragraph": lambda n: {"position": 100 + n},
    "core.remnant": lambda n: {"position": 100 + n},
}


def rules_of(name: str) -> list[Rule]:
    return row_rules(name, frozenset(FACTS), TODAY)


def breaking(rule: Rule) -> dict[str, Any]:
    """A change that breaks a rule made from `tables`, or the one written down above."""
    if rule.id in BREAKS:
        return BREAKS[rule.id]
    column, what = rule.id.removeprefix(f"{rule.table}.").rsplit(".", 1)
    low = rule.kwargs.get("min_value")
    value = low - 1 if low is not None else (rule.kwargs.get("max_value") or 0) + 1
    return {column: {"not_null": None, "allowed": "？", "reference": "nowhere", "range": value}[what]}


def verdicts(name: str, changes: list[dict[str, Any]]) -> dict[str, Verdict]:
    """The verdicts on a sound row (row 0) and copies of it, each with its own key and one change."""
    rows = report_rows()
    sound = rows[name][0]
    rows[name] = [sound] + [{**sound, **UNIQUE[name](n), **change} for n, change in enumerate(changes, 1)]
    if name == "core.report_text":  # the texts need their reports
        rows["core.report"] += [
            {**rows["core.report"][0], **UNIQUE[name](n)} for n in range(1, len(rows[name]))
        ]
    frames = {one: pl.DataFrame(rows[one], schema=polars_schema(one), orient="row") for one in FACTS}
    return {verdict.rule.id: verdict for verdict in check(with_lookups(frames, name), rules_of(name))}


@pytest.mark.parametrize("name", FACTS)
def test_each_rule_is_broken_by_its_row_and_by_no_sound_one(name: str) -> None:
    rules = [rule for rule in rules_of(name) if rule != key_rule(table(name))]
    found = verdicts(name, [breaking(rule) for rule in rules])
    for row, rule in enumerate(rules, 1):
        verdict = found[rule.id]
        assert row in verdict.failed, f"{rule.id} let {breaking(rule)} pass"
        assert 0 not in verdict.failed, f"{rule.id} refused a sound row"
        assert verdict.rows_failed == len(verdict.failed)


@pytest.mark.parametrize("name", FACTS)
def test_each_row_of_a_duplicated_key_breaks_the_key(name: str) -> None:
    columns = key_rule(table(name)).columns
    key = {column: report_rows()[name][0][column] for column in columns}
    end = {"char_end": key["char_start"] + 1} if "char_start" in key else {}
    assert verdicts(name, [{}, {**key, **end}])[f"{name}.key"].failed == [0, 2]


@pytest.mark.parametrize(("name", "change", "why"), SOUND, ids=[case[2] for case in SOUND])
def test_sound_rows_pass(name: str, change: dict[str, Any], why: str) -> None:
    broken = [one.rule.id for one in verdicts(name, [change]).values() if one.failed]
    assert broken == [], why


def test_every_written_row_rule_has_a_breaking_row() -> None:
    ids = {rule.id for name in FACTS for rule in rules_of(name)}
    assert set(BREAKS) <= ids
    made = {rule.id for name in FACTS for rule in rules_of(name) if rule.id not in BREAKS}
    assert {one.rsplit(".", 1)[1] for one in made} == {"not_null", "allowed", "range", "reference", "key"}


def test_the_year_bound_moves_with_the_day() -> None:
    last = {rule.id: rule for rule in row_rules("core.report", frozenset(FACTS), date(2031, 1, 1))}
    assert last["core.report.year"].kwargs["max_value"] == 2032


def test_every_declared_demand_has_a_rule() -> None:
    for name in FACTS:
        ids = {rule.id for rule in rules_of(name)}
        for column in TABLES[name].columns:
            assert column.null or f"{name}.{column.name}.not_null" in ids
            assert not column.allowed or f"{name}.{column.name}.allowed" in ids


# rule, figures that break it, figures just inside it
NOTHING = {**dict.fromkeys(PLAIN, 0.0), **{f"share_{name}": 0.0 for name in SHARES}}
TOTALS = [
    ("core.report.none", {"files": 3, "files_kept": 1, "reports": 0}, {"files": 3, "files_kept": 0}),
    ("ops.file.without_report", {"files_without_report": 1}, {"files_without_report": 0}),
    (
        "core.report.mostly_refused",
        {"reports": 20, "share_reports_refused": 0.6},
        {"reports": 19, "share_reports_refused": 1.0},
    ),
    (
        "core.measure.mostly_refused",
        {"measures": 1000, "share_measures_refused": 0.21},
        {"measures": 999, "share_measures_refused": 0.9},
    ),
    (
        "core.report.without_measure",
        {"share_reports_without_measure": 0.31},
        {"share_reports_without_measure": 0.3},
    ),
    (
        "core.report.without_region",
        {"share_reports_without_region": 0.31},
        {"share_reports_without_region": 0.3},
    ),
    ("core.measure.other", {"share_measures_other": 0.61}, {"share_measures_other": 0.6}),
]


@pytest.mark.parametrize(("rule", "bad", "good"), TOTALS, ids=[case[0] for case in TOTALS])
def test_total_rules(rule: str, bad: dict[str, float], good: dict[str, float]) -> None:
    def failed(figures: dict[str, float]) -> bool:
        floats = {name: [float(value)] for name, value in {**NOTHING, **figures}.items()}
        found = check(pl.DataFrame(floats).with_row_index(ROW), total_rules())
        return next(bool(one.rows_failed) for one in found if one.rule.id == rule)

    assert failed(bad)
    assert not failed(good)


def test_every_total_rule_is_tested() -> None:
    assert {rule.id for rule in total_rules()} == {case[0] for case in TOTALS}


def test_a_rule_on_a_column_that_is_not_there_is_an_error_not_a_pass() -> None:
    frame = pl.DataFrame({ROW: [0], "found": ["String"]})
    with pytest.raises(CheckError, match=r"core\.report\.schema"):
        check(frame, [schema_rule("core.report").model_copy(update={"when": ()})])


def test_all_tables_of_a_batch_have_a_schema_rule() -> None:
    assert {schema_rule(name).severity for name in (*FACTS, *BOOKS)} == {"stop"}
