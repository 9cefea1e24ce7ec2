"""Tables are judged alike wherever they are: frames, Arrow, Parquet files, or chunks as they come."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from validation_run import LEXICON, Run, good_run

from schemas.columns import arrow_schema
from validation import ValidationReport, validate_results, validate_tables

_TABLES = ("papers", "results", "comparisons", "leaderboards")


def _arrow(name: str, run: Run) -> pa.Table:
    frame = getattr(run, name).map(lambda cell: cell.value if hasattr(cell, "value") else cell)
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(name)])
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False)


def _as_files(name: str, run: Run, folder: Path) -> Path:
    folder = folder / "it's [one] of 3*"  # signs that DuckDB reads as a pattern
    folder.mkdir(exist_ok=True)
    pq.write_table(_arrow(name, run), folder / f"{name}.parquet", row_group_size=2)
    return folder / f"{name}.parquet"


def _as_arrow(name: str, run: Run, _: Path) -> pa.Table:
    return _arrow(name, run)


def _as_batches(name: str, run: Run, _: Path) -> Iterator[pa.RecordBatch]:
    return iter(_arrow(name, run).to_batches(max_chunksize=2))


def _as_frames(name: str, run: Run, _: Path) -> Iterator[pd.DataFrame]:
    frame = getattr(run, name).map(lambda cell: cell.value if hasattr(cell, "value") else cell)
    return (frame.iloc[begin : begin + 3] for begin in range(0, len(frame), 3))


_SOURCES: dict[str, Callable[[str, Run, Path], object]] = {
    "Parquet files": _as_files,
    "Arrow tables": _as_arrow,
    "Arrow batches": _as_batches,
    "chunks of frames": _as_frames,
}


# of every table, by row and by what only the whole table shows
_BREACHES = frozenset({"CT005", "CT008", "CT010", "CT013", "CT025", "CT027", "CT040", "CT050"})


def _told(report: ValidationReport) -> list[tuple[object, ...]]:
    return [(o.code, o.table, o.columns, o.failing_rows, o.failing_positions, o.unexpected_count) for o in report.outcomes]


def _broken() -> Run:
    """A breach in every table, those that only the whole table shows among them."""
    run = good_run()
    run.papers.loc[2, "duplicate_of"] = "p9"
    run.results.loc[7, "start"] = 0
    run.results.loc[6, "row_id"] = "p1/1"
    run.results.loc[3, "method"] = "Alder"
    run.results["metric"] = ["F1", *run.results["metric"][1:]]
    run.comparisons.loc[0, "subject_value"] = 90.0
    return run._replace(leaderboards=run.leaderboards.assign(rank=[1, 1, 3]))


@cache
def _as_frames_say(make: Callable[[], Run], asked: frozenset[str] | None = None) -> ValidationReport:
    run = make()
    return validate_tables({name: getattr(run, name) for name in _TABLES}, counts=run.counts, lexicon=LEXICON, select=asked)


def _judged(make: Callable[[], Run], kinds: Sequence[str], folder: Path, asked: frozenset[str] | None = None) -> ValidationReport:
    """The four tables, each as a source of its kind."""
    run = make()
    sources = {name: _SOURCES[kind](name, run, folder) for name, kind in zip(_TABLES, kinds, strict=True)}
    return validate_tables(sources, counts=run.counts, lexicon=LEXICON, select=asked)


@pytest.fixture
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two chunks of results: a suite costs the same for three rows as for thousands."""
    monkeypatch.setattr("validation.run.CHUNK", 5)


@pytest.mark.usefixtures("_small_chunks")
@pytest.mark.parametrize("kind", _SOURCES)
def test_every_source_is_judged_as_frames_are(kind: str, tmp_path: Path) -> None:
    # all else comes to be a Parquet file too, so that one kind is asked everything
    asked = None if kind == "Parquet files" else _BREACHES
    report = _judged(_broken, [kind] * len(_TABLES), tmp_path, asked)
    assert _told(report) == _told(_as_frames_say(_broken, asked))
    assert {o.code for o in report.failed()} >= _BREACHES
    assert {outcome.table for outcome in report.failed()} <= {*_TABLES}


@pytest.mark.usefixtures("_small_chunks")
def test_good_tables_of_all_sources_together_break_nothing(tmp_path: Path) -> None:
    report = _judged(good_run, list(_SOURCES), tmp_path)
    assert _told(report) == _told(_as_frames_say(good_run))
    assert report.failed() == ()


def test_a_table_without_rows_is_judged_from_no_chunks_at_all() -> None:
    run = good_run()
    report = validate_results(papers=run.papers, results=iter(()), lexicon=LEXICON)
    assert report.outcomes
    assert report.failed() == ()


def test_chunks_of_other_types_are_refused_with_their_number() -> None:
    run = good_run()
    bad = run.results.assign(value=["high"] * len(run.results))
    with pytest.raises(ValueError, match="chunk 2 of results"):
        validate_results(papers=run.papers, results=iter([run.results, bad]), lexicon=LEXICON)


def test_rejects_are_judged_by_their_shape() -> None:
    names = arrow_schema("rejects").names
    row = dict.fromkeys(names) | {"stage": "read", "code": "empty-abstract", "reason": "the abstract is empty"}
    frame = pd.DataFrame([row, row | {"reason": None, "start": "eleven"}], columns=names)
    failed = validate_tables({"rejects": frame}).failed()
    assert {(o.code, o.columns[0], o.failing_positions) for o in failed if o.code == "CT002"} == {("CT002", "start", (1,))}
    assert [o.failing_positions for o in failed if o.code == "CT003"] == [(1,)]


def test_many_linked_scores_on_one_data_set_are_judged_in_little_memory() -> None:
    run = good_run()
    many = pd.concat([run.results.iloc[:2]] * 15_000, ignore_index=True)
    for name in ("row_id", "record_id", "reference_id"):
        many[name] += "~" + (many.index // 2).astype(str)
    assert many.dataset.nunique() == 1
    many.loc[0, "dataset"] = "Moor"
    (broken,) = run._replace(results=many).judged("CT034").failed()
    assert broken.unexpected_count == 1
