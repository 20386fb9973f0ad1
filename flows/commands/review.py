"""`fazhi review`: measures that extraction is not sure of, one by one, with their sentences."""

import getpass
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.asking import Ended, choose, needed
from flows.commands.common import Home, complain, console, plain_errors, resolved

if TYPE_CHECKING:
    from flows.judgements import JudgementRow
    from warehouse.anchors import Anchor, Words

Place = tuple[str, str, int]  # series, quote, occurrence
CHOICES = {"a": "对", "c": "更正", "s": "跳过", "q": "结束"}


def review(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="只看路径、标题、机关、年度中有这些字的报告；写几个就要都符合", metavar="WORD…"),
    ] = None,
    author: Annotated[str | None, typer.Option("--author", help="核对人；不写则询问")] = None,
    home: Home = None,
) -> None:
    """逐个核对把握不大的数，最没有把握的在前：对、更正、跳过；随时可以停下，下次接着做。"""
    from flows.published import named
    from warehouse import WarehouseError

    done: Counter[str] = Counter()
    with plain_errors(WarehouseError):
        place = resolved(home)
        rows = named(place, "review_next", [words or []]).to_dicts()
        left = _Left(place, rows)
        try:
            if left.rows:
                left.go_through(author or needed("核对人", getpass.getuser()), done)
        except Ended:
            console().print("")
    if not left.rows:
        console().print("没有待核对的数。")
        return
    told = "，".join(f"{name} {done[key]} 个" for key, name in CHOICES.items() if done[key])
    rest = len(left.rows) - done["a"] - done["c"]
    console().print(f"{told or '没有核对'}；还有 {rest} 个待核对。已核对的下次运行时入库。")


class _Left:
    """The measures that are left to review, of a home."""

    def __init__(self, home: Path, rows: list[dict[str, Any]]) -> None:
        self.home = home
        self.words = cache(lambda report: words_of(home, report))
        known = _known(home)
        self.rows = [row for row in rows if self._place(row) not in known]

    def _anchor(self, row: dict[str, Any]) -> "Anchor":
        return self.words(row["report_id"]).anchor(row["start"], row["end"])

    def _place(self, row: dict[str, Any]) -> Place:
        anchor = self._anchor(row)
        return row["series_id"], anchor.quote, anchor.occurrence

    def go_through(self, author: str, done: Counter[str]) -> None:
        """Ask for each; `done` counts the answers. Raises Ended."""
        from flows.judgements import accept

        for number, row in enumerate(self.rows, 1):
            show(row, self.words(row["report_id"]), f"{number}/{len(self.rows)}")
            answer = choose("怎样", CHOICES)
            if answer == "q":
                return
            if answer == "a":
                accept(self.home, judgement(row, self._anchor(row), author, "right"))
            if answer == "c" and not self._correct(row, author):
                answer = "s"
            done[answer] += 1

    def _correct(self, row: dict[str, Any], author: str) -> bool:
        """Write a correction of this measure; False, and a word, where it cannot be."""
        from flows.commands.correct import TARGETS, Asked, Signed, Target

        wanted = {str(n): TARGETS[name] for n, name in enumerate(("measure", "not_a_measure"), 1)}
        target = Target.measure if choose("怎么改", wanted, "1") == "1" else Target.not_a_measure
        asked = Asked(self.home, row["report_id"])
        measure = next(one for one in asked.measures if one["measure_id"] == row["measure_id"])
        nothing = dict.fromkeys(("field", "value", "unit", "indicator"))
        try:
            told = asked.told(target, measure, nothing)
            asked.write(target, self._anchor(row), told, Signed(needed("理由"), author))
        except ValueError as error:
            complain(str(error))
            return False
        return True


def words_of(home: Path, report_id: str) -> "Words":
    """A report's text, to find places in."""
    from flows.published import named
    from warehouse.anchors import Words

    return Words(named(home, "report_text", [report_id]).item())


def show(row: dict[str, Any], words: "Words", number: str) -> None:
    """A measure with its report and its sentence, and how it was read."""
    from flows.commands.correct import show_sentence

    head = f"[{number}] {row['issuer'] or '机关不明'} {row['report_year'] or '年度不明'}《{row['title']}》"
    console().print(f"\n{head}  把握 {row['confidence']:.0%}", style="bold", markup=False, soft_wrap=True)
    show_sentence(words, (row["start"], row["end"]), row)


def judgement(row: dict[str, Any], anchor: "Anchor", author: str, verdict: str) -> "JudgementRow":
    """What somebody judged of a measure."""
    from flows.judgements import JudgementRow

    return JudgementRow.model_validate(
        {
            "series": row["series_id"],
            "quote": anchor.quote,
            "occurrence": anchor.occurrence,
            "value": row["value"],
            "unit": row["unit"] or "",
            "indicator": row["indicator"],
            "verdict": verdict,
            "author": author,
            "judged_on": datetime.now(UTC).date().isoformat(),
        }
    )


def _known(home: Path) -> set[Place]:
    """Places that are accepted or corrected already, though no run has taken it in yet."""
    from flows.corrections import load_corrections
    from flows.judgements import accepted
    from flows.reference import load_catalogue

    judged = {(row.series, row.quote, row.occurrence) for row in accepted(home).rows}
    corrections = load_corrections(home, load_catalogue(home))
    return judged | {(one.series_id, one.quote, one.occurrence) for one in corrections}
