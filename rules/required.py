"""What a text must hold for a pattern to match in it, read off the pattern itself.

In: the text of a compiled pattern. Out: clauses, each a set of pieces of text of which one stands in every text that the
pattern matches, all in the form that `comparable` gives a text. A pattern of which nothing is known has no clause.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of the standard library is not public
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import regex

from rules.commonness import rate
from rules.signs import kind_of

Clause = frozenset[str]

MOST_TOGETHER = 1024  # pieces that a run of the pattern may stand for; beyond that it is cut in two
MOST_IN_CLASS = 16  # characters of a class that are told apart
MOST_IN_CLAUSE = 600
MOST_OPTIONAL = 4  # parts of a pattern that are looked at as there and as not there

# --- texts made comparable ---
_PLAIN = bytes(
    ord("0") if chr(code).isdigit() else ord(" ") if chr(code).isspace() else ord(chr(code).lower()) for code in range(128)
)
_ASCII = _PLAIN + bytes(range(128, 256))
# all that `regex` holds for an ASCII letter when case does not count, and `lower` leaves alone
_ALSO = {"ſ": "s", "ı": "i", "İ": "i"}
# by the engine of the patterns, whose tables of characters are newer than those of the standard library
_BLANK, _DIGIT = regex.compile(r"\s"), regex.compile(r"\d")
_BEYOND = re.compile(r"[^\x00-\x7f]")


class _Comparable(dict[str, str]):
    """Characters beyond ASCII, each with what it is made; filled as they come."""

    def __missing__(self, sign: str) -> str:
        if _DIGIT.match(sign) or _BLANK.match(sign):
            made = "0" if _DIGIT.match(sign) else " "
        else:
            made = _ALSO.get(sign) or chr(kind_of(ord(sign))).lower()
        return self.setdefault(sign, made if len(made) == 1 else sign)


_COMPARABLE = _Comparable()


def _one_comparable(match: re.Match[str]) -> str:
    return _COMPARABLE[match[0]]


@lru_cache(maxsize=256)
def comparable(text: str) -> str:
    r"""The text in small letters, every blank a space, every digit 0, every sign the first of its kind; of the same length.

    >>> comparable("Gains\tof 5.3 K")
    'gains of 0.0 k'
    """
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii")
    # a lone surrogate is text too
    plain = text.encode("utf-8", "surrogatepass").translate(_ASCII).decode("utf-8", "surrogatepass")
    return _BEYOND.sub(_one_comparable, plain)


# --- patterns read ---
_NAMED = re.compile(r"\(\?P<(\w+)>")
_CONDITION = re.compile(r"\(\?\((\w+)\)")
_OF_REGEX_ONLY = re.compile(r"\(\?r\)|\\G")
SKIPPED = "++(*SKIP)(*FAIL)|"  # behind a set of characters: no match begins with one of these, so that runs of them are skipped


def in_common(pattern: str) -> str | None:
    """A pattern as the parser of the standard library reads it, without names; None where only `regex` has its like."""
    return None if _OF_REGEX_ONLY.search(pattern) else _NAMED.sub("(?:", pattern)


def without_skip(pattern: str) -> str:
    """The pattern without what skips runs of characters: no other engine reads that, nor does it hold inside another pattern."""
    return pattern.rpartition(SKIPPED)[2]


def _unnamed(pattern: str) -> str:
    """The pattern without the names of its groups, which may be given twice; a condition on a group needs one, though."""
    asked = set(_CONDITION.findall(pattern))

    def unnamed(group: re.Match[str]) -> str:
        if group[1] not in asked:
            return "(?:"
        asked.discard(group[1])
        return group[0]

    return _NAMED.sub(unnamed, pattern)


@cache
def required(pattern: str, flags: int) -> tuple[Clause, ...]:
    r"""The clauses of a pattern, the most telling first.

    >>> [sorted(clause) for clause in required(r"\d (?:gains?|wins)\b .* over", re.VERBOSE)]
    [['0gain', '0wins'], ['over']]
    """
    try:
        bare = _OF_REGEX_ONLY.sub("", _unnamed(without_skip(pattern)))
        tree = parser.parse(bare, flags & (re.VERBOSE | re.IGNORECASE | re.DOTALL))
    except (re.error, OverflowError):
        return ()
    flat = list(_around(list(_flat(tree))))
    whole = _sequence(flat)
    found = {_shortest(clause) for clause in (*whole.clauses, whole.head, whole.tail, *_with_and_without(flat)) if _tells(clause)}
    kept: list[Clause] = []
    for clause in sorted(found, key=lambda clause: (-seldom(clause), sorted(clause))):
        if not any(_implies(other, clause) for other in kept):
            kept.append(clause)
    return tuple(kept)


class _Part(NamedTuple):
    """What a part of a pattern matches.

    Attributes:
        whole: All that it can match, or None where that is not known.
        head: What it matches begins with one of these.
        tail: What it matches ends with one of these.
        clauses: In what it matches stands one piece of each.
        skipped: Whether it may match nothing at all, and all the above does not hold.
    """

    whole: Clause | None
    head: Clause
    tail: Clause
    clauses: tuple[Clause, ...] = ()
    skipped: bool = False


_EMPTY = frozenset({""})
_NOTHING = _Part(_EMPTY, _EMPTY, _EMPTY)
_ANYTHING = _Part(None, _EMPTY, _EMPTY)
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def _exactly(strings: Clause) -> _Part:
    return _Part(strings, strings, strings)


def _flat(tree: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """The parts of a sequence, with those of the groups in it."""
    for op, argument in tree:
        if op is sre.SUBPATTERN:
            yield from _flat(argument[-1])
        else:
            yield op, argument


def _around(tree: Sequence[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    r"""The parts of a sequence, with what must stand right before it and right behind it: "by 0" in `(?<= by\s ) \d`."""
    before = next((at for at, (op, argument) in enumerate(tree) if not _takes_no_room(op, argument, -1)), -1)
    last = next((at for at in range(len(tree) - 1, -1, -1) if not _takes_no_room(*tree[at], 1)), -1)
    for at, (op, argument) in enumerate(tree):
        if op is sre.ASSERT and at == (before if argument[0] < 0 else last):
            yield from _flat(argument[1])
        else:
            yield op, argument


def _takes_no_room(op: Any, argument: Any, direction: int) -> bool:
    """Whether a part asks for nothing to match, nor for anything that must stand in this direction of it."""
    return op in (sre.AT, sre.ASSERT_NOT) or (op is sre.ASSERT and argument[0] != direction)


def _with_and_without(tree: Sequence[tuple[Any, Any]]) -> Iterator[Clause]:
    r"""What holds of a pattern whether its optional parts are there or not: "p _i =" and "p =" in `p ( _\w+ )? =`."""
    ways = {at: ways for at, (op, argument) in enumerate(tree) if op in _REPEATS and (ways := _ways(*argument))}
    optional = [at for at in ways if tree[at][1][1] == 1]
    # those that may be there once at the most tell most
    for looked_at in (optional, sorted(ways, key=lambda at: at not in optional)[:MOST_OPTIONAL]):
        if 0 < len(looked_at) <= MOST_OPTIONAL:
            parts = [ways[at] if at in looked_at else [_one(*one)] for at, one in enumerate(tree)]
            yield from _either([_in_turn(chosen) for chosen in product(*parts)]).clauses


def _ways(low: int, high: int, tree: Any) -> list[_Part]:
    """How often a part may be there, each by itself: not at all, once, or more than once; none where that tells nothing."""
    part = _sequence(tree)
    if (low, high) == (0, 1):
        return [part, _NOTHING] if part.whole is None else []
    twice = _joined(part.whole, part.whole) if low <= 1 < high and part.whole else None
    if twice is None:
        return []
    return [*([_NOTHING] if low == 0 else []), part, _Part(None, twice, twice)]


def _sequence(tree: Iterable[tuple[Any, Any]]) -> _Part:
    return _in_turn(_one(op, argument) for op, argument in tree)


def _in_turn(parts: Iterable[_Part]) -> _Part:
    clauses: list[Clause] = []
    head: Clause | None = None  # where it is None, `run` is all that has been matched so far; else its end
    run = _EMPTY
    for part in parts:
        clauses += part.clauses
        if part.whole is not None:
            longer = _joined(run, part.whole)
            if longer is not None:
                run = longer
                continue
        before = run if part.skipped else _joined(run, part.head) or run
        clauses.append(before)
        head = before if head is None else head
        run = part.tail
        if part.skipped:
            run = before | part.tail if "" not in part.tail and len(before) + len(part.tail) <= MOST_TOGETHER else _EMPTY
    if head is None:
        return _Part(run, run, run, tuple(filter(_tells, clauses)))
    return _Part(None, head, run, tuple(filter(_tells, (*clauses, run))))


def _joined(run: Clause, more: Clause) -> Clause | None:
    """Each of the one before each of the other; None where that would be too many."""
    if len(run) * len(more) > max(MOST_TOGETHER, len(run), len(more)):
        return None
    return frozenset([a + b for a in run for b in more])


def _one(op: Any, argument: Any) -> _Part:
    if op is sre.LITERAL:
        return _characters((argument,))
    if op is sre.IN:
        return _class(tuple(argument))
    if op is sre.SUBPATTERN:
        return _sequence(argument[-1])
    if op is sre.ATOMIC_GROUP:
        return _sequence(argument)
    if op is sre.BRANCH:
        return _either([_sequence(branch) for branch in argument[1]])
    if op in _REPEATS:
        return _repeated(*argument)
    if op is sre.ASSERT:
        # it takes no room: what stands before and behind it still stands side by side
        inside = _sequence(argument[1])
        return _NOTHING._replace(clauses=(*inside.clauses, inside.tail))
    return _NOTHING if op in (sre.AT, sre.ASSERT_NOT) else _ANYTHING


def _repeated(low: int, high: int, tree: Any) -> _Part:
    part = _sequence(tree)
    if high == 1:
        return part if low else _either([part, _NOTHING])
    if part.whole is not None and len(part.whole) > MOST_TOGETHER:
        part = _Part(None, _EMPTY, _EMPTY, (part.whole,))
    again = part._replace(whole=None, clauses=(*part.clauses, part.head))
    return again if low else again._replace(clauses=(), skipped=True)


def _either(parts: Sequence[_Part]) -> _Part:
    if all(part.whole is not None and not part.clauses for part in parts):
        every = frozenset().union(*(part.whole or () for part in parts))
        if len(every) <= MOST_IN_CLAUSE:
            return _exactly(every)
    taken = [part for part in parts if part.whole != _EMPTY]
    skipped = len(taken) < len(parts) or any(part.skipped for part in taken)
    best: set[str] = set()
    for part in taken:
        best |= max((*part.clauses, part.head, part.tail), key=seldom)
    head = frozenset().union(*(part.head for part in taken))
    tail = frozenset().union(*(part.tail for part in taken))
    if len(head) > MOST_TOGETHER:
        head = _EMPTY
    if len(tail) > MOST_TOGETHER:
        tail = _EMPTY
    told = not skipped and len(best) <= MOST_IN_CLAUSE
    return _Part(None, head, tail, (frozenset(best),) if told else (), skipped)


@lru_cache(maxsize=256)
def _class(members: Sequence[tuple[Any, Any]]) -> _Part:
    codes: set[int] = set()
    for op, argument in members:
        if op is sre.LITERAL:
            codes.add(argument)
        elif op is sre.RANGE:
            codes.update(_kinds(*argument))
        elif op is sre.CATEGORY and argument is sre.CATEGORY_SPACE:
            codes.add(ord(" "))
        elif op is sre.CATEGORY and argument is sre.CATEGORY_DIGIT:
            codes.add(ord("0"))
        else:
            return _ANYTHING
    return _characters(tuple(sorted(codes)))


@lru_cache(maxsize=256)
def _kinds(low: int, high: int) -> frozenset[int]:
    return frozenset(kind_of(code) for code in range(low, high + 1))


@lru_cache(maxsize=1024)
def _characters(codes: Sequence[int]) -> _Part:
    """One of these characters; of a letter beyond ASCII nobody knows all that counts as the same."""
    found: set[str] = set()
    for code in codes:
        character = comparable(chr(code))
        if not character.isascii() and (character.upper() != character or character.lower() != character):
            return _ANYTHING
        found.add(character)
    return _exactly(frozenset(found)) if len(found) <= MOST_IN_CLASS else _ANYTHING


# --- what a clause is worth ---
LEAST_SELDOM = 4.5


def _tells(clause: Clause) -> bool:
    """Whether a clause says anything: an empty piece stands in every text, and a blank or a letter in nearly every one."""
    return seldom(clause) > LEAST_SELDOM


@lru_cache(maxsize=1 << 14)
def seldom(clause: Clause) -> float:
    """How seldom a clause is met, in bits: at 5, once in 32 characters."""
    return -math.log2(min(1.0, sum(map(rate, clause)) / 1000)) if clause else 99.0


def _implies(one: Clause, other: Clause) -> bool:
    """Whether a text that meets the one clause meets the other anyway."""
    return all(any(piece in longer for piece in other) for longer in one)


def _shortest(clause: Clause) -> Clause:
    """The clause without pieces that hold another one of it."""
    kept: list[str] = []
    for piece in sorted(clause, key=len):
        if not any(other in piece for other in kept):
            kept.append(piece)
    return frozenset(kept)
