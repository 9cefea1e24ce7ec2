"""Measure the extractor, or the rows of a run, on annotated abstracts; the front door of `claimtable.evaluation`."""

from pathlib import Path

from claimtable.evaluation.gold import read_gold
from claimtable.evaluation.pairing import Level, PaperScore, score_papers
from claimtable.evaluation.predictions import Predictions, judged_only, predict, read_predictions
from claimtable.evaluation.scores import RESAMPLES, Evaluation, evaluate

__all__ = ["Evaluation", "Level", "PaperScore", "evaluate", "evaluate_file", "score_file"]


def score_file(gold: Path, records: Path | None = None) -> tuple[tuple[PaperScore, ...], Predictions]:
    """The abstracts of a gold file scored one by one, and what was found.

    Args:
        gold: The annotated abstracts.
        records: A file of result rows or the folder of a run; without it, the abstracts are read here and now.

    Raises:
        InputError: a file cannot be read; names file, line and field.
    """
    papers = read_gold(gold)
    found = judged_only(papers, predict(papers) if records is None else read_predictions(records))
    return score_papers(papers, found), found


def evaluate_file(gold: Path, records: Path | None = None, *, resamples: int = RESAMPLES, seed: int = 0) -> Evaluation:
    """The figures of a gold file.

    Raises:
        InputError: a file cannot be read; names file, line and field.
    """
    papers, found = score_file(gold, records)
    return evaluate(papers, found_in=found.keys(), resamples=resamples, seed=seed)
