"""The engine of every difference: two mappings in, the keys that came, went and hold something else now out.

What the keys and values are is the caller's: rows by their id (`check --baseline`), right values (`evaluate --against`), or
claims that were paired before (`diff`).
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from operator import eq
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Difference(Generic[K]):
    """The keys that came and changed, in the order of now, and those that went, in the order of before."""

    gained: tuple[K, ...] = ()
    lost: tuple[K, ...] = ()
    changed: tuple[K, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.gained or self.lost or self.changed)

    def __str__(self) -> str:
        """In numbers.

        >>> print(difference({"a": 1, "b": 2}, {"b": 3, "c": 4, "d": 5}))
        2 gained, 1 lost, 1 changed
        """
        return f"{len(self.gained)} gained, {len(self.lost)} lost, {len(self.changed)} changed"


def difference(before: Mapping[K, V], now: Mapping[K, V], *, agree: Callable[[Any, Any], bool] = eq) -> Difference[K]:
    """Which keys came, which went, and under which the values do not agree.

    >>> difference({"a": 1.0}, {"a": 1.004}, agree=lambda one, other: abs(one - other) < 0.01)
    Difference(gained=(), lost=(), changed=())
    """
    return Difference(
        gained=tuple(key for key in now if key not in before),
        lost=tuple(key for key in before if key not in now),
        changed=tuple(key for key, value in now.items() if key in before and not agree(before[key], value)),
    )
