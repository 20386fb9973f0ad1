"""What came in is loaded, a copy or in quarantine; a count that does not add up forbids the load."""

import pytest
from warehouse_factory import BASHAN, PINGBA, Report, Said, accept, file_row, reference, run_row

from warehouse import Build, Received, WarehouseError

MEDIATED = "dispute.mediated"
BODY = "".join(chr(0x4E00 + n) for n in range(400))
ALIEN = "".join(chr(0x7000 + n) for n in range(400))  # nothing like it: in conflict


def version(text, path, values=(1, 2)):
    return Report(BASHAN, 2023, [Said(MEDIATED, value, "件") for value in values], text=text, path=path)


REFUSED = {"quarantine_id": "q1", "run_id": "r1", "kind": "row", "table_name": "core.measure", "rule": "a",
           "reason": "b", "status": "open", "path": "a.txt"}  # fmt: skip
GONE = {"quarantine_id": "q2", "run_id": "r1", "kind": "file", "rule": "empty", "reason": "b",
        "status": "open", "path": "空.txt"}  # fmt: skip
EMPTY = file_row(Report(None, None, path="空.txt"), "r1", "quarantined") | {
    "report_id": None,
    "reason": "empty",
}
REPORTS = [
    version(BODY, "a.txt"),
    version(BODY, "b.txt"),
    version(ALIEN, "c.txt", (5,)),
    Report(PINGBA, 2023),
]
CAME = {
    # two of one text, one in conflict with it, one more; and one refused
    "ops.file": Received(5),
    "core.report": Received(4),
    # 2 rows of a text that another batch provides, 3 accepted, 1 refused by a rule
    "core.measure": Received(6, copies=2),
}


def load(home, folder, came):
    accepted = accept(folder, REPORTS, file=[EMPTY], quarantine=[REFUSED, GONE])
    with Build.open(home) as build:
        build.load(accepted, reference(), run_row(), came)
        return build._connection.execute("FROM ops.balance ORDER BY table_name").fetchall()


def test_all_that_came_in_is_accounted_for(home, tmp_path):
    assert load(home, tmp_path / "a", CAME) == [
        ("r1", "core.measure", 6, 2, 2, 2),
        ("r1", "core.report", 4, 2, 1, 1),
        ("r1", "ops.file", 5, 2, 1, 2),
    ]


def test_a_load_of_the_ledger_alone_leaves_what_the_run_has_told(home, tmp_path):
    """So the verdicts of the checks on the build are loaded, in the same run, after its reports."""
    told = load(home, tmp_path / "a", CAME)
    (tmp_path / "verdicts").mkdir()
    with Build.open(home) as build:
        build.load(tmp_path / "verdicts", {}, run_row())
        assert build._connection.execute("FROM ops.balance ORDER BY table_name").fetchall() == told


def test_the_same_run_again_is_told_once(home, tmp_path):
    assert load(home, tmp_path / "a", CAME) == load(home, tmp_path / "a", CAME)


@pytest.mark.parametrize("name", CAME)
@pytest.mark.parametrize("more", [1, -1])
def test_a_count_that_does_not_add_up_forbids_the_load(home, tmp_path, name, more):
    wrong = Received(CAME[name].rows + more, CAME[name].copies)
    with pytest.raises(WarehouseError, match=f"{name} 收支不平：收到 {wrong.rows}.*相差 {more}"):
        load(home, tmp_path / "a", CAME | {name: wrong})
    with Build.open(home) as build:
        assert build._connection.execute("FROM core.report").fetchall() == [], "nothing is half loaded"


def test_an_archive_is_told_by_its_members(home, tmp_path):
    member = Report(BASHAN, 2023, path="a.zip!/a.txt", archive="a.zip")
    archive = file_row(Report(None, None, path="a.zip"), "r1", "unpacked") | {"report_id": None}
    accepted = accept(tmp_path / "a", [member], file=[archive])
    with Build.open(home) as build:
        build.load(accepted, reference(), run_row(), {"ops.file": Received(1)})
