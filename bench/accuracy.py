"""`python -m bench.accuracy`: extraction scored on all gold there is, beside rivals, as docs/accuracy.md.

Here gold is run and speed is taken; the tables are written by `bench.accuracy_page`. Of blind sets only
figures leave this module, never a row.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench.accuracy_page import Compared, Results, Scored, page
from bench.goldsets import OUTSIDE, GoldSet, gold_sets
from bench.measure import CHECKOUT
from bench.rivals import Finder, rivals
from flows.breakdown import kinds_of
from flows.evaluate import Score, score, together
from flows.evidence import of_text
from flows.goldrows import GoldError
from flows.reference import load_catalogue
from transforms.catalogue import Catalogue
from transforms.extract import extract
from transforms.text.decode import decode

PAGE = CHECKOUT / "docs" / "accuracy.md"
ROUNDS = 3
Texts = dict[str, str]
Run = Callable[[str], object]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where gold cannot be used, else 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description="在全部标注上核对抽取。")
    parser.add_argument("--out", type=Path, default=PAGE, help="写到何处，默认 docs/accuracy.md")
    parser.add_argument("--outside", type=Path, default=OUTSIDE, help="项目之外的标注所在目录，没有则略去")
    options = parser.parse_args(arguments)
    try:
        results = measure(gold_sets(CHECKOUT, options.outside))
    except GoldError as error:
        print(error, file=sys.stderr)
        return 1
    options.out.write_text(page(results), encoding="utf-8")
    for one in results.sets:
        figures = one.score.figures()
        print(
            f"{one.set.name:16}" + "".join(f"{n} {figures[n]:.4f}  " for n in ("f1", "indicator", "fact_f1"))
        )
    print(f"已写入 {options.out}")
    return 0


def measure(sets: Sequence[GoldSet]) -> Results:
    """Everything the page tells: each set scored, and the comparison over the project's own gold."""
    with tempfile.TemporaryDirectory(prefix="fazhi-accuracy-") as home:
        catalogue = load_catalogue(Path(home))
    texts = {one.name: _texts(one) for one in sets}
    scored = [_scored(one, texts[one.name], catalogue) for one in sets]
    names = {row.code: row.name_zh for row in catalogue.knowledge.indicators.by_code.values()}
    return Results(scored, _compared(scored, texts, catalogue), names)


def _texts(one: GoldSet) -> Texts:
    return {name: decode(path.read_bytes()) for name, path in one.gold.texts.items()}


def _scored(one: GoldSet, texts: Texts, catalogue: Catalogue) -> Scored:
    rows = [row for name, text in texts.items() for row in of_text(text, name, catalogue)]
    return Scored(one, score(rows, one.gold.rows, texts), kinds_of(rows, one.gold.folders))


def _compared(scored: Sequence[Scored], texts: Mapping[str, Texts], catalogue: Catalogue) -> list[Compared]:
    """Each program's accuracy on the project's blind sets, its speed over own texts and published reports."""
    found = rivals()
    blind = [one for one in scored if one.set.own and one.set.blind]
    runs = {"fazhi, all facts": lambda text: extract(text, catalogue), "jieba.lcut, words alone": _lcut()}
    runs |= {rival.name: rival.find for rival in found if rival.find}
    own = [text for one in scored if one.set.own for text in texts[one.set.name].values()]
    others = [one.set.name for one in scored if not one.set.own and one.set.whole]
    speeds = _speeds(runs, own)
    published = _speeds(runs, [text for name in others for text in texts[name].values()])
    scores = {"fazhi, all facts": together(one.score for one in blind)}
    scores |= {rival.name: _rival_score(rival.find, blind, texts) for rival in found if rival.find}
    names = [*runs, *(rival.name for rival in found if not rival.find)]
    return [Compared(name, scores.get(name), speeds.get(name), published.get(name)) for name in names]


def _lcut() -> Run:
    import jieba  # type: ignore[import-untyped]

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    lcut: Run = jieba.lcut
    return lcut


def _rival_score(find: Finder, blind: Sequence[Scored], texts: Mapping[str, Texts]) -> Score:
    return together(
        score(
            [row | {"file": name} for name, text in texts[one.set.name].items() for row in find(text)],
            one.set.gold.rows,
            texts[one.set.name],
        )
        for one in blind
    )


def _speeds(runs: Mapping[str, Run], texts: Sequence[str]) -> dict[str, float]:
    """MB/s (UTF-8) of each, text by text by turns, so that all see the same machine; none without texts."""
    if not texts:
        return {}
    spent = dict.fromkeys(runs, 0.0)
    for text in list(texts) * ROUNDS:
        for name, run in runs.items():
            began = time.perf_counter()
            run(text)
            spent[name] += time.perf_counter() - began
    size = ROUNDS * sum(len(text.encode()) for text in texts) / 1e6
    return {name: size / seconds for name, seconds in spent.items()}


if __name__ == "__main__":
    sys.exit(main())
