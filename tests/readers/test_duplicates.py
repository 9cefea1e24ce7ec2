"""Which entries are one paper, and which of them speaks."""

from datetime import date

import pytest

from claimtable.assembling.duplicates import mark_duplicates
from schemas import Paper


def paper(entry_id: str, abstract: str, *, published: str | None = None, url: str | None = None, doi: str | None = None) -> Paper:
    return Paper(
        entry_id=entry_id,
        paper_id=entry_id.partition("~")[0],
        abstract=abstract,
        published=date.fromisoformat(published) if published else None,
        url=url,
        doi=doi,
        source="a.jsonl",
        reader="jsonl",
    )


A, B = "We show A.", "We show B."
CASES = {
    "the first speaks for the same abstract": ([paper("a", A), paper("b", B), paper("c", A)], [None, None, "a"]),
    "white space aside": ([paper("a", A), paper("b", "We  show\nA. ")], [None, "a"]),
    "the newest by date": (
        [paper("a", A, published="2024-01-01"), paper("b", A, published="2024-02-01")],
        ["b", None],
    ),
    "the first of the same date": (
        [paper("a", A, published="2024-01-01"), paper("b", A, published="2024-01-01")],
        [None, "a"],
    ),
    "the newest version": (
        [paper("arxiv:2401.00001v1", A), paper("arXiv:2401.00001v2", B)],
        ["arXiv:2401.00001v2", None],
    ),
    "the newest version, ten after nine": (
        [paper("x:2401.00001v10", A), paper("x:2401.00001v9", B)],
        [None, "x:2401.00001v10"],
    ),
    "an address names the paper": (
        [paper("a", A, url="https://arxiv.org/abs/2401.00001"), paper("2401.00001", B)],
        [None, "a"],
    ),
    "chains": (
        [paper("a", A), paper("arxiv:2401.00001", A), paper("arxiv:2401.00001v1", B)],
        ["arxiv:2401.00001v1", "arxiv:2401.00001v1", None],
    ),
    "ids that are no arXiv ids": ([paper("a", A), paper("a~2", B), paper("9999.1234", A + B)], [None, None, None]),
    "the same number twice": ([paper("7", A), paper("7~2", B)], [None, None]),
    "the same DOI": ([paper("a", A, doi="10.1/x"), paper("b", B, doi="10.1/x")], [None, "a"]),
    "the DOI of an arXiv paper": ([paper("2401.00001", A), paper("b", B, doi="10.48550/arxiv.2401.00001")], [None, "2401.00001"]),
    "the DOI of an arXiv paper as its address": (
        [paper("arxiv:2401.00001v2", A), paper("b", B, url="https://doi.org/10.48550/arXiv.2401.00001")],
        [None, "arxiv:2401.00001v2"],
    ),
    "the DOI of an arXiv paper as its id": (
        [paper("10.48550/arXiv.hep-th/9901001", A), paper("hep-th/9901001v2", B)],
        ["hep-th/9901001v2", None],
    ),
    "no DOI is no DOI": ([paper("a", A), paper("b", B, doi="10.1/x")], [None, None]),
    "other papers": ([paper("arxiv:2401.00001", A), paper("arxiv:2401.00002", B)], [None, None]),
    "none": ([], []),
}


@pytest.mark.parametrize("case", CASES)
def test_duplicates_point_to_the_one_that_speaks(case: str) -> None:
    papers, speakers = CASES[case]
    marked = mark_duplicates(papers)
    assert [entry.duplicate_of for entry in marked] == speakers
    assert [entry.entry_id for entry in marked] == [entry.entry_id for entry in papers]
