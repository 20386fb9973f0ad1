"""`fazhi correct`: write a correction after showing the sentence it is about."""

import getpass
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.asking import Ended, ask, choose, needed
from flows.commands.common import Home, complain, console, plain_errors, resolved

if TYPE_CHECKING:
    from flows.corrections import CorrectionRow
    from warehouse.anchors import Anchor, Words

Row = Mapping[str, Any]
Given = Mapping[str, str | None]  # what the options say: field, value, unit, indicator
TARGETS = {
    "measure": "改一个计量的某一栏",
    "missing_measure": "补上漏掉的计量",
    "not_a_measure": "这个数不该算计量",
    "report": "改报告的机关、年度等",
}


class Target(StrEnum):
    """What is corrected."""

    measure = "measure"
    missing_measure = "missing_measure"
    not_a_measure = "not_a_measure"
    report = "report"


def correct(
    words: Annotated[
        list[str],
        typer.Argument(
            help="报告编号（可只写开头），或路径、标题、机关、年度中的字；写几个就要都符合", metavar="WORD…"
        ),
    ],
    *,
    target: Annotated[
        Target, typer.Option("--target", help="；".join(f"{key} {said}" for key, said in TARGETS.items()))
    ] = Target.measure,
    quote: Annotated[
        str | None, typer.Option("--quote", help="报告中的字句，所指的数可用【】标出；不写则询问")
    ] = None,
    occurrence: Annotated[int, typer.Option("--occurrence", min=1, help="字句出现多次时指第几处")] = 1,
    field: Annotated[str | None, typer.Option("--field", help="改哪一栏；不写则询问")] = None,
    value: Annotated[str | None, typer.Option("--value", help="新值；不写则询问")] = None,
    indicator: Annotated[
        str | None, typer.Option("--indicator", help="漏掉的计量的指标代码；不写则询问")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="漏掉的计量的单位；不写则询问")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="理由；不写则询问")] = None,
    author: Annotated[str | None, typer.Option("--author", help="更正人；不写则询问")] = None,
    home: Home = None,
) -> None:
    """更正一份报告的数字、机关或年度：写入 HOME/reference/corrections.csv，下次运行生效。"""
    from flows.commands.show import find_report
    from warehouse import WarehouseError

    place = resolved(home)
    with plain_errors(WarehouseError, ValueError), leaving():
        asked = Asked(place, find_report(place, words)["report_id"])
        anchor, measure = asked.place(target, quote, occurrence)
        given = {"field": field, "value": value, "indicator": indicator, "unit": unit}
        told = asked.told(target, measure, given)
        asked.write(target, anchor, told, signed(reason, author))


def signed(reason: str | None = None, author: str | None = None) -> "Signed":
    """Why and by whom, asked where not given."""
    return Signed(reason or needed("理由"), author or needed("更正人", getpass.getuser()))


@contextmanager
def leaving() -> Iterator[None]:
    """Somebody who leaves in the middle has changed nothing."""
    try:
        yield
    except Ended:
        complain("没有写入任何更正")
        raise typer.Exit(1) from None


@dataclass(frozen=True, slots=True)
class Signed:
    """Why, and by whom."""

    reason: str
    author: str


