"""Each expectation has a table that breaks it; the good run breaks none."""

from collections.abc import Callable
from datetime import date
from functools import cache

import pandas as pd
import pytest
from validation_run import LEXICON, Run, good_run

from schemas import LeaderboardRow, Paper, ResultRow
from validation import RunCounts, Severity, ValidationReport, validate_results
from validation.catalogue import CHECKS
from validation.schema_columns import columns_of


def _set(table: str, column: str, position: int, value: object) -> Callable[[Run], Run]:
    def broken(run: Run) -> Run:
        frame = getattr(run, table).copy()
        frame[column] = frame[column].astype(object)
        frame.at[position, column] = value
        return run._replace(**{table: frame})

    return broken


def _ranked(*ranks: int) -> Callable[[Run], Run]:
    return lambda run: run._replace(leaderboards=run.leaderboards.assign(rank=list(ranks)))


def _without(table: str, column: str) -> Callable[[Run], Run]:
    return lambda run: run._replace(**{table: getattr(run, table).drop(columns=column)})


def _counted(**fields: int) -> Callable[[Run], Run]:
    return lambda run: run._replace(counts=RunCounts(**{**run.counts.model_dump(), **fields}))


# code, the table that fails, the rows that fail, and how the good run is broken
BROKEN = {
    "a column is missing": ("CT001", "results", (), _without("results", "uncertainty")),
    "a column is missing from leaderboards": ("CT001", "leaderboards", (), _without("leaderboards", "note")),
    "a value is text": ("CT002", "results", ("p1/1",), _set("results", "value", 0, "91.2")),
    "an offset is a fraction": ("CT002", "results", ("p1/1",), _set("results", "start", 0, 10.5)),
    "a day is text": ("CT002", "papers", ("p1",), _set("papers", "published", 0, "May 2024")),
    "conditions are one string": ("CT002", "results", ("p1/1",), _set("results", "conditions", 0, "5-shot")),
    "a flag is text": ("CT002", "results", ("p1/1",), _set("results", "higher_is_better", 0, "yes")),
    "a value is infinite": ("CT002", "results", ("p1/1",), _set("results", "value", 0, float("inf"))),
    "a sentence is null": ("CT003", "results", ("p1/1",), _set("results", "sentence", 0, None)),
    "an abstract is null": ("CT003", "papers", ("p1",), _set("papers", "abstract", 0, None)),
    "a kind that is no kind": ("CT004", "results", ("p1/1",), _set("results", "kind", 0, "level")),
    "a bound that is no bound": ("CT004", "results", ("p1/1",), _set("results", "bound", 0, "about")),
    "a role that is no role": ("CT004", "leaderboards", 1, _set("leaderboards", "role", 0, "x")),
    "a row_id twice": ("CT005", "results", ("p1/1", "p1/1"), _set("results", "row_id", 1, "p1/1")),
    "an entry_id twice": ("CT005", "papers", ("p1", "p1"), _set("papers", "entry_id", 1, "p1")),
    "confidence over 1": ("CT006", "results", ("p1/1",), _set("results", "confidence", 0, 1.5)),
    "published in the year 24": ("CT007", "papers", ("p1",), _set("papers", "published", 0, date(24, 5, 1))),
    "a duplicate of nothing": ("CT008", "papers", ("p2~2",), _set("papers", "duplicate_of", 2, "p9")),
    "a duplicate of a duplicate": ("CT008", "papers", ("p1",), _set("papers", "duplicate_of", 0, "p2~2")),
    "an offset is off by one": ("CT010", "results", ("p1/1",), _set("results", "start", 0, 40)),
    "an offset is beyond the text": ("CT010", "results", ("p1/1",), _set("results", "end", 0, 9000)),
    "a sentence of another paper": ("CT011", "results", ("p1/1",), _set("results", "sentence", 0, "On Fjord.")),
    "a sentence beside the value": ("CT011", "results", ("p1/1",), _set("results", "sentence", 0, "It placed second.")),
    "an entry that is not in papers": ("CT012", "results", ("p2/1",), _set("results", "entry_id", 6, "p7")),
    "a title of another paper": ("CT012", "results", ("p1/1",), _set("results", "title", 0, "On p2")),
    "a day of another paper": ("CT012", "results", ("p1/1",), _set("results", "published", 0, date(2023, 1, 1))),
    "two rows of a record disagree": ("CT013", "results", ("p1/3", "p1/3b"), _set("results", "method", 3, "Alder")),
    "a range runs backwards": ("CT014", "results", ("p2/2",), _set("results", "value_high", 7, 2.0)),
    "a change without direction": ("CT015", "results", ("p1/3",), _set("results", "direction", 2, None)),
    "a score with a basis": ("CT015", "results", ("p1/1",), _set("results", "basis", 0, "absolute")),
    "a signed change": ("CT016", "results", ("p1/3",), _set("results", "value", 2, -2.1)),
    "rank one and a half": ("CT016", "results", ("p1/5",), _set("results", "value", 5, 1.5)),
    "a factor in points": ("CT017", "results", ("p1/3",), _set("results", "basis", 2, "factor")),
    "times, absolute": ("CT017", "results", ("p1/3",), _set("results", "unit", 2, "x")),
    "a metric without its words": ("CT018", "results", ("p1/1",), _set("results", "metric_text", 0, None)),
    "a data set without its words": ("CT019", "results", ("p1/1",), _set("results", "dataset_text", 0, None)),
    "a value ten times too large": ("CT020", "results", ("p1/4",), _set("results", "value", 4, 120.0)),
    "a percentage in ms": ("CT021", "results", ("p1/1",), _set("results", "unit", 0, "ms")),
    "a latency in GB": ("CT022", "results", ("p1/4",), _set("results", "unit", 4, "GB")),
    "a latency that should be high": ("CT023", "results", ("p1/4",), _set("results", "higher_is_better", 4, True)),
    "a direction out of nowhere": ("CT023", "results", ("p1/5",), _set("results", "higher_is_better", 5, True)),
    "a link to nothing": ("CT024", "results", ("p1/1",), _set("results", "reference_id", 0, "p1/9")),
    "a link to itself": ("CT024", "results", ("p1/1",), _set("results", "reference_id", 0, "p1/1")),
    "a link to a change": ("CT024", "results", ("p1/1",), _set("results", "reference_id", 0, "p1/3")),
    "a link to another paper": ("CT024", "results", ("p1/1",), _set("results", "reference_id", 0, "p2/1")),
    "a link to another metric": ("CT025", "results", ("p1/1",), _set("results", "reference_id", 0, "p1/4")),
    "a link to another data set": ("CT034", "results", ("p1/1",), _set("results", "dataset", 1, "Moor")),
    "a link that its comparison does not know": ("CT043", "comparisons", 1, _set("results", "reference_id", 0, "p2/1")),
    "a unit that its comparison does not know": ("CT044", "comparisons", 1, _set("results", "unit", 0, "point")),
    "a unit that its board does not know": ("CT057", "leaderboards", 1, _set("results", "unit", 6, "point")),
    "two that point at each other": ("CT026", "results", ("p1/1", "p1/2"), _set("results", "reference_id", 1, "p1/1")),
    "another metric of the paper": ("CT027", "results", ("p1/1",), _set("results", "metric", 0, "F1")),
    "another data set of the paper": ("CT028", "results", ("p1/1",), _set("results", "dataset", 0, "Meadow")),
    "a comparison of the other direction": ("CT042", "comparisons", 1, _set("comparisons", "direction", 1, "decrease")),
    "a comparison of another size": ("CT042", "comparisons", 1, _set("comparisons", "difference", 1, 3.1)),
    "a board with another bound": ("CT055", "leaderboards", 1, _set("leaderboards", "bound", 0, "approx")),
    "an exact value with a bound": ("CT029", "results", ("p1/1",), _set("results", "bound", 0, "up_to")),
    "a unit that is not the text's": ("CT031", "results", ("p1/4",), _set("results", "unit", 4, "s")),
    "a value twice on one data set": ("CT032", "results", ("p1/3", "p1/3b"), _set("results", "dataset", 3, "Fjord")),
    "points that are relative": ("CT033", "results", ("p1/3",), _set("results", "basis", 2, "relative")),
    "an accuracy of 104%": ("CT030", "results", ("p1/1",), _set("results", "value", 0, 104.0)),
    "a range that ends at 130%": ("CT030", "results", ("p2/2",), _set("results", "value_high", 7, 130.0)),
    "a comparison of no record": ("CT040", "comparisons", ("c1",), _set("comparisons", "subject_record_id", 0, "x")),
    "a comparison with another value": ("CT040", "comparisons", ("c1",), _set("comparisons", "subject_value", 0, 92.1)),
    "a difference that does not add up": ("CT041", "comparisons", ("c1",), _set("comparisons", "difference", 0, 3.3)),
    "a rank left out": ("CT050", "leaderboards", 3, _set("leaderboards", "rank", 2, 3)),
    "a tie with two ranks": ("CT051", "leaderboards", 3, _set("leaderboards", "rank", 1, 2)),
    "a worse score before a better": ("CT052", "leaderboards", 3, _ranked(2, 2, 1)),
    "a bound that ranks": ("CT053", "leaderboards", 1, _set("leaderboards", "bound", 0, "at_least")),
    "a range that ranks": ("CT053", "leaderboards", 1, _set("leaderboards", "score_high", 0, 93.0)),
    "a duplicate that ranks": ("CT054", "leaderboards", 1, _set("leaderboards", "entry_id", 1, "p2~2")),
    "a board without its row": ("CT055", "leaderboards", 1, _set("leaderboards", "row_id", 0, "p1/9")),
    "a board of another metric": ("CT055", "leaderboards", 1, _set("leaderboards", "metric", 0, "F1")),
    "a score of its own": ("CT056", "leaderboards", 1, _set("leaderboards", "score", 2, 80.8)),
    "a paper lost": ("CT060", "run", 1, _counted(papers_read=4)),
    "a value lost": ("CT061", "run", 1, _counted(values_extracted=9)),
    "a value written but not held": ("CT062", "run", 1, _counted(values_extracted=9, values_written=8)),
}  # fmt: skip


