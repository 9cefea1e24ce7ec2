"""Tell arXiv identifiers from other ids, and their versions from the rest."""

import re

from schemas.base import Frozen

ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?/\d{7})"
_NAMED = re.compile(
    rf"""
    (?: (?P<arxiv> arxiv: \s* | (?: https?:// )? (?: www\. | export\. )? arxiv\.org / (?: abs | pdf | html ) / )
      | (?P<catalogue> [a-z][\w-]{{0,15}} : ) )?
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
    """Read an arXiv identifier: bare, as an address, behind `arXiv:` or a catalogue's own prefix; else None.

    >>> str(parse_arxiv_id("arXiv:2401.00001v2")), str(parse_arxiv_id("https://arxiv.org/abs/hep-th/9901001"))
    ('2401.00001v2', 'hep-th/9901001')
    >>> str(parse_arxiv_id("cat:2401.00001"))
    '2401.00001'
    >>> parse_arxiv_id("2499.00001"), parse_arxiv_id("2401.0001"), parse_arxiv_id("paper-7")
    (None, None, None)
    """
    match = _NAMED.fullmatch(text.strip())
    if match is None or not _is_plausible(match["base"], strict=match["arxiv"] is None):
        return None
    return ArxivId(base=match["base"], version=int(match["version"]) if match["version"] else None)


def _is_plausible(base: str, *, strict: bool) -> bool:
    """Whether year, month and length of the running number fit: 2499.00001 is some other number."""
    digits = base.rsplit("/", 1)[-1]
    month = int(digits[2:4])
    if not 1 <= month <= 12:
        return False
    if not strict or "/" in base:
        return True
    # The scheme began in April 2007, and has had five digits behind the point since 2015.
    return digits[:4] >= "0704" and len(digits) == (9 if digits[:4] < "1501" else 10)
