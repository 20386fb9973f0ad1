"""A workbook for a district: summary, figures by year, each figure with its basis, evidence, quality.

Only Excel is spoken here; the rows come from `warehouse/sql/export/`. What reports say is written as text
and never as a formula, a link or a number, whatever it begins with; what Excel cannot hold is cut or
replaced, and that is told.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

MAX_ROWS = 1_048_576  # of a sheet
MAX_TEXT = 32_767  # of a cell, in UTF-16 units
MAX_LINKS = 65_000  # of a sheet; Excel takes 65,530
CUT = "…（已截断）"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BOUNDS = {"下限": "≥ ", "上限": "≤ ", "约数或混杂": "约 "}
WIDTHS = {
    "原句": 60,
    "依据": 60,
    "文字": 20,
    "发布机关": 26,
    "文件名": 36,
    "事项": 28,
    "指标名称": 18,
    "领域": 16,
}
NARROW = 10  # characters of a column at least
NOTES = (
    "“数值”只由乡镇街道的报告合并而来；区县政府自己的报告所写列在旁边，口径可能含部门，不可相加。",
    "没有写的是空格，不是零；请同时看“有数值乡镇数”。",
    "≥ 是下限（原文“余”“以上”），≤ 是上限，“约”含约数或上下限混杂。",
    "“指标明细”每行的“依据”一栏可点，通到“依据”表中的原句；“依据”表的“指标名称”可点回。",
    "数字由程序从公开报告中抽取，会有错漏；引用前请核对原句。",
)


@dataclass(frozen=True, slots=True)
class District:
    """What a workbook shows: the frames of `warehouse/sql/export/`, and of which publication they are."""

    name: str
    run_id: str
    published_at: datetime
    summary: pl.DataFrame
    figures: pl.DataFrame
    evidence: pl.DataFrame
    quality: pl.DataFrame


Formats = Mapping[str, Any]
Place = tuple[str, int]  # a sheet and a row of it, from 0
Key = tuple[object, ...]  # indicator, unit family, year
Found = Mapping[Key, Place]
NO_LINKS: Mapping[int, Place] = {}


def write(path: Path, district: District) -> None:
    """Write the workbook of one district."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": district.name, "created": district.published_at})
        formats = {name: book.add_format(given) for name, given in FORMATS.items()}
        _summary(book.add_worksheet("概览"), district, formats)
        _by_year(book.add_worksheet("指标"), district.figures, formats)
        figures = district.figures.select(pl.lit("看原句").alias("依据"), pl.all())
        _sheets(book, "指标明细", figures, formats, found=places("依据", district.evidence))
        _sheets(book, "依据", district.evidence, formats, found=places("指标明细", district.figures))
        _sheets(book, "质量", district.quality, formats, found={})


FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
BASE = FONT | {"bottom": 4, "bottom_color": "#D9D9D9"}
HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "border": 1, "border_color": "#BFBFBF"}
NUMBER = "#,##0.######"
FORMATS: dict[str, dict[str, object]] = {
    "title": FONT | {"bold": True, "font_size": 16},
    "note": FONT | {"font_color": "#595959"},
    "head": FONT | HEAD | {"text_wrap": True, "align": "center"},
    "text": BASE,
    "long": BASE | {"text_wrap": True},
    "link": BASE | {"font_color": "#0563C1", "underline": 1},
    "number": BASE | {"num_format": "#,##0.##"},
    "share": BASE | {"num_format": "0.0%"},
    "year": BASE | {"num_format": "0", "align": "center"},
} | {mark: BASE | {"num_format": f'"{mark}"#,##0.##', "font_color": "#9C5700"} for mark in BOUNDS.values()}


def cell_text(text: str) -> str:
    """A text as a cell can hold it: no characters that XML forbids, no more UTF-16 units than Excel takes."""
    clean = NOT_IN_XML.sub("�", text)
    if len(clean) * 2 <= MAX_TEXT or len(clean.encode("utf-16-le")) // 2 <= MAX_TEXT:
        return clean
    room = MAX_TEXT - len(CUT)
    return clean.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore") + CUT


def keys(frame: pl.DataFrame) -> list[Key]:
    """What ties a figure to its statements, for each row."""
    return frame.select("指标代码", "单位族", "报告年度").rows()


