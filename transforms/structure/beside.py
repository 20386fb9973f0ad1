"""What stands beside a text (a web page's table, a file's properties) fills what the text leaves open."""

from collections.abc import Mapping
from dataclasses import replace

from transforms.records import Head
from transforms.structure.dates import first_date
from transforms.structure.issuer import Departments, read_head
from transforms.structure.regions import Regions

PUBLISHER, PUBLISHED, WRITTEN, TITLE = "发布机构", "发布日期", "成文日期", "标题"


def completed(
    head: Head, text: str, beside: Mapping[str, str], regions: Regions, departments: Departments
) -> Head:
    """The head with what `beside` (label to value) adds; nothing that the text says is changed."""
    if not beside:
        return head
    if head.issuer is None and beside.get(PUBLISHER):
        head = _issued(head, read_head(text, beside[PUBLISHER], regions, departments))
    return replace(
        head,
        title=head.title or beside.get(TITLE) or None,
        published_on=head.published_on or first_date(beside.get(PUBLISHED, "")),
        signed_on=head.signed_on or first_date(beside.get(WRITTEN, "")),
    )


def _issued(head: Head, other: Head) -> Head:
    """The head with the issuer of another."""
    return replace(
        head,
        issuer=other.issuer,
        issuer_id=other.issuer_id,
        issuer_type=other.issuer_type,
        department=other.department,
        region_code=other.region_code,
        region_candidates=other.region_candidates,
    )
