"""`from claimtable import extract_records, extract_frame, highlight`, and the functions that docs/ name beside them."""

import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from claimtable import extract_frame, extract_records, highlight
from claimtable.cluster.partition import extract_partition
from claimtable.exports import export_run
from claimtable.folder.store import read_table
from claimtable.in_memory import build_results
from schemas import InputError
from schemas.columns import table_columns

ABSTRACT = "Tidepool reaches 84.5% accuracy on ImageNet and CIFAR-100."


def test_records_slice_back() -> None:
    records = extract_records(ABSTRACT)
    assert [record.value for record in records] == [84.5]
    assert ABSTRACT[records[0].start : records[0].end] == records[0].value_text


def test_title_names_the_system() -> None:
    (record,) = extract_records("Our method reaches 84.5% accuracy on ImageNet.", title="DeepTide: Detection in Crowds")
    assert record.method == "DeepTide"


def test_frame_has_a_row_for_each_value_and_data_set() -> None:
    frame = pd.DataFrame({"id": ["a", None], "abstract": [ABSTRACT, None], "published": ["2024-05-31", None]})
    results = extract_frame(frame)
    assert list(results.columns) == [column.name for column in table_columns("results")]
    assert list(results["dataset"]) == ["ImageNet", "CIFAR-100"]
    assert list(results["paper_id"]) == ["a", "a"]
    assert results["published"].iloc[0] == pd.Timestamp("2024-05-31")


def test_papers_without_or_with_the_same_id_stay_apart() -> None:
    results = extract_frame(pd.DataFrame({"abstract": [ABSTRACT, ABSTRACT]}))
    assert list(results["paper_id"].unique()) == ["row#1", "row#2"]
    results = extract_frame(pd.DataFrame({"id": ["a", "a"], "abstract": [ABSTRACT, ABSTRACT]}))
    assert list(results["entry_id"].unique()) == ["a", "a~2"]
    assert results["row_id"].is_unique


@pytest.mark.parametrize(
    ("columns", "place"),
    [({"text": ["x"]}, "text"), ({"abstract": [3]}, "row 1")],
)
def test_a_frame_that_cannot_be_read_says_where(columns: dict[str, list[object]], place: str) -> None:
    with pytest.raises(InputError, match=place):
        extract_frame(pd.DataFrame(columns))


def test_import_is_light() -> None:
    code = "import sys, claimtable; sys.exit(bool({'pandas', 'pydantic', 'great_expectations'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


SERIES = pd.Series([ABSTRACT])
FRAME = pd.DataFrame({"abstract": [ABSTRACT]})


