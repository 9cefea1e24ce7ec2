"""The best of a board over time, as a table and drawn."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from view_pages import printed, refused

from claimtable.tables.dates import month_of_id
from claimtable.tables.history import to_history
from claimtable.tables.leaderboards import rank_leaderboards
from schemas import ResultRow

BOARD = ("--dataset", "ImageNet", "--metric", "top1")


def texts_of(svg: Path) -> list[str]:
    return [element.text or "" for element in ElementTree.parse(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_the_table_holds_the_new_bests_and_all_where_asked(forest: Path) -> None:
    found = json.loads(printed("history", forest, *BOARD, "--format", "json"))
    assert [(one["published"], one["method"], one["gain"]) for one in found["points"]] == [
        ("2024-01-15", "Alder", None),
        ("2024-03-02", "Beech", "3.5"),
        ("2024-06-10", "Dogwood", "2.3"),
    ]
    every = json.loads(printed("history", forest, *BOARD, "--all", "--format", "json"))["points"]
    assert [(one["method"], one["published"], one["is_best"]) for one in every][2] == ("Cedar", "2024-05", False)


def test_where_less_is_better_the_line_falls(forest: Path) -> None:
    text = printed("history", forest, "--dataset", "LibriSpeech", "--metric", "word error rate")
    assert "lower is better" in text
    assert "-0.5" in text


def test_both_plots_are_drawn_and_readable(forest: Path, tmp_path: Path) -> None:
    svg, png = tmp_path / "best.svg", tmp_path / "best.png"
    printed("history", forest, *BOARD, "--plot", svg, "--plot", png)
    texts = texts_of(svg)
    for words in ("date of publication", "Top-1 Accuracy (%), higher is better", "Alder 80.5", "Beech 84", "Dogwood 86.3"):
        assert words in texts
    assert not [text for text in texts if "Cedar" in text], "no new best, no label"
    assert png.read_bytes().startswith(b"\x89PNG")
    again = tmp_path / "again.svg"
    printed("history", forest, *BOARD, "--plot", again)
    assert again.read_bytes() == svg.read_bytes()


def test_nothing_is_left_beside_a_plot_that_cannot_be_written(forest: Path, tmp_path: Path) -> None:
    (tmp_path / "plot.png").mkdir()
    assert "plot.png" in refused("history", forest, *BOARD, "--plot", tmp_path / "plot.png")
    assert [path.name for path in tmp_path.iterdir()] == ["plot.png"]
    assert ".svg" in refused("history", forest, *BOARD, "--plot", tmp_path / "plot.gif")


def test_a_history_is_of_one_board(forest: Path) -> None:
    assert "--dataset and --metric" in refused("history", forest, "--dataset", "ImageNet")


@pytest.mark.parametrize(("paper_id", "month"), [("math/0703001", "2007-03"), ("2401.00001", "2024-01"), ("page-3", None)])
def test_an_arxiv_identifier_tells_the_month(paper_id: str, month: str | None) -> None:
    found = month_of_id(paper_id)
    assert (str(found) if found else None) == month


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 999)), min_size=1, max_size=12), st.booleans())
def test_every_new_best_is_better_than_all_before(scores: list[tuple[int, int]], higher: bool) -> None:
    rows = [
        _row(number, value / 10, date.fromordinal(738_000 + day), higher=higher) for number, (day, value) in enumerate(scores)
    ]
    history = to_history(rank_leaderboards(rows))
    assert len(history.points) == len(scores)
    values = [point.score if higher else -point.score for point in history.bests]
    assert all(one < other for one, other in pairwise(values))
    assert values[-1] == max(point.score if higher else -point.score for point in history.points)


def _row(number: int, value: float, day: date, *, higher: bool) -> ResultRow:
    fields = dict.fromkeys(ResultRow.model_fields) | {
        "row_id": f"r{number}#1",
        "record_id": f"r{number}",
        "entry_id": f"p{number}",
        "paper_id": f"p{number}",
        "published": day,
        "kind": "score",
        "metric": "Accuracy" if higher else "WER",
        "metric_text": "accuracy" if higher else "WER",
        "value": value,
        "unit": "%",
        "value_text": f"{value}%",
        "start": 0,
        "end": 3,
        "bound": "exact",
        "dataset": "QuuxBench",
        "dataset_text": "QuuxBench",
        "method": f"Net-{number}",
        "conditions": (),
        "higher_is_better": higher,
        "sentence": f"{value}%",
        "rule": "percent",
        "confidence": 1.0,
    }
    return ResultRow.model_validate(fields)
