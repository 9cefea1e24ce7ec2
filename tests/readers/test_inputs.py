"""Files, folders and standard input; and clear words for what cannot be read."""

import gzip
import json
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtable.readers import READERS, read_inputs
from schemas import InputError, OptionError, Paper, RejectRow
from tests.forked_program import Program


def line(**fields: Any) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def read_bytes(data: bytes, **options: Any) -> list[Paper | RejectRow]:
    return list(read_inputs(["-"], stdin=BytesIO(data), **options))


def one_paper(data: bytes) -> Paper:
    (row,) = read_bytes(data)
    assert isinstance(row, Paper)
    return row


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip), min_size=1), st.booleans())
def test_any_abstract_comes_back_as_it_was(abstracts: list[str], ascii_only: bool) -> None:
    data = "\r\n".join(json.dumps({"abstract": text}, ensure_ascii=ascii_only) for text in abstracts).encode()
    rows = read_bytes(b"\xef\xbb\xbf" + data)
    assert [row.abstract for row in rows if isinstance(row, Paper)] == abstracts


def test_all_fields() -> None:
    paper = one_paper(
        line(
            id="a/1", abstract=" We show. ", title="T", published="2024-05-01", url="https://foo.example/1",
            authors=["Ada Lovelace", {"name": "Bo Li"}, None], categories="cs.CL stat.ML", records=[{"value": 1}],
        )
    )  # fmt: skip
    assert paper == Paper(
        entry_id="a/1", paper_id="a/1", abstract=" We show. ", title="T", published="2024-05-01",  # type: ignore[arg-type]
        url="https://foo.example/1", authors=("Ada Lovelace", "Bo Li"), categories=("cs.CL", "stat.ML"),
        source="-", line=1, reader="jsonl",
    )  # fmt: skip


def test_nulls_and_fields_of_the_wrong_type_are_left_empty() -> None:
    nulls = dict.fromkeys(["id", "title", "published", "url", "authors", "categories"])
    paper = one_paper(line(abstract="We show.", **nulls))
    assert (paper.paper_id, paper.title, paper.authors, paper.categories) == ("stdin#1", None, (), ())
    assert one_paper(line(abstract="We show.", title=["T"], authors=7, url=False)).title is None


@pytest.mark.parametrize(
    ("raw", "kept"), [(b"7", "7"), (b"2401.10", "2401.10"), (b"12345678901234567890123", "12345678901234567890123")]
)
def test_a_numeric_id_keeps_its_digits(raw: bytes, kept: str) -> None:
    assert one_paper(b'{"id": ' + raw + b', "abstract": "We show."}').paper_id == kept


@pytest.mark.parametrize("published", ["2024", "2024-05", "2024/05", "May 2024", "May 3", "3 May", "", None])
def test_a_date_that_is_not_full_is_none(published: Any) -> None:
    assert one_paper(line(abstract="We show.", published=published)).published is None


@pytest.mark.parametrize("published", ["2024-02-30", "soon", 20240501, ["2024-05-01"], False])
def test_what_is_no_date_is_left_out_and_told(published: Any) -> None:
    paper, note = read_bytes(line(abstract="We show.", published=published))
    assert isinstance(paper, Paper)
    assert isinstance(note, RejectRow)
    assert paper.published is None
    assert (note.stage, note.code, note.line, note.entry_id) == ("note", "no-date", 1, paper.entry_id)
    assert str(published)[:4] in note.reason


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Ada Lovelace, Bo Li and Cy Young", ("Ada Lovelace", "Bo Li", "Cy Young")),
        ("Lovelace, Ada and Li, Bo", ("Lovelace, Ada", "Li, Bo")),
        ("Lovelace, Ada; Li, Bo", ("Lovelace, Ada", "Li, Bo")),
        ("Ada Lovelace", ("Ada Lovelace",)),
    ],
)
def test_authors_in_one_string(authors: str, names: tuple[str, ...]) -> None:
    assert one_paper(line(abstract="We show.", authors=authors)).authors == names


def test_an_address_at_arxiv_names_the_paper() -> None:
    assert one_paper(line(abstract="We show.", url="https://arxiv.org/abs/2401.00001v2")).paper_id == "arxiv:2401.00001v2"


BAD_LINES = {
    b'{"id": "a", "abstract": "We sh': ("invalid-json", "cut short"),
    b'{"id": "a", "abstract":': ("invalid-json", "cut short"),
    b'{"id": "a" "abstract": "We show."}': ("invalid-json", "column 12"),
    b"[" * 100_000: ("invalid-json", "deep"),
    b"[1]": ("not-an-object", "a list"),
    b"7": ("not-an-object", "a number"),
    b'{"id": "a"}': ("no-abstract", 'no "abstract"'),
    b'{"abstract": null}': ("no-abstract", 'no "abstract"'),
    b'{"abstract": 7}': ("no-abstract", "a number"),
    b'{"abstract": ["We show."]}': ("no-abstract", "a list"),
    b'{"abstract": ""}': ("empty-abstract", "empty"),
    b'{"id": "a", "abstract": " \\n\\u00a0"}': ("empty-abstract", "of a is empty"),
    b'{"abstract": "We \xff show."}': ("invalid-utf-8", "0xff at byte 18"),
    b'{"abstract": "We \\ud800 show."}': ("invalid-unicode", "abstract"),
    b'{"id": ["a"], "abstract": "We show."}': ("invalid-id", "a list"),
    b'{"abstract": "' + b"We show. " * 300_000 + b'"}': ("too-long", "--max-chars"),
}


