"""The steps of one run, without the orchestrator: scan, check, load and publish.

Each takes what it needs from the work folder and leaves its result there or in the run's counts;
`flows.nightly` puts them in order and gives them to Prefect.
"""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from flows.batches import AGAIN, Work, plan
from flows.corrections import load_corrections
from flows.inbox import BROKE, Changes, compare, marks, recovered, reread, scan
from flows.judgements import load_judgements
from flows.programs import installed
from flows.progress import tell
from flows.rawstore import note as note_files
from flows.rawstore import noted
from flows.reference import digest, load_catalogue, reference_files
from flows.runs import Run, mark_crashed, ops_row, read_records, write_record
from flows.settings import CHECKOUT, Settings, load_settings
from warehouse import Build, Correction, Received, WarehouseError, current, is_restored, settled
from warehouse.export import export

if TYPE_CHECKING:
    from expectations import Summary

MANY = 10  # fewer broken files than this are the files' fault


class NotPublishedError(RuntimeError):
    """The run must not be published; the message says which rule stopped it and what to do."""


def program_version(home: Path) -> str:
    """Version of program, code, catalogues, limits and helpers: the same makes the same rows of a file."""
    code = {path.name: path.read_bytes() for path in sorted((CHECKOUT / "transforms").rglob("*.py"))}
    bounds = load_settings(home).bounds
    means = f"{bounds.seconds} {bounds.megabytes} {bounds.limits} {installed()}"
    mark = hashlib.sha256((digest(code) + digest(reference_files(home)) + means).encode()).hexdigest()
    return f"{version('fazhi')}+{mark[:8]}"


def work_folder(run: Run, settings: Settings) -> Work:
    """The run's work folder; it is made when the first thing is written to it."""
    folder = settings.home / "work" / run.run_id
    return Work(folder, run.run_id, settings.home, Path(run.inbox), run.version or "")


def versioned(run: Run, home: Path) -> Run:
    """The run with the version of program and catalogues; raises what is wrong with the catalogues."""
    load_catalogue(home)
    return replace(run, version=program_version(home))


def find_changes(
    work: Work,
    settings: Settings,
    run: Run,
    replay: Sequence[str] | None = None,
    everything: bool = False,
) -> Changes:
    """What the inbox holds that the ledger does not know, the ledger brought up to date with what lies where.

    With `replay` also what is in quarantine under all of its words (everything for none). Where `everything`
    is to be read again, or the ledger is older than the raw store, also what comes from there. Raises
    InboxMissingError.
    """
    seen = scan(work.inbox)
    corrections = corrections_of(work.home)
    with Build.open(work.home) as build:
        ledger = build.ledger()
        again = [] if replay is None else build.refused_paths(replay)
        if build.corrections_differ(corrections, load_judgements(work.home).judgements):
            # an issuer or a year may be right now
            again += build.refused_paths(["series_conflict"])
    same = [record["run_id"] for record in read_records(work.home) if record["version"] == work.version]
    older = ledger["run_id"].filter(~ledger["run_id"].is_in(same)).unique().to_list()
    changes = compare(work.inbox, seen, ledger, settings, older=older, again=again)
    update_ledger(work, changes, run)
    return replace(changes, again=_from_raw_store(work, changes, everything))


def _from_raw_store(work: Work, changes: Changes, everything: bool) -> pl.DataFrame:
    """What is to be read from the raw store."""
    restored = is_restored(work.home)
    if not everything and not restored:
        return changes.again
    with Build.open(work.home) as build:
        originals = build.originals()
    again = reread(originals, changes.todo) if everything else changes.again
    lost = recovered(noted(work.home), originals, changes.todo) if restored else changes.again
    here = marks(work.inbox, changes.todo, again, lost)
    again = again.join(here, on=["path", "sha256"], how="anti")
    return pl.concat([again, lost.join(here, on="sha256", how="anti")])


def lay_out(work: Work, changes: Changes, settings: Settings) -> list[int]:
    """Cut the work into batches; the numbers of those to do."""
    return plan(work, changes, settings)


def counted(run: Run, changes: Changes) -> Run:
    """The run with its counts of files as the scan found them."""
    return replace(
        run,
        files_seen=changes.seen,
        files_new=changes.new,
        files_moved=changes.moved.height,
        files_again=changes.again.height,
        files_still_quarantined=changes.still_quarantined,
    )


def check(work: Work, changes: Changes) -> "Summary":
    """Hold the batches against the expectations; writes the accepted rows and tells what was found.

    Raises NotPublishedError where extraction broke on most files, or a file went nowhere.
    """
    from expectations import validate

    _refuse_broken_program(work)
    _refuse_lost_files(work, changes)
    settings = load_settings(work.home)
    workers = 1 if settings.runner == "threads" else settings.workers
    return validate(work.batches, work.accepted, work.run_id, work.home / "docs", workers=workers)


