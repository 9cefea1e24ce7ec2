"""A year of invented papers, added day by day to one run, against one run over all of them: the same bytes?

    python tests/output/year_of_updates.py FOLDER [DAYS]

Too long for the suite, which does it for a week. Prints what stands after each 30 days, then the verdict; ends with 1 where
any byte differs.
"""

import sys
import time
from pathlib import Path

from invented_papers import files_of, leave_unjudged, papers_of, write_papers

from claimtable.run import run_extract


def main(folder: Path, days: int) -> int:
    leave_unjudged(setattr)  # validation writes nothing
    pages = [write_papers(folder / "days" / f"{day:03}.jsonl", papers_of(day)) for day in range(days)]
    begun = time.monotonic()
    for day, page in enumerate(pages, start=1):
        written = run_extract([str(page)], folder / "grown", update=True, jobs=1)
        if day % 30 == 0 or day == days:
            summary = written.summary
            took = time.monotonic() - begun
            print(f"day {day}: {summary.papers} papers, {summary.rows} rows, {summary.boards} boards, {took:.0f} s", flush=True)
    run_extract([str(page) for page in pages], folder / "whole", jobs=1)
    grown, whole = files_of(folder / "grown"), files_of(folder / "whole")
    differing = sorted(name for name in grown.keys() | whole.keys() if grown.get(name) != whole.get(name))
    size = sum(map(len, whole.values()))
    print(f"{len(whole)} files, {size:,} bytes: {'other bytes in ' + ', '.join(differing) if differing else 'the same bytes'}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 365))
