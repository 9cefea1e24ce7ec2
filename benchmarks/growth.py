r"""Time and peak memory of `claimtable extract` over more and more abstracts, in a process of its own.

    python benchmarks/growth.py ABSTRACTS.jsonl[.gz] [--sizes 1000 10000 100000 1000000] [--jobs 2] [--limit 900] [--folder DIR]

The abstracts are repeated as often as it takes, each time with other ids and another word in front, so that none is a
duplicate of another. Memory is that of all processes together, looked at five times a second: RSS counts what processes share
once for each of them, PSS once in all. CPU seconds are those of all processes. At the end it says whether time is a straight
line, and fails where the memory is over the limit. A million abstracts take 4 GB in the folder while it runs.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

_PAUSE = 0.2
_STRAIGHT = 0.15  # of the time of a run


def read_lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from lines


def write_abstracts(source: Path, size: int, path: Path) -> None:
    """So many abstracts, of which no two are the same."""
    papers = [json.loads(line) for line in read_lines(source)]
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as stream:
        for number in range(size):
            paper = papers[number % len(papers)]
            turn = number // len(papers)
            paper = {
                "id": f"{turn}-{number}",
                "title": paper.get("title"),
                "abstract": f"Edition{turn} says: {paper['abstract']}",
            }
            stream.write(json.dumps(paper) + "\n")


class Watch:
    """What a process and all below it have used so far."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._cpu: dict[int, float] = {}
        self.rss = self.pss = 0.0

    def look(self) -> None:
        """Look again, and keep the peaks."""
        rss = pss = 0
        for one in [self._process, *self._process.children(recursive=True)]:
            with suppress(psutil.Error):
                found, times = one.memory_full_info(), one.cpu_times()
                rss, pss = rss + found.rss, pss + found.pss
                self._cpu[one.pid] = times.user + times.system
        self.rss, self.pss = max(self.rss, rss / 1e6), max(self.pss, pss / 1e6)

    @property
    def cpu(self) -> float:
        """CPU seconds of all processes that were seen."""
        return sum(self._cpu.values())


def measured(source: Path, out: Path, jobs: int) -> tuple[float, Watch]:
    """Wall seconds of one run, and what it used."""
    command = [sys.executable, "-m", "claimtable", "extract", str(source), "-o", str(out), "--jobs", str(jobs)]
    begun = time.monotonic()
    with psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        watch = Watch(process)
        while process.poll() is None:
            with suppress(psutil.Error):
                watch.look()
            time.sleep(_PAUSE)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.monotonic() - begun, watch


class Measured(NamedTuple):
    """One run."""

    size: int
    jobs: int
    wall: float
    cpu: float
    rss: float
    pss: float


def line_of(runs: Sequence[Measured], what: str) -> str:
    """The straight line through runs of growing size that counts each by the share it is off, and how far that is at most."""
    sizes, times = np.array([run.size for run in runs]), np.array([getattr(run, what) for run in runs])
    each, start = np.polyfit(sizes, times, 1, w=1 / times)
    off = float(max(abs(start + each * sizes - times) / times))
    verdict = "a straight line" if off <= _STRAIGHT else "NOT a straight line"
    return f"{start:.0f} s + {each * 1000:.2f} ms an abstract; no run is off by more than {off:.0%}: {verdict}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[2])
    parser.add_argument("--limit", type=float, default=900, help="MB of RSS, all processes together, that no run may pass")
    parser.add_argument("--folder", type=Path, help="where to write, instead of a temporary folder")
    options = parser.parse_args()
    runs: list[Measured] = []
    print("| abstracts | jobs | seconds | CPU seconds | abstracts a second | peak RSS, MB | peak PSS, MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for size in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            source = Path(folder, "abstracts.jsonl.gz")
            write_abstracts(options.abstracts, size, source)
            for jobs in options.jobs:
                wall, used = measured(source, Path(folder, f"out-{jobs}"), jobs)
                runs.append(Measured(size, jobs, wall, used.cpu, used.rss, used.pss))
                cells = [size, jobs, wall, used.cpu, size / wall, used.rss, used.pss]
                print("| " + " | ".join(f"{cell:,.0f}" for cell in cells) + " |", flush=True)
    print()
    for jobs in options.jobs:
        same = [run for run in runs if run.jobs == jobs]
        if len(same) > 2:
            print(f"--jobs {jobs}, wall clock: {line_of(same, 'wall')}")
            print(f"--jobs {jobs}, CPU: {line_of(same, 'cpu')}")
    over = [run for run in runs if run.rss > options.limit]
    if over:
        raise SystemExit(f"over {options.limit:,.0f} MB of RSS at {', '.join(f'{run.size:,}' for run in over)} abstracts")
    print(f"all under {options.limit:,.0f} MB of RSS")


if __name__ == "__main__":
    main()
