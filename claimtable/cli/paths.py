"""The types of arguments and options that are paths."""

from pathlib import Path

import click

# Whoever opens a path says what is wrong with it, and goes on with the others; click would end it all, and name no remedy.
PATH = click.Path(path_type=Path, readable=False)
INPUT = click.Path(allow_dash=True, readable=False)
