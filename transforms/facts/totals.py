"""Which figures of a table add up to which: total rows and columns, subtotals, rows that begin with 其中."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from transforms.facts.breakdowns import NO_PARTS, TINY
from transforms.facts.grid import AMONG, Grid, Place, name_of
from transforms.facts.quantities import Quantity

NEARLY = 0.25  # of a total, which its parts may miss by a slip
MOST_TOTALS = 40  # rows of totals beyond which a table is not looked through


class Totals:
    """Which figures of a table add up to which; changes and shares are not among `figures`."""

    def __init__(self, table: Grid, figures: Mapping[Place, Quantity]) -> None:
        self.table, self.figures = table, figures
        body = range(table.head_rows, len(table.rows))
        self.total_rows = [r for r in body if self._is_total(table.row_words(r, table.width))]
        self.among_rows = [r for r in body if AMONG.match(table.row_words(r, table.width))]
        counted = [c for c, kind in enumerate(table.kinds) if kind == "figures"]
        self.total_columns = [c for c in counted if self._is_total(table.own_head(c))]

    def _is_total(self, head: str) -> bool:
        return self.table.cues.found("head_total", name_of(head)) is not None

    def parents(self) -> dict[Place, Place]:
        """The place of each part's total; a total of the row goes before one of the column."""
        if len(self.total_rows) > MOST_TOTALS:
            return {}
        exact = self._down() | self._across()
        return self._among() | self._nearly(exact) | exact

    def _nearly(self, exact: Mapping[Place, Place]) -> dict[Place, Place]:
        """Parts that miss their total by little, a slip where the table adds up elsewhere or ends in 其他."""
        found: dict[Place, Place] = {}
        done, adds_up = set(exact.values()), dict(exact)
        for total in self.figures:
            if total in done:
                continue
            r, c = total
            runs: list[list[Place]] = []
            if r in self.total_rows and c not in self.total_columns:
                runs += [[(row, c) for row in rows] for rows in self._rows_of(r)]
            if c in self.total_columns and r not in self.total_rows:
                runs += [[(r, column) for column in columns] for columns in self._columns_of(c)]
            for run in runs:
                parts = [at for at in run if at in self.figures]
                if self._misses(total, parts) and self._is_whole(total, parts, adds_up):
                    found |= dict.fromkeys(parts, total)
                    break
        return {part: total for part, total in found.items() if part not in exact}

    def _misses(self, total: Place, parts: Sequence[Place]) -> bool:
        """Whether parts come nearly to a total."""
        if len(parts) < 2 or not all(self._same(total, part) for part in parts):
            return False
        whole = self.figures[total].value
        return abs(sum(self.figures[part].value for part in parts) - whole) <= NEARLY * whole

    def _is_whole(self, total: Place, parts: Sequence[Place], exact: Mapping[Place, Place]) -> bool:
        """Whether the parts end in 其他, or those of another row or column in the same places add up."""
        across = total[0] == parts[0][0]
        last = name_of(self.table.own_head(parts[-1][1])) if across else self.table.row_words(*parts[-1])
        if last.startswith(("其他", "其它", "其余")):
            return True
        places = {part[across] for part in parts}
        others: dict[Place, set[int]] = {}
        for part, whole in exact.items():
            if (part[0] == whole[0]) == across and whole[across] == total[across]:
                others.setdefault(whole, set()).add(part[across])
        return places in others.values()

    def _down(self) -> dict[Place, Place]:
        found: dict[Place, Place] = {}
        for c in range(self.table.width):
            for total in self.total_rows:
                runs = ([(r, c) for r in rows] for rows in self._rows_of(total))
                found |= dict.fromkeys(self._parts((total, c), runs), (total, c))
        return found

    def _rows_of(self, total: int) -> Iterator[list[int]]:
        """The rows that may add up to a total's: those above it or below it to the next total, or all."""
        totals = self.total_rows
        body = range(self.table.head_rows, len(self.table.rows))
        plain = [r for r in body if r not in totals and r not in self.among_rows]
        above = max((r for r in totals if r < total), default=-1)
        below = min((r for r in totals if r > total), default=len(self.table.rows))
        yield [r for r in plain if above < r < total]
        yield [r for r in plain if total < r < below]
        if total in (totals[0], totals[-1]):
            yield [r for r in totals if r != total]
        yield plain

    def _across(self) -> dict[Place, Place]:
        found: dict[Place, Place] = {}
        for total in self.total_columns:
            for r in range(self.table.head_rows, len(self.table.rows)):
                runs = ([(r, c) for c in columns] for columns in self._columns_of(total))
                found |= dict.fromkeys(self._parts((r, total), runs), (r, total))
        return found

    def _columns_of(self, total: int) -> Iterator[Sequence[int]]:
        """The columns that may add up to a total: those of its group beside it, or all on one side of it."""
        above = [head.removesuffix(self.table.own_head(c)) for c, head in enumerate(self.table.heads)]
        group = [c for c, head in enumerate(above) if head == above[total]]
        for columns in (group, range(self.table.width)):
            yield [c for c in columns if c < total]
            yield [c for c in columns if c > total]

    def _among(self) -> dict[Place, Place]:
        """Rows that begin with 其中 are parts of the nearest other row above."""
        found: dict[Place, Place] = {}
        for r, c in self.figures:
            if r in self.among_rows:
                whole = next((up for up in range(r - 1, -1, -1) if up not in self.among_rows), -1)
                if self._same((whole, c), (r, c)):
                    found[r, c] = whole, c
        return found

    def _parts(self, total: Place, runs: Iterable[Iterable[Place]]) -> list[Place]:
        """The first of some runs of figures that add up to a total."""
        given = ([at for at in run if at in self.figures] for run in runs)
        return next((parts for parts in given if self._add_up(total, parts)), [])

    def _add_up(self, total: Place, parts: Sequence[Place]) -> bool:
        if len(parts) < 2 or not all(self._same(total, part) for part in parts):
            return False
        whole = self.figures[total].value
        return abs(sum(self.figures[part].value for part in parts) - whole) <= TINY * max(whole, 1.0)

    def _same(self, total: Place, part: Place) -> bool:
        """Whether two figures may be total and part: counts of one unit."""
        if total not in self.figures or part not in self.figures:
            return False
        one, other = self.figures[total], self.figures[part]
        family = self.table.numbers.families.get(one.unit or "")
        return family not in NO_PARTS and one.unit == other.unit and one.value >= other.value
