"""A warehouse of the size of one province over ten years, without reading 15,000 reports.

The rows of a published sample are multiplied in DuckDB (`province.sql`) into what checks would have accepted;
the warehouse loads and publishes them as it does any run.
"""

from datetime import datetime
from pathlib import Path

import duckdb

from flows.reference import load_catalogue
from transforms.batch import reference_frames
from warehouse import Build

SQL = Path(__file__).with_name("province.sql")
TABLES = (
    "core.report", "core.report_text", "core.section", "core.measure", "core.relation", "core.content",
    "ops.file",
)  # fmt: skip
RUN = "province"


def publish_province(
    sample: Path, home: Path, reports: int = 15_000, years: int = 10, province: str = "33"
) -> dict[str, int]:
    """Publish a province (two digits) in `home`, made of the sample's published file; the rows of each table.

    The sample has eight reports or more.
    """
    accepted = home / "accepted"
    accepted.mkdir(parents=True)
    _write(sample, accepted, {"province": province, "last": 2024, "years": years, "reports": reports})
    run = {"run_id": RUN, "started_at": datetime(2026, 1, 1), "status": "running", "inbox": str(sample)}
    with Build.open(home) as build:
        build.start_run(run)
        build.load(accepted, reference_frames(load_catalogue(home)), run)
        return build.publish(RUN).rows


def _write(sample: Path, accepted: Path, variables: dict[str, str | int]) -> None:
    """One Parquet file a table."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{sample}' AS sample (READ_ONLY)")
        for name, value in variables.items():
            connection.execute(f"SET VARIABLE {name} = {value!r}")
        connection.execute(SQL.read_text(encoding="utf-8"))
        for name in TABLES:
            connection.execute(f"COPY (FROM \"{name}\") TO '{accepted / name}.parquet'")
