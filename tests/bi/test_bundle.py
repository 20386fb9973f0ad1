"""The Superset bundle follows from the tables.

That a real Superset takes it is `superset_check.py` (`make bi-test`).
"""

import zipfile

import pytest
import yaml

from bi import bundle

ASSETS = bundle.assets()
DATASETS = {asset["uuid"]: asset for name, asset in ASSETS.items() if name.startswith("datasets/")}
CHARTS = {name: asset for name, asset in ASSETS.items() if name.startswith("charts/")}


def test_the_bundle_is_that_of_the_tables_as_they_are_now():
    """After a change of tables or charts: `python -m bi.bundle`."""
    written = {path.relative_to(bundle.FOLDER).as_posix() for path in bundle.FOLDER.rglob("*.yaml")}
    assert written == set(ASSETS)
    for name, asset in ASSETS.items():
        assert (bundle.FOLDER / name).read_text(encoding="utf-8") == bundle.text(asset), name


@pytest.mark.parametrize("name", CHARTS)
def test_charts_ask_only_for_columns_and_metrics_of_their_dataset(name):
    dataset = DATASETS[CHARTS[name]["dataset_uuid"]]
    columns = {one["column_name"] for one in dataset["columns"]}
    metrics = {one["metric_name"] for one in dataset["metrics"]}
    (query,) = yaml.safe_load(CHARTS[name]["query_context"])["queries"]
    assert set(query["columns"]) | {one["col"] for one in query["filters"]} <= columns
    assert set(query["metrics"]) <= metrics


def test_filters_name_columns_of_their_dataset():
    for one in ASSETS["dashboards/fazhi.yaml"]["metadata"]["native_filter_configuration"]:
        (target,) = one["targets"]
        columns = {column["column_name"] for column in DATASETS[target["datasetUuid"]]["columns"]}
        assert target["column"]["name"] in columns


def test_rows_of_the_dashboard_are_full():
    position = ASSETS["dashboards/fazhi.yaml"]["position"]
    rows = [one for one in position.values() if isinstance(one, dict) and one["type"] == "ROW"]
    assert [sum(position[chart]["meta"]["width"] for chart in row["children"]) for row in rows] == [12] * len(
        rows
    )


def test_columns_carry_their_meanings():
    assert all(one["description"] for asset in DATASETS.values() for one in asset["columns"])


def test_a_packed_bundle_names_the_warehouse_of_its_home(tmp_path):
    bundle.pack(tmp_path / "home", tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        database = yaml.safe_load(packed.read("fazhi/databases/fazhi.yaml"))
    assert database["sqlalchemy_uri"] == f"duckdb:///{tmp_path}/home/warehouse/fazhi.duckdb"
    assert database["extra"]["engine_params"]["connect_args"]["read_only"] is True
    assert not database["allow_dml"]
