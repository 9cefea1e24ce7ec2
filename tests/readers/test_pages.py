"""The page layouts, on invented pages with traps."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtable.readers import READERS, Source, arxiv_dump, read_inputs
from claimtable.readers.entry import Entry
from schemas import Paper, RejectRow

LONG = "We present FooNet, a parser with sparse heads. On BarBank it reaches 91.2% F1, which is 3.1 points over Baz. "


def read_page(tmp_path: Path, text: str, **options: str) -> list[Paper | RejectRow]:
    page = tmp_path / "page.txt"
    page.write_bytes(text.encode())
    return list(read_inputs([str(page)], **options))  # type: ignore[arg-type]


def papers(rows: list[Paper | RejectRow], reader: str) -> list[Paper]:
    assert [row for row in rows if not isinstance(row, Paper)] == []
    entries = [row for row in rows if isinstance(row, Paper)]
    assert {entry.reader for entry in entries} == {reader}
    return entries


def test_dump_with_comments_versions_and_furniture(tmp_path: Path) -> None:
    text = (
        "Home\n\nWe show A.\n\nICFOO 2031, 12 pages\n\narXiv:2401.00001v2\nCreated: 2024-01-02\n\n"
        "We show B,\r\n\r\narXiv:hep-th/9901001 [hep-th]\r\nCreated: May 3, 2024\r\nUpdated: 2024-06-01\r\n\r\n"
        f"{LONG * 2}\n\n{LONG * 4}\n\narXiv:2401.00003\nCreated: soon\n\nContact"
    )
    first, second, third = papers(read_page(tmp_path, text), "arxiv-dump")
    assert first == Paper(
        entry_id="arxiv:2401.00001v2",
        paper_id="arxiv:2401.00001v2",
        published=date(2024, 1, 2),
        abstract="We show A.",
        comment="ICFOO 2031, 12 pages",
        source=str(tmp_path / "page.txt"),
        line=1 + 2,
        reader="arxiv-dump",
    )
    assert (second.paper_id, second.abstract, second.published) == (
        "arxiv:hep-th/9901001",
        "We show B,",
        date(2024, 5, 3),
    )
    assert third.abstract == f"{LONG * 2}".strip() + "\n\n" + f"{LONG * 4}".strip()
    assert (third.comment, third.published) == (None, None)


def test_dump_names_what_is_missing(tmp_path: Path) -> None:
    text = f"We show A.\n\narXiv:2401.00001\nCreated: 2024-01-02\n\narXiv:2401.00002\nCreated: 2024-01-02\n\n{LONG * 3}"
    paper, empty, cut = read_page(tmp_path, text)
    assert isinstance(paper, Paper)
    assert isinstance(empty, RejectRow)
    assert (empty.code, empty.line) == ("empty-abstract", 6)
    assert "arxiv:2401.00002" in empty.reason
    assert isinstance(cut, RejectRow)
    assert (cut.code, cut.line) == ("no-arxiv-id", 9)


PARAGRAPH = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=300).map(
    lambda text: f"We{text.rstrip()} hold."
)


@given(st.lists(st.tuples(PARAGRAPH, st.none() | st.just("ICFOO 2031")), min_size=1, max_size=5))
def test_an_assembled_dump_comes_back(entries: list[tuple[str, str | None]]) -> None:
    page = ""
    for number, (abstract, comment) in enumerate(entries, start=10_000):
        page += f"{abstract}\n\n" + (f"{comment}\n\n" if comment else "")
        page += f"arXiv:2401.{number}\nCreated: 2024-01-02\n\n"
    found = [entry for entry in arxiv_dump.find_entries(page) if isinstance(entry, Entry)]
    assert [(entry.abstract, entry.comment) for entry in found] == entries


def test_abstract_lines_among_furniture(tmp_path: Path) -> None:
    text = (
        "Ada\nAbstract:We show A at https://foo.example/a\nMenu\n\nabstract: We show B (no stop)\r\nView PDF\r\n"
        "Abstract:\nWe show C below the mark.\n\n"
        "Abstract:We show with a wrapped line that goes\non below, in all its parts, to here.\n"
        "So it is.\n"
        "ABSTRACT: \u2028We show D\u2028in parts\u0085."
    )
    entries = papers(read_page(tmp_path, text), "abstract-lines")
    assert [entry.abstract for entry in entries] == [
        "We show A at https://foo.example/a",
        "We show B (no stop)",
        "We show C below the mark.",
        "We show with a wrapped line that goes\non below, in all its parts, to here.\nSo it is.",
        "We show D\u2028in parts\u0085.",
    ]
    assert [entry.paper_id for entry in entries] == [f"page#{number}" for number in range(1, 6)]
    assert [entry.line for entry in entries] == [2, 5, 7, 10, 13]


def test_an_empty_abstract_line_is_told(tmp_path: Path) -> None:
    rows = read_page(tmp_path, "Abstract: \n\nAbstract:We show A.")
    assert [getattr(row, "code", None) or row.abstract for row in rows] == ["empty-abstract", "We show A."]  # type: ignore[union-attr]


def test_listing_headers_of_all_kinds(tmp_path: Path) -> None:
    text = (
        "Search\nSort by date\n"
        f"CLMay 11, 2023\nParsing at ScaleAda Lovelace, Bo Li et al. · bar-lab\n{LONG}\n"
        f"67.4AIJun 4\nIs Parsing All You Need?Ada Lovelace\n{LONG}\nLoad more\n\n"
        f"98cs.CLFeb 30, 2024Code\nParsing in 3DYi Chen, Bo Li\nPDF\n{LONG}\n"
        f"quant-phApr 30Code\nParsing QubitsYi Chen, Bo Li\n{LONG}\n\nPrevious\nNext"
    )
    entries = papers(read_page(tmp_path, text), "listing")
    assert [(entry.title, entry.published, entry.categories) for entry in entries] == [
        ("Parsing at Scale", date(2023, 5, 11), ("CL",)),
        ("Is Parsing All You Need?", None, ("AI",)),
        ("Parsing in 3D", None, ("cs.CL",)),
        ("Parsing Qubits", None, ("quant-ph",)),
    ]
    assert {entry.abstract for entry in entries} == {LONG.strip()}
    assert entries[0].authors == ("Ada Lovelace", "Bo Li")


def test_a_listed_paper_without_abstract_is_told(tmp_path: Path) -> None:
    text = f"CLMay 11, 2023\nParsing at ScaleAda Lovelace\nCLMay 12, 2023\nParsing on FootAda Lovelace\n{LONG}\n"
    empty, paper = read_page(tmp_path, text)
    assert isinstance(empty, RejectRow)
    assert (empty.code, empty.line, empty.text) == ("empty-abstract", 1, "Parsing at Scale")
    assert isinstance(paper, Paper)


def test_trending_page_with_furniture(tmp_path: Path) -> None:
    text = (
        "new\n\nGet the papers every day!\n\nSubscribe\n\nbyAda and the crowd\n\nMay 3\n\n"
        f"FooNet: Is Parsing All You Need, or Do Users Intend to Read All of the Trees Too?\n\n{LONG * 3}\n\n"
        f"May 2\n\nParsing at Scale\n\n12 authors\n\n{LONG * 4}\n\n· 23\n\ntSF: Trees\n\n{LONG * 2}\n\nAbout\n\nTerms"
    )
    entries = papers(read_page(tmp_path, text), "trending")
    assert [(entry.title, entry.abstract) for entry in entries] == [
        ("FooNet: Is Parsing All You Need, or Do Users Intend to Read All of the Trees Too?", (LONG * 3).strip()),
        ("Parsing at Scale", (LONG * 4).strip()),
        ("tSF: Trees", (LONG * 2).strip()),
    ]
    assert entries[2].paper_id == "page#3"


@pytest.mark.parametrize(
    "text",
    [
        "hello world\n",
        "# Notes\n\nSome notes on parsers.\n\n- one\n- two\n",
        "Dear Ada,\n\n" + LONG * 2 + "\n\n" + LONG * 3 + "\n\nYours",
        "def parse(text):\n    return text\n",
        "<html><body><p>" + LONG * 3 + "</p></body></html>\n",
    ],
)
def test_other_text_has_no_layout(text: str) -> None:
    from io import BytesIO

    source = Source("page.txt", BytesIO(text.encode()))
    assert {name: reader.detect(source) for name, reader in READERS.items() if reader.detect(source)} == {}


def test_the_option_overrides_what_the_content_says(tmp_path: Path) -> None:
    text = f"Parsing at Scale\n\nAbstract: {LONG * 3}\n\nParsing on Foot\n\nAbstract: {LONG * 3}\n"
    assert papers(read_page(tmp_path, text), "abstract-lines")[0].title is None
    assert papers(read_page(tmp_path, text, reader="trending"), "trending")[0].title == "Parsing at Scale"
