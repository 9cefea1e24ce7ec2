"""`claimtable check`: judge output folders, tables that others made or edited, and pages; say where what does not hold.

Importing this imports neither pandas nor great_expectations; both come in when something is judged.
"""

from claimtable.checking.check import check_paths
from claimtable.checking.findings import CheckFinding, CheckReport, Judged, Place
from claimtable.checking.settings import Settings, Tolerances, read_settings

__all__ = ["CheckFinding", "CheckReport", "Judged", "Place", "Settings", "Tolerances", "check_paths", "read_settings"]
