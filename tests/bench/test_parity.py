"""Parity: which texts are rendered, what is counted as equal, when a form falls short."""

from pathlib import Path

import pytest

from bench import parity
from bench.forms import FORMS, Form, named
from bench.measure import CHECKOUT
from flows.reference import load_catalogue

TEXT = "石门镇2024年法治政府建设年度报告\n全年调解矛盾纠纷12件，开展普法宣传8场。\n"


class Spoilt(Form):
    """A form that says something else."""

    def render(self, text: str) -> bytes:
        return text.replace("12件", "13件").encode()


class Same(Form):
    """The text itself, its places moved."""

    def render(self, text: str) -> bytes:
        return ("\n\n" + text).encode()


class Empty(Form):
    """A file without text."""

    def render(self, text: str) -> bytes:
        return b""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    return load_catalogue(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize(
    ("form", "share", "enough", "why"),
    [
        (Same("same", "", ".txt", 1.0), 1.0, True, "offsets stand apart"),
        (Spoilt("spoilt", "", ".txt", 0.9), 0.5, False, "one of two facts differs"),
        (Spoilt("spoilt", "", ".txt", 0.5), 0.5, True, "a form that may differ"),
        (
            Empty("empty", "", ".txt", 0.0),
            0.0,
            False,
            "a file that is not read falls short whatever is wanted",
        ),
    ],
)
def test_what_is_equal(catalogue, form, share, enough, why):
    found = parity.compare(form, {"年报.txt": TEXT}, catalogue)
    assert (parity.share(found.reports), found.enough) == (share, enough), why
    assert ("**!**" in parity.line(found)) is not enough


@pytest.mark.parametrize("name", ["office-doc", "office-pdf", "printed"])
def test_what_other_programs_write_is_equal(catalogue, name):
    (form,) = named([name])
    if form.missing:
        pytest.skip(f"{form.missing} is not installed: what it writes is not tried")
    assert parity.compare(form, {"年报.txt": TEXT}, catalogue).enough


def test_blind_gold_is_never_rendered():
    blind = {path.name for path in (CHECKOUT / "tests/gold/blind").rglob("*.txt")}
    assert blind and not blind & (parity.own_texts().keys() | parity.own_texts(tables=True).keys())


def test_texts_with_tables_hold_them_whole():
    found = parity.own_texts(tables=True)
    assert len(found) >= 10 and all("\t" in text and len(text) > 1000 for text in found.values())


def test_forms_have_names_of_their_own_and_generators():
    assert len({form.name for form in FORMS}) == len(FORMS)
    folder = CHECKOUT / "tests" / "render"
    assert all((folder / f"{form.module}.py").is_file() for form in FORMS)
    assert [form.name for form in named(["pdf", "docx"])] == ["pdf", "docx"] and named(None) == list(FORMS)
    with pytest.raises(ValueError, match="pdfx"):
        named(["pdfx"])


def test_the_page_has_the_table_that_is_written(catalogue):
    page = (CHECKOUT / "docs" / "formats.md").read_text(encoding="utf-8")
    found = parity.compare(Same("same", "", ".txt", 1.0), {"年报.txt": TEXT}, catalogue)
    written = parity.written(page, [found])
    assert "| `same` | 1 | 2 | 1.0000 | 1.0 | 1.0000 |" in written
    assert parity.written(written, [found]) == written, "the old table goes"
    with pytest.raises(ValueError, match="没有"):
        parity.written("no table here", [found])


def test_an_unknown_form_is_told_and_nothing_is_done(capsys):
    assert parity.main(["--forms", "pdfx"]) == 2
    assert "pdfx" in capsys.readouterr().err


def test_a_small_run_prints_a_line_a_form(capsys, monkeypatch):
    monkeypatch.setattr(parity, "own_texts", lambda tables: {"年报.txt": TEXT})
    assert parity.main(["--forms", "docx,scan", "--no-scans"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and lines[2].startswith("| `docx`") and "1.0000" in lines[2]


def test_the_bench_measures_a_format(tmp_path: Path):
    from bench import formats

    formats.make_files(tmp_path, formats.PLAIN, 4, 1)
    found = formats.measured("txt", tmp_path)
    assert (found.name, found.reports, found.pages) == ("txt", 4, 0) and found.seconds > 0
    assert formats.line(found).split()[0] == "txt"


def test_the_bench_tells_what_is_wanted():
    from bench.formats import Speed, line

    assert line(Speed("docx", 200, 0, 2.0, 700.4)).split() == ["docx", "100.0", "-", "700", "60", "reports/s"]
    assert line(Speed("scan", 2, 10, 15.0, None)).split() == ["scan", "0.1", "1.50", "-", "0.5", "pages/s"]
