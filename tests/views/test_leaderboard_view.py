"""What a user sees who asks for some of the boards, in some format."""

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from view_pages import printed, refused, write_pages

from claimtable.folder.store import read_table
from claimtable.run import run_extract
from claimtable.tables.sheet import Sheet, to_html, to_latex, to_markdown

BOARD = ("--dataset", "ImageNet", "--metric", "top1")


def methods(folder: Path, *arguments: object) -> list[str]:
    return [row["method"] for row in json.loads(printed("leaderboard", folder, *arguments, "--format", "json"))]


@pytest.mark.parametrize("name", ["top1", "Top-1 Accuracy", "top-1 acc.", "TOP 1"])
def test_a_metric_is_found_by_any_of_its_names(forest: Path, name: str) -> None:
    assert methods(forest, "--metric", name) == ["Dogwood", "Beech", "Cedar", "Alder"]


@pytest.mark.parametrize("name", ["imagenet-1k", "ILSVRC 2012", "imagenet"])
def test_a_data_set_is_found_by_any_of_its_names(forest: Path, name: str) -> None:
    assert set(methods(forest, "--dataset", name, "--metric", "top1")) == {"Dogwood", "Beech", "Cedar", "Alder"}


def test_a_metric_that_no_board_has_names_near_ones(forest: Path) -> None:
    assert "for example, Top-1 Accuracy" in refused("leaderboard", forest, "--metric", "top-1 acuracy")


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (["--from", "2024-05"], ["Dogwood", "Cedar"]),
        (["--to", "2024-05-15"], ["Beech", "Cedar", "Alder"]),
        (["--from", "2024-03-02", "--to", "2024-03"], ["Beech"]),
        (["--condition", "10% labels"], ["Dogwood"]),
        (["--condition", "none"], ["Beech", "Cedar", "Alder"]),
        (["--task", "few labels"], ["Dogwood"]),
        (["--min-confidence", "0"], ["Dogwood", "Beech", "Cedar", "Alder"]),
        (["--role", "proposed"], ["Dogwood", "Beech", "Cedar", "Alder"]),
    ],
)
def test_filters_leave_what_they_name(forest: Path, filters: list[str], left: list[str]) -> None:
    assert methods(forest, *BOARD, *filters) == left


def test_a_filter_by_role_and_confidence(forest: Path) -> None:
    assert methods(forest, "--role", "baseline", "--dataset", "CIFAR-10") == ["BirchNet"]
    confidence = read_table(forest, "leaderboards")["confidence"]
    told = refused("leaderboard", forest, "--min-confidence", min(1.0, float(confidence.max()) + 0.001))
    assert f"the surest of them has {confidence.max():g}" in told


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (["--from", "2030"], "--from 2030-01-01 leaves none of 10 scores; they are dated from 2024-01-15 to 2024-06-10"),
        (["--to", "2020"], "--to 2020-12-31 leaves none of 10 scores; they are dated from 2024-01-15"),
        (["--task", "birdsong"], "--task 'birdsong' leaves none of 10 scores; no claim, sentence or title has these words"),
        (["--condition", "5-shot"], "--condition '5-shot' leaves none of 10 scores; conditions are, for example, 10% "),
        ([*BOARD, "--role", "baseline"], "--role baseline leaves none of 4 scores; all of them are proposed"),
        (["--task", "birdsong", "--to", "2020"], "--task 'birdsong' and --to 2020-12-31 each leave none of 10 scores"),
        (
            ["--from", "2024-06", "--role", "baseline"],
            "the filters together leave none of 10 scores: --from 2024-06-01 leaves 2, --role baseline leaves 2",
        ),
    ],
)
def test_where_nothing_is_left_the_filter_is_named_and_what_there_is(forest: Path, filters: list[str], words: str) -> None:
    assert words in refused("leaderboard", forest, *filters)


def test_ranks_are_those_of_what_is_left(forest: Path) -> None:
    rows = json.loads(printed("leaderboard", forest, *BOARD, "--to", "2024-05", "--format", "json"))
    assert [(row["rank"], row["method"]) for row in rows] == [(1, "Beech"), (2, "Cedar"), (3, "Alder")]


@pytest.mark.parametrize("text", ["2024-13", "soon", "2024-02-30"])
def test_what_is_no_date_is_refused_with_the_way_to_write_one(forest: Path, text: str) -> None:
    assert refused("leaderboard", forest, "--from", text).startswith("--from: ")


def test_csv_and_json_hold_every_field_of_every_row(forest: Path) -> None:
    table = read_table(forest, "leaderboards")
    for form in ("csv", "json"):
        text = printed("leaderboard", forest, "--format", form)
        rows = list(csv.DictReader(io.StringIO(text, newline=""))) if form == "csv" else json.loads(text)
        assert {row["row_id"] for row in rows} == set(table["row_id"])
        assert list(rows[0]) == list(table.columns)


def test_markdown_and_html_show_the_board(forest: Path) -> None:
    page = printed("leaderboard", forest, *BOARD, "--format", "markdown", "--top", 1)
    assert "| 1 | Dogwood | **86.3** | proposed |" in page
    assert "3 more below" in page
    html = printed("leaderboard", forest, *BOARD, "--format", "html")
    assert html.count("<tr>") == 5
    assert "Top-1 Accuracy" in html


