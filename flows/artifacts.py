"""What Prefect's pages show of a run: its summary, what was refused, broken rules, the Data Docs.

Only rows that people read go to Prefect, and not many: its database must not grow with the files.
"""

from pathlib import Path
from uuid import UUID

import polars as pl
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.runtime import flow_run

from flows.report import markdown, run_title
from flows.runs import Run

SHOWN = 200
QUARANTINE = {"种类": "kind", "文件": "path", "规则": "rule", "原因": "reason"}
QUALITY = {
    "表": "table_name",
    "规则": "rule",
    "后果": "severity",
    "检查行数": "rows_checked",
    "不合行数": "rows_failed",
    "观察值": "observed",
    "说明": "message",
}


def describe(run: Run, home: Path) -> None:
    """Name the flow run by what it did, and give it its artifacts."""
    with get_client(sync_client=True) as client:
        client.update_flow_run(UUID(str(flow_run.id)), name=run_title(run))
    create_markdown_artifact(key="nightly", markdown=markdown(run), description="一次夜间运行的结果")
    accepted = home / "work" / run.run_id / "accepted"
    if (accepted / "ops.expectation_result.parquet").is_file():
        _tables(accepted, home / "docs" / "index.html")


def _tables(accepted: Path, docs: Path) -> None:
    refused = pl.scan_parquet(accepted / "ops.quarantine.*parquet").head(SHOWN).collect()
    create_table_artifact(
        _named(refused, QUARANTINE), "quarantine", f"本次隔离的文件与数据行，至多 {SHOWN} 条"
    )
    results = pl.read_parquet(accepted / "ops.expectation_result.parquet")
    broken = results.filter(~pl.col("success")).sort("severity", "table_name").head(SHOWN)
    told = f"{results.height} 条规则，不合的 {results.filter(~pl.col('success')).height} 条"
    create_table_artifact(_named(broken, QUALITY), "quality", told)
    if docs.is_file():
        create_link_artifact(docs.as_uri(), "数据质量报告", "data-docs", "Great Expectations 的逐条结果")


def _named(rows: pl.DataFrame, columns: dict[str, str]) -> list[dict[str, object]]:
    """The rows under names for people."""
    return rows.select(pl.col(name).alias(title) for title, name in columns.items()).to_dicts()
