"""The command line, told so that Ctrl-C has an answer from the first moment on: what takes long to load is loaded inside."""

import sys
from collections.abc import Sequence

STOPPED = 130  # 128 and the number of the signal, as shells count


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no error of the user's ends in a stack trace."""
    try:
        from claimtable.cli.program import run

        code = run(arguments)
    except KeyboardInterrupt as stopped:
        kept = f"; {stopped}" if str(stopped) else ""
        print(f"claimtable: stopped{kept}", file=sys.stderr)
        code = STOPPED
    sys.exit(code)
