"""Pages for people: Markdown, LaTeX and HTML, read by the readers of their formats."""

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from export_runs import HOSTILE
from lxml import html
from markdown_it import MarkdownIt
from pylatexenc.latex2text import LatexNodes2Text

from claimtable.exports import export_run
from claimtable.exports.boards import find_boards
from claimtable.exports.latex import LatexText
from claimtable.exports.papers import paper_name
from claimtable.exports.source import RunTables
from claimtable.tables.page import to_score


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffd\x00-\x1f]+", " ", text).strip()


def test_markdown(run_folder: Path, tmp_path: Path) -> None:
    export_run(run_folder, "markdown", tmp_path / "a.md")
    page = MarkdownIt("commonmark").enable("table").render((tmp_path / "a.md").read_text(encoding="utf-8"))
    tree = html.fromstring(page)
    assert not tree.xpath("//script")
    found = [[squeezed(cell.text_content()) for cell in row.xpath("td")] for row in tree.xpath("//tr[td]")]
    assert {len(cells) for cells in found} == {8}, "a pipe must not end a cell"
    rows = RunTables(run_folder).leaderboards
    # what begins or ends with blanks, or holds control characters, reads the same but for them
    assert sorted(cells[1] for cells in found) == sorted(squeezed(row.method) for row in rows)


def test_html(run_folder: Path, tmp_path: Path) -> None:
    export_run(run_folder, "html", tmp_path / "a.html")
    tree = html.document_fromstring((tmp_path / "a.html").read_bytes())
    assert tree.xpath("//title")
    assert not tree.xpath("//script | //link | //img | //iframe"), "nothing runs, nothing is fetched"
    assert not re.search(r"url\(|@import", "".join(style.text for style in tree.xpath("//style")))
    assert all(link.startswith(("https://", "http://")) for link in tree.xpath("//a/@href"))
    found = [[squeezed(cell.text_content()) for cell in row.xpath("td")] for row in tree.xpath("//tbody/tr[td]")]
    wanted = [
        [
            squeezed(text)
            for text in (
                "–" if row.rank is None else str(row.rank),
                row.method,
                to_score(row) + (f" ({row.uncertainty})" if row.uncertainty else ""),
                row.role.value,
                paper_name(row),
            )
        ]
        for board in find_boards(RunTables(run_folder))
        for row in (*board.ranked, *board.below)
    ]
    assert [cells[:5] for cells in found] == wanted
    assert [cells[7] for cells in found] == [
        squeezed(row.sentence) for board in find_boards(RunTables(run_folder)) for row in (*board.ranked, *board.below)
    ]


def test_html_shows_the_best_in_bold(sample_run: Path, tmp_path: Path) -> None:
    export_run(sample_run, "html", tmp_path / "a.html")
    tree = html.document_fromstring((tmp_path / "a.html").read_bytes())
    bold = [row.xpath("td[1]")[0].text for row in tree.xpath("//tbody/tr[td[contains(@style, 'bold')]]")]
    assert set(bold) == {"1"}
    assert len(bold) == sum(row.rank == 1 for row in RunTables(sample_run).leaderboards)


def latex_cells(text: str) -> list[list[str]]:
    """The cells below the headings, as a reader sees them."""
    found = []
    for body in re.findall(r"\\midrule\n(.*?)\\bottomrule", text, re.DOTALL):
        lines = body.rstrip().removesuffix(r"\\").split(" \\\\\n")
        found.extend([plain_latex(cell) for cell in re.split(r"(?<!\\)&", line)] for line in lines)
    return found


def plain_latex(cell: str) -> str:
    text = LatexNodes2Text(math_mode="text").latex_to_text(cell)
    return " ".join(text.split())


def test_latex(sample_run: Path, tmp_path: Path) -> None:
    done = export_run(sample_run, "latex", tmp_path / "a.tex")
    text = (tmp_path / "a.tex").read_text(encoding="utf-8")
    boards = [board for board in find_boards(RunTables(sample_run)) if board.ranked]
    assert text.count(r"\toprule") == text.count(r"\begin{table}") == len(boards)
    found = latex_cells(text)
    rows = [row for board in boards for row in board.ranked]
    assert [cells[0] for cells in found] == [row.method for row in rows]
    assert [cells[-1].lstrip("∼~ ").partition(" (")[0] for cells in found] == [to_score(row).lstrip("~") for row in rows]
    assert text.count(r"\textbf{") == 2 * sum(row.rank == 1 for row in rows)
    labels = re.findall(r"\\label\{(.*?)\}", text)
    assert len(set(labels)) == len(labels)
    left = sum(len(board.below) for board in find_boards(RunTables(sample_run)))
    assert str(done.remarks[0]).startswith(f"{left} rows below the line")


@pytest.mark.parametrize("text", HOSTILE)
def test_latex_text_reads_as_it_was(text: str) -> None:
    counted: Counter[str] = Counter()
    shown = plain_latex(LatexText(counted)(text)).translate(str.maketrans("”“’ˆ", '""\'^'))
    dropped = re.sub("[\u200f\u202e\u202c\x01]", "", text)
    assert shown == " ".join(dropped.split()).replace("𝟙", "1")
    assert sum(counted.values()) == len(text) - len(dropped) + sum(char in "漢字" for char in text)


@pytest.mark.parametrize("run", ["sample_run", "hostile_run"])
def test_latex_compiles(request: pytest.FixtureRequest, tmp_path: Path, run: str) -> None:
    if not shutil.which("pdflatex") or not shutil.which("kpsewhich"):
        pytest.skip("no LaTeX here: apt-get install texlive-latex-recommended")
    export_run(request.getfixturevalue(run), "latex", tmp_path / "a.tex")
    tables = (tmp_path / "a.tex").read_text(encoding="utf-8")
    preamble = re.search(r"\\usepackage\{(.*)\}", tables)
    assert preamble is not None
    for package in preamble[1].split(","):
        if not subprocess.run(["kpsewhich", f"{package}.sty"], capture_output=True, check=False).stdout:
            pytest.skip(f"LaTeX without {package}: apt-get install texlive-latex-recommended texlive-base")
    # characters that pdfLaTeX does not know are told by the export, and are no part of this test
    tables = re.sub("[漢字]", "?", tables)
    page = "\\documentclass{article}\n" + preamble[0] + "\n\\begin{document}\n\\input{tables}\n\\end{document}\n"
    (tmp_path / "tables.tex").write_text(tables.replace("[t]", "[p]"), encoding="utf-8")
    (tmp_path / "page.tex").write_text(page, encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
        cwd=tmp_path,
        capture_output=True,
        encoding="latin-1",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-1500:]
    assert (tmp_path / "page.pdf").stat().st_size > 10_000
    assert "Missing character" not in done.stdout
    if run == "sample_run":
        wide = [float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", done.stdout)]
        assert max(wide, default=0) < 30, "the tables fit a page"
