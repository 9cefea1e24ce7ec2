"""Ctrl-C, where it can be borne: what must not be left half begun is done first, and what others make of it is known again."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_DUCKDB = "Query interrupted"


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Ctrl-C back until the block is done; it comes then.

    >>> try:
    ...     with undisturbed():
    ...         signal.raise_signal(signal.SIGINT)
    ...         print("done")
    ... except KeyboardInterrupt:
    ...     print("stopped")
    done
    stopped
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Ctrl-C comes to the main thread only
        return
    kept: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: kept.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
        if kept:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def outliving_readers() -> Iterator[None]:
    """Have what is written to a process that is gone be an error (BrokenPipeError), not our own end."""
    if not hasattr(signal, "SIGPIPE") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL if before is None else before)


def is_stop(error: BaseException | None) -> bool:
    """Whether an error is Ctrl-C; DuckDB, which looks for it while it works, makes a RuntimeError of it."""
    return isinstance(error, KeyboardInterrupt) or (isinstance(error, RuntimeError) and str(error) == _DUCKDB)
