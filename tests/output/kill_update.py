"""A process of its own that kills updates at random moments; driven by `test_output_update.py` and `benchmarks/`.

    python kill_update.py FOLDER TIMES

Prints for each kill how long the update lived and what a reader then finds: the old run, the new one, or a contradiction.
"""

import os
import random
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from invented_papers import abstract, files_of, leave_unjudged, papers_of, write_papers

from claimtable.folder.store import open_run
from claimtable.run import run_extract
from claimtable.tables.leaderboards import rank_leaderboards
from extract.pipeline import extract_abstract
from extract.table import to_rows
from schemas import Paper
from schemas.columns import to_frame

WARM = Paper(entry_id="0", paper_id="0", abstract=abstract(0), source="-", reader="jsonl")


def update(pages: Path, out: Path) -> None:
    with suppress(BaseException):
        run_extract([str(pages)], out, update=True)
        os._exit(0)
    os._exit(1)


def forked(pages: Path, out: Path, *, live: float | None) -> int:
    """The exit status of an update in a child, killed after so many seconds."""
    child = os.fork()
    if child == 0:
        update(pages, out)
    if live is not None:
        time.sleep(live)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def main(folder: Path, times: int) -> None:
    leave_unjudged(setattr)  # validation writes nothing
    # what takes time to load is loaded once, so that the children come to the point
    rank_leaderboards(to_rows(WARM, extract_abstract(WARM.abstract)), [WARM])
    to_frame("results", [])
    first = write_papers(folder / "first.jsonl", papers_of(4))
    second = write_papers(folder / "second.jsonl", papers_of(6))
    old, new, out = folder / "old", folder / "new", folder / "out"
    assert forked(first, old, live=None) == 0
    shutil.copytree(old, new)
    begun = time.monotonic()
    assert forked(second, new, live=None) == 0
    whole = time.monotonic() - begun
    words = {str(files_of(old)): "old", str(files_of(new)): "new"}
    draw = random.Random(5)
    for kill in range(times):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(old, out)
        # half of them near the end, where files are switched
        live = draw.uniform(0, whole) if kill % 2 else draw.uniform(0.85 * whole, 1.1 * whole)
        forked(second, out, live=live)
        run = open_run(out)
        contents = {name: run.read(name) for name in run.manifest.names()}
        contents["manifest.json"] = (out / "manifest.json").read_bytes()
        found = words.get(str(dict(sorted(contents.items()))), "neither the old run nor the new one")
        status = forked(second, out, live=None)
        again = words.get(str(files_of(out)), "another run")
        print(f"{live:.3f} s: {found}, then {again if status == 0 else 'an error'}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
