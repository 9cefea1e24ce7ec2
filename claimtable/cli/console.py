"""The consoles that commands print on: colour and progress on a terminal, plain text elsewhere."""

import os
import sys

from rich.console import Console

PLAIN_WIDTH = 120


def console(*, stderr: bool = False) -> Console:
    """A console on standard output or standard error.

    Where it is no terminal, rich would assume 80 columns and cut tables that nobody's window limits.
    """
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else PLAIN_WIDTH
    return Console(stderr=stderr, width=width, highlight=False, emoji=False)