class Asked:
    """One report of which something is corrected."""

    def __init__(self, home: Path, report_id: str) -> None:
        from flows.published import named
        from warehouse.anchors import Words

        self.home = home
        self.report: dict[str, Any] = named(home, "report_identity", [report_id]).row(0, named=True)
        self.words: Words = Words(named(home, "report_text", [report_id]).item())
        self.measures = named(home, "report_measures", [report_id]).to_dicts()

    def place(self, target: Target, quote: str | None, occurrence: int) -> "tuple[Anchor, Row | None]":
        """Where: the anchor, and the measure there, whose sentence is shown."""
        if target is Target.report:
            self._show_report()
            return self._own_words(), None
        span = self._span(quote or needed("报告中的字句（所指的数可用【】标出）"), occurrence)
        measure = None if target is Target.missing_measure else self._measure(*span)
        if measure:
            span = (measure["start"], measure["end"])
        show_sentence(self.words, span, measure)
        return self.words.anchor(*span), measure

    def told(self, target: Target, measure: Row | None, given: Given) -> list[dict[str, str]]:
        """What each row says (field, value expected before, new value); asks for what is not given."""
        from warehouse.corrections import told

        if target is Target.not_a_measure:
            return [{"expected": told((measure or {})["value"])}]
        if target is Target.missing_measure:
            return _described(given)
        return [_changed(target, self.report if target is Target.report else measure or {}, given)]

    def write(self, target: Target, anchor: "Anchor", told: list[dict[str, str]], signed: Signed) -> None:
        """Check and write one row for each field told, and say where."""
        from flows.corrections import check_codes, write_corrections
        from flows.reference import load_catalogue

        rows = [self._row(target, anchor, one, signed) for one in told]
        catalogue = load_catalogue(self.home)
        for row in rows:
            check_codes(row, catalogue)
        path = write_corrections(self.home, rows)
        console().print(f"已写入 {path}，下次 fazhi run 时生效。", soft_wrap=True, markup=False)

    def _row(
        self, target: Target, anchor: "Anchor", one: Mapping[str, str], signed: Signed
    ) -> "CorrectionRow":
        from pydantic import ValidationError

        from flows.corrections import CorrectionRow

        row = {
            "series": self.report["extracted" if target is Target.report else "series_id"],
            "target": target.value,
            "quote": anchor.quote,
            "occurrence": anchor.occurrence,
            "reason": signed.reason,
            "author": signed.author,
            "made_on": datetime.now(UTC).date(),
        }
        try:
            return CorrectionRow.model_validate(row | dict(one))
        except ValidationError as error:
            raise ValueError(error.errors()[0]["msg"].removeprefix("Value error, ")) from error

    def _span(self, quote: str, occurrence: int) -> tuple[int, int]:
        from warehouse.anchors import Anchor

        span = self.words.find(Anchor.read(quote, occurrence))
        if span is None:
            raise ValueError(f"报告中找不到“{quote}”" + (f"的第 {occurrence} 处" if occurrence > 1 else ""))
        return span

    def _measure(self, start: int, end: int) -> Row:
        """The one measure that the words mean; ValueError where there is none, or several places."""
        near = [one for one in self.measures if one["start"] < end and start < one["end"]]
        exact = [one for one in near if (one["start"], one["end"]) == (start, end)] or near
        places = {(one["start"], one["end"]) for one in exact}
        if not places:
            raise ValueError("这里没有抽取到计量；如果是漏掉的，请用 --target missing_measure")
        if len(places) > 1:
            told = "、".join(one["text"] for one in exact)
            raise ValueError(f"这段字句中有几个计量（{told}），请用【】标出所指的一个")
        return exact[0]

    def _own_words(self) -> "Anchor":
        """Words that only this report of its series has: those around a figure, else its beginning."""
        from warehouse.anchors import Anchor

        if self.measures:
            return self.words.anchor(self.measures[0]["start"], self.measures[0]["end"])
        return Anchor.read("".join(self.words.text.split())[:40])

    def _show_report(self) -> None:
        from flows.corrections import FIELDS

        for name in FIELDS["report"]:
            console().print(
                f"  {name}：{'' if self.report[name] is None else self.report[name]}", markup=False
            )


def _described(given: Given) -> list[dict[str, str]]:
    """The rows that tell of a missing measure."""
    value = given["value"] or needed("数值")
    unit = given["unit"] if given["unit"] is not None else ask("单位（没有就空着）")
    indicator = given["indicator"] or needed("指标代码（查：fazhi sql 'FROM core.indicator'）")
    said = {"value": value, "unit": unit, "indicator": indicator}
    return [{"field": name, "value": one} for name, one in said.items() if one]


def _changed(target: Target, row: Row, given: Given) -> dict[str, str]:
    """The row that changes a field."""
    from flows.corrections import FIELDS
    from warehouse.corrections import told

    fields = FIELDS[target.value]
    field = given["field"] or choose("改哪一栏", {name: told(row[name]) for name in fields})
    if field not in fields:
        raise ValueError(f"只能更正 {'、'.join(fields)}，不能是“{field}”")
    now, new = told(row[field]), given["value"]
    new = ask(f"新值（现为 {now or '空'}）") if new is None else new
    if new == now:
        raise ValueError(f"{field} 已经是“{now}”，无须更正")
    return {"field": field, "expected": now, "value": new}


def show_sentence(words: "Words", span: tuple[int, int], measure: Row | None) -> None:
    """The sentence with the number marked in it, and what was read of it."""
    from rich.text import Text

    from dashboard.marked import told

    start, end = span
    low = max(0, words.text.rfind("\n", 0, start) + 1, start - 120)
    high = min(len(words.text), end + 120)
    after = words.text[end:high].partition("\n")[0]
    console().print(Text.assemble(words.text[low:start], (words.text[start:end], "bold reverse"), after))
    if measure:
        console().print(Text(f"  读作：{told(measure)}"))
