"""A value in one phrase, as people would say it."""

from schemas import Bound, Result, ResultRow


def reading_of(claim: Result | ResultRow) -> str:
    """The value in one phrase, with its bound, direction and basis; a range shows both ends.

    >>> from claimtable import extract_records
    >>> [reading_of(one) for one in extract_records("It cuts latency by up to 2x, to 31 ms.")]
    ['change: 2 x, up to, decrease, factor', 'score: 31 ms']
    """
    value = _number(claim.value)
    if claim.value_high is not None:
        value += f" to {_number(claim.value_high)}"
    phrase = f"{claim.kind}: {value}{f' {claim.unit}' if claim.unit else ''}"
    extras = [str(word) for word in (claim.direction, claim.basis) if word]
    if claim.bound is not Bound.EXACT:
        extras.insert(0, claim.bound.replace("_", " "))
    return ", ".join([phrase, *extras])


def _number(value: float) -> str:
    return f"{value:g}" if value < 1e6 else f"{value:,.0f}"
