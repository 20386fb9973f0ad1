"""`fazhi evaluate`: how good extraction is, against gold rows, and what it gained and lost."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.common import Home, console, plain_errors, print_table, resolved

if TYPE_CHECKING:
    from flows.evaluate import Score
    from flows.verdicts import Verdict
    from transforms.catalogue import Catalogue


class Align(StrEnum):
    """How found rows are laid beside gold rows."""

    spans = "spans"
    facts = "facts"


class By(StrEnum):
    """What `--by` splits the figures by."""

    field = "field"
    indicator = "indicator"
    kind = "kind"


def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="标注文件（.jsonl）或其目录", exists=True)],
    *,
    reports: Annotated[
        Path | None, typer.Option("--reports", help="报告所在目录；默认在标注旁边找", exists=True)
    ] = None,
    align: Annotated[
        Align,
        typer.Option(
            "--align",
            help="怎样配对：spans 按位置；facts 按阅读顺序与数值、单位、界限、已做或计划、类别、指标，"
            "不问位置与文件名，用来比较同一报告的不同格式（--reports 下同名而扩展名不同的文件也算）",
        ),
    ] = Align.spans,
    errors: Annotated[bool, typer.Option("--errors", help="逐条列出遗漏、多出与有误之处，附原句")] = False,
    by: Annotated[
        list[By] | None, typer.Option("--by", help="分列：按取值、按指标或按报告种类；可写多次")
    ] = None,
    save: Annotated[Path | None, typer.Option("--save", help="把每条标注的对错存入这个 JSON 文件")] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", help="与先前 --save 的结果比较得失", exists=True, dir_okay=False),
    ] = None,
    home: Home = None,
) -> None:
    """用人工标注核对抽取的准确程度。"""
    if align is Align.facts:
        if by or save or against:
            raise typer.BadParameter("--by、--save、--against 只用于按位置配对（--align spans）。")
        _by_facts(gold, reports, home, errors=errors)
        return
    from flows.breakdown import kinds_of
    from flows.evaluate import errors as told
    from flows.evaluate import score
    from flows.evidence import of_file
    from flows.goldrows import GoldError, read_gold
    from flows.goldtables import overall
    from flows.reference import load_catalogue
    from flows.verdicts import load, verdicts
    from flows.verdicts import save as write

    with plain_errors(GoldError):
        wanted = read_gold(gold, reports)
        before = load(against) if against else None
        catalogue = load_catalogue(resolved(home))
        predicted = [row for path in wanted.texts.values() for row in of_file(path, catalogue)]
        result = score(predicted, wanted.rows, wanted.texts)
        if save:
            write(verdicts(result), save)
    for line in told(result) if errors else ():
        console().print(line, soft_wrap=True, markup=False)
    found = len(result.pairs)
    console().print(f"标注 {len(wanted.rows)} 抽取 {found + len(result.invented)} 相符 {found}")
    print_table(overall(result))
    for which in dict.fromkeys(by or ()):
        _print_by(which, result, kinds_of(predicted, wanted.folders), catalogue)
    if before is not None:
        _print_changes(before, result)


def _by_facts(gold: list[Path], reports: Path | None, home: Path | None, *, errors: bool) -> None:
    """Lay the facts of reports in any form beside gold rows, often those of another form."""
    from flows import alignment, goldtables
    from flows.evidence import aligned
    from flows.goldrows import GoldError, read_gold
    from flows.reference import load_catalogue
    from transforms.read.document import Unreadable

    with plain_errors(GoldError, Unreadable):
        wanted = read_gold(gold, reports, any_form=True)
        catalogue = load_catalogue(resolved(home))
        found = aligned(wanted, catalogue)
    for line in alignment.differences(found) if errors else ():
        console().print(line, soft_wrap=True, markup=False)
    rows, equal = sum(one.sizes[0] for one in found), sum(one.equal for one in found)
    console().print(f"标注 {len(wanted.rows)} 抽取 {rows} 相同 {equal}")
    print_table(goldtables.figures(alignment.figures(found)))
    if worst := alignment.worst(found):
        print_table(goldtables.worst(worst))


def _print_by(which: By, result: "Score", kinds: Mapping[str, str], catalogue: "Catalogue") -> None:
    from flows import breakdown, goldtables

    if which is By.field:
        print_table(goldtables.values(breakdown.by_value(result)))
    elif which is By.indicator:
        names = {row.code: row.name_zh for row in catalogue.knowledge.indicators.by_code.values()}
        print_table(goldtables.indicators(breakdown.by_indicator(result), names))
    else:
        print_table(goldtables.kinds(breakdown.by_kind(result, kinds)))


def _print_changes(before: list["Verdict"], result: "Score") -> None:
    from flows.goldtables import comparison, headline
    from flows.verdicts import compare, verdicts

    found = compare(before, verdicts(result))
    console().print(headline(found))
    if found.changes:
        print_table(comparison(found))
    if found.new_rows or found.gone_rows:
        console().print(
            f"标注已有改动：新增 {found.new_rows} 条，去掉 {found.gone_rows} 条，未作比较。", markup=False
        )
