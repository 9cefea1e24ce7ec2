"""What validation costs beside extraction, for the same rows: both are run over pages until there are enough rows.

python benchmarks/validation_cost.py pages.jsonl.gz --rows 100000
"""

import argparse
import time
from itertools import cycle

from claimtable.readers import read_inputs
from extract.pipeline import extract_abstract
from extract.table import to_rows
from schemas import Paper
from schemas.columns import to_frame
from validation import validate_results
from validation.audit import audit_results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=10_000, help="rows really extracted; the others are their copies")
    arguments = parser.parse_args()
    pages = [paper for paper in read_inputs(arguments.pages) if isinstance(paper, Paper)]
    extract_abstract(pages[0].abstract)  # rules are loaded once

    begun = time.perf_counter()
    made = []
    for paper in pages:
        made.append((paper, to_rows(paper, extract_abstract(paper.abstract, title=paper.title))))
        if sum(len(rows) for _, rows in made) >= arguments.sample:
            break
    seconds = time.perf_counter() - begun
    count = sum(len(rows) for _, rows in made)
    print(f"extracted {count} rows of {len(made)} abstracts in {seconds:.1f} s: {1000 * seconds / count:.2f} ms a row")
    extraction = seconds * arguments.rows / count

    papers, rows = [], []
    for number, (paper, found) in enumerate(cycle([one for one in made if one[1]])):
        name = {"entry_id": f"{number}/{paper.entry_id}", "paper_id": f"{number}/{paper.paper_id}"}
        papers.append(paper.model_copy(update=name))
        for row in found:
            link = row.reference_id and f"{number}/{row.reference_id}"
            ids = {"row_id": f"{number}/{row.row_id}", "record_id": f"{number}/{row.record_id}", "reference_id": link}
            rows.append(row.model_copy(update=name | ids))
        if len(rows) >= arguments.rows:
            break
    frames = {"papers": to_frame("papers", papers), "results": to_frame("results", rows)}
    validate_results(papers=frames["papers"].head(1), results=frames["results"].head(1))  # great_expectations is imported once

    begun = time.perf_counter()
    validate_results(**frames)
    suites = time.perf_counter() - begun
    begun = time.perf_counter()
    audit_results(rows)
    audit = time.perf_counter() - begun
    print(f"{len(rows)} rows: suites {suites:.1f} s, audit {audit:.1f} s; extracting as many takes {extraction:.0f} s")
    print(f"validation costs {100 * (suites + audit) / extraction:.1f}% of extraction")


if __name__ == "__main__":
    main()
