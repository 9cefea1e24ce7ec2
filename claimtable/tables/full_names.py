"""The full name of a data set where a row holds a part of it: MATH 500 and no MATH, ImageNet at 256x256.

A board must not mix them, so it looks at the sentence once more; where the part also stands alone there, it is kept.
"""

import re

from extract.normalise.text import clean
from rules.lexicons import load_datasets
from rules.names import plain
from schemas import ResultRow

_SIZE = re.compile(r"(?<![\w.])(\d{2,4})\s?[x×]\s?(\d{2,4})(?![\w.])")
_SIZE_IN_NAME = r"[\s-]*(64|128|256|512|1024)\b"
_NEXT = re.compile(r"[\s-]+\w+")
_IN_BRACKETS = re.compile(r"\s*(?:data-?\s?set|benchmark|corpus|dataset)?\s*\(([^()]{2,30})\)", re.IGNORECASE)


def full_name(row: ResultRow, abstract: str) -> str:
    """The data set of a row by the longest listed name around its words."""
    name, words = row.dataset or "", plain(row.dataset_text or "")
    text = clean(row.sentence).text
    if words not in text:
        text = clean(abstract).text
    if not words or words not in text:
        return name
    found = {_at(text, match.start(), match.end(), name) for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)}
    return found.pop() if len(found) == 1 else name


def _at(text: str, start: int, end: int, name: str) -> str:
    datasets = load_datasets()
    for mention in datasets.find_mentions(text[max(0, start - 60) : end + 40]):
        left, right = mention.start + max(0, start - 60), mention.end + max(0, start - 60)
        if left <= start and end <= right:
            following = _NEXT.match(text, right)
            with_split = datasets.find(datasets.canonical(text[left : following.end()])) if following else None
            if with_split is not None and with_split.name.startswith(f"{mention.name} "):
                return with_split.name
            return mention.name if right - left > end - start else name
    brackets = _IN_BRACKETS.match(text, end)
    if brackets and datasets.find(name) is None and (listed := datasets.find(brackets[1])) is not None:
        return listed.name
    return name


def image_size(row: ResultRow) -> str | None:
    """The one image size that the sentence or the conditions of a row give, as 256x256; None where there is none."""
    text = clean(" ; ".join((row.sentence, *row.conditions))).text
    sizes = {f"{match[1]}x{match[2]}" for match in _SIZE.finditer(text)}
    if row.dataset_text:
        named = re.finditer(re.escape(plain(row.dataset_text)) + _SIZE_IN_NAME, text)
        sizes |= {f"{match[1]}x{match[1]}" for match in named if not _SIZE.match(text, match.start(1))}
    return sizes.pop() if len(sizes) == 1 else None
