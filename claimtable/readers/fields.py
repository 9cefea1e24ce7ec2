"""Fields that hold several things in one string: authors, categories; and words that stand on one line."""

import re

# "cs.CL stat.ML" holds two categories, "machine learning" is one.
_CODE = r"(?:[a-z]+(?:-[a-z]+)?\.[A-Za-z-]+|[a-z]+-[a-z]+)"
_CODES = re.compile(rf"{_CODE}(?:\s+{_CODE})+")


def split_categories(text: str) -> tuple[str, ...]:
    """The categories of one string.

    >>> split_categories("cs.CL stat.ML"), split_categories("machine learning; vision")
    (('cs.CL', 'stat.ML'), ('machine learning', 'vision'))
    """
    return _said(text.split() if _CODES.fullmatch(text.strip()) else re.split(r"[,;|]", text))


def split_authors(text: str) -> tuple[str, ...]:
    """The authors of one string: "A B, C D and E F", "Family, Given and Family, Given", "Family, Given; Family, Given".

    >>> split_authors("Ada Lovelace, Bo Li and Cy Young"), split_authors("Lovelace, Ada and Li, Bo")
    (('Ada Lovelace', 'Bo Li', 'Cy Young'), ('Lovelace, Ada', 'Li, Bo'))
    """
    if ";" in text:
        return _said(text.split(";"))
    parts = re.split(r"\s+and\s+", text)
    if all(part.count(",") == 1 for part in parts):
        return _said(parts)
    return _said(re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", text))


def one_line(text: str | None) -> str | None:
    r"""The words with single blanks between them, as a title stands on a board; None where there are none.

    >>> one_line(" A Study\n  of Parsers ")
    'A Study of Parsers'
    """
    return " ".join(text.split()) or None if text else None


def _said(parts: list[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in parts if part.strip())
