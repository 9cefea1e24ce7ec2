"""Every format, in its published shape with its traps: told from all others, and the same results from the same paper."""

from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from claimtable.readers import READERS, Source, UnreadableError, read_inputs
from claimtable.readers.reach import list_files
from claimtable.sample import sample_files
from extract.pipeline import extract_abstract
from extract.table import to_rows
from schemas import OptionError, Paper, RejectRow

from . import shapes
from .shapes import ABSTRACT, AUTHORS, BROKEN, DOI, LATEX, SHAPES, TITLE, shape

PAGES = ("arxiv-dump", "listing", "abstract-lines", "trending")


def read_bytes(data: bytes, **options: Any) -> list[Paper | RejectRow]:
    return list(read_inputs(["-"], stdin=BytesIO(data), **options))


@cache
def rows(name: str) -> tuple[Paper | RejectRow, ...]:
    return tuple(read_bytes(shape(name)))


def first(name: str) -> Paper:
    paper = rows(name)[0]
    assert isinstance(paper, Paper)
    return paper


def told(name: str) -> list[tuple[str, str]]:
    return [(row.stage, row.code) for row in rows(name) if isinstance(row, RejectRow)]


@pytest.mark.parametrize("name", SHAPES)
def test_a_format_is_told_from_all_others_by_its_content(name: str) -> None:
    reader = SHAPES[name][1]
    sure = {}
    for other in READERS:
        try:
            sure[other] = READERS[other].detect(Source("-", BytesIO(shape(name))))
        except UnreadableError:  # a page reader, which wants text
            assert other in (*PAGES, "text")
    assert {other for other, score in sure.items() if score >= 1} == {reader} - {"text"}
    assert max(sure, key=lambda other: sure[other]) == reader
    assert {row.reader for row in rows(name) if isinstance(row, Paper)} == {reader}


@pytest.mark.parametrize("page", sample_files(), ids=lambda page: Path(page).name)
def test_a_page_is_taken_for_no_other_format(page: str) -> None:
    data = Path(page).read_bytes()
    sure = {
        name
        for name, reader in READERS.items()
        if name not in (*PAGES, "text") and reader.detect(Source("page.txt", BytesIO(data)))
    }
    assert sure <= ({"jsonl"} if page.endswith(".jsonl") else set())


SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed pages are not here")
def test_no_seed_page_is_taken_for_another_format() -> None:
    for page in list_files([str(SEEDS)]):
        data = Path(page).read_bytes()
        assert [
            name
            for name, reader in READERS.items()
            if name not in (*PAGES, "text") and reader.detect(Source(page, BytesIO(data)))
        ] == []


RESULT = ("kind", "metric", "value", "unit", "bound", "direction", "basis", "dataset", "method", "baseline")


def results(name: str) -> list[tuple[Any, ...]]:
    """What the abstract of the paper says, apart from where."""
    paper = first(name)
    found = to_rows(paper, extract_abstract(paper.abstract, title=paper.title))
    assert all(paper.abstract[row.start : row.end] == row.value_text for row in found)
    return [tuple(getattr(row, field) for field in RESULT) for row in found]


@pytest.mark.parametrize("name", SHAPES)
def test_the_same_paper_gives_the_same_results_in_every_format(name: str) -> None:
    wanted = results("JSON Lines")
    assert [value for _, _, value, *_ in wanted] == [5, 91.2, 88.1, 3.1, 2.6]
    assert results(name) == wanted


@pytest.mark.parametrize("name", SHAPES)
def test_what_else_the_format_carries(name: str) -> None:
    carries, paper = SHAPES[name][3], first(name)
    assert paper.title == (TITLE if "title" in carries else TITLE.replace("'", "’"))
    assert paper.published == (date(2024, 3, 5) if "day" in carries else None)
    assert paper.doi == (DOI if "doi" in carries else None)
    if "authors" in carries:
        assert paper.authors == AUTHORS


@pytest.mark.parametrize("name", ["arXiv snapshot", "arXiv Atom", "OAI arXivRaw", "OAI arXiv", "OAI Dublin Core"])
def test_arxiv_keeps_its_leading_blanks_and_hard_breaks(name: str) -> None:
    assert first(name).abstract == BROKEN


