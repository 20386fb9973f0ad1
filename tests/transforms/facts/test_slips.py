"""A slip of the pen is told from two numbers that merely differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.relations.again import slip

CASES = [
    (583, 538, True, "neighbouring digits changed round"),
    (36000, 30600, True, "changed round before zeros"),
    (1246, 1346, True, "one digit another"),
    (583, 583, False, "the same"),
    (583, 385, False, "digits that are no neighbours"),
    (583, 5830, False, "not as many digits"),
    (26, 28, False, "two digits are easily two things"),
    (50_000, 60_000, False, "5万 and 6万 tell one digit each"),
    (125_000, 126_000, True, "12.5万 and 12.6万 tell three"),
    (12_345_678_901, 12_345_678_902, True, "the last of eleven digits"),
    (None, 583, False, "a number that could not be read"),
]


@pytest.mark.parametrize(("one", "other", "expected", "why"), CASES, ids=[case[3] for case in CASES])
def test_slip(one, other, expected, why):
    assert slip(one, other) is expected, why


@given(st.floats(0, 1e15), st.floats(0, 1e15))
def test_whichever_comes_first_and_whatever_their_size(one, other):
    assert slip(one, other) is slip(other, one)
    assert not slip(one, one)
