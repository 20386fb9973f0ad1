"""Tell copies, conflicts and revisions apart where a new text meets another of its series.

Pure of the database: rows in, verdicts out. Numbering of revisions is `sql/load/revisions.sql`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Indel

COPY = 0.97
CONFLICT = 0.5
COMPARED = 200_000  # characters of each text; the time to compare grows with their product


@dataclass(frozen=True, slots=True)
class Rival:
    """One text of a series with several; `fresh` where it is new and must be judged."""

    series_id: str
    report_id: str
    path: str
    fresh: bool
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A new text that is no revision: `outcome` copy or conflict, with the report it was measured against."""

    report_id: str
    outcome: str
    other_id: str
    similarity: float
    reason: str | None


def similarity(one: str, other: str) -> float:
    """Likeness of two texts, 0 to 1, blanks apart."""
    return float(Indel.normalized_similarity(_bare(one), _bare(other)))


def judge(rivals: Iterable[Rival]) -> Iterator[Verdict]:
    """Verdicts on fresh texts that are copies or conflicts; rivals come sorted by series, fresh ones last."""
    for _, series in groupby(rivals, key=lambda rival: rival.series_id):
        kept: list[Rival] = []
        for rival in series:
            verdict = _verdict(rival, kept) if rival.fresh and kept else None
            if verdict is None:
                kept.append(rival)
            else:
                yield verdict


def _verdict(rival: Rival, kept: list[Rival]) -> Verdict | None:
    """The verdict on one text beside those kept so far, None for a revision."""
    compared = ((similarity(rival.text, one.text), one) for one in kept)
    like, nearest = max(compared, key=lambda pair: (pair[0], pair[1].report_id))
    if like >= COPY:
        return Verdict(rival.report_id, "copy", nearest.report_id, like, None)
    if like < CONFLICT:
        return Verdict(rival.report_id, "conflict", nearest.report_id, like, _reason(rival, nearest, like))
    return None


def _reason(rival: Rival, nearest: Rival, like: float) -> str:
    """Why a conflict is refused, and what to do."""
    return (
        f"“{rival.path}”与“{nearest.path}”的机关、年度相同，正文却只有 {like:.0%} 相似，"
        "不像同一报告的两个版本；请核对其中是否有一份标题、机关或年度写错，改正后放回收件目录"
    )


def _bare(text: str) -> str:
    return "".join(text.split())[:COMPARED]
