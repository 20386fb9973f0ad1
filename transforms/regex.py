"""Regular expressions that are tried only where a match may begin.

The patterns of this project are long alternations, most of them read from data. At each place of a text `re`
tries one alternative after the other; told beforehand which characters a match begins with, it passes most
places at once.
"""

import re
from typing import Any

Parsed = Any  # what `re` makes of a pattern: for each part of it what it is and what it holds
NOTHING = ""  # among first characters: there may be none
START = "^"  # among first characters: what begins at the start of the text, with whatever character
ANYTHING = frozenset({r"\s", r"\S"})
CLASSES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}


def quick(pattern: str) -> re.Pattern[str]:
    """The pattern, finding what it always did, with a look at the first character before it if that helps."""
    parsed: Parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]
    firsts = _of_sequence(parsed)
    if NOTHING in firsts or firsts >= ANYTHING or firsts == {START} or _found_by_letters(parsed):
        return re.compile(pattern)
    look = f"(?=[{''.join(sorted(firsts - {START}))}])"
    return re.compile(f"(?:^|{look})(?:{pattern})" if START in firsts else f"{look}(?:{pattern})")


def _found_by_letters(parsed: Parsed) -> bool:
    """Whether each alternative begins with a letter, so that `re` itself looks for those letters alone."""
    code, value = parsed[0]
    if str(code) == "SUBPATTERN":
        return _found_by_letters(value[-1])
    if str(code) == "BRANCH":
        return all(part and str(part[0][0]) == "LITERAL" for part in value[1])
    return str(code) in ("LITERAL", "IN")


def _of_sequence(parsed: Parsed) -> frozenset[str]:
    """The first characters of parts in sequence, as they are written in a character class."""
    found = frozenset({NOTHING})
    for code, value in parsed:
        found = (found - {NOTHING}) | _of_part(str(code), value)
        if NOTHING not in found:
            break
    return found


def _of_part(code: str, value: Parsed) -> frozenset[str]:
    match code:
        case "LITERAL":
            found = frozenset({_letter(value)})
        case "IN":
            found = frozenset().union(*(_of_member(str(kind), member) for kind, member in value))
        case "SUBPATTERN":
            found = _of_sequence(value[-1])
        case "BRANCH":
            found = frozenset().union(*map(_of_sequence, value[1]))
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            found = _of_sequence(value[2]) | ({NOTHING} if value[0] == 0 else set())
        case "AT" if str(value) == "AT_BEGINNING":
            found = frozenset({START})
        case "AT" | "ASSERT" | "ASSERT_NOT":  # between characters
            found = frozenset({NOTHING})
        case _:
            found = ANYTHING
    return found


def _of_member(code: str, value: Parsed) -> frozenset[str]:
    """A member of a character class; of [^…] only that it may be anything."""
    if code == "LITERAL":
        return frozenset({_letter(value)})
    if code == "RANGE":
        return frozenset({f"{_letter(value[0])}-{_letter(value[1])}"})
    return frozenset({CLASSES[str(value)]}) if str(value) in CLASSES else ANYTHING


def _letter(code: int) -> str:
    return re.escape(chr(code))
