"""`python -m bench.contradictions`: the checks of a report scored on planted contradictions and sound pairs.

A set is a folder with `reports/`, `planted.csv` (two quotes of a report, each found in it once, and whether
they disagree) and `contents.csv` (what of the required contents a report has). The reports go through a real
run; a verdict belongs to a pair where its numbers stand in both quotes. Of a blind set only figures are told.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.measure import CHECKOUT
from transforms.text.decode import decode
from warehouse import query

FOLDER = CHECKOUT / "tests" / "gold" / "contradictions"
SETS = {"open": FOLDER / "open", "second": FOLDER / "second", "blind": FOLDER / "blind"}
LEAST_RECALL, MOST_FALSE = 0.9, 0.02
CHECKS = """
    SELECT
        c.file, c.kind, c.verdict, c.stated_text, c.reckoned_text,
        list(x.char_start ORDER BY x.position) AS places
    FROM mart.arithmetic_check c
    JOIN core.relation x ON c.check_id = x.report_id || '-r' || x.relation
    GROUP BY ALL ORDER BY ALL
"""
CONTENTS = "SELECT file, requirement, verdict FROM mart.requirement_check"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Planted:
    """Two places of a report that disagree or do not; spans are into its text, ends exclusive."""

    file: str
    kind: str
    disagrees: bool
    first: tuple[int, int]
    second: tuple[int, int]
    words: str

    def holds(self, row: Row) -> bool:
        """Whether the numbers of a check stand in both places."""
        return row["file"] == self.file and all(
            any(low <= place < high for place in row["places"]) for low, high in (self.first, self.second)
        )


@dataclass(slots=True)
class Score:
    """What came of the pairs of each kind, contradictions told that nobody planted, and the contents."""

    found: Counter[str] = field(default_factory=Counter)
    missed: list[Planted] = field(default_factory=list)
    quiet: Counter[str] = field(default_factory=Counter)
    agreeing: int = 0
    false: list[tuple[Planted, Row]] = field(default_factory=list)
    unplanted: list[Row] = field(default_factory=list)
    contents_right: int = 0
    contents_wrong: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of planted contradictions that were found."""
        found = self.found.total()
        return found / max(found + len(self.missed), 1)

    @property
    def false_alarms(self) -> float:
        """The share of consistent pairs that were told as contradictions."""
        return len(self.false) / max(self.quiet.total() + len(self.false), 1)

    @property
    def enough(self) -> bool:
        """Whether the bars are reached."""
        return self.recall >= LEAST_RECALL and self.false_alarms <= MOST_FALSE


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where a bar is missed, 2 where an option is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.contradictions", description="在埋设的矛盾上核对勾稽检查。"
    )
    parser.add_argument(
        "sets", nargs="*", default=list(SETS), help=f"要核对的集合：{'、'.join(SETS)}，默认全部"
    )
    options = parser.parse_args(arguments)
    unknown = [name for name in options.sets if name not in SETS]
    if unknown:
        print(f"没有集合 {'、'.join(unknown)}；有 {'、'.join(SETS)}。", file=sys.stderr)
        return 2
    scores = {name: score(SETS[name]) for name in options.sets}
    for name, one in scores.items():
        print("\n".join(told(name, one, rows=name != "blind")))
    return 0 if all(one.enough for one in scores.values()) else 1


def score(folder: Path) -> Score:
    """The checks of a run over the reports of a set, against what is planted in them."""
    with tempfile.TemporaryDirectory(prefix="fazhi-contradictions-") as home:
        command = [sys.executable, "-m", "flows.command", "run", str(folder / "reports"), "--home", home]
        done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=False)
        if done.returncode:
            raise RuntimeError(f"{folder}: the run failed:\n{done.stdout}{done.stderr}")
        checks = query(Path(home), CHECKS).to_dicts()
        contents = query(Path(home), CONTENTS).rows()
    return judge(checks, {(file, name): verdict for file, name, verdict in contents}, folder)


def judge(checks: Sequence[Row], contents: Mapping[tuple[str, str], str], folder: Path) -> Score:
    """Rows of the two marts against what is planted in a set."""
    result, pairs = Score(), planted(folder)
    wrong = [row for row in checks if row["verdict"] == "disagrees"]
    for pair in pairs:
        alarms = [row for row in wrong if pair.holds(row)]
        if pair.disagrees and alarms:
            result.found[pair.kind] += 1
        elif pair.disagrees:
            result.missed.append(pair)
        elif alarms:
            result.false.append((pair, alarms[0]))
        else:
            result.quiet[pair.kind] += 1
            result.agreeing += any(
                pair.holds(row) for row in checks if row["verdict"] in ("agrees", "implied")
            )
    result.unplanted = [row for row in wrong if not any(pair.holds(row) for pair in pairs)]
    for row in _rows(folder / "contents.csv"):
        key = row["file"], row["content"]
        if contents.get(key) == row["verdict"]:
            result.contents_right += 1
        else:
            result.contents_wrong.append((*key, row["verdict"], contents.get(key, "no report")))
    return result


def planted(folder: Path) -> list[Planted]:
    """The pairs of a set; raises ValueError where a quote is not found in its report exactly once."""
    texts: dict[str, str] = {}
    found = []
    for row in _rows(folder / "planted.csv"):
        file = row["file"]
        texts.setdefault(file, decode((folder / "reports" / file).read_bytes()))
        first, second = (_span(texts[file], row[name], file) for name in ("first", "second"))
        words = f"{row['first']} | {row['second']} ({row['why']})"
        found.append(Planted(file, row["kind"], row["verdict"] == "disagrees", first, second, words))
    return found


def _span(text: str, quote: str, file: str) -> tuple[int, int]:
    if text.count(quote) != 1:
        raise ValueError(f"planted.csv, {file}: {quote!r} is there {text.count(quote)} times, not once")
    return text.index(quote), text.index(quote) + len(quote)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(name: str, one: Score, *, rows: bool) -> list[str]:
    """The lines that tell a score; with `rows` also what was missed and what is wrong."""
    planted_in, consistent = one.found.total() + len(one.missed), one.quiet.total() + len(one.false)
    contents = one.contents_right + len(one.contents_wrong)
    lines = [
        f"{name}：矛盾 {planted_in} 处，发现 {one.found.total()}，召回 {one.recall:.3f}；"
        f"相符 {consistent} 对，误报 {len(one.false)}（{one.false_alarms:.3f}），认出相符 {one.agreeing}；"
        f"未埋设而判为矛盾 {len(one.unplanted)}；法定内容 {one.contents_right}/{contents}"
    ]
    kinds = sorted({*one.found, *(pair.kind for pair in one.missed)})
    lost = Counter(pair.kind for pair in one.missed)
    lines += [f"  {kind:14} {one.found[kind]}/{one.found[kind] + lost[kind]}" for kind in kinds]
    if rows:
        lines += [f"  漏 {pair.file} {pair.kind}: {pair.words}" for pair in one.missed]
        lines += [f"  误 {pair.file} {pair.kind}: {pair.words} {_brief(row)}" for pair, row in one.false]
        lines += [f"  外 {row['file']} {_brief(row)}" for row in one.unplanted]
        lines += [f"  内容 {' '.join(wrong)}" for wrong in one.contents_wrong]
    return lines


def _brief(row: Row) -> str:
    return f"{row['kind']} {row['stated_text']} ≠ {row['reckoned_text']}"


if __name__ == "__main__":
    sys.exit(main())
