"""How the measures of one report combine, and why a measure is left out."""

import pytest
from warehouse_factory import BASHAN, Report, Said

MEDIATED, RATE, OFFICER = "dispute.mediated", "dispute.success_rate", "enforcement.certified_officer"
EVENT, PARTICIPANT, MONEY, NOTE = "publicity.event", "publicity.participant", "finance.input", "honour.note"
LIST = "镇里、村里和学校各自办了活动"

# name, measures, then of the only row: value, value_is, method, and why each measure is not used
CASES = [
    ("one number is the figure", [Said(MEDIATED, 12, "件", "纠纷")], (12, "exact", "single"), [None]),
    (
        "different things in one list are items",
        [
            Said(MEDIATED, 12, "件", "邻里纠纷", at=10, sentence=LIST),
            Said(MEDIATED, 5, "起", "婚姻纠纷", at=14, sentence=LIST),
        ],
        (17, "exact", "sum_of_items"),
        [None, None],
    ),
    (
        "figures of two sentences are no list: the one may hold the other",
        [Said(MEDIATED, 12, "件", "邻里纠纷"), Said(MEDIATED, 5, "起", "婚姻纠纷")],
        (None, None, "ambiguous"),
        ["ambiguous", "ambiguous"],
    ),
    (
        "the same number from ten on is the same thing by another name",
        [Said(MEDIATED, 12, "件", "邻里纠纷"), Said(MEDIATED, 12, "起", "各类纠纷")],
        (12, "exact", "single"),
        [None, "repeated"],
    ),
    (
        "one list in one sentence, each item called the same",
        [
            Said(EVENT, 3, "场", "活动", at=10, sentence=LIST),
            Said(EVENT, 2, "场", "活动", at=14, sentence=LIST),
        ],
        (5, "exact", "sum_of_items"),
        [None, None],
    ),
    (
        "equal items of one list are both counted",
        [
            Said(EVENT, 2, "场", "活动", at=10, sentence=LIST),
            Said(EVENT, 2, "场", "活动", at=14, sentence=LIST),
        ],
        (4, "exact", "sum_of_items"),
        [None, None],
    ),
    (
        "the same statement again, further on, counts once",
        [Said(EVENT, 20, "场", "活动"), Said(EVENT, 20, "场", "活动")],
        (20, "exact", "single"),
        [None, "repeated"],
    ),
    (
        "a sentence copied word for word is the same statement",
        [
            Said(EVENT, 20, "场", "活动", at=1, sentence=LIST),
            Said(EVENT, 20, "场", "活动", at=500, sentence=LIST),
        ],
        (20, "exact", "single"),
        [None, "repeated"],
    ),
    (
        "two numbers for one thing in two sentences: nobody knows",
        [Said(EVENT, 50, "场", "活动"), Said(EVENT, 20, "场", "活动")],
        (None, None, "ambiguous"),
        ["ambiguous", "ambiguous"],
    ),
    (
        "a total before its items stands alone",
        [Said(EVENT, 9, "场", "活动"), Said(EVENT, 5, "场", "进村"), Said(EVENT, 4, "场", "进校")],
        (9, "exact", "stated_total"),
        [None, "in_total", "in_total"],
    ),
    (
        "a total in a sentence after the list of its items stands alone",
        [
            *(Said(EVENT, n, "场", f"{n}", at=10 + n, sentence=LIST) for n in (4, 5)),
            Said(EVENT, 9, "场", "活动", at=99),
        ],
        (9, "exact", "stated_total"),
        ["in_total", "in_total", None],
    ),
    (
        "one, one and two in a list are four: the last is no total",
        [Said(EVENT, n, "场", f"{i}", at=10 + i, sentence=LIST) for i, n in enumerate((1, 1, 2))],
        (4, "exact", "sum_of_items"),
        [None, None, None],
    ),
    (
        "a part is in its whole",
        [Said(MEDIATED, 12, "件", "纠纷", at=10), Said(MEDIATED, 5, "件", "邻里", at=30, of=10)],
        (12, "exact", "single"),
        [None, "part"],
    ),
    (
        "a plan is no deed",
        [Said(EVENT, 12, "场", "活动"), Said(EVENT, 30, "场", "活动", modality="planned")],
        (12, "exact", "single"),
        [None, "planned"],
    ),
    (
        "changes, shares and averages are no levels",
        [
            Said(MEDIATED, 12, "件"),
            *(Said(MEDIATED, 3, "件", kind=k) for k in ("change", "share", "per_unit")),
        ],
        (12, "exact", "single"),
        [None, "kind_change", "kind_share", "kind_per_unit"],
    ),
    (
        "other times are other figures",
        [
            Said(MEDIATED, 12, "件"),
            *(Said(MEDIATED, 3, "件", period=p) for p in ("prior", "multi_year", "part_year")),
        ],
        (12, "exact", "single"),
        [None, "prior", "multi_year", "part_year"],
    ),
    (
        "a qualified figure is not the total",
        [Said(MEDIATED, 12, "件"), Said(MEDIATED, 0, None, scope="qualified")],
        (12, "exact", "single"),
        [None, "qualified"],
    ),
    (
        "only a qualified figure: null, and marked",
        [Said(MEDIATED, 0, None, scope="qualified")],
        (None, None, "only_qualified"),
        ["qualified"],
    ),
    ("a stated zero without unit is a figure", [Said(MEDIATED, 0, None)], (0, "exact", "single"), [None]),
    (
        "a stock is the largest said",
        [Said(OFFICER, 11, "人", "持证"), Said(OFFICER, 14, "名", "持证人员")],
        (14, "exact", "largest"),
        ["not_largest", None],
    ),
    ("a rate said once", [Said(RATE, 98, "%", bound="at_least")], (98, "lower", "single"), [None]),
    (
        "a rate said twice alike is one",
        [Said(RATE, 98, "%", "成功率"), Said(RATE, 98, "%", "调解成功率")],
        (98, "exact", "single"),
        [None, "repeated"],
    ),
    (
        "two rates are never summed",
        [Said(RATE, 98, "%", "成功率"), Said(RATE, 95, "%", "调解成功率")],
        (None, None, "ambiguous"),
        ["ambiguous", "ambiguous"],
    ),
    (
        "a sum with a lower bound is a lower bound",
        [
            Said(EVENT, 10, "场", "进村", at=10, bound="at_least", sentence=LIST),
            Said(EVENT, 4, "场", "进校", at=14, sentence=LIST),
        ],
        (14, "lower", "sum_of_items"),
        [None, None],
    ),
    (
        "a sum with an upper bound is an upper bound",
        [
            Said(EVENT, 10, "场", "进村", at=10, bound="at_most", sentence=LIST),
            Said(EVENT, 4, "场", "进校", at=14, sentence=LIST),
        ],
        (14, "upper", "sum_of_items"),
        [None, None],
    ),
    (
        "more than ten and less than four: mixed",
        [
            Said(EVENT, 10, "场", "进村", at=10, bound="at_least", sentence=LIST),
            Said(EVENT, 4, "场", "进校", at=14, bound="at_most", sentence=LIST),
        ],
        (14, "mixed", "sum_of_items"),
        [None, None],
    ),
    ("about ten is neither bound", [Said(EVENT, 10, "场", bound="approx")], (10, "mixed", "single"), [None]),
    (
        "a monstrous number is no figure and does not stop the load",
        [Said(MONEY, 3, "元", "经费"), Said(MONEY, 1e40, "元", "编号")],
        (3, "exact", "single"),
        [None, "out_of_range"],
    ),
]


