"""The closed vocabularies of the task: what a field may say, in one place.

Everything that lists these words (models, table columns, expectations, JSON Schema) takes them from here.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a value is: the level of a metric, a difference or ratio, or a place in an order."""

    SCORE = "score"
    CHANGE = "change"
    RANK = "rank"


class Bound(StrEnum):
    """How exactly the text states the value."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UP_TO = "up_to"


class Direction(StrEnum):
    """Where a change moves its metric."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Basis(StrEnum):
    """What a change is counted in."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    FACTOR = "factor"
    UNSPECIFIED = "unspecified"


class Role(StrEnum):
    """Who a score on a leaderboard belongs to, seen from the paper that reports it."""

    PROPOSED = "proposed"
    BASELINE = "baseline"


class ComparisonSource(StrEnum):
    """Whether the text states a difference or we computed it from two stated scores."""

    STATED = "stated"
    DERIVED = "derived"
