"""Every form in which a report may come, made from any text by the generators of `tests/render`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import cast


@dataclass(frozen=True, slots=True)
class Form:
    """`module` of tests/render makes it with `options`; `bar` is the share of facts that must be equal."""

    name: str
    module: str
    suffix: str
    bar: float
    options: Mapping[str, object] = field(default_factory=dict)
    about: str = ""

    @property
    def missing(self) -> str | None:
        """The program that must be installed to make it; None where nothing is missing."""
        tells = getattr(import_module(f"tests.render.{self.module}"), "missing", None)
        return cast(Callable[..., str | None], tells)(**self.options) if tells else None

    @property
    def scanned(self) -> bool:
        """Whether a recogniser must read it."""
        return self.module == "scan"

    def render(self, text: str) -> bytes:
        """The file of a text."""
        make = cast(Callable[..., bytes], import_module(f"tests.render.{self.module}").render)
        return make(text, **self.options)


NATIVE, CLEAN, NOISY = 0.995, 0.97, 0.90
FORMS = (
    Form("docx", "docx", ".docx", NATIVE, about="Word"),
    Form(
        "docx-numbered", "docx", ".docx", NATIVE, {"numbered": True}, "Word, headings numbered by Word itself"
    ),
    Form("doc", "doc", ".doc", NATIVE, about="Word 97 to 2003"),
    Form("odt", "odt", ".odt", NATIVE, about="OpenDocument"),
    Form("rtf", "rtf", ".rtf", NATIVE, about="rich text"),
    Form("html-article", "html", ".html", NATIVE, {"layout": 0}, "a site of today"),
    Form(
        "html-disclosure", "html", ".html", NATIVE, {"layout": 1}, "a disclosure catalogue with a head table"
    ),
    Form("html-tables", "html", ".html", NATIVE, {"layout": 2}, "an old site of tables, in GBK"),
    Form("pdf", "pdf", ".pdf", NATIVE, about="text, page numbers"),
    Form("pdf-header", "pdf", ".pdf", NATIVE, {"header": "法治政府建设年度报告"}, "with a running header"),
    Form("ofd", "ofd", ".ofd", NATIVE, about="the national format"),
    *(
        Form(f"office-{to}", "office", f".{to}", NATIVE, {"to": to}, "saved by LibreOffice")
        for to in ("docx", "doc", "odt", "rtf", "pdf")
    ),
    Form("printed", "office", ".pdf", NATIVE, {"to": "printed"}, "a page printed by Chromium"),
    Form("scan", "scan", ".pdf", CLEAN, about="150 dpi, clean"),
    Form("scan-noisy", "scan", ".pdf", NOISY, {"noisy": True}, "150 dpi, skewed 1°, speckled, stamped"),
)


def named(names: Iterable[str] | None) -> list[Form]:
    """The forms of these names, all without any; ValueError names one that is unknown."""
    by_name = {form.name: form for form in FORMS}
    wanted = list(by_name if names is None else names)
    unknown = [name for name in wanted if name not in by_name]
    if unknown:
        raise ValueError(f"没有名为 {'、'.join(unknown)} 的格式；可用的有：{'、'.join(by_name)}")
    return [by_name[name] for name in wanted]
