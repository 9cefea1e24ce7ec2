"""Measure how often records of each context are right, and write what the extractor states as `confidence`.

    python benchmarks/calibrate_confidence.py GOLD.jsonl...

Right means right at level metric: span, number, kind, unit, bound, direction and metric. The share of a context is drawn
towards that of the context above it, as if that one had sent WEIGHT records along; the weight is the one that foretells
best what is right in abstracts held out (folds of abstracts, by a hash of their ids). Writes `rules/confidence.yaml` and
`benchmarks/reliability.md`; the same gold and the same rules give the same bytes.
"""

import argparse
import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from scipy.stats import binomtest

from claimtable.evaluation.gold import GoldPaper, read_gold
from claimtable.evaluation.pairing import Level, score_paper
from claimtable.evaluation.predictions import to_predictions
from extract.interpret.confidence import context_of
from extract.pipeline import extract_abstract
from rules.confidence import EVERY, FILE
from rules.yaml_files import FOLDER

LEVEL = Level.METRIC
FOLDS = 10
WEIGHTS = (2, 4, 8, 16, 32, 64)
FEWEST = 3  # records that a context of its own needs
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
REPORT = Path(__file__).parent / "reliability.md"


class Judged(NamedTuple):
    """A record's contexts, whether it is right, and the fold of its abstract."""

    contexts: tuple[str, ...]
    right: bool
    fold: int


def judge(paper: GoldPaper) -> list[Judged]:
    records = extract_abstract(paper.abstract, title=paper.title).records
    pairs = score_paper(paper, to_predictions(paper, records)).pairs
    right = {(pair.found.start, pair.found.end, pair.found.kind) for pair in pairs if pair.depth >= LEVEL.depth}
    fold = int(hashlib.sha256(paper.id.encode()).hexdigest(), 16) % FOLDS
    return [
        Judged(
            context_of(
                kind=record.kind, rules=record.rule.split("+"), metric=record.metric, higher_is_better=record.higher_is_better
            ),
            (record.start, record.end, record.kind) in right,
            fold,
        )
        for record in records
    ]


def measure(judged: Iterable[Judged], weight: float) -> tuple[dict[str, float], Counter[str], Counter[str]]:
    """The drawn share of every context, how many records it has, and how many are right."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    above: dict[str, str] = {}
    for one in judged:
        for parent, context in zip((EVERY, *one.contexts), one.contexts, strict=False):
            above[context] = parent
            seen[context] += 1
            right[context] += one.right
    shares: dict[str, float] = {}
    for context in sorted(above, key=lambda context: (context != EVERY, context.count(">"), context)):
        if context == EVERY:
            shares[context] = (right[context] + 1) / (seen[context] + 2)
        elif seen[context] >= FEWEST:
            shares[context] = (right[context] + weight * shares[above[context]]) / (seen[context] + weight)
    return {context: round(share, 2) for context, share in shares.items()}, seen, right


def state(shares: Mapping[str, float], contexts: Sequence[str]) -> float:
    return next(shares[context] for context in reversed(contexts) if context in shares)


def hold_out(judged: Sequence[Judged], weight: float) -> list[float]:
    """What would be stated of each record, had its abstract's fold not been seen."""
    stated = [0.0] * len(judged)
    for fold in range(FOLDS):
        shares, _, _ = measure([one for one in judged if one.fold != fold], weight)
        for at, one in enumerate(judged):
            if one.fold == fold:
                stated[at] = state(shares, one.contexts)
    return stated


def log_loss(stated: Sequence[float], judged: Sequence[Judged]) -> float:
    clipped = (min(max(share, 0.01), 0.99) for share in stated)
    return -sum(math.log(share if one.right else 1 - share) for share, one in zip(clipped, judged, strict=True)) / len(judged)


def brier(stated: Sequence[float], judged: Sequence[Judged]) -> float:
    return sum((share - one.right) ** 2 for share, one in zip(stated, judged, strict=True)) / len(judged)


