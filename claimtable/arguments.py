"""What the Python functions are given, judged before it is used: an error says what came, what is wanted and the remedy."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas import InputError

if TYPE_CHECKING:
    import pandas as pd

_ONE_BY_ONE = "call it for each abstract, or give extract_frame a DataFrame with a column 'abstract'"


def check_text(value: object, *, place: str) -> None:
    """Refuse what is no abstract.

    Raises:
        InputError: it is no `str`.
    """
    if not isinstance(value, str):
        raise InputError(f"{kind_of(value)} is no abstract", place=place, remedy=_text_remedy(value))


def check_title(value: object, *, place: str) -> None:
    """Refuse what is no title; None is one that nobody knows.

    Raises:
        InputError: it is neither `str` nor None.
    """
    if not isinstance(value, str | None):
        raise InputError(f"{kind_of(value)} is no title", place=place, remedy="give a str, or leave it out")


def check_frame(value: object, *columns: str, place: str) -> "pd.DataFrame":
    """The DataFrame that was given; it should have these columns, which is for others to see to.

    Raises:
        InputError: it is something else.
    """
    import pandas as pd

    if not isinstance(value, pd.DataFrame):
        raise InputError(f"{kind_of(value)} is no DataFrame", place=place, remedy=_frame_remedy(value, columns))
    return value


def as_path(value: object, *, place: str) -> Path:
    """The path that was given as one, or as text.

    Raises:
        InputError: it is something else.
    """
    if not isinstance(value, str | Path):
        raise InputError(f"{kind_of(value)} is no path", place=place, remedy="give a str or a pathlib.Path")
    return Path(value)


def kind_of(value: object) -> str:
    """What a value is, as Python calls it.

    >>> kind_of(None), kind_of([]), kind_of(3)
    ('None', 'a list', 'an int')
    """
    if value is None:
        return "None"
    name = type(value).__name__
    return name if name == "bytes" else f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def _text_remedy(value: Any) -> str:
    if isinstance(value, bytes | bytearray):
        return "decode it first, as in .decode('utf-8')"
    if type(value).__name__ == "DataFrame":
        return "extract_frame reads a DataFrame"
    if isinstance(value, Path) or hasattr(value, "read"):
        return "give the text itself, as in Path(...).read_text(encoding='utf-8')"
    if hasattr(value, "__iter__"):
        return _ONE_BY_ONE
    return "give the text as a str"


def _frame_remedy(value: Any, columns: Sequence[str]) -> str:
    made = f"give a pandas.DataFrame({{{', '.join(f'{name!r}: [...]' for name in columns)}}})"
    if isinstance(value, str):
        return f"extract_records reads one abstract, or {made}"
    if hasattr(value, "to_pandas"):  # Arrow, Polars
        return "give its .to_pandas()"
    if type(value).__name__ == "Series":
        return "give series.to_frame('abstract')"
    return made
