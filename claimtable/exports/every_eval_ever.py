"""Records of Every Eval Ever 0.3: a JSON file for each system in each paper, with quote and offsets of every score."""

from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from claimtable.exports.json_file import write_json
from claimtable.exports.mapping import Mapping, load_mapping
from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.papers import paper_url
from claimtable.exports.scores import Score, System, find_systems, ranked_scores, slugged
from claimtable.exports.source import RunTables
from claimtable.folder.manifest import own_version
from schemas import OptionError

SCHEMA_VERSION = "0.3.0"
_UNITS = {"%": "percent", "point": "points"}


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:
    """Write SYSTEM--PAPER.json for each system.

    Raises:
        OptionError: no paper has a date, and no timestamp is given.
    """
    counted: Counter[str] = Counter()
    mapping = load_mapping(options.mapping)
    stamp = _timestamp(run, options.timestamp)
    scores = ranked_scores(run, counted)
    for system in find_systems(scores):
        if system.name not in mapping.models:
            counted["systems have no id in the mapping: theirs is unknown/NAME"] += 1
        write_json(path / f"{system.slug}.json", _record(system, mapping, stamp))
    return [
        *remarks(counted),
        *mapping.unused("datasets", (score.row.dataset for score in scores)),
        *mapping.unused("metrics", (score.row.metric for score in scores)),
        *mapping.unused("models", (score.row.method for score in scores)),
    ]


def _timestamp(run: RunTables, given: datetime | None) -> str:
    """Seconds since 1970, in UTC: as given, else the newest day of the papers, so that the same run gives the same bytes."""
    newest: date | None = max((paper.published for paper in run.papers if paper.published), default=None)
    when = given or (datetime.combine(newest, time()) if newest else None)
    if when is None:
        raise OptionError("no paper of the run has a date", place="--timestamp", remedy="say when the records were made")
    return str(int(when.replace(tzinfo=when.tzinfo or UTC).timestamp()))


def _record(system: System, mapping: Mapping, stamp: str) -> dict[str, Any]:
    model = mapping.models.get(system.name) or f"unknown/{slugged(system.name)}"
    return {
        "schema_version": SCHEMA_VERSION,
        "evaluation_id": f"{system.slug}/{model.replace('/', '_')}/{stamp}",
        "retrieved_timestamp": stamp,
        "source_metadata": _source(system),
        # what measured is the paper's own; the abstract does not say which library
        "eval_library": {"name": "unknown", "version": "unknown"},
        "model_info": {
            "name": system.name,
            "id": model,
            "additional_details": {"deployment_type": "unknown", "model_availability": "unknown"},
        },
        "evaluation_results": [_result(score, mapping) for score in system.scores],
    }


def _source(system: System) -> dict[str, Any]:
    paper = system.paper
    details = {
        "entry_id": paper.entry_id,
        "paper_id": paper.paper_id,
        "authors": "; ".join(paper.authors),
        "published": paper.published.isoformat() if paper.published else "",
        "doi": paper.doi or "",
        "url": paper_url(paper) or "",
        "read_by": f"claimtable {own_version()}, from the abstract alone",
    }
    return {
        "source_name": paper.title or paper.paper_id,
        "source_type": "documentation",
        "source_organization_name": "unknown",
        # whose a baseline is, the abstract does not tell
        "evaluator_relationship": "first_party" if system.is_proposed else "other",
        "additional_details": {name: text for name, text in details.items() if text},
    }


def _result(score: Score, mapping: Mapping) -> dict[str, Any]:
    row, result = score.row, score.result
    metric: dict[str, Any] = {
        "metric_name": row.metric,
        "lower_is_better": not row.higher_is_better,
        "additional_details": {
            "quote": row.sentence,
            "value_text": result.value_text,
            "start": str(result.start),
            "end": str(result.end),
            "offsets": "characters of the abstract, from 0",
            "record_id": row.record_id,
            "rule": result.rule,
            "confidence": f"{row.confidence:g}",
        },
    }
    if row.metric in mapping.metrics:
        metric["metric_id"] = mapping.metrics[row.metric]
    if row.unit is not None:
        metric["metric_unit"] = _UNITS.get(row.unit, row.unit)
    details = {
        "bound": row.bound.value,
        "conditions": "; ".join(row.conditions),
        "uncertainty": row.uncertainty or "",
        "task": result.task or "",
        "role": row.role.value,
        "note": row.note or "",
    }
    return {
        "evaluation_result_id": row.row_id,
        "evaluation_name": row.dataset,
        "source_data": _dataset(row.dataset, mapping),
        "metric_config": metric,
        "score_details": {"score": row.score, "details": {name: text for name, text in details.items() if text}},
    }


def _dataset(name: str, mapping: Mapping) -> dict[str, Any]:
    known = mapping.datasets.get(name)
    if known is None:
        return {"dataset_name": name, "source_type": "other"}
    found = {"dataset_name": name, "source_type": "hf_dataset", "hf_repo": known.id}
    return found | ({"hf_split": known.split} if known.split else {})
