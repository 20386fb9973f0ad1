"""Tell copies, conflicts and revisions apart where a new text meets another of its series.

Pure of the database: rows in, verdicts out. Numbering of revisions is `sql/load/revisions.sql`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Indel

NUMBER = re.compile(r"\d+(?:\.\d+)?")
COPY = 0.97
CONFLICT = 0.5
COMPARED = 200_000  # characters of each text; the time to compare grows with their product


@dataclass(frozen=True, slots=True)
class Rival:
    """One text of a series with several; `fresh` where it is new and must be judged.

    The smaller the `rank` of its form, the more the text is to be trusted; `native` is a text that was not
    recognised from an image. A stored text is `replaced` where its file holds another one by now.
    """

    series_id: str
    report_id: str
    path: str
    fresh: bool
    text: str
    rank: int = 0
    native: bool = True
    replaced: bool = False

    @property
    def worth(self) -> tuple[int, int, str]:
        """What decides among near-identical texts, the smallest stays: best form, then longest, then id."""
        return self.rank, -len(_bare(self.text)), self.report_id


@dataclass(frozen=True, slots=True)
class Verdict:
    """A text that is no revision: `outcome` copy or conflict, with the report it was measured against."""

    report_id: str
    outcome: str
    other_id: str
    similarity: float
    reason: str | None


Like = tuple[float, Rival]


def similarity(one: str, other: str) -> float:
    """Likeness of two texts, 0 to 1, blanks apart."""
    return float(Indel.normalized_similarity(_bare(one), _bare(other)))


def judge(rivals: Iterable[Rival]) -> Iterator[Verdict]:
    """Verdicts on texts that are copies or in conflict; rivals come sorted by series.

    Only a new text can be in conflict; an old one can become the copy of a new one of a better form.
    """
    for _, series in groupby(rivals, key=lambda rival: rival.series_id):
        yield from _judged(list(series))


def _judged(series: list[Rival]) -> Iterator[Verdict]:
    """The best of the new texts first, so that none is compared with a worse one that will give way."""
    kept = [rival for rival in series if not rival.fresh]
    for rival in sorted((one for one in series if one.fresh), key=lambda one: one.worth):
        likes = [(similarity(rival.text, one.text), one) for one in kept]
        verdicts = list(_verdicts(rival, likes))
        lost = {verdict.report_id for verdict in verdicts}
        kept = [one for one in [*kept, rival] if one.report_id not in lost]
        yield from verdicts


def _verdicts(rival: Rival, likes: list[Like]) -> Iterator[Verdict]:
    """The verdict on one new text, or on those kept so far that give way to it; none for a revision."""
    same = [(like, one) for like, one in likes if like >= COPY and not _revises(rival, one)]
    better = [(like, one) for like, one in same if one.worth < rival.worth]
    if better:
        like, one = _nearest(better)
        yield Verdict(rival.report_id, "copy", one.report_id, like, None)
    elif same:
        yield from (Verdict(one.report_id, "copy", rival.report_id, like, None) for like, one in same)
    elif likes and max(like for like, _ in likes) < CONFLICT:
        like, one = _nearest(likes)
        yield Verdict(rival.report_id, "conflict", one.report_id, like, _reason(rival, one, like))


def _revises(new: Rival, old: Rival) -> bool:
    """Whether a text that is nearly the same is a correction all the same.

    It has taken the place of the other one's file, or both are native texts of one form with other numbers.
    """
    if old.replaced:
        return True
    return new.native and old.native and new.rank == old.rank and _numbers(new.text) != _numbers(old.text)


def _numbers(text: str) -> list[str]:
    return NUMBER.findall(text)


def _nearest(likes: list[Like]) -> Like:
    return max(likes, key=lambda pair: (pair[0], pair[1].report_id))


def _reason(rival: Rival, nearest: Rival, like: float) -> str:
    """Why a conflict is refused, and what to do."""
    return (
        f"“{rival.path}”与“{nearest.path}”的机关、年度相同，正文却只有 {like:.0%} 相似，"
        "不像同一报告的两个版本；请核对其中是否有一份标题、机关或年度写错，改正后放回收件目录"
    )


def _bare(text: str) -> str:
    return "".join(text.split())[:COMPARED]
