"""The thing counted, as a short phrase of the text: the noun right after the unit, or what stands before."""

import re

import rjieba

from transforms.facts.cues import Cues
from transforms.facts.indicators import Place

HEAD = re.compile(
    r"[^，。；、：）（]{2,16}?(?=开展|参加|参与|进行|接受|通过|报名|持有|实行|实现|全部|均|并|，|。|$)"
)
LONGEST = 24


def subject(text: str, place: Place, cues: Cues) -> str:
    """The phrase that says what is counted; empty where the text says nothing near the number."""
    if len(place.near) > 1 and place.near[1][0] >= place.end:
        after = _head(text[place.near[1][0] : place.near[1][1]])
        if after:
            return after
    low, high = place.near[0]
    phrase = _last_words(cues.without("trail", text[low:high]))
    return _without_lead(phrase, cues) or phrase


def _last_words(phrase: str) -> str:
    """As many whole words from the end as are short enough, as jieba cuts them."""
    if len(phrase) <= LONGEST:
        return phrase
    kept = ""
    for word in reversed(rjieba.cut(phrase[-LONGEST * 2 :])):
        if len(kept) + len(word) > LONGEST or word in "，；。：":
            break
        kept = word + kept
    return kept


def _without_lead(phrase: str, cues: Cues) -> str:
    match = cues.found("lead", phrase)
    return phrase[match.end() :] if match else phrase


def _head(phrase: str) -> str:
    """The noun phrase at the head of the words after a unit: up to the first break like a verb."""
    match = HEAD.match(phrase)
    return match[0].lstrip("的") if match else phrase[:12]
