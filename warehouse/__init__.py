"""The DuckDB warehouse: tables, load, marts, publication, reading.

It knows nothing of how rows were extracted or of what starts a run. SQL lives in `warehouse/sql/`.
"""

from warehouse.adhoc import Answer, Limits, ask_limited
from warehouse.balance import Received
from warehouse.build import Build, find_quarantine, open_quarantine
from warehouse.corrections import Correction
from warehouse.errors import WarehouseError
from warehouse.load import Loaded
from warehouse.publish import Published, current, is_restored, settled
from warehouse.query import connect, query
from warehouse.versions import kept, roll_back, take_out_of_build, take_out_of_versions, unpublish

__all__ = [
    "Answer",
    "Build",
    "Correction",
    "Limits",
    "Loaded",
    "Published",
    "Received",
    "WarehouseError",
    "ask_limited",
    "connect",
    "current",
    "find_quarantine",
    "is_restored",
    "kept",
    "open_quarantine",
    "query",
    "roll_back",
    "settled",
    "take_out_of_build",
    "take_out_of_versions",
    "unpublish",
]
