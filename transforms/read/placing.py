"""Where in its file a span of a document's text stood: page, and for scans box and certainty."""

from bisect import bisect_right

from transforms.read.document import Document, Line

NOWHERE: dict[str, object] = dict.fromkeys(
    ("page", "box_left", "box_top", "box_right", "box_bottom", "recognition")
)


class Places:
    """Looks up spans of one document."""

    def __init__(self, document: Document) -> None:
        self._pages = sorted(document.pages, key=lambda page: page.start)
        self._lines = sorted(document.lines, key=lambda line: line.start)
        self._page_starts = [page.start for page in self._pages]
        self._line_starts = [line.start for line in self._lines]

    def of(self, start: int, end: int) -> dict[str, object]:
        """Page of the first character; box round the lines on it, and the least certain of all lines."""
        if not self._pages and not self._lines:
            return NOWHERE
        lines = self._touched(start, end)
        page = lines[0].page if lines else self._page(start)
        return (
            NOWHERE | {"page": page} | _box([line for line in lines if line.page == page]) | _certainty(lines)
        )

    def _page(self, start: int) -> int | None:
        place = bisect_right(self._page_starts, start) - 1
        return self._pages[place].number if place >= 0 else None

    def _touched(self, start: int, end: int) -> list[Line]:
        """The lines that hold any character of the span."""
        first = max(bisect_right(self._line_starts, start) - 1, 0)
        last = bisect_right(self._line_starts, end - 1)
        return [line for line in self._lines[first:last] if line.start < end and line.end > start]


def _box(lines: list[Line]) -> dict[str, object]:
    if not lines:
        return {}
    left, top, right, bottom = zip(*(line.box for line in lines), strict=True)
    return {"box_left": min(left), "box_top": min(top), "box_right": max(right), "box_bottom": max(bottom)}


def _certainty(lines: list[Line]) -> dict[str, object]:
    return {"recognition": min(line.confidence for line in lines)} if lines else {}
