"""One HTML page of a check that needs no network: suites, results, and the failing rows with their sentences marked."""

from collections import defaultdict
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment
from markupsafe import Markup, escape

from claimtable.checking.codes import Rule, rules
from claimtable.checking.findings import CheckFinding, CheckReport
from claimtable.evidence.drawing import cut
from schemas import Span
from validation.report import Severity

_SHOWN = 500  # of each code: a page is for reading
_COLUMNS = 4


def to_page(report: CheckReport, fail_on: Severity) -> str:
    """The page as one text, styles and all."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["sentence"] = marked_sentence
    template = environment.from_string((files("claimtable.checking") / "page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        report=report,
        fail_on=fail_on.value,
        failing=len(report.failing(fail_on)),
        groups=_groups(report),
        suites=_suites(report),
    )


def _groups(report: CheckReport) -> list[tuple[Rule, int, list[CheckFinding]]]:
    found: dict[str, list[CheckFinding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.code].append(finding)
    order = list(Severity)
    codes = sorted(found, key=lambda code: (order.index(rules()[code].severity), code))
    return [(rules()[code], len(found[code]), found[code][:_SHOWN]) for code in codes]


def _suites(report: CheckReport) -> list[tuple[str, list[tuple[Rule, int, str]]]]:
    def table(asked: tuple[str, Rule, int, str]) -> str:
        return asked[0]

    every = [(one.table, rules()[one.code], one.broken, _columns(one.columns)) for one in report.judged]
    # The audit asks every abstract; only what it finds is known.
    return [(name, [asked[1:] for asked in group]) for name, group in groupby(sorted(every, key=table), key=table)]


def _columns(columns: tuple[str, ...]) -> str:
    return ", ".join(columns) if len(columns) <= _COLUMNS else ""


def marked_sentence(finding: CheckFinding) -> Markup:
    """The sentence of a finding with its value marked.

    >>> from claimtable.checking.findings import Place
    >>> place, quote = Place(path="a.txt"), "Tarn < 91.2% here."
    >>> told = {"code": "CT010", "name": "n", "severity": "critical", "message": "m", "place": place, "quote": quote}
    >>> str(marked_sentence(CheckFinding(**told, marked="91.2%")))
    'Tarn &lt; <mark>91.2%</mark> here.'
    """
    quote, marked = finding.quote or "", finding.marked or ""
    at = quote.find(marked) if marked else -1
    if at < 0:
        return escape(quote)
    pieces = cut(quote, [Span(start=at, end=at + len(marked))])
    return Markup().join(Markup("<mark>{}</mark>").format(piece) if mark else escape(piece) for piece, mark in pieces)
