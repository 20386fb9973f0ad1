"""Make the Superset bundle, `bi/superset/`, from `charts.toml` and the descriptions of the tables.

    python -m bi.bundle                      writes the bundle anew; a test holds it to its sources
    python -m bi.bundle HOME BUNDLE.zip      packs it for the warehouse of a data home, to be imported

Everything has an id derived from its name, so that an import replaces what an earlier one made.
"""

import json
import sys
import tomllib
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from tables import Column, Table
from warehouse.chinese import SCHEMA, named_columns
from warehouse.ddl import column_comment, comment_of
from warehouse.dictionary import CATALOGUE, described, headlines

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "superset"
ANYWHERE = "/srv/fazhi/warehouse/fazhi.duckdb"  # the path in the bundle as committed
TYPES = {"int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMP"}
STAMP = "2026-11-30T00:00:00+00:00"
VERSION = "1.0.0"

Asset = dict[str, Any]


def ident(kind: str, name: str) -> str:
    """The id of an asset: the same for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"fazhi/{kind}/{name}"))


def assets(warehouse: str = ANYWHERE) -> dict[str, Asset]:
    """The files of the bundle by their place in it.

    `warehouse` is the absolute path of the published file.
    """
    plan = tomllib.loads((HERE / "charts.toml").read_text(encoding="utf-8"))
    tables = {table.zh: table for table in described(headlines(CATALOGUE))}
    made = {
        "metadata.yaml": {"version": VERSION, "type": "Dashboard", "timestamp": STAMP},
        "databases/fazhi.yaml": database(warehouse),
        "dashboards/fazhi.yaml": dashboard(plan),
    }
    for name, metrics in plan["datasets"].items():
        made[f"datasets/fazhi/{tables[name].bare_name}.yaml"] = dataset(tables[name], metrics)
    for number, one in enumerate(plan["charts"]):
        made[f"charts/chart_{number}.yaml"] = chart(one)
    return made


def database(warehouse: str) -> Asset:
    """The published file, read-only; a connection a query, so that each sees the newest publication."""
    closed = {"read_only": True, "config": {"enable_external_access": False, "lock_configuration": True}}
    return {
        "database_name": "法治年报仓库",
        "sqlalchemy_uri": f"duckdb:///{warehouse}",
        "cache_timeout": 0,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_file_upload": False,
        "extra": {"allows_virtual_table_explore": True, "engine_params": {"connect_args": closed}},
        "uuid": ident("database", "fazhi"),
        "version": VERSION,
    }


def dataset(table: Table, metrics: Mapping[str, str]) -> Asset:
    """One Chinese view with its columns, their meanings, and its metrics."""
    return {
        "table_name": table.zh,
        "schema": SCHEMA,
        "catalog": None,
        "description": comment_of(table),
        "sql": None,
        "main_dttm_col": None,
        "cache_timeout": 0,
        "columns": [_column(one, name) for one, name in named_columns(table.columns)],
        "metrics": [
            {"metric_name": name, "verbose_name": name, "expression": expression}
            for name, expression in metrics.items()
        ],
        "uuid": ident("dataset", table.zh),
        "version": VERSION,
        "database_uuid": ident("database", "fazhi"),
    }


def _column(column: Column, name: str) -> Asset:
    return {
        "column_name": name,
        "verbose_name": name,
        "description": column_comment(column),
        "type": TYPES.get(column.type, "VARCHAR"),
        "is_dttm": False,
        "is_active": True,
        "groupby": True,
        "filterable": True,
    }


def chart(one: Mapping[str, Any]) -> Asset:
    """One chart; `params` is what its page shows, `query_context` what is asked for it elsewhere."""
    return {
        "slice_name": one["name"],
        "viz_type": one["kind"],
        "params": _params(one),
        "query_context": json.dumps(_context(one), ensure_ascii=False),
        "cache_timeout": 0,
        "uuid": ident("chart", one["name"]),
        "version": VERSION,
        "dataset_uuid": ident("dataset", one["dataset"]),
    }


def _params(one: Mapping[str, Any]) -> Asset:
    common = {"viz_type": one["kind"], "adhoc_filters": list(_only(one)), "row_limit": 10000}
    if one["kind"] == "table":
        order = [json.dumps([one["order"], False], ensure_ascii=False)]
        return common | {
            "query_mode": "raw",
            "all_columns": one["columns"],
            "order_by_cols": order,
            "include_search": True,
            "page_length": 20,
        }
    if one["kind"] == "big_number_total":
        return common | {"metric": one["metric"], "y_axis_format": one.get("format", ",d")}
    if one["kind"] == "pie":
        return common | {
            "groupby": one["by"],
            "metric": one["metric"],
            "show_labels": True,
            "label_type": "key_value",
        }
    return common | {
        "x_axis": one["x"],
        "metrics": [one["metric"]],
        "groupby": one["by"],
        "x_axis_sort_asc": True,
        "show_legend": True,
        "show_value": True,
        "y_axis_format": ",.6~g",
        "x_axis_number_format": "d",
        "xAxisForceCategorical": True,
        "rich_tooltip": True,
        "markerEnabled": True,
    }


def _only(one: Mapping[str, Any]) -> Iterator[Asset]:
    for column, values in one.get("only", {}).items():
        yield {
            "clause": "WHERE",
            "expressionType": "SIMPLE",
            "subject": column,
            "operator": "IN",
            "operatorId": "IN",
            "comparator": values,
        }


def _context(one: Mapping[str, Any]) -> Asset:
    """The query of a chart; the import puts the number of the dataset in."""
    columns = (
        one["columns"]
        if one["kind"] == "table"
        else [*([one["x"]] if "x" in one else []), *one.get("by", [])]
    )
    filters = [{"col": name, "op": "IN", "val": values} for name, values in one.get("only", {}).items()]
    query = {
        "columns": columns,
        "metrics": [one["metric"]] if "metric" in one else [],
        "filters": filters,
        "orderby": [[one["order"], False]] if "order" in one else [],
        "row_limit": 10000,
    }
    return {
        "datasource": {"id": 0, "type": "table"},
        "force": False,
        "queries": [query],
        "result_format": "json",
        "result_type": "full",
    }


def dashboard(plan: Mapping[str, Any]) -> Asset:
    """The dashboard with its rows of charts and its filters."""
    return {
        "dashboard_title": plan["title"],
        "slug": plan["slug"],
        "published": True,
        "css": "",
        "position": position(plan),
        "metadata": {
            "native_filter_configuration": [_filter(one, plan) for one in plan["filters"]],
            "cross_filters_enabled": True,
            "color_scheme": "supersetColors",
            "refresh_frequency": 0,
            "timed_refresh_immune_slices": [],
            "expanded_slices": {},
            "label_colors": {},
        },
        "uuid": ident("dashboard", plan["slug"]),
        "version": VERSION,
    }


def position(plan: Mapping[str, Any]) -> Asset:
    """Where each chart stands: a grid of rows."""
    rows = sorted({one["row"] for one in plan["charts"]})
    laid: Asset = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": plan["title"]}},
        "GRID_ID": {
            "type": "GRID",
            "id": "GRID_ID",
            "children": [f"ROW-{row}" for row in rows],
            "parents": ["ROOT_ID"],
        },
    }
    for row in rows:
        laid |= _row(row, [(number, one) for number, one in enumerate(plan["charts"]) if one["row"] == row])
    return laid


def _row(row: int, charts: Sequence[tuple[int, Mapping[str, Any]]]) -> Asset:
    parents = ["ROOT_ID", "GRID_ID"]
    laid: Asset = {
        f"ROW-{row}": {
            "type": "ROW",
            "id": f"ROW-{row}",
            "children": [f"CHART-{number}" for number, _ in charts],
            "parents": parents,
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
    }
    for number, one in charts:
        laid[f"CHART-{number}"] = {
            "type": "CHART",
            "id": f"CHART-{number}",
            "children": [],
            "parents": [*parents, f"ROW-{row}"],
            "meta": {
                "chartId": number + 1,
                "uuid": ident("chart", one["name"]),
                "sliceName": one["name"],
                "width": one["width"],
                "height": one["height"],
            },
        }
    return laid


def _filter(one: Mapping[str, Any], plan: Mapping[str, Any]) -> Asset:
    """A filter that holds for every chart with such a column; `value` or the latest stands in it at first."""
    single = "value" in one or one.get("latest", False)
    chosen = [one["value"]] if "value" in one else None
    data = {"filters": [{"col": one["column"], "op": "IN", "val": chosen}]} if chosen else {}
    every = [number + 1 for number, chart in enumerate(plan["charts"]) if chart.get("every_year")]
    return {
        "id": f"NATIVE_FILTER-{ident('filter', one['name'])[:8]}",
        "type": "NATIVE_FILTER",
        "name": one["name"],
        "filterType": "filter_select",
        "requiredFirst": bool(one.get("latest")),
        "targets": [
            {"column": {"name": one["column"]}, "datasetUuid": ident("dataset", one["dataset"])},
        ],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": every if one.get("latest") else []},
        "controlValues": {
            "multiSelect": not single,
            "enableEmptyFilter": single,
            "defaultToFirstItem": bool(one.get("latest")),
            "sortAscending": not one.get("latest"),
            "inverseSelection": False,
            "searchAllOptions": True,
        },
        "defaultDataMask": {"extraFormData": data, "filterState": {"value": chosen} if chosen else {}},
        "cascadeParentIds": [],
        "description": "",
    }


def text(asset: Asset) -> str:
    """An asset as YAML."""
    return str(yaml.safe_dump(asset, allow_unicode=True, sort_keys=False, width=110))


def write(folder: Path) -> None:
    """Write the bundle to a folder."""
    for name, asset in assets().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(asset), encoding="utf-8")


def pack(home: Path, archive: Path) -> None:
    """Pack the bundle for the warehouse of a data home, as Superset imports it."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, asset in assets(str(home.resolve() / "warehouse" / "fazhi.duckdb")).items():
            packed.writestr(f"fazhi/{name}", text(asset))


def main() -> None:
    """Write the bundle, or pack it."""
    if sys.argv[1:]:
        pack(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        write(FOLDER)


if __name__ == "__main__":
    main()
