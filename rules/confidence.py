"""How often records of each context were right, as measured on annotated abstracts: `confidence.yaml`, which is generated."""

from collections.abc import Mapping
from functools import cache

from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError

FILE = "confidence.yaml"
EVERY = "every record"
STEP = " > "


@cache
def load_confidence() -> Mapping[str, float]:
    """The share of right records by context, general contexts and special ones; `EVERY` holds for all.

    Raises:
        RuleError: a share is no number between 0 and 1, or the share of every record is missing.
    """
    shares = read_yaml(FOLDER / FILE)
    remedy = "run make calibrate"
    if not isinstance(shares, dict) or EVERY not in shares:
        raise RuleError(f"there is no share of {EVERY!r}", place=FILE, remedy=remedy)
    for context, share in shares.items():
        if not isinstance(share, int | float) or isinstance(share, bool) or not 0 <= share <= 1:
            raise RuleError(f"the share {share!r} of {context!r} is none between 0 and 1", place=FILE, remedy=remedy)
    return {str(context): float(share) for context, share in shares.items()}
