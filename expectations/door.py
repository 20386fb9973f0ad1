"""The one door to Great Expectations: polars in, verdicts out; pandas exists only in here.

Great Expectations costs seconds and 250 MB to import, so it is imported when the first rules run.
A verdict holds the numbers of the failing rows; what becomes of them belongs to `expectations.refusal`.
"""

import operator
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.rules import Rule

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.row_conditions import Condition

ROW = "_row"
SHOWN = 20  # failing values kept for the Data Docs, as Great Expectations does
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
UNUSED = ("scipy.stats", "altair")  # for drawings and distributions, which no rule of ours is about
FORMAT = {"result_format": "COMPLETE", "unexpected_index_column_names": [ROW]}


class CheckError(RuntimeError):
    """A rule could not be run at all (a column it needs is not there, a wrong argument)."""


@dataclass(slots=True)
class Verdict:
    """What one rule found: `failed` are values of `_row` in one frame, ascending.

    `rows_failed` counts them; it goes on counting where the verdicts of several frames are added up.
    """

    rule: Rule
    checked: int = 0
    failed: list[int] = field(default_factory=list)
    shown: list[Any] = field(default_factory=list)
    rows_failed: int = 0

    def without_rows(self) -> "Verdict":
        """The same without the numbers of the rows, which mean nothing outside their frame."""
        return replace(self, failed=[])

    def add(self, other: "Verdict") -> None:
        """Add the counts of the same rule in another frame; its row numbers are not kept."""
        self.checked += other.checked
        self.rows_failed += other.rows_failed
        self.shown = [*self.shown, *other.shown][:SHOWN]
        self.failed = []


def great_expectations() -> ModuleType:
    """The library, imported late, with telemetry off."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    if "great_expectations" not in sys.modules:
        with _without(UNUSED):
            import great_expectations  # noqa: F401
    return sys.modules["great_expectations"]


@contextmanager
def _without(names: Sequence[str]) -> Iterator[None]:
    """Empty modules in the place of these meanwhile: they are two of the five seconds of the import.

    Later imports by others get the real ones; a rule that needed one would raise CheckError.
    """
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update({name: ModuleType(name) for name in absent})
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def quiet_context() -> "EphemeralDataContext":
    """A context in memory, without progress bars; a new one for each chunk keeps memory flat."""
    gx = great_expectations()
    context: EphemeralDataContext = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(globally=False)
    return context


def expectation(rule: Rule) -> "Expectation":
    """The Great Expectations object of a rule; it carries the rule's id and message."""
    gx = great_expectations()
    kind = getattr(gx.expectations, "".join(part.capitalize() for part in rule.expectation.split("_")))
    condition = {"row_condition": _condition(rule)} if rule.when else {}
    made: Expectation = kind(**rule.kwargs, **condition, meta={"id": rule.id}, notes=rule.message)
    return made


def _condition(rule: Rule) -> "Condition":
    """All conditions of a rule as one."""
    from great_expectations.expectations import row_conditions

    each = [OPERATORS[sign](row_conditions.Column(name), value) for name, sign, value in rule.when]
    return each[0] if len(each) == 1 else row_conditions.AndCondition(conditions=each)


def check(frame: pl.DataFrame, rules: Sequence[Rule]) -> list[Verdict]:
    """The verdict of each rule on a frame that has a `_row` column; CheckError where one can't run."""
    if not rules:
        return []
    if frame.is_empty():
        return [Verdict(rule) for rule in rules]
    named = {ROW, *(name for rule in rules for name in rule.columns)}
    needed = [name for name in frame.columns if name in named]
    asset = quiet_context().data_sources.add_pandas("frames").add_dataframe_asset("frame")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch(
        batch_parameters={"dataframe": frame.select(needed).to_pandas()}
    )
    suite = great_expectations().ExpectationSuite(name="rules", expectations=[expectation(r) for r in rules])
    results = batch.validate(suite, result_format=FORMAT).results
    by_id = {one.expectation_config.meta["id"]: one for one in results}
    return [_verdict(rule, by_id[rule.id]) for rule in rules]


def _verdict(rule: Rule, result: "ExpectationValidationResult") -> Verdict:
    found = result.result
    if "element_count" not in found:
        raise CheckError(f"规则 {rule.id} 无法执行，请检查 expectations/rules.toml：{result.exception_info}")
    failed = sorted({int(row[ROW]) for row in found.get("unexpected_index_list") or []})
    if len(failed) != found.get("unexpected_count", 0):
        raise CheckError(f"规则 {rule.id}：不合 {found['unexpected_count']} 行，只指出 {len(failed)} 行")
    shown = found.get("partial_unexpected_list", [])[:SHOWN]
    return Verdict(rule, int(found["element_count"]), failed, shown, len(failed))
