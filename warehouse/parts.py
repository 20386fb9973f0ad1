"""What the rows of a table hang on, one report, one year or everything: how much of it a load makes anew."""

from tables import TABLES

# The rows that a load makes anew are those of a report, year, place or issuer that is due (`load/due.sql`).
OF_REPORT = "report_id IN (SELECT report_id FROM due)"
OF_YEAR = "report_year IN (SELECT report_year FROM due_year)"
OF_PLACE = f"{OF_YEAR} AND region_code IN (SELECT region_code FROM due_region)"
OF_ISSUER = "issuer_id IN (SELECT issuer_id FROM due_issuer)"
OF_ENTITY = (
    f"{OF_YEAR} AND CASE entity_type WHEN 'issuer' THEN entity_id IN (SELECT issuer_id FROM due_issuer) "
    "ELSE entity_id IN (SELECT region_code FROM due_region) END"
)
DUE = {
    "mart.region_indicator_year": OF_PLACE,
    "mart.district_indicator_year": OF_PLACE,
    "mart.district_year": OF_YEAR,
    "mart.indicator_trend": OF_ENTITY,
    "mart.restated_check": OF_ISSUER,
}


def goes_by(what: str, name: str) -> bool:
    """Whether each row of a table, fact or mart, is of one `report` or `year`, and changes with it alone."""
    return name in TABLES and TABLES[name].by == what


def due(name: str) -> str | None:
    """The condition for the rows of a mart that a load makes anew; None where all are."""
    return OF_REPORT if goes_by("report", name) else DUE.get(name)
