"""Objects out of JSON Lines, a JSON array, or a page of an interface (`results` or `data`); and whose they are."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

from claimtable.readers.entry import Fault
from claimtable.readers.source import Source

Kind: TypeAlias = Literal["openalex", "semantic-scholar", "arxiv-snapshot", "jsonl"]
Object: TypeAlias = dict[str, Any]

_OBJECT = re.compile(rb'\s*\{\s*(?:"|\}|$)')
_BOM = "\ufeff".encode()
_PAGES = ("results", "data")
_PAGE_LIST = re.compile(r'"(?:results|data)"\s*:\s*\[')
_KEY = re.compile(rb'"(\w+)"\s*:')
_SEPARATOR = re.compile(r"[\s,]*")
_SAMPLE = 20
_SHOWN = 4_000


class Number(str):
    """A JSON number in the letters of the file: the id 2401.10 must not become 2401.1."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number)


def kind_of(source: Source) -> Kind | None:
    """Whose objects a source holds, by what most of the first ones say; None where it is no JSON of papers."""
    if source.starts_as_utf16 or b"\0" in source.head:
        return None
    if _is_lines(source.head):
        kinds = Counter(_kind(one) for one in _sample(source.head))
        return kinds.most_common(1)[0][0] if kinds else "jsonl"
    if not source.head.lstrip().startswith((b"[", b"{")):
        return None
    # The first object of a document may be longer than its head; its keys are not.
    keys = {match[1].decode() for match in _KEY.finditer(source.head)}
    kind = _kind({key: [] for key in keys}) if keys else None
    return kind if kind != "jsonl" or "abstract" in keys else None


def _kind(fields: Object) -> Kind:
    if "abstract_inverted_index" in fields or str(fields.get("id", "")).startswith("https://openalex.org/"):
        return "openalex"
    if "paperId" in fields or "corpusid" in fields:
        return "semantic-scholar"
    if isinstance(fields.get("versions"), list) and ("authors_parsed" in fields or "update_date" in fields):
        return "arxiv-snapshot"
    return "jsonl"


def _is_lines(head: bytes) -> bool:
    """Whether most lines begin as objects do, one broken line or another aside."""
    lines = [line for line in head.split(b"\n") if line.strip()]
    objects = sum(_OBJECT.match(line) is not None for line in lines)
    return objects > 0 and 2 * objects >= len(lines) and not (len(lines) > 1 and lines[0].strip() == b"{")


def _sample(head: bytes) -> Iterator[Object]:
    for line in head.split(b"\n")[:_SAMPLE]:
        try:
            found = _DECODER.decode(line.decode())
        except (ValueError, RecursionError):
            continue
        yield from (one for one in _expanded(found) if isinstance(one, dict))


def _expanded(found: Any) -> list[Any]:
    """The objects of a page of an interface; any other value is one."""
    if isinstance(found, dict) and "abstract" not in found:
        for name in _PAGES:
            if isinstance(found.get(name), list):
                return list(found[name])
    return [found]


def read_objects(source: Source) -> Iterator[tuple[int, Object | Fault]]:
    """The objects of a source with their lines, in order; what cannot be read costs no other."""
    if _is_lines(source.head) or not source.head.lstrip().startswith((b"[", b"{")):
        for number, line in enumerate(source.lines(), start=1):
            content = line.removeprefix(_BOM)
            if content.strip():
                for one in _parse_line(content, number):
                    yield number, one
    else:
        yield from _read_document(source)


def _parse_line(line: bytes, number: int) -> Iterator[Object | Fault]:
    shown = line[:_SHOWN].decode(errors="backslashreplace")
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        reason = f"byte {line[error.start]:#04x} at byte {error.start + 1} of the line is no UTF-8"
        yield Fault(line=number, code="invalid-utf-8", reason=f"{reason}; write the file as UTF-8", text=shown)
        return
    try:
        found = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        cut = error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip())
        reason = "the line is cut short" if cut else f"no JSON: {error.msg} at column {error.colno}"
        yield Fault(line=number, code="invalid-json", reason=f"{reason}; give one whole object a line", text=shown)
        return
    except RecursionError:
        yield Fault(line=number, code="invalid-json", reason="the line is nested too deeply", text=shown)
        return
    for one in _expanded(found):
        yield one if isinstance(one, dict) else _no_object(one, number, shown, "the line")


def _read_document(source: Source) -> Iterator[tuple[int, Object | Fault]]:
    """The objects of a document over many lines: an array, a page, or a single object."""
    text = source.text
    first = _SEPARATOR.match(text)
    at = first.end() if first else 0
    if text[at] == "{":
        page = _PAGE_LIST.search(text)
        at = page.end() if page else at
        is_list = page is not None
    else:
        at, is_list = at + 1, True
    line, counted = 1, 0
    while True:
        gap = _SEPARATOR.match(text, at)
        at = gap.end() if gap else at
        if is_list and text[at : at + 1] == "]":
            return
        line, counted = line + text.count("\n", counted, at), at
        try:
            found, at = _DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            cut = not isinstance(error, json.JSONDecodeError) or error.pos >= len(text.rstrip()) or "Unterminated" in error.msg
            reason = "the document is cut short" if cut else f"no JSON: {error}"
            shown = text[at : at + _SHOWN]
            yield line, Fault(line=line, code="invalid-json", reason=f"{reason}; what stands before it was read", text=shown)
            return
        yield line, found if isinstance(found, dict) else _no_object(found, line, str(found)[:_SHOWN], "the list")
        if not is_list:
            return


def _no_object(value: Any, line: int, shown: str, holder: str) -> Fault:
    if value is None and holder == "the list":
        return Fault(line=line, code="not-found", reason="null: the interface knows no such paper", stage="skip")
    reason = f"{holder} holds {kind_name(value)}, not an object; give one object a line"
    return Fault(line=line, code="not-an-object", reason=reason, text=shown)


def shown(fields: Object) -> str:
    """The object as it is shown in a reject."""
    return json.dumps(fields, ensure_ascii=True)[:_SHOWN]


def text_of(value: Any) -> str | None:
    """A string or number that says something; None for what a field cannot hold."""
    return str(value) if isinstance(value, str) and value.strip() and is_unicode(value) else None


def texts_of(values: Any, *names: str) -> tuple[str, ...]:
    """The texts of a list, or of the fields of that name (and those below it) of its objects."""
    found = []
    for value in values if isinstance(values, list) else ():
        one = value
        for name in names:
            one = one.get(name) if isinstance(one, dict) else None
        if (text := text_of(one)) is not None:
            found.append(text)
    return tuple(found)


def is_unicode(text: str) -> bool:
    """Whether a string can be written: JSON's escapes also spell halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def kind_name(value: Any) -> str:
    """What a JSON value is, in words."""
    if isinstance(value, Number):
        return "a number"
    return {dict: "an object", list: "a list", bool: "true or false", str: "a string"}.get(type(value), "null")
