"""One contender of `benchmarks/bench.py`, as a process of its own.

    python benchmarks/contender.py NAME

Each line on standard input names a file of abstracts, one JSON object a line; it answers with the processor seconds that
reading them all took. It runs in the environment of its contender, so it imports nothing of ours but for our own name.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Reader = Callable[[str | None, str], Any]


def claimtable() -> Reader:
    from claimtable.taking.work import collect_seldom
    from extract.pipeline import extract_abstract

    collect_seldom()  # as the workers of a run do
    return lambda title, text: extract_abstract(text, title=title)


def spacy() -> Reader:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return lambda _, text: [sentence.text for sentence in nlp(text).sents]


def edsnlp() -> Reader:
    import edsnlp

    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.quantities", config={"quantities": "all", "extract_ranges": True})
    return lambda _, text: [span._.value for span in nlp(text).spans["quantities"]]


def quantulum3() -> Reader:
    from quantulum3 import parser

    return lambda _, text: parser.parse(text)


def scan() -> Reader:
    number = re.compile(r"[-+]?\d[\d,]*\.?\d*\s*(?:%|x\b|×)?")
    return lambda _, text: list(number.finditer(text))


CONTENDERS: dict[str, Callable[[], Reader]] = {
    "claimtable": claimtable,
    "scan": scan,
    "spacy": spacy,
    "edsnlp": edsnlp,
    "quantulum3": quantulum3,
}


def main() -> None:
    read = CONTENDERS[sys.argv[1]]()
    for line in sys.stdin:
        papers = [json.loads(line) for line in Path(line.strip()).read_text(encoding="utf-8").splitlines()]
        texts = [(paper.get("title"), paper["abstract"]) for paper in papers]
        start = time.process_time()
        for title, text in texts:
            read(title, text)
        print(time.process_time() - start, flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
