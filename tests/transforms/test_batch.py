"""From files to frames: every file accounted for, schemas as declared, the same rows whatever the order."""

import hashlib

import polars as pl
import pytest
from case_tables import named

from tables import polars_schema
from transforms.batch import FRAMES, SourceFile, extract_documents, extract_files, reference_frames
from transforms.read.document import Document, Line, Page, Unreadable

REPORT = """吉安县永阳镇2024年法治政府建设年度报告

2024年，永阳镇认真推进法治政府建设，现将有关情况报告如下。
一、主要举措和成效
（一）压实责任。镇党委会研究法治工作6次，学习《中华人民共和国宪法》。
（二）化解纠纷。全年排查纠纷80件，其中邻里纠纷50件，调解成功79件。
二、存在的问题
（一）执法力量不足。
三、下一年度工作打算
（一）加强培训，开展执法培训4次。

永阳镇人民政府
2025年1月10日
"""
OTHER = REPORT.replace("永阳镇", "敦厚镇").replace("80件", "64件")
SIBLING = "永阳镇2024年政府信息公开工作年度报告\n全年主动公开信息460条，受理依申请公开7件，均按期答复。" * 3


PAGED = ("core.page", "core.scan_line")  # no plain text has them
LONG = "core.paragraph"  # only paragraphs long enough to be compared
REMNANT = "core.remnant"  # only what was left in by mistake


def file(path: str, data: bytes | str) -> SourceFile:
    raw = data.encode() if isinstance(data, str) else data
    return SourceFile(path, hashlib.sha256(raw).hexdigest(), raw, len(raw), 1)


INBOX = [
    file("甲/报告.txt", REPORT),
    file("乙/报告.txt", OTHER),
    file("空.txt", b""),
    file("乱码.txt", bytes(range(0x80, 0x100)) * 20),
    file("公开年报.txt", SIBLING),
    file("副本.txt", REPORT),
]


@pytest.fixture(scope="module")
def frames(catalogue) -> dict[str, pl.DataFrame]:
    return extract_files(INBOX, catalogue, "run-1").frames


def test_every_table_is_there_in_its_declared_schema(frames):
    assert set(frames) == set(FRAMES)
    for name, frame in frames.items():
        assert dict(frame.schema) == polars_schema(name), name


def test_an_empty_batch_has_the_same_schemas(catalogue):
    for name, frame in extract_files([], catalogue, "run-1").frames.items():
        assert frame.is_empty()
        assert dict(frame.schema) == polars_schema(name), name


def test_every_file_has_one_row_with_its_path_and_hash(frames):
    rows = frames["ops.file"].select("path", "sha256", "size").rows()
    assert rows == [(f.path, f.sha256, f.size) for f in INBOX]


def test_a_refused_file_says_why_and_the_others_go_on(frames):
    status = dict(frames["ops.file"].select("path", "status").rows())
    assert status == {
        "甲/报告.txt": "loaded",
        "乙/报告.txt": "loaded",
        "副本.txt": "loaded",
        "空.txt": "quarantined",
        "乱码.txt": "quarantined",
        "公开年报.txt": "quarantined",
    }
    refused = frames["ops.quarantine"]
    assert refused["path"].to_list() == ["空.txt", "乱码.txt", "公开年报.txt"]
    assert refused["rule"].to_list() == ["empty", "undecodable", "disclosure_annual"]
    assert all(reason and any("\u4e00" <= c <= "\u9fff" for c in reason) for reason in refused["reason"])
    assert refused["quarantine_id"].n_unique() == 3


def test_every_fact_belongs_to_a_report_that_is_there(frames):
    reports = set(frames["core.report"]["report_id"])
    for name in FRAMES:
        if name.startswith("core."):
            assert set(frames[name]["report_id"]) <= reports, name
            assert not frames[name].is_empty() or name in (*PAGED, LONG, REMNANT), name


def test_the_same_text_twice_is_one_reports_facts(frames):
    reports = frames["core.report"]
    ids = dict(reports.select("path", "report_id").rows())
    assert ids["甲/报告.txt"] == ids["副本.txt"] != ids["乙/报告.txt"]
    assert frames["core.report_text"]["report_id"].to_list().count(ids["甲/报告.txt"]) == 1
    assert frames["core.measure"]["measure_id"].is_unique().all()


def test_source_positions_are_the_very_words(frames):
    texts = dict(frames["core.report_text"].select("report_id", "text").rows())
    for name in ("core.measure", "core.mention", "core.commitment"):
        for key, start, end, words in (
            frames[name].select("report_id", "char_start", "char_end", "text").rows()
        ):
            assert texts[key][start:end] == words, name


