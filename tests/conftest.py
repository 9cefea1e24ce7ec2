"""What holds for all tests: hypothesis times nothing, for a busy machine is no fault of ours; the program is begun once."""

import signal
from collections.abc import Iterator

import pytest
from forked_program import Program, forked_program
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_configure() -> None:
    """What a script starts in the background ignores Ctrl-C, and so would every program that a test starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    """Runs the program as a process: `program("extract", "-", "-o", "-", text=..., cwd=...)`."""
    with forked_program() as run:
        yield run
