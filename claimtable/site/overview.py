"""The first page: what the run holds, in numbers and short bar charts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from claimtable.checking.codes import rules
from claimtable.site.addresses import Addresses, Board
from claimtable.site.tables import RunTables
from validation.report import Severity

_TOP = 8
_BINS = 10


class Bar(NamedTuple):
    """A bar of a chart: `share` of the longest in percent."""

    label: str
    values: int
    share: float
    href: str | None = None


class Reason(NamedTuple):
    """A sort of reject or finding."""

    code: str
    name: str
    times: int


class Overview(NamedTuple):
    """What the template of the first page shows."""

    metrics: tuple[Bar, ...]
    metric_count: int
    datasets: tuple[Bar, ...]
    dataset_count: int
    years: tuple[Bar, ...]
    undated: int
    confidence: tuple[Bar, ...]
    boards: tuple[tuple[Board, str | None], ...]
    rejects: tuple[Reason, ...]
    severities: dict[str, int]
    findings: tuple[Reason, ...]
    asked: int
    held: int
    complete: tuple[Bar, ...]


def overview(tables: RunTables, addresses: Addresses) -> Overview:
    """Count what the first page tells."""
    records = {row.record_id: row for row in tables.results}
    claims = list(records.values())
    metrics = Counter(row.metric for row in claims if row.metric)
    datasets = Counter(name for name, _ in {(row.dataset, row.record_id) for row in tables.results if row.dataset})
    years = Counter(row.published.year for row in claims if row.published)
    with_dataset = len({row.record_id for row in tables.results if row.dataset})
    stages = [
        ("a metric", sum(row.metric is not None for row in claims)),
        ("a data set", with_dataset),
        ("a named system", sum(addresses.method_page(row.method) is not None for row in claims)),
        ("something it is set against", sum(row.baseline is not None for row in claims)),
        ("an exact value", sum(row.bound.value == "exact" and row.value_high is None for row in claims)),
    ]
    codes = Counter(finding.code for finding in tables.check.findings)
    order = list(Severity)
    return Overview(
        metrics=_top(metrics, "leaderboards.html#metric="),
        metric_count=len(metrics),
        datasets=_top(datasets, "leaderboards.html#q="),
        dataset_count=len(datasets),
        years=_bars((str(year), years[year]) for year in _span(years)),
        undated=sum(row.published is None for row in claims),
        confidence=_bars(_binned([row.confidence for row in claims])),
        boards=tuple((board, addresses.scorer_page(board.ranked[0])) for board in addresses.boards if board.papers)[:_TOP],
        rejects=tuple(Reason(code, code.replace("-", " "), count) for code, count in sorted(tables.summary.rejects.items())),
        severities=tables.check.counts,
        findings=tuple(
            Reason(code, rules()[code].about, codes[code])
            for code in sorted(codes, key=lambda code: (order.index(rules()[code].severity), code))
        ),
        asked=len(tables.check.judged),
        held=sum(not judged.broken for judged in tables.check.judged),
        complete=_bars(stages, longest=len(claims)),
    )


def _top(counted: Counter[str], address: str) -> tuple[Bar, ...]:
    chosen = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOP]
    return tuple(bar._replace(href=address + quote(bar.label, safe="")) for bar in _bars(chosen))


def _bars(counts: Iterable[tuple[str, int]], *, longest: int = 0) -> tuple[Bar, ...]:
    every = list(counts)
    longest = longest or max((count for _, count in every), default=0)
    return tuple(Bar(label, count, round(100 * count / longest, 1) if longest else 0.0) for label, count in every)


def _binned(shares: Sequence[float]) -> list[tuple[str, int]]:
    counted = Counter(min(int(share * _BINS), _BINS - 1) for share in shares)
    return [(f"{number / _BINS:.1f} to {(number + 1) / _BINS:.1f}", counted[number]) for number in reversed(range(_BINS))]


def _span(years: Counter[int]) -> range:
    """The years with claims, without a gap; of a long past, the latest."""
    return range(max(min(years), max(years) - 14), max(years) + 1) if years else range(0)
