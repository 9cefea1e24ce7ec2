"""The evaluation tables of Papers with Code: tasks, their data sets, and a table of systems for each.

The layout is that of `evaluation-tables.json` in their dumps. A row there is a system in a paper, with all its metrics.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from claimtable.exports.json_file import write_json
from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.papers import paper_url
from claimtable.exports.scores import Score, ranked_scores
from claimtable.exports.source import RunTables
from claimtable.tables.page import to_conditions

NO_TASK = "not stated"
_Row = dict[str, Any]


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:  # noqa: ARG001
    """Write the tables of all ranked scores."""
    counted: Counter[str] = Counter()
    tables: dict[str, dict[str, list[Score]]] = {}
    for score in ranked_scores(run, counted):
        if score.result.task is None:
            counted[f"scores stand under the task {NO_TASK!r}: their sentence names none"] += 1
        if paper_url(score.paper) is None:
            counted["scores are of a paper without address, DOI or arXiv id: paper_url is empty"] += 1
        task = score.result.task or NO_TASK
        tables.setdefault(task, {}).setdefault(score.row.dataset, []).append(score)
    write_json(path, [_task(name, tables[name]) for name in sorted(tables)])
    return remarks(counted)


def _task(name: str, datasets: dict[str, list[Score]]) -> dict[str, Any]:
    return {
        "categories": [],
        "datasets": [_dataset(dataset, datasets[dataset]) for dataset in sorted(datasets)],
        "description": "",
        "source_link": None,
        "subtasks": [],
        "synonyms": [],
        "task": name,
    }


def _dataset(name: str, scores: list[Score]) -> dict[str, Any]:
    return {
        "dataset": name,
        "dataset_citations": [],
        "dataset_links": [],
        "description": "",
        "sota": {"metrics": sorted({_metric(score) for score in scores}), "rows": _rows(scores)},
        "subdatasets": [],
    }


def _rows(scores: list[Score]) -> list[_Row]:
    """A row for each paper, system and setting; where one metric comes twice, a row more."""
    rows: dict[tuple[str, str], list[_Row]] = {}
    for score in scores:
        metric, value = _metric(score), _value(score)
        theirs = rows.setdefault((score.row.entry_id, _model(score)), [])
        free = next((row for row in theirs if metric not in row["metrics"]), None)
        if free is None:
            free = _row(score)
            theirs.append(free)
        free["metrics"][metric] = value
    return [row for group in rows.values() for row in group]


def _row(score: Score) -> _Row:
    row = score.row
    return {
        "code_links": [],
        "metrics": {},
        "model_links": [],
        "model_name": _model(score),
        "paper_date": row.published.isoformat() if row.published else None,
        "paper_title": row.title or row.paper_id,
        "paper_url": paper_url(score.paper) or "",
    }


def _model(score: Score) -> str:
    settings = ", ".join(to_conditions(score.row))
    return f"{score.row.method} ({settings})" if settings else score.row.method


def _metric(score: Score) -> str:
    unit = score.row.unit
    return f"{score.row.metric} ({unit})" if unit not in (None, "%") else score.row.metric


def _value(score: Score) -> str:
    return f"{score.row.score:.12g}" + ("%" if score.row.unit == "%" else "")