def test_bibtex_keeps_its_latex() -> None:
    assert first("ACL BibTeX").abstract == LATEX
    assert first("BibLaTeX").abstract == LATEX.replace("BarBank", "{BarBank}")


@pytest.mark.parametrize(
    ("name", "paper_id", "line"),
    [
        ("JSON Lines", "tide", 1),
        ("arXiv snapshot", "2403.00010", 1),
        ("arXiv Atom", "arxiv:2403.00010v2", 8),
        ("OAI arXivRaw", "2403.00010", 7),
        ("OAI Dublin Core", "arxiv:2403.00010", 7),
        ("ACL XML", "2024.foo-1.1", 11),
        ("ACL BibTeX", "angstrom-li-2024-tidewrack", 1),
        ("BibLaTeX", "tide24", 6),
        ("RIS", "tide24", 4),
        ("OpenAlex lines", "openalex:W7", 1),
        ("Semantic Scholar bulk", "CorpusID:7", 1),
        ("PubMed", "pmid:38000007", 4),
        ("CSV", "TIDE24", 2),
        ("Parquet", "7", 1),
        ("Excel", "7", 3),
        ("LaTeX", "stdin#1", 8),
        ("Markdown", "stdin#1", 10),
        ("plain text", "stdin#1", 3),
    ],
)
def test_each_paper_has_its_id_and_place(name: str, paper_id: str, line: int) -> None:
    assert (first(name).paper_id, first(name).line) == (paper_id, line)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("arXiv snapshot", ["no-abstract"]),
        ("OAI arXivRaw", ["deleted-record"]),
        ("OAI Dublin Core", ["deleted-record"]),
        ("ACL XML", ["no-abstract"]),
        ("ACL BibTeX", ["no-abstract"]),
        ("RIS", ["no-abstract"]),
        ("OpenAlex page", ["no-abstract"]),
        ("Semantic Scholar search", ["no-abstract"]),
        ("Semantic Scholar batch", ["not-found"]),
        ("PubMed", ["no-abstract", "deleted-record"]),
        ("CSV", ["no-abstract"]),
        ("Parquet", ["no-abstract"]),
        ("Excel", ["no-abstract"]),
    ],
)
def test_what_has_nothing_to_read_is_counted_and_is_no_failure(name: str, codes: list[str]) -> None:
    assert told(name) == [("skip", code) for code in codes]


def test_structured_abstracts_keep_their_labels() -> None:
    lines = first("PubMed").abstract.split("\n")
    assert [line.split(":")[0] for line in lines] == ["BACKGROUND", "RESULTS"]
    assert "Copyright" not in first("PubMed").abstract


def test_an_address_at_arxiv_is_preferred() -> None:
    assert first("OpenAlex lines").url == "http://arxiv.org/abs/2403.00010"
    assert first("Semantic Scholar bulk").url == first("BibLaTeX").url == "https://arxiv.org/abs/2403.00010"


def test_the_abstracts_data_set_of_semantic_scholar_knows_no_title() -> None:
    paper = rows("Semantic Scholar bulk")[1]
    assert isinstance(paper, Paper)
    assert (paper.paper_id, paper.doi, paper.title) == ("CorpusID:8", "10.5555/8", None)


