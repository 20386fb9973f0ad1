"""Groups by indicator, value and kind, on rows where each can be counted by hand."""

from flows.breakdown import Band, Group, by_confidence, by_indicator, by_kind, by_value, kinds_of
from flows.evaluate import score, together

from .test_evaluate import FILE, row

SECOND = "别的.txt"


def scored(predicted, gold):
    return score(predicted, gold, [FILE, SECOND])


def test_a_confused_indicator_costs_both_codes():
    result = scored([row(indicator="b"), row(start=20, end=24, indicator="b")],
                    [row(indicator="a"), row(start=20, end=24, indicator="b")])  # fmt: skip
    assert by_indicator(result) == {"a": Group(1, 0, 0), "b": Group(1, 2, 1)}


def test_misses_and_inventions_count_for_their_code():
    result = scored([row(start=50, end=52, indicator="b")], [row(indicator="a")])
    assert by_indicator(result) == {"a": Group(1, 0, 0), "b": Group(0, 1, 0)}


def test_a_defensible_second_code_counts_for_the_code_of_gold():
    result = scored([row(indicator="b")], [row(indicator="a", also=["b"])])
    assert by_indicator(result) == {"a": Group(1, 1, 1)}


def test_the_commonest_in_gold_comes_first():
    rows = [row(start=at, end=at + 2, indicator=code) for at, code in [(0, "a"), (5, "z"), (9, "z")]]
    assert list(by_indicator(scored(rows, rows))) == ["z", "a"]


def test_values_of_fields():
    gold = [row(bound="at_least", unit="％"), row(start=20, end=24, part_of=10)]
    told = by_value(scored([row(unit="%"), row(start=20, end=24, part_of=10, unit=None)], gold))
    assert told["bound"] == {"at_least": Group(1, 0, 0), "exact": Group(1, 2, 1)}
    assert told["unit"] == {"%": Group(1, 1, 1), "件": Group(1, 0, 0), "无": Group(0, 1, 0)}
    assert told["part_of"] == {"无": Group(1, 1, 1), "有": Group(1, 1, 1)}


def test_a_wrong_parent_is_no_right_parent():
    gold = [row(), row(start=20, end=24, part_of=10)]
    told = by_value(scored([row(), row(start=20, end=24, part_of=3)], gold))
    assert told["part_of"]["有"] == Group(1, 1, 0)


def test_shares_of_nothing_are_none():
    assert (Group(0, 1, 0).recall, Group(1, 0, 0).precision, Group(0, 0, 0).f1) == (None, None, 1.0)


def test_kinds_add_up_to_the_whole():
    gold = [row(), row(file=SECOND)]
    result = scored([row(), row(file=SECOND, start=50, end=52)], gold)
    parts = by_kind(result, {FILE: "township", SECOND: "passages"})
    assert [part.figures()["recall"] for part in parts.values()] == [0.0, 1.0]
    assert sum(len(part.pairs) + len(part.missed) for part in parts.values()) == len(gold)


def test_the_kind_is_the_issuer_or_else_the_folder():
    predicted = [row(issuer_type="township"), row(file=SECOND, issuer_type="unknown")]
    folders = {FILE: "blind", SECOND: "passages", "空.txt": "blind"}
    assert kinds_of(predicted, folders) == {FILE: "township", SECOND: "passages", "空.txt": "blind"}


def test_bands_of_confidence_begin_at_their_lower_bound():
    gold = [row(), row(start=20, end=24), row(start=30, end=34)]
    predicted = [
        row(confidence=0.9),
        row(start=20, end=24, confidence=0.89, indicator="b"),
        row(start=30, end=34, confidence=0.8, unit="起"),
        row(start=50, end=54, confidence=0.1),
    ]
    bands = by_confidence(scored(predicted, gold), (0.9, 0.8, 0.0))
    assert bands == [Band(0.9, 1, 1, 1, 1), Band(0.8, 2, 2, 1, 0), Band(0.0, 1, 0, 0, 0)]


def test_scores_together_are_the_score_of_all():
    gold, predicted = [row(), row(file=SECOND)], [row(file=SECOND), row(file=SECOND, start=50, end=52)]
    apart = [score(predicted, gold, [name]) for name in (FILE, SECOND)]
    assert together(apart).figures() == scored(predicted, gold).figures()
