"""Which rules of a family can match in a text at all: one pass over the text with an automaton, no pattern tried.

Most rules of a family can find nothing in most sentences, for the words that they need are not there. `required` reads
those words off the patterns, so that no rule has to list them.
"""

from collections.abc import Iterable, Iterator, Mapping
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


class Screen(Generic[R]):
    r"""The rules of one family, in order, with all that their matches need in two automata.

    The first knows what calls a rule, the rarest of its needs; where none is called, the second has nothing to do.

    >>> from types import SimpleNamespace
    >>> import regex
    >>> rules = [SimpleNamespace(id=p, regex=regex.compile(p, regex.I)) for p in (r"gains? of \d", r"\d+ wins?", r"\w+")]
    >>> [rule.id for rule in Screen(rules).possible("A gain of 3.")]
    ['gains? of \\d', '\\w+']
    """

    def __init__(self, rules: Iterable[R]) -> None:
        self._rules = list(rules)
        self._needs: list[int] = []
        self._free = 0
        bits: dict[Clause, int] = {}
        calls: dict[str, int] = {}
        for at, rule in enumerate(self._rules):
            first, *others = _needs(rule.regex.pattern, rule.regex.flags) or (None,)
            for piece in first or ():
                calls[piece] = calls.get(piece, 0) | 1 << at
            need = 0
            for clause in others:
                need |= bits.setdefault(clause, 1 << len(bits))
            self._needs.append(need)
            if first is None:
                self._free |= 1 << at
        held: dict[str, int] = {}
        for clause, bit in bits.items():
            for piece in clause:
                held[piece] = held.get(piece, 0) | bit
        self._callers, self._holders = _automaton(calls), _automaton(held)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rules)

    def possible(self, text: str) -> list[R]:
        """The rules that may match in the text, in order; the others surely do not."""
        plain = comparable(text)
        called = self._free
        for calls in {calls for _, calls in self._callers.iter(plain)}:
            called |= calls
        if not called:
            return []
        rules = self._rules
        return [rules[at] for at in self._met(called, plain)]

    def places(self, text: str) -> list[int]:
        """Where stands what calls a rule in the text: a part of it that holds no place holds no match.

        A place is the last character of a rarest need; where a rule needs nothing, every character is one.
        """
        if self._free:
            return list(range(len(text)))
        return [place for place, _ in self._callers.iter(comparable(text))]

    def _met(self, called: int, plain: str) -> Iterator[int]:
        """Those of the called rules whose other needs are met, in order."""
        needs = self._needs
        seen: int | None = None
        while called:
            last = called & -called
            at = last.bit_length() - 1
            called ^= last
            need = needs[at]
            if need:
                if seen is None:
                    seen = 0
                    for held in {held for _, held in self._holders.iter(plain)}:
                        seen |= held
                if need & seen != need:
                    continue
            yield at


def _needs(pattern: str, flags: int) -> tuple[Clause, ...]:
    return kept().take(("needs", pattern, flags), lambda: required(pattern, flags)[:MOST_CLAUSES])


def _automaton(pieces: Mapping[str, int]) -> Any:
    automaton = ahocorasick.Automaton()
    for piece, told in pieces.items():
        automaton.add_word(piece, told)
    if pieces:
        automaton.make_automaton()
    return automaton
