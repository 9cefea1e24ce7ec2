"""Read a full date as pages and feeds print it; a date without its year is none."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?:[T ]\d\d:\d\d\S*(?: ?[A-Z]{1,5})?)?",
        rf"(?P<month>{MONTH})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})",
        rf"(?:[A-Z][a-z]{{2}}, )?(?P<day>\d{{1,2}})\s+(?P<month>{MONTH})\s+(?P<year>\d{{4}})(?: \d\d:\d\d:\d\d \S+)?",
    )
)

# "2024", "2024-05", "May 2024", "Jun 4": true, but no full date. "2024.0" is how pandas writes a column of years with gaps.
_PARTIAL = re.compile(
    rf"\d{{4}}\.0|\d{{4}}(?:[-/ ]\d{{1,2}})?/*|\d{{4}}[ -]{MONTH}|{MONTH}(?:\s+\d{{1,2}})?(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{MONTH}"
)


def is_partial_date(text: str) -> bool:
    """Whether a date is one, though its year, month or day is missing.

    >>> is_partial_date("2024"), is_partial_date("2024-05"), is_partial_date("Jun 4"), is_partial_date("May 2024")
    (True, True, True, True)
    >>> is_partial_date("2024.0")
    True
    >>> is_partial_date("soon"), is_partial_date("2023-02-30")
    (False, False)
    """
    return _PARTIAL.fullmatch(text.strip()) is not None


def parse_date(text: str) -> date | None:
    """Read a full date; None where year, month or day is missing or there is no such day.

    >>> parse_date("2025-05-22"), parse_date("Aug 11, 2023")
    (datetime.date(2025, 5, 22), datetime.date(2023, 8, 11))
    >>> parse_date("2007-04-02T19:18:42Z")
    datetime.date(2007, 4, 2)
    >>> parse_date("Jun 4"), parse_date("2023-02-30"), parse_date("2024")
    (None, None, None)
    """
    for form in _FORMS:
        if match := form.fullmatch(text.strip()):
            month = match["month"]
            number = int(month) if month[0].isdecimal() else _MONTHS.index(month[:3].lower()) + 1
            try:
                return date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                return None
    return None
