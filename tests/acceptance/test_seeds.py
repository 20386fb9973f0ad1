"""Five real reports beside the checkout: issuers, sections, and the figures of the shared scorer."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.conftest import fazhi
from warehouse import query

SEEDS = {  # first characters of the file name: issuer's own name, code, year
    "000": ("八桥镇", "500104101000", 2023),
    "001": ("东安镇", "500229109000", 2023),  # its title names no district
    "002": ("小河镇", "500242113000", 2023),
    "003": ("回龙坝镇", "500106106000", 2023),
    "004": ("峡口镇", "500108105000", 2024),
}
ROLES = {  # the first-level sections of each, in order
    "000": ["achievements", "plan"],
    "001": ["achievements", "problems", "plan"],
    "002": ["achievements", "plan"],
    "003": ["achievements", "leader_duty", "problems", "plan"],
    "004": ["achievements", "leader_duty", "problems", "plan"],
}

CHECKED = [  # figures of each that bear on each other: kind, verdict, what is stated, what it is held against
    ("000", "part", "agrees", "199家", "13家+37家"),
    ("001", "breakdown", "agrees", "74份", "67份+7份"),
    ("001", "rate", "agrees", "100%", "96件/96件"),
    ("001", "subset", "agrees", "96件", "96件"),
    ("001", "sum", "implied", "116人次", "97件+19件"),
    ("002", "formula", "agrees", "1+4+43+8", "1个+4个+43个+8个"),
    ("003", "breakdown", "disagrees", "503 条", "261 条+3 条+3 条"),
]
LACKING = [  # what the law asks for and is not there, or has no section of its own
    ("000", "leader_duty", "partial"),
    ("000", "problems", "missed"),
    ("001", "leader_duty", "missed"),
    ("002", "leader_duty", "missed"),
    ("002", "problems", "missed"),
]


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder after one run on the seeds."""
    home = tmp_path_factory.mktemp("seeds")
    done = fazhi("run", shared / "seeds", "--home", home)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


def score(shared: Path, predicted: Path, gold: str, *least: str) -> None:
    """The shared scorer, with the least figures that are asked for."""
    command = [sys.executable, shared / "gold" / "score.py", predicted, shared / "gold" / "dev" / gold]
    command += [part for bar in least for part in ("--min", bar)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_issuer_code_and_year(home: Path) -> None:
    found = query(
        home, "SELECT file[1:3], issuer, region_code, report_year FROM core.report ORDER BY 1"
    ).rows()
    assert [(file, code, year) for file, _, code, year in found] == [
        (file, code, year) for file, (_, code, year) in SEEDS.items()
    ]
    assert all(SEEDS[file][0] in issuer for file, issuer, _, _ in found)


def test_first_level_sections_have_the_right_roles(home: Path) -> None:
    found = query(
        home,
        "SELECT r.file[1:3] AS file, list(s.role ORDER BY s.position) AS roles FROM core.section s"
        " JOIN core.report r USING (report_id) WHERE s.level = 1 GROUP BY 1 ORDER BY 1",
    )
    assert {file: [r for r in roles if r != "closing"] for file, roles in found.rows()} == ROLES


def test_figures_are_reckoned_against_each_other(home: Path) -> None:
    found = query(
        home,
        "SELECT file[1:3], kind, verdict, stated_text, reckoned_text FROM mart.arithmetic_check ORDER BY ALL",
    )
    assert found.rows() == CHECKED


def test_missing_contents_are_found_and_no_others(home: Path) -> None:
    found = query(
        home,
        "SELECT file[1:3], requirement, verdict FROM mart.requirement_check"
        " WHERE verdict IN ('partial', 'missed') ORDER BY ALL",
    )
    assert found.rows() == LACKING


def test_seeds_score(home: Path, shared: Path) -> None:
    least = ("precision=0.98", "recall=0.98", "indicator=0.95", "part_of_set=0.85", "fact_f1=0.94")
    score(shared, home / "warehouse" / "fazhi.duckdb", "seeds", *least)


def test_records_score(shared: Path, tmp_path: Path) -> None:
    texts = sorted((shared / "gold" / "dev" / "records_text").glob("*.txt"))
    done = fazhi("extract", "--jsonl", *texts)
    assert done.returncode == 0, done.stderr
    (tmp_path / "records.jsonl").write_text(done.stdout, encoding="utf-8")
    least = ("f1=0.96", "unit=0.98", "bound=0.98", "indicator=0.87", "fact_f1=0.84")
    score(shared, tmp_path / "records.jsonl", "records", *least)
