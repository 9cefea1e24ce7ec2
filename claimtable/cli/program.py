"""The program: its commands, and its errors as words and exit codes.

Exit codes: 0 done; 1 done, but some input could not be read; 2 nothing could be done; 130 stopped by the user.
"""

import gc
import os
import signal
from collections.abc import Sequence
from importlib import import_module

import click

from claimtable.interrupts import is_stop
from schemas.errors import ResultsError

COMMANDS = (
    "extract",
    "remove",
    "check",
    "explain",
    "show",
    "leaderboard",
    "compare",
    "history",
    "diff",
    "export",
    "report",
    "serve",
    "demo",
    "evaluate",
    "rules",
    "completion",
)
_COLLECT_AFTER = 20_000  # objects
FAILED = 2
EPILOG = """\b
Examples:
  claimtable demo                                  the main job on bundled pages
  claimtable extract page.txt papers.jsonl -o out  read, extract, validate, write
  cat page.txt | claimtable extract - -o -         result rows as JSON Lines
  claimtable check out                             judge a run, a table, or pages
  claimtable leaderboard out --dataset ImageNet    print the boards of a run
  claimtable export out --to excel -o boards.xlsx  the same for other programs
  claimtable report out                            the run as pages for a browser
  claimtable show arxiv:2403.99001 out             an abstract with its claims in colour
  claimtable explain "WER drops from 3.1% to 2.6%" show which rule took what
  claimtable evaluate gold.jsonl --errors metric   measure, and list what is wrong
  claimtable rules show percent                    a rule with its examples
"""


class LazyGroup(click.Group):
    """A group whose commands are imported on demand, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name: the object `command` in the module of the same name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"claimtable.cli.{cmd_name}").command
        return command


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="claimtable", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn the abstracts of papers into typed result records and leaderboards.

    Deterministic and offline; every value names the rule that took it and its place in the abstract.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command, with what goes wrong told in words; its exit code.

    Raises:
        KeyboardInterrupt: the user stopped it; it says what is kept.
    """
    if hasattr(signal, "SIGPIPE"):
        # Where the reader of our output leaves, as `head` does, end as quietly as any other tool.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # Arrow's own allocators keep what they were once given: over 100 MB in a long run
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    gc.set_threshold(_COLLECT_AFTER)  # what is imported makes no garbage: to look for it takes a tenth of the start
    try:
        code = cli.main(arguments, prog_name="claimtable", standalone_mode=False)
    except click.Abort as error:
        raise error.__context__ if isinstance(error.__context__, KeyboardInterrupt) else KeyboardInterrupt from None
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return FAILED
    except click.UsageError as error:
        hint = f"; see '{error.ctx.command_path} --help'" if error.ctx else ""
        return _failed(f"{error.format_message().rstrip('.')}{hint}")
    except click.ClickException as error:
        return _failed(error.format_message())
    except ResultsError as error:
        return _failed(str(error))
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _failed(f"{place}{error.strerror or error}; check the path, its permissions and the free space")
    except RuntimeError as error:
        if is_stop(error):
            raise KeyboardInterrupt from None
        raise
    return code if isinstance(code, int) else 0


def _failed(message: str) -> int:
    click.echo(f"{click.style('claimtable: error:', fg='red', bold=True)} {message}", err=True)
    return FAILED