@pytest.mark.parametrize(
    ("function", "given", "words"),
    [
        (extract_records, None, "extract_records: None is no abstract; give the text as a str"),
        (extract_records, 3, "an int is no abstract"),
        (extract_records, [ABSTRACT], "a list is no abstract; call it for each abstract, or give extract_frame a DataFrame"),
        (extract_records, b"text", r"bytes is no abstract; decode it first"),
        (extract_records, FRAME, "a DataFrame is no abstract; extract_frame reads a DataFrame"),
        (extract_frame, None, "extract_frame: None is no DataFrame"),
        (extract_frame, "abc", "a str is no DataFrame; extract_records reads one abstract"),
        (extract_frame, {"abstract": [ABSTRACT]}, r"a dict is no DataFrame; give a pandas.DataFrame\(\{'abstract'"),
        (extract_frame, [ABSTRACT], "a list is no DataFrame"),
        (extract_frame, SERIES, r"a Series is no DataFrame; give series.to_frame\('abstract'\)"),
        (extract_frame, pa.table({"abstract": [ABSTRACT]}), "a Table is no DataFrame; give its .to_pandas"),
        (highlight, None, "highlight: None cannot be marked; give an abstract"),
        (highlight, [ABSTRACT], "a list cannot be marked"),
        (highlight, SERIES, "a Series cannot be marked"),
        (extract_partition, [ABSTRACT], r"extract_partition: a list is no DataFrame; .*'id': \[...\], 'abstract'"),
        (extract_partition, pd.DataFrame({"id": ["a"], "abstract": [3]}), "row 1 of the partition: an int is no abstract"),
        (lambda title: extract_records(ABSTRACT, title=title), 3, "extract_records, title: an int is no title"),
        (lambda title: highlight(ABSTRACT, title=title), float("nan"), "highlight, title: a float is no title"),
        (lambda folder: read_table(folder, "results"), None, "read_table: None is no path; give a str"),
        (lambda folder: export_run(folder, "csv", "out"), 3, "export_run, folder: an int is no path"),
    ],
)  # fmt: skip
def test_what_a_function_cannot_take_is_told_with_the_remedy(function: Callable[[Any], Any], given: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        function(given)


def test_highlight_takes_what_extract_records_gives() -> None:
    records = extract_records(ABSTRACT)
    assert str(highlight(records)) == records._repr_html_()
    assert str(highlight(records[0])) == records[0]._repr_html_()
    assert "no results" in str(highlight(extract_records("We are here.")))


def test_highlight_takes_a_table_as_files_hold_it(tmp_path: Path) -> None:
    results = extract_frame(pd.DataFrame({"abstract": ["With 5-shot prompts, Tidepool reaches 84.5% accuracy on ImageNet."]}))
    results.to_parquet(tmp_path / "results.parquet")
    in_csv = results.assign(conditions=results["conditions"].map(lambda phrases: json.dumps(list(phrases))))
    in_csv.to_csv(tmp_path / "results.csv", index=False)
    shown = str(highlight(results))
    assert "84.5" in shown
    assert str(highlight(pd.read_parquet(tmp_path / "results.parquet"))) == shown
    assert str(highlight(pd.read_csv(tmp_path / "results.csv"))) == shown
    with pytest.raises(InputError, match="highlight, row 1: kind"):
        highlight(results.assign(kind="level"))


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pd.DataFrame([[ABSTRACT, ABSTRACT]], columns=["abstract", "abstract"]), "two columns 'abstract'"),
        (pd.DataFrame({"abstract": pd.Series(["ok", "a \ud800 b"], dtype=object)}), "row 2: abstract holds half a character"),
        (pd.DataFrame({"abstract": [["a", "list"]]}), "row 1: abstract is a list, not a text"),
    ],
)
def test_a_frame_with_odd_cells_says_where(frame: pd.DataFrame, words: str) -> None:
    with pytest.raises(InputError, match=words):
        extract_frame(frame)


DAY = date(2024, 5, 31)
DAYS = ["2024", "2024-05", "May 2024", 2024, 2024.0, None, "31 May 2024", "2024-05-31", DAY, pd.Timestamp(DAY)]


@pytest.mark.parametrize("day", DAYS, ids=repr)
def test_a_frame_reads_days_as_the_command_does(day: object, tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a"], "abstract": [ABSTRACT], "published": pd.Series([day], dtype=object)})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        results = extract_frame(frame)
    frame.to_csv(tmp_path / "papers.csv", index=False)
    run = build_results([str(tmp_path / "papers.csv")])
    told = {None if pd.isna(one) else one.date() for one in results["published"]}
    assert told == {row.published for row in run.results} == {date(2024, 5, 31) if "31" in repr(day) else None}
    assert not run.rejects


def test_a_day_that_is_none_costs_neither_the_paper_nor_the_frame(tmp_path: Path) -> None:
    frame = pd.DataFrame({"abstract": [ABSTRACT] * 3, "published": ["2024-13-02", "soon", "2024-05-31"]})
    with pytest.warns(UserWarning, match=r"row 1: published '2024-13-02' is no date, and is left out; .* \(and 1 more\)"):
        results = extract_frame(frame)
    assert len(results) == 6
    assert list(results["published"].notna()) == [False] * 4 + [True] * 2
    frame.to_csv(tmp_path / "papers.csv", index=False)
    assert [reject.code for reject in build_results([str(tmp_path / "papers.csv")]).rejects] == ["no-date"] * 2
