"""What a run did, in words: the name of its flow run and its summary as Markdown."""

from flows.runs import Run
from tables import labels

STATUS = labels("ops.run", "status")
COUNTS = {
    "files_seen": "收件目录中的文件",
    "files_new": "新增或改动的文件",
    "files_moved": "移动或改名的文件",
    "files_again": "重新抽取的文件",
    "reports_loaded": "装入的报告",
    "files_copies": "副本",
    "files_quarantined": "新隔离的文件",
    "files_still_quarantined": "仍在隔离的文件",
    "rows_quarantined": "隔离的数据行",
    "corrections_applied": "应用的更正",
    "corrections_not_applied": "未应用的更正",
}


def run_title(run: Run) -> str:
    """Such as `2026-11-21 已发布：新 5 载 5 隔离 0`."""
    told = f"新 {run.files_new} 载 {run.reports_loaded} 隔离 {run.files_quarantined}"
    return f"{run.started_at:%Y-%m-%d} {STATUS[run.status]}：{told}"


def markdown(run: Run) -> str:
    """The run's summary: a line in words, then its counts as a table."""
    row = run.row()
    counts = "\n".join(f"| {label} | {row[name]} |" for name, label in COUNTS.items())
    warnings = "".join(f"- {line}\n" for line in run.warnings)
    return (
        f"# {run_title(run)}\n\n{run.message or ''}\n\n"
        f"- 运行编号：`{run.run_id}`\n- 收件目录：`{run.inbox}`\n- 程序版本：`{run.version or '不明'}`\n\n"
        f"| 项目 | 数量 |\n| --- | ---: |\n{counts}\n" + (f"\n## 质量提醒\n\n{warnings}" if warnings else "")
    )
