"""Where figures lead: to the sentences they come from, and from there to the very words in their report."""

from dashboard.asked import encoded
from dashboard.edition import Row


def link(path: str, **parts: object) -> str:
    """An address; parts that are None are left out."""
    query = encoded(parts)
    return f"{path}?{query}" if query else path


def of(row: Row) -> str:
    """Indicator and unit family as one part of an address."""
    return f"{row['indicator']}~{row['unit_family']}"


def report(row: Row) -> str | None:
    """A report; None where a row has none."""
    return row["report_id"] and f"/report/{row['report_id']}"


def words(row: Row, start: str = "start") -> str | None:
    """The words of a report from some place on."""
    found = report(row)
    return found if found is None or row[start] is None else f"{found}#p{row[start]}"


def district(row: Row) -> str | None:
    """The page of a district in a year; None where a row has none."""
    code = row["district_code"]
    return code and link("/district", place=code, year=row["report_year"], province=f"{code[:2]}0000000000")


def township_evidence(row: Row) -> str | None:
    """What the townships of a region say of an indicator in a year."""
    if row["value"] is None:
        return None
    return link("/evidence", place=row["region_code"], of=of(row), year=row["report_year"], townships=1)


def stated_evidence(row: Row) -> str | None:
    """What a government's own report says of an indicator."""
    if row["stated_value"] is None:
        return None
    return link("/evidence", report=row["stated_report_id"], of=of(row))


def report_evidence(row: Row) -> str:
    """What a report says of an indicator."""
    return link("/evidence", report=row["report_id"], of=of(row))


def all_of_report(row: Row) -> str:
    """Everything a report says."""
    return link("/evidence", report=row["report_id"])


def entity_evidence(entity: str, row: Row) -> str:
    """What is said of a region (by its townships) or by an issuer of an indicator in a year."""
    kind, _, code = entity.partition("/")
    if kind == "issuer":
        return link("/evidence", issuer=code, of=of(row), year=row["report_year"])
    return link("/evidence", place=code, of=of(row), year=row["report_year"], townships=1)
