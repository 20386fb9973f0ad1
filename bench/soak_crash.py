"""Runs killed with SIGKILL at a random moment, then continued: `python -m bench.soak_crash --rounds 100`.

A round begins with a copy of a home (empty, or as an earlier night left it), starts `fazhi run`, kills it,
sees that no process of it is left and that what is published is whole, and runs it again. The warehouse must
then have the content hash of a run that nobody disturbed.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.corpus import make_corpus
from warehouse import current
from warehouse.content import content_hash, refresh

NAMES = ("first", "changes", "reextract")  # a first night, a night of changes, everything read again
MARK = "FAZHI_HOME"  # inherited by every process of a run; its value is the home of one round
PATIENCE = 20  # seconds that a process of a killed run may live on
LIMIT = 600  # seconds for one undisturbed run


class SoakError(RuntimeError):
    """A run left what it must not leave; the message tells the round and what is wrong."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is run on a copy of `start`; undisturbed it takes `seconds` and ends in the content `hash`."""

    name: str
    start: Path
    inbox: Path
    options: tuple[str, ...]
    seconds: float
    hash: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round: when it was killed, in seconds and as a share of the whole; was anything published then."""

    scene: str
    killed_at: float
    share: float
    published_then: bool


def soak(
    folder: Path, rounds: int, files: int, seed: int, jobs: int = 1, *, names: Sequence[str] = NAMES
) -> list[Round]:
    """All rounds, the scenes in turn; raises SoakError at the first that fails."""
    scenes = make_scenes(folder, files, seed, names)
    rng = random.Random(seed)
    plans = [(number, scenes[number % len(scenes)], rng.random()) for number in range(rounds)]
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(lambda one: play(folder, *one), plans))


def make_scenes(folder: Path, files: int, seed: int, names: Sequence[str] = NAMES) -> list[Scene]:
    """The scenes of these names, the first of NAMES at least; each begins where the one before ended."""
    before, after = folder / "before", folder / "after"
    make_corpus(before, files, seed)
    shutil.copytree(before, after)
    change(after, folder, seed)
    start = folder / "warm"
    start.mkdir()
    scenes = []
    for name in names:
        inbox, options = before if name == "first" else after, ("--reextract",) if name == "reextract" else ()
        end = folder / f"after-{name}"
        shutil.copytree(start, end)
        seconds = _undisturbed(end, inbox, options)
        scenes.append(Scene(name, start, inbox, options, seconds, _hash(end)))
        start = end
    return scenes


def change(inbox: Path, folder: Path, seed: int) -> None:
    """Another night's inbox: files new, changed, moved and gone."""
    make_corpus(folder / "more", 2 * len(list(inbox.rglob("*.txt"))), seed)
    old = sorted(inbox.rglob("*.txt"))
    fresh = sorted((folder / "more").rglob("*.txt"))[len(old) :]
    for path in fresh[: len(old) // 2]:
        shutil.copy2(path, inbox / path.name)
    old[0].unlink()
    (inbox / "moved").mkdir()
    old[1].rename(inbox / "moved" / old[1].name)
    for path in old[2:5]:
        path.write_bytes(path.read_bytes().replace(b"1", b"2"))


def play(folder: Path, number: int, scene: Scene, share: float) -> Round:
    """One round; the share says when the run is killed, earlier if it was over by then."""
    home = folder / f"round-{number}"
    while True:
        shutil.copytree(scene.start, home)
        process, begun = _start(home, scene.inbox, scene.options), time.monotonic()
        time.sleep(share * scene.seconds)
        if process.poll() is None:
            break
        share *= 0.9
        shutil.rmtree(home)
    process.send_signal(signal.SIGKILL)
    process.wait()
    killed_at = time.monotonic() - begun
    _no_process_left(home, number)
    published = _published_is_whole(home, number)
    _finish(home, scene, number)
    shutil.rmtree(home)
    return Round(scene.name, killed_at, share, published)


def _start(home: Path, inbox: Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name("fazhi")), "run", str(inbox), "--home", str(home), *options]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("FAZHI_", "PREFECT_"))}
    env |= {MARK: str(home), "FAZHI_BATCH_FILES": "5", "FAZHI_SMALL_RUN_BYTES": "0"}
    log = (home.parent / f"{home.name}.log").open("ab")
    return subprocess.Popen(command, env=env, stdout=log, stderr=log)


