"""One contender of `benchmarks/bench.py`, as a process of its own.

    python benchmarks/contender.py NAME

Each line on standard input names a file of abstracts, one JSON object a line; it answers with the processor seconds that
reading them all took, in the way that its makers give for many texts. It runs in the environment of its contender, so it imports
nothing of ours but for our own name.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Texts = Sequence[tuple[str | None, str]]  # title and abstract
Reader = Callable[[Texts], Any]


def claimtable() -> Reader:
    from claimtable.taking.work import collect_seldom
    from extract.pipeline import extract_abstracts

    collect_seldom()  # as the workers of a run do
    return lambda texts: list(extract_abstracts((text, title) for title, text in texts))


def spacy() -> Reader:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return lambda texts: [[sentence.text for sentence in doc.sents] for doc in nlp.pipe(text for _, text in texts)]


def edsnlp() -> Reader:
    import edsnlp

    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.quantities", config={"quantities": "all", "extract_ranges": True})
    return lambda texts: [[span._.value for span in doc.spans["quantities"]] for doc in nlp.pipe(text for _, text in texts)]


def quantulum3() -> Reader:
    from quantulum3 import parser

    return lambda texts: [parser.parse(text) for _, text in texts]


def scan() -> Reader:
    number = re.compile(r"[-+]?\d[\d,]*\.?\d*\s*(?:%|x\b|×)?")
    return lambda texts: [list(number.finditer(text)) for _, text in texts]


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
        read(texts)
        print(time.process_time() - start, flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
