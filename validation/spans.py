"""Whether rows of results stand where they say: each abstract is looked at once, however many values it holds."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class SpanFits(NamedTuple):
    """Row by row: the span slices its value_text; the sentence stands around the span."""

    spans: list[bool]
    sentences: list[bool]


def fits(
    *,
    entries: Sequence[Any],
    starts: Sequence[Any],
    ends: Sequence[Any],
    value_texts: Sequence[Any],
    sentences: Sequence[Any],
    abstracts: Mapping[Any, str],
) -> SpanFits:
    """Judge the spans of rows, given as columns.

    A row whose abstract is not at hand is judged by what is: the length of its text, and the text in its sentence.

    >>> text = "Tarn reaches 91.2%."
    >>> rows = {"entries": ["p", "p"], "value_texts": ["91.2%", "91.2%"], "sentences": [text, "Tarn."]}
    >>> fits(starts=[13, 12], ends=[18, 17], abstracts={"p": text}, **rows)
    SpanFits(spans=[True, False], sentences=[True, False])
    >>> fits(starts=[13, 13], ends=[18, 19], abstracts={}, **rows)
    SpanFits(spans=[True, False], sentences=[True, False])
    """
    places: dict[tuple[Any, str], list[int]] = {}
    found = SpanFits([], [])
    for entry, first, last, value_text, sentence in zip(entries, starts, ends, value_texts, sentences, strict=True):
        abstract = abstracts.get(entry)
        if not (_is_offset(first) and _is_offset(last)):
            found.spans.append(False)
            found.sentences.append(True)  # said already
            continue
        start, end = int(first), int(last)
        if not isinstance(abstract, str):
            found.spans.append(not isinstance(value_text, str) or end - start == len(value_text))
            known = isinstance(sentence, str) and isinstance(value_text, str)
            found.sentences.append(not known or value_text in sentence)
            continue
        found.spans.append(start >= 0 and abstract[start:end] == value_text)
        if not isinstance(sentence, str):
            found.sentences.append(False)
            continue
        if (entry, sentence) not in places:
            places[entry, sentence] = _places(sentence, abstract)
        stands = places[entry, sentence]
        # The sentence may stand in the abstract twice; the last place that begins before the span reaches furthest.
        at = bisect_right(stands, start) - 1
        found.sentences.append(at >= 0 and end <= stands[at] + len(sentence))
    return found


def _places(sentence: str, abstract: str) -> list[int]:
    stands: list[int] = []
    at = abstract.find(sentence)
    while at >= 0 and sentence:
        stands.append(at)
        at = abstract.find(sentence, at + 1)
    return stands


def _is_offset(value: Any) -> bool:
    # A nullable column that went through CSV comes back as floats.
    return (not isinstance(value, bool) and hasattr(value, "__index__")) or (isinstance(value, float) and value.is_integer())