def _undisturbed(home: Path, inbox: Path, options: Sequence[str]) -> float:
    """Run to the end; its seconds."""
    begun = time.monotonic()
    if _start(home, inbox, options).wait(LIMIT):
        raise SoakError(f"an undisturbed run failed: see {home}.log")
    return time.monotonic() - begun


def _finish(home: Path, scene: Scene, number: int) -> None:
    """Run again as the next night would; without the options, which a killed run must not need again."""
    killed_early = not (home / "warehouse" / "reextract").exists()
    options = scene.options if killed_early else ()
    if _start(home, scene.inbox, options).wait(LIMIT):
        raise SoakError(f"round {number} ({scene.name}): the next run failed, see {home}.log")
    found = _hash(home)
    if found != scene.hash:
        raise SoakError(f"round {number} ({scene.name}): content hash {found}, not {scene.hash}: {home}")
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (home / "runs").glob("*.json")]
    if any(record["status"] == "running" for record in records):
        raise SoakError(f"round {number} ({scene.name}): a record says that a run is under way: {home}")


def _hash(home: Path) -> str:
    """The content hash, computed anew; the manifest must agree. Empty where nothing is published."""
    manifest = current(home)
    if manifest is None:
        return ""
    with duckdb.connect(home / "warehouse" / "build.duckdb") as connection:
        refresh(connection, whole=True)
        found = content_hash(connection)
    if found != manifest.content_hash:
        raise SoakError(f"{home}: the manifest says another content hash than the build database")
    return found


def _published_is_whole(home: Path, number: int) -> bool:
    """Whether a version is published; all its rows must be there."""
    manifest = current(home)
    if manifest is None:
        return False
    with _read_only(home / "warehouse" / manifest.version) as rows:
        if rows != manifest.rows:
            raise SoakError(f"round {number}: the published version lacks rows: {home}")
    return True


@contextmanager
def _read_only(version: Path) -> Iterator[dict[str, int]]:
    from warehouse.publish import count_rows

    with duckdb.connect(version, read_only=True) as connection:
        yield count_rows(connection)


def _no_process_left(home: Path, number: int) -> None:
    """Wait for the processes of a killed run to end by themselves."""
    until = time.monotonic() + PATIENCE
    while left := list(processes(home)):
        if time.monotonic() > until:
            raise SoakError(f"round {number}: processes {left} outlived their run")
        time.sleep(0.1)


def processes(home: Path) -> Iterator[int]:
    """The processes that have this home in their environment."""
    wanted = f"{MARK}={home}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "environ").read_bytes().split(b"\0")
        except OSError:  # another's, or gone by now
            continue
        if wanted in told and int(folder.name) != os.getpid():
            yield int(folder.name)


def main() -> None:
    """Play the rounds and tell of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    told = parser.parse_args()
    begun = time.monotonic()
    with TemporaryDirectory(prefix="fazhi-soak-") as folder:
        done = soak(Path(folder), told.rounds, told.files, told.seed, told.jobs)
    for scene in dict.fromkeys(one.scene for one in done):
        mine = [one for one in done if one.scene == scene]
        shares = sorted(one.share for one in mine)
        print(f"{scene}: {len(mine)} runs killed after {shares[0]:.0%} to {shares[-1]:.0%} of their time")
    print(f"{len(done)} of {told.rounds} killed runs, continued, ended as an undisturbed one does")
    print(f"no process outlived its run; {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
