"""Each page says what is in the warehouse, each figure leads to its sentence, no report is ever HTML."""

import io
import json
import re
import shutil
from html import unescape
from urllib.parse import unquote

import duckdb
import openpyxl
import polars as pl
import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from dashboard.app import LISTINGS, MENU, Dashboard, create_app
from dashboard.asked import parse
from dashboard.edition import Editions
from dashboard.guard import HEADERS
from dashboard.pages.dictionary import EXAMPLES
from dashboard.pages.evidence import place_in
from dashboard.pages.quality import TABS
from dashboard.words import RUNS
from flows.runs import read_records
from tables import LABELS
from tests.dashboard.conftest import HOSTILE
from warehouse import current, query
from warehouse.adhoc import LIMITS
from warehouse.publish import folder
from warehouse.statements import sql

COUNTY = "500229000000"
PENALTIES = "of=enforcement.penalty~case"
HREF = re.compile(r'<a [^>]*?href="([^"]+)"')


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def report_id(home, file):
    return query(home, "SELECT report_id FROM core.report WHERE file = ?", [file]).item()


@pytest.mark.parametrize("address", [*MENU, "/evidence"])
def test_each_page_is_drawn(client, address):
    page = text(client, address)
    assert "<main" in page and "法治年报仓库" in page


@pytest.mark.parametrize(
    ("address", "said", "why"),
    [
        ("/", "<b>4</b><span>现行报告（份）", "four reports are loaded, the broken one is not"),
        ("/", '数字自相矛盾</span><b>1</b>', "50 + 40 + 40 is not 120"),
        (f"/district?{PENALTIES}&year=2023&level=district", ">40</a>", "25 + 15, the third tells none"),
        (f"/district?{PENALTIES}&year=2023&level=district", "2 / 3 / 25", "two tell it, three report, of 25"),
        (f"/district?{PENALTIES}&year=2023&level=district&per=township", ">20</a>", "40 by two"),
        (f"/district?{PENALTIES}&year=2022", ">20</a>", "the year before, of one township"),
        ("/district", "审图号：无", "the status of the boundaries is told"),
        ("/trend?e=district/500229000000", "2022 年：20件", "a point for each year"),
        ("/trend?e=issuer/500229109000", "重庆市城口县东安镇", "an issuer by its region's name"),
        ("/compare?e=issuer/500229109000&e=issuer/500229102000&year=2023", ">25</a>", "beside each other"),
        ("/compare?e=issuer/500229109000&add=巴山", "重庆市城口县巴山镇", "a typed name is found"),
        ("/reports?q=坪坝 2023", "坪坝镇人民政府2023年度", "all words of a search"),
        ("/reports?fault=arithmetic", "坪坝镇", "reports by what is wrong with them"),
        ("/reports?fault=requirement", "坪坝镇", "likewise what they lack"),
        ("/reports?q=没有这样的报告", "没有合乎条件的报告", "an empty list says so"),
        ("/quality", "已发布", "runs with their outcome"),
        ("/district?province=330000000000", "浙江省（0 份）", "a province without reports is the one chosen"),
        (f"/district?{PENALTIES}&year=2023&level=district", "没有报告的 37 个", "who has none is told"),
        ("/district?of=dispute.mediated~case&year=2022", "看全省", "the map is near where reports are"),
        ("/district?view=whole", "放大到有报告的地方", "and can show the whole"),
        ("/compare?e=district/500229000000&e=issuer/500229102000&year=2022", "没有报告", "not silent"),
        ("/quality?tab=balance", '文件</td><td class="n">5</td><td class="n">4</td>', "four of five"),
        ("/quality?tab=card", "数字前后不合", "what is to be sent back"),
        ("/quality?tab=card&verdict=note", "没有要退回或核实的", "a part of them without any says so"),
        ("/quality?tab=card", "请更正或说明 2", "parts are counted"),
        ("/quality?tab=card", '"/district?place=500229000000&amp;year=2023', "its district"),
        ("/quality?tab=corrections", "立案【7件】", "a correction that does not hold"),
        ("/quality?tab=corrections&verdict=applied", "约数", "one that does, its codes in words"),
        ("/quality?tab=corrections&verdict=applied", '#p', "and leads to its words"),
        ("/quality?tab=quarantine", "undecodable", "the broken file, with its reason"),
        ("/quality?tab=expectations", "通过", "checks of the last load"),
        ("/quality?tab=arithmetic", "分项与总数", "the contradiction"),
        ("/quality?tab=requirements", "存在的不足", "the missing content"),
        (f"/evidence?{PENALTIES}&year=2023&place={COUNTY}&townships=1", "<mark>25件</mark>", "the words"),
        ("/sql?q=SELECT 6*7 AS answer", '<td class="n">42<', "an answer"),
        ("/sql?q=SELEC", "查询有误", "a wrong statement is told"),
        ("/sql", "core.measure", "the dictionary stands beside it"),
    ],
)  # fmt: skip
def test_what_a_page_says(client, address, said, why):
    assert said in text(client, address), why


