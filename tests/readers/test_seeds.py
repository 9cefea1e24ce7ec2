"""The five listing pages: every paper exact, nothing else."""

import hashlib
import json
from pathlib import Path

import pytest

from claimtable.readers import read_inputs
from schemas import Paper

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the seed pages are not here")


def gold() -> dict[str, list[dict[str, str | None]]]:
    pages: dict[str, list[dict[str, str | None]]] = {}
    for line in (SHARED / "gold" / "seeds_papers.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        pages.setdefault(row["source"], []).append(row)
    return pages


def found(paper: Paper) -> tuple[str | None, ...]:
    return (
        hashlib.sha256(paper.abstract.encode()).hexdigest(),
        paper.title,
        paper.published.isoformat() if paper.published else None,
        paper.categories[0] if paper.categories else None,
        paper.comment,
    )


def wanted(row: dict[str, str | None]) -> tuple[str | None, ...]:
    return tuple(row[key] for key in ("abstract_sha256", "title", "published", "category", "comment"))


@pytest.mark.parametrize("page", gold() if (SHARED / "seeds").is_dir() else [])
@pytest.mark.parametrize("change", ["as it is", "CRLF", "BOM", "final newline"])
def test_page_gives_its_papers(page: str, change: str, tmp_path: Path) -> None:
    data = (SHARED / "seeds" / page).read_bytes()
    data = {
        "as it is": data,
        "CRLF": data.replace(b"\n", b"\r\n"),
        "BOM": b"\xef\xbb\xbf" + data,
        "final newline": data.rstrip() + b"\n\n",
    }[change]
    # Another name: the layout is in the content.
    copy = tmp_path / "page.text"
    copy.write_bytes(data)
    rows = list(read_inputs([str(copy)]))
    assert [found(row) if isinstance(row, Paper) else row for row in rows] == [wanted(row) for row in gold()[page]]


def test_the_folder_gives_196_entries_with_ids_of_their_own() -> None:
    rows = [row for row in read_inputs([str(SHARED / "seeds")]) if isinstance(row, Paper)]
    assert len({row.entry_id for row in rows}) == len(rows) == 196
    assert rows[0].paper_id == "arxiv:2505.16625"
    assert rows[-1].paper_id == f"{Path(rows[-1].source).stem}#10"


def test_authors_of_the_listing_read_as_people() -> None:
    listed = [row for row in read_inputs([str(SHARED / "seeds")]) if isinstance(row, Paper) and row.reader == "listing"]
    assert [row.title for row in listed if not 2 <= len(row.authors) <= 3] == []
    assert [name for row in listed for name in row.authors if len(name.split()) < 2] == []


def test_gold_file_is_read_as_json_lines() -> None:
    path = SHARED / "gold" / "seeds.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [row for row in read_inputs([str(path)]) if isinstance(row, Paper)]
    assert [(row.paper_id, row.abstract) for row in rows] == [
        (json.loads(line)["id"], json.loads(line)["abstract"]) for line in lines
    ]