def places(name: str, frame: pl.DataFrame) -> dict[Key, Place]:
    """Where the first row of each key stands, on the sheet `name` or those that go on with it."""
    first = {key: index for index, key in reversed(list(enumerate(keys(frame))))}
    room = MAX_ROWS - 1
    return {key: (_sheet_name(name, index // room), 1 + index % room) for key, index in first.items()}


def table(
    sheet: Worksheet,
    frame: pl.DataFrame,
    formats: Formats,
    top: int = 0,
    links: Mapping[int, Place] = NO_LINKS,
) -> None:
    """A frame with its head at row `top`.

    `links` says where the first cell of a row of the frame leads to.
    """
    _head(sheet, frame.columns, formats, top)
    for index, values in enumerate(frame.rows()):
        row = top + 1 + index
        for column, value in enumerate(values):
            if column == 0 and value is not None and index in links and row <= MAX_LINKS:
                sheet.write_url(row, 0, _target(links[index]), formats["link"], cell_text(str(value)))
            else:
                _cell(sheet, (row, column), value, frame.columns[column], formats)
    _layout(sheet, frame.columns, frame.height, top)


def _target(place: Place) -> str:
    return f"internal:'{place[0]}'!A{place[1] + 1}"


def _head(sheet: Worksheet, names: Sequence[str], formats: Formats, top: int) -> None:
    for column, name in enumerate(names):
        sheet.write_string(top, column, name, formats["head"])


def _layout(sheet: Worksheet, names: Sequence[str], height: int, top: int) -> None:
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + max(height, 1), len(names) - 1)
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDTHS.get(name, max(NARROW, 2 * len(name) + 4)))
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


def _cell(sheet: Worksheet, at: tuple[int, int], value: object, name: str, formats: Formats) -> None:
    """A value by its type; the name of its column tells years and shares from other numbers."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        kind = "year" if name == "报告年度" else "share" if name == "覆盖率" else "number"
        sheet.write_number(*at, value, formats[kind])
    elif value is None:
        sheet.write_blank(*at, None, formats["text"])
    else:
        kind = "long" if name in ("原句", "依据") else "text"
        sheet.write_string(*at, cell_text(str(value)), formats[kind])


def _summary(sheet: Worksheet, district: District, formats: Formats) -> None:
    """The first sheet: what this is, how to read it, and how many reports stand behind it."""
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, f"{district.name}法治政府建设年度报告数据", formats["title"])
    published = f"{district.published_at:%Y-%m-%d %H:%M}（UTC）发布，运行编号 {district.run_id}"
    for row, note in enumerate((published, *NOTES), start=1):
        sheet.write_string(row, 0, note, formats["note"])
    for column, name in enumerate(("指标", "指标明细", "依据", "质量")):
        sheet.write_url(8, column, f"internal:'{name}'!A1", formats["link"], f"→ {name}")
    table(sheet, district.summary, formats, top=10)


def _by_year(sheet: Worksheet, figures: pl.DataFrame, formats: Formats) -> None:
    """Figures with a column for each year; bounds are told by the format of the cell."""
    years = sorted(figures["报告年度"].unique().to_list())
    heads = ["领域", "指标名称", "单位"]
    _head(sheet, [*heads, *(f"{year} 年" for year in years)], formats, 0)
    stated = figures.filter(pl.col("数值").is_not_null())
    lines = stated.partition_by("指标代码", "单位族", maintain_order=True)
    for row, line in enumerate(lines, start=1):
        for column, name in enumerate(heads):
            _cell(sheet, (row, column), line[name][0], name, formats)
        for year, value, value_is in line.select("报告年度", "数值", "数值性质").iter_rows():
            at = row, len(heads) + years.index(year)
            sheet.write_number(*at, value, formats[BOUNDS.get(value_is, "number")])
    _layout(sheet, [*heads, *map(str, years)], len(lines), 0)


def _linked(frame: pl.DataFrame, found: Found) -> dict[int, Place]:
    """The rows of a frame that lead somewhere."""
    return {index: found[key] for index, key in enumerate(keys(frame)) if key in found}


def _sheets(
    book: xlsxwriter.Workbook, name: str, frame: pl.DataFrame, formats: Formats, *, found: Found
) -> None:
    """A frame on as many sheets as its rows take; `found` is where its rows lead to."""
    room = MAX_ROWS - 1
    for number, start in enumerate(range(0, max(frame.height, 1), room)):
        part = frame.slice(start, room)
        sheet = book.add_worksheet(_sheet_name(name, number))
        table(sheet, part, formats, links=_linked(part, found) if found else {})


def _sheet_name(name: str, number: int) -> str:
    return name if number == 0 else f"{name} {number + 1}"
