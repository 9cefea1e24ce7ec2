"""Which column of a table holds what: as the user says with `--map`, else by the usual names."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, no_abstract
from claimtable.readers.fields import one_line, split_authors, split_categories
from claimtable.readers.source import UnreadableError
from schemas import OptionError

# In each list the first name that a table has is taken.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "abstract": ("abstract", "abstract_note", "abstractnote", "abstract_text", "paper_abstract", "summary", "ab"),
    "id": ("id", "paper_id", "paperid", "arxiv_id", "entry_id", "uid", "eid", "pmid", "key", "citation_key", "ut_unique_wos_id"),
    "title": ("title", "paper_title", "article_title", "document_title", "ti"),
    "published": ("published", "published_date", "publication_date", "submitted", "created", "date", "publication_year", "year"),
    "url": ("url", "link", "urls", "pdf_url"),
    "doi": ("doi", "digital_object_identifier"),
    "authors": ("authors", "author", "author_names", "author_full_names", "au"),
    "categories": ("categories", "category", "keywords", "author_keywords", "subjects", "tags"),
    "comment": ("comment", "comments", "venue", "journal", "publication_title", "source_title", "booktitle"),
}


def parse_columns(options: Sequence[str]) -> dict[str, str]:
    """Read the values of `--map`.

    >>> parse_columns(["abstract=Summary text,id=No", "title=Name"])
    {'abstract': 'Summary text', 'id': 'No', 'title': 'Name'}

    Raises:
        OptionError: A part is no FIELD=COLUMN, or there is no such field.
    """
    found: dict[str, str] = {}
    for option in options:
        # A comma within a column's name is one that no FIELD= follows.
        for part in re.split(r",(?=\s*\w+\s*=)", option):
            field, equals, column = (word.strip() for word in part.partition("="))
            if not equals or not column:
                raise OptionError(
                    f"{part.strip()!r} names no column", place="--map", remedy="write FIELD=COLUMN, as in abstract=Summary"
                )
            if field not in _USUAL:
                raise OptionError(f"no field {field!r}", place="--map", remedy=f"choose from {', '.join(_USUAL)}")
            if field in found:
                raise OptionError(f"{field} is mapped twice", place="--map", remedy="name one column")
            found[field] = column
    return found


def is_table_header(names: Sequence[str], chosen: Mapping[str, str]) -> bool:
    """Whether a row of names heads a table of papers: it has the column of the abstracts, and no name twice."""
    if "abstract" in chosen:
        return chosen["abstract"] in names
    return any(_plain(name) in _USUAL["abstract"] for name in names)


def find_columns(names: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """The position of each field's column.

    Raises:
        UnreadableError: The table has no such column, or none for the abstracts.
    """
    listed = ", ".join(repr(name) for name in names[:20]) + (", ..." if len(names) > 20 else "")
    found: dict[str, int] = {}
    for field, column in chosen.items():
        if column not in names:
            raise UnreadableError("no-such-column", f"no column {column!r} for {field}; the table has {listed}")
        found[field] = list(names).index(column)
    plain = [_plain(name) for name in names]
    for field, usual in _USUAL.items():
        position = next((plain.index(name) for name in usual if name in plain), None)
        if field not in found and position is not None and position not in found.values():
            found[field] = position
    if "abstract" not in found:
        raise UnreadableError(
            "no-abstract-column", f"no column holds abstracts; name it with --map abstract=COLUMN (of {listed})"
        )
    return found


def row_entry(cells: Mapping[str, Any], line: int) -> Found:
    """The paper of a row; `cells` holds its fields, as text or as what the table's format knows."""
    paper_id, title = _text(cells.get("id")), one_line(_text(cells.get("title")))
    abstract = cells.get("abstract")
    if abstract is None or (isinstance(abstract, str) and not abstract.strip()):
        return no_abstract(line, paper_id, title)
    if not isinstance(abstract, str):
        reason = f"the abstract is {type(abstract).__name__}, not text; name its column with --map abstract=COLUMN"
        return Fault(line=line, code="no-abstract", reason=reason, text=str(abstract)[:200])
    day, day_text = _day(cells.get("published"))
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=paper_id,
        title=title,
        published=day,
        published_text=day_text,
        categories=_texts(cells.get("categories")) or split_categories(_text(cells.get("categories")) or ""),
        authors=_texts(cells.get("authors")) or split_authors(_text(cells.get("authors")) or ""),
        comment=one_line(_text(cells.get("comment"))),
        url=_text(cells.get("url")),
        doi=canonical_doi(_text(cells.get("doi"))),
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _text(value: object) -> str | None:
    """A text or number; None for what is missing, as NaN is."""
    if value is None or isinstance(value, list) or value != value:  # noqa: PLR0124
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text.strip() or None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(text for one in value if (text := _text(one))) if isinstance(value, list) else ()


def _day(value: object) -> tuple[date | None, str | None]:
    if isinstance(value, datetime):  # a pandas Timestamp is one
        return value.date(), None
    if isinstance(value, date):
        return value, None
    text = _text(value)
    return (parse_date(text) if text else None), text
