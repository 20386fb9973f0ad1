"""`python -m bench.parity`: each own gold report in every form, its facts beside those of the plain text.

The table goes to docs/formats.md where `--write` is given. Blind gold is never rendered.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.forms import Form, named
from bench.measure import CHECKOUT
from flows.alignment import Aligned, align, differences, figures, share, worst
from flows.evidence import of_document, of_text
from flows.goldrows import read_gold
from flows.reference import load_catalogue
from transforms.catalogue import Catalogue
from transforms.read import door
from transforms.read.document import Document, Limits, Unreadable
from transforms.text.decode import decode

PAGE = CHECKOUT / "docs" / "formats.md"
HEAD = "| form | reports | facts | equal | wanted | in place | worst report |"
RULED = "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
BLOCK = re.compile(re.escape(HEAD) + r"\n(?:\|.*\n)*")


@dataclass(frozen=True, slots=True)
class Parity:
    """How a form fared over all texts, in `seconds`; `refused` are those that no text was read of."""

    form: Form
    reports: list[Aligned]
    refused: list[str]
    seconds: float

    @property
    def enough(self) -> bool:
        """Whether the share of equal facts is what is wanted, every file read and every word in its place."""
        kept = figures(self.reports)["evidence"] == 1.0 and not self.refused
        return kept and share(self.reports) >= self.form.bar


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where a form falls short, 2 where an option is wrong."""
    options = _parser().parse_args(arguments)
    try:
        forms = [one for one in named(options.forms) if options.scans or not one.scanned]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    texts = own_texts(tables=options.tables)
    texts = dict(list(texts.items())[: options.reports])
    with tempfile.TemporaryDirectory(prefix="fazhi-parity-") as home:
        catalogue = load_catalogue(Path(home))
    absent = [one for one in forms if one.missing]
    print("\n".join([HEAD, RULED]))
    found = []
    for form in (one for one in forms if one not in absent):
        found.append(compare(form, texts, catalogue))
        print(line(found[-1]), flush=True)
        for told in differences(found[-1].reports) if options.errors else ():
            print("  " + told)
    for form in absent:
        print(f"{form.name}：没有安装 {form.missing}，未比")
    if options.write:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
    return 0 if all(one.enough for one in found) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.parity", description="同一报告各种格式的事实是否相同。"
    )
    parser.add_argument("--forms", type=lambda words: words.split(","), help="只比这些格式，以逗号分隔")
    parser.add_argument("--reports", type=int, help="只比前几份报告，默认全部")
    parser.add_argument("--no-scans", dest="scans", action="store_false", help="不比扫描件（每页要一两秒）")
    parser.add_argument("--tables", action="store_true", help="改比标注短文中有表格的")
    parser.add_argument("--errors", action="store_true", help="逐条列出不同之处")
    parser.add_argument("--write", action="store_true", help="把结果写入 docs/formats.md")
    return parser


def own_texts(checkout: Path = CHECKOUT, *, tables: bool = False) -> dict[str, str]:
    """File name to text: the project's whole reports with gold; with `tables` one of them with each of the
    passages that hold a table parted by tabs set into it."""
    gold = checkout / "tests" / "gold"
    reports = _texts(read_gold([gold / "reports"], None).texts)
    if tables:
        passages = _texts(read_gold([gold / "passages"], None).texts)
        report = next(iter(reports.values())).splitlines()
        return {name: _set_into(report, text) for name, text in passages.items() if "\t" in text}
    sample = read_gold([gold / "sample"], checkout / "data" / "sample")
    return _texts(sample.texts) | reports


def _set_into(report: Sequence[str], passage: str) -> str:
    """A passage in the midst of a report."""
    half = len(report) // 2
    return "\n".join([*report[:half], *passage.splitlines(), *report[half:]])


def _texts(paths: Mapping[str, Path]) -> dict[str, str]:
    return {name: decode(path.read_bytes()) for name, path in sorted(paths.items())}


def compare(form: Form, texts: Mapping[str, str], catalogue: Catalogue) -> Parity:
    """Each text rendered, read, and its facts laid beside those of the text itself."""
    began, reports, refused = time.perf_counter(), [], []
    for name, text in texts.items():
        wanted = of_text(text, name, catalogue)
        other = f"{Path(name).stem}{form.suffix}"
        try:
            document = door.read(form.render(text), other, Limits())
        except Unreadable as error:
            refused.append(f"{name}：{error}")
            document = Document("", form.suffix.lstrip("."))
        found = of_document(document, other, catalogue) if document.text else []
        reports.append(align(name, found, wanted, document.text))
    return Parity(form, reports, refused, time.perf_counter() - began)


def line(parity: Parity) -> str:
    """A form's line of the table."""
    form, told = parity.form, figures(parity.reports)
    facts = sum(one.sizes[1] for one in parity.reports)
    lowest = worst(parity.reports, 1)
    named = f"{lowest[0].file} {lowest[0].share:.3f}" if lowest else ""
    mark = "" if parity.enough else " **!**"
    name = f"`{form.name}`" + (f" ({form.about})" if form.about else "")
    cells = (
        name, len(parity.reports) - len(parity.refused), facts, f"{told['fact_f1']:.4f}{mark}", form.bar,
        f"{told['evidence']:.4f}", named,
    )  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def written(page: str, found: Sequence[Parity]) -> str:
    """The page with its table replaced; raises ValueError where it has none."""
    table = "".join(f"{one}\n" for one in _lines(found))
    if not BLOCK.search(page):
        raise ValueError(f"{PAGE}：没有以“{HEAD}”开头的表，无处写入。")
    return BLOCK.sub(lambda _: table, page)


def _lines(found: Sequence[Parity]) -> Iterator[str]:
    yield from (HEAD, RULED)
    yield from map(line, found)


if __name__ == "__main__":
    sys.exit(main())