@cache
def _good_report() -> ValidationReport:
    return good_run().judged()


def test_good_run_breaks_nothing() -> None:
    assert [(o.code, o.table, o.columns, o.observed) for o in _good_report().failed()] == []
    assert _good_report().success


@pytest.mark.parametrize("case", BROKEN)
def test_each_breach_is_found(case: str) -> None:
    code, table, failing, broken = BROKEN[case]
    run = broken(good_run())
    report = run.judged(code)
    found = [outcome for outcome in report.failed() if (outcome.code, outcome.table) == (code, table)]
    assert len(found) == 1, [(o.code, o.table, o.failing_rows) for o in report.failed()]
    (outcome,) = found
    assert outcome.severity is CHECKS[code].severity
    assert outcome.unexpected_count == (failing if isinstance(failing, int) else max(1, len(failing)))
    assert isinstance(failing, int) or outcome.failing_rows == failing
    assert report.success == (outcome.severity is not Severity.CRITICAL)


def test_every_expectation_has_a_breach() -> None:
    assert {code for code, *_ in BROKEN.values()} == set(CHECKS)
    assert {outcome.code for outcome in _good_report().outcomes} == set(CHECKS)


def test_empty_tables_are_good() -> None:
    run = good_run()
    empty = {name: getattr(run, name).iloc[:0] for name in ("papers", "results", "comparisons", "leaderboards")}
    zero = RunCounts(papers_read=0, papers_written=0, values_extracted=0, values_written=0, values_rejected=0)
    assert Run(**empty, counts=zero).judged().failed() == ()


