"""What old runs leave behind, and how much of it is kept: work folders, records, Prefect's flow runs.

The warehouse's own rows (`ops.run`, quarantine) and its versions are not touched here.
"""

from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort

from flows import orchestrator
from flows.batches import forget_old
from flows.settings import Settings

FLOW = "nightly"
OVER = [StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED]
AT_ONCE = 200  # flow runs forgotten at the end of one run


def prune(settings: Settings) -> None:
    """Forget all but the newest of each, as the settings say."""
    forget_old(settings.home, settings.keep_runs)
    forget_records(settings.home, settings.keep_records)
    if orchestrator.is_own(settings.home):
        forget_flow_runs(settings.keep_records)


def forget_records(home: Path, keep: int) -> None:
    """Remove the records of old runs, with their traces."""
    records = sorted((home / "runs").glob("*.json"))
    for record in records[: len(records) - keep]:
        record.with_suffix(".trace.txt").unlink(missing_ok=True)
        record.unlink()


def forget_flow_runs(keep: int) -> None:
    """Remove old flow runs and their artifacts from a Prefect server that is ours alone."""
    with get_client(sync_client=True) as client:
        old = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[FLOW])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=OVER))),
            sort=FlowRunSort.START_TIME_DESC,
            offset=keep,
            limit=AT_ONCE,
        )
        for run in old:
            _forget(client, run.id)


def _forget(client: SyncPrefectClient, run: UUID) -> None:
    made = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run]))
    for artifact in client.read_artifacts(artifact_filter=made):
        client.delete_artifact(artifact.id)
    client.delete_flow_run(run)
