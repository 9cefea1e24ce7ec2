"""Damaged input of every kind: each has its message, none costs another, entries in = papers + rejects."""

# ruff: noqa: E501 - one damage a line
import bz2
import gzip
import json
import lzma
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from forked_program import Program

from claimtable.readers import read_inputs, unpack
from schemas import InputError, Paper, RejectRow

from .shapes import ABSTRACT, ACL_BIB, ATOM, CSV, OAI_RAW, PUBMED, RIS, SHAPES, shape

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2403.00010</id><summary>&c;</summary></entry></feed>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!-- a remark --><!DOCTYPE PubmedArticleSet [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><Abstract><AbstractText>&x;</AbstractText></Abstract></Article>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""


def _line(name: str) -> bytes:
    return json.dumps({"id": name, "abstract": ABSTRACT}).encode() + b"\n"


def _zip(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_jsonl", ".jsonl").replace("_txt", ".txt").replace("_zip", ".zip"), data)
    return out.getvalue()


def _encrypted_zip() -> bytes:
    """The bit that says so, as zipfile cannot encrypt."""
    data = bytearray(_zip(a_jsonl=_line("a")))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _broken_zip() -> bytes:
    data = bytearray(_zip(a_jsonl=_line("a") * 50, b_jsonl=_line("b")))
    data[60] ^= 0xFF
    return bytes(data)


def _parquet_of_strangers() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = BytesIO()
    pq.write_table(pa.table({"name": ["a"], "words": [ABSTRACT]}), out)
    return out.getvalue()


def _zstandard(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


# file name -> bytes (or what makes them), papers that come out, (code, words) of each reject in order
Damage = tuple[bytes | Callable[[], bytes], int, list[tuple[str, str]]]
DAMAGED: dict[str, Damage] = {
    "laughs.xml": (LAUGHS, 0, [("unsafe-xml", "entities")]),
    "outside.xml": (OUTSIDE, 0, [("unsafe-xml", "entities")]),
    "cut.xml": (PUBMED[: PUBMED.index(b"38000008")], 1, [("invalid-xml", "cut short")]),
    "crossed.xml": (ATOM.replace(b"</summary>", b"</sumary>", 1), 0, [("invalid-xml", "mismatch")]),
    "bytes.xml": (OAI_RAW.replace(b"12 pages", b"12 p\xe4ges"), 0, [("invalid-xml", "encoding")]),
    "unknown.xml": (b"<?xml version='1.0'?><rss><channel/></rss>", 0, [("unknown-layout", "XML of an unknown kind")]),
    "cut.jsonl.gz": (gzip.compress(_line("a") * 400)[:-20], 0, [("damaged-file", "damaged")]),
    "cut.jsonl.bz2": (bz2.compress(_line("a"))[:-9], 0, [("damaged-file", "damaged")]),
    "cut.jsonl.xz": (lzma.compress(_line("a"))[:-30], 0, [("damaged-file", "damaged")]),
    "cut.jsonl.zst": (lambda: _zstandard(_line("a"))[:-9], 0, [("damaged-file", "cut off")]),
    "cut.zip": (_zip(a_jsonl=_line("a"))[:-40], 0, [("damaged-file", "damaged")]),
    "broken.zip": (_broken_zip, 1, [("damaged-file", "damaged")]),
    "two.zip": (_zip(a_jsonl=_line("a"), b_txt=b"hello world\n"), 1, [("unknown-layout", "--reader")]),
    "empty.zip": (_zip(), 0, [("empty-file", "no file")]),
    "nested.zip": (_zip(a_zip=_zip(a_jsonl=_line("a"))), 0, [("binary-file", "archive within")]),
    "secret.zip": (_encrypted_zip, 0, [("encrypted-file", "password")]),
    "letter.docx": (_zip(**{"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), 0, [("binary-file", "office")]),
    "latin.csv": (CSV.replace(b"BarBank", b"B\xe4rBank"), 0, [("invalid-utf-8", "abstract"), ("no-abstract", "BARE")]),
    "commas.csv": (b"id,abstract\n1,We show, here.\n2,We show.\n", 1, [("invalid-csv", "3 cells, the header 2")]),
    "quote.csv": (b'id,abstract\n1,We show.\n2,"We show.\n3,We show.\n', 1, [("invalid-csv", "line 3")]),
    "strangers.parquet": (_parquet_of_strangers, 0, [("no-abstract-column", "--map abstract=COLUMN (of 'name', 'words')")]),
    "cut.parquet": (lambda: shape("Parquet")[:-20], 0, [("damaged-file", "Parquet")]),
    "secret.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), 0, [("encrypted-file", "password")]),
    "cut.xlsx": (lambda: shape("Excel")[:-200], 0, [("damaged-file", "damaged")]),
    "twice.bib": (ACL_BIB + ACL_BIB, 2, [("no-abstract", "foo-2024-foo"), ("key-twice", "on line 1"), ("no-abstract", "foo-2024-foo")]),
    "brace.bib": (b"@article{a,\n title={A},\n abstract={We {show.},\n}\n\n@misc{b,\n abstract={We show.}}\n", 1, [("invalid-bibtex", "never closed")]),
    "fields.bib": (b"@article{a,\n abstract={We show.},\n abstract={We do.}}\n", 0, [("invalid-bibtex", "two fields abstract")]),
    "latin.bib": (b"@misc{a,\n abstract={We sh\xf6w.}}\n@misc{b,\n abstract={We show.}}\n", 1, [("invalid-utf-8", "0xf6 on line 2")]),
    "cut.ris": (RIS[: RIS.index(b"ER  -")] + RIS[RIS.index(b"TY  - BOOK") :], 0, [("invalid-ris", "ER"), ("no-abstract", "no abstract")]),
    "half.json": (shape("Semantic Scholar batch")[:-4] + b"\n", 1, [("invalid-json", "no JSON")]),
    "half.jsonl": (_line("a") + _line("b")[:30], 1, [("invalid-json", "cut short")]),
    "index.jsonl": (b'{"id": "https://openalex.org/W1", "abstract_inverted_index": {"We": "0"}}\n'
                    b'{"id": "https://openalex.org/W2", "abstract_inverted_index": {"We": ["x"]}}\n', 1, [("invalid-index", "W2")]),
    "open.tex": (b"\\documentclass{article}\n\\begin{abstract}\nWe show.\n\\end{document}\n", 0, [("invalid-latex", "abstract")]),
    "none.tex": (b"\\documentclass{article}\n\\input{abstract}\n", 0, [("no-abstract", "another file")]),
    "wide.xml": (ATOM.decode().encode("utf-16"), 0, [("invalid-utf-8", "UTF-16")]),
}  # fmt: skip


def _data(name: str) -> bytes:
    made = DAMAGED[name][0]
    return made() if callable(made) else made


@pytest.mark.parametrize("name", DAMAGED)
def test_each_damage_has_its_message_and_nothing_is_lost(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(_data(name))
    (tmp_path / "zz.jsonl").write_bytes(_line("last"))
    rows = list(read_inputs([str(tmp_path)]))
    _, papers, rejects = DAMAGED[name]
    assert isinstance(rows[-1], Paper)
    assert rows[-1].paper_id == "last"
    told = [row for row in rows if isinstance(row, RejectRow)]
    assert [row.code for row in told] == [code for code, _ in rejects]
    for row, (_, words) in zip(told, rejects, strict=True):
        assert words in row.reason
        assert "\n" not in row.reason
        assert str(row.source).startswith(str(tmp_path / name))
    assert len(rows) == papers + len(rejects) + 1


@pytest.mark.parametrize("name", [name for name, (_, papers, rejects) in DAMAGED.items() if not papers and len(rejects) == 1])
def test_damage_alone_is_told_in_one_line(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(_data(name))
    told = _told(tmp_path / name)
    assert told.startswith(str(tmp_path / name))
    assert "\n" not in told


def _told(path: Path) -> str:
    """The words of the reject, or of the error where nothing at all can be read."""
    try:
        (row,) = read_inputs([str(path)])
    except InputError as error:
        return str(error)
    assert isinstance(row, RejectRow)
    return f"{row.source}: {row.reason}"


def test_the_program_reads_on_and_shows_no_stack_trace(program: Program, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in DAMAGED:
        (pages / name).write_bytes(_data(name))
    done = program("extract", str(pages), "-o", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "skipped or noted 5" in done.stderr
    from claimtable.folder.store import read_table

    out = tmp_path / "out"
    assert len(read_table(out, "papers")) == sum(papers for _, papers, _ in DAMAGED.values())
    rejects = read_table(out, "rejects")
    codes = sorted(code for _, _, rejects in DAMAGED.values() for code, _ in rejects)
    assert sorted(rejects[rejects["stage"].isin(["read", "skip", "note"])]["code"]) == codes


@pytest.mark.parametrize("name", ["bomb.gz", "bomb.bz2", "bomb.xz", "bomb.zst", "bomb.zip"])
def test_a_bomb_is_not_unpacked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "_HARMLESS", 1 << 20)
    data = b"a" * (8 << 20)
    pack = {
        "gz": gzip.compress,
        "bz2": bz2.compress,
        "xz": lzma.compress,
        "zst": _zstandard,
        "zip": lambda data: _zip(a_txt=data),
    }
    with pytest.raises(InputError, match="more than 300 times its size"):
        list(read_inputs(["-"], stdin=BytesIO(pack[name.rpartition(".")[2]](data))))


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress, _zstandard, lambda data: gzip.compress(_zstandard(data))]
)
@pytest.mark.parametrize("name", ["JSON Lines", "PubMed", "Parquet", "Excel", "CSV", "LaTeX"])
def test_every_packing_is_unpacked(pack: Callable[[bytes], bytes], name: str) -> None:
    packed = list(read_inputs(["-"], stdin=BytesIO(pack(shape(name)))))
    assert packed == list(read_inputs(["-"], stdin=BytesIO(shape(name))))


def test_a_zip_of_every_format_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        archive.writestr("__MACOSX/._a", b"x")
        for name in SHAPES:
            archive.writestr(f"folder/{SHAPES[name][0]}", shape(name))
    rows = list(read_inputs([str(tmp_path / "all.zip")]))
    readers = {str(row.source).rpartition("/")[2]: row.reader for row in rows if isinstance(row, Paper)}
    assert readers == {file: reader for file, reader, _, _ in SHAPES.values()}
    assert {str(row.source).removeprefix(str(tmp_path)).split("/")[1:3] == ["all.zip", "folder"] for row in rows} == {True}


def test_several_frames_and_members_are_one_file() -> None:
    for pack in (gzip.compress, bz2.compress, lzma.compress, _zstandard):
        rows = list(read_inputs(["-"], stdin=BytesIO(pack(_line("a")) + pack(_line("b")))))
        assert [getattr(row, "paper_id", None) for row in rows] == ["a", "b"]