def test_tables_read_back_from_parquet_are_good(tmp_path) -> None:
    run = good_run()
    read: dict[str, pd.DataFrame] = {}
    for name in ("papers", "results", "comparisons", "leaderboards"):
        frame = getattr(run, name)
        for column in frame:  # enums as their words
            frame[column] = frame[column].map(lambda v: v.value if hasattr(v, "value") else v).astype(frame[column].dtype)
        frame.to_parquet(tmp_path / f"{name}.parquet")
        read[name] = pd.read_parquet(tmp_path / f"{name}.parquet")
    assert [(o.code, o.columns, o.observed) for o in run._replace(**read).judged().failed()] == []


def test_an_old_index_does_not_hide_the_row() -> None:
    run = _set("results", "start", 0, 40)(good_run())
    results = run.results.set_index(pd.Index(range(70, 70 + len(run.results))))
    report = validate_results(papers=run.papers, results=results, lexicon=LEXICON)
    assert {outcome.failing_positions for outcome in report.failed() if outcome.code == "CT010"} == {(0,)}


@pytest.mark.parametrize("model", [Paper, ResultRow, LeaderboardRow])
def test_columns_come_from_the_models(model) -> None:
    assert [column.name for column in columns_of(model)] == list(model.model_fields)


def test_a_data_set_may_go_by_the_short_name_that_the_abstract_gives() -> None:
    run = good_run()
    told = "Fjord Tide Records (Fjord)"
    papers = run.papers.assign(abstract=[f"{text} {told}." for text in run.papers["abstract"]])
    lexicon = LEXICON._replace(canonical_dataset=lambda text: text)
    for said, count in (("Fjord Tide Records", 0), ("Moor Records", 1)):
        results = _set("results", "dataset_text", 0, said)(run).results
        report = validate_results(papers=papers, results=results, lexicon=lexicon, select={"CT028"})
        assert [outcome.unexpected_count for outcome in report.outcomes if outcome.code == "CT028"] == [count]


def test_chunks_judge_as_the_whole_does(monkeypatch) -> None:
    run = _set("results", "start", 7, 0)(_set("results", "row_id", 6, "p1/1")(good_run()))
    run = _set("results", "method", 3, "Alder")(run)
    asked = {"CT005", "CT010", "CT013"}
    whole = run.judged(*asked).failed()
    monkeypatch.setattr("validation.run.CHUNK", 3)
    chunks = run.judged(*asked).failed()
    assert [(o.code, o.failing_rows, o.failing_positions, o.unexpected_count) for o in chunks] == [
        (o.code, o.failing_rows, o.failing_positions, o.unexpected_count) for o in whole
    ]
    assert {o.code for o in whole} == asked


def test_rows_without_their_paper_are_judged_by_their_own_text() -> None:
    run = _set("results", "end", 0, 9)(good_run())
    run = _set("results", "sentence", 5, "It came third.")(run)
    report = validate_results(papers=run.papers.iloc[:0], results=run.results, lexicon=LEXICON, select={"CT010", "CT011"})
    assert {o.code: o.failing_rows for o in report.failed()} == {"CT010": ("p1/1",), "CT011": ("p1/5",)}
