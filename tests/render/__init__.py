"""Any text report as a file of another form: one module a format, `render(text, …) -> bytes`."""

BLANKS = " \u3000\r\v\f\u00a0"


def lines_of(text: str) -> list[str]:
    """The paragraphs of a text; rows of tables keep the tabs at their ends, which stand for empty cells."""
    lines = (line for line in text.replace("\ufeff", "").splitlines() if line.strip())
    return [line.strip(BLANKS if "\t" in line.strip() else None) for line in lines]
