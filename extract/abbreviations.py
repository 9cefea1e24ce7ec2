"""Find what the text itself spells out: Dice Similarity Coefficient (DSC)."""

import re

_BRACKET = re.compile(
    r"\(\s*(?:i\.e\.,?\s|termed\s|called\s|named\s|dubbed\s|or\s)?([^\s(),;]{2,14})(?:\s*[,;][^()]*)?\s*\)"
)
_BOUNDARY = re.compile(r"[.!?]\s+(?=[A-Z])|[:;()]")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")


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
    for match in _BRACKET.finditer(text):
        short = match.group(1)
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
    letters = [char.lower() for char in short if char.isalnum()]
    if len(short) > 2 and short[-1] == "s" and short[-2].isupper():
        letters.pop()
    small = before.lower()
    at = len(small)
    for number, letter in enumerate(reversed(letters)):
        last = number == len(letters) - 1
        at -= 1
        while at >= 0 and (small[at] != letter or (last and at > 0 and small[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    long = before[at:].strip()
    words = re.split(r"[\s-]+", long)
    if len(words) > min(len(letters) + 5, 2 * len(letters)) or len(long) <= len(short):
        return None
    return long
