"""docs/sql.md: each question's query runs on the sample and gives what the page shows."""

import re

import pytest

from bench.sql_page import PAGE, QUERY, renewed, rows
from warehouse import ask_limited

TEXT = PAGE.read_text(encoding="utf-8")
QUERIES = [found["sql"] for found in QUERY.finditer(TEXT)]


@pytest.mark.parametrize("found", QUERY.finditer(TEXT), ids=lambda found: found["sql"].split("\n")[0][:40])
def test_a_query_gives_the_rows_that_the_page_shows(sample_home, found):
    """After a change of extraction or marts: `python -m bench.sql_page HOME`, and read what changed."""
    assert rows(sample_home, found["sql"]).splitlines() == found["rows"].split("\n")[1:]


def test_the_page_answers_at_least_twenty_questions():
    questions = re.findall(r"^### (\d+)\. .+？$", TEXT, re.MULTILINE)
    assert [int(number) for number in questions] == list(range(1, len(QUERIES) + 1))
    assert len(QUERIES) >= 20


@pytest.mark.parametrize("sql", QUERIES, ids=lambda sql: sql.split("\n")[0][:40])
def test_every_question_has_an_answer_in_the_sample(sample_home, sql):
    assert ask_limited(sample_home, sql).frame.height > 0


def test_renewing_the_page_changes_nothing(sample_home):
    assert renewed(TEXT, sample_home) == TEXT
