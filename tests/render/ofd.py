"""A report as an OFD package, written as producers of the national format write it.

Distances in the `g` notation, a matrix on every other line, running headers in a template, rules as paths.
"""

from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.render.font import width
from tests.render.typeset import Leaf, Run, typeset

MM = 25.4 / 72
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
BOX = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"


def render(text: str, header: str = "", numbered: bool = True, title: str = "", copies: int = 1) -> bytes:
    """The OFD of a text; `copies` documents with the same text in one package."""
    parts = {"OFD.xml": _root(title, copies)}
    for number in range(copies):
        leaves = typeset(text, "", numbered)
        top = [run for leaf in typeset("", header, False) for run in leaf.runs]
        parts |= _document(f"Doc_{number}", leaves, top)
    return package(parts)


def package(parts: dict[str, str]) -> bytes:
    """A zip of texts, the same for the same texts."""
    file = BytesIO()
    with ZipFile(file, "w") as pack:
        for name, text in parts.items():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            pack.writestr(info, text.encode())
    return file.getvalue()


def _root(title: str, copies: int) -> str:
    info = f"<ofd:DocInfo><ofd:DocID>1</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo>"
    bodies = "".join(
        f"<ofd:DocBody>{info}<ofd:DocRoot>Doc_{number}/Document.xml</ofd:DocRoot></ofd:DocBody>"
        for number in range(copies)
    )
    return f'{HEAD}<ofd:OFD {NS} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>'


def _document(folder: str, leaves: list[Leaf], top: list[Run]) -> dict[str, str]:
    pages = "".join(
        f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(leaves))
    )
    common = (
        f"<ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea>{BOX}</ofd:PageArea>"
        '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
    )
    parts = {
        f"{folder}/Document.xml": HEAD
        + f"<ofd:Document {NS}>{common}<ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
        f"{folder}/Tpls/Tpl_0/Content.xml": _page(Leaf(top), template=False),
    }
    for number, leaf in enumerate(leaves):
        parts[f"{folder}/Pages/Page_{number}/Content.xml"] = _page(leaf, template=bool(top))
    return parts


def _page(leaf: Leaf, template: bool) -> str:
    used = '<ofd:Template TemplateID="9" ZOrder="Background"/>' if template else ""
    shapes = "".join(_path(rule, 500 + i) for i, rule in enumerate(leaf.rules))
    shapes += "".join(_words(run, 1000 + i, matrix=i % 2 == 1) for i, run in enumerate(leaf.runs))
    layer = f'<ofd:Content><ofd:Layer ID="10" Type="Body">{shapes}</ofd:Layer></ofd:Content>'
    return f"{HEAD}<ofd:Page {NS}><ofd:Area>{BOX}</ofd:Area>{used}{layer}</ofd:Page>"


def _words(run: Run, number: int, matrix: bool) -> str:
    """A line; with a matrix its type is half as large as it looks."""
    half = 2.0 if matrix else 1.0
    size = run.size * MM
    steps = [(width(c, run.size, run.face) + run.spacing) * MM / half for c in run.text[:-1]]
    box = f"{run.x * MM:.4f} {run.y * MM - size:.4f} {sum(steps) * half + size:.4f} {size * 1.2:.4f}"
    ctm = ' CTM="2 0 0 2 0 0"' if matrix else ""
    high = f"{size / half:.4f}"
    code = f'<ofd:TextCode X="0" Y="{high}" DeltaX="{_deltas(steps)}">{escape(run.text)}</ofd:TextCode>'
    start = f'<ofd:TextObject ID="{number}" Boundary="{box}"{ctm} Font="3" Size="{high}">'
    return f"{start}{code}</ofd:TextObject>"


def _deltas(steps: list[float]) -> str:
    """The distances; runs of three and more in the short notation."""
    words = []
    for step, group in groupby(f"{step:.3f}" for step in steps):
        count = len(list(group))
        words += ["g", str(count), step] if count > 2 else [step] * count
    return " ".join(words)


def _path(rule: tuple[float, float, float, float], number: int) -> str:
    x0, y0, x1, y1 = (part * MM for part in rule)
    box = f"{x0:.4f} {y0:.4f} {max(x1 - x0, 0.1):.4f} {max(y1 - y0, 0.1):.4f}"
    drawing = f"M 0 0 L {x1 - x0:.4f} {y1 - y0:.4f}"
    data = f"<ofd:AbbreviatedData>{drawing}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="{number}" Boundary="{box}">{data}</ofd:PathObject>'