def test_a_figure_leads_in_two_clicks_to_its_words(client, published):
    """From the ranking to the sentences, from a sentence to the very characters in the report."""
    page = text(client, f"/district?{PENALTIES}&year=2023&level=district")
    first = next(
        href for href in map(unescape, HREF.findall(page)) if href.startswith("/evidence?place=5002")
    )
    second = next(href for href in map(unescape, HREF.findall(text(client, first))) if "#p" in href)
    address, _, place = second.partition("#")
    assert f'id="{place}"' in text(client, address)
    start = int(place.removeprefix("p"))
    words = query(
        published, "SELECT text FROM core.report_text WHERE report_id = ?", [address.split("/")[2]]
    ).item()
    assert words[start : start + 3] in ("25件", "15件")


@pytest.mark.parametrize(
    "address", ["/", "/district", "/trend", "/compare", "/reports", "/evidence", "/quality?tab=review"]
)
def test_every_link_of_a_page_leads_somewhere(client, address):
    found = {unescape(href) for href in HREF.findall(text(client, address))}
    for href in sorted(found):
        if href and not href.startswith("#"):
            assert client.get(href.split("#")[0]).status_code == 200, href


def test_the_text_of_a_report_is_never_html(client, published):
    for address in (f"/report/{report_id(published, '坪坝镇2023.txt')}", "/evidence", "/quality?tab=review"):
        page = text(client, address)
        assert HOSTILE not in page and "<img src=x" not in page
    assert "&lt;script&gt;" in text(client, f"/report/{report_id(published, '坪坝镇2023.txt')}")


def test_the_reader_keeps_every_character(client, published):
    for row in query(published, "SELECT report_id, text FROM core.report_text").to_dicts():
        page = text(client, f"/report/{row['report_id']}")
        shown = page.split('<div class="text">')[1].split("</div>")[0]
        assert unescape(re.sub(r"<[^>]+>", "", shown)) == row["text"]


def test_the_reader_marks_figures_contradictions_and_missing_contents(client, published):
    page = text(client, f"/report/{report_id(published, '坪坝镇2023.txt')}")
    starts = re.findall(r'id="p(\d+)" href="#r(\d+)"', page)
    assert starts and all(mark == row and f'id="r{row}"' in page for mark, row in starts)
    assert 'class="fact' in page and re.search(r'class="fact c\d+ wrong"', page)
    assert "分项与总数</a>对不上" in page and 'class="missed"' in page


def test_pages_forbid_scripts_and_frames(client):
    answer = client.get("/")
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    assert not re.search(
        r"<script(?! src=\"/static/)|style=\"|\son\w+=\"|https?://(?!www\.w3\.org)", answer.text
    )


@pytest.mark.parametrize(
    ("address", "status", "why"),
    [
        ("/report/没有", 404, "no such report"),
        ("/没有这一页", 404, "no such page"),
        ("/district?province=50", 400, "no code of a region"),
        ("/reports?year=去年", 400, "no year"),
        ("/reports?page=0", 400, "no page"),
        ("/download/ops.csv", 404, "no such listing"),
        ("/download/reports.exe", 404, "no such kind of file"),
        ("/download/answer.csv?q=DELETE FROM core.report", 400, "SQL that writes"),
        ("/static/../app.py", 404, "no way out of the folder"),
    ],
)
def test_what_cannot_be_is_told(client, address, status, why):
    answer = client.get(address)
    assert answer.status_code == status, why
    assert "没有找到" in answer.text or "看不懂这个地址" in answer.text
    assert "请从" in answer.text, "what to do is told"


