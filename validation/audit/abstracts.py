"""The rows of one abstract as the audit reads them: one value once, with its data sets, and its links followed."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schemas import ResultRow
from validation.audit.findings import CODES, Finding


class Value(NamedTuple):
    """One record: its first row, and the data sets of all its rows."""

    row: ResultRow
    datasets: frozenset[str]

    @property
    def conditions(self) -> frozenset[str]:
        """The conditions, in no order."""
        return frozenset(self.row.conditions)


class AuditedAbstract(NamedTuple):
    """The values of one abstract in text order."""

    entry_id: str
    values: tuple[Value, ...]

    def reference(self, value: Value) -> Value | None:
        """The value that this one points at."""
        wanted = value.row.reference_id
        return next((other for other in self.values if other.row.record_id == wanted), None) if wanted else None

    def sentences(self) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """Each sentence with its values, in text order."""
        found: dict[str, list[Value]] = {}
        for value in self.values:
            found.setdefault(value.row.sentence, []).append(value)
        yield from ((sentence, tuple(values)) for sentence, values in found.items())


def by_abstract(rows: Iterable[ResultRow]) -> list[AuditedAbstract]:
    """The rows by entry, in the order in which the entries first appear."""
    entries: dict[str, dict[str, list[ResultRow]]] = {}
    for row in rows:
        entries.setdefault(row.entry_id, {}).setdefault(row.record_id, []).append(row)
    return [
        AuditedAbstract(
            entry_id,
            tuple(
                sorted(
                    (Value(one[0], frozenset(row.dataset for row in one if row.dataset)) for one in records.values()),
                    key=lambda value: value.row.start,
                )
            ),
        )
        for entry_id, records in entries.items()
    ]


def finding(code: str, about: Value, explanation: str, *others: Value) -> Finding:
    """A finding about a value, with the others that do not agree with it."""
    kind = CODES[code]
    involved = sorted((about, *others), key=lambda value: value.row.start)
    return Finding(
        code=code,
        name=kind.name,
        severity=kind.severity,
        entry_id=about.row.entry_id,
        record_ids=tuple(value.row.record_id for value in involved),
        start=about.row.start,
        end=about.row.end,
        quote=about.row.sentence,
        explanation=explanation,
    )