@pytest.mark.parametrize("bad", BAD_LINES, ids=lambda bad: bad[:30].decode(errors="replace"))
def test_a_bad_line_costs_no_other(bad: bytes) -> None:
    first, reject, last = read_bytes(line(abstract="First.") + bad + b"\n\n" + line(abstract="Last."))
    assert isinstance(first, Paper)
    assert isinstance(reject, RejectRow)
    assert isinstance(last, Paper)
    code, words = BAD_LINES[bad]
    assert (reject.stage, reject.code, reject.source, reject.line) == ("read", code, "-", 2)
    assert words in reject.reason
    assert len(reject.text or "") <= 1_000
    assert (first.paper_id, last.paper_id, last.line) == ("stdin#1", "stdin#3", 4)


def test_the_limit_can_be_raised_and_lifted() -> None:
    data = line(abstract="x" * 300)
    assert isinstance(read_bytes(data, max_chars=299)[0], RejectRow)
    assert isinstance(read_bytes(data, max_chars=300)[0], Paper)
    assert isinstance(read_bytes(line(abstract="x" * 200_001), max_chars=None)[0], Paper)


def test_an_id_that_comes_again_gets_a_number() -> None:
    ids = ["a", "a~2", "a", "b", "a", "a~2"]
    rows = read_bytes(b"".join(line(id=name, abstract="We show.") for name in ids))
    assert [row.paper_id for row in rows if isinstance(row, Paper)] == ids
    assert [row.entry_id for row in rows if isinstance(row, Paper)] == ["a", "a~2", "a~3", "b", "a~4", "a~2~2"]


@given(st.lists(st.sampled_from(["a", "a~2", "a~3", "a~2~2", "b"]), min_size=1))
def test_entry_ids_are_unique(ids: list[str]) -> None:
    rows = read_bytes(b"".join(line(id=name, abstract="We show.") for name in ids))
    assert len({row.entry_id for row in rows}) == len(ids)


def test_a_folder_is_read_without_what_earlier_runs_wrote_there(tmp_path: Path, program: Program) -> None:
    (tmp_path / "papers.jsonl").write_text(json.dumps({"id": "1", "abstract": "A reaches 84.5% accuracy on B."}) + "\n")
    for again in range(2):
        done = program("extract", ".", cwd=tmp_path)
        assert (again, done.returncode, "papers  1 from 1 source" in done.stdout) == (again, 0, True), done.stdout + done.stderr
        assert program("report", "outputs", "-o", "site", cwd=tmp_path).returncode == 0


def test_a_folder_is_read_sorted_with_all_below_but_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "sub/c.jsonl", ".hidden.jsonl", ".git/d.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(line(abstract=f"We show {name}."))
    begun: list[tuple[str, int | None]] = []
    rows = list(read_inputs([str(tmp_path)], on_file=lambda name, size: begun.append((name, size))))
    assert [row.entry_id for row in rows] == ["a#1", "b#1", "c#1"]
    assert [(Path(name).name, size) for name, size in begun] == [("a.jsonl", 33), ("b.jsonl", 33), ("c.jsonl", 37)]


BAD_FILES = {
    "unknown.txt": (b"hello world\n", "unknown-layout", "--reader"),
    "empty.txt": (b" \n", "empty-file", "empty"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary-file", "binary"),
    "latin.txt": (b"Abstract:We show.\nAbstract:We sh\xf6w.\n", "invalid-utf-8", "0xf6 at offset 32"),
    "wide.txt": ("Abstract:We show.".encode("utf-16"), "invalid-utf-8", "UTF-16"),
    "cut.gz": (gzip.compress(b"Abstract:We show.")[:-9], "damaged-file", "damaged"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_costs_no_other(name: str, tmp_path: Path) -> None:
    data, code, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.jsonl").write_bytes(line(abstract="We show."))
    reject, paper = read_inputs([str(tmp_path)])
    assert isinstance(reject, RejectRow)
    assert (reject.code, reject.source) == (code, str(tmp_path / name))
    assert words in reject.reason
    assert isinstance(paper, Paper)


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_alone_is_an_error_in_one_line(name: str, tmp_path: Path) -> None:
    data, _, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as error:
        list(read_inputs([str(tmp_path / name)]))
    assert str(error.value).startswith(str(tmp_path / name))
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_whose_every_line_is_bad_is_read_all_the_same() -> None:
    assert [getattr(row, "code", None) for row in read_bytes(b'{"id": "a"}\n{"id": "b"')] == [
        "no-abstract",
        "invalid-json",
    ]


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl.gz"
    path.write_bytes(gzip.compress(line(abstract="We show.") * 2))
    assert [row.entry_id for row in read_inputs([str(path)])] == ["pages#1", "pages#2"]


@pytest.mark.parametrize(
    ("inputs", "options", "error", "words"),
    [
        (["nowhere.txt"], {}, InputError, "nowhere.txt: no such file or folder"),
        ([], {}, InputError, "no input"),
        (["-", "-"], {}, OptionError, "-: standard input can be read only once"),
        (["-"], {"reader": "foo"}, OptionError, "jsonl, arxiv-snapshot, openalex.*listing, abstract-lines, trending, text"),
    ],
)
def test_what_cannot_begin_says_so_at_once(
    inputs: list[str], options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        read_inputs(inputs, **options)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no files"):
        read_inputs([str(tmp_path)])


def test_a_reader_that_does_not_fit_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("Abstract:We show.")
    with pytest.raises(InputError, match="the reader listing finds no paper"):
        list(read_inputs([str(path)], reader="listing"))


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None)  # the first bytes wait for the format's library to load
@given(data=st.binary(max_size=300))
def test_no_bytes_break_a_reader(reader: str, data: bytes) -> None:
    # Nothing but the error for input that cannot be read may come out.
    with suppress(InputError):
        read_bytes(data, reader=reader)