def table_yaml(judged: Sequence[Judged], weight: float, names: str) -> str:
    shares, seen, right = measure(judged, weight)
    head = (
        "# Made by benchmarks/calibrate_confidence.py; do not edit: run `make calibrate`.\n"
        f"# Measured on {len(judged)} records from {names}.\n"
        f"# Share of records that are right at level {LEVEL}, by context: sort of metric > kind > value rule > first link.\n"
        f"# Each is drawn towards the context above it, as if that had sent {weight} records along.\n"
    )
    lines = [f'"{context}": {share:.2f}  # {right[context]} of {seen[context]}\n' for context, share in shares.items()]
    return head + "".join(lines)


def report(judged: Sequence[Judged], stated: Sequence[float], weight: float, names: str, gold: int) -> str:
    share = sum(one.right for one in judged) / len(judged)
    bins = [
        (low, high, [(s, one.right) for s, one in zip(stated, judged, strict=True) if low <= s < high or s == high == 1.0])
        for low, high in pairwise(BINS)
    ]
    gap = sum(abs(sum(s for s, _ in inside) - sum(right for _, right in inside)) for _, _, inside in bins) / len(judged)
    lines = [
        "<!-- Made by benchmarks/calibrate_confidence.py: run `make calibrate`. -->",
        "# Confidence: stated against measured",
        "",
        f"{len(judged)} records of {names}. Each stated share was measured on other abstracts than the record's own "
        f"({FOLDS} folds); right is right at level {LEVEL}. Rules were written with these abstracts in view, so expect less "
        "on others.",
        "",
        "| stated | records | mean stated | measured | 95% interval |",
        "|---|---:|---:|---:|---|",
    ]
    for low, high, inside in bins:
        if not inside:
            continue
        right = sum(one for _, one in inside)
        spread = binomtest(right, len(inside)).proportion_ci(method="wilson")
        mean = sum(s for s, _ in inside) / len(inside)
        measured = f"{right / len(inside):.2f} | {spread.low:.2f}-{spread.high:.2f}"
        lines.append(f"| {low:.2f} to {high:.2f} | {len(inside)} | {mean:.2f} | {measured} |")
    constant = [share] * len(judged)
    lines += [
        "",
        f"Mean gap between stated and measured: {gap:.3f}. Brier score {brier(stated, judged):.3f} "
        f"({brier(constant, judged):.3f} if all stated the mean), log loss {log_loss(stated, judged):.3f} "
        f"({log_loss(constant, judged):.3f}); weight of the context above: {weight} records.",
        "",
        "## What `--min-confidence P` trades",
        "",
        "| P | records kept | precision | recall |",
        "|---:|---:|---:|---:|",
    ]
    for threshold in THRESHOLDS:
        kept = [one.right for s, one in zip(stated, judged, strict=True) if s >= threshold]
        if kept:
            lines.append(f"| {threshold:.2f} | {len(kept)} | {sum(kept) / len(kept):.3f} | {sum(kept) / gold:.3f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=FOLDER / FILE, help="where the shares go")
    parser.add_argument("--report", type=Path, default=REPORT, help="where the reliability table goes")
    args = parser.parse_args()
    papers = [paper for path in args.gold for paper in read_gold(path)]
    judged = [one for paper in papers for one in judge(paper)]
    if not judged:
        parser.error("the extractor finds nothing in these abstracts")
    names = ", ".join(path.name for path in args.gold)
    weight = min(WEIGHTS, key=lambda weight: log_loss(hold_out(judged, weight), judged))
    stated = hold_out(judged, weight)
    args.out.write_text(table_yaml(judged, weight, names), encoding="utf-8")
    gold = sum(len(paper.records) for paper in papers)
    args.report.write_text(report(judged, stated, weight, names, gold), encoding="utf-8")
    print(f"{args.out.name}: {len(judged)} records, weight {weight}; {args.report.name}: Brier score {brier(stated, judged):.3f}")


if __name__ == "__main__":
    main()