HARD = Sheet(
    title="A & B_1 at 5%",
    columns=("method", "WER (%) ↓", "WER (%) ↓"),
    rows=(("x_y|z", "≥ 2.1", "–"), ("<b>Ünal</b> #3", "3 ± 0.1 [1]", "7")),
    right=frozenset({1, 2}),
    bold=frozenset({(0, 1)}),
    notes=("[1] with $k$ = {5}^2", "~ is about"),
)


def test_signs_of_a_format_are_only_signs() -> None:
    assert "<b>" not in to_html(HARD)
    assert "&lt;b&gt;Ünal&lt;/b&gt; #3" in to_html(HARD)
    assert to_markdown(HARD).count("\n| ") == 4


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX on this machine")
def test_latex_takes_the_table(tmp_path: Path) -> None:
    page = f"\\documentclass{{article}}\\usepackage{{booktabs}}\\begin{{document}}\n{to_latex(HARD)}\\end{{document}}\n"
    (tmp_path / "page.tex").write_text(page, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    if "booktabs.sty' not found" in done.stdout:
        pytest.skip("LaTeX comes without booktabs here")
    assert done.returncode == 0, done.stdout[-800:]
    assert r"\textbf{" in to_latex(HARD)


def test_pareto_finds_who_is_unbeaten_over_units_and_sentences(forest: Path, tmp_path: Path) -> None:
    plot = tmp_path / "front.svg"
    points = json.loads(printed("leaderboard", forest, "--pareto", "top1", "latency", "--plot", plot, "--format", "json"))
    assert [(one["method"], one["first"], one["second"], one["on_front"]) for one in points] == [
        ("Beech", 84.0, 30.0, True),
        ("Cedar", 82.2, 40.0, False),
        ("Alder", 80.5, 12.0, True),
    ]
    drawn = plot.read_text(encoding="utf-8")
    assert "Latency (ms), lower is better" in drawn
    assert "Beech" in drawn
    assert "Cedar" not in drawn, "only the front is labelled"


def test_pareto_says_what_is_not_there(forest: Path) -> None:
    assert "no system" in refused("leaderboard", forest, "--pareto", "wer", "latency")
    assert "--pareto" in refused("leaderboard", forest, "--plot", "a.png")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in which AP stands under its own name, and on COCO under mAP."""
    folder = tmp_path_factory.mktemp("crowd")
    abstracts = (
        "We present Tidepool. Tidepool reaches 54.3 AP on COCO test-dev, vs. 51.9 AP for DenseMark, at a latency of 12 ms.",
        "Ribbon reaches 38.9 AP on OVIS.",
        "Lowland reaches a WER of 2.6% on LibriSpeech test-clean.",
    )
    pages = [{"id": f"page-{number}", "published": "2024-05-01", "abstract": text} for number, text in enumerate(abstracts)]
    run_extract([str(write_pages(folder / "pages.jsonl", *pages))], folder / "out")
    return folder / "out"


@pytest.mark.parametrize("name", ["ap", "AP", "box ap", "mAP", "average precision"])
def test_a_metric_is_found_where_it_ranks_under_another_name(crowd: Path, name: str) -> None:
    assert methods(crowd, "--dataset", "coco", "--metric", name) == ["Tidepool", "DenseMark"]


def test_a_date_is_asked_of_papers_that_have_none(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages.jsonl", {"id": "a", "abstract": "Ribbon reaches 38.9 AP on OVIS."})
    run_extract([str(pages)], tmp_path / "out")
    told = refused("leaderboard", tmp_path / "out", "--from", "2024")
    assert "--from 2024-01-01 leaves none of 1 score; no paper has a date: give papers a `published`" in told


def test_a_metric_alone_finds_the_boards_of_its_name_first(crowd: Path, forest: Path) -> None:
    assert methods(crowd, "--metric", "ap") == ["Ribbon"]
    assert methods(crowd, "--metric", "box ap") == ["Tidepool", "DenseMark"], "no board is called so"
    assert set(methods(forest, "--dataset", "cifar-10", "--metric", "top1")) == {"Dogwood", "Alder", "BirchNet"}


def test_other_views_find_it_too(crowd: Path) -> None:
    assert "Tidepool" in printed("history", crowd, "--dataset", "coco", "--metric", "ap", "--all")
    front = printed("leaderboard", crowd, "--dataset", "coco", "--pareto", "ap", "latency", "--format", "json")
    (point,) = json.loads(front)
    assert (point["method"], point["first"], point["second"]) == ("Tidepool", 54.3, 12.0)


def test_a_metric_of_other_data_sets_is_told_with_where_it_stands(crowd: Path) -> None:
    told = refused("leaderboard", crowd, "--dataset", "coco", "--metric", "word error rate")
    assert "on 'coco' has 'word error rate'; its boards are of mAP" in told
    assert told.endswith("'word error rate' stands on LibriSpeech test-clean")
    told = refused("leaderboard", crowd, "--dataset", "coco", "--metric", "foo")
    assert "on 'coco' has 'foo'; there are, for example, mAP" in told
