"""The macros for people who write SQL, on figures that can be added up in the head."""

import pytest
from warehouse_factory import BASHAN, COUNTY, DONGAN, PINGBA, Report, Said, load_into

from warehouse import query


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A county of three townships: two speak in 2022 and 2023, the third only in 2023."""
    folder = tmp_path_factory.mktemp("macros")
    said = lambda value, **other: Said("dispute.mediated", value, "件", **other)  # noqa: E731
    load_into(
        folder / "home",
        folder,
        [
            Report(BASHAN, 2022, [said(10)], text="全镇调解10件"),
            Report(PINGBA, 2022, [said(30)], text="全镇调解30件，行政复议"),
            Report(
                BASHAN, 2023, [said(12), said(90, modality="planned")], text="全镇调解12件，行政复议 行政复议"
            ),
            Report(PINGBA, 2023, [said(33)], text="全镇调解33件"),
            Report(DONGAN, 2023, [said(5)], text="全镇调解5件"),
            Report(COUNTY, 2023, [said(800)], text="全县调解800件"),
        ],
    )
    return folder / "home"


@pytest.mark.parametrize("place", ["城口县", COUNTY])
@pytest.mark.parametrize("indicator", ["dispute.mediated", "受理调解纠纷"])
def test_evidence_adds_up_to_the_figure(home, place, indicator):
    """Names and codes are taken alike."""
    found = query(home, f"FROM fazhi_evidence('{place}', '{indicator}', 2023)").to_dicts()
    assert sorted(row["value"] for row in found if row["used"]) == [5, 12, 33]
    assert [(row["value"], row["why_not"]) for row in found if not row["used"]] == [(90, "planned")]


def test_year_on_year_compares_only_townships_that_speak_in_both_years(home):
    rows = query(home, "FROM fazhi_year_on_year('城口县', '受理调解纠纷')").to_dicts()
    assert [(r["report_year"], r["value"], r["compared"], r["difference"]) for r in rows] == [
        (2022, 40, 0, None),
        (2023, 50, 2, 5),  # 12 + 33 over 10 + 30
    ]
    assert rows[1]["change_percent"] == 12.5


def test_ranking_tells_what_the_figure_rests_on(home):
    (row,) = query(home, "FROM fazhi_ranking('受理调解纠纷', 2023)").to_dicts()
    assert (row["rank"], row["value"], row["townships_stating"], row["per_township"]) == (1, 50, 3, 16.67)


def test_missing_townships(home):
    found = query(home, "SELECT township FROM fazhi_missing('城口县', 2022)")
    assert found["township"].to_list() == ["东安镇"]


def test_search_tells_the_first_place_and_how_often(home):
    rows = query(home, "SELECT report_year, context, times FROM fazhi_search('行政复议')").rows()
    assert rows == [(2022, "全镇调解30件，【行政复议】", 1), (2023, "全镇调解12件，【行政复议】 行政复议", 2)]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("fazhi_percent(1, 3)", 33.3),
        ("fazhi_percent(1, 0)", None),  # no whole
        ("fazhi_per_township(10, 4)", 2.5),
        ("fazhi_per_township(10, 0)", None),
        ("fazhi_per_township(98, 4, across_issuers := 'median')", None),  # a rate is shared by nobody
        ("fazhi_span('甲乙丙丁', 1, 3)", "乙丙"),
        ("fazhi_context('甲乙丙丁戊', 1, 2, width := 1)", "甲【乙】丙"),
        ("fazhi_context('甲乙', 0, 1)", "【甲】乙"),  # at the beginning
        ("fazhi_context('甲' || chr(10) || '乙', 2, 3)", "甲 【乙】"),  # on one line
    ],
)
def test_small_macros(home, expression, value):
    assert query(home, f"SELECT {expression}").item() == value
