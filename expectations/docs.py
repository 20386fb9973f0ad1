"""Data Docs: Great Expectations' pages of the run, made to be read offline.

The pages name style sheets and scripts on public servers; those links are taken out and a small
style sheet of our own is written into each page.
"""

import re
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.door import Verdict, expectation, great_expectations, quiet_context

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
    from great_expectations.data_context.store.store import DataDocsSiteConfigTypedDict
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

SITE = "fazhi"
REMOTE = re.compile(
    r"<script\b[^>]*\bsrc=[\"']?https?://[^>]*>\s*</script>|<link\b[^>]*\bhref=[\"']?https?://[^>]*>"
    r"|<img\b[^>]*\bsrc=[\"']?https?://[^>]*>|@import\s+url\([^)]*https?://[^)]*\);?",
    re.IGNORECASE,
)
STYLE = (Path(__file__).parent / "docs.css").read_text(encoding="utf-8")


def build(docs: Path, run_id: str, verdicts: dict[str, list[Verdict]]) -> None:
    """Write the pages of one run into `docs`, in place of an earlier run's pages."""
    for part in ("expectations", "validations"):
        shutil.rmtree(docs / part, ignore_errors=True)
    context = quiet_context()
    for name in list(context.get_site_names()):
        context.delete_data_docs_site(name)
    context.add_data_docs_site(site_name=SITE, site_config=_site(docs))
    for table_name, found in verdicts.items():
        _store(context, run_id, table_name, found)
    context.build_data_docs(site_names=[SITE])
    for page in sorted(docs.rglob("*.html")):
        page.write_text(offline(page.read_text(encoding="utf-8")), encoding="utf-8")


def offline(html: str) -> str:
    """The page without anything fetched from a server, with its styles inside."""
    return REMOTE.sub("", html).replace("</head>", f"<style>\n{STYLE}</style>\n</head>", 1)


def _site(docs: Path) -> "DataDocsSiteConfigTypedDict":
    return {
        "class_name": "SiteBuilder",
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs.resolve())},
    }


def _store(context: "EphemeralDataContext", run_id: str, name: str, verdicts: Sequence[Verdict]) -> None:
    """Keep the suite of one table and the sum of its chunks' results in the context."""
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types import resource_identifiers

    made = [expectation(verdict.rule) for verdict in verdicts]
    context.suites.add(great_expectations().ExpectationSuite(name=name, expectations=made))
    suite = resource_identifiers.ExpectationSuiteIdentifier(name=name)
    # a bare id may end in digits, which the renderer would read as a time zone
    run = RunIdentifier(run_name=f"run {run_id}", run_time=datetime.now(UTC))
    results = [_result(verdict, one.configuration) for verdict, one in zip(verdicts, made, strict=True)]
    context.validation_results_store.store_validation_results(
        suite_validation_result=_summary(name, run, results),
        suite_validation_result_identifier=resource_identifiers.ValidationResultIdentifier(
            expectation_suite_identifier=suite, run_id=run, batch_identifier=name
        ),
        expectation_suite_identifier=suite,
    )


def _summary(
    name: str, run: "RunIdentifier", results: list["ExpectationValidationResult"]
) -> "ExpectationSuiteValidationResult":
    from great_expectations.core import ExpectationSuiteValidationResult

    passed = sum(bool(one.success) for one in results)
    return ExpectationSuiteValidationResult(
        success=passed == len(results),
        results=results,
        suite_name=name,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(results) - passed,
            "success_percent": 100.0 * passed / max(len(results), 1),
        },
        meta={"run_id": run},
    )


def _result(verdict: Verdict, configuration: "ExpectationConfiguration") -> "ExpectationValidationResult":
    """One line of a page: how many rows were checked, how many failed, some failing values."""
    from great_expectations.core import ExpectationValidationResult

    share = 100.0 * verdict.rows_failed / max(verdict.checked, 1)
    return ExpectationValidationResult(
        success=not verdict.rows_failed,
        expectation_config=configuration,
        result={
            "element_count": verdict.checked,
            "unexpected_count": verdict.rows_failed,
            "unexpected_percent": share,
            "unexpected_percent_total": share,
            "unexpected_percent_nonmissing": share,
            "partial_unexpected_list": verdict.shown,
        },
        exception_info={"raised_exception": False, "exception_traceback": None, "exception_message": None},
    )
