"""The documentation is tested: it tells commands, tables, targets and settings, and its examples work."""

import csv
import re
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
import typer

from flows.command import main
from flows.evidence import of_file
from flows.reference import SHIPPED, load_catalogue
from flows.settings import CHECKOUT, Settings
from tables import TABLES
from transforms.text.decode import decode
from warehouse import Build

README = CHECKOUT / "README.md"
REFERENCE = SHIPPED / "README.md"
DOCS = CHECKOUT / "docs"
PAGES = [README, CHECKOUT / "CHANGELOG.md", REFERENCE, CHECKOUT / "data/sample/README.md", *DOCS.glob("*.md")]
CATALOGUES = sorted(path.name for path in SHIPPED.glob("*.csv"))
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands() -> list[str]:
    """Every command as it is typed, subcommands too."""
    told = []
    for name, command in typer.main.get_command(main).commands.items():
        told += [f"{name} {below}" for below in getattr(command, "commands", {})] or [name]
    return told


def targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", text(CHECKOUT / "Makefile"), re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What a link may name in a page: its headings, spelt as web pages spell them, and explicit anchors."""
    headings = re.findall(r"^#+ (.+)$", text(page), re.MULTILINE)
    spelt = {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return spelt | set(re.findall(r'<a id="([^"]+)">', text(page)))


def columns(name: str) -> list[str]:
    with (SHIPPED / name).open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


@pytest.mark.parametrize("half", [0, 1], ids=["english", "chinese"])
@pytest.mark.parametrize("command", commands())
def test_both_halves_of_the_readme_tell_each_command(command, half):
    halves = text(README).split('<a id="中文">')
    assert re.search(rf"`fazhi {command}\b", halves[half]), f"README says nothing of fazhi {command}"


@pytest.mark.parametrize("name", TABLES)
def test_the_dictionary_has_each_table(name):
    assert f"### {name}（" in text(DOCS / "data-dictionary.md")


@pytest.mark.parametrize("target", targets())
def test_operations_tell_each_target_of_the_makefile(target):
    assert f"`make {target}`" in text(DOCS / "operations.md")


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_operations_tell_each_setting_and_no_other_default(setting):
    row = re.search(rf"^\| `{setting}` \| (.+?) \|", text(DOCS / "operations.md"), re.MULTILINE)
    assert row, f"docs/operations.md says nothing of the setting {setting}"
    default = Settings.model_fields[setting].default
    if isinstance(default, int):
        assert row[1] == str(default)


def test_operations_tell_no_setting_that_is_gone():
    part = text(DOCS / "operations.md").split("## Settings")[1].split("## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)) == set(Settings.model_fields)


@pytest.mark.parametrize("name", CATALOGUES)
def test_catalogues_tell_each_file_with_its_columns(name):
    row = re.search(rf"^\| `{name}` \|.*$", text(DOCS / "catalogues.md"), re.MULTILINE)
    assert row, f"docs/catalogues.md says nothing of {name}"
    assert [column for column in columns(name) if f"`{column}`" not in row[0]] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_source_and_licence_of_each_catalogue_are_told(name):
    told = text(REFERENCE).split("## Sources and licences")[1].split("## ")[0]
    assert f"`{name}`" in told, "a file copied from elsewhere must name its source and licence"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(CHECKOUT).as_posix())
def test_links_lead_to_files_and_headings_that_exist(page):
    for link in LINK.findall(text(page)):
        path, _, anchor = unquote(link).partition("#")
        assert "://" not in path, f"{link}: the documentation must be whole without the internet"
        target = (page.parent / path) if path else page
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {link}"


@pytest.fixture(scope="module")
def empty_build(tmp_path_factory):
    """A build database with all tables and no rows."""
    home = tmp_path_factory.mktemp("home")
    with Build.open(home):
        pass
    with duckdb.connect(home / "warehouse" / "build.duckdb", read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("statement", re.findall(r'fazhi sql "(SELECT [^…"]+)"', text(README)))
def test_queries_of_the_readme_name_columns_that_exist(statement, empty_build):
    assert empty_build.sql(statement).columns


def test_evidence_in_the_readme_is_in_the_sample():
    """The spans told there are those of the sample reports, or nobody need believe the rest."""
    rows = re.findall(r"^\| (\w+) \| (\d+件) \| (\d+) \| (\d+) \| (.+) \|$", text(README), re.MULTILINE)
    assert len(rows) == 3
    for township, words, start, end, sentence in rows:
        (path,) = (CHECKOUT / "data" / "sample").rglob(f"*{township}*2024*.[tm]*")
        source = decode(path.read_bytes())
        assert source[int(start) : int(end)] == words
        assert sentence in source.replace("\n", "")


def test_the_worked_example_of_a_new_indicator_works(tmp_path):
    page = text(DOCS / "catalogues.md")
    (tmp_path / "reference").mkdir()
    for name, content in re.findall(r"`(\w+\.csv)`\n\n```csv\n(.*?)```", page, re.DOTALL):
        (tmp_path / "reference" / name).write_text(content, encoding="utf-8")
    sentence = re.search(r"echo '(.+)' > try.txt", page)
    (tmp_path / "try.txt").write_text(sentence[1] + "\n", encoding="utf-8")
    rows = of_file(tmp_path / "try.txt", load_catalogue(tmp_path))
    assert [row["indicator"] for row in rows] == ["publicity.bus_route", "publicity.event"]
