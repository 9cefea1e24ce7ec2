"""Take LaTeX apart: maths, macros with their arguments, and the signs that stand for something plain.

In: a text; out: edits, in order. Three passes, for each reads what the one before it left.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import regex

from extract.normalise.offsets import Edit
from rules.typography import edits_of, pass_pattern, typography

# --- dollar signs, as maths or as money ---
_MATHS = re.compile(r"(?<!\\)\$([^$]{0,400}(?<!\\))\$")
_PROSE = re.compile(r"(?<![\\{\w])[A-Za-z]?[a-z]+,? [a-z]{2,}")
_UPRIGHT = re.compile(r"\\(?:text|mbox|mathrm|textrm|textbf|bf|rm)\b\s*\{[^{}]*\}")
_LONE_SYMBOL = re.compile(r"\s*\\([A-Za-z]+)\s*")
_TORN = re.compile(r"\d [\d.]|[\^_{] |\. \d")


def find_maths_edits(text: str) -> Iterator[Edit]:
    r"""Take maths out of its dollar signs; `{}` in their place ends a macro's name, as in `$\mu$P`."""
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
        for start, end, put in edits_of("torn", body):
            if digits_torn or not (body[start - 1 : start] in _DIGITS and body[end : end + 1] in _DIGITS):
                edits.append((start, end, put))
    edits.sort()
    done = -1
    for start, end, put in edits:
        if start >= done:
            yield start + offset, end + offset, put
            done = end


_DIGITS = set("0123456789.")


# --- macros with arguments ---
@cache
def _argument_macros() -> Any:
    tables = typography()
    names = "|".join(sorted({*tables.dropped, *tables.joined}, key=len, reverse=True))
    return re.compile(rf"\\({names})(?![A-Za-z])\*?(?:\s?\[[^\[\]]{{0,200}}\])*\s?(?=(\{{)?)")


def find_argument_edits(text: str) -> Iterator[Edit]:
    """Drop what goes with its argument (a citation, a footnote), and join what has two (a fraction)."""
    tables, done = typography(), 0
    closing: dict[int, int] | None = None
    free = 0
    for match in _argument_macros().finditer(text):
        # a blank or tie before a macro goes with it, unless the macro before has taken it
        first_sign, free = match.start() - (match.start() > free and text[match.start() - 1] in " ~"), match.end()
        if first_sign < done:
            continue
        if closing is None:
            closing = _closing_braces(text)
        name, at = match[1], match.end()
        start = match.start() if name in tables.joined else first_sign
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


# --- all other markup ---
_BACKSLASH = r"""\\(?: (?P<accent>["'`^=~.])\s?(?:\{\\?(?P<braced>[A-Za-z])\}|\\?(?P<bare>[A-Za-z]))
          | (?P<tail>[vcuHk])\{(?P<under>[A-Za-z])\}
          | unicode\{x(?P<code>[0-9A-Fa-f]{2,5})\}
          | (?P<name>[A-Za-z]+)\*?(?P<gap>[ \t]*)(?P<open>\{(?!\}))?
          | (?P<sign>[^A-Za-z]) )"""
_COMBINING = dict(zip("\"'`^=~.vcuHk", "\u0308\u0301\u0300\u0302\u0304\u0303\u0307\u030c\u0327\u0306\u030b\u0328", strict=True))


@cache
def _markup_pattern() -> tuple[Any, tuple[str, ...]]:
    rules, puts = pass_pattern("markup")
    return regex.compile(f"{_BACKSLASH}|(?:{rules.pattern})", regex.VERBOSE | regex.DOTALL), puts


_MARKUP = re.compile(r"[\\_^~`<{}–]|''|--|[ ](?=[_^–])")  # as the guard of the pass in `typography`


def find_markup_edits(text: str) -> Iterator[Edit]:
    """Make macros, escapes, braces, ties, dashes, quotes and tags plain."""
    pattern, puts = _markup_pattern()
    at = 0
    # nothing else begins with what most of a text is made of
    while (sign := _MARKUP.search(text, at)) is not None:
        match = pattern.match(text, sign.start())
        at = match.end() if match is not None else sign.start() + 1
        if match is None:
            continue
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
    is_quote = mark == '"' and match["bare"] and not text[start - 1 : start].isalpha() and letter.islower()
    if len(composed) > 1 or is_quote:
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
