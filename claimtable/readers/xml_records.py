"""Records out of XML, one by one as they are read: no entities, no network, no more than one record in memory."""

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from claimtable.readers.source import Source, UnreadableError

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser, _Element

# Atomic, so that a thousand comments before the root cost no more than their length.
_OWN_ENTITIES = re.compile(rb"(?>(?:\s+|<\?.*?\?>|<!--.*?-->)*)<!DOCTYPE[^>\[]*\[", re.DOTALL)


def _parser() -> "XMLPullParser":
    from lxml import etree

    return etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _refuse_entities(source: Source) -> None:
    if match := _OWN_ENTITIES.match(source.head):
        line = source.head.count(b"\n", 0, match.end()) + 1
        raise UnreadableError("unsafe-xml", "the file declares entities of its own, which can hide bombs; remove them", line=line)


def root_tag(source: Source) -> str | None:
    """The tag of the root, with its namespace in braces; None where the source is no XML.

    Raises:
        UnreadableError: The file declares entities of its own.
    """
    if source.starts_as_utf16 or not source.head.lstrip()[:2].startswith((b"<?", b"<!", b"<")):
        return None
    from lxml import etree

    _refuse_entities(source)
    parser = _parser()
    try:
        # A bite is enough for the root; all of the head may hold the fault that the reader shall tell.
        for at in range(0, len(source.head), 512):
            parser.feed(source.head[at : at + 512])
            for _, element in parser.read_events():
                return str(element.tag)
    except etree.XMLSyntaxError:
        return None
    return None


def read_records(source: Source, *tags: str) -> Iterator["_Element"]:
    """The elements of these local names, in order; each is thrown away when the next is asked for.

    Raises:
        UnreadableError: The file is no XML, not from the reported line on, or declares entities of its own.
    """
    from lxml import etree

    if source.starts_as_utf16:
        raise UnreadableError("invalid-utf-8", "the file is UTF-16; convert it to UTF-8")
    _refuse_entities(source)
    parser = _parser()
    checked = False
    try:
        for chunk in source.chunks():
            parser.feed(chunk)
            for event, element in parser.read_events():
                if not checked:
                    _refuse_declared(element)
                    checked = True
                if event == "end" and local(element) in tags:
                    yield element
                    _forget(element, tags)
        parser.close()
    except etree.XMLSyntaxError as error:
        words = re.sub(r", line \d+, column \d+.*", "", error.msg or "no XML")
        cut = "Premature end" in words
        reason = f"the XML is cut short ({words})" if cut else f"the XML is broken: {words}"
        raise UnreadableError("invalid-xml", f"{reason}; fetch it again", line=error.lineno or None) from None


def _refuse_declared(root: "_Element") -> None:
    # An encoding that the first look at the bytes does not know could hide a declaration from it.
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise UnreadableError("unsafe-xml", "the file declares entities of its own, which can hide bombs; remove them")


def _forget(element: "_Element", tags: Collection[str]) -> None:
    """Free a record that was read, and those beside it; what surrounds them stays."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None and local(before) in tags:
        parent.remove(before)


def local(element: "_Element") -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: "_Element", name: str) -> list["_Element"]:
    """The direct children of that local name, whatever their namespace."""
    return list(element.iterchildren(f"{{*}}{name}"))


def child(element: "_Element | None", *path: str) -> "_Element | None":
    """The first child, grandchild ... along the local names; None where there is none."""
    for name in path:
        element = next(element.iterchildren(f"{{*}}{name}"), None) if element is not None else None
    return element


def text(element: "_Element | None") -> str | None:
    """All text in an element, markup aside, as it stands; None where the element or its text is missing."""
    words = "".join(str(part) for part in element.itertext()) if element is not None else ""
    return words if words.strip() else None
