"""How often records like this one are right, as measured on annotated abstracts.

A record's context is told by what it was made of: whether its metric is known, its kind, the rule that took the value, and the
rule that linked the next thing to it. The shares are data, `rules/confidence.yaml`; a context that was hardly ever seen
has that of the one above it.
"""

from collections.abc import Sequence

from rules.confidence import EVERY, STEP, load_confidence
from schemas.vocabulary import Kind


def context_of(*, kind: Kind, rules: Sequence[str], metric: str | None, higher_is_better: bool | None) -> tuple[str, ...]:
    """The names of a record's contexts, from that of every record to its own.

    >>> context_of(kind=Kind.SCORE, rules=("percent", "same-clause"), metric="F1", higher_is_better=True)[1:3]
    ('known metric', 'known metric > score')
    >>> context_of(kind=Kind.RANK, rules=("rank",), metric=None, higher_is_better=None)[-1]
    'no metric > rank > rank > no link'
    """
    sort = "no metric" if metric is None else "metric" if higher_is_better is None else "known metric"
    steps = (sort, str(kind), rules[0], rules[1] if len(rules) > 1 else "no link")
    return (EVERY, *(STEP.join(steps[: depth + 1]) for depth in range(len(steps))))


def stated_confidence(*, kind: Kind, rules: Sequence[str], metric: str | None, higher_is_better: bool | None) -> float:
    """The share of right records among those of the same rule and context, between 0 and 1."""
    shares = load_confidence()
    contexts = context_of(kind=kind, rules=rules, metric=metric, higher_is_better=higher_is_better)
    return next(shares[context] for context in reversed(contexts) if context in shares)
