"""Corrections: applied where they fit, told where not, undone without a trace when they are withdrawn."""

from datetime import date

import pytest
from warehouse_factory import BASHAN, COUNTY, DONGAN, PINGBA, Report, Said, accept, reference, run_row

from tables import TABLES
from warehouse import Build, Correction
from warehouse.corrections import series_id

MEDIATED, EVENT, OTHER = "dispute.mediated", "publicity.event", "other"
TEXT = "本镇全年调解矛盾纠纷120件，其中邻里纠纷30件。举办法治讲座12场，参加800人次，另有讲座3场。" + "".join(
    chr(0x4E00 + n) for n in range(300)
)
ALIEN = "".join(chr(0x7000 + n) for n in range(400))


def said(indicator, value, unit, words, **more):
    return Said(indicator, value, unit, at=TEXT.index(words), **more)


def report(text=TEXT, region=BASHAN, year=2023, **more):
    """A report whose measures stand where its words are."""
    measures = [
        said(MEDIATED, 120, "件", "120件"), said(MEDIATED, 30, "件", "30件", of=TEXT.index("120件")),
        said(EVENT, 12, "场", "12场"),
    ]  # fmt: skip
    one = Report(region, year, measures, text=text, **more)
    one.series = series_id(one.issuer_id, year, "rule_of_law_annual_report")
    return one


SERIES = report().series


def correction(target="measure", quote="纠纷【120件】", field="value", expected="120", value="102", **more):
    position = more.pop("position", 1)
    return Correction(
        f"c{position}{value}", position, more.pop("series", SERIES), target, quote, more.pop("occurrence", 1),
        field, expected, value, "报送单位来函更正", "县司法局", date(2026, 3, 1),
    )  # fmt: skip


MISSING = [
    correction("missing_measure", "参加【800人次】", field, None, value, position=n)
    for n, (field, value) in enumerate(
        {"value": "800", "unit": "人次", "indicator": "publicity.participant"}.items(), 1
    )
]


@pytest.fixture
def built(home, tmp_path):
    """Load reports with corrections as one run; a way to ask the build."""
    runs = iter(range(99))

    class Built:
        def load(self, reports, corrections):
            run = f"r{next(runs)}"
            with Build.open(home) as build:
                loaded = build.load(
                    accept(tmp_path / run, reports, run), reference(), run_row(run), corrections=corrections
                )
                self.hash = build.content_hash()
            return loaded

        def ask(self, statement):
            with Build.open(home) as build:
                return build._connection.execute(statement).pl().to_dicts()

        def effects(self):
            return [
                (row["status"], row["found"]) for row in self.ask("FROM core.correction ORDER BY position")
            ]

        def values(self):
            return [row["value"] for row in self.ask("SELECT value FROM core.measure ORDER BY char_start")]

    return Built()


def figure(built, region=BASHAN, indicator=MEDIATED):
    rows = built.ask(
        "SELECT value FROM mart.report_indicator "
        f"WHERE region_code = '{region}' AND indicator = '{indicator}'"
    )
    return [row["value"] for row in rows]


def test_a_value_is_corrected_and_what_was_extracted_stays_beside(built):
    loaded = built.load([report()], [correction()])
    assert (loaded.corrections, loaded.uncorrected) == (1, ())
    assert built.values() == [102, 30, 12]
    assert figure(built) == [102], "the marts follow"
    assert built.effects() == [("applied", "120")]
    (row,) = built.ask("SELECT value, value_canonical FROM core.measure_original")
    assert row == {"value": 120, "value_canonical": 120}
    (row,) = built.ask("SELECT value, value_canonical, needs_review FROM core.measure WHERE value = 102")
    assert row == {"value": 102, "value_canonical": 102, "needs_review": False}
    assert built.ask("SELECT DISTINCT value, corrected FROM mart.measure_evidence ORDER BY value") == [
        {"value": 12, "corrected": False}, {"value": 30, "corrected": False},
        {"value": 102, "corrected": True},
    ]  # fmt: skip


