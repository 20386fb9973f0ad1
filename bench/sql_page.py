"""Write what each query of docs/sql.md gives on the sample below it: `python -m bench.sql_page [HOME]`.

HOME is a data home after a run on the sample, by default the checkout's; a test holds the page to the same.
"""

import re
import sys
from pathlib import Path

from flows.published import ask
from flows.settings import CHECKOUT, default_home

PAGE = CHECKOUT / "docs" / "sql.md"
QUERY = re.compile(r"```sql\n(?P<sql>.*?)\n```\n(?P<rows>(?:\n\|[^\n]*)*)\n?", re.DOTALL)


def renewed(text: str, home: Path) -> str:
    """The page with the rows of each query anew."""
    return QUERY.sub(lambda found: f"```sql\n{found['sql']}\n```\n\n{rows(home, found['sql'])}\n", text)


def rows(home: Path, sql: str) -> str:
    """The rows of a query as a Markdown table."""
    frame = ask(home, sql)
    lines = [frame.columns, ["---"] * frame.width, *([_cell(value) for value in row] for row in frame.rows())]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: object) -> str:
    """A value on one line; whole numbers without decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.10g}"
    return " ".join(str(value).replace("|", "\\|").split())


def main() -> None:
    """Write the page."""
    home = Path(sys.argv[1]) if sys.argv[1:] else default_home()
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), home), encoding="utf-8")


if __name__ == "__main__":
    main()
