"""Cut clean text into sentences; in and out: clean text, with offsets into it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.text import typography


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place: `text == whole[start:end]`, without outer blanks."""

    text: str
    start: int
    end: int


# A stop with the quotes and brackets that close after it, and what comes next. The glued branch is the missing blank of
# "the dataset.We show"; Node.js, torch.compile and GPT-3.5 have no lower-case letter, stop, and capitalised word.
_STOP = re.compile(
    r"""(?P<stop>[.?!…。]+) (?P<close>["')\]]*) (?: (?P<blank>\s+) | (?= [A-Z][a-z] | [A-Z]\s | $ ) )""", re.VERBOSE
)
_WORD = re.compile(r"[A-Za-z.]+(?![A-Za-z.])")
_GLUED = re.compile(r"[a-z%\d)\]]$")
# what follows a stop within a sentence: a small letter, or a comma and the like
_GOES_ON = re.compile(r"[\s(\[\"'“‘]*[a-z,;:)\]=<>%&/]")
_SMALL_NAME = re.compile(r"[a-z]+[-]?[A-Z0-9]|[a-z]+\d")


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


def _add(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if piece:
        sentences.append(Sentence(piece, start, start + len(piece)))


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    tables = typography()
    return tables.abbreviations, tables.abbreviations_mid


def _is_end(text: str, begin: int, match: Any) -> bool:
    at, after = match.start(), match.end()
    if after == len(text):
        return True
    if match["blank"] is None:
        return _is_glued_end(text, at, match)
    following = text[after : after + 40]
    if _GOES_ON.match(following) and not _SMALL_NAME.match(following):
        return False
    if match["stop"] != ".":
        return True
    word = _word_before(text, begin, at)
    always, mid = _abbreviations()
    if word in always or word.lower() in _ALWAYS_LOWER or word.rpartition("(")[2] in always:
        # "et al. (2020)" goes on, "by Vaswani et al. We show" does not
        return word == "al" and bool(re.match(r"[A-Z][a-z]+ ", following)) and _starts_sentence(following)
    if word in mid:
        return following[:1].isupper()
    if len(word) == 1 and word.isupper() and word != "I":
        return not following[:1].isupper() or _starts_sentence(following)  # an initial: J. Smith
    # a list number, "1. We", is no sentence of its own
    return not (word.isdigit() and len(word) <= 2 and text[begin:at].strip() == word)


def _word_before(text: str, begin: int, at: int) -> str:
    head = text[max(begin, at - 24) : at]
    return re.split(r"[\s(\[\"'~,;:/–—-]", head)[-1]


_ALWAYS_LOWER = frozenset({"e.g", "i.e", "vs", "cf", "resp", "approx"})
_OPENERS = frozenset(
    "We Our The This These Those It In To However Moreover Furthermore Here For On As Experiments Results Extensive Using "
    "Finally By Thus Additionally Besides Specifically Code Both A An".split()
)


def _starts_sentence(following: str) -> bool:
    return following.split(" ", 1)[0].rstrip(",") in _OPENERS


def _is_glued_end(text: str, at: int, match: Any) -> bool:
    """A stop without a blank after it: "the dataset.We show", not "Node.js" and not "3DBodyTex.Pose"."""
    if match["stop"] == "." and not match["close"] and not _GLUED.search(text[max(0, at - 1) : at]):
        return False
    after = text[match.end() : match.end() + 30]
    before = re.split(r"\s", text[max(0, at - 30) : at])[-1]
    if re.search(r"[/@\\_:]|\w\.\w|[a-z][A-Z]|^[A-Z]\w*$", before):
        return False  # an address, a file, a name in several parts
    return bool(re.match(r"[A-Z][a-z]*(?=[\s,])", after))
