"""claimtable beside its peers on the same texts, in one run on one core: `make bench`.

    python benchmarks/bench.py ABSTRACTS.jsonl[.gz] [--peers PYTHON] [--runs 5] [--texts 400] [--write benchmarks/bench.md]

Each contender is a process of its own (`contender.py`), the peers in an environment of theirs. They take turns: in each round
every one of them reads the same texts, and each round has texts that none has read before, so that no cache answers for the
work. Processor seconds count, not the clock; the quickest and slowest rounds are the spread.
"""

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

HERE = Path(__file__).parent
OURS = ("claimtable", "scan")
PEERS = ("spacy", "edsnlp", "quantulum3")
SHOWN = {
    "claimtable": "claimtable, the whole extraction with all roles",
    "scan": "bare scan for numbers into a list",
    "spacy": "spaCy, blank pipeline with sentencizer",
    "edsnlp": "edsnlp, `eds.quantities`",
    "quantulum3": "quantulum3, without its classifier",
}
FEWER = {"quantulum3": 10}  # a slow contender reads every tenth text


class Contender:
    """A process that reads a file of texts when told to."""

    def __init__(self, name: str, python: str) -> None:
        self.name = name
        self.spent: list[float] = []  # seconds a text, by round
        command = [python, str(HERE / "contender.py"), name]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=HERE.parent
        )

    def read(self, path: Path, texts: int, *, counts: bool) -> None:
        """Let it read a file, and note what a text took where the round counts."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit(f"{self.name} gave no answer; is it installed for {self._process.args[0]}?")  # type: ignore[index]
        if counts:
            self.spent.append(float(answer) / texts)

    def close(self) -> None:
        """End the process."""
        self._process.communicate("")


def read_lines(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [line for line in lines if json.loads(line).get("abstract")]


def measure(lines: Sequence[str], contenders: Sequence[Contender], runs: int, texts: int) -> None:
    """Every round, the one that warms up included, has texts of its own."""
    if len(lines) < (runs + 1) * texts:
        sys.exit(f"{runs} rounds and one to warm up need {(runs + 1) * texts} abstracts, there are {len(lines)}")
    rest = iter(lines)
    with tempfile.TemporaryDirectory() as folder:
        for at in range(runs + 1):
            mine = list(islice(rest, texts))
            for contender in contenders[at % len(contenders) :] + contenders[: at % len(contenders)]:
                few = mine[:: FEWER.get(contender.name, 1)]
                path = Path(folder) / f"{at}-{contender.name}.jsonl"
                path.write_text("".join(few), encoding="utf-8")
                contender.read(path, len(few), counts=at > 0)


def table(contenders: Sequence[Contender]) -> str:
    """A row a contender, quickest first; the ratio is taken round by round."""
    ours = next(one for one in contenders if one.name == "claimtable")
    rows = [
        "| contender | abstracts a second, median | slowest to quickest round | claimtable is so many times as quick |",
        "|---|---:|---:|---:|",
    ]
    for one in sorted(contenders, key=lambda one: statistics.median(one.spent)):
        rates = sorted(1 / spent for spent in one.spent)
        ratios = sorted(theirs / mine for theirs, mine in zip(one.spent, ours.spent, strict=True))
        shown = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})" if one is not ours else "1"
        rows.append(f"| {SHOWN[one.name]} | {statistics.median(rates):,.0f} | {rates[0]:,.0f} to {rates[-1]:,.0f} | {shown} |")
    return "\n".join(rows) + "\n"


def versions(python: str) -> str:
    code = f"from importlib.metadata import version; print(', '.join(name + ' ' + version(name) for name in {PEERS}))"
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--peers", help="the Python that the peers are installed for; without it, claimtable and the scan only")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--texts", type=int, default=400, help="texts of one round")
    parser.add_argument("--write", type=Path, help="the file that the table is written to")
    options = parser.parse_args()
    contenders = [Contender(name, sys.executable) for name in OURS]
    contenders += [Contender(name, options.peers) for name in PEERS if options.peers]
    try:
        measure(read_lines(options.abstracts), contenders, options.runs, options.texts)
    finally:
        for contender in contenders:
            contender.close()
    text = table(contenders)
    print(text)
    if options.write:
        peers = versions(options.peers) if options.peers else "no peers"
        python = ".".join(map(str, sys.version_info[:3]))
        options.write.write_text(
            f"# Side by side\n\nWritten by `make bench`, {date.today().isoformat()}: {options.runs} rounds in turns"
            f" on one core of a shared machine, {options.texts}\nabstracts a round that none had read before, processor time;\n"
            f"Python {python}, {peers}.\n\n{text}",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
