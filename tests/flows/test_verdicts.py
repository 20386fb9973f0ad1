"""Verdicts: one for each gold row, the same after saving, and what changed between two evaluations."""

import pytest
from hypothesis import HealthCheck, given, settings

from flows.evaluate import score
from flows.verdicts import compare, load, save, verdicts

from .test_evaluate import FILE, ROWS, row


def told(predicted, gold):
    return verdicts(score(predicted, gold, [FILE]))


FOUND, MISSED = [row()], []
WRONG = [row(unit="起", bound="approx")]


@pytest.mark.parametrize(
    ("before", "now", "expected", "why"),
    [
        (FOUND, FOUND, [], "nothing changed"),
        (WRONG, WRONG, [], "wrong as before"),
        (WRONG, FOUND, [(("unit", "bound"), ())], "fields mended"),
        (FOUND, WRONG, [((), ("unit", "bound"))], "fields spoiled"),
        ([row(unit="起")], [row(bound="approx")], [(("unit",), ("bound",))], "one for the other"),
        (MISSED, WRONG, [(("missed",), ())], "found at last, whatever is wrong with it"),
        (WRONG, MISSED, [((), ("missed",))], "lost, whatever was wrong with it"),
        (FOUND, [row(), row(start=50, end=52)], [((), ("invented",))], "an invention"),
        ([row(), row(start=50, end=52)], FOUND, [(("invented",), ())], "an invention less"),
        (
            [row(), row(start=50, end=52, indicator="a")],
            [row(), row(start=50, end=52, indicator="b")],
            [],
            "the same invention, whatever it is taken for",
        ),
    ],
)
def test_gains_and_losses(before, now, expected, why):
    found = compare(told(before, [row()]), told(now, [row()]))
    assert [(change.gained, change.lost) for change in found.changes] == expected, why
    assert (found.new_rows, found.gone_rows) == (0, 0)


def test_rows_of_other_gold_are_counted_apart():
    found = compare(told([], [row()]), told([], [row(start=30), row(start=31)]))
    assert (found.changes, found.new_rows, found.gone_rows) == ([], 2, 1)


def test_equal_gold_rows_are_kept_apart():
    """Two people counted on one span with one value are two rows; one of them was missed before."""
    gold = [row(), row()]
    assert len(compare(told([row()], gold), told(gold, gold)).changes) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, ROWS)
def test_what_is_saved_is_read_again(tmp_path, predicted, gold):
    verdict = told(predicted, gold)
    assert sum(one.wrong != ("invented",) for one in verdict) == len(gold), "one verdict a gold row"
    save(verdict, tmp_path / "kept.json")
    assert load(tmp_path / "kept.json") == verdict


@given(ROWS, ROWS, ROWS)
def test_a_gain_is_a_loss_the_other_way_round(one, other, gold):
    forth = compare(told(one, gold), told(other, gold))
    back = compare(told(other, gold), told(one, gold))
    places = [sorted((c.verdict.start, c.verdict.end, c.gained, c.lost) for c in forth.changes)]
    places.append(sorted((c.verdict.start, c.verdict.end, c.lost, c.gained) for c in back.changes))
    assert places[0] == places[1]
