"""A province made of a few published reports loads as any run does: a column it lacks is missed here."""

from warehouse_factory import BASHAN, PINGBA, Report, Said, load_into

from bench.province import publish_province
from warehouse import query


def test_a_province_is_made_of_a_sample(tmp_path):
    said = [Said("dispute.mediated", 12, "件", at=10), Said("enforcement.penalty", 5, "件", at=20)]
    sample = [Report(place, year, said) for place in (BASHAN, PINGBA) for year in range(2020, 2024)]
    load_into(tmp_path / "sample", tmp_path, sample)
    published = tmp_path / "sample" / "warehouse" / "fazhi.duckdb"
    rows = publish_province(published, tmp_path / "home", 12, years=2, province="50")
    assert (rows["core.report"], rows["core.measure"]) == (12, 24)
    years = query(tmp_path / "home", "SELECT DISTINCT report_year FROM core.report ORDER BY ALL")
    assert years["report_year"].to_list() == [2023, 2024]
