"""What people judged finds its measure by words and reading; what was found right asks for no review."""

from datetime import date

import pytest
import warehouse_factory
from warehouse_factory import BASHAN, Report, Said, accept, reference, run_row

from warehouse import Build, Correction
from warehouse.corrections import series_id
from warehouse.judgements import Audit, Judged, Judgement

TEXT = "本镇全年调解纠纷120件。举办讲座12场。" + "".join(chr(0x4E00 + n) for n in range(200))
SERIES = series_id(BASHAN, 2023, "rule_of_law_annual_report")


def judgement(verdict="right", quote="纠纷【120件】", value=120.0, **more):
    told = {"sample": "", "unit": "件", "indicator": "dispute.mediated", **more}
    return Judgement(
        f"{quote}{value}", told["sample"], SERIES, quote, 1, value, told["unit"], told["indicator"], verdict,
        None, None, None, 0, "县司法局", "2026-03-01",
    )  # fmt: skip


@pytest.fixture
def built(home, tmp_path, monkeypatch):
    """Load the report, whose measures all want review, with judgements; the measures that still want it."""
    whole = warehouse_factory.measure_row
    monkeypatch.setattr(
        warehouse_factory, "measure_row", lambda *given: whole(*given) | {"needs_review": True}
    )
    runs = iter(range(9))

    def load(judgements, corrections=(), reports=True):
        said = [Said("dispute.mediated", 120, "件", at=TEXT.index("120件")),
                Said("publicity.event", 12, "场", at=TEXT.index("12场"))]  # fmt: skip
        report, run = Report(BASHAN, 2023, said, text=TEXT, series=SERIES), f"r{next(runs)}"
        audits = [Audit("1", 2, 1, 1, 1.0, 0.2, 1.0)]
        with Build.open(home) as build:
            build.load(
                accept(tmp_path / run, [report] if reports else [], run), reference(), run_row(run),
                corrections=list(corrections), judged=Judged(judgements, audits),
            )  # fmt: skip
            ask = build._connection.execute
            wanting = [row[0] for row in ask("SELECT text FROM core.measure WHERE needs_review").fetchall()]
            known = ask("SELECT verdict, measure_id IS NOT NULL FROM ops.judgement ORDER BY quote").fetchall()
            return sorted(wanting), known, build.content_hash(), ask("FROM ops.audit").fetchall()

    return load


def test_what_was_found_right_asks_for_no_review(built):
    wanting, known, _, audits = built([judgement()])
    assert (wanting, known) == (["12场"], [("right", True)])
    assert audits == [("1", 2, 1, 1, 1.0, 0.2, 1.0)]


@pytest.mark.parametrize(
    ("change", "known", "why"),
    [
        ({"verdict": "wrong"}, ("wrong", True), "found wrong"),
        ({"verdict": "open"}, ("open", True), "not judged yet"),
        ({"value": 121.0}, ("right", False), "it is read otherwise now"),
        ({"indicator": "other"}, ("right", False), "it is taken for something else now"),
        ({"quote": "纠纷【130件】"}, ("right", False), "these words are not there"),
    ],
)
def test_what_else_still_wants_review(built, change, known, why):
    wanting, told, _, _ = built([judgement(**change)])
    assert (wanting, told) == (["120件", "12场"], [known]), why


def test_a_judgement_taken_back_leaves_no_trace(built):
    clean = built([])[2]
    assert built([judgement()], reports=False)[2] != clean
    assert built([], reports=False)[2] == clean


def test_a_correction_and_a_judgement_of_one_report_leave_each_other_alone(built):
    clean = built([])[2]
    mend = Correction(
        "c", 1, SERIES, "measure", "讲座【12场】", 1, "value", "12", "15", "来函", "某人", date(2026, 3, 1)
    )
    wanting, known, _, _ = built([judgement()], [mend], reports=False)
    assert (wanting, known) == ([], [("right", True)]), "what was corrected asks for no review either"
    assert built([], reports=False)[2] == clean


def test_whether_judgements_differ_from_those_that_hold(built, home):
    built([judgement()])
    with Build.open(home) as build:
        assert not build.corrections_differ([], [judgement()])
        assert build.corrections_differ([], [])
        assert build.corrections_differ([], [judgement(value=5.0)])
