"""What is left in reports by mistake, from the text to the mart."""

import pytest
from checked import placeholders
from warehouse_factory import Report


@pytest.mark.parametrize(
    ("text", "native", "verdict", "why"),
    [
        ("XX镇扎实推进法治政府建设。", True, "left_in", "a blank"),
        ("特此报告。\n2025年 月 日", True, "left_in", "the day was forgotten"),
        ("特此报告。\n2025年 月 日", False, "cannot_tell", "in a scan it may be handwritten"),
        ("XX镇扎实推进法治政府建设。", False, "left_in", "a blank is one in a scan too"),
    ],
)
def test_a_remnant(text, native, verdict, why):
    (row,) = placeholders(Report(None, 2024, report_id="r", text=text, format="pdf", native=native))
    assert row["verdict"] == verdict, why
    assert row["text"] in row["context"]
    assert text[row["char_start"] : row["char_end"]] == row["text"]