def test_parts_point_at_measures_that_are_there(frames):
    ids = set(frames["core.measure"]["measure_id"])
    parents = frames["core.measure"]["parent_measure_id"].drop_nulls()
    assert len(parents) == 2
    assert set(parents) <= ids


def test_measures_point_at_sections_that_are_there(frames):
    assert set(frames["core.measure"]["section_id"]) <= set(frames["core.section"]["section_id"])


def test_every_measure_is_a_mention(frames):
    place = ["report_id", "char_start"]
    measured = frames["core.measure"].select(place).unique()
    mentioned = frames["core.mention"].filter(pl.col("verdict") == "measure").select(place)
    assert measured.sort(place).equals(mentioned.sort(place))
    rejected = frames["core.mention"].filter(pl.col("verdict") == "rejected")
    assert rejected["reason"].is_not_null().all()


def together(batches: list[dict[str, pl.DataFrame]]) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all batches, sorted, a row of a report once."""
    found = {}
    for name in FRAMES:
        rows = {row for frames in batches for row in frames[name].rows()}
        found[name] = sorted(rows, key=repr)
    return found


ORDERS = [
    ([INBOX[::-1]], "backwards"),
    ([[one] for one in INBOX], "each in a batch of its own"),
    ([INBOX[3:], INBOX[:3]], "two batches"),
]


@pytest.mark.parametrize(("batches", "why"), [pytest.param(*order, id=order[1]) for order in ORDERS])
def test_rows_do_not_depend_on_order_or_batches(frames, catalogue, batches: list[list[SourceFile]], why: str):
    found = [extract_files(batch, catalogue, "run-1").frames for batch in batches]
    assert together(found) == together([frames]), why


SAME_REPORT = [
    (REPORT.encode("utf-8-sig"), "a byte-order mark"),
    (REPORT.encode("gb18030"), "another encoding"),
    (REPORT.encode("utf-16"), "a wide encoding"),
    (REPORT.replace("\n", "\r\n").encode(), "other line ends"),
]


@pytest.mark.parametrize(("data", "why"), [pytest.param(*case, id=case[1]) for case in SAME_REPORT])
def test_the_same_words_are_the_same_report(frames, catalogue, data: bytes, why: str):
    found = extract_files([file("x.txt", data)], catalogue, "run-1").frames
    assert found["core.report"]["report_id"][0] == frames["core.report"]["report_id"][0], why
    measured = [
        found["core.measure"],
        frames["core.measure"].filter(report_id=found["core.report"]["report_id"][0]),
    ]
    assert measured[0]["value"].to_list() == measured[1]["value"].to_list(), why


def test_the_head_of_a_report(frames):
    row = frames["core.report"].row(0, named=True)
    assert (row["region_code"], row["issuer_type"], row["report_year"]) == ("360821101000", "township", 2024)
    assert str(row["signed_on"]) == "2025-01-10"
    assert row["characters"] == len(REPORT)
    assert row["file"] == "报告.txt"


def test_a_series_is_issuer_year_and_kind(catalogue):
    later = file("b.txt", REPORT.replace("6次", "7次"))
    next_year = file("c.txt", REPORT.replace("2024", "2025"))
    frame = extract_files([INBOX[0], later, next_year], catalogue, "run-1").frames["core.report"]
    first, second, third = frame["series_id"]
    assert first == second != third
    assert frame["report_id"].n_unique() == 3


REFERENCE = ["core.region", "core.indicator", "core.domain", "core.unit", "core.law"]


@pytest.mark.parametrize("name", REFERENCE)
def test_reference_frames_are_in_their_schemas(catalogue, name: str):
    frame = reference_frames(catalogue)[name]
    assert dict(frame.schema) == polars_schema(name)
    assert not frame.is_empty()


def test_every_indicator_is_in_the_reference(catalogue):
    frame = reference_frames(catalogue)["core.indicator"]
    assert frame["code"].n_unique() == len(frame) == 112


EMPTY_MEMBERS = [("", "empty"), ("   \n\n", "empty"), ("\ufeff", "empty"), ("甲", "fragment")]


@pytest.mark.parametrize(("text", "rule"), named(EMPTY_MEMBERS, 2))
def test_a_file_with_hardly_any_text_is_refused(catalogue, text: str, rule: str):
    found = extract_files([file("x.txt", text)], catalogue, "run-1").frames
    assert found["ops.quarantine"]["rule"].to_list() == [rule]
    assert found["core.report"].is_empty()


def scanned(text: str, sure: float = 0.9) -> Document:
    """A recogniser's document of two pages, a line a line of the text."""
    lines, start = [], 0
    for number, line in enumerate(text.splitlines()):
        box = (0.1, number / 100, 0.9, (number + 1) / 100)
        lines.append(Line(start, start + len(line), 1 + (number > 4), box, sure))
        start += len(line) + 1
    pages = (Page(1, 0, lines[5].start), Page(2, lines[5].start, len(text)))
    return Document(text, "scan", False, pages, tuple(lines))