def refuse_forbidden(work: Work, run: Run, summary: "Summary") -> None:
    """Where a rule of a whole table forbids publication: NotPublishedError, and only the results are kept."""
    if not summary.stop:
        return
    name = "ops.expectation_result.parquet"
    folder = work.folder / "results"
    folder.mkdir(exist_ok=True)
    shutil.copyfile(work.accepted / name, folder / name)
    with Build.open(work.home) as build:
        build.load(folder, {}, run.row())
    raise NotPublishedError("数据质量规则不允许发布：" + "；".join(summary.messages))


def _refuse_broken_program(work: Work) -> None:
    """Where extraction broke on most files, the fault is the program's: no file is to be blamed for it."""
    parts = [pl.read_parquet(path, columns=["reason"]) for path in work.batches.glob("*/ops.file.parquet")]
    reasons = pl.concat(parts)["reason"]
    broke = int(reasons.is_in(BROKE).sum())
    if broke >= MANY and broke * 2 > len(reasons):
        raise NotPublishedError(
            f"{len(reasons)} 个文件中有 {broke} 个抽取时程序出错，多半是程序或目录文件有误，本次不装入。"
            f"请把 {work.batches} 交给开发人员；改正后再运行一次即可。"
        )


def _refuse_lost_files(work: Work, changes: Changes) -> None:
    """Each file that was to be read in the inbox is told by the batches once, unless taken away since."""
    told = pl.concat([pl.read_parquet(path) for path in work.batches.glob("*/ops.file.parquet")])
    told = told.join(changes.again, on=["path", "sha256"], how="anti")
    own = told.filter(pl.col("archive").is_null())["path"]
    wanted = pl.concat([changes.todo["path"], changes.refused["path"]])
    lost = [path for path in set(wanted) - set(own) if (work.inbox / path).exists()]
    twice = [*own.filter(own.is_duplicated()).unique(), *(set(own) - set(wanted))]
    if lost or twice:
        raise NotPublishedError(
            f"文件收支不平：应读 {len(wanted)} 个，有下落的 {len(own)} 个；"
            f"下落不明：{_some(lost)}，重复或多出：{_some(twice)}。"
            f"本次不装入、不发布，请把 {work.batches} 交给开发人员。"
        )


def _some(paths: list[str], shown: int = 5) -> str:
    return "、".join(sorted(paths)[:shown]) or "无"


def received(work: Work, summary: "Summary") -> dict[str, Received]:
    """What the batches held of each table, to be balanced by the load; archives are told by their members."""
    files = [pl.read_parquet(path, columns=["status"]) for path in work.batches.glob("*/ops.file.parquet")]
    rows = {name: Received(count, summary.copies.get(name, 0)) for name, count in summary.rows_in.items()}
    return rows | {"ops.file": Received(pl.concat(files).filter(pl.col("status") != "unpacked").height)}


def outcome(work: Work, run: Run, summary: "Summary") -> Run:
    """The run with the counts of what was refused, and the broken rules of whole tables."""
    kinds = pl.read_parquet(work.accepted / "ops.quarantine.parquet", columns=["kind"])["kind"]
    return replace(
        run,
        files_quarantined=int((kinds == "file").sum()),
        rows_quarantined=int((kinds == "row").sum()),
        warnings=summary.messages,
    )


def load(work: Work, run: Run, came: Mapping[str, Received]) -> Run:
    """Load the accepted rows in one transaction; the run with the counts of what went in."""
    from transforms.batch import reference_frames

    reference = reference_frames(load_catalogue(work.home))
    note_files(work.home, run.run_id, pl.read_parquet(work.accepted / "ops.file.*parquet"))
    again = [pl.read_parquet(path) for path in work.batches.glob(f"*/{AGAIN}.parquet")]
    if again:
        pl.concat(again).write_parquet(work.accepted / f"{AGAIN}.parquet")
    settings = load_settings(work.home)
    with Build.open(work.home, settings.database_megabytes, settings.scratch) as build:
        _pending(work.home).touch()
        loaded = build.load(
            work.accepted, reference, run.row(), came,
            corrections=corrections_of(work.home), judged=load_judgements(work.home),
        )  # fmt: skip
    return replace(
        run,
        reports_loaded=loaded.reports,
        files_copies=loaded.copies,
        files_quarantined=run.files_quarantined + loaded.conflicts,
        corrections_applied=loaded.corrections,
        corrections_not_applied=len(loaded.uncorrected),
        warnings=(*run.warnings, *loaded.uncorrected),
    )


def corrections_of(home: Path) -> list[Correction]:
    """The corrections that hold now; raises ReferenceError, which names file and line."""
    return load_corrections(home, load_catalogue(home))


