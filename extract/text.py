"""Make published text plain, and know for every piece of it where it came from.

In: an abstract as given (LaTeX, Unicode, HTML scraps, the scars of PDF conversion). Out: `CleanText`, whose `to_source`
leads from offsets in the clean text back to the abstract. The text goes through passes; each pass is a list of edits and
leaves one offset map, so that no pass has to know what the others did.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple

import regex
from pydantic import Field

from rules.loader import Rule, load_rules
from rules.yaml_files import FOLDER, read_yaml
from schemas.base import Frozen

Edit = tuple[int, int, str]
"""Start and end in the text before the pass, and what stands there after it."""


class _Pieces(NamedTuple):
    """The offset map of one pass: piece i starts at `new[i]`, came from `old[i]:ends[i]`, and is a copy if `copied[i]`."""

    new: list[int]
    old: list[int]
    ends: list[int]
    copied: list[bool]


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text made plain, beside the text it was made from."""

    source: str
    text: str
    _passes: tuple[_Pieces, ...] = field(default=(), repr=False, compare=False)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The range of the source that a range of the clean text came from.

        >>> made = clean(r"a gain of $92.4_{\\pm 0.3}$ points")
        >>> made.text
        'a gain of 92.4 ± 0.3 points'
        >>> start, end = made.to_source(10, 20)
        >>> made.source[start:end]
        '92.4_{\\\\pm 0.3'
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no such range in a text of {len(self.text)} characters: {start}:{end}")
        last = end - 1
        for new, old, ends, copied in reversed(self._passes):
            piece = bisect_right(new, start) - 1
            start = old[piece] + start - new[piece] if copied[piece] else old[piece]
            piece = bisect_right(new, last) - 1
            last = old[piece] + last - new[piece] if copied[piece] else ends[piece] - 1
        return start, last + 1


def clean(source: str) -> CleanText:
    """Make a text plain: LaTeX, Unicode, HTML, torn numbers and blanks.

    >>> clean(r"$\\sim$50\\% of \\textbf{5.5}~GB, 0.693$\\times$").text
    '~50% of 5.5 GB, 0.693×'
    >>> clean("a fit of $R ^ { 2 } = 0 . 6 8 4$").text
    'a fit of R^2 = 0.684'
    >>> clean("BLEU of 34.8").text
    'BLEU of 34.8'
    """
    text, passes = source, []
    for needed, find_edits in _PASSES:
        if needed(text):
            text, pieces = _apply(text, find_edits(text))
            if pieces is not None:
                passes.append(pieces)
    return CleanText(source, text, tuple(passes))


def _apply(text: str, edits: Iterable[Edit]) -> tuple[str, _Pieces | None]:
    """The text after the edits, which come in order and do not overlap, and the way back."""
    parts: list[str] = []
    pieces = _Pieces([], [], [], [])
    at = done = 0
    for start, end, put in edits:
        if start > done:
            parts.append(text[done:start])
            _note(pieces, at, done, start, copied=True)
            at += start - done
        if put:
            parts.append(put)
            _note(pieces, at, start, end, copied=False)
            at += len(put)
        done = end
    if done == 0 and not parts:
        return text, None
    if done < len(text):
        parts.append(text[done:])
        _note(pieces, at, done, len(text), copied=True)
    return "".join(parts), pieces


def _note(pieces: _Pieces, at: int, start: int, end: int, *, copied: bool) -> None:
    pieces.new.append(at)
    pieces.old.append(start)
    pieces.ends.append(end)
    pieces.copied.append(copied)


class TextEdit(Frozen):
    """What a rule of `rules/text.yaml` sets: the pass it belongs to and the plain text."""

    pass_: Literal["torn", "markup", "scars"] = Field(alias="pass")
    to: str


class Typography(Frozen):
    """The tables of `rules/typography.yaml`."""

    symbols: dict[str, str]
    prefixes: dict[str, str]
    words: dict[str, str]
    looks: frozenset[str]
    dropped: dict[str, int]
    joined: dict[str, str]
    escapes: dict[str, str]
    characters: dict[str, str]
    abbreviations: frozenset[str]
    abbreviations_mid: frozenset[str]


@cache
def typography() -> Typography:
    """The tables, read once."""
    return Typography(**read_yaml(FOLDER / "typography.yaml"))


def text_rules() -> tuple[Rule[TextEdit], ...]:
    """The replacement rules, in order."""
    return load_rules("text", TextEdit)


@cache
def _rules_of(name: str, guard: str) -> tuple[Any, tuple[str, ...]]:
    """The rules of one pass as one pattern, tried only where `guard` matches, and the texts they put, by group number."""
    rules = [rule for rule in text_rules() if rule.sets.pass_ == name]
    branches = [f"(?P<r{i}>(?{'' if rule.case else 'i'}:{rule.regex.pattern}\n))" for i, rule in enumerate(rules)]
    return regex.compile(f"{guard}(?:{'|'.join(branches)})", regex.VERBOSE), tuple(rule.sets.to for rule in rules)


