"""A report as a PDF with text, its typefaces embedded."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from tests.render.font import pieces
from tests.render.typeset import HEIGHT, WIDTH, Leaf, typeset


def render(text: str, header: str = "", numbered: bool = True, columns: int = 1) -> bytes:
    """The PDF of a text, the same for the same text."""
    return draw(typeset(text, header, numbered, columns))


def draw(leaves: list[Leaf]) -> bytes:
    """The PDF of pages."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=True)
    for leaf in leaves:
        for x0, y0, x1, y1 in leaf.rules:
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        for run in leaf.runs:
            words = canvas.beginText(run.x, HEIGHT - run.y)
            words.setCharSpace(run.spacing)
            for face, part in pieces(run.text, run.face):
                words.setFont(face, run.size)
                words.textOut(part)
            canvas.drawText(words)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
