r"""Time and peak memory of `claimtable extract` over more and more abstracts, in a process of its own.

    python benchmarks/growth.py ABSTRACTS.jsonl[.gz] [--sizes 5000 20000 80000] [--jobs 1 2] [--folder DIR]

The abstracts are repeated as often as it takes, each time with other ids and another word in front, so that none is a
duplicate of another. Memory is that of all processes together, looked at five times a second: RSS counts what processes share
once for each of them, PSS once in all. CPU seconds are those of all processes.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

_PAUSE = 0.2


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 20_000, 80_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--folder", type=Path, help="where to write, instead of a temporary folder")
    options = parser.parse_args()
    print("| abstracts | jobs | seconds | CPU seconds | abstracts a second | peak RSS, MB | peak PSS, MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for size in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            source = Path(folder, "abstracts.jsonl.gz")
            write_abstracts(options.abstracts, size, source)
            for jobs in options.jobs:
                wall, used = measured(source, Path(folder, f"out-{jobs}"), jobs)
                cells = [size, jobs, wall, used.cpu, size / wall, used.rss, used.pss]
                print("| " + " | ".join(f"{cell:,.0f}" for cell in cells) + " |", flush=True)


if __name__ == "__main__":
    main()
