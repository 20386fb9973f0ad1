"""What must hold of the frames, and what becomes of a row that breaks it: see `validation`."""

from expectations.batches import DONE
from expectations.build import Inspection, inspect_build
from expectations.door import CheckError
from expectations.validation import Summary, validate

__all__ = ["DONE", "CheckError", "Inspection", "Summary", "inspect_build", "validate"]
