r"""How many abstracts a second one core extracts, beside a bare number scan of the same texts in the same run.

    python benchmarks/throughput.py ABSTRACTS.jsonl[.gz] [--runs 5] [--limit N]

Prints CPU seconds (the process's own, so that other load counts less), abstracts a second and the ratio to the scan
`re.finditer(r"[-+]?\\d[\\d,]*\\.?\\d*\\s*(?:%|x\\b|×)?", text)` into a list, as medians with spread over alternating runs.
"""

import argparse
import gzip
import json
import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from extract.pipeline import extract_abstract

SCAN = re.compile(r"[-+]?\d[\d,]*\.?\d*\s*(?:%|x\b|×)?")


def read_papers(path: Path, limit: int | None) -> list[tuple[str | None, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        papers = [json.loads(line) for line in lines]
    return [(paper.get("title"), paper["abstract"]) for paper in papers if paper.get("abstract")][:limit]


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def shown(name: str, count: int, times: Sequence[float]) -> str:
    rates = sorted(count / spent for spent in times)
    return f"{name:12} {statistics.median(rates):>10,.0f} abstracts/s  ({rates[0]:,.0f} to {rates[-1]:,.0f}, {len(times)} runs)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    papers = read_papers(options.abstracts, options.limit)
    for title, abstract in papers[:50]:  # rules and lexicons are loaded once, outside the measurement
        extract_abstract(abstract, title=title)
    scan: list[float] = []
    whole: list[float] = []
    for _ in range(options.runs):
        scan.append(seconds(lambda: [list(SCAN.finditer(abstract)) for _, abstract in papers]))
        whole.append(seconds(lambda: [extract_abstract(abstract, title=title) for title, abstract in papers]))
    print(shown("bare scan", len(papers), scan))
    print(shown("extraction", len(papers), whole))
    ratios = sorted(a / b for a, b in zip(whole, scan, strict=True))
    print(f"extraction takes {statistics.median(ratios):.1f} times the scan ({ratios[0]:.1f} to {ratios[-1]:.1f})")


if __name__ == "__main__":
    main()
