"""A progress bar on standard error, where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int | None], None]


@contextmanager
def progress_bar(doing: str = "extracting", unit: str = "papers") -> Iterator[Progress | None]:
    """What to call with (units done, units in all or None where nobody knows), or None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from claimtable.cli.console import console

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeRemainingColumn())
    with Bar(*columns, console=console(stderr=True), transient=True) as bar:
        job = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(job, completed=done, total=total)
