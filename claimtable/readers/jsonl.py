"""JSON Lines: one object a line with `id`, `abstract` and what else is known of the paper."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from claimtable.readers.arxiv_ids import parse_arxiv_id
from claimtable.readers.dates import parse_date
from claimtable.readers.entry import Entry, Fault, Found, Reader
from claimtable.readers.source import Source

_OBJECT = re.compile(rb'\s*\{\s*(?:"|\}|$)')
_BOM = "\ufeff".encode()
# "cs.CL stat.ML" holds two categories, "machine learning" is one.
_CODE = r"(?:[a-z]+(?:-[a-z]+)?\.[A-Za-z-]+|[a-z]+-[a-z]+)"
_CODES = re.compile(rf"{_CODE}(?:\s+{_CODE})+")


class _Number(str):
    """A JSON number in the letters of the file: the id 2401.10 must not become 2401.1."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_float=_Number, parse_int=_Number, parse_constant=_Number)


def detect(source: Source) -> float:
    """Certain where most lines of the head begin as objects do, one broken line or another aside."""
    lines = [line for line in source.head.split(b"\n") if line.strip()]
    objects = sum(_OBJECT.match(line) is not None for line in lines)
    return 1.0 if objects and 2 * objects >= len(lines) else 0.0


def read(source: Source) -> Iterator[Found]:
    """The papers of the lines, in order; a line that cannot be read costs no other."""
    for number, line in enumerate(source.lines(), start=1):
        content = line.removeprefix(_BOM)
        if content.strip():
            yield _parse_line(content, number)


def _parse_line(line: bytes, number: int) -> Found:
    shown = line[:4_000].decode(errors="backslashreplace")
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        reason = f"byte {line[error.start]:#04x} at byte {error.start + 1} of the line is no UTF-8"
        return Fault(line=number, code="invalid-utf-8", reason=f"{reason}; write the file as UTF-8", text=shown)
    try:
        fields = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        cut = error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip())
        reason = "the line is cut short" if cut else f"no JSON: {error.msg} at column {error.colno}"
        return Fault(line=number, code="invalid-json", reason=f"{reason}; give one whole object a line", text=shown)
    except RecursionError:
        return Fault(line=number, code="invalid-json", reason="the line is nested too deeply", text=shown)
    if not isinstance(fields, dict):
        reason = f"the line holds {_kind(fields)}, not an object; give one object a line"
        return Fault(line=number, code="not-an-object", reason=reason, text=shown)
    fault = _find_fault(fields)
    if fault is not None:
        return Fault(line=number, code=fault[0], reason=fault[1], text=shown)
    return _entry(fields, number)


def _find_fault(fields: dict[str, Any]) -> tuple[str, str] | None:
    """Code and reason why an object is no paper."""
    abstract, paper_id = fields.get("abstract"), fields.get("id")
    if abstract is None:
        return "no-abstract", 'the object has no "abstract"'
    if type(abstract) is not str:
        return "no-abstract", f'"abstract" is {_kind(abstract)}, not a string'
    if paper_id is not None and not isinstance(paper_id, str):
        return "invalid-id", f'"id" is {_kind(paper_id)}; give a string or a number'
    for name, value in (("id", paper_id), ("abstract", abstract)):
        if value is not None and not _is_unicode(value):
            return "invalid-unicode", f'"{name}" holds half a character (\\ud800 to \\udfff); write it whole'
    return None


def _entry(fields: dict[str, Any], number: int) -> Entry:
    published, url = _text(fields.get("published")), _text(fields.get("url"))
    paper_id = fields.get("id")
    if not paper_id and (arxiv_id := parse_arxiv_id(url or "")):
        paper_id = f"arxiv:{arxiv_id}"
    return Entry(
        line=number,
        abstract=fields["abstract"],
        paper_id=str(paper_id) if paper_id else None,
        title=_text(fields.get("title")),
        published=parse_date(published) if published else None,
        categories=_texts(fields.get("categories"), split=_split_categories),
        authors=_texts(fields.get("authors"), split=_split_authors),
        comment=_text(fields.get("comment")),
        url=url,
    )


def _text(value: Any) -> str | None:
    """A string or number that says something; None for what a field cannot hold."""
    return str(value) if isinstance(value, str) and value.strip() and _is_unicode(value) else None


def _texts(value: Any, *, split: Callable[[str], list[str]]) -> tuple[str, ...]:
    if isinstance(value, list):
        named = (part.get("name") if isinstance(part, dict) else part for part in value)
        return tuple(text for part in named if (text := _text(part)) is not None)
    text = _text(value)
    return tuple(part.strip() for part in split(text) if part.strip()) if text is not None else ()


def _split_categories(text: str) -> list[str]:
    return text.split() if _CODES.fullmatch(text.strip()) else re.split(r"[,;|]", text)


def _split_authors(text: str) -> list[str]:
    """Split "A B, C D and E F", "Family, Given and Family, Given" and "Family, Given; Family, Given"."""
    if ";" in text:
        return text.split(";")
    parts = re.split(r"\s+and\s+", text)
    if all(part.count(",") == 1 for part in parts):
        return parts
    return re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", text)


def _is_unicode(text: str) -> bool:
    """Whether a string can be written: JSON's escapes also spell halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _kind(value: Any) -> str:
    if isinstance(value, _Number):
        return "a number"
    return {dict: "an object", list: "a list", bool: "true or false", str: "a string"}.get(type(value), "null")


READER = Reader(name="jsonl", about="one JSON object a line, with id and abstract", detect=detect, read=read)