@pytest.mark.parametrize(("why", "said", "figure", "left_out"), CASES, ids=[case[0] for case in CASES])
def test_combination(load, read, why, said, figure, left_out):
    load([Report(BASHAN, 2023, said)])
    found = read("SELECT value, value_is, method, ambiguous, only_qualified FROM mart.report_indicator")
    assert [(row["value"], row["value_is"], row["method"]) for row in found] == [figure]
    assert (found[0]["ambiguous"], found[0]["only_qualified"]) == (
        figure[2] == "ambiguous",
        figure[2] == "only_qualified",
    )
    rows = read(
        "SELECT used, why_not FROM mart.report_indicator_input "
        "JOIN core.measure USING (measure_id) ORDER BY char_start"
    )
    assert [row["why_not"] for row in rows] == left_out
    assert [row["used"] for row in rows] == [reason is None for reason in left_out]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Said(NOTE, 5, "份"), "not_combined"),  # the catalogue says that these are not combined
        (Said(MEDIATED, 5, "人"), "unit_family"),  # people are no cases
        (Said(MEDIATED, 5, None), "unit_family"),  # a number without unit may be anything, unless zero
        (Said(MEDIATED, 5, "件", period="prior"), "prior"),
    ],
)
def test_silence_has_no_row(load, read, said, reason):
    load([Report(BASHAN, 2023, [said])])
    assert read("FROM mart.report_indicator") == []
    assert read("SELECT why_not FROM mart.report_indicator_input") == [{"why_not": reason}]


def test_people_and_visits_are_two_figures(load, read):
    load([Report(BASHAN, 2023, [Said(PARTICIPANT, 300, "人"), Said(PARTICIPANT, 500, "人次")])])
    found = read("SELECT unit_family, unit, value FROM mart.report_indicator ORDER BY ALL")
    assert found == [
        {"unit_family": "person", "unit": "人", "value": 300},
        {"unit_family": "person_time", "unit": "人次", "value": 500},
    ]


def test_measures_without_indicator_are_not_listed(load, read):
    load([Report(BASHAN, 2023, [Said("other", 5, "件")])])
    assert read("FROM mart.report_indicator_input") == []
    assert len(read("FROM mart.measure_evidence")) == 1