def corrections_changed(home: Path) -> bool:
    """Whether corrections or judgements were written, changed or withdrawn since the last load."""
    with Build.open(home) as build:
        return build.corrections_differ(corrections_of(home), load_judgements(home).judgements)


def update_ledger(work: Work, changes: Changes, run: Run) -> None:
    """Note files that moved, are gone, or have another time but the same content; not of an empty inbox."""
    frames = (changes.touched, changes.vanished, changes.moved)
    if changes.seen == 0 or all(frame.is_empty() for frame in frames):
        return
    folder = work.folder / "ledger"
    folder.mkdir(parents=True, exist_ok=True)
    pl.concat([changes.touched, changes.vanished]).write_parquet(folder / "ops.file.parquet")
    changes.moved.write_parquet(folder / "moves.parquet")
    if changes.vanished.height + changes.moved.height:  # readers are to see it; another time is nobody's news
        _pending(work.home).touch()
    with Build.open(work.home) as build:
        build.load(folder, {}, run.row())


def inspect(settings: Settings, run: Run) -> Run:
    """Hold the build database against the suites of its tables; the run with what they warn of.

    Raises NotPublishedError where a rule forbids publication: what is loaded waits for the next run.
    """
    from expectations import inspect_build

    home = settings.home
    with Build.open(home) as build:
        path = build.path
    published = current(home)
    previous = home / "warehouse" / published.version if published else None
    out = home / "work" / run.run_id / "inspection"
    found = inspect_build(
        path, run.run_id, out, home / "docs" / "warehouse", previous, megabytes=settings.database_megabytes
    )
    with Build.open(home) as build:
        build.load(out, {}, run.row())
    if found.stop:
        raise NotPublishedError("数据质量规则不允许发布：" + "；".join(found.messages))
    return replace(run, warnings=(*run.warnings, *found.messages))


def publish(settings: Settings, run: Run) -> Run:
    """Inspect and publish the build database, with this run in it as published; the run, over."""
    run = inspect(settings, run)
    ended = run.ended("published", _told(run))
    with Build.open(settings.home, settings.database_megabytes, settings.scratch) as build:
        build.finish_run(ended.row())
        build.publish(run.run_id, settings.keep_versions)
    nothing_pending(settings.home)
    settled(settings.home)
    return write_exports(settings, ended)


def write_exports(settings: Settings, run: Run) -> Run:
    """Export what is published to HOME/export/FORM, for each form of the settings.

    One that fails is a warning of the run, since the publication and the export before it stand.
    """
    for form in settings.exports:
        try:
            export(settings.home, settings.home / "export" / form, form, None, tell)
        except (WarehouseError, OSError) as error:
            told = f"导出 {form} 没有完成，以前的导出保持不变：{error}"
            run = replace(run, warnings=(*run.warnings, told))
    return run


def nothing_pending(home: Path) -> None:
    """What is loaded is published, and nothing was asked for that is still to be done."""
    for mark in (_pending(home), _everything(home)):
        mark.unlink(missing_ok=True)


def pending(home: Path) -> bool:
    """Whether an earlier run loaded rows that were never published, since it was killed in between."""
    return _pending(home).exists()


def reading_everything(home: Path, asked: bool) -> bool:
    """Whether all is to be read again: it is asked for, or it was, and the run that did it was killed."""
    if asked:
        _everything(home).parent.mkdir(parents=True, exist_ok=True)
        _everything(home).touch()
    return _everything(home).exists()


def begin(home: Path, run: Run) -> list[Run]:
    """Record that the run has begun, and that those found `running` are over: these, killed since."""
    crashed = mark_crashed(home)
    write_record(home, run)
    with Build.open(home) as build:
        for record in crashed:
            build.finish_run(ops_row(record))
        build.start_run(run.row())
    return [Run.read(record) for record in crashed]


def note(home: Path, run: Run) -> None:
    """Write how a run ended to `ops.run`."""
    with Build.open(home) as build:
        build.finish_run(run.row())


def _told(run: Run) -> str:
    parts = [f"新文件 {run.files_new} 个", f"装入报告 {run.reports_loaded} 份"]
    parts += [f"副本 {run.files_copies} 个"] if run.files_copies else []
    parts += [f"隔离文件 {run.files_quarantined} 个"] if run.files_quarantined else []
    parts += [f"隔离数据 {run.rows_quarantined} 行"] if run.rows_quarantined else []
    parts += [f"应用更正 {run.corrections_applied} 条"] if run.corrections_applied else []
    parts += [f"更正未应用 {run.corrections_not_applied} 条"] if run.corrections_not_applied else []
    return "，".join(parts)


def _pending(home: Path) -> Path:
    return home / "warehouse" / "unpublished"


def _everything(home: Path) -> Path:
    return home / "warehouse" / "reextract"
