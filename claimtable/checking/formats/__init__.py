"""The forms in which findings are told: one module a form, one function `render(report, fail_on) -> str` in each."""

from collections.abc import Callable, Mapping
from importlib import import_module

from claimtable.checking.findings import CheckReport
from schemas import OptionError
from validation.report import Severity

FORMATS = ("text", "json", "github", "junit", "sarif")
Render = Callable[[CheckReport, Severity], str]


def load_format(name: str) -> Render:
    """The function that renders a report in a format.

    Raises:
        OptionError: there is no such format.
    """
    if name not in FORMATS:
        raise OptionError(f"no format {name!r}", place="--format", remedy=f"choose one of {', '.join(FORMATS)}")
    render: Render = import_module(f"claimtable.checking.formats.{name}_format").render
    return render


def rendered(report: CheckReport, formats: Mapping[str, str | None], fail_on: Severity) -> dict[str | None, str]:
    """The texts of a report by the file that they go to; None is standard output."""
    return {file: load_format(name)(report, fail_on) for name, file in formats.items()}


def parse_formats(words: tuple[str, ...]) -> dict[str, str | None]:
    """Formats with the files they go to: `sarif:out.sarif`; without a file, standard output.

    >>> parse_formats(("github", "sarif:out.sarif"))
    {'github': None, 'sarif': 'out.sarif'}

    Raises:
        OptionError: there is no such format, or two would share standard output.
    """
    formats: dict[str, str | None] = {}
    for word in words:
        name, _, file = word.partition(":")
        load_format(name)
        formats[name] = file or None
    files = list(formats.values())
    if len(files) != len(set(files)):
        raise OptionError("two formats go to one place", place="--format", remedy="give one of them a file: sarif:out.sarif")
    return formats
