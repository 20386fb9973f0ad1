"""How a sample is shared among strata, and what its judgements tell of the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.auditing import allocate, precision, wilson
from flows.judgements import JudgementRow


@pytest.mark.parametrize(
    ("sizes", "n", "found", "why"),
    [
        ([800, 200], 10, [8, 2], "in proportion"),
        ([997, 3], 10, [9, 1], "one at least, the small stratum is seen"),
        ([5, 5], 200, [5, 5], "never more than there is"),
        ([50, 30, 20], 2, [1, 1, 0], "fewer than strata"),
        ([50, 30, 20], 7, [4, 2, 1], "by the largest remainder"),
        ([], 5, [], "nothing"),
    ],
)
def test_a_sample_is_shared_among_strata(sizes, n, found, why):
    assert allocate(sizes, n) == found, why


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=30), st.integers(1, 500))
def test_a_sample_has_its_size_and_sees_each_stratum(sizes, n):
    found = allocate(sizes, n)
    assert all(int(n >= len(sizes)) <= some <= size for some, size in zip(found, sizes, strict=True))
    assert min(n, sum(sizes)) <= sum(found) <= n + len(sizes)


def judged(verdicts, domain="dispute", size=100):
    return [
        JudgementRow(
            series="s", quote="q", value=n, indicator="i", verdict=one, domain=domain, stratum_size=size
        )
        for n, one in enumerate(verdicts)
    ]


def test_rows_of_one_stratum_weigh_alike():
    found = precision(judged(["right"] * 90 + ["wrong"] * 10))
    assert (found.judged, found.right) == (100, 90)
    assert found.share == pytest.approx(0.9)
    assert (found.low, found.high) == pytest.approx((0.8256, 0.9448), abs=1e-4)  # Wilson, 90 of 100


def test_a_stratum_weighs_what_it_has_not_what_was_drawn_of_it():
    rows = [*judged(["right"] * 10, size=900), *judged(["wrong"] * 10, "law", size=100)]
    assert precision(rows).share == pytest.approx(0.9)


def test_uneven_weights_make_the_interval_wider():
    even = precision([*judged(["right", "wrong"] * 10), *judged(["right", "wrong"] * 10, "law")])
    uneven = precision(
        [*judged(["right", "wrong"] * 10, size=990), *judged(["right", "wrong"] * 10, "law", 10)]
    )
    assert uneven.share == even.share == pytest.approx(0.5)
    assert uneven.high - uneven.low > even.high - even.low


def test_what_is_not_judged_does_not_count():
    assert precision(judged(["", ""])) is None
    found = precision(judged(["right", ""]))
    assert (found.drawn, found.judged, found.share) == (2, 1, 1.0)
    assert found.low < 0.5, "one row tells little"


@given(st.floats(0, 1), st.floats(1, 10000))
def test_the_interval_holds_the_share(share, n):
    low, high = wilson(share, n)
    assert 0 <= low <= share + 1e-9 and share - 1e-9 <= high <= 1
