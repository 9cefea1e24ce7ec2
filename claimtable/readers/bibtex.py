"""BibTeX and BibLaTeX, of the ACL Anthology and of reference managers, entry by entry."""

import logging
import re
from collections.abc import Iterator, Mapping

from claimtable.readers.arxiv_ids import parse_arxiv_id
from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, Reader, no_abstract
from claimtable.readers.fields import one_line, split_categories
from claimtable.readers.latex_text import plain_text
from claimtable.readers.source import Source

# The parser's own sign of a new entry, even within one that was never closed.
_BLOCK = re.compile(rb"[ \t]*@\w*[ \t]*[{(]")
_ENTRY = re.compile(rb"^[ \t]*@[A-Za-z]+[ \t]*[{(][^,={}\"\n]*,\s*[\w-]+\s*=", re.MULTILINE)
_NO_ENTRY = re.compile(rb"[ \t]*@(?:comment|preamble|string)\b", re.IGNORECASE)
_STRING = re.compile(rb"[ \t]*@string\b", re.IGNORECASE)
_BEGINNINGS = (b"@", b"%")
_SHOWN = 1_000


def detect(source: Source) -> float:
    """Certain of a file of entries; a page that quotes one for citing is none, unless its name says so."""
    begins = source.head.lstrip()[:1] in _BEGINNINGS or source.suffix in (".bib", ".bibtex")
    return 1.0 if begins and _ENTRY.search(source.head) else 0.0


def read(source: Source) -> Iterator[Found]:
    """The entries, in order; one that is not closed ends where the next begins."""
    # The parser also logs what it reports in the entries it gives back.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    strings = ""
    first_lines: dict[str, int] = {}
    for line, block in _blocks(source):
        if _STRING.match(block):
            strings += block.decode(errors="replace")
        elif _NO_ENTRY.match(block) is None:
            for found in _entries(block, line, strings):
                yield found
                if isinstance(found, Entry) and found.paper_id is not None:
                    first_line = first_lines.setdefault(found.paper_id, found.line)
                    if first_line != found.line:
                        reason = f"the key {found.paper_id} is also that of the entry on line {first_line}; both were read"
                        yield Fault(line=found.line, code="key-twice", reason=reason, stage="note")


def _blocks(source: Source) -> Iterator[tuple[int, bytes]]:
    """The text from one sign of an entry to the next, with its line; what stands before the first is a comment."""
    begun, pending = 0, bytearray()
    for number, line in enumerate(source.lines(keep_ends=True), start=1):
        if _BLOCK.match(line):
            if begun:
                yield begun, bytes(pending)
            begun, pending = number, bytearray()
        if begun:
            pending += line
    if begun:
        yield begun, bytes(pending)


def _entries(block: bytes, line: int, strings: str) -> Iterator[Found]:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateFieldKeyBlock, ParsingFailedBlock
    from bibtexparser.model import Entry as Parsed

    try:
        text = block.decode()
    except UnicodeDecodeError as error:
        at = line + block.count(b"\n", 0, error.start)
        reason = f"byte {block[error.start]:#04x} on line {at} is no UTF-8; write the file as UTF-8"
        yield Fault(line=line, code="invalid-utf-8", reason=reason, text=block[:_SHOWN].decode(errors="backslashreplace"))
        return
    # Only where an entry may refer to one are the @string definitions read again with it.
    prefix = strings if strings and re.search(r"=\s*[A-Za-z]", text) else ""
    shift = line - prefix.count("\n")
    for found in parse_string(prefix + text).blocks:
        at = shift + (found.start_line or 0)
        if isinstance(found, DuplicateFieldKeyBlock):
            named = ", ".join(sorted(found.duplicate_keys))
            yield Fault(line=at, code="invalid-bibtex", reason=f"the entry has two fields {named}; keep one", text=text[:_SHOWN])
        elif isinstance(found, ParsingFailedBlock):
            why = " ".join(str(getattr(found.error, "abort_reason", found.error)).split())
            why = "a brace or quote is never closed" if "reached end of file" in why or "still looking" in why else why
            yield Fault(line=at, code="invalid-bibtex", reason=f"the entry is broken: {why}", text=text[:_SHOWN])
        elif isinstance(found, Parsed):
            yield _entry(found.key, {field.key.lower(): str(field.value) for field in found.fields}, at)


def _entry(key: str, fields: Mapping[str, str], line: int) -> Found:
    title = one_line(plain_text(fields.get("title", "")))
    abstract = fields.get("abstract", "")
    if not abstract.strip():
        return no_abstract(line, key, title)
    url = fields.get("url") or None
    if fields.get("archiveprefix", fields.get("eprinttype", "")).lower() == "arxiv" and parse_arxiv_id(url or "") is None:
        arxiv_id = parse_arxiv_id(f"arXiv:{fields.get('eprint', '')}")
        url = f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else url
    published = fields.get("date") or " ".join(fields[name] for name in ("day", "month", "year") if name in fields)
    people = re.split(r"\s+and\s+", fields.get("author", "")) if fields.get("author") else []
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=key or None,
        title=title,
        published=parse_date(published),
        published_text=fields.get("date"),
        categories=split_categories(fields.get("keywords", "")),
        authors=tuple(name for one in people if (name := one_line(plain_text(one)))),
        comment=one_line(plain_text(fields.get("booktitle") or fields.get("journal") or fields.get("journaltitle") or "")),
        url=url,
        doi=canonical_doi(fields.get("doi", "").replace("\\_", "_")),
    )


READER = Reader(name="bibtex", about="BibTeX entries with abstracts", detect=detect, read=read)
