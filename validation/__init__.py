"""Judge the finished tables and mend nothing: suites over the tables, the audit over what the abstracts say.

Importing this imports neither pandas nor great_expectations; both come in when a table is judged.
"""

from validation.quarantine import Quarantined, quarantine
from validation.report import Outcome, RunCounts, Severity, ValidationReport
from validation.run import validate_results, validate_run, validate_tables

__all__ = [
    "Outcome",
    "Quarantined",
    "RunCounts",
    "Severity",
    "ValidationReport",
    "quarantine",
    "validate_results",
    "validate_run",
    "validate_tables",
]