def test_a_page_that_breaks_says_what_to_do_and_is_as_safe_as_others(published, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(published, home)
    version = folder(home) / current(home).version
    version.chmod(0o644)
    version.write_bytes(b"broken")
    pages = Dashboard(home, list, LIMITS)
    with pytest.raises(duckdb.Error):
        pages.editions.newest()
    answer = pages.broken(Request({"type": "http", "path": "/", "headers": []}), RuntimeError())
    assert answer.status_code == 500 and "fazhi doctor" in answer.body.decode()
    assert all(answer.headers[name] == value for name, value in HEADERS.items())


@pytest.mark.parametrize(
    ("host", "status", "why"),
    [
        ("127.0.0.1:8501", 200, "the port does not matter"),
        ("localhost", 200, "the name of this machine"),
        ("[::1]:8501", 200, "and its newer address"),
        ("evil.example", 400, "another site reached by a name it gave"),
        ("127.0.0.1.evil.example", 400, "nor by one that begins alike"),
        ("", 400, "none at all"),
    ],
)
def test_only_named_hosts_are_answered(client, host, status, why):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == status, why
    assert status == 200 or "--host" in answer.text


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "COPY core.report TO '/tmp/out.csv'",
        "ATTACH '/tmp/x.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT 1; SELECT 2",
        "DROP TABLE core.report",
    ],
)
def test_the_sql_page_only_reads_the_warehouse(client, statement):
    page = client.get("/sql", params={"q": statement}).text
    assert "没有结果" in page and "<td" not in page


@pytest.mark.parametrize("name", LISTINGS)
def test_each_listing_can_be_downloaded(client, published, name):
    said = f"province=500000000000&place={COUNTY}&{PENALTIES}&year=2023&level=district&per=all"
    said += "&verdict=disagrees" * (name == "arithmetic")
    said += f"&e=district/500229000000&report={report_id(published, '坪坝镇2023.txt')}" * (
        name in ("trend", "comparison", "report_measures")
    )
    csv = client.get(f"/download/{name}.csv?{said}")
    frame = pl.read_csv(io.BytesIO(csv.content), infer_schema=False)
    assert csv.content.startswith(b"\xef\xbb\xbf") and frame.columns == LISTINGS[name].titles
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/download/{name}.xlsx?{said}").content)).active
    assert [cell.value for cell in sheet[1]] == frame.columns and sheet.max_row == frame.height + 1
    assert frame.height or name in ("expectations", "review")


# Pages whose tables are to be read by people: SQL shows what it was asked for.
TABLES = [
    "/", "/district?year=2023&level=district&place=500229000000", "/trend", "/compare?year=2023", "/reports",
    *(f"/quality?tab={tab}" for tab in TABS),
]  # fmt: skip
CODES = {value for values in LABELS.values() for value in values}


@pytest.mark.parametrize("address", TABLES)
def test_no_code_is_shown_in_a_table(client, address):
    cells = re.findall(r"<td[^>]*>(?:<a [^>]*>)?([^<]*)", text(client, address))
    assert CODES.isdisjoint(map(unescape, cells))
    assert cells or address.endswith("review")


@pytest.mark.parametrize("name", LISTINGS)
def test_no_code_is_in_a_download(client, published, name):
    report = report_id(published, "坪坝镇2023.txt")
    asked = f"{PENALTIES}&year=2023&level=district&per=all&e=district/{COUNTY}&place={COUNTY}"
    answer = client.get(f"/download/{name}.csv?{asked}" + f"&report={report}" * (name == "report_measures"))
    cells = pl.read_csv(io.BytesIO(answer.content), infer_schema=False)
    assert CODES.isdisjoint(cell for row in cells.rows() for cell in row)


def test_no_cell_of_a_download_is_a_formula(client):
    said = {"q": "SELECT * FROM (VALUES ('=1+1'), ('@SUM(A1)'), ('+7'), ('-x'), ('x')) AS t(words)"}
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get("/download/answer.xlsx", params=said).content)
    ).active
    assert all(cell.data_type == "s" for (cell,) in sheet["A2:A6"])
    assert [cell.value for (cell,) in sheet["A2:A6"]] == ["=1+1", "@SUM(A1)", "+7", "-x", "x"]
    rows = client.get("/download/answer.csv", params=said).text.splitlines()
    assert rows[1:] == ["'=1+1", "'@SUM(A1)", "'+7", "'-x", "x"]


