"""What a score is of, as its board counts it: the metric that goes without saying, and names that mean the same.

The results keep the words of the abstract; a board row that reads more into them says so in its note.
"""

from typing import NamedTuple

from claimtable.tables.full_names import full_name, image_size
from claimtable.tables.surroundings import Surroundings
from rules.board_measures import BoardMeasures
from rules.lexicons import Metric, MetricLexicon, load_datasets
from schemas import ResultRow


class Reading(NamedTuple):
    """The data set and metric of a board, and what a reader must know of how they were read."""

    dataset: str
    metric: str
    higher_is_better: bool
    implied: bool = False
    plausible: tuple[float, float] | None = None
    remarks: tuple[str, ...] = ()


def find_reading(
    row: ResultRow, beside: Surroundings, abstract: str, metrics: MetricLexicon, measures: BoardMeasures
) -> Reading | None:
    """The board that a score is for; None where its data set, its metric or the direction is unknown."""
    dataset, named, remarks = _named(row, metrics)
    if dataset is None:
        return None
    if row.dataset is not None and (full := full_name(row, abstract)) != dataset:
        dataset, remarks = full, (f"{dataset} read as {full}, its name in full",)
    stated = metrics.canonical(named) if named is not None else None
    listed = named is None or stated is not None or measures.same(dataset, named) is not None
    if not listed and row.higher_is_better is None:
        return None
    metric = measures.turned(named or "", *beside) or None
    same = measures.same(dataset, metric) if metric is not None else None
    if same is not None and metric is not None:
        if same.metric != row.metric:
            remarks += (f"stated as {row.metric}",)
        if same.bed is not None and same.bed != dataset:
            dataset, remarks = same.bed, (*remarks, f"measured on {dataset}")
        elif same.sized and (size := image_size(row)) is not None:
            remarks += (f"{dataset} at {size}",)
            dataset = f"{dataset} {size}"
        return _reading(dataset, same.metric, metrics, row, plausible=same.range, remarks=remarks)
    usual = measures.usual(dataset)
    if usual is not None and measures.is_unsaid(stated) and (named is None or stated is not None):
        in_sentence = row.dataset_text is None or row.dataset_text in row.sentence
        if in_sentence and not measures.is_counted(beside.after):
            said = "metric not stated" if row.metric is None else f"stated as {row.metric}"
            remarks += (f"{said}; {usual.metric} is usual here",)
            return _reading(dataset, usual.metric, metrics, row, implied=True, plausible=usual.range, remarks=remarks)
    if metric is None:
        return None
    if metric != row.metric:
        remarks += (f"stated as {row.metric}",)
    return _reading(dataset, metric, metrics, row, remarks=remarks)


def _named(row: ResultRow, metrics: MetricLexicon) -> tuple[str | None, str | None, tuple[str, ...]]:
    """The data set and the metric that the row names; the data set may stand in the metric, as in "ImageNet accuracy"."""
    if row.dataset is not None or row.metric_text is None:
        return row.dataset, row.metric, ()
    held = [mention for mention in load_datasets().find_mentions(row.metric_text) if not mention.caution]
    if len(held) != 1:
        return None, row.metric, ()
    rest = " ".join((row.metric_text[: held[0].start] + row.metric_text[held[0].end :]).split())
    found: Metric | None = metrics.canonical(rest) if rest else None
    own = metrics.canonical(row.metric) if row.metric is not None else None
    # "GenEval score" is both a metric of the lexicon and a data set
    metric = row.metric if own is not None and own.head is None and not own.vague else (found.name if found else None)
    return held[0].name, metric, (f"data set named in the metric, {row.metric}",)


def _reading(
    dataset: str,
    metric: str,
    metrics: MetricLexicon,
    row: ResultRow,
    *,
    implied: bool = False,
    plausible: tuple[float, float] | None = None,
    remarks: tuple[str, ...] = (),
) -> Reading | None:
    known = metrics.canonical(metric)
    higher = row.higher_is_better if metric == row.metric or known is None else known.higher_is_better
    if higher is None:
        return None
    return Reading(dataset, metric, higher, implied, plausible, remarks)
