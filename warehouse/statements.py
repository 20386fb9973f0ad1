"""The SQL of the warehouse, read from the `.sql` files under `warehouse/sql/`. No SQL is built here."""

from functools import cache
from importlib.resources import files


@cache
def sql(name: str) -> str:
    """The text of one file, named by its place without suffix, such as `marts/report_indicator`."""
    return (files("warehouse") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


@cache
def names(folder: str) -> tuple[str, ...]:
    """The names of the files of a folder, without suffix, in order."""
    found = (files("warehouse") / "sql" / folder).iterdir()
    return tuple(sorted(one.name.removesuffix(".sql") for one in found if one.name.endswith(".sql")))


def every(folder: str) -> str:
    """The text of all files of a folder with their names: what tells one version of them from another."""
    return "".join(name + sql(f"{folder}/{name}") for name in names(folder))
