"""How common a piece of text is where rules read, by what stands in it."""

from functools import cache, lru_cache

from pydantic import TypeAdapter, ValidationError

from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError

_FILE = "common_runs.yaml"
_LONGEST = 3  # characters of a run in the table
_RARE = 0.15  # of what the table does not hold
_FURTHER = 0.5  # what each further character leaves of the rate


@cache
def _common_runs() -> dict[str, int]:
    try:
        by_rate = TypeAdapter(dict[int, list[str]]).validate_python(read_yaml(FOLDER / _FILE), strict=True)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise RuleError(f"{place} is no text", place=_FILE, remedy="quote it") from None
    return {run: rate for rate, runs in by_rate.items() for run in runs}


@lru_cache(maxsize=1 << 15)
def rate(piece: str) -> float:
    """How often a piece, made comparable, stands in 1,000 characters, roughly; never more than the rarest run in it.

    >>> rate("the") > rate("cat") > rate("cataract") > 0
    True
    """
    if not piece:
        return 1000.0
    runs = _common_runs()
    found = float(min(runs.get(piece[at : at + _LONGEST], _RARE) for at in range(max(1, len(piece) - _LONGEST + 1))))
    return found * _FURTHER ** (len(piece) - _LONGEST) if len(piece) > _LONGEST else found
