"""Files for the folder .eval_results of model repositories on the Hub, through huggingface_hub's classes.

Such an entry names a benchmark and one of its tasks, and no metric: the benchmark knows which one it counts. So the mapping
must say which of our metrics that is, and only its scores are written.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from claimtable.exports.earlier import MARK
from claimtable.exports.mapping import HubDataset, Mapping, load_mapping
from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.papers import paper_url
from claimtable.exports.scores import Score, find_systems, ranked_scores
from claimtable.exports.source import RunTables
from claimtable.tables.page import to_conditions


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:
    """Write SYSTEM--PAPER.yaml for each system with scores on benchmarks that the mapping tells of."""
    import yaml
    from huggingface_hub import EvalResultEntry, eval_result_entries_to_yaml

    counted: Counter[str] = Counter()
    mapping = load_mapping(options.mapping)
    scores = ranked_scores(run, counted)
    known = [score for score in scores if _has_ids(score, mapping, counted)]
    for system in find_systems(known):
        entries = [EvalResultEntry(**_fields(score, mapping.datasets[score.row.dataset])) for score in system.scores]
        text = yaml.safe_dump(eval_result_entries_to_yaml(entries), sort_keys=False, allow_unicode=True, line_break="\n")
        (path / f"{system.slug}.yaml").write_text(f"# {MARK}\n{text}", encoding="utf-8", newline="")
    return [*remarks(counted), *mapping.unused("datasets", (score.row.dataset for score in scores))]


def _has_ids(score: Score, mapping: Mapping, counted: Counter[str]) -> bool:
    dataset = mapping.datasets.get(score.row.dataset)
    if dataset is None:
        counted["scores left out whose data set has no id in the mapping"] += 1
    elif dataset.task_id is None or dataset.metric is None:
        counted["scores left out whose data set has no task_id and metric in the mapping"] += 1
    elif dataset.metric != score.row.metric:
        counted["scores left out of another metric than the benchmark's"] += 1
    else:
        return True
    return False


def _fields(score: Score, dataset: HubDataset) -> dict[str, Any]:
    row, url = score.row, paper_url(score.paper)
    notes = [*to_conditions(row), *([row.uncertainty] if row.uncertainty else [])]
    return {
        "dataset_id": dataset.id,
        "task_id": dataset.task_id,
        "dataset_revision": dataset.revision,
        "value": row.score,
        "date": row.published.isoformat() if row.published else None,
        "source_url": url,
        "source_name": (row.title or row.paper_id) if url else None,
        "notes": "; ".join(notes) or None,
    }
