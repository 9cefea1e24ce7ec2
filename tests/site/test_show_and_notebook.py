"""`claimtable show` on a terminal, and what a notebook shows of records and tables."""

import json
from pathlib import Path

import pandas as pd
import pytest

import claimtable
from claimtable.cli.program import cli
from claimtable.run import run_extract
from schemas import InputError, OptionError, OutputError

ABSTRACT = "Tidepool reaches 54.3 AP on Reefset, vs. 51.9 AP for DenseMark. It runs at 31 fps on a single V100."
HOSTILE = 'Ahead of <script>alert("x")</script> & \x1b[31m, Finch reaches 81.2% accuracy on ImageNet.'


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("show")
    papers = [
        {
            "id": "arxiv:2403.99001v2",
            "title": "Tidepool: Detection in Crowds",
            "abstract": ABSTRACT,
            "url": "https://example.org/t",
        },
        {"id": "p2", "title": "\x1b]0;taken\x07Finch", "abstract": HOSTILE},
        {"id": "p3", "title": "Nothing to See", "abstract": "We collect 10,000 images of cats."},
    ]
    (folder / "papers.jsonl").write_text("\n".join(map(json.dumps, papers)), encoding="utf-8")
    run_extract([str(folder / "papers.jsonl")], folder / "run", jobs=1)
    return folder / "run"


def shown(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    cli.main(["show", *map(str, arguments)], standalone_mode=False)
    return capsys.readouterr().out


@pytest.mark.parametrize("asked", ["arxiv:2403.99001v2", "2403.99001", "arXiv:2403.99001"])
def test_show_prints_abstract_claims_and_links(run: Path, asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, asked, run)
    assert "Tidepool: Detection in Crowds" in out
    assert "https://example.org/t" in out
    assert "reaches 54.3[1] AP on Reefset, vs. 51.9[2] AP" in out
    lines = out.splitlines()
    at = next(at for at, line in enumerate(lines) if line.lstrip().startswith("1 "))
    first = " ".join(" ".join(lines[at : at + 2]).split())  # a cell may take two lines
    assert "DenseMark" in first
    assert "see [2]" in first


def test_show_colours_on_a_terminal(run: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;4;32m54.3\x1b[0m" in shown(capsys, "arxiv:2403.99001v2", run)


def test_show_is_not_steered_by_a_paper(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "p2", run)
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "<script>" in out


def test_show_says_where_nothing_was_read(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no number of this abstract" in shown(capsys, "p3", run)


@pytest.mark.parametrize(
    ("asked", "near"), [("2403.99010", "arxiv:2403.99001v2"), ("crowds", "arxiv:2403.99001v2"), ("zz", "p2")]
)
def test_an_unknown_id_gets_near_ones(run: Path, asked: str, near: str) -> None:
    with pytest.raises(OptionError, match=f"no paper '{asked}'.*{near}"):
        cli.main(["show", asked, str(run)], standalone_mode=False)


def test_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="holds no whole run"):
        cli.main(["show", "p1", str(tmp_path)], standalone_mode=False)


def test_a_record_shows_its_own_sentence_with_its_marks() -> None:
    record = claimtable.extract_records(ABSTRACT)[2]
    html = record._repr_html_()
    assert ">31 fps</mark>" in html
    assert "54.3" not in html
    assert "abstract" not in record.model_dump()


def test_records_show_the_abstract() -> None:
    html = claimtable.extract_records(ABSTRACT)._repr_html_()
    assert '<mark class="role-value" data-records="abstract@17-21" title="score: 54.3">54.3</mark>' in html
    assert html == claimtable.highlight(ABSTRACT)._repr_html_()
    assert "no results" in claimtable.extract_records("We like cats.")._repr_html_()


@pytest.mark.parametrize("source", [HOSTILE, pd.DataFrame({"abstract": [HOSTILE], "id": ["<b>"]})])
def test_hostile_text_is_escaped(source: "str | pd.DataFrame") -> None:
    html = claimtable.highlight(source if isinstance(source, str) else claimtable.extract_frame(source))._repr_html_()
    assert "81.2%</mark>" in html
    assert "<script" not in html
    assert "<b>" not in html


def test_a_frame_shows_each_sentence_once_with_its_claims() -> None:
    html = claimtable.highlight(claimtable.extract_frame(pd.DataFrame({"abstract": [ABSTRACT] * 30})))._repr_html_()
    assert html.count("54.3</mark>") == 25  # fifty sentences, two of each paper
    assert "10 more sentences" in html


def test_another_frame_is_refused() -> None:
    with pytest.raises(InputError, match="no column"):
        claimtable.highlight(pd.DataFrame({"a": [1]}))
