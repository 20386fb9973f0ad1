"""The figures of a whole run that the rules of `[[total]]` speak of, added up chunk by chunk."""

from collections import Counter

import polars as pl

from expectations.batches import Frames
from expectations.refusal import Broken

PLAIN = ("files", "files_kept", "files_without_report", "reports", "measures")
SHARES = (
    "reports_refused",
    "reports_without_measure",
    "reports_without_region",
    "measures_refused",
    "measures_other",
)


def count(frames: Frames, refused: Broken) -> Counter[str]:
    """The counts of one chunk; counts of chunks add up."""
    reports, measures, files = frames["core.report"], frames["core.measure"], frames["ops.file"]
    known = reports["report_id"].implode()
    own = reports.unique("report_id").join(frames["core.report_text"], on="report_id", how="semi")
    lost = (pl.col("status") == "loaded") & ~pl.col("report_id").is_in(known).fill_null(value=False)
    return Counter(
        {
            "files": files.height,
            "files_kept": files.filter(~pl.col("status").is_in(["quarantined", "unpacked"])).height,
            "files_without_report": files.filter(lost).height,
            "reports": reports.height,
            "reports_refused": len(refused["core.report"]),
            "reports_without_measure": own.join(measures, on="report_id", how="anti").height,
            "reports_without_region": reports["region_code"].null_count(),
            "measures": measures.height,
            "measures_refused": len(refused["core.measure"]),
            "measures_other": measures.filter(pl.col("indicator") == "other").height,
        }
    )


def figures(counts: Counter[str]) -> dict[str, float]:
    """Counts and shares by the names the rules use; a share of nothing is 0."""
    shares = {f"share_{name}": counts[name] / max(counts[name.split("_")[0]], 1) for name in SHARES}
    return {**{name: float(counts[name]) for name in PLAIN}, **shares}