def test_an_error_of_the_arxiv_interface_is_one() -> None:
    feed = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#incorrect_id_format</id>
    <title>Error</title><summary>incorrect id format for 1</summary></entry></feed>"""
    (reject,) = read_bytes(feed)
    assert isinstance(reject, RejectRow)
    assert (reject.stage, reject.code) == ("read", "interface-error")
    assert "incorrect id format" in reject.reason


@pytest.mark.parametrize(("name", "volume", "paper", "wanted"), [("P19", "1", "7", "P19-1007"), ("W18", "25", "4", "W18-2504")])
def test_older_anthology_ids(name: str, volume: str, paper: str, wanted: str) -> None:
    inner = "<abstract>We show.</abstract>"
    text = f'<collection id="{name}"><volume id="{volume}"><paper id="{paper}">{inner}</paper></volume></collection>'
    (found,) = read_bytes(text.encode())
    assert isinstance(found, Paper)
    assert found.paper_id == wanted


def test_files_written_by_the_formats_own_libraries() -> None:
    import bibtexparser
    import rispy
    from bibtexparser.model import Entry, Field

    library = bibtexparser.Library(
        [Entry("article", "tide", [Field("title", "A {Study}"), Field("abstract", "We show 91.2\\%.")])]
    )
    bib, ris = (
        bibtexparser.write_string(library),
        rispy.dumps([{"type_of_reference": "JOUR", "title": "A Study", "abstract": "We show."}]),
    )
    for data, reader in ((bib, "bibtex"), (ris, "ris")):
        (paper,) = read_bytes(data.encode())
        assert isinstance(paper, Paper)
        assert (paper.reader, paper.title, paper.abstract[:7]) == (reader, "A Study", "We show")


def test_columns_are_named_by_the_user() -> None:
    data = f'No;"Text, short";Name;When\n7;"{ABSTRACT}";{TITLE};soon\n'.encode()
    columns = {"abstract": "Text, short", "id": "No", "title": "Name", "published": "When"}
    paper, note = read_bytes(data, columns=columns)
    assert isinstance(paper, Paper)
    assert isinstance(note, RejectRow)
    assert (paper.paper_id, paper.title, paper.abstract) == ("7", TITLE, ABSTRACT)
    assert (note.code, note.stage) == ("no-date", "note")


@pytest.mark.parametrize("option", ["abstract", "abstract=", "text=Foo", "id=A,id=B"])
def test_a_map_that_makes_no_sense_says_so(option: str) -> None:
    from claimtable.readers.columns import parse_columns

    with pytest.raises(OptionError, match="--map"):
        parse_columns([option])


def test_a_json_array_and_a_single_object_are_read() -> None:
    import json

    objects = [{"id": str(number), "abstract": ABSTRACT} for number in range(3)]
    assert [row.line for row in read_bytes(json.dumps(objects, indent=2).encode())] == [2, 6, 10]
    assert [getattr(row, "paper_id", None) for row in read_bytes(json.dumps(objects[0], indent=2).encode())] == ["0"]


@pytest.mark.parametrize(
    "text", [ABSTRACT, "FooNet reaches 91.2% F1 on BarBank.", ABSTRACT.replace(". ", ".\n") + "\n\n" + ABSTRACT]
)
def test_plain_prose_is_one_paper(text: str) -> None:
    (paper,) = read_bytes(text.encode())
    assert isinstance(paper, Paper)
    assert (paper.reader, paper.abstract) == ("text", text)


def test_markdown_with_labels_and_several_papers() -> None:
    text = f"# List\n\n## One\n\n**Abstract.** {ABSTRACT}\n\n## Two\n\n### Abstract\n\n{ABSTRACT}\n\nAnd more.\n"
    one, two = read_bytes(text.encode())
    assert isinstance(one, Paper)
    assert isinstance(two, Paper)
    assert [(paper.title, paper.abstract) for paper in (one, two)] == [("One", ABSTRACT), ("Two", f"{ABSTRACT}\n\nAnd more.")]


def test_globs(tmp_path: Path) -> None:
    for name in ("a/one.jsonl", "b/c/two.jsonl", "b/three.ris"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(shapes.JSONL)
    found = list_files([str(tmp_path / "**" / "*.jsonl")])
    assert [Path(name).name for name in found] == ["one.jsonl", "two.jsonl"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux how much memory a process needed")
def test_a_large_file_does_not_stand_in_memory(tmp_path: Path) -> None:
    # The parser's memory is no Python's, so the process is asked how much it needed.
    import subprocess
    import sys

    record = shapes.PUBMED.decode().split("<PubmedArticleSet>\n")[1].split("</PubmedArticle>\n")[0] + "</PubmedArticle>\n"
    code = (
        "import re, sys\nfrom pathlib import Path\nfrom claimtable.readers import read_inputs\n"
        "count = sum(1 for _ in read_inputs(sys.argv[1:]))\n"
        "print(count, re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    peaks = []
    for times in (10, 4_000):
        path = tmp_path / f"{times}.xml"
        path.write_text("<PubmedArticleSet>" + record * times + "</PubmedArticleSet>", encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
        count, peak = map(int, done.stdout.split())
        assert count == times
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 5_000  # kilobytes, for 7 megabytes of XML
