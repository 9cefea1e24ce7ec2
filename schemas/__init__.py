"""The words of the house: frozen models, closed vocabularies, errors. Imports nothing else of ours."""

from schemas.errors import InputError, OptionError, OutputError, ResultsError, RuleError
from schemas.papers import Paper
from schemas.records import DatasetName, Extraction, Ignored, RejectedRecord, Result
from schemas.rows import ComparisonRow, LeaderboardRow, RejectRow, ResultRow
from schemas.spans import Span
from schemas.vocabulary import Basis, Bound, ComparisonSource, Direction, Kind, Role

__all__ = [
    "Basis",
    "Bound",
    "ComparisonRow",
    "ComparisonSource",
    "DatasetName",
    "Direction",
    "Extraction",
    "Ignored",
    "InputError",
    "Kind",
    "LeaderboardRow",
    "OptionError",
    "OutputError",
    "Paper",
    "RejectRow",
    "RejectedRecord",
    "Result",
    "ResultRow",
    "ResultsError",
    "Role",
    "RuleError",
    "Span",
]
