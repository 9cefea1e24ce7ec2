"""Runs to export: the bundled sample, and invented rows with whatever formats stumble over."""

from pathlib import Path
from typing import Any

from claimtable.assembling.duplicates import mark_duplicates
from claimtable.folder.writers import write_tables
from claimtable.readers import read_inputs
from claimtable.sample import sample_files
from claimtable.tables.comparisons import find_comparisons
from claimtable.tables.leaderboards import rank_leaderboards
from extract.pipeline import extract_abstract
from extract.table import to_rows
from schemas import Paper, RejectRow, ResultRow

HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    '"quoted", with a comma',
    "two\nlines\r\nand a tab\t",
    r"a & b % c _ d # e {f} \g ~h ^i $j$",
    "|pipe| and `code` and *stars* -- <!-- no comment -->",
    "<script>alert(1)</script>",
    "right\u200fto\u202eleft\u202c",
    "control \x01 \x0b \x1f characters",
    "_x0041_ is no escape",
    "Ünïcödé ± × ≥ α 漢字 𝟙",
    "https://example.org/?a=1&b=2",
    "007",
    " blanks around ",
)


def write_sample(folder: Path) -> None:
    """A run over the bundled sample, without the judges of a whole run, which take seconds to load."""
    papers = mark_duplicates([entry for entry in read_inputs(sample_files()) if isinstance(entry, Paper)])
    rows = [row for paper in papers for row in to_rows(paper, extract_abstract(paper.abstract, title=paper.title))]
    _write(folder, papers, rows, [])


def write_hostile(folder: Path) -> None:
    """A run in which every text of the tables takes its turn at being hostile."""
    papers, rows = [], []
    for number, text in enumerate(HOSTILE):
        entry_id = f"p{number}"
        abstract = f"{text} reaches 8{number % 10}.5% accuracy on ImageNet, ahead of the 80.0% of {text}."
        papers.append(_paper(entry_id, abstract, title=text, authors=(text, "B. Author"), comment=text, published="2025-03-01"))
        own = f"8{number % 10}.5%"
        told = {"title": text, "published": "2025-03-01", "conditions": (text, "5-shot"), "sentence": abstract, "task": text}
        first = _score(entry_id, abstract, own, method=text, reference_id=f"{entry_id}@80.0%", baseline=text, **told)
        rows += [first, _score(entry_id, abstract, "80.0%", method=text, **told, bound="approx")]
        rows.append(_score(entry_id, abstract, own, method=text, **told | {"dataset": text, "dataset_text": text, "row": "b"}))
    papers.append(_paper("old", "Nothing.", published="1850-01-01", duplicate_of="p0", url="javascript:alert(1)"))
    papers.append(_paper("long", "x" * 40_000, title="", doi="10.1000/xyz"))
    reject = RejectRow(**dict.fromkeys(RejectRow.model_fields) | {"stage": "read", "code": "x", "reason": "=1+1", "line": 3})
    _write(folder, papers, rows, [reject])


def _write(folder: Path, papers: list[Paper], rows: list[ResultRow], rejects: list[RejectRow]) -> None:
    write_tables(
        folder,
        papers=papers,
        results=rows,
        comparisons=find_comparisons(rows, papers),
        leaderboards=rank_leaderboards(rows, papers),
        rejects=rejects,
        summary={},
    )


def _paper(entry_id: str, abstract: str, **fields: Any) -> Paper:
    return Paper(entry_id=entry_id, paper_id=entry_id, abstract=abstract, source="a.txt", line=1, reader="jsonl", **fields)


def _score(entry_id: str, abstract: str, value_text: str, **fields: Any) -> ResultRow:
    start = abstract.rindex(value_text)
    row = fields.pop("row", "a")
    plain: dict[str, Any] = dict.fromkeys(ResultRow.model_fields)
    plain |= {
        "row_id": f"{entry_id}@{value_text}#{row}",
        "record_id": f"{entry_id}@{value_text}",
        "entry_id": entry_id,
        "paper_id": entry_id,
        "kind": "score",
        "metric": "Top-1 Accuracy",
        "metric_text": "accuracy",
        "value": float(value_text.rstrip("%")),
        "unit": "%",
        "value_text": value_text,
        "start": start,
        "end": start + len(value_text),
        "bound": "exact",
        "dataset": "ImageNet",
        "dataset_text": "ImageNet",
        "higher_is_better": True,
        "rule": "percent",
        "confidence": 0.9,
    }
    return ResultRow(**(plain | fields))
