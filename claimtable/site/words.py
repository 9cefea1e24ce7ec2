"""Values in people's words: bounds, ranges and what the text leaves open are said, never shown as exact scores."""

from decimal import Decimal

from schemas import Basis, Bound, Direction, Kind, ResultRow

_SIGNS = {Bound.EXACT: "", Bound.APPROX: "~", Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ ", Bound.UP_TO: "up to "}
_BOUNDS = {
    Bound.EXACT: "exact",
    Bound.APPROX: "approximate",
    Bound.AT_LEAST: "at least",
    Bound.AT_MOST: "at most",
    Bound.UP_TO: "up to",
}
_ARROWS = {Direction.INCREASE: "↑ ", Direction.DECREASE: "↓ "}


def bound_word(bound: Bound, high: float | None) -> str:
    """How exactly a value is stated.

    >>> bound_word(Bound.AT_LEAST, None), bound_word(Bound.EXACT, 10.5)
    ('at least', 'range')
    """
    if high is not None:
        return "range" if bound is Bound.EXACT else f"range, {_BOUNDS[bound]}"
    return _BOUNDS[bound]


def number(value: float) -> str:
    """A number with all its digits and no exponent.

    >>> number(84.30), number(1500000.0), number(1e-05)
    ('84.3', '1,500,000', '0.00001')
    """
    # repr: the shortest digits that say the number, where :f would add noise
    return f"{Decimal(repr(value)).normalize():,f}"


def amount(value: float, high: float | None, unit: str | None, bound: Bound) -> str:
    """A value with unit and bound.

    >>> amount(84.3, None, "%", Bound.EXACT), amount(2, 3.5, "x", Bound.UP_TO), amount(31, None, "ms", Bound.APPROX)
    ('84.3%', 'up to 2 to 3.5×', '~31 ms')
    """
    said = number(value) if high is None else f"{number(value)} to {number(high)}"
    if unit == "point":
        unit = "points" if (value, high) != (1, None) else "point"
    close = {"%": "%", "x": "×"}
    tail = close.get(unit or "", f" {unit}" if unit else "")
    return f"{_SIGNS[bound]}{said}{tail}"


def claim_words(row: ResultRow) -> str:
    """What a result row states: a score, a change with its direction and basis, or a rank."""
    if row.kind is Kind.RANK:
        return f"rank {amount(row.value, row.value_high, None, row.bound)}"
    said = amount(row.value, row.value_high, row.unit, row.bound)
    if row.kind is Kind.CHANGE:
        said = (_ARROWS[row.direction] if row.direction else "") + said
        if row.basis and row.basis is not Basis.FACTOR:
            said += " (basis unspecified)" if row.basis is Basis.UNSPECIFIED else f" {row.basis.value}"
    return f"{said} {row.uncertainty}" if row.uncertainty else said


def signed(value: float, unit: str | None, bound: Bound) -> str:
    """A difference with its sign and bound.

    >>> signed(-0.5, "point", Bound.EXACT), signed(16.129032, "%", Bound.UP_TO)
    ('−0.5 points', 'up to +16.13%')
    """
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return _SIGNS[bound] + sign + amount(round(abs(value), 2 if abs(value) >= 0.1 else 6), None, unit, Bound.EXACT)
