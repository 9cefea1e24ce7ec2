"""Tell arXiv identifiers from other ids, and their versions from the rest."""

import re

from schemas.base import Frozen

ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?/\d{7})"
_NAMED = re.compile(
    rf"""
    (?: (?P<prefix> arxiv: \s* ) | (?: https?:// )? (?: www\. | export\. )? arxiv\.org / (?: abs | pdf | html ) / )?
    (?P<base> {ARXIV_ID} ) (?: v (?P<version> [1-9]\d{{0,2}} ) )? (?: \.pdf )? /?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


class ArxivId(Frozen):
    """An arXiv identifier, its version apart."""

    base: str
    version: int | None = None

    def __str__(self) -> str:
        return self.base if self.version is None else f"{self.base}v{self.version}"


def parse_arxiv_id(text: str) -> ArxivId | None:
    """Read an arXiv identifier, bare, with its prefix or as an address; None where the text is anything else.

    >>> str(parse_arxiv_id("arXiv:2401.00001v2")), str(parse_arxiv_id("https://arxiv.org/abs/hep-th/9901001"))
    ('2401.00001v2', 'hep-th/9901001')
    >>> parse_arxiv_id("2499.00001"), parse_arxiv_id("paper-7")
    (None, None)
    """
    match = _NAMED.fullmatch(text.strip())
    if match is None:
        return None
    base = match["base"]
    # The identifier begins with year and month: 2499.00001 is some other number.
    month = base[2:4] if "/" not in base else base.rsplit("/", 1)[1][2:4]
    if not 1 <= int(month) <= 12:
        return None
    return ArxivId(base=base, version=int(match["version"]) if match["version"] else None)
