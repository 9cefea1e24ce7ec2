"""Invented papers by day, with all that makes a collection hard: revisions, repeats, DOIs, entries without an id."""

import json
import random
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

_SYSTEMS = ("Tidepool", "Undertow", "GrassRoots", "Kelpie", "Saltmarsh", "Breakwater")
_DATASETS = ("ImageNet", "COCO test-dev", "GSM8K", "SQuAD 2.0", "LibriSpeech test-clean")
_METRICS = {"ImageNet": "accuracy", "COCO test-dev": "AP", "GSM8K": "accuracy", "SQuAD 2.0": "F1"}


def abstract(seed: int) -> str:
    """An abstract with a score, a baseline and a change; no two seeds give the same."""
    draw = random.Random(seed)
    system, other = draw.sample(_SYSTEMS, 2)
    dataset = draw.choice(_DATASETS)
    metric = _METRICS.get(dataset, "WER")
    score = draw.randint(600, 950) / 10
    return (
        f"We present {system}-{seed}, a small model for the shore. On {dataset}, {system}-{seed} reaches {score}% {metric}, "
        f"compared to {score - 1.5:.1f}% for {other}. It is {draw.randint(2, 9)}.5x faster than {other}."
    )


def papers_of(day: int, *, first: date = date(2025, 1, 1), count: int = 3) -> list[dict[str, str]]:
    """What comes in on a day: new papers, a revision of an older one, one that another source has too."""
    published = (first + timedelta(days=day)).isoformat()
    found = [
        {
            "id": f"2501.{day * 20 + n:05d}v1",
            "abstract": abstract(day * 20 + n),
            "title": f"Paper {day}.{n}",
            "published": published,
        }
        for n in range(count)
    ]
    if day > 2:
        old = (day - 2) * 20
        found.append({"id": f"2501.{old:05d}v2", "abstract": abstract(old + 7), "title": "Revised", "published": published})
        found.append({"id": f"journal-{day}", "abstract": abstract(old + 1), "title": "In print", "published": published})
        found.append({"abstract": abstract(day * 20 + 9)})
    return found


def write_papers(path: Path, papers: Iterable[Mapping[str, str] | None]) -> Path:
    """JSON Lines of papers; a blank line where there is None."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["" if paper is None else json.dumps(paper) for paper in papers]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def leave_unjudged(replace: Callable[[object, str, object], None]) -> None:
    """Switch validation off, by a function like `setattr`."""
    from claimtable.assembling import assemble
    from validation import ValidationReport

    for name in ("validate_results", "validate_run"):
        replace(assemble, name, lambda **_: ValidationReport())


def files_of(folder: Path) -> dict[str, bytes]:
    """All files of a run, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
