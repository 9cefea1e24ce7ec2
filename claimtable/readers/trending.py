"""A page of trending papers: title and abstract paragraphs by turns, page furniture around and between them."""

import re
from collections.abc import Iterator
from statistics import median

from claimtable.readers.dates import MONTH
from claimtable.readers.entry import Entry, Found, page_reader
from claimtable.readers.paragraphs import Paragraph, is_markup, is_prose, split_paragraphs

# What such pages print between a title and its abstract: a date, a count, the name of who sent it in.
_FURNITURE = re.compile(
    rf"""
    (?: published \s+ on \s+ )? {MONTH} \s+ \d{{1,2}} (?: , \s* \d{{4}} )?
    | \W* \d [\d.,]* k? \W* (?: authors? | comments? | upvotes? | likes? | views? | stars? )?
    | (?: submitted \s+ )? by \s* \S+ (?: \s+ \S+ )?
    | upvote \W* \d* | arxiv | pdf | github | code | [^\w]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A single pair of title and abstract may be any letter or note, unless the abstract is a full one.
_FULL_ABSTRACT = 400
_LONGEST_TITLE = 300


def find_entries(text: str) -> Iterator[Found]:
    """The papers of a trending page, in order; nothing where titles and abstracts do not take turns."""
    entries: list[Entry] = []
    untitled = 0
    between: list[Paragraph] = []
    # One line a paragraph, as browsers copy it: wrapped text with headings is a licence, a changelog, a letter.
    for paragraph in split_paragraphs(text, wrapped_lines=False):
        if not is_prose(paragraph.text):
            between.append(paragraph)
            continue
        title = _title(between)
        # The blurb of the page ("Get the papers in your inbox ...") follows a button, or nothing at all.
        if title is not None:
            entries.append(Entry(line=title.line, title=title.text, abstract=paragraph.text))
        elif entries and not between and len(paragraph.text) >= 250:
            # No title stands between: the abstract has a second paragraph.
            last = entries[-1]
            entries[-1] = last.model_copy(update={"abstract": f"{last.abstract}\n\n{paragraph.text}"})
            untitled += 1
        else:
            untitled += 1
        between = []
    entries = _without_blurbs(entries)
    # Prose of another kind has headings too; on a page of papers nearly all text is theirs.
    taken = sum(len(entry.abstract) for entry in entries)
    is_page = len(entries) > 2 * untitled and taken > len(text) / 2
    if is_page and (len(entries) > 1 or taken >= _FULL_ABSTRACT):
        yield from entries


def _without_blurbs(entries: list[Entry]) -> list[Entry]:
    """Drop a head and foot of the page ("Subscribe" / "Get the papers ... every day.") that read like an entry."""
    if len(entries) < 3:
        return entries
    shortest = min(200.0, median(len(entry.abstract) for entry in entries) / 4)
    first = 1 if len(entries[0].abstract) < shortest else 0
    last = -1 if len(entries[-1].abstract) < shortest else None
    return entries[first:last]


def _title(between: list[Paragraph]) -> Paragraph | None:
    """The line nearest above the abstract that can be a title."""
    for paragraph in reversed(between[-6:]):
        if len(paragraph.text) > _LONGEST_TITLE:
            return None
        if _FURNITURE.fullmatch(paragraph.text):
            continue
        words = paragraph.text.split()
        is_menu = paragraph.text.islower() and len(words) < 3
        return (
            None if is_markup(paragraph.text) or is_menu or "\t" in paragraph.text or paragraph.text[-1] in ",:;{}" else paragraph
        )
    return None


READER = page_reader("trending", "title and abstract paragraphs by turns", find_entries, weight=0.3)
