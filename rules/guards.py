"""What a match of a pattern begins with, as a guard before the pattern: places where none can begin are passed over fast.

`regex` tries a pattern that begins with branches on every character; a set of characters before
all that is looked up in a fraction of the time, and the pattern is tried only where one of them stands. Where they are rare,
whole runs of other characters are skipped at a stroke.
"""

import re
from collections.abc import Iterable
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of the standard library is not public
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from rules.commonness import rate
from rules.required import SKIPPED, comparable, in_common

MOST_COMMON = 110  # of 1,000 characters of a text: a guard that lets more through costs more than it spares
RARE = 12  # of 1,000: from here on the runs between are long enough to be skipped
_CATEGORIES = {sre.CATEGORY_DIGIT: (r"\d", "0"), sre.CATEGORY_SPACE: (r"\s", " ")}


def guarded(pattern: str, flags: int) -> str:
    r"""The pattern, behind a guard where one is of use; it matches the same.

    >>> guarded(r"(?<=\bby )\d+|half", re.VERBOSE)
    '(?=[\\dh])(?:(?<=\\bby )\\d+|half\n)'
    >>> guarded(r"(?<=\bby )\w+", re.VERBOSE)
    '(?<=\\bby )\\w+'
    >>> guarded(r"±\d|≈", re.VERBOSE)
    '[^\\U000000B1\\U00002248]++(*SKIP)(*FAIL)|(?:±\\d|≈\n)'
    """
    bare = in_common(pattern)
    try:
        tree = parser.parse(bare, flags & (re.VERBOSE | re.IGNORECASE | re.DOTALL)) if bare is not None else None
    except (re.error, OverflowError):
        return pattern
    if tree is None or not tree.getwidth()[0] or tree.state.flags & ~(flags | re.UNICODE):
        return pattern
    found: dict[str, str] = {}
    if not _has_branches(tree) or not _first(tree, found):
        return pattern
    common = sum(map(rate, set("".join(found.values()))))
    if common > MOST_COMMON:
        return pattern
    signs = "".join(sorted(found))
    return f"[^{signs}]{SKIPPED}(?:{pattern}\n)" if common <= RARE else f"(?=[{signs}])(?:{pattern}\n)"


def _has_branches(tree: Iterable[tuple[Any, Any]]) -> bool:
    """Whether a pattern begins with branches: with one head only, `regex` finds its places fast by itself."""
    for op, argument in tree:
        if op is sre.SUBPATTERN:
            return _has_branches(argument[-1])
        if op not in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            return op is sre.BRANCH
    return False


def _first(tree: Iterable[tuple[Any, Any]], found: dict[str, str]) -> bool:
    """Note with what a match of a sequence begins, each sign with what it is made to be compared; False if unknown."""
    for op, argument in tree:
        if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue
        if not _first_of(op, argument, found):
            return False
        if parser.SubPattern(parser.State(), [(op, argument)]).getwidth()[0]:
            return True
    return True


def _first_of(op: Any, argument: Any, found: dict[str, str]) -> bool:
    if op is sre.LITERAL:
        found[_sign(argument)] = comparable(chr(argument))
        return True
    if op is sre.IN:
        return all(_member(kind, what, found) for kind, what in argument)
    if op is sre.SUBPATTERN:
        _, added, _, inside = argument
        return not added and _first(inside, found)
    if op is sre.ATOMIC_GROUP:
        return _first(argument, found)
    if op is sre.BRANCH:
        return all(_first(branch, found) for branch in argument[1])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _first(argument[2], found)
    return False


def _member(op: Any, argument: Any, found: dict[str, str]) -> bool:
    if op is sre.LITERAL:
        found[_sign(argument)] = comparable(chr(argument))
        return True
    if op is sre.CATEGORY and argument in _CATEGORIES:
        sign, plain = _CATEGORIES[argument]
        found[sign] = plain
        return True
    if op is sre.RANGE:
        low, high = argument
        kinds = "".join({comparable(chr(code)) for code in range(low, high + 1)}) if high - low <= 1 << 14 else ""
        found[f"{_sign(low)}-{_sign(high)}"] = kinds
        return bool(kinds)
    return False


def _sign(code: int) -> str:
    return chr(code) if chr(code).isalnum() else f"\\U{code:08X}"
