"""Exports read back with other programs, and the swap of a whole export for another."""

import json
import shutil
import subprocess
import threading
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pyarrow.dataset as ds
import pytest
from frictionless import Package
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook
from warehouse_factory import BASHAN, COUNTY, PINGBA, Report, Said, load_into

from tables import TABLES
from warehouse import WarehouseError, query, workbook
from warehouse.export import export
from warehouse.files import SCHEMAS, Files

NAME = "重庆市城口县-500229.xlsx"
LONG = "长" * 40_000
# What a report may say, and what its cell then holds.
SAID = [
    ('=HYPERLINK("http://127.0.0.1/","调解12件")', None),  # a formula that would go somewhere
    ("+86调解", None),
    ("-2+3|cmd 调解", None),
    ("@SUM(A1)调解", None),
    ("{=1+1}", None),  # an array formula
    ("https://127.0.0.1/调解", None),  # no link either
    ("0012", None),  # no number: its zeros are words
    ("'引号开头", None),
    ("_x0041_调解", None),  # what Excel itself writes for a character
    ("甲\x07乙\x00丙", "甲�乙�丙"),  # characters that no workbook can hold
    ("第一行\n第二行\t格", None),
    ("👩‍⚖️调解", None),
    (LONG, LONG[: workbook.MAX_TEXT - len(workbook.CUT)] + workbook.CUT),
    ("👩" * 20_000, "👩" * ((workbook.MAX_TEXT - len(workbook.CUT)) // 2) + workbook.CUT),  # two units each
]


def to(home: Path, destination: Path, form: str, place: str | None = None) -> int:
    return export(home, destination, form, place, lambda *_: None)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Two townships and their county over two years; one says what no spreadsheet should be told."""
    folder = tmp_path_factory.mktemp("export")
    hostile = [
        Said("dispute.mediated", 3, "件", sentence=said, at=1000 * number, modality="planned")
        for number, (said, _) in enumerate(SAID)
    ]
    figures = [
        Said("dispute.mediated", 12, "件"),
        Said("publicity.participant", 300, "人次", bound="at_least"),
    ]
    reports = [
        Report(BASHAN, 2022, [Said("dispute.mediated", 10, "件")], text='说"调解"10件，\n另一行'),
        Report(BASHAN, 2023, figures, text="全镇调解12件"),
        Report(PINGBA, 2023, hostile, text="全镇计划调解3件"),
        Report(COUNTY, 2023, [Said("dispute.mediated", 800, "件")], text="全县调解800件"),
    ]
    load_into(folder / "home", folder, reports)
    return folder / "home"


@pytest.fixture(scope="module")
def parquet(home, tmp_path_factory):
    place = tmp_path_factory.mktemp("parquet") / "open"
    to(home, place, "parquet")
    return place


@pytest.fixture(scope="module")
def csv(home, tmp_path_factory):
    place = tmp_path_factory.mktemp("csv") / "open"
    to(home, place, "csv")
    return place


@pytest.fixture(scope="module")
def book(home, tmp_path_factory):
    place = tmp_path_factory.mktemp("xlsx") / "open"
    assert to(home, place, "xlsx") == 1
    return place / NAME


EXPORTED = [name for name, table in TABLES.items() if table.schema_name in SCHEMAS]


def stored(home: Path, name: str) -> pl.DataFrame:
    return query(home, f"FROM {name} ORDER BY ALL")


# Parquet


def files(parquet: Path, name: str) -> Path:
    place = parquet / name.replace(".", "/")
    return place if place.is_dir() else place.with_suffix(".parquet")


@pytest.mark.parametrize("name", EXPORTED)
def test_polars_reads_every_table_from_parquet(home, parquet, name):
    rows = stored(home, name)
    found = pl.read_parquet(files(parquet, name), hive_partitioning=True)
    assert found.select(rows.columns).sort(rows.columns).equals(rows.sort(rows.columns))


def test_pyarrow_reads_one_year_of_measures(home, parquet):
    found = ds.dataset(files(parquet, "core.measure"), partitioning="hive")
    assert found.to_table(filter=ds.field("report_year") == 2022)["value"].to_pylist() == [10]


def test_duckdb_reads_measures_by_year(parquet):
    rows = duckdb.sql(
        f"SELECT report_year, count(*) FROM read_parquet('{files(parquet, 'core.measure')}/**/*.parquet', "
        "hive_partitioning = true) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert rows == [(2022, 1), (2023, 3 + len(SAID))]


# csv


@pytest.mark.parametrize("name", EXPORTED)
def test_every_csv_begins_with_the_mark_that_excel_needs(csv, name):
    assert (csv / f"{name.replace('.', '/')}.csv").read_bytes().startswith("\ufeff".encode())


def test_frictionless_finds_the_package_valid(csv):
    """Types, constraints, keys and foreign keys of every table, as another program reads them."""
    report = Package(str(csv / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "type", "message"])
    assert len(report.tasks) == len(EXPORTED)


def test_polars_and_duckdb_read_texts_with_quotes_and_lines(home, csv):
    place = csv / "core" / "report_text.csv"
    told = set(query(home, "SELECT text FROM core.report_text")["text"])
    assert set(pl.read_csv(place)["text"]) == told
    assert {text for (text,) in duckdb.sql(f"SELECT text FROM read_csv('{place}')").fetchall()} == told


# Their description


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_description_tells_every_column(csv, parquet, form):
    place = {"csv": csv, "parquet": parquet}[form]
    told = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))
    found = {one["name"]: one for one in told["resources"]}
    assert list(found) == EXPORTED
    for name in EXPORTED:
        fields = found[name]["schema"]["fields"]
        columns = [one.name for one in TABLES[name].columns]
        assert [field["name"] for field in fields][: len(columns)] == columns
        assert all(field["title"] and field["description"] for field in fields)
        paths = found[name]["path"]
        assert all((place / path).exists() for path in ([paths] if isinstance(paths, str) else paths))


def test_foreign_keys_are_told_only_where_they_hold(tmp_path):
    """An indicator that is in no catalogue any more would make the whole package invalid."""
    gone = Report(BASHAN, 2023, [Said("gone.indicator", 1, "件")], text="不在目录里的指标1件")
    load_into(tmp_path / "home", tmp_path, [gone])
    to(tmp_path / "home", tmp_path / "out", "csv")
    told = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    measure = next(one for one in told["resources"] if one["name"] == "core.measure")
    keys = [key["fields"] for key in measure["schema"]["foreignKeys"]]
    assert ["report_id"] in keys
    assert ["indicator"] not in keys


# Workbooks


@pytest.mark.parametrize(("said", "held"), SAID, ids=range(len(SAID)))
def test_what_a_report_says_is_text_in_its_cell(book, said, held):
    """Told by two programs: neither a formula, nor a link, nor a number."""
    number = SAID.index((said, held))
    expected = said if held is None else held
    rows = list(openpyxl.load_workbook(book)["依据"].iter_rows())
    names = [cell.value for cell in rows[0]]
    row = next(row for row in rows[1:] if _at(row, names) == (1000 * number, "计划"))
    cell = row[names.index("原句")]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert unescape(cell.value) == expected  # _x0041_ is written so that Excel shows it as it is
    sheet = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("依据").to_python()
    assert expected in [line[names.index("原句")] for line in sheet]


def _at(row, names) -> tuple[object, object]:
    return row[names.index("起位")].value, row[names.index("性质")].value


def test_no_cell_of_a_workbook_is_a_formula(book):
    cells = [cell for sheet in openpyxl.load_workbook(book) for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_figures_stand_by_year_with_their_bounds(book):
    rows = {row[1].value: row[2:] for row in openpyxl.load_workbook(book)["指标"].iter_rows()}
    assert [cell.value for cell in rows["指标名称"]] == ["单位", "2022 年", "2023 年"]
    assert [cell.value for cell in rows["受理调解纠纷"]] == ["件", 10, 12]
    assert [cell.value for cell in rows["普法受众"]] == ["人次", None, 300]
    assert rows["普法受众"][2].number_format.startswith('"≥ "')


def _key(sheet, number: int) -> list[object]:
    row = dict(zip((one.value for one in sheet[1]), (one.value for one in sheet[number]), strict=True))
    return [row["指标代码"], row["报告年度"], row["单位族"]]


def test_links_lead_from_a_figure_to_its_words_and_back(book):
    """Every link ends at a row of the same indicator and year."""
    read = openpyxl.load_workbook(book)
    followed = 0
    for name in ("指标明细", "依据"):
        for number, row in enumerate(read[name].iter_rows(min_row=2), start=2):
            if row[0].hyperlink:
                sheet, cell = row[0].hyperlink.location.split("!")
                assert _key(read[sheet.strip("'")], read[sheet.strip("'")][cell].row) == _key(
                    read[name], number
                )
                followed += 1
    assert followed > 5


def test_the_county_and_what_is_amiss_are_told(book):
    read = CalamineWorkbook.from_path(str(book))
    assert read.sheet_names == ["概览", "指标", "指标明细", "依据", "质量"]
    assert read.get_sheet_by_name("概览").to_python()[0][0] == "重庆市城口县法治政府建设年度报告数据"
    missing = [
        row[2] for row in read.get_sheet_by_name("质量").to_python() if row[3] == "缺报告" and row[0] == 2023
    ]
    assert missing == ["东安镇"]


def test_more_rows_than_a_sheet_takes_go_on_the_next(home, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 6)
    to(home, tmp_path / "out", "xlsx")
    read = openpyxl.load_workbook(tmp_path / "out" / NAME)
    sheets = [name for name in read.sheetnames if name.startswith("依据")]
    assert sheets == ["依据", "依据 2", "依据 3", "依据 4"]
    assert sum(read[name].max_row - 1 for name in sheets) == 4 + len(SAID)
    targets = {
        row[0].hyperlink.location.split("!")[0]
        for row in read["指标明细"].iter_rows(min_row=2)
        if row[0].hyperlink
    }
    assert len(targets) > 1


@pytest.mark.parametrize("place", ["城口县", COUNTY, "重庆市城口县"])
def test_one_district_is_named_by_name_or_code(home, tmp_path, place):
    assert to(home, tmp_path / "out", "xlsx", place) == 1


def test_a_district_without_data_is_an_error(home, tmp_path):
    with pytest.raises(WarehouseError, match="没有“泸县”这个区县的数据"):
        to(home, tmp_path / "out", "xlsx", "泸县")
    assert list(tmp_path.iterdir()) == []


def test_libreoffice_opens_a_workbook(book, tmp_path):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("no LibreOffice here: that it opens a workbook is not tried")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    fourth = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4"
    command = [office, profile, "--headless", "--convert-to", fourth, "--outdir", tmp_path, book]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (converted,) = tmp_path.glob("*.csv")
    assert '=HYPERLINK(""http://127.0.0.1/"",""调解12件"")' in converted.read_text(encoding="utf-8")


# The swap


def test_an_export_takes_the_place_of_the_one_before_which_stays_for_its_readers(home, tmp_path):
    place, seen = tmp_path / "open", []
    for _ in range(3):
        to(home, place, "csv")
        seen.append(place.resolve())
    assert [one.exists() for one in seen] == [False, True, True]
    assert sorted(tmp_path.iterdir()) == sorted([*seen[1:], place])


def test_readers_always_find_a_whole_export(home, tmp_path):
    """A reader that resolves the link once never misses a file that the description names."""
    place, stop, problems = tmp_path / "open", threading.Event(), []
    to(home, place, "csv")

    def read() -> None:
        while not stop.is_set():
            folder = place.resolve(strict=True)
            told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
            problems.extend(one["path"] for one in told["resources"] if not (folder / one["path"]).exists())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(3):
        to(home, place, "csv")
    stop.set()
    reader.join()
    assert problems == []


def test_a_failed_export_leaves_the_one_before(home, tmp_path, monkeypatch):
    place = tmp_path / "open"
    to(home, place, "csv")
    before = place.resolve()

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Files, "_write", full)
    with pytest.raises(OSError, match="No space"):
        to(home, place, "csv")
    assert place.resolve() == before
    assert sorted(tmp_path.iterdir()) == sorted([before, place])


def test_what_is_no_export_is_never_replaced(home, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").write_text("my own")
    with pytest.raises(WarehouseError, match="又不是以前的导出"):
        to(home, tmp_path / "mine", "csv")
    assert (tmp_path / "mine" / "work.txt").read_text() == "my own"


def test_an_empty_folder_may_be_the_destination(home, tmp_path):
    (tmp_path / "empty").mkdir()
    assert to(home, tmp_path / "empty", "xlsx") == 1
    assert (tmp_path / "empty" / NAME).exists()


def test_before_the_first_publication_it_says_what_to_do(tmp_path):
    with pytest.raises(WarehouseError, match="fazhi run"):
        to(tmp_path / "nothing", tmp_path / "out", "csv")
