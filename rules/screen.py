"""Which rules of a family can match in a text at all: one pass over the text with an automaton, no pattern tried.

Most rules of a family can find nothing in most sentences, for the words that they need are not there. `required` reads
those words off the patterns, so that no rule has to list them.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, Protocol, TypeVar

import ahocorasick

from rules.kept import kept
from rules.required import Clause, comparable, required

MOST_CLAUSES = 4  # of a pattern that are looked for: the most telling


class HasPattern(Protocol):
    """A rule with its compiled pattern."""

    @property
    def regex(self) -> Any:
        """The compiled pattern."""


R = TypeVar("R", bound=HasPattern)
_TOLD = itemgetter(1)  # of a hit of the automaton, which begins with its place


class Screen(Generic[R]):
    r"""The rules of one family, in order, with all that their matches need in one automaton.

    Each piece of text that it finds tells of bits: the low ones say which rules it calls, for it is of the rarest of their
    needs, the others which further needs it meets. A rule is possible where it is called and its other needs are met too.

    >>> from types import SimpleNamespace
    >>> import regex
    >>> rules = [SimpleNamespace(id=p, regex=regex.compile(p, regex.I)) for p in (r"gains? of \d", r"\d+ wins?", r"\w+")]
    >>> [rule.id for rule in Screen(rules).possible("A gain of 3.")]
    ['gains? of \\d', '\\w+']
    """

    def __init__(self, rules: Iterable[R]) -> None:
        self._rules = list(rules)
        self._others: list[int] = []
        self._free = 0
        self._calls: dict[str, int] = {}
        bits: dict[Clause, int] = {}
        for at, rule in enumerate(self._rules):
            first, *others = _needs(rule.regex.pattern, rule.regex.flags) or (None,)
            for piece in first or ():
                self._calls[piece] = self._calls.get(piece, 0) | 1 << at
            need = 0
            for clause in others:
                need |= bits.setdefault(clause, 1 << len(self._rules) + len(bits))
            self._others.append(need)
            if first is None:
                self._free |= 1 << at
        told = dict(self._calls)
        for clause, bit in bits.items():
            for piece in clause:
                told[piece] = told.get(piece, 0) | bit
        self._every = (1 << len(self._rules)) - 1
        self._automaton = _automaton(told)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rules)

    def possible(self, text: str) -> list[R]:
        """The rules that may match in the text, in order; the others surely do not."""
        seen = self._free
        for told in {*map(_TOLD, self._automaton.iter(comparable(text)))}:
            seen |= told
        called = seen & self._every
        found = []
        while called:
            lowest = called & -called
            called ^= lowest
            at = lowest.bit_length() - 1
            other = self._others[at]
            if other & seen == other:
                found.append(self._rules[at])
        return found

    def places(self, text: str) -> list[int]:
        """Where stands what calls a rule in the text: a part of it that holds no place holds no match.

        A place is the last character of a rarest need; where a rule needs nothing, every character is one.
        """
        if self._free:
            return list(range(len(text)))
        return [place for place, _ in self._callers.iter(comparable(text))]

    @cached_property
    def _callers(self) -> Any:
        return _automaton(self._calls)


def _needs(pattern: str, flags: int) -> tuple[Clause, ...]:
    return kept().take(("needs", pattern, flags), lambda: required(pattern, flags)[:MOST_CLAUSES])


def _automaton(pieces: Mapping[str, int]) -> Any:
    automaton = ahocorasick.Automaton()
    for piece, told in pieces.items():
        automaton.add_word(piece, told)
    if pieces:
        automaton.make_automaton()
    return automaton
