"""What the rows of a table hang on, one report, one year or everything: how much of it a load makes anew."""

# What was extracted of a report; the order in which it is loaded.
FACTS = (
    "core.report",
    "core.report_text",
    "core.page",
    "core.scan_line",
    "core.section",
    "core.mention",
    "core.measure",
    "core.citation",
    "core.commitment",
    "core.relation",
    "core.content",
    "core.paragraph",
    "core.remnant",
)
# Rows of a report that follow from that report alone, and from reference.
BY_REPORT = frozenset(
    {
        "mart.report_indicator_input",
        "mart.report_indicator",
        "mart.department_indicator_year",
        "mart.arithmetic_check",
        "mart.requirement_check",
        "mart.law_check",
        "mart.placeholder_check",
    }
)
# Rows of a year that follow from the reports of that year and the year before.
BY_YEAR = frozenset(
    {
        "mart.region_indicator_year",
        "mart.district_indicator_year",
        "mart.district_year",
        "mart.indicator_trend",
    }
)


def goes_by_report(name: str) -> bool:
    """Whether all rows of a table, fact or mart, are of one report each and change with it alone."""
    return name in FACTS or name in BY_REPORT


def due(name: str) -> str | None:
    """The condition for the rows of a mart that a load makes anew; None where all are."""
    if name in BY_REPORT:
        return "report_id IN (SELECT report_id FROM due)"
    return "report_year IN (SELECT report_year FROM due_year)" if name in BY_YEAR else None
