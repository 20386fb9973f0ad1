"""A home over many nights: moved files, revisions, everything read again, old versions, withdrawal."""

import json
import re

import duckdb
import polars as pl
import pytest

from flows import steps
from flows.commands.diff import diff
from flows.rawstore import noted, raw_path
from flows.settings import CHECKOUT, load_settings
from flows.upkeep import UnknownReportError, forget, return_to
from flows.withdrawn import tombstones
from tests.render import docx
from tests.render.archive import zipped
from warehouse import Build, WarehouseError, current, kept, query
from warehouse.export import export

from .conftest import fill, report
from .test_nightly import run, task_runs

pytestmark = pytest.mark.usefixtures("prefect")
FIRST = "池淮镇2023.txt"


def rows(home, sql):
    return query(home, sql).rows()


def test_a_moved_file_is_not_read_again_and_a_renamed_one_is_known(home, tmp_path):
    """What a file says hangs on its base name too, so only a move spares the reading."""
    inbox = fill(tmp_path / "inbox", 2)
    (inbox / "旧.zip").write_bytes(zipped({"长虹乡.txt": report("长虹乡").encode()}))
    run(inbox, home)
    (inbox / "衢州").mkdir()
    for old, new in (
        ("华埠镇2023.txt", "衢州/华埠镇2023.txt"),
        (FIRST, "池淮.txt"),
        ("旧.zip", "衢州/新.zip"),
    ):
        (inbox / old).rename(inbox / new)
    record, state = run(inbox, home)
    assert (record["status"], record["files_moved"], record["files_new"]) == ("published", 3, 1)
    assert len(task_runs(state)) == 1, "only the renamed file was read"
    assert rows(home, "SELECT path FROM core.report ORDER BY path") == [
        ("池淮.txt",), ("衢州/华埠镇2023.txt",), ("衢州/新.zip!/长虹乡.txt",)
    ]  # fmt: skip
    assert dict(rows(home, "SELECT path, moved_to FROM ops.file WHERE NOT present")) == {
        "旧.zip": "衢州/新.zip",
        "旧.zip!/长虹乡.txt": "衢州/新.zip!/长虹乡.txt",
        FIRST: "池淮.txt",
        "华埠镇2023.txt": "衢州/华埠镇2023.txt",
    }
    assert run(inbox, home)[0]["status"] == "unchanged"


def test_a_file_that_is_gone_is_marked_for_readers_and_keeps_its_report(home, inbox):
    run(inbox, home)
    (inbox / FIRST).unlink()
    record, _ = run(inbox, home)
    assert record["status"] == "published", "readers are to see the mark"
    assert rows(home, f"SELECT present FROM ops.file WHERE path = '{FIRST}'") == [(False,)]
    assert rows(home, f"SELECT is_current FROM core.report WHERE path = '{FIRST}'") == [(True,)]


def revised(home, inbox):
    """A home in which one figure of a report was mended, 12 to 13, a month after it was loaded."""
    run(inbox, home)
    with Build.open(home) as build:
        build._connection.execute("UPDATE core.report SET loaded_at = loaded_at - INTERVAL 30 DAY")
    (inbox / FIRST).write_text(report("池淮镇", mediated=101).replace("12场", "13场"), encoding="utf-8")
    run(inbox, home)


def test_one_mended_figure_is_a_revision_that_is_current_though_nearly_the_same(home, inbox):
    revised(home, inbox)
    figure = "SELECT revision, is_current, value FROM core.report JOIN core.measure USING (report_id) "
    assert rows(home, figure + f"WHERE path = '{FIRST}' AND text LIKE '1_场' ORDER BY revision") == [
        (1, False, 12.0),
        (2, True, 13.0),
    ]


def test_the_figure_as_of_a_date_is_asked_as_the_documentation_says(home, inbox):
    revised(home, inbox)
    page = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
    statement = re.search(r"```sql\n(.*?fazhi_as_of.*?)```", page, re.DOTALL)[1]
    asked = statement.replace("DATE '2025-03-01'", "{day}")
    days = {"before": "DATE '2024-02-01'", "after": "current_date"}
    found = {name: query(home, asked.format(day=day))["value"].to_list() for name, day in days.items()}
    assert found == {"before": [12.0], "after": [13.0]}


