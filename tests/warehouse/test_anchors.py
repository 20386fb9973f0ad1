"""Words lead to their place in every version that has them; what is made leads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.anchors import Anchor, AnchorError, Words

TEXT = (
    "一、化解纠纷。全年调解矛盾纠\n纷120件，成功率98%。\n"
    "二、普法。举办讲座12场，发放资料12份；\n三、其他。举办讲座12场，发放资料12份。"
)


@pytest.mark.parametrize(
    ("quote", "occurrence", "words", "why"),
    [
        ("调解矛盾纠纷【120件】", 1, "120件", "a line break in the text, none in the quote"),
        ("调解矛 盾纠纷【120 件】，成功率", 1, "120件", "blanks in the quote"),
        ("120件", 1, "120件", "all of an unmarked quote"),
        ("矛盾纠纷", 1, "矛盾纠\n纷", "the place has the line break of the text"),
        ("举办讲座【12场】", 1, "12场", "the first of two"),
        ("【12】", 3, "12", "the third of four"),
    ],
)
def test_a_quote_leads_to_its_place(quote, occurrence, words, why):
    start, end = Words(TEXT).find(Anchor.read(quote, occurrence))
    assert TEXT[start:end] == words, why


def test_occurrences_are_told_apart():
    words = Words(TEXT)
    first, second = (words.find(Anchor.read("讲座【12场】", n)) for n in (1, 2))
    assert first < second
    assert words.find(Anchor.read("讲座【12场】", 3)) is None
    assert words.find(Anchor.read("没有这段话")) is None


@pytest.mark.parametrize("quote", ["", "  ", "【】件", "调解【120件", "120件】", "】120【件", "【1】和【2】"])
def test_a_quote_that_marks_nothing_or_twice_is_an_error(quote):
    with pytest.raises(AnchorError, match="【】"):
        Anchor.read(quote)


@pytest.mark.parametrize(
    ("text", "words", "quote", "why"),
    [
        (TEXT, "120件", "纷【120件】", "its clause; a line ends one"),
        (
            "调解12件。全年调解12件，调解12件。",
            "12件",
            "调解【12件】",
            "the clause comes again: told by the occurrence",
        ),
        ("=1+1调解12件。", "12件", "1+1调解【12件】", "a spreadsheet would run a cell that begins with ="),
        ("【原创】调解12件", "12件", "调解【12件】", "marks of the text itself stay outside"),
    ],
)
def test_the_anchor_of_a_place(text, words, quote, why):
    start = text.index(words)
    made = Words(text).anchor(start, start + len(words))
    assert made.quote == quote, why
    assert Words(text).find(made) == (start, start + len(words))


@given(st.text(alphabet="12件。，\n 纠", min_size=1, max_size=60), st.data())
def test_an_anchor_leads_back_to_where_it_was_made(text, data):
    places = [place for place, one in enumerate(text) if not one.isspace()]
    if not places:
        return
    start = data.draw(st.sampled_from(places))
    end = data.draw(st.sampled_from([place + 1 for place in places if place >= start]))
    words = Words(text)
    made = words.anchor(start, end)
    assert words.find(Anchor.read(made.quote, made.occurrence)) == (start, end)
