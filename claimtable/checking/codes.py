"""Every code that `claimtable check` knows, whichever room judges it; and which of them a user selected."""

from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType

from pydantic import Field

from schemas import OptionError
from schemas.base import Frozen
from validation.audit import CODES
from validation.catalogue import CHECKS
from validation.report import Severity

EVERY = "ALL"
# Comparisons across papers are worth a look, seldom a mistake.
OFF_BY_DEFAULT = frozenset({"CT121", "CT122"})


class Rule(Frozen):
    """One code: what it says, and how bad it is where it does not hold."""

    code: str
    name: str
    severity: Severity
    about: str = Field(description="What is expected, or for CT1xx what was found, in plain words.")


_FILES = (
    Rule(code="CT070", name="file-as-written", severity=Severity.CRITICAL, about="A file is the one that its manifest lists."),
    Rule(code="CT071", name="file-there", severity=Severity.CRITICAL, about="Every file that the manifest lists is there."),
    Rule(code="CT072", name="rows-as-written", severity=Severity.CRITICAL, about="A table has the rows its manifest counts."),
    Rule(code="CT073", name="manifest-counts", severity=Severity.CRITICAL, about="The manifest holds the counts of its run."),
    Rule(code="CT080", name="input-read", severity=Severity.WARNING, about="Every part of the input can be read."),
    Rule(
        code="CT081",
        name="value-rejected",
        severity=Severity.INFO,
        about="No extracted value contradicts itself; one that does stands in rejects and not in results.",
    ),
    Rule(
        code="CT090",
        name="rows-kept",
        severity=Severity.CRITICAL,
        about="Of the rows of the earlier run, no larger share is lost than is allowed.",
    ),
    Rule(
        code="CT091",
        name="boards-kept",
        severity=Severity.CRITICAL,
        about="Of the leaderboards of the earlier run, no larger share is lost than is allowed.",
    ),
    Rule(
        code="CT092",
        name="metrics-kept",
        severity=Severity.CRITICAL,
        about="The share of rows without metric has not grown by more than is allowed.",
    ),
    Rule(
        code="CT093",
        name="datasets-kept",
        severity=Severity.CRITICAL,
        about="The share of rows without data set has not grown by more than is allowed.",
    ),
    Rule(
        code="CT094",
        name="changed-since",
        severity=Severity.INFO,
        about="Rows and leaderboards are those of the earlier run.",
    ),
)


@cache
def rules() -> Mapping[str, Rule]:
    """All codes, in order.

    >>> rules()["CT010"].name, rules()["CT101"].severity.value, rules()["CT070"].severity.value
    ('span-slices', 'warning', 'critical')
    """
    suites = [Rule(code=c.code, name=c.name, severity=c.severity, about=c.about) for c in CHECKS.values()]
    audit = [Rule(code=c.code, name=c.name, severity=c.severity, about=c.about) for c in CODES.values()]
    return MappingProxyType({rule.code: rule for rule in sorted((*suites, *audit, *_FILES), key=lambda rule: rule.code)})


def selected(select: Collection[str], ignore: Collection[str]) -> frozenset[str]:
    """The codes to judge by: those that begin with a selected word, but for those that begin with an ignored one.

    >>> sorted(selected(["CT10"], ["CT102", "CT105"]))
    ['CT101', 'CT103', 'CT104', 'CT106', 'CT107', 'CT108']
    >>> "CT121" in selected([], []), "CT121" in selected(["ALL"], [])
    (False, True)

    Raises:
        OptionError: A word begins no code.
    """
    chosen = _beginning(select, "--select") if select else frozenset(rules()) - OFF_BY_DEFAULT
    return chosen - _beginning(ignore, "--ignore")


def _beginning(words: Collection[str], option: str) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        codes = {code for code in rules() if word == EVERY or (word and code.startswith(word))}
        if not codes:
            raise OptionError(f"no code begins with {word!r}", place=option, remedy=f"codes are {min(rules())} to {max(rules())}")
        found |= codes
    return frozenset(found)
