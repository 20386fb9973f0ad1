"""`fazhi evaluate`: how good extraction is, against gold rows."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.common import Home, console, plain_errors, resolved


def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="标注文件（.jsonl）或其目录", exists=True)],
    reports: Annotated[
        Path | None, typer.Option("--reports", help="报告所在目录；默认在标注旁边找", exists=True)
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="逐条列出遗漏、多出与有误之处")] = False,
    home: Home = None,
) -> None:
    """用人工标注核对抽取的准确程度。"""
    from flows.evaluate import errors as told
    from flows.evaluate import score
    from flows.evidence import of_file
    from flows.goldrows import GoldError, read_gold
    from flows.reference import load_catalogue

    with plain_errors(GoldError):
        wanted = read_gold(gold, reports)
        catalogue = load_catalogue(resolved(home))
        predicted = [row for path in wanted.texts.values() for row in of_file(path, catalogue)]
    result = score(predicted, wanted.rows, wanted.texts)
    for line in told(result) if errors else ():
        console().print(line, soft_wrap=True, markup=False)
    found = len(result.pairs)
    console().print(f"标注 {len(wanted.rows)} 抽取 {found + len(result.invented)} 相符 {found}")
    for name, figure in result.figures().items():
        console().print(f"{name} {figure:.4f}")
