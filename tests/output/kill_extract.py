"""A process of its own that kills runs of two worker processes at random moments; driven by `test_output_resume.py`.

    python kill_extract.py FOLDER TIMES

Prints for each kill how long the run lived and how many chunks it left behind; the last run is not killed. Then it says
whether the files are those of an undisturbed run, and whether a worker outlived its parent.
"""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from invented_papers import abstract, files_of, leave_unjudged, write_papers


def run(page: str, out: str, jobs: str) -> None:
    import claimtable.run

    leave_unjudged(setattr)
    claimtable.run.CHUNK = 25
    claimtable.run.run_extract([page], Path(out), jobs=int(jobs))


def started(page: Path, out: Path, jobs: int) -> "subprocess.Popen[str]":
    command = [sys.executable, __file__, "run", str(page), str(out), str(jobs)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def main(folder: Path, times: int) -> None:
    page = write_papers(folder / "papers.jsonl", [{"id": str(n), "abstract": abstract(n % 400)} for n in range(600)])
    begun = time.monotonic()
    assert started(page, folder / "whole", 1).wait() == 0
    lasted = time.monotonic() - begun
    out = folder / "out"
    draw = random.Random(7)
    for _ in range(times):
        process = started(page, out, 2)
        lived = draw.uniform(0.3, 1) * lasted
        time.sleep(lived)
        process.send_signal(signal.SIGKILL)
        process.wait()
        left = len(list(out.glob(".claimtable-chunks/*.arrow")))
        print(f"{lived:.2f} s: {left} chunks laid aside, {'a' if (out / 'manifest.json').exists() else 'no'} run in the folder")
    last = started(page, out, 2)
    _, errors = last.communicate()
    assert last.returncode == 0, errors
    print("same bytes" if files_of(out) == files_of(folder / "whole") else "other bytes")
    print("nothing left" if not [path for path in out.iterdir() if path.name.startswith(".")] else "something left")


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(*sys.argv[2:])
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]))
