"""District figures, by hand: a county of three townships with its own report and a department, two years."""

import pytest
from warehouse_factory import BASHAN, COUNTY, DONGAN, PINGBA, Report, Said

from tables import TABLES

MARTS = [table for table in TABLES.values() if table.schema_name == "mart"]
CHECKS = (
    "mart.law_check",
    "mart.jump_check",
    "mart.restated_check",
    "mart.copied_paragraph",
    "mart.copied_text",
    "mart.report_indicator_history",
    "mart.report_card",
    "mart.placeholder_check",
)  # find nothing in a sound county whose reports have one version each
MEDIATED, RATE, OFFICER = "dispute.mediated", "dispute.success_rate", "enforcement.certified_officer"
REVIEW, PARTICIPANT = "review.reconsideration", "publicity.participant"

REPORTS = [
    Report(
        BASHAN,
        2023,
        [
            Said(MEDIATED, 12, "件", "纠纷", at=10),
            Said(MEDIATED, 5, "件", "邻里纠纷", at=20, of=10),  # a part of the 12
            Said(MEDIATED, 40, "件", "纠纷", at=30, modality="planned"),
            Said(RATE, 96, "%"),
            Said(OFFICER, 11, "人"),
            Said(PARTICIPANT, 300, "人次"),
            Said(REVIEW, 0, None),
        ],
    ),
    Report(
        PINGBA,
        2023,
        [
            Said(MEDIATED, 8, "起", "纠纷", bound="at_least"),
            Said(RATE, 99, "%"),
            Said(OFFICER, 7, "名"),
            Said(PARTICIPANT, 200, "人"),
        ],
    ),
    Report(DONGAN, 2023, [Said(RATE, 98, "%", bound="at_least")]),
    Report(BASHAN, 2024, [Said(MEDIATED, 15, "件", "纠纷"), Said(OFFICER, 12, "人")]),
    Report(
        DONGAN,
        2024,
        [Said(MEDIATED, 30, "件", "纠纷", bound="approx"), Said(OFFICER, 9, "人", bound="at_most")],
    ),
    Report(COUNTY, 2023, [Said(MEDIATED, 150, "件"), Said(REVIEW, 6, "件")]),
    Report(COUNTY, 2023, [Said(MEDIATED, 70, "件"), Said(REVIEW, 4, "件")], department="司法局"),
]

# indicator, year, family: value, value_is, stated_value, reporting, stating, at least, at most, approx
DISTRICT = {
    (MEDIATED, 2023, "case"): (20, "lower", 150, 3, 2, 1, 0, 0),  # 12 + 8余; part, plan, county, bureau apart
    (MEDIATED, 2024, "case"): (45, "mixed", None, 2, 2, 0, 0, 1),
    (RATE, 2023, "percent"): (98, "lower", None, 3, 3, 1, 0, 0),  # the median, not a sum
    (OFFICER, 2023, "person"): (18, "exact", None, 3, 2, 0, 0, 0),
    (OFFICER, 2024, "person"): (21, "upper", None, 2, 2, 0, 1, 0),  # a stock: 2023 is not added
    (PARTICIPANT, 2023, "person"): (200, "exact", None, 3, 1, 0, 0, 0),  # 人 apart from
    (PARTICIPANT, 2023, "person_time"): (300, "exact", None, 3, 1, 0, 0, 0),  # 人次
    (REVIEW, 2023, "case"): (
        0,
        "exact",
        6,
        3,
        1,
        0,
        0,
        0,
    ),  # a stated zero; what two townships don't say is none
}


@pytest.fixture
def county(load):
    load(REPORTS)


@pytest.mark.usefixtures("county")
def test_district_values(read):
    rows = read("FROM mart.district_indicator_year")
    columns = (
        "value", "value_is", "stated_value", "townships_reporting", "townships_stating",
        "n_at_least", "n_at_most", "n_approx",
    )  # fmt: skip
    found = {
        (row["indicator"], row["report_year"], row["unit_family"]): tuple(row[one] for one in columns)
        for row in rows
    }
    assert found == DISTRICT
    assert {(row["district"], row["province"], row["city"], row["townships_total"]) for row in rows} == {
        ("城口县", "重庆市", None, 3)  # the placeholder 县 between county and municipality is no city
    }


@pytest.mark.usefixtures("county")
def test_the_stated_value_names_its_report(read):
    found = read(
        "SELECT DISTINCT stated_report_id FROM mart.district_indicator_year WHERE stated_value IS NOT NULL"
    )
    assert found == [{"stated_report_id": REPORTS[5].report_id}]


