"""Tables as files: CSV that a spreadsheet opens in the right letters, and workbooks. No cell is a formula."""

import io

import polars as pl
import polars.selectors as cs

# What makes a spreadsheet take a text for a formula.
FORMULA = r"^[=+\-@\t\r]"


def csv(frame: pl.DataFrame) -> bytes:
    """UTF-8 with a mark, so that Excel reads it; before what would be a formula stands an apostrophe."""
    safe = (
        pl.when(cs.string().str.contains(FORMULA)).then("'" + cs.string()).otherwise(cs.string()).name.keep()
    )
    return b"\xef\xbb\xbf" + _flat(frame).with_columns(safe).write_csv().encode()


def xlsx(frame: pl.DataFrame, title: str) -> bytes:
    """A workbook of one sheet, its head frozen, with filters; texts stay texts."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _flat(frame).write_excel(
            book,
            _sheet(title),
            table_style="Table Style Light 9",
            freeze_panes=(1, 0),
            autofit=frame.height < 5000,
        )
    return out.getvalue()


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists and records as text, which neither kind of file has."""
    return frame.with_columns(
        pl.col(name).map_elements(str, return_dtype=pl.String)
        for name, kind in frame.schema.items()
        if kind.is_nested()
    )


def _sheet(title: str) -> str:
    """A name that a sheet may have."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "数据"
