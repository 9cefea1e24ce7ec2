"""Find what the text itself spells out: Dice Similarity Coefficient (DSC)."""

import re

from rules.loader import asked_pattern

_BOUNDARY = re.compile(r"[.!?]\s+(?=[A-Z])|[:;()]")


def find_abbreviations(text: str) -> dict[str, str]:
    """Short forms in brackets with the words before them that spell them out.

    >>> find_abbreviations("We report the Dice Similarity Coefficient (DSC).")
    {'DSC': 'Dice Similarity Coefficient'}
    >>> find_abbreviations("We propose a Transformer-based Semantic Filter (tSF) for large language models (LLMs).")
    {'tSF': 'Transformer-based Semantic Filter', 'LLMs': 'large language models'}
    >>> find_abbreviations("It reaches 55.1% AP (YTVIS19).")
    {}
    """
    found: dict[str, str] = {}
    for match in asked_pattern("long_forms", "short-form").finditer(text):
        short = match["short"]
        if short in found or sum(map(str.isupper, short)) < 2 or not (short[0].isalnum()):
            continue
        window = text[max(0, match.start() - 120) : match.start()].rstrip()
        cut = [m.end() for m in _BOUNDARY.finditer(window)]
        if cut:
            window = window[cut[-1] :]
        long = _long_form(short, window)
        if long:
            found[short] = long
    return found


def _long_form(short: str, before: str) -> str | None:
    """The shortest run of words right before the bracket whose letters hold the short form in order.

    Each letter is looked for from the right; the first one must begin a word (Schwartz and Hearst, 2003).
    """
    before = before.rstrip("\"'”’*} ")
    for letters in ([c for c in short.lower() if c.isalnum()], [c for c in short.lower() if c.isalpha()]):
        # LLMs is the plural of LLM; the 2 of AR2 says that a letter comes twice
        if len(short) > 2 and short[-1] == "s" and short[-2].isupper():
            letters.pop()
        start = _first_letter(letters, before.lower())
        if start is not None:
            long = before[start:].strip()
            count = len(long.split())
            if len(short) < len(long) and (_is_telling(long) if count == 1 else count <= min(len(letters) + 5, 2 * len(letters))):
                return long
    return None


def _is_telling(word: str) -> bool:
    """Whether one word alone can be what a short form stands for: SpeedUpNet, electroencephalogram; not models."""
    return len(word) > 10 or "-" in word or not word[1:].islower()


def _first_letter(letters: list[str], before: str) -> int | None:
    """Where the long form begins."""
    at = len(before)
    for number, letter in enumerate(reversed(letters)):
        first = number == len(letters) - 1
        at -= 1
        while at >= 0 and (before[at] != letter or (first and at > 0 and before[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    blank = max(before.rfind(" ", 0, at), before.rfind("\n", 0, at))
    # Single-stream Policy: the whole word belongs to it, but for a quotation mark
    start = blank + 1
    while start < at and not before[start].isalnum():
        start += 1
    return start
