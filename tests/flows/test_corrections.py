"""The file of corrections: checked, each mistake told with file and line."""

import csv
import io
from pathlib import Path

import pytest

from flows.corrections import HEADER, CorrectionRow, corrections_file, load_corrections, write_corrections
from flows.reference import ReferenceError, load_catalogue

GOOD = {
    "series": "a" * 16, "target": "measure", "quote": "调解矛盾纠纷【120件】", "occurrence": "1",
    "field": "value", "expected": "120", "value": "102", "reason": "来函更正",
    "author": "县司法局", "made_on": "2026-03-01",
}  # fmt: skip


def write(home: Path, *rows: dict[str, str], header=HEADER) -> Path:
    path = corrections_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def load(home):
    return load_corrections(home, load_catalogue(home))


def test_no_file_is_no_correction(home):
    assert load(home) == []


def test_rows_are_read_in_their_order(home):
    write(home, GOOD, GOOD | {"field": "unit", "expected": "件", "value": ""})
    one, two = load(home)
    assert (one.position, one.series_id, one.value, two.position, two.value) == (1, "a" * 16, "102", 2, None)
    assert one.correction_id != two.correction_id


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"target": "figure"}, "target"),
        ({"quote": "【1】【2】"}, "应当用一对【】标出一处"),
        ({"quote": ""}, "quote"),
        ({"occurrence": "0"}, "occurrence"),
        ({"field": "sentence"}, "field 只能是 value、"),
        ({"value": "很多"}, "value 不能是“很多”"),
        ({"value": ""}, "新值 value 不能为空"),
        ({"expected": "约百"}, "value 不能是“约百”"),
        ({"field": "bound", "expected": "exact", "value": "roughly"}, "bound 只能是 exact、"),
        ({"field": "indicator", "expected": "other", "value": "no.such"}, "指标目录中没有“no.such”"),
        ({"target": "report", "field": "report_year", "expected": "2023", "value": "1899"}, "2000 至 2100"),
        ({"target": "report", "field": "signed_on", "expected": "", "value": "去年"}, "不能是“去年”"),
        ({"target": "report", "field": "issuer_id", "expected": "", "value": "司法局"}, "12 位区划代码"),
        ({"target": "report", "field": "issuer_id", "expected": "", "value": "9" * 12}, "区划目录中没有"),
        ({"target": "not_a_measure"}, "field 应为空"),
        ({"target": "missing_measure", "expected": ""}, "还要有一行写明 indicator"),
        ({"field": "part_of", "expected": "120件", "value": "130件"}, "只能更正为空"),
        ({"reason": ""}, "reason"),
        ({"made_on": "昨天"}, "made_on"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_with_file_and_line(home, change, told):
    path = write(home, GOOD | {"series": "b" * 16}, GOOD | change)
    with pytest.raises(ReferenceError) as error:
        load(home)
    assert told in str(error.value) and str(path) in str(error.value)
    assert "line 3" in str(error.value) or "第 3 行" in str(error.value)


def test_a_header_that_lacks_a_column_is_told(home):
    write(home, {key: GOOD[key] for key in HEADER[:5]}, header=HEADER[:5])
    with pytest.raises(ReferenceError, match="line 1: columns missing"):
        load(home)


def test_rows_are_added_in_the_order_of_the_files_own_header(home):
    turned = HEADER[::-1]
    path = write(home, GOOD, header=turned)
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")  # no line end at the end
    write_corrections(home, [CorrectionRow.model_validate(GOOD | {"quote": "讲座【12场】"})])
    assert [one.quote for one in load(home)] == ["调解矛盾纠纷【120件】", "讲座【12场】"]
