"""What old runs leave behind is forgotten, the newest are kept."""

from pathlib import Path

from flows.pruning import FLOW, forget_flow_runs, forget_records


def test_old_records_go_with_their_traces(home: Path):
    for number in range(5):
        (home / "runs").mkdir(exist_ok=True)
        (home / "runs" / f"2026110{number}.json").write_text("{}")
        (home / "runs" / f"2026110{number}.trace.txt").write_text("")
    forget_records(home, 2)
    assert sorted(path.name for path in (home / "runs").iterdir()) == [
        "20261103.json", "20261103.trace.txt", "20261104.json", "20261104.trace.txt",
    ]  # fmt: skip
    forget_records(home, 9)  # fewer than may stay
    assert len(list((home / "runs").iterdir())) == 4


def test_old_flow_runs_go_with_their_artifacts(prefect):
    """Of four that are over the newest two stay; one that is only scheduled is no old run."""
    from prefect import flow
    from prefect.artifacts import create_markdown_artifact
    from prefect.client.orchestration import get_client
    from prefect.states import Scheduled

    @flow(name=FLOW)
    def quick():
        create_markdown_artifact(key="nightly", markdown="x")

    with get_client(sync_client=True) as client:
        due = client.create_flow_run(quick, state=Scheduled())
        over = [quick(return_state=True).state_details.flow_run_id for _ in range(4)]
        forget_flow_runs(2)
        left = {run.id for run in client.read_flow_runs(limit=200)}
        assert left.isdisjoint(over[:2])
        assert left >= {due.id, *over[2:]}
        shown = {artifact.flow_run_id for artifact in client.read_artifacts()}
        assert shown.isdisjoint(over[:2]) and shown >= set(over[2:])
