"""Tell DOIs from what else stands in their field."""

import re

_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|info:doi/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def canonical_doi(text: str | None) -> str | None:
    """The DOI in small letters, without resolver or label; None where there is none.

    >>> canonical_doi("https://doi.org/10.48550/arXiv.2401.00001"), canonical_doi("doi:10.1000/FOO")
    ('10.48550/arxiv.2401.00001', '10.1000/foo')
    >>> canonical_doi("see the publisher")
    """
    match = _DOI.fullmatch(text.strip()) if text else None
    return match[1].lower() if match else None
