"""A pytest plugin: `pytest --claimtable outputs/` turns each finding of `claimtable check` into a test.

Loaded by every pytest in the environment, so it imports nothing heavy until its option is used.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from claimtable.checking import CheckFinding, CheckReport, Settings


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the plugin; settings stand where those of `claimtable check` do."""
    group = parser.getgroup("claimtable", "result tables")
    group.addoption(
        "--claimtable",
        action="append",
        default=[],
        metavar="PATH",
        help="output folder, table or pages to check; each finding is a test (may be repeated)",
    )
    group.addoption(
        "--claimtable-fail-on",
        choices=["critical", "warning", "info"],
        help="lowest severity that fails; findings below it are skipped tests (default: critical)",
    )


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add a test for each finding, and one for each code that held."""
    for path in config.getoption("--claimtable"):
        items.extend(_collected(session, config, path))


def _collected(session: pytest.Session, config: pytest.Config, path: str) -> Iterator["FindingItem"]:
    from claimtable.checking import check_paths, read_settings
    from schemas import ResultsError

    try:
        settings = read_settings(folder=config.rootpath, fail_on=config.getoption("--claimtable-fail-on"))
        report = check_paths([path], settings)
    except ResultsError as error:
        raise pytest.UsageError(f"--claimtable: {error}") from None
    for name, finding in _named(path, report):
        yield FindingItem.from_parent(session, name=name, finding=finding, settings=settings)


def _named(path: str, report: "CheckReport") -> Iterator[tuple[str, "CheckFinding | None"]]:
    broken = {(finding.code, finding.table) for finding in report.findings}
    for code, table in dict.fromkeys((one.code, one.table) for one in report.judged):
        if (code, table) not in broken:
            yield f"{path}::{table}::{code}", None
    taken: dict[str, int] = {}
    for finding in report.findings:
        name = f"{path}::{finding.table or 'run'}::{finding.code}[{finding.row_id or finding.place}]"
        taken[name] = taken.get(name, 0) + 1
        yield name if taken[name] == 1 else f"{name}#{taken[name]}", finding


class FindingError(Exception):
    """A finding, as a test that fails."""


class FindingItem(pytest.Item):
    """One finding, or one code that held."""

    def __init__(self, *, finding: "CheckFinding | None", settings: "Settings", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._finding, self._settings = finding, settings

    def runtest(self) -> None:
        """Pass where nothing was found, fail at or above the threshold, be skipped below it."""
        finding = self._finding
        if finding is None:
            return
        if not finding.severity.reaches(self._settings.fail_on):
            pytest.skip(f"{finding.severity.value}: {finding.message}")
        raise FindingError(finding)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What `claimtable check` says of it, without a stack trace."""
        if isinstance(excinfo.value, FindingError) and self._finding is not None:
            from claimtable.checking.formats.text_format import finding_lines

            return "\n".join(finding_lines(self._finding))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[str, int | None, str]:
        """The place of the finding."""
        if self._finding is None:
            return str(self.config.rootpath), None, self.name
        place = self._finding.place
        return place.path, None if place.line is None else place.line - 1, self.name