def documents(catalogue, *found):
    """The frames of files called 0.x, 1.x, … with what was read of them."""
    listed = [(file(f"{index}.x", b""), one) for index, one in enumerate(found)]
    return extract_documents(listed, catalogue, "run-1").frames


def test_a_measure_of_a_scan_has_page_box_and_less_confidence(catalogue):
    found = documents(catalogue, scanned(REPORT))
    native = documents(catalogue, Document(REPORT, "txt"))["core.measure"]
    measures = found["core.measure"]
    first, last = measures.row(0, named=True), measures.row(-1, named=True)
    assert (first["page"], last["page"]) == (1, 2)
    assert (first["box_left"], first["box_top"], first["box_bottom"]) == (0.1, 0.04, 0.05)
    assert measures["recognition"].unique().to_list() == [0.9]
    assert measures["confidence"].to_list() == [round(sure * 0.9, 3) for sure in native["confidence"]]
    turned = REPORT.index("（二）")
    assert found["core.page"].rows() == [
        (first["report_id"], 1, 0, turned),
        (first["report_id"], 2, turned, len(REPORT)),
    ]
    assert found["core.scan_line"].height == len(REPORT.splitlines())


def test_what_a_recogniser_was_not_sure_of_wants_review(catalogue):
    assert documents(catalogue, scanned(REPORT, 0.01))["core.measure"]["needs_review"].all()


def test_a_native_text_has_neither_page_nor_box(frames):
    row = frames["core.measure"].row(0, named=True)
    assert [row[name] for name in ("page", "box_left", "recognition")] == [None] * 3
    assert set(frames["core.report"].select("format", "native").rows()) == {("txt", True)}


@pytest.mark.parametrize("turn", [1, -1], ids=["scan first", "scan last"])
def test_of_two_forms_of_one_text_the_better_gives_the_facts(catalogue, turn):
    found = documents(catalogue, *[scanned(REPORT), Document(REPORT.replace("\n", "\n\n"), "docx")][::turn])
    assert found["core.report"]["report_id"].n_unique() == 1
    assert found["core.report"].height == 2 and found["core.report_text"].height == 1
    assert found["core.measure"]["recognition"].null_count() == found["core.measure"].height


def test_a_refused_form_gives_no_facts_and_hinders_none(catalogue):
    """The better form's name says that it is another document."""
    listed = [
        (file("2024年政府信息公开工作年度报告.docx", b""), Unreadable("encrypted", "设了密码")),
        (file("报告.pdf", b""), scanned(REPORT)),
    ]
    found = extract_documents(listed, catalogue, "run-1").frames
    assert found["ops.file"]["reason"].to_list() == ["encrypted", None]
    assert found["core.measure"].height


def test_what_stands_beside_the_text_fills_what_the_text_leaves_open(catalogue):
    beside = {"发布日期": "2025-02-03", "发布机构": "吉安县敦厚镇人民政府", "成文日期": "2020-01-01"}
    found = documents(catalogue, Document(REPORT, "html", metadata=beside))["core.report"].row(0, named=True)
    assert str(found["published_on"]) == "2025-02-03"
    assert str(found["signed_on"]) == "2025-01-10", "the text says so itself"
    assert found["region_code"] == "360821101000", "and whose it is"


def test_the_publisher_beside_the_text_counts_where_the_text_names_none(catalogue):
    text = "法治政府建设年度报告\n" + REPORT.split("\n", 2)[2].split("永阳镇人民政府", maxsplit=1)[0].replace(
        "永阳镇", "我镇"
    )
    named, bare = (
        documents(catalogue, Document(text, "html", metadata=beside))["core.report"].row(0, named=True)
        for beside in ({"发布机构": "吉安县永阳镇人民政府"}, {})
    )
    assert bare["region_code"] is None, "the case is one"
    assert named["region_code"] == "360821101000"
