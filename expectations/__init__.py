"""What must hold of the frames, and what becomes of a row that breaks it: see `validation`."""

from expectations.batches import DONE
from expectations.door import CheckError
from expectations.validation import Summary, validate

__all__ = ["DONE", "CheckError", "Summary", "validate"]
