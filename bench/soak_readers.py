"""Readers that query the published file while new versions come: `python -m bench.soak_readers`.

Eight processes connect, ask several things of one connection, and connect again, all the while. Each answer
must be that of one version: every version has other numbers, and the kept files tell them at the end.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from bench.corpus import make_corpus
from warehouse import Build, query

KINDS = ("duckdb", "duckdb", "duckdb", "fazhi", "sqlalchemy", "sqlalchemy", "command", "command")
QUERIES = (
    "SELECT max(run_id) FROM ops.run WHERE status = 'published'",
    "SELECT count(*) FROM core.report",
    "SELECT CAST(sum(hash(measure_id, value)) AS VARCHAR) FROM core.measure",
    "SELECT count(*) FROM mart.report_indicator",
    "SELECT count(*) FROM mart.measure_evidence",
)
Answer = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the readers met: queries, readers that failed, answers of no version, readers left behind."""

    queries: int
    failed: int
    mixed: int
    stale: int
    versions: int


def soak(folder: Path, publications: int, files: int, kinds: Sequence[str] = KINDS) -> Outcome:
    """Publish again and again under these readers."""
    home, parts = prepare(folder, publications, files)
    publish(home, parts[0], 0)
    stop = folder / "stop"
    readers = [_start(home, kind, folder / f"{n}.{kind}.jsonl", stop) for n, kind in enumerate(kinds)]
    for number, part in enumerate(parts[1:], 1):
        publish(home, part, number)
    stop.touch()
    failed = sum(reader.wait(120) != 0 for reader in readers)
    return judge(home, folder, publications, failed)


def prepare(folder: Path, publications: int, files: int) -> tuple[Path, list[Path]]:
    """A home, and for each publication the accepted rows of some more reports."""
    from flows.extraction import extract_or_refuse
    from flows.reference import load_catalogue
    from transforms.batch import SourceFile
    from transforms.read import plain
    from transforms.read.document import Limits

    home = folder / "home"
    make_corpus(folder / "inbox", publications * files, 1)
    paths = sorted((folder / "inbox").rglob("*.txt"))
    catalogue = load_catalogue(home)
    parts = []
    for number in range(publications):
        part = folder / f"accepted-{number}"
        part.mkdir()
        chosen = paths[number * files : (number + 1) * files]
        read = [
            (
                SourceFile(path.name, path.name, b"", path.stat().st_size, 1),
                plain.read(path.read_bytes(), Limits()),
            )
            for path in chosen
        ]
        for name, frame in extract_or_refuse(list(read), catalogue, _run_id(number)).items():
            frame.write_parquet(part / f"{name}.parquet")
        parts.append(part)
    return home, parts


def publish(home: Path, accepted: Path, number: int) -> None:
    """Load some more reports and publish."""
    from flows.reference import load_catalogue
    from flows.runs import Run
    from transforms.batch import reference_frames

    run = Run(_run_id(number), datetime.now(UTC).replace(tzinfo=None), "inbox").row()
    with Build.open(home) as build:
        build.start_run(run)
        build.load(accepted, reference_frames(load_catalogue(home)) if number == 0 else {}, run)
        build.publish(_run_id(number), keep=1000)


def _run_id(number: int) -> str:
    return f"20260101T{number:06d}Z-0000"


def _start(home: Path, kind: str, log: Path, stop: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.soak_readers", "--read", kind, str(home), str(log), str(stop)]
    return subprocess.Popen(command)


def judge(home: Path, folder: Path, publications: int, failed: int) -> Outcome:
    """Hold the readers' answers against what each version says."""
    versions = sorted((home / "warehouse" / "versions").glob("*.duckdb"))
    known: set[Answer] = set()
    for version in versions:
        with duckdb.connect(version, read_only=True) as connection:
            known.add(tuple(str(connection.execute(one).fetchall()[0][0]) for one in QUERIES))
    logs = [
        [tuple(json.loads(line)) for line in path.read_text().splitlines()] for path in folder.glob("*.jsonl")
    ]
    answers = Counter(answer for log in logs for answer in log)
    mixed = sum(n for answer, n in answers.items() if answer not in known)
    stale = sum(not log or log[-1][0] != _run_id(publications - 1) for log in logs)
    return Outcome(sum(answers.values()) * len(QUERIES), failed, mixed, stale, len(known))


def read(kind: str, home: Path, log: Path, stop: Path) -> None:
    """Ask until told to stop, and once more then; raises what a query raises."""
    ask = {"duckdb": by_duckdb, "fazhi": by_fazhi, "sqlalchemy": by_sqlalchemy, "command": by_command}[kind]
    with log.open("w", encoding="utf-8") as out:
        last = False
        while not last:
            last = stop.exists()
            out.write(json.dumps(ask(home)) + "\n")


def by_duckdb(home: Path) -> Answer:
    """Python's duckdb on the one path that tools are given."""
    with duckdb.connect(home / "warehouse" / "fazhi.duckdb", read_only=True) as connection:
        return tuple(str(connection.execute(one).fetchall()[0][0]) for one in QUERIES)


def by_fazhi(home: Path) -> Answer:
    """Our own reading: by the manifest; one statement, since it connects anew for each."""
    together = ", ".join(f"({one})" for one in QUERIES)
    frame: pl.DataFrame = query(home, f"SELECT {together}")
    return tuple(map(str, frame.row(0)))


def by_sqlalchemy(home: Path) -> Answer:
    """SQLAlchemy, as BI tools use it."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool

    address = f"duckdb:///{home / 'warehouse' / 'fazhi.duckdb'}"
    engine = create_engine(address, poolclass=NullPool, connect_args={"read_only": True})
    with engine.connect() as connection:
        return tuple(str(connection.execute(text(one)).scalar()) for one in QUERIES)


def by_command(home: Path) -> Answer:
    """The DuckDB command line."""
    command = [str(Path(sys.executable).with_name("duckdb")), "-readonly", "-json"]
    together = ", ".join(f"CAST(({one}) AS VARCHAR) AS q{n}" for n, one in enumerate(QUERIES))
    done = subprocess.run(
        [*command, str(home / "warehouse" / "fazhi.duckdb"), f"SELECT {together}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return tuple(json.loads(done.stdout)[0].values())


def main() -> None:
    """Soak, and tell the figures; exit status 1 where a reader noticed anything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, default=30)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--read", nargs=4, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.read:
        kind, *places = told.read
        read(kind, *map(Path, places))
        return
    begun = time.monotonic()
    with TemporaryDirectory(prefix="fazhi-soak-") as folder:
        found = soak(Path(folder), told.publications, told.files)
    print(f"{len(KINDS)} readers, {found.versions} publications, {time.monotonic() - begun:.0f} s")
    print(f"queries {found.queries}, failed readers {found.failed}, mixed answers {found.mixed}")
    print(f"readers whose last answer was not of the last version: {found.stale}")
    sys.exit(bool(found.failed or found.mixed or found.stale))


if __name__ == "__main__":
    main()
