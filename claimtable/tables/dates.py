"""When a score was published: the day where the source gives one, else the month in an arXiv identifier."""

import calendar
import re
from datetime import date
from typing import NamedTuple

from claimtable.readers.arxiv_ids import parse_arxiv_id
from schemas import LeaderboardRow, OptionError

_TYPED = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Published(NamedTuple):
    """The first and the last day on which a paper can have come out."""

    first: date
    last: date

    def __str__(self) -> str:
        """As precise as it is known.

        >>> str(Published(date(2024, 5, 1), date(2024, 5, 31))), str(Published(date(2024, 5, 7), date(2024, 5, 7)))
        ('2024-05', '2024-05-07')
        """
        return self.first.isoformat() if self.first == self.last else f"{self.first:%Y-%m}"


def published_of(row: LeaderboardRow) -> Published | None:
    """When the paper of a row was published; None where neither source nor identifier tell."""
    if row.published is not None:
        return Published(row.published, row.published)
    return month_of_id(row.paper_id)


def month_of_id(paper_id: str) -> Published | None:
    """The month that an arXiv identifier begins with.

    >>> str(month_of_id("arxiv:2405.00001v2")), str(month_of_id("cs/9901001")), month_of_id("page#7")
    ('2024-05', '1999-01', None)
    """
    found = parse_arxiv_id(paper_id)
    if found is None:
        return None
    digits = found.base.rsplit("/", 1)[-1]
    year, month = int(digits[:2]), int(digits[2:4])
    # arXiv began in 1991
    return _span(year + (1900 if year > 90 else 2000), month, None)


def parse_days(text: str, option: str) -> Published:
    """The days that a year, a month or a day takes.

    Raises:
        OptionError: it is none of these.

    >>> parse_days("2024-02", "--to").last
    datetime.date(2024, 2, 29)
    """
    match = _TYPED.fullmatch(text.strip())
    try:
        if match is not None:
            year, month, day = (None if part is None else int(part) for part in match.groups())
            return _span(year or 0, month, day)
    except ValueError:
        pass
    raise OptionError(f"{text!r} is no date", place=option, remedy="write 2024, 2024-05 or 2024-05-31")


def _span(year: int, month: int | None, day: int | None) -> Published:
    if month is None:
        return Published(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        return Published(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return Published(date(year, month, day), date(year, month, day))
