"""PDF: text by PDFium in reading order; pages that are pictures go to the recogniser."""

from collections.abc import Iterator

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from transforms.read.document import Document, Limits, Unreadable
from transforms.read.layout import Sheet, compose, strips
from transforms.read.pdfpage import Drawn, Handle, drawn
from transforms.read.ruled import taken

TAIL = 4096  # bytes at the end in which a whole file says that it ends
FEW = 100  # characters: fewer on a page that is all picture are its label, not its text


def read(data: bytes, limits: Limits) -> Document:
    """The text of a PDF; raises Unreadable (encrypted, broken_file, too_many_pages, too_many_pixels)."""
    file = _opened(data)
    try:
        if len(file) > limits.pages:
            reason = f"PDF 有 {len(file)} 页，超过上限 {limits.pages} 页；请拆分，或调高设置 max_pages"
            raise Unreadable("too_many_pages", reason)
        return _document(list(_sheets(file, limits)))
    finally:
        file.close()


def _opened(data: bytes) -> Handle:
    try:
        file = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _unopened(error.err_code) from error
    tail = data[-TAIL - 1024 :].rstrip(b"\0\r\n ")[-TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        file.close()
        raise Unreadable("broken_file", "PDF 缺少结尾，多半没下载完整；请重新取得此文件")
    return file


def _unopened(code: int | None) -> Unreadable:
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return Unreadable("encrypted", "PDF 设了打开密码；请去掉密码、另存后重新放入")
    return Unreadable("broken_file", f"PDF 已损坏，打不开（PDFium 错误码 {code}）；请重新取得此文件")


def _sheets(file: Handle, limits: Limits) -> Iterator[tuple[Sheet, bool]]:
    """Each page, and whether it was recognised."""
    for index in range(len(file)):
        try:
            page = file[index]
        except pdfium.PdfiumError as error:
            reason = f"PDF 第 {index + 1} 页已损坏；请重新取得此文件，或用阅读器打开后另存"
            raise Unreadable("broken_file", reason) from error
        try:
            yield _sheet(page, index + 1, limits)
        finally:
            page.close()


def _sheet(page: Handle, number: int, limits: Limits) -> tuple[Sheet, bool]:
    content = drawn(page)
    if not _is_scan(content):
        tables, outside = taken(content.glyphs, content.rules)
        return Sheet(number, content.width, content.height, strips(outside) + tables), False
    if content.most_pixels > limits.pixels:
        reason = (
            f"PDF 第 {number} 页的图有 {content.most_pixels} 像素，超过上限 {limits.pixels}；"
            "请降低扫描分辨率，或调高设置 max_pixels"
        )
        raise Unreadable("too_many_pixels", reason)
    from transforms.read.scan import of_page

    return of_page(page, number, content.most_pixels), True


def _is_scan(page: Drawn) -> bool:
    """Whether a page's text has to be recognised: a picture, outlines, or codes without meaning."""
    count = len(page.glyphs)
    if page.unmapped > 10 and page.unmapped * 3 > count + page.unmapped:
        return True
    if count == 0:
        return page.pictures > 0.02 or page.paths > 50
    return page.pictures > 0.5 and count < FEW


def _document(pages: list[tuple[Sheet, bool]]) -> Document:
    out = compose([sheet for sheet, _ in pages])
    recognised = sum(line.end - line.start for line in out.lines)
    return Document(
        out.text,
        "scan" if pages and all(scanned for _, scanned in pages) else "pdf",
        native=recognised * 2 < max(len(out.text), 1),
        pages=tuple(out.pages),
        lines=tuple(out.lines),
        tables=tuple(out.tables),
    )
