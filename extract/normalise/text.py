"""Make published text plain, and know for every piece of it where it came from.

In: an abstract as given (LaTeX, Unicode, HTML scraps, the scars of PDF conversion). Out: `CleanText`, whose `to_source`
leads from offsets in the clean text back to the abstract. The text goes through passes; each is a list of edits and
leaves one offset map, so that no pass has to know what the others did.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from extract.normalise.latex import find_argument_edits, find_markup_edits, find_maths_edits
from extract.normalise.offsets import CleanText, Edit, apply_edits
from rules.required import comparable
from rules.typography import edits_of, typography

__all__ = ["CleanText", "clean"]


def clean(source: str) -> CleanText:
    r"""Make a text plain: LaTeX, Unicode, HTML, torn numbers and blanks.

    >>> clean(r"$\sim$50\% of \textbf{5.5}~GB, 0.693$\times$").text
    '~50% of 5.5 GB, 0.693×'
    >>> clean("a fit of $R ^ { 2 } = 0 . 6 8 4$").text
    'a fit of R^2 = 0.684'
    >>> clean("BLEU of 34.8").text
    'BLEU of 34.8'
    """
    text = source
    passes = []
    for needed, find_edits in _PASSES:
        if needed(text):
            text, pieces = apply_edits(text, find_edits(text))
            if pieces is not None:
                passes.append(pieces)
    return CleanText(source, text, tuple(passes))


# --- Unicode and HTML signs ---
_ENTITY = r"&(?:\#\d{1,6}|\#[xX][0-9a-fA-F]{1,5}|[A-Za-z][A-Za-z0-9]{1,9});"
# compatibility forms: ligatures, full-width letters, the mathematical alphabets
_COMPATIBLE = "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
# a power in high figures is written as any other: 10⁻³ is 10^-3
_HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"


@cache
def _signs_pattern() -> tuple[Any, dict[str, str]]:
    plain = {sign: to for to, signs in typography().characters.items() for sign in signs}
    return re.compile(f"[{re.escape(''.join(plain))}{_COMPATIBLE}]|[{_HIGH}]+|{_ENTITY}"), plain


def _signs(text: str) -> Iterator[Edit]:
    pattern, plain = _signs_pattern()
    for match in pattern.finditer(text):
        sign = match[0]
        if sign[0] == "&":
            decoded = html.unescape(sign)
            if decoded == sign:
                continue
            yield match.start(), match.end(), "".join(plain.get(character, character) for character in decoded)
        elif sign[0] in _HIGH:
            yield match.start(), match.end(), "^" + unicodedata.normalize("NFKC", sign).replace("−", "-")
        else:
            yield match.start(), match.end(), plain[sign] if sign in plain else unicodedata.normalize("NFKC", sign)


# --- blanks, and numbers torn or robbed of their point ---
_BLANKS = re.compile(r"[\t\r\n\f\v][\s]*| [ \t\r\n\f\v]+|-(?<=[a-z]{2}-)[ \t]*\r?\n[ \t]*(?=[a-z]{2})")


def _blanks(text: str) -> Iterator[Edit]:
    for match in _BLANKS.finditer(text):
        # a word broken at the end of a line is mended, and any other run of blanks is one
        yield match.start(), match.end(), "" if match[0][0] == "-" else " "


def _scars(text: str) -> Iterator[Edit]:
    return edits_of("scars", text)


def _has_any(*signs: str) -> Callable[[str], bool]:
    """Whether a text holds one of the signs; most abstracts need few passes, and this is how they are passed over."""
    return lambda text: any(sign in text for sign in signs)


def _has_torn_number(text: str) -> bool:
    plain = comparable(text)
    return "0 0" in plain or "0 ." in plain


_PASSES: tuple[tuple[Callable[[str], object], Callable[[str], Iterator[Edit]]], ...] = (
    (lambda text: not text.isascii() or "&" in text, _signs),
    (_has_any("$"), find_maths_edits),
    (_has_any("\\"), find_argument_edits),
    (_has_any("\\", "~", "{", "}", "_", "^", "`", "''", "<", "–", "--"), find_markup_edits),
    (_has_any("  ", "\n", "\t", "\r", "\f", "\v"), _blanks),
    (_has_torn_number, _scars),
)
