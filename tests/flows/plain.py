"""One run without Prefect: the steps of the nightly flow in order, for what is not about the flow."""

from pathlib import Path

from flows import steps
from flows.batches import batch_folder
from flows.extraction import extract_batch
from flows.runs import Run, new_run, write_record
from flows.settings import load_settings


def plain_run(inbox: Path, home: Path) -> Run:
    """The run as it ended."""
    settings = load_settings(home)
    run = steps.versioned(new_run(inbox), home)
    steps.begin(home, run)
    work = steps.work_folder(run, settings)
    changes = steps.find_changes(work, settings, run)
    run = steps.counted(run, changes)
    if not changes.any and not steps.corrections_changed(home):
        return run.ended("unchanged", "没有新文件")
    for number in steps.lay_out(work, changes, settings):
        extract_batch(batch_folder(work, number))
    summary = steps.check(work, changes)
    run = steps.outcome(work, run, summary)
    run = steps.load(work, run, steps.received(work, summary))
    run = steps.publish(settings, run)
    write_record(home, run)
    return run