@pytest.mark.parametrize("withdrawn", ["now", "never given"])
def test_a_withdrawn_correction_leaves_no_trace(built, withdrawn):
    built.load([report(), report(region=PINGBA)], [])
    clean = built.hash
    every = [
        correction(), correction("not_a_measure", "讲座【12场】", None, "12", None, position=2),
        correction("report", "调解矛盾纠纷", "report_year", "2023", "2022", position=3), *MISSING,
    ]  # fmt: skip
    built.load([], every)
    assert built.hash != clean
    built.load([report()] if withdrawn == "never given" else [], [])
    assert built.hash == clean
    assert built.ask("FROM core.measure_original") == built.ask("FROM core.report_original") == []


def test_the_same_corrections_give_the_same_content_whenever_they_come(built, home, tmp_path):
    every = [correction(), *MISSING]
    built.load([report()], every)
    together = built.hash
    built.load([], every)
    assert built.hash == together, "applied again on what was extracted, not on what was corrected"
    home.rename(tmp_path / "first")
    built.load([report()], [])
    built.load([], every)
    assert built.hash == together


@pytest.mark.parametrize(
    ("change", "status", "found", "why"),
    [
        ({"expected": "120.0"}, "applied", "120", "numbers are compared as numbers"),
        ({"expected": "121"}, "stale", "120", "extraction found another value than was expected"),
        ({"quote": "纠纷【130件】"}, "no_match", None, "words that are not there"),
        ({"quote": "纠纷【120件】", "occurrence": 2}, "no_match", None, "not there that often"),
        ({"quote": "法治【讲座】"}, "no_match", None, "no measure there"),
        ({"quote": "矛盾纠纷【120】件"}, "applied", "120", "the number without its unit overlaps"),
        ({"series": "0" * 16}, "no_match", None, "no such report"),
        ({"expected": "121", "value": "120"}, "stale", "120", "extraction has learnt it"),
        ({"field": "unit", "expected": "件", "value": "起"}, "applied", "件", "a unit"),
        ({"field": "indicator", "expected": MEDIATED, "value": OTHER}, "applied", MEDIATED, "an indicator"),
        ({"field": "value_high", "expected": None, "value": "130"}, "applied", None, "from nothing"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_correction(built, change, status, found, why):
    loaded = built.load([report()], [correction(**change)])
    assert built.effects() == [(status, found)], why
    assert loaded.corrections == (status == "applied")
    assert [line.startswith("更正第 1 条") for line in loaded.uncorrected] == [True] * (status != "applied")
    if status != "applied":
        assert built.values() == [120, 30, 12], "not applied"


def test_the_unit_takes_family_and_base_unit_along(built):
    built.load([report()], [correction(field="unit", expected="件", value="亩")])
    (row,) = built.ask("SELECT unit_family, value_canonical FROM core.measure WHERE unit = '亩'")
    assert row == {"unit_family": "area_m2", "value_canonical": pytest.approx(80000.004)}


def test_corrections_of_one_number_build_on_each_other(built):
    second = correction(field="value", expected="102", value="103", position=2)
    built.load([report()], [correction(), second])
    assert built.values()[0] == 103
    assert built.ask("SELECT value FROM core.measure_original") == [{"value": 120}], "once, as extracted"


def test_a_missing_measure_is_added_with_its_sentence(built):
    built.load([report()], MISSING)
    (row,) = built.ask("FROM core.measure WHERE rule = 'correction'")
    start = TEXT.index("800人次")
    assert (row["char_start"], row["char_end"], row["text"]) == (start, start + 5, "800人次")
    assert (row["value_canonical"], row["unit_family"], row["kind"]) == (800, "person_time", "level")
    assert row["sentence"] == "举办法治讲座12场，参加800人次，另有讲座3场"
    assert row["section_id"].endswith("-0")
    assert figure(built, indicator="publicity.participant") == [800]
    assert built.effects() == [("applied", None)] * 3


def test_a_missing_measure_that_extraction_has_found_is_told(built):
    found = report()
    found.said.append(said("publicity.participant", 800, "人次", "800人次"))
    loaded = built.load([found], MISSING)
    assert len(loaded.uncorrected) == 3 and "可以删去" in loaded.uncorrected[0]
    assert built.values().count(800) == 1


def test_what_is_no_measure_goes_and_its_parts_stand_alone(built):
    built.load([report()], [correction("not_a_measure", field=None, value=None)])
    assert built.values() == [30, 12]
    assert built.ask("SELECT DISTINCT parent_measure_id FROM core.measure") == [{"parent_measure_id": None}]
    assert len(built.ask("FROM core.measure_original")) == 2


def test_a_number_wrongly_taken_for_a_part_stands_alone(built):
    built.load(
        [report()], [correction(quote="邻里纠纷【30件】", field="part_of", expected="120件", value=None)]
    )
    assert built.effects() == [("applied", "120件")]
    assert built.ask("SELECT count(parent_measure_id) AS n FROM core.measure") == [{"n": 0}]


def test_a_correction_survives_extraction_anew_and_a_new_revision(built):
    built.load([report(signed=date(2024, 1, 1))], [correction()])
    later = (
        TEXT.replace("本镇全年", "本镇\n全年认真").replace("讲座", "讲\n座")[:-90] + "另有一段新写的话" * 9
    )
    revised = report(later, signed=date(2024, 2, 1))
    revised.said = [Said(MEDIATED, 120, "件", at=later.index("120件"))]
    loaded = built.load([revised], [correction()])
    assert loaded.uncorrected == ()
    assert figure(built) == [102], "the new revision says it in the same words"
    assert built.effects() == [("applied", "120")] * 2


def test_a_new_revision_without_the_words_is_told(built):
    built.load([report(signed=date(2024, 1, 1))], [correction()])
    later = TEXT.replace("矛盾纠纷120件", "各类矛盾100件")
    revised = report(later, signed=date(2024, 2, 1))
    revised.said = [Said(MEDIATED, 100, "件", at=later.index("100件"))]
    loaded = built.load([revised], [correction()])
    assert figure(built) == [100]
    assert "现行版本" in loaded.uncorrected[0]


def reports_of(built):
    return built.ask(
        "SELECT region_code, issuer_id, issuer_type, department, report_year FROM core.report ORDER BY path"
    )


def test_a_report_moves_to_another_district_and_year_and_the_marts_follow(built):
    moves = [
        correction("report", "调解矛盾纠纷", "issuer_id", BASHAN, PINGBA),
        correction("report", "调解矛盾纠纷", "report_year", "2023", "2022", position=2),
    ]
    built.load([report()], [])
    loaded = built.load([], moves)
    assert (loaded.corrections, loaded.uncorrected) == (2, ())
    (row,) = reports_of(built)
    assert (row["region_code"], row["report_year"], row["issuer_type"]) == (PINGBA, 2022, "township")
    assert figure(built, PINGBA) == [120] and figure(built) == []
    assert built.ask(
        "SELECT report_year FROM mart.district_indicator_year WHERE indicator = 'dispute.mediated'"
    ) == [{"report_year": 2022}]
    (row,) = built.ask(
        "SELECT series_id, (SELECT series_id FROM core.report) AS now FROM core.report_original"
    )
    assert row == {"series_id": SERIES, "now": series_id(PINGBA, 2022, "rule_of_law_annual_report")}


@pytest.mark.parametrize(
    ("number", "kind", "department", "code"),
    [
        (COUNTY, "district", None, COUNTY),
        (f"{COUNTY}:司法局", "department", "司法局", COUNTY),
        ("500000000000", "province", None, "500000000000"),
        ("500229-dz:高新区", "development_zone", None, None),
        ("500229-xz:新桥街道", "township", None, None),
    ],
)
def test_an_issuers_number_tells_the_rest(built, number, kind, department, code):
    built.load([report()], [correction("report", "调解矛盾纠纷", "issuer_id", BASHAN, number)])
    (row,) = reports_of(built)
    assert (row["issuer_type"], row["department"], row["region_code"]) == (kind, department, code)


def test_measures_of_a_moved_report_are_corrected_under_either_series(built):
    move = correction("report", "调解矛盾纠纷", "report_year", "2023", "2022", position=1)
    moved = series_id(BASHAN, 2022, "rule_of_law_annual_report")
    for series in (SERIES, moved):
        built.load([report()], [move, correction(series=series, position=2)])
        assert built.values()[0] == 102


def test_the_other_report_of_the_series_stays(built):
    """A year misread for last year's: the words tell which of the two versions moves."""
    other = report(TEXT.replace("120件", "150件").replace("讲座", "宣讲"), signed=date(2024, 5, 1))
    other.said = other.said[:1]
    move = correction("report", "调解矛盾纠纷120件", "report_year", "2023", "2022")
    built.load([report(), other], [move])
    assert [row["report_year"] for row in built.ask("FROM core.report ORDER BY report_year")] == [2022, 2023]
    assert [row["is_current"] for row in built.ask("FROM core.report")] == [True, True]


def test_a_report_in_conflict_is_loaded_where_its_corrected_year_is_free(built):
    alien = report(ALIEN, path="b.txt")
    alien.said = []
    assert built.load([report(path="a.txt"), alien], []).conflicts == 1
    move = correction("report", ALIEN[:20], "report_year", "2023", "2022")
    loaded = built.load([report(path="a.txt"), alien], [move])
    assert (loaded.conflicts, loaded.reports) == (0, 2)
    assert built.ask("SELECT status FROM ops.quarantine") == [{"status": "released"}]


def test_a_report_that_moves_among_others_unlike_it_is_in_conflict(built):
    alien = report(ALIEN, year=2022, path="b.txt")
    alien.said = []
    built.load([report(path="a.txt"), alien], [])
    move = correction("report", ALIEN[:20], "report_year", "2022", "2023", series=alien.series)
    loaded = built.load([], [move])
    assert "很不相同" in loaded.uncorrected[0]
    assert [row["path"] for row in built.ask("FROM core.report")] == ["a.txt"]
    assert built.ask("SELECT status, reason FROM ops.file WHERE path = 'b.txt'") == [
        {"status": "quarantined", "reason": "series_conflict"}
    ]
    assert built.ask("SELECT path, rule, run_id FROM ops.quarantine") == [
        {"path": "b.txt", "rule": "series_conflict", "run_id": "r1"}
    ]
    built.load([alien], [])
    assert [row["path"] for row in built.ask("FROM core.report ORDER BY path")] == ["a.txt", "b.txt"]


def test_a_load_of_the_ledger_alone_leaves_corrections_as_they_are(built, home, tmp_path):
    built.load([report()], [correction()])
    with Build.open(home) as build:
        build.load(accept(tmp_path / "ledger", []), {}, run_row("r9"))
    assert built.values()[0] == 102 and built.effects() == [("applied", "120")]


def test_originals_have_the_columns_of_what_they_are_originals_of():
    for name in ("report", "measure"):
        assert TABLES[f"core.{name}_original"].columns == TABLES[f"core.{name}"].columns


def test_whether_corrections_differ_from_those_that_hold(built, home):
    built.load([report(region=DONGAN)], [correction()])
    with Build.open(home) as build:
        assert not build.corrections_differ([correction()])
        assert build.corrections_differ([])
        assert build.corrections_differ([correction(value="103")])
        assert build.corrections_differ([correction(), correction(position=2)])
