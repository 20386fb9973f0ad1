"""The settings of a run: where home is, how large a file may be, how work is cut up.

A value comes from the environment (`FAZHI_MAX_FILE_BYTES=…`), else from `HOME/settings.toml`,
else from the default here. A wrong value is an error that names its source; nothing is guessed.
"""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from transforms.read.document import Limits

CHECKOUT = Path(__file__).resolve().parent.parent
PREFIX = "FAZHI_"
# What parts a list in the environment.
LISTS = {"formats": ",", "exports": ",", "retry_seconds": ",", "notify": None}


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it, its value, where it stands and what to do."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading one file may cost: seconds, megabytes of memory, and what may be in it.

    `scratch` is where a program that wants a file finds it.
    """

    seconds: float
    megabytes: int
    scratch: Path
    limits: Limits


class Settings(BaseModel):
    """Each setting stands in `HOME/settings.toml` or, as `FAZHI_` and its capitals, in the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Path = Field(
        default=CHECKOUT / "data",
        description="数据目录，程序写出的一切都在其中；用 --home 或 FAZHI_HOME 指定，不写在 settings.toml",
    )
    max_file_bytes: int = Field(
        default=64 * 1024 * 1024, ge=1, description="单个文件的字节数上限，超过的不读，直接隔离（too_large）"
    )
    formats: tuple[str, ...] = Field(
        default=(
            ".txt", ".md", ".docx", ".doc", ".wps", ".odt", ".rtf", ".html", ".htm", ".shtml", ".mht", ".pdf",
            ".ofd", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".zip", ".tar", ".gz", ".tgz",
        ),
        min_length=1,
        description="读哪些扩展名的文件，小写，含点，是什么格式则看内容；其余文件隔离（unsupported_format）",
    )  # fmt: skip
    reader_seconds: float = Field(
        default=300, gt=0, description="解析单个文件的秒数上限，超过即终止解析并隔离（reader_timeout）"
    )
    reader_megabytes: int = Field(
        default=2048, ge=256, description="解析进程的内存上限，兆字节，超过即隔离（reader_killed）"
    )
    max_pages: int = Field(default=1000, ge=1, description="单个文件的页数上限（too_many_pages）")
    max_pixels: int = Field(default=100_000_000, ge=1, description="单幅图像的像素上限（too_many_pixels）")
    max_characters: int = Field(default=5_000_000, ge=1, description="单个文件的字数上限（too_large）")
    max_numerals: int = Field(
        default=30_000, ge=1, description="单个文件中数字的个数上限，数字是抽取的工作量所在（too_large）"
    )
    max_unpacked_bytes: int = Field(
        default=256 * 1024 * 1024, ge=1, description="一个压缩包展开后的字节数上限（zip_bomb）"
    )
    max_ratio: int = Field(
        default=200, ge=1, description="压缩包展开后与原来大小之比的上限，展开不足 8 兆字节的不论（zip_bomb）"
    )
    max_members: int = Field(default=2000, ge=1, description="一个压缩包内的文件数上限（zip_bomb）")
    max_depth: int = Field(default=2, ge=1, description="压缩包套压缩包的层数上限（nested_too_deep）")
    max_nesting: int = Field(
        default=500, ge=1, description="网页与 XML 中标签嵌套的层数上限（nested_too_deep）"
    )
    batch_files: int = Field(default=250, ge=1, le=5000, description="每批的文件数；编排系统中一批是一个任务")
    batch_bytes: int = Field(
        default=16 * 1024 * 1024, ge=1, description="每批的字节数上限；单个文件超过时自成一批"
    )
    runner: Literal["threads", "processes", "dask"] = Field(
        default="processes",
        description="抽取在何处进行：processes 用多个进程，threads 只用本进程的线程，dask 用 Dask 集群",
    )
    dask: str | None = Field(
        default=None, description="Dask 调度器的地址，如 tcp://10.0.0.5:8786；不写则在本机另起一个集群"
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description="同时进行的批数；默认为处理器核数",
    )
    small_run_bytes: int = Field(
        default=1024 * 1024, ge=0, description="新文件总字节数不超过此数时不另起进程，就在本进程抽取"
    )
    sql_seconds: float = Field(default=60, gt=0, description="手写的一条 SQL 最多运行的秒数，超过即停止")
    sql_rows: int = Field(default=100_000, ge=1, description="手写的一条 SQL 最多取回的行数，超过的不取")
    sql_megabytes: int = Field(default=2048, ge=256, description="手写的一条 SQL 可用的内存，兆字节")
    database_megabytes: int = Field(
        default=768, ge=256, description="装入与计算集市时数据库的内存上限，兆字节；放不下的写到 scratch"
    )
    scratch: Path | None = Field(
        default=None, description="数据库放不下时用的临时目录；默认为数据目录下的 warehouse/scratch"
    )
    exports: tuple[Literal["parquet", "csv", "xlsx"], ...] = Field(
        default=(), description="每次发布后导出到 export/ 的形式：parquet、csv、xlsx，可写几种；默认不导出"
    )
    keep_versions: int = Field(default=7, ge=1, description="保留的已发布版本数")
    keep_runs: int = Field(default=3, ge=0, description="保留的 work/ 运行目录数，供查错；更早的删去")
    keep_records: int = Field(
        default=400, ge=1, description="保留的运行记录数（runs/ 与 Prefect 中的运行）；更早的删去"
    )
    retry_seconds: tuple[int, ...] = Field(
        default=(60, 300, 1800), description="定时运行因磁盘、网络目录等出错时，各次重试前等待的秒数"
    )
    notify: tuple[str, ...] = Field(
        default=(), description="没有发布或不合质量底线时通知谁：Apprise 地址，如 mailto://、json://"
    )

    @property
    def inbox(self) -> Path:
        """The inbox a run reads where none is named."""
        return self.home / "inbox"

    @property
    def bounds(self) -> Bounds:
        """What reading one file may cost."""
        limits = {one.name: getattr(self, f"max_{one.name}") for one in fields(Limits)}
        return Bounds(self.reader_seconds, self.reader_megabytes, self.home / "cache", Limits(**limits))


