"""Which rules of a family can match in a text at all: one pass over the text with an automaton, no pattern tried.

Most rules of a family can find nothing in most sentences, for the words that they need are not there. `required` reads
those words off the patterns, so that no rule has to list them.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Generic, Protocol, TypeVar

import ahocorasick

from rules.required import Clause, comparable, required

MOST_CLAUSES = 4  # of a pattern that are looked for: the most telling


class HasPattern(Protocol):
    """A rule with its compiled pattern."""

    @property
    def regex(self) -> Any:
        """The compiled pattern."""


R = TypeVar("R", bound=HasPattern)


class Screen(Generic[R]):
    r"""The rules of one family, in order, with all that their matches need in one automaton.

    >>> from types import SimpleNamespace
    >>> import regex
    >>> rules = [SimpleNamespace(id=p, regex=regex.compile(p, regex.I)) for p in (r"gains? of \d", r"\d+ wins?", r"\w+")]
    >>> [rule.id for rule in Screen(rules).possible("A gain of 3.")]
    ['gains? of \\d', '\\w+']
    """

    def __init__(self, rules: Iterable[R]) -> None:
        bits: dict[Clause, int] = {}
        pieces: dict[str, tuple[int, list[int]]] = {}
        self._rules = list(rules)
        self._needs: list[int] = []
        self._free: list[int] = []
        for at, rule in enumerate(self._rules):
            first, *others = required(rule.regex.pattern, rule.regex.flags) or (None,)
            for piece in first or ():
                pieces.setdefault(piece, (0, []))[1].append(at)
            need = 0
            for clause in others[: MOST_CLAUSES - 1]:
                need |= bits.setdefault(clause, 1 << len(bits))
            self._needs.append(need)
            if first is None:
                self._free.append(at)
        for clause, bit in bits.items():
            for piece in clause:
                held, calls = pieces.get(piece, (0, []))
                pieces[piece] = held | bit, calls
        self._held = [held for held, _ in pieces.values()]
        self._calls = [tuple(calls) for _, calls in pieces.values()]
        self._automaton = ahocorasick.Automaton()
        for at, piece in enumerate(pieces):
            self._automaton.add_word(piece, at)
        if pieces:
            self._automaton.make_automaton()

    def __iter__(self) -> Iterator[R]:
        return iter(self._rules)

    def possible(self, text: str) -> list[R]:
        """The rules that may match in the text, in order; the others surely do not."""
        seen = 0
        called = set(self._free)
        for hit in {hit for _, hit in self._automaton.iter(comparable(text))}:
            seen |= self._held[hit]
            called.update(self._calls[hit])
        needs = self._needs
        return [self._rules[at] for at in sorted(called) if needs[at] & seen == needs[at]]
