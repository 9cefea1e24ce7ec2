"""What a run turns away, laid aside on disk: first what could not be read, then what contradicts itself, then the rest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from claimtable.assembling.chunks import chunk_schema
from claimtable.folder.writers import TableWriter
from claimtable.taking.confident import CODE as UNSURE
from claimtable.taking.take import FAILED
from schemas import RejectRow
from schemas.columns import to_columns

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN = 5  # rejects of each sort that are kept in memory, for the summary
_KINDS = 3
_BATCH = 4_096


class Tally:
    """How many were rejected for what reason, and the first of each."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.first: dict[tuple[str, str], list[RejectRow]] = {}

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Count rejects."""
        for row in rows:
            kind = row["stage"], row["code"]
            self.counts[kind] += 1
            shown = self.first.setdefault(kind, [])
            if len(shown) < _SHOWN:
                shown.append(RejectRow(**row))

    def by_code(self) -> dict[str, int]:
        """How many of each code, sorted."""
        codes: Counter[str] = Counter()
        for (_, code), count in self.counts.items():
            codes[code] += count
        return dict(sorted(codes.items()))

    def unread(self) -> int:
        """How much of the input gave nothing: what could not be read, and abstracts that could not be extracted."""
        return sum(count for (stage, code), count in self.counts.items() if stage == "read" or code == FAILED)


class RejectSpool:
    """Takes the rejects as they come, gives them back by kind."""

    def __init__(self, folder: Path, tally: Tally) -> None:
        """Begin in a folder that will be thrown away."""
        import pyarrow.parquet as pq

        self._tally = tally
        self._schema = chunk_schema("rejects")
        self._paths = [folder / f"rejects-{kind}.parquet" for kind in range(_KINDS)]
        self._files: list[pq.ParquetWriter] = [pq.ParquetWriter(path, self._schema) for path in self._paths]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for file in self._files:
            file.close()

    def count(self, unread: "pa.Table") -> None:
        """Count what could not be read, which stands before all others."""
        self._tally.add(unread.to_pylist())

    def add(self, rejects: "pa.Table", taken_out: Sequence[RejectRow], entries: Sequence[str]) -> int:
        """Add rejects of these entries, and return how many values they are."""
        import pyarrow as pa

        more = to_columns("rejects", taken_out)
        rows = [*rejects.to_pylist(), *pa.Table.from_pydict(more, schema=self._schema).to_pylist()]
        if not rows:
            return 0
        place = {entry_id: number for number, entry_id in enumerate(entries)}
        rows.sort(key=lambda row: place[row["entry_id"]])
        self._tally.add(rows)
        for kind, file in enumerate(self._files):
            some = [row for row in rows if _kind(row) == kind]
            if some:
                file.write_table(pa.Table.from_pylist(some, schema=self._schema))
        return count_values(rows)

    def write_to(self, writer: TableWriter) -> None:
        """Write all that was added."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        for file, path in zip(self._files, self._paths, strict=True):
            file.close()
            with pq.ParquetFile(path, pre_buffer=False) as rows:
                for batch in rows.iter_batches(_BATCH):
                    writer.write_table(pa.Table.from_batches([batch]))


def count_values(rejects: Sequence[Mapping[str, Any]]) -> int:
    """How many values rejects of extraction and validation are."""
    # a value has a row for each of its data sets; a contradiction has one, and no record
    records = {row["record_id"] for row in rejects if row["record_id"] is not None}
    contradictions = [row for row in rejects if row["record_id"] is None and row["code"] != FAILED]
    return len(records) + len(contradictions)


def _kind(row: Mapping[str, Any]) -> int:
    """Contradictions first, then what is not sure enough, then what validation takes out."""
    return 2 if row["stage"] == "validate" else int(row["code"] == UNSURE)
