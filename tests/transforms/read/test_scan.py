"""Scans: what the recogniser reads stands where it stood, upright or not, stamped or not."""

from io import BytesIO
from zlib import crc32

import numpy as np
import pytest
from PIL import Image

from tests.render import pdf, scan
from transforms.read.document import Document, Limits, Unreadable
from transforms.read.picture import without_stamps
from transforms.read.scan import read

TEXT = """临溪县人民政府
2024年度法治政府建设情况报告
一年来，全县各级行政机关把依法行政贯穿于决策、执法、服务各环节，办理行政复议案件47件，调解结案19件。
一、主要做法
全年受理行政许可申请1,286件，按时办结率99.6%，群众评议满意率为98.2%，比上年提高1.3个百分点。
临溪县人民政府
2025年1月16日
"""
FIGURES = ("47件", "19件", "1,286件", "99.6%", "98.2%", "1.3个百分点")


def saved(image: Image.Image, form: str = "PNG", **more: object) -> bytes:
    file = BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


def boxes_lie_on(found: Document, image: Image.Image) -> bool:
    """Whether each line's box holds ink."""
    pixels = np.array(image.convert("L"))
    for line in found.lines:
        left, top, right, bottom = line.box
        part = pixels[int(top * image.height) : int(bottom * image.height) + 1]
        if part[:, int(left * image.width) : int(right * image.width) + 1].min() > 128:
            return False
    return bool(found.lines)


PAGE = scan.pictures(pdf.render(TEXT, header="临溪县人民政府公报"))[0]
LYING = [0, 90, 180]


@pytest.mark.parametrize("angle", LYING)
def test_a_page_is_read_however_it_was_laid(angle: int) -> None:
    image = PAGE.rotate(angle, expand=True)
    found = read(saved(image), Limits())
    assert all(figure in found.text for figure in FIGURES)
    assert boxes_lie_on(found, image)
    assert not found.native and found.format == "scan"


def test_a_clean_scan_reads_as_the_text() -> None:
    found = read(scan.render(TEXT, form="PNG"), Limits())
    assert found.text.split("\n")[2:4] == TEXT.split("\n")[2:4], "wrapped lines are joined, no page number"
    assert all(0.8 < line.confidence <= 1 for line in found.lines)
    assert all(found.text[line.start : line.end] for line in found.lines)


def test_a_noisy_scan_keeps_its_figures_under_the_stamp() -> None:
    found = read(scan.render(TEXT, noisy=True, form="TIFF"), Limits())
    assert all(figure in found.text for figure in FIGURES)
    assert found.text.rstrip().endswith("2025年1月16日")


def test_all_pages_of_a_tiff_are_read() -> None:
    first, second = (Image.new("RGB", (400, 200), "white") for _ in range(2))
    part = PAGE.crop((150, 400, 1150, 700))
    found = read(saved(part, "TIFF", save_all=True, append_images=[first, second]), Limits())
    assert [page.number for page in found.pages] == [1, 2, 3]
    assert found.pages[1].start == found.pages[1].end, "an empty page holds nothing"


def test_a_ruled_table_in_a_scan_is_a_table() -> None:
    found = read(
        scan.render("年报\n情况如下。\n事项\t件数\n行政复议\t312\n行政诉讼\t456\n", form="PNG"), Limits()
    )
    cells = [found.text[cell.start : cell.end] for table in found.tables for cell in table.cells]
    assert cells == ["事项", "件数", "行政复议", "312", "行政诉讼", "456"]
    assert "行政复议\t312" in found.text


def test_a_red_heading_stays_and_a_seal_goes() -> None:
    """Both are red; the seal is as high as it is wide."""
    page = np.full((1600, 1200, 3), 255, np.uint8)
    page[100:160, 200:1000] = (220, 30, 40)
    page[1200:1440, 800:1040] = (220, 30, 40)
    out = without_stamps(page)
    assert (out[120, 500] == (220, 30, 40)).all()
    assert out[1300, 900].min() > 240


def header_only(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds nothing."""
    small = saved(Image.new("L", (1, 1)))
    head = b"IHDR" + width.to_bytes(4) + height.to_bytes(4) + small[24:29]
    return small[:12] + head + crc32(head).to_bytes(4) + small[33:]


REFUSED = [
    ("too_many_pixels", saved(Image.new("L", (400, 300))), Limits(pixels=100_000)),
    ("too_many_pixels", header_only(30_000, 30_000), Limits()),
    ("broken_file", saved(PAGE)[:20_000], Limits()),
    ("broken_file", b"\x89PNG\r\n\x1a\nnothing", Limits()),
    (
        "too_many_pages",
        saved(Image.new("L", (9, 9)), "TIFF", save_all=True, append_images=[Image.new("L", (9, 9))]),
        Limits(pages=1),
    ),
]


@pytest.mark.parametrize(("rule", "data", "limits"), REFUSED, ids=[str(i) for i in range(len(REFUSED))])
def test_what_cannot_be_read_is_refused(rule: str, data: bytes, limits: Limits) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, limits)
    assert refused.value.rule == rule
    assert "请" in refused.value.reason