def _edits_of(name: str, guard: str, text: str) -> Iterator[Edit]:
    pattern, puts = _rules_of(name, guard)
    for match in pattern.finditer(text):
        yield match.start(), match.end(), puts[int(match.lastgroup[1:])]


# --- pass 1: Unicode and HTML signs ----------------------------------------------------------------------------------
_ENTITY = r"&(?:\#\d{1,6}|\#[xX][0-9a-fA-F]{1,5}|[A-Za-z][A-Za-z0-9]{1,9});"
# compatibility forms: ligatures, full-width letters, the mathematical alphabets
_COMPATIBLE = "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"


@cache
def _signs_pattern() -> tuple[Any, dict[str, str]]:
    plain = {sign: to for to, signs in typography().characters.items() for sign in signs}
    return re.compile(f"[{re.escape(''.join(plain))}{_COMPATIBLE}]|{_ENTITY}"), plain


def _signs(text: str) -> Iterator[Edit]:
    pattern, plain = _signs_pattern()
    for match in pattern.finditer(text):
        sign = match[0]
        if sign[0] == "&":
            decoded = html.unescape(sign)
            if decoded == sign:
                continue
            yield match.start(), match.end(), "".join(plain.get(character, character) for character in decoded)
        else:
            yield match.start(), match.end(), plain[sign] if sign in plain else unicodedata.normalize("NFKC", sign)


# --- pass 2: dollar signs, as maths or as money ----------------------------------------------------------------------
_MATHS = re.compile(r"(?<!\\)\$([^$]{0,400}(?<!\\))\$")
_PROSE = re.compile(r"(?<![\\{\w])[A-Za-z]?[a-z]+,? [a-z]{2,}")
_UPRIGHT = re.compile(r"\\(?:text|mbox|mathrm|textrm|textbf|bf|rm)\b\s*\{[^{}]*\}")
_LONE_SYMBOL = re.compile(r"\s*\\([A-Za-z]+)\s*")
_TORN = re.compile(r"\d [\d.]|[\^_{] |\. \d")


def _maths(text: str) -> Iterator[Edit]:
    """Take maths out of its dollar signs; `{}` in their place ends a macro's name, as in `$\\mu$P`."""
    at = 0
    while (at := text.find("$", at)) >= 0:
        if at and text[at - 1] == "\\":
            at += 1
            continue
        match = _MATHS.match(text, at)
        if match is None or not _is_maths(match[1], text[match.end() : match.end() + 1]):
            if not text[at + 1 : at + 2].isdigit():  # a price keeps its sign: $0.20
                yield at, at + 1, "{}"
            at += 1
            continue
        lone = _LONE_SYMBOL.fullmatch(match[1])
        plain = lone and (typography().symbols.get(lone[1]) or typography().prefixes.get(lone[1]))
        if plain:
            # one sign in maths of its own comes from the whole of it: 0.693$\times$
            blank = plain == "~" and text[match.end() : match.end() + 1] == " "
            yield match.start(), match.end() + blank, plain
            at = match.end() + blank
            continue
        yield at, at + 1, "{}"
        yield from _inside(match[1], at + 1)
        yield match.end() - 1, match.end(), "{}"
        at = match.end()


def _is_maths(body: str, after: str) -> bool:
    if not body.strip():
        return False
    if after.isdigit() and body[0].isdigit() and "\\" not in body and not re.search(r"[\w})]$", body):
        return False  # two prices: $5-$10, $5 to $10
    return not _PROSE.search(_UPRIGHT.sub("", body) if "\\" in body else body)


_INDEX = re.compile(r"(?<!\\)_(?![ ]?\{|[ ]?\\pm)")


def _inside(body: str, offset: int) -> Iterator[Edit]:
    edits: list[Edit] = [(m.start(), m.end(), "{}") for m in _INDEX.finditer(body)]
    if _TORN.search(body):
        digits_torn = not re.search(r"\d\d", body)
        for start, end, put in _edits_of("torn", "", body):
            if digits_torn or not (body[start - 1 : start] in _DIGITS and body[end : end + 1] in _DIGITS):
                edits.append((start, end, put))
    edits.sort()
    done = -1
    for start, end, put in edits:
        if start >= done:
            yield start + offset, end + offset, put
            done = end


_DIGITS = set("0123456789.")


# --- pass 3: macros with arguments -----------------------------------------------------------------------------------
@cache
def _argument_macros() -> Any:
    tables = typography()
    names = "|".join(sorted({*tables.dropped, *tables.joined}, key=len, reverse=True))
    return re.compile(rf"[ ~]?\\({names})(?![A-Za-z])\*?(?:\s?\[[^\[\]]{{0,200}}\])*\s?(?=(\{{)?)")


def _arguments(text: str) -> Iterator[Edit]:
    """Drop what goes with its argument (a citation, a footnote), and join what has two (a fraction)."""
    tables, closing, done = typography(), _closing_braces(text), 0
    for match in _argument_macros().finditer(text):
        if match.start() < done:
            continue
        name, at = match[1], match.end()
        start = match.start() + (text[match.start()] != "\\" and name in tables.joined)
        if name in tables.joined:
            first = closing.get(at)
            if first is not None and text[first + 1 : first + 2] == "{":
                yield start, at + 1, ""
                # arguments that hold such macros themselves are rare: their own edits come before the join
                yield from ((first, first + 2, tables.joined[name]),)
                done = first + 2
            continue
        end = at if match[2] else match.end(1)
        for _ in range(tables.dropped[name]):
            close = closing.get(end)
            if close is None:
                break
            end = close + 1
        keeps_blank = text[start] != "\\" and text[end : end + 1] not in _AFTER_DROPPED
        yield start + keeps_blank, end, ""
        done = end


