"""PDF: text as in the file it was made of, tables, pages, and what is refused."""

from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.render import pdf, scan
from tests.render.font import gothic
from transforms.read.document import Limits, Unreadable
from transforms.read.pdf import read

REPORTS = Path(__file__).parents[2] / "gold" / "reports" / "texts"
TEXT = """临溪县人民政府
2024年度法治政府建设情况报告
一年来，全县各级行政机关把依法行政贯穿于决策、执法、服务各环节，办理行政复议案件47件，调解结案19件。
一、主要做法
全年受理行政许可申请1,286件，按时办结率99.6%，群众评议满意率为98.2%，比上年提高1.3个百分点。
临溪县人民政府
2025年1月16日
"""
TABLE = """年报
办理情况如下。
事项	件数	占比
行政复议	12	30%
一个很长的事项名称在单元格里要分成两行	28	70%
特此报告。
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_report_reads_as_it_was_written(columns: int) -> None:
    """Header and page numbers gone, wrapped lines joined, two columns one behind the other."""
    source = (REPORTS / "b07_shangluo_city.txt").read_text()
    found = read(pdf.render(source, header="某某市人民政府公报", columns=columns), Limits())
    assert found.text.split("\n") == lines(source)
    assert (found.format, found.native, found.lines) == ("pdf", True, ())


def test_pages_follow_each_other() -> None:
    found = read(pdf.render(TEXT * 8), Limits())
    assert len(found.pages) > 1
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    assert [page.start for page in found.pages] == [0, *(page.end for page in found.pages[:-1])]
    assert found.pages[-1].end == len(found.text)


def test_a_ruled_table_is_a_line_a_row_with_its_cells() -> None:
    found = read(pdf.render(TABLE), Limits())
    assert found.text == TABLE.strip()
    cells = [(found.text[c.start : c.end], c.row, c.column) for c in found.tables[0].cells]
    assert cells[3:6] == [("行政复议", 1, 0), ("12", 1, 1), ("30%", 1, 2)]


def drawn(draw: str, text: str = "全年办结案件四十七件") -> bytes:
    """A page with a line of text drawn in one way or another."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont(gothic(), 16)
    if draw == "sideways":
        canvas.rotate(90)
        canvas.drawString(200, -300, text)
    else:
        canvas.drawString(100, 600, text)
    if draw == "watermark":
        canvas.rotate(45)
        canvas.drawString(400, 0, "内部资料")
    canvas.save()
    return file.getvalue()


def turned(data: bytes, angle: int) -> bytes:
    file = pdfium.PdfDocument(data)
    file[0].set_rotation(angle)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


PLACED = [
    ("plain", drawn("plain")),
    ("a slanting watermark is no text", drawn("watermark")),
    ("a page written sideways", drawn("sideways")),
    ("a page turned by the viewer", turned(drawn("sideways"), 90)),
]


@pytest.mark.parametrize(("why", "data"), PLACED, ids=[case[0] for case in PLACED])
def test_text_is_read_however_it_lies(why: str, data: bytes) -> None:
    assert read(data, Limits()).text == "全年办结案件四十七件", why


def test_radicals_read_as_the_characters_they_look_like() -> None:
    from transforms.read.pdfpage import _plain

    assert "".join(map(_plain, "⼀⻓⻚⻅ﬁ件")) == "一长页见fi件"


def locked() -> bytes:
    file = BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 100, "x")
    canvas.save()
    return file.getvalue()


WHOLE = pdf.render(TEXT * 4)
REFUSED = [
    ("encrypted", locked(), Limits()),
    ("broken_file", WHOLE[: len(WHOLE) // 2], Limits()),
    ("broken_file", b"%PDF-1.7\nnothing more", Limits()),
    ("too_many_pages", WHOLE, Limits(pages=1)),
    ("too_many_pixels", scan.render(TEXT), Limits(pixels=10_000)),
]


@pytest.mark.parametrize(("rule", "data", "limits"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_cannot_be_read_is_refused_with_its_reason(rule: str, data: bytes, limits: Limits) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, limits)
    assert refused.value.rule == rule
    assert "请" in refused.value.reason, "the reason says what to do"


def test_scanned_pages_among_pages_of_text_are_recognised() -> None:
    """The first page is text, the second a picture: both are read; only the second has lines."""
    file = pdfium.PdfDocument(pdf.render(TEXT))
    file.import_pages(pdfium.PdfDocument(scan.render("第二页\n调解纠纷512件，成功率98%。\n")))
    out = BytesIO()
    file.save(out)
    found = read(out.getvalue(), Limits())
    assert "办理行政复议案件47件" in found.text
    assert "调解纠纷512件" in found.text[found.pages[1].start :]
    assert {line.page for line in found.lines} == {2}
    assert (found.format, found.native) == ("pdf", True)