def test_nothing_published_is_told_and_runs_are_shown(tmp_path):
    failed = {
        "run_id": "r1",
        "started_at": "2026-01-01 02:00:00",
        "status": "failed",
        "message": "收件目录不存在",
    }
    counts = dict.fromkeys(
        (
            "files_seen",
            "files_new",
            "reports_loaded",
            "files_copies",
            "files_quarantined",
            "rows_quarantined",
        ),
        0,
    )
    client = TestClient(create_app(tmp_path, lambda: [failed | counts]), base_url="http://127.0.0.1")
    for address in [*MENU, "/report/x"]:
        assert client.get(address).status_code == 200
    assert "fazhi run" in client.get("/").text
    assert "收件目录不存在" in client.get("/quality").text and "未发布" in client.get("/quality").text
    assert client.get("/suggest?q=x").json() == [] and client.get("/version").json() == {"run": None}


@pytest.mark.parametrize(("status", "told"), RUNS.items())
def test_however_a_run_ended_it_is_told(published, status, told):
    record = read_records(published)[-1] | {"status": status}
    client = TestClient(create_app(published, lambda: [record]), base_url="http://127.0.0.1")
    assert told in text(client, "/") and told in text(client, "/quality")


def test_a_new_publication_is_followed_and_a_drawing_keeps_its_version(published, tmp_path):
    """A page being drawn goes on with its file even where that is removed; the next sees the new version."""
    home = tmp_path / "home"
    shutil.copytree(published, home)
    editions = Editions(home)
    old = editions.newest()
    version = folder(home) / "versions" / "zzz.duckdb"
    shutil.copy(folder(home) / old.published.version, version)
    version.chmod(0o644)
    with duckdb.connect(version) as connection:
        connection.execute("DELETE FROM core.report")
    manifest = json.loads((folder(home) / "current.json").read_text(encoding="utf-8"))
    (folder(home) / "current.json").write_text(
        json.dumps(manifest | {"run_id": "zzz", "version": "versions/zzz.duckdb"})
    )
    (folder(home) / old.published.version).unlink()
    assert old.rows("totals")[0]["reports"] == 4
    assert editions.newest().rows("totals")[0]["reports"] == 0 and editions.newest() is editions.newest()
    assert current(home).run_id == "zzz"


def test_addresses_are_read_as_they_are_written():
    said = "province=500000000000&of=a.b~case&year=2023&e=district/1&e=issuer/2:%E5%B1%80&page=2&unknown=1"
    asked = parse([tuple(part.split("=", 1)) for part in unquote(said).split("&")])
    assert (asked.indicator, asked.family, asked.prefix, asked.e) == (
        "a.b",
        "case",
        "50",
        ("district/1", "issuer/2:局"),
    )
    assert parse([tuple(part.split("=", 1)) for part in unquote(asked.query).split("&")]) == asked


def test_records_of_runs_reach_the_page(client, published):
    assert read_records(published)[-1]["run_id"] in text(client, "/quality")


@pytest.mark.parametrize(
    ("sentence", "words", "before", "at", "why"),
    [
        ("办理15件，其中秸秆5件", "5件", "其中秸秆", 10, "not the end of another number"),
        ("调解5件，化解5件", "5件", "，化解", 7, "the second of two alike"),
        ("调解5件", "5件", "报告如下。调解", 2, "more stands before it in the report"),
        ("调解五件", "5件", "调解", None, "a sentence that lacks the words has no place"),
    ],
)
def test_the_words_of_a_sentence_are_found_by_what_stands_before_them(sentence, words, before, at, why):
    assert place_in(sentence, words, before) == at, why


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_an_answer(client, name):
    page = client.get("/sql", params={"q": sql(f"examples/{name}")}).text
    assert "没有结果" not in page and "<thead>" in page


def test_an_answer_is_shown_as_sql_gives_it(client):
    page = text(client, "/sql?q=SELECT 2024 AS year, 12345.5 AS amount, true AS yes, NULL AS nothing")
    assert ">2024<" in page and ">12345.5<" in page and ">是<" in page
