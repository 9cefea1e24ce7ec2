"""Typed result records and leaderboards out of paper abstracts: deterministic, offline, explainable.

The names are loaded when they are first used, so that `import claimtable` and `claimtable --help` stay fast.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimtable.api import extract_frame, extract_records
    from claimtable.notebook import highlight

__all__ = ["__version__", "extract_frame", "extract_records", "highlight"]


def __getattr__(name: str) -> Any:
    if name in {"extract_frame", "extract_records"}:
        from claimtable import api

        return getattr(api, name)
    if name == "highlight":
        from claimtable.notebook import highlight

        return highlight
    if name == "__version__":
        from importlib.metadata import version

        return version("claimtable")
    raise AttributeError(f"module 'claimtable' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