_AFTER_DROPPED = {" ", ".", ",", ";", ":", ")", "~", "\n", ""}


def _closing_braces(text: str) -> dict[int, int]:
    """Where each opening brace closes, found in one go."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            closing[opened.pop()] = match.start()
    return closing


# --- pass 4: all other markup ----------------------------------------------------------------------------------------
_BACKSLASH = r"""\\(?: (?P<accent>["'`^=~.])\s?(?:\{\\?(?P<braced>[A-Za-z])\}|\\?(?P<bare>[A-Za-z]))
          | (?P<tail>[vcuHk])\{(?P<under>[A-Za-z])\}
          | unicode\{x(?P<code>[0-9A-Fa-f]{2,5})\}
          | (?P<name>[A-Za-z]+)\*?(?P<gap>[ \t]*)(?P<open>\{(?!\}))?
          | (?P<sign>[^A-Za-z]) )"""
_COMBINING = dict(
    zip("\"'`^=~.vcuHk", "\u0308\u0301\u0300\u0302\u0304\u0303\u0307\u030c\u0327\u0306\u030b\u0328", strict=True)
)


@cache
def _markup_pattern() -> tuple[Any, tuple[str, ...]]:
    rules, puts = _rules_of("markup", "(?=[ ]?[_^~`'<{}–-])")
    return regex.compile(f"{_BACKSLASH}|(?:{rules.pattern})", regex.VERBOSE | regex.DOTALL), puts


def _markup(text: str) -> Iterator[Edit]:
    pattern, puts = _markup_pattern()
    for match in pattern.finditer(text):
        if text[match.start()] == "\\":
            edit = _backslash(text, match)
            if edit is not None:
                yield edit
        else:
            yield match.start(), match.end(), puts[int(match.lastgroup[1:])]


def _backslash(text: str, match: Any) -> Edit | None:
    start, name = match.start(), match["name"]
    if name is not None:
        return _macro(text, start, match)
    if match["code"]:
        code = int(match["code"], 16)
        return (start, match.end(), chr(code)) if 32 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else None
    if match["sign"]:
        plain = typography().escapes.get(match["sign"])
        return (start, start + 2, plain) if plain is not None else None
    letter = match["braced"] or match["bare"] or match["under"]
    mark = match["accent"] or match["tail"]
    composed = unicodedata.normalize("NFC", letter + _COMBINING[mark])
    # an escaped quotation mark is no accent: \"all\"
    if len(composed) > 1 or (mark == '"' and match["bare"] and not text[start - 1 : start].isalpha() and letter.islower()):
        return start, start + 1, ""
    return start, match.end(), composed


def _macro(text: str, start: int, match: Any) -> Edit | None:
    tables, name, end = typography(), match["name"], match.end("name")
    if name in tables.prefixes:
        clings = text[match.end("gap") : match.end("gap") + 1]
        return start, match.end("gap") if clings.isalnum() or clings in "\\+-.{" else end, tables.prefixes[name]
    if name in tables.symbols:
        return start, end, tables.symbols[name]
    if name in tables.words:
        return start, end + (text[end : end + 1] == "."), tables.words[name]
    if name in tables.looks or name in tables.dropped or name in tables.joined:
        # an argument in brackets sets widths and colours
        return start, match.end(), ""
    if match["open"]:
        return start, match.end(), ""  # what the authors' own macro is given counts: \revised{a gain of 5\%}
    return None


# --- pass 5: blanks; pass 6: numbers torn or robbed of their point -----------------------------------------------------
_BLANKS = re.compile(r"(?<=[a-z]{2})-[ \t]*\r?\n[ \t]*(?=[a-z]{2})|[\t\r\n\f\v][\s]*| [ \t\r\n\f\v]+")


def _blanks(text: str) -> Iterator[Edit]:
    for match in _BLANKS.finditer(text):
        # a word broken at the end of a line is mended, and any other run of blanks is one
        yield match.start(), match.end(), "" if match[0][0] == "-" else " "


def _scars(text: str) -> Iterator[Edit]:
    return _edits_of("scars", "(?=[ ])", text)


def _has(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).search


_PASSES: tuple[tuple[Callable[[str], object], Callable[[str], Iterator[Edit]]], ...] = (
    (_has(r"[^\x00-\x7f]|&[#A-Za-z]"), _signs),
    (lambda text: "$" in text, _maths),
    (lambda text: "\\" in text and _argument_macros().search(text), _arguments),
    (_has(r"[\\_^~`<{}–]|--|''"), _markup),
    (_has(r"[\t\r\n\f\v]|  "), _blanks),
    (_has(r"\d [\d.]"), _scars),
)
