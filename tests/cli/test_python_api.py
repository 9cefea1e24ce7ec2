"""`from claimtable import extract_records, extract_frame`."""

import subprocess
import sys

import pandas as pd
import pytest

from claimtable import extract_frame, extract_records
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
    [({"text": ["x"]}, "text"), ({"abstract": [3]}, "row 1"), ({"abstract": ["x"], "published": ["soon"]}, "row 1")],
)
def test_a_frame_that_cannot_be_read_says_where(columns: dict[str, list[object]], place: str) -> None:
    with pytest.raises(InputError, match=place):
        extract_frame(pd.DataFrame(columns))


def test_import_is_light() -> None:
    code = "import sys, claimtable; sys.exit(bool({'pandas', 'pydantic', 'great_expectations'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
