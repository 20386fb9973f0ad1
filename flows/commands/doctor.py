"""`fazhi doctor`: is everything in place? Each check is a line; a failed one makes the exit status 1."""

import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

from flows.commands.common import Home, console, resolved

PACKAGES = ("prefect", "duckdb", "polars", "great-expectations", "jieba", "rjieba")


class Unwell(Exception):  # noqa: N818 - what a check finds is not an error of the program
    """A check that failed; the message says what to do."""


def doctor(home: Home = None) -> None:
    """检查安装、数据目录、目录文件、最近一次运行与已发布的仓库。"""
    place = resolved(home)
    results = [_checked(label, check, place) for label, check in CHECKS.items()]
    if not all(results):
        raise typer.Exit(1)


def _checked(label: str, check: Callable[[Path], str], home: Path) -> bool:
    from rich.text import Text

    from flows.reference import ReferenceError
    from flows.settings import SettingsError

    try:
        said, good = check(home), True
    except (Unwell, SettingsError, ReferenceError, OSError) as error:
        said, good = str(error), False
    mark = Text("正常", "green") if good else Text("有误", "bold red")
    console().print(Text.assemble(mark, f"  {label}：{said}"), soft_wrap=True)
    return good


def _installation(_home: Path) -> str:
    try:
        told = "、".join(f"{name} {version(name)}" for name in PACKAGES)
    except PackageNotFoundError as error:
        raise Unwell(f"缺少 {error.name}，请运行 make setup") from error
    return f"fazhi {version('fazhi')}，Python {sys.version.split()[0]}，{told}"


def _home(home: Path) -> str:
    probe = home / ".doctor"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise Unwell(f"{home} 不可写（{error.strerror}），请改权限或用 --home 指定别处") from error
    return f"{home} 可写"


def _settings(home: Path) -> str:
    from flows.settings import load_settings

    changed = sorted(load_settings(home).model_fields_set - {"home"})
    return f"改动过的设置：{'、'.join(changed)}" if changed else "都是默认值"


def _catalogues(home: Path) -> str:
    from flows.reference import load_catalogue, overrides, reference_files

    load_catalogue(home)
    own = [path.name for path in overrides(home)]
    return f"{len(reference_files(home))} 个目录文件可用" + (f"，本地覆盖：{'、'.join(own)}" if own else "")


def _corrections(home: Path) -> str:
    """The file of corrections is right, and each holds in the published warehouse."""
    from flows.corrections import load_corrections
    from flows.published import named
    from flows.reference import load_catalogue
    from warehouse import WarehouseError, current

    given = load_corrections(home, load_catalogue(home))
    if current(home) is None:
        return f"{len(given)} 条可用，还没有发布过"
    try:
        rows = named(home, "corrections").to_dicts()
    except WarehouseError as error:
        raise Unwell(str(error)) from error
    wrong = [f"第 {row['position']} 条（{row['quote']}）{row['note']}" for row in rows if row["note"]]
    new = {one.correction_id for one in given} != {row["correction_id"] for row in rows}
    later = f"；现有 {len(given)} 条，有改动，下次运行时应用" if new else ""
    if wrong:
        raise Unwell(f"{len(wrong)} 条没有生效：{'；'.join(wrong)}{later}")
    return f"生效 {len(rows)} 条{later}"


def _formats(_home: Path) -> str:
    """Every format's reader can be loaded, and the recogniser has its models."""
    from flows.programs import COMMANDS, installed
    from transforms.read.door import READERS, reader

    try:
        for kind in READERS:
            reader(kind)
    except ImportError as error:
        raise Unwell(f"读 {kind} 所需的 {error.name} 没有安装，请运行 make setup") from error
    old = "、".join(installed()) or f"未装 {'、'.join(COMMANDS)}，读不了"
    return f"可读 {'、'.join(READERS)} 与压缩包；文字识别模型 {_models()} 个；Word 95 及更早：{old}"


def _models() -> int:
    """How many models the recogniser brings along: it needs one to find lines and one to read them."""
    from importlib.resources import files

    try:
        found = [one.name for one in (files("rapidocr") / "models").iterdir() if one.name.endswith(".onnx")]
    except (ImportError, OSError) as error:
        raise Unwell(f"文字识别 rapidocr 没有装好（{error}），请运行 make setup") from error
    if len(found) < 2:
        raise Unwell("文字识别 rapidocr 缺少自带的模型，扫描件读不了，请重新运行 make setup")
    return len(found)


def _last_run(home: Path) -> str:
    from flows.report import STATUS
    from flows.runs import read_records

    records = read_records(home)
    if not records:
        return "还没有运行过"
    last = records[-1]
    told = f"{last['run_id']} {STATUS[last['status']]}，{last['message'] or ''}"
    if last["status"] in ("failed", "crashed"):
        raise Unwell(told)
    return told


def _published(home: Path) -> str:
    from flows.published import named
    from warehouse import WarehouseError, current

    manifest = current(home)
    if manifest is None:
        return "还没有发布过"
    try:
        counts = named(home, "published_counts").row(0, named=True)
    except WarehouseError as error:
        raise Unwell(str(error)) from error
    told = f"报告 {counts['reports']} 份，计量 {counts['measures']} 个，隔离 {counts['quarantined']} 项"
    return f"{home / 'warehouse' / manifest.version}，{told}"


CHECKS: dict[str, Callable[[Path], str]] = {
    "安装": _installation,
    "数据目录": _home,
    "设置": _settings,
    "目录文件": _catalogues,
    "更正": _corrections,
    "文件格式": _formats,
    "最近运行": _last_run,
    "已发布的仓库": _published,
}
