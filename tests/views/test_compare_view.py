"""Methods side by side: every score where it belongs, holes left open, and where each difference comes from."""

import csv
import io
import json
from pathlib import Path

from view_pages import printed, refused, write_pages

from claimtable.folder.store import read_table
from claimtable.run import run_extract


def compared(folder: Path, *arguments: object) -> dict:
    return json.loads(printed("compare", *arguments, "--in", folder, "--format", "json"))


def test_methods_over_boards_with_their_holes(forest: Path) -> None:
    page = printed("compare", "Alder", "Beech", "Dogwood", "--in", forest, "--format", "markdown")
    lines = {line.split(" | ")[0].strip("| "): line for line in page.splitlines() if line.startswith("| ")}
    assert lines["Alder"].endswith("| 80.5 | 91.2 |")
    assert lines["Beech"].endswith("| 84 | – |")
    assert lines["Dogwood"].endswith(r"| **86.3 \[1\]** | **93.4** |")
    assert r"- \[1\] 10% labels" in page
    assert "mean" not in page.lower().replace("meaning", "")


def test_stated_derived_and_computed_differences_are_told_apart(forest: Path) -> None:
    found = compared(forest, "Alder", "Beech")["deltas"]
    told = {(one["told"], one["subject"], one["reference"], one["dataset"], one["difference"]) for one in found}
    assert told == {
        ("derived from two scores of one paper", "Alder", "BirchNet", "CIFAR-10", 3.2),
        ("stated by the paper", "Beech", "BirchNet", "CIFAR-10", 2.5),
        ("derived across papers", "Alder", "Beech", "ImageNet", -3.5),
    }
    (across,) = [one for one in found if one["told"].endswith("across papers")]
    assert across["is_better"] is False


def test_a_difference_of_settings_is_named(forest: Path) -> None:
    found = compared(forest, "Dogwood", "Alder", "--metric", "top1")["deltas"]
    (across,) = [one for one in found if one["told"].endswith("across papers")]
    assert "10% labels" in across["conditions"]


def test_papers_are_found_by_their_id_with_or_without_version(forest: Path) -> None:
    found = compared(forest, "--paper", "2401.00011", "arxiv:2406.00044v1")
    assert {row["method"] for row in found["scores"]} == {"Alder", "BirchNet", "Dogwood"}
    assert "fir-page" in refused("compare", "--paper", "fir-pag", "--in", forest)


def test_boards_that_hold_two_of_them(forest: Path) -> None:
    assert {row["dataset"] for row in compared(forest, "Alder", "Beech", "--shared")["scores"]} == {"ImageNet"}
    assert "nothing" in refused("compare", "Alder", "Fir", "--shared", "--in", forest)


def test_all_methods_of_a_board(forest: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(printed("compare", "--dataset", "CIFAR-10", "--in", forest, "--format", "csv"))))
    assert {row["method"] for row in rows} == {"Alder", "BirchNet", "Dogwood"}


def test_transposed_and_as_latex(forest: Path) -> None:
    page = printed("compare", "Alder", "Beech", "--transpose", "--in", forest, "--format", "latex")
    assert page.count(r"\begin{tabular}") == 2
    assert r"ImageNet {\textperiodcentered} Top-1 Accuracy (\%) {\textuparrow} & 80.5 & \textbf{84} \\" in page


def test_a_system_without_a_name_is_no_suggestion(tmp_path: Path) -> None:
    abstract = "We present Ribbon. Ribbon reaches 38.9 AP on OVIS, compared to 35.0 AP before."
    run_extract([str(write_pages(tmp_path / "pages.jsonl", {"id": "a", "abstract": abstract}))], tmp_path / "out")
    assert "(unnamed)" in set(read_table(tmp_path / "out", "leaderboards")["method"])
    assert refused("compare", "A", "B", "--in", tmp_path / "out").endswith("there are, for example, Ribbon")


def test_an_unknown_method_names_near_ones(forest: Path) -> None:
    assert "for example, Alder" in refused("compare", "Aldr", "--in", forest)
    assert "name methods" in refused("compare", "--in", forest)