def default_home() -> Path:
    """The home folder: `FAZHI_HOME`, else the checkout's `data/`; never the working directory."""
    named = os.environ.get(PREFIX + "HOME", "")
    return Path(named).expanduser().resolve() if named else CHECKOUT / "data"


def load_settings(home: Path | None = None, **overrides: str | int | None) -> Settings:
    """The settings that hold for `home`; `overrides` (options of a command) win, None is no override.

    Raises SettingsError where a file cannot be parsed or a value is not allowed.
    """
    place = (home or default_home()).expanduser().resolve()
    origin: dict[str, str] = {}
    values: dict[str, Any] = {"home": place}
    named = {key: value for key, value in overrides.items() if value is not None}
    for source, found in (
        (str(place / "settings.toml"), _from_file(place / "settings.toml")),
        ("环境变量", _from_environment()),
        ("命令行", named),
    ):
        values.update(found)
        origin.update(dict.fromkeys(found, source))
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explain(error, origin)) from error


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path}：不是合法的 TOML（{error}）。请改正，或删去此文件以用默认设置。"
        ) from error
    if "home" in found:
        raise SettingsError(f"{path}：home 不能写在这里。请用 --home 或环境变量 FAZHI_HOME 指定。")
    return found


def _from_environment() -> dict[str, Any]:
    """Settings named in the environment; lists are parted as `LISTS` says. Others are an error."""
    found: dict[str, Any] = {}
    for name, value in os.environ.items():
        if name.startswith(PREFIX) and name != PREFIX + "HOME":
            key = name.removeprefix(PREFIX).lower()
            found[key] = tuple(value.split(LISTS[key])) if key in LISTS else value
    return found


def _explain(error: ValidationError, origin: dict[str, str]) -> str:
    """One line for each wrong setting: where it stands, its name and value, what is expected."""
    lines = []
    for problem in error.errors():
        key = str(problem["loc"][0])
        source = origin.get(key, "默认值")
        if problem["type"] == "extra_forbidden":
            known = "、".join(Settings.model_fields)
            lines.append(f"{source}：没有名为 {key} 的设置。可用的有：{known}。")
        else:
            about = Settings.model_fields[key].description
            lines.append(
                f"{source}：设置 {key} 的值 {problem['input']!r} 不可用（{problem['msg']}）。{about}。"
            )
    return "\n".join(lines)
