"""Cut clean text into sentences; in and out: clean text, with offsets into it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rules.typography import typography


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place: `text == whole[start:end]`, without outer blanks."""

    text: str
    start: int
    end: int


# A stop with the quotes and brackets that close after it, and what comes next. The glued branch is the lost blank of
# "the dataset.We show"; Node.js, torch.compile and GPT-3.5 have no lower-case letter, stop, and capitalised word.
_STOP = re.compile(  # begins with its sign, so that all else is passed over fast
    r"""(?P<stop>[.?!…。](?<![.?!…。]{2})[.?!…。]*+) (?P<close>["')\]]*+)
        (?: (?P<blank>\s+) | (?= [A-Z][a-z] | [A-Z]\s | $ ) )""",
    re.VERBOSE,
)
# what follows a stop within a sentence: a small letter, or a comma and the like; "(iii) ..." is a new item
_GOES_ON = re.compile(r"(?!\((?:[ivx]{1,4}|[a-h])\)\s)[\s(\[\"'“‘]*[a-z,;:)\]=<>%&/]")
# a name that is written small begins a sentence too: nnU-Net, wav2vec
_SMALL_NAME = re.compile(r"[a-z]+-?[A-Z0-9]")
_FIRST_WORD = re.compile(r"[A-Za-z]+(?=[\s,]|$)")
_NEXT_WORD = re.compile(r"[A-Z][A-Za-z]*(?=[\s,])")
_ADDRESS = re.compile(r"[/@\\_:]|\w\.\w")
_SURE_END = re.compile(r"(?:^|[-(])[a-z]{6,}[\"')\]]*$|[\d%)\]]$")


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a clean text, in order, together holding all of it but blanks.

    >>> [s.text for s in split_sentences("We use BERT, e.g. on Fig. 2. It gains 3.5 points! See Tab. 1.")]
    ['We use BERT, e.g. on Fig. 2.', 'It gains 3.5 points!', 'See Tab. 1.']
    >>> [s.text for s in split_sentences("It beats DeiT (vs. ViT).We release it.")]
    ['It beats DeiT (vs. ViT).', 'We release it.']
    >>> split_sentences("  ")
    []
    """
    sentences: list[Sentence] = []
    begin = 0
    for match in _STOP.finditer(text):
        if _is_end(text, begin, match):
            _add(sentences, text, begin, match.end("close"))
            begin = match.end("close")
    _add(sentences, text, begin, len(text))
    return sentences


def sentences_with(places: Sequence[int], sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences that hold one of the places, which are in order."""
    for sentence in sentences:
        at = bisect_left(places, sentence.start)
        if at < len(places) and places[at] < sentence.end:
            yield sentence


def _add(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if piece:
        sentences.append(Sentence(piece, start, start + len(piece)))


def _is_end(text: str, begin: int, match: Any) -> bool:
    at, after = match.start(), match.end()
    if after == len(text):
        return True
    if match["blank"] is None:
        return _is_glued_end(text, match)
    following = text[after : after + 40]
    if _GOES_ON.match(following) and not _SMALL_NAME.match(following):
        return False
    if match["stop"] != ".":
        return True
    return _is_full_stop(text[max(begin, at - 60) : at].split(), following, is_first=at - begin < 4)


def _is_full_stop(before: list[str], following: str, *, is_first: bool) -> bool:
    """Whether a single stop after these words ends the sentence, rather than shortening the last of them."""
    word = before[-1].lstrip("([\"'~") if before else ""
    tables = typography()
    if word in tables.abbreviations or word[:1].lower() + word[1:] in tables.abbreviations:
        # "Fig. 2" and "et al. (2020)" go on, "of Vaswani et al. We show" does not
        return word == "al" and _is_opener(following)
    if word in tables.abbreviations_mid:
        return following[0].isupper()
    if len(word) == 1 and word.isupper() and word != "I":
        # "by J. Smith", "D. K. Rao" against "a batch size B. While"
        last = before[-2] if len(before) > 1 else ""
        is_initial = not last or last in tables.before_initials or last[0].isupper()
        return not is_initial or _is_opener(following)
    # a list number, "1. We", is no sentence of its own
    return not (is_first and len(before) == 1 and word.isdigit() and len(word) <= 2)


def _is_opener(following: str) -> bool:
    word = _FIRST_WORD.match(following)
    return word is not None and word[0] in typography().openers


def _is_glued_end(text: str, match: Any) -> bool:
    """Whether a stop without a blank after it ends a sentence: in "the dataset.We show", not in "3DBodyTex.Pose"."""
    at = match.start()
    before = text[max(0, at - 30) : at].rsplit(" ", maxsplit=1)[-1]
    word = _NEXT_WORD.match(text, match.end())
    if word is None or not before or _ADDRESS.search(before):
        return False  # an address, a file, a name in several parts
    if word[0] in typography().openers:
        return True
    # without a word to go by: after a long small word, a figure or a bracket, before a capitalised one
    return bool(_SURE_END.search(before)) and (len(word[0]) > 1 and not word[0].isupper())
