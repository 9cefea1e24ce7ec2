"""Cells of result tables as other programs write them: what stands for nothing, and lists as JSON."""

import json
import math
from typing import Annotated, Any

from pydantic import BeforeValidator


def none_if_empty(value: Any) -> Any:
    """None for an empty cell, NaN, NA and NaT; else the value.

    >>> none_if_empty(""), none_if_empty(float("nan")), none_if_empty(0.0)
    (None, None, 0.0)
    """
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)) or str(value) in {"<NA>", "NaT"}:
        return None
    return value


def phrases(value: Any) -> Any:
    """A list, or the JSON of one as it stands in a CSV.

    >>> phrases('["5-shot"]'), phrases(None)
    (['5-shot'], ())
    """
    value = none_if_empty(value)
    return json.loads(value) if isinstance(value, str) else value or ()


Text = Annotated[str | None, BeforeValidator(none_if_empty)]
Number = Annotated[float | None, BeforeValidator(none_if_empty)]
