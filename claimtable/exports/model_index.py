"""The model-index of model cards on the Hub: a card for each system in each paper, through huggingface_hub's classes."""

from collections import Counter
from pathlib import Path
from typing import Any

from claimtable.exports.mapping import Mapping, load_mapping
from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.papers import paper_url
from claimtable.exports.scores import Score, find_systems, ranked_scores
from claimtable.exports.source import RunTables


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:
    """Write SYSTEM--PAPER.md for each system whose data sets and tasks have an id in the mapping."""
    from huggingface_hub import EvalResult, ModelCardData

    counted: Counter[str] = Counter()
    mapping = load_mapping(options.mapping)
    scores = ranked_scores(run, counted)
    known = [score for score in scores if _has_ids(score, mapping, counted)]
    for system in find_systems(known):
        results = [EvalResult(**_fields(score, mapping)) for score in system.scores]
        card = ModelCardData(model_name=system.name, eval_results=results)
        text = f"---\n{card.to_yaml(line_break=chr(10))}\n---\n"
        (path / f"{system.slug}.md").write_text(text, encoding="utf-8", newline="")
    return [
        *remarks(counted),
        *mapping.unused("datasets", (score.row.dataset for score in scores)),
        *mapping.unused("tasks", (score.result.task or "" for score in scores)),
        *mapping.unused("metrics", (score.row.metric for score in scores)),
    ]


def _has_ids(score: Score, mapping: Mapping, counted: Counter[str]) -> bool:
    if score.row.dataset not in mapping.datasets:
        counted["scores left out whose data set has no id in the mapping"] += 1
        return False
    if _task(score, mapping) is None:
        counted["scores left out whose task has no id in the mapping (task_type of the data set, or tasks)"] += 1
        return False
    if score.row.metric not in mapping.metrics:
        counted["scores stand under the name of their metric, which has no id in the mapping"] += 1
    return True


def _task(score: Score, mapping: Mapping) -> str | None:
    return mapping.tasks.get(score.result.task or "") or mapping.datasets[score.row.dataset].task_type


def _fields(score: Score, mapping: Mapping) -> dict[str, Any]:
    row, dataset = score.row, mapping.datasets[score.row.dataset]
    url = paper_url(score.paper)
    return {
        "task_type": _task(score, mapping),
        "task_name": score.result.task,
        "dataset_type": dataset.id,
        "dataset_name": row.dataset,
        "dataset_config": dataset.config,
        "dataset_split": dataset.split,
        "dataset_revision": dataset.revision,
        "metric_type": mapping.metrics.get(row.metric, row.metric),
        "metric_name": f"{row.metric} ({row.unit})" if row.unit else row.metric,
        "metric_value": row.score,
        "metric_args": {"conditions": list(row.conditions)} if row.conditions else None,
        "source_name": (row.title or row.paper_id) if url else None,
        "source_url": url,
    }
