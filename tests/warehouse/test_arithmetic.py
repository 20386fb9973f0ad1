"""Contradictions planted in passages are found; passages that can be explained in their own terms are not."""

import csv
from pathlib import Path

import pytest
from checked import Rows, arithmetic

CASES = Path(__file__).parent / "arithmetic_cases.csv"


def cases() -> list[dict[str, str]]:
    """The passages with the checks expected of each, kind and verdict: the contradictions, else all."""
    with CASES.open(encoding="utf-8", newline="") as file:
        return [row | {"text": row["text"].replace("\\n", "\n")} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def checks() -> dict[str, Rows]:
    """What is said of each passage, by its text."""
    texts = {f"c{number:03d}": row["text"] for number, row in enumerate(cases())}
    return {texts[key]: rows for key, rows in arithmetic(texts).items()}


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['why']}: {case['text'][:24]}")
def test_a_passage_is_judged(case: dict[str, str], checks: dict[str, Rows]) -> None:
    found = {f"{row['kind']} {row['verdict']}" for row in checks[case["text"]]}
    wrong = {one for one in found if one.endswith("disagrees")}
    assert bool(wrong) == bool(int(case["contradiction"])), case["why"]
    assert "; ".join(sorted(wrong or found)) == case["checks"], case["why"]


def test_both_numbers_and_both_sentences_are_told() -> None:
    """A reader sees what was written, what it comes to, and where, without opening the report."""
    text = "全年共调解矛盾纠纷86件，社会稳定。\n二、成效\n全年共调解各类矛盾纠纷92件，成效明显。"
    ((row,),) = arithmetic({"r": text}).values()
    assert (row["stated"], row["reckoned"], row["stated_text"], row["reckoned_text"]) == (
        86,
        92,
        "86件",
        "92件",
    )
    assert "社会稳定" in row["stated_sentence"] and "成效明显" in row["reckoned_sentence"]
    assert text[row["stated_start"] :].startswith("86件") and text[row["reckoned_start"] :].startswith("92件")


def test_why_nothing_can_be_told() -> None:
    """A doubt is told by its code; without one the verdict would be a contradiction."""
    told = {
        "explained": "受理行政复议案件12件，审结15件，其中上年结转4件。",
        "overlap": "全年化解纠纷210件，其中重大纠纷150件、涉企纠纷90件。",
    }
    found = arithmetic(told)
    reasons = {
        reason: {row["reason"] for row in rows if row["verdict"] == "cannot_tell"}
        for reason, rows in found.items()
    }
    assert reasons == {"explained": {"explained"}, "overlap": {"overlap"}}