def test_reading_all_again_changes_nothing_where_nothing_has_changed(home, inbox):
    revised(home, inbox)
    (inbox / FIRST).unlink()
    run(inbox, home)
    before, ledger = (
        current(home).content_hash,
        rows(home, "SELECT path, status, present FROM ops.file ORDER BY 1"),
    )
    record, _ = run_all(inbox, home)
    assert (record["status"], record["files_again"]) == ("published", 4), "three files and an older version"
    assert current(home).content_hash == before
    assert rows(home, "SELECT path, status, present FROM ops.file ORDER BY 1") == ledger
    assert rows(home, "SELECT count(*) FROM ops.fact_change") == [(0,)]


def run_all(inbox, home):
    from flows.nightly import nightly
    from flows.runs import read_records

    state = nightly(str(inbox), str(home), "threads", reextract=True, return_state=True)
    return read_records(home)[-1], state


def test_a_killed_reading_of_all_is_gone_on_with_and_lists_the_facts_it_changed(
    home, inbox, monkeypatch, capsys
):
    """Until it is done readers keep the old version; what changed is a row a fact."""
    from flows import extraction

    run(inbox, home)
    before = current(home)
    extract = extraction.extract_documents

    def better(*words):
        frames = extract(*words).frames
        measures = frames["core.measure"]
        sure = pl.when(pl.col("text") == "12场").then(pl.lit("other")).otherwise(pl.col("indicator"))
        kept_ones = measures.with_columns(indicator=sure).filter(pl.col("text") != "6期")
        return type(extract(*words))(frames | {"core.measure": kept_ones})

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(extraction, "extract_documents", better)
        patch.setattr(steps, "program_version", lambda _: "better")
        patch.setattr(steps, "load", killed)
        with pytest.raises(KeyboardInterrupt):
            run_all(inbox, home)
        assert current(home) == before
        patch.undo()
    monkeypatch.setattr(steps, "program_version", lambda _: "better")
    record, state = run(inbox, home)
    assert (record["status"], record["files_again"], task_runs(state)) == ("published", 3, [])
    told = rows(home, "SELECT DISTINCT text, change, field, after FROM ops.fact_change ORDER BY text")
    assert told == [("12场", "changed", "indicator", "other"), ("6期", "removed", "measure", None)]
    diff(home=home)
    assert "other" in capsys.readouterr().out
    assert run(inbox, home)[0]["status"] == "unchanged", "it is done"


def test_rolled_back_readers_see_the_old_version_and_the_next_run_reads_again(home, tmp_path):
    inbox = fill(tmp_path / "inbox", 2)
    run(inbox, home)
    first = current(home)
    (inbox / "c.txt").write_text(report("苏庄镇"), encoding="utf-8")
    (inbox / FIRST).write_text(report("池淮镇", mediated=999), encoding="utf-8")
    run(inbox, home)
    second = current(home)
    (inbox / "c.txt").unlink()
    done = return_to(load_settings(home), None)
    assert (done.run_id, done.content_hash) == (first.run_id, first.content_hash)
    assert rows(home, "SELECT count(*) FROM core.report") == [(2,)]
    assert (home / "warehouse" / "fazhi.duckdb").samefile(home / "warehouse" / first.version)
    record, _ = run(inbox, home)
    assert record["status"] == "published"
    assert current(home).content_hash == second.content_hash, "what left the inbox comes from the raw store"
    assert rows(home, "SELECT present FROM ops.file WHERE path = 'c.txt'") == [(False,)]
    assert run(inbox, home)[0]["status"] == "unchanged"
    with pytest.raises(WarehouseError, match=f"没有唯一的版本“x”；现存版本：.*{first.run_id}"):
        return_to(load_settings(home), "x")
    assert return_to(load_settings(home), second.run_id).run_id == second.run_id


def holders(home, words):
    """The files below home that hold these words in any of the encodings that the program writes."""
    return [path for path in home.rglob("*") if path.is_file() and words in _readable(path)]


def _readable(path):
    if path.suffix == ".parquet":
        return str(pl.read_parquet(path).to_dicts())
    if path.suffix == ".duckdb":
        with duckdb.connect(path, read_only=True) as connection:
            names = connection.execute(
                "SELECT database_name, schema_name, table_name FROM duckdb_tables()"
            ).fetchall()
            told = [str(connection.execute(f"FROM {s}.{t}").fetchall()) for _, s, t in names]
        return "".join(told) + path.read_bytes().decode("utf-8", "ignore")
    return path.read_bytes().decode("utf-8", "ignore")


SECRET = "办理李某某绝密一案"