@pytest.mark.usefixtures("county")
def test_every_level_counts_a_township_once(read):
    rows = read(
        "SELECT level, value FROM mart.region_indicator_year "
        "WHERE indicator = $1 AND report_year = 2023 ORDER BY ALL",
        MEDIATED,
    )
    assert rows == [{"level": "district", "value": 20}, {"level": "province", "value": 20}]


def test_a_city_gathers_its_districts(load, read):
    load(
        [
            Report("510521100000", 2023, [Said(MEDIATED, 3, "件")]),
            Report("510500000000", 2023, [Said(MEDIATED, 900, "件")]),
        ]
    )
    rows = read(
        "SELECT level, value, stated_value, townships_total FROM mart.region_indicator_year ORDER BY ALL"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("city", 3, 900, 1),
        ("district", 3, None, 1),
        ("province", 3, None, 1),
    ]


@pytest.mark.usefixtures("county")
def test_departments_stand_apart(read):
    rows = read(
        "SELECT department, indicator, value, district FROM mart.department_indicator_year ORDER BY ALL"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("司法局", MEDIATED, 70, "城口县"),
        ("司法局", REVIEW, 4, "城口县"),
    ]


@pytest.mark.usefixtures("county")
def test_district_year_has_a_column_for_each_headline(read):
    rows = read("FROM mart.district_year ORDER BY report_year")
    picked = ("reports", "townships_reporting", "department_reports", "dispute_mediated",
              "dispute_success_rate", "publicity_participant", "review_reconsideration")  # fmt: skip
    assert [tuple(row[one] for one in picked) for row in rows] == [
        (5, 3, 1, 20, 98, 300, 0),  # the main unit family of 普法受众 is 人次
        (2, 2, 0, 45, None, None, None),  # silence is null
    ]
    assert [row["coverage"] for row in rows] == [1, pytest.approx(2 / 3)]
    assert "publicity_event" not in rows[0]  # not a headline indicator


@pytest.mark.usefixtures("county")
def test_trend_compares_only_those_who_speak_in_both_years(read):
    rows = read(
        "SELECT entity_type, entity_id, value, previous_value, compared, difference, relative_change "
        "FROM mart.indicator_trend WHERE indicator = $1 AND report_year = 2024 "
        "AND entity_type <> 'province' ORDER BY ALL",
        MEDIATED,
    )
    assert [tuple(row.values()) for row in rows] == [
        ("district", COUNTY, 45, 20, 1, 3, 0.25),  # only 巴山镇 speaks in both: 15 against 12
        ("issuer", BASHAN, 15, 12, 1, 3, 0.25),
        ("issuer", DONGAN, 30, None, 0, None, None),
    ]


def test_a_rise_from_zero_has_no_rate(load, read):
    load([Report(BASHAN, 2022, [Said(REVIEW, 0, None)]), Report(BASHAN, 2023, [Said(REVIEW, 2, "件")])])
    rows = read(
        "SELECT difference, relative_change FROM mart.indicator_trend "
        "WHERE report_year = 2023 AND entity_type = 'issuer'"
    )
    assert rows == [{"difference": 2, "relative_change": None}]


def test_a_report_without_region_or_year_is_in_no_district(load, read):
    load([Report(None, 2023, [Said(MEDIATED, 5, "件")]), Report(BASHAN, None, [Said(MEDIATED, 5, "件")])])
    assert len(read("FROM mart.report_indicator")) == 2
    assert read("FROM mart.region_indicator_year") == []
    assert read("FROM mart.district_year") == []


def test_only_the_current_revision_counts(load, read):
    old = Report(BASHAN, 2023, [Said(MEDIATED, 12, "件")], text="旧" * 50 + "共同的内容" * 20, signed=None)
    new = Report(BASHAN, 2023, [Said(MEDIATED, 13, "件")], text="新" * 50 + "共同的内容" * 20, path="新.txt")
    load([old, new])
    current = read("SELECT report_id FROM core.report WHERE is_current")
    value = read("SELECT value FROM mart.district_indicator_year")
    assert value == [{"value": 12 if current[0]["report_id"] == old.report_id else 13}]
    assert len(read("FROM mart.measure_evidence")) == 1


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("table", MARTS, ids=lambda table: table.name)
def test_marts_keep_to_their_description(read, table):
    """Keys identify rows; values are among those allowed; a bound is a bound."""
    rows = read(f"FROM {table.name}")
    keys = {tuple(row[one] for one in table.key) for row in rows}
    assert len(rows) == len(keys)
    assert rows or table.name in CHECKS, "a mart is filled"
    for column in table.columns:
        values = {row[column.name] for row in rows} - {None}
        assert not column.allowed or values <= set(column.allowed)
        assert column.min is None or min(values, default=column.min) >= column.min
        assert column.max is None or max(values, default=column.max) <= column.max