@pytest.fixture
def spoken(home, tmp_path):
    """A home with two versions, where one report says what must go: as a file, a copy, and in an archive."""
    inbox = fill(tmp_path / "inbox", 2)
    secret = report("苏庄镇").replace("二、主要", f"（三）{SECRET}，罚款7777元。\n二、主要")
    (inbox / "密.txt").write_text(secret, encoding="utf-8")
    (inbox / "包.zip").write_bytes(
        zipped({"密.txt": secret.encode(), "长虹乡.txt": report("长虹乡").encode()})
    )
    run(inbox, home)
    (inbox / "d.txt").write_text(report("桐村镇"), encoding="utf-8")
    run(inbox, home)
    ((key,),) = rows(home, "SELECT report_id FROM core.report WHERE issuer LIKE '%苏庄镇%'")
    return home, inbox, key, secret


def test_a_withdrawn_report_is_nowhere_and_its_file_is_refused_in_whatever_form(spoken, tmp_path):
    home, inbox, key, secret = spoken
    assert len(holders(home, SECRET)) > 5, "raw store, work, build database, two versions"
    archive = query(home, "SELECT sha256 FROM ops.file WHERE path = '包.zip'").item()
    for form in ("csv", "parquet"):
        export(home, home / "export" / form, form, None, lambda *_: None)
    forget(load_settings(home).model_copy(update={"exports": ("csv",)}), key, "含个人信息")
    assert [path.name for path in (home / "export").glob("[!.]*")] == ["csv"], "the form of the settings"
    assert holders(home, SECRET) == [] and not raw_path(home, archive).exists()
    assert not set(tombstones(home)[0].sha256) & set(noted(home)["sha256"])
    assert len(kept(home)) == 3, "the versions before it are there, without it"
    for name in kept(home):
        with duckdb.connect(home / "warehouse" / "versions" / f"{name}.duckdb", read_only=True) as version:
            assert version.execute(
                f"SELECT count(*) FROM core.report WHERE report_id = '{key}'"
            ).fetchone() == (0,)
            assert version.execute("SELECT count(*) FROM mart.measure_evidence").fetchone()[0] > 5
    assert set(rows(home, "SELECT report_id, reason FROM ops.withdrawal")) == {(key, "含个人信息")}
    told = rows(home, "SELECT path FROM ops.quarantine WHERE rule = 'withdrawn' ORDER BY path")
    assert told == [("包.zip!/密.txt",), ("密.txt",)], "they still lie in the inbox"

    assert run(inbox, home)[0]["status"] == "unchanged"
    (inbox / "e.docx").write_bytes(docx.render(secret))
    (inbox / "密.txt").rename(inbox / "换名.txt")
    (inbox / "二.zip").write_bytes(zipped({"x.txt": secret.encode(), "y.txt": report("杨林镇").encode()}))
    record, _ = run(inbox, home)
    assert record["reports_loaded"] == 1, "the other member of the archive"
    assert holders(home, SECRET) == []
    refused = "SELECT path FROM ops.file WHERE reason = 'withdrawn' AND present ORDER BY path"
    assert rows(home, refused) == [("e.docx",), ("二.zip!/x.txt",), ("包.zip!/密.txt",), ("换名.txt",)]
    run_all(inbox, home)
    assert holders(home, SECRET) == [], "nor does reading everything again bring it back"


def test_a_withdrawal_that_is_killed_is_carried_on_by_the_next_run(spoken, monkeypatch):
    from flows import upkeep

    home, inbox, key, _ = spoken

    def killed(*_):
        raise KeyboardInterrupt

    for step in ("take_out_of_build", "take_out_of_versions"):
        with monkeypatch.context() as patch:
            patch.setattr(upkeep, step, killed)
            with pytest.raises(KeyboardInterrupt):
                forget(load_settings(home), key, "涉密")
        assert [one.done for one in tombstones(home)] == [False]
    run(inbox, home)
    assert holders(home, SECRET) == []
    assert [one.done for one in tombstones(home)] == [True]
    assert json.loads((home / "warehouse" / "current.json").read_text())["rows"]["core.report"] == 4


def test_the_only_report_withdrawn_leaves_nothing_published(home, tmp_path):
    inbox = fill(tmp_path / "inbox", 1)
    run(inbox, home)
    ((key,),) = rows(home, "SELECT report_id FROM core.report")
    forget(load_settings(home), key, "撤回")
    assert current(home) is None and kept(home) == []
    with pytest.raises(UnknownReportError, match="nobody"):
        forget(load_settings(home), "nobody", "撤回")
