"""Whether any pattern, or the extraction as a whole, takes more than its share of time on texts made to hurt it.

    python benchmarks/blowup.py [--to 1000000] [--only WORD]

Every rule's pattern reads texts of brackets, digits, commas, blanks, lists and pieces of its own examples, doubled in size up
to the limit, without any limit on length; so does the whole extraction. A doubling may take at most 2.5 times as long. Times
below `FLOOR` say nothing, and a doubling that looks too slow is measured anew before it counts. Ends with 1 where one is.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from claimtable.rule_check import families, family_rules
from extract.pipeline import extract_abstract
from rules.signs import FIRST_MARK, FORM_ROOM, PLANE, ROOM

FIRST = 1_000
MOST = 2.5  # times as long for twice the text
FLOOR = 0.02  # seconds; what is quicker is noise
AGAIN = 4  # measurements of what looks too slow; the least counts
PATIENCE = 30.0  # seconds of one reading, after which a text is not doubled again

VALUE, BARE, METRIC, DATASET, SYSTEM = (chr(PLANE + at) for at in (0, 4 * FORM_ROOM, ROOM, 2 * ROOM, 3 * ROOM))
NAME = chr(FIRST_MARK)
PIECES = {
    "nested brackets": "(",
    "brackets in turn": "()",
    "square brackets": "[",
    "open brackets and words": "(a b ",
    "dollar signs": "$ ",
    "backslashes and braces": "\\a{",
    "digits": "9",
    "digits with commas": "1,",
    "digits with points": "1.",
    "numbers": "1.5 ",
    "torn digits": "0 . 1 ",
    "commas": ",",
    "commas and blanks": ", ",
    "blanks": " ",
    "hyphens": "-",
    "letters": "a",
    "capitals": "A",
    "words": "gain of ",
    "hyphened words": "top-k-",
    "capital words": "Net-A ",
    "no end of by and from": "by a from the to and of ",
    "percentages, respectively": "84.1%, 83.2% and 5 points on A, B, respectively, ",
    "values": f"{VALUE}, ",
    "values and metrics": f"{VALUE} {METRIC} and ",
    "values, metrics, data sets": f"from {VALUE} to {BARE} {METRIC} on {DATASET}, ",
    "systems and values": f"{SYSTEM} ({VALUE}) and the ",
    "metrics": f"{METRIC} of the ",
    "names": f"{NAME}, ",
    "names and words": f"{NAME} and the {NAME} (",
}
FROM_START = {"bed_names", "name_shapes", "name_titles", "opponents"}
SEARCHED = {"opponents/as-a-gain", "opponents/beaten-in-passive", "opponents/examples", "opponents/next-clause"}
ABSTRACTS = {
    "one sentence of scores": "CVX reaches 84.1% accuracy on COCO and ",
    "one list of scores": "84.1%, ",
    "many sentences": "CVX improves the mAP from 51.2 to 53.4 on COCO. ",
    "one sentence of counts": "3 models, ",
    "one sentence of words": "the model that we train on the data ",
    "one sentence of names": "Tide-Net (TN), ",
    "maths": "$x_1$ ",
}


class Slow(NamedTuple):
    """A doubling that took too long."""

    who: str
    text: str
    size: int
    seconds: float
    times: float


def texts_of(examples: Iterator[str]) -> dict[str, str]:
    """The common pieces, and what begins each example: most patterns go wrong where their end never comes."""
    pieces = dict(PIECES)
    for at, example in enumerate(examples):
        bare = example.rstrip(".")
        pieces[f"example {at}"] = bare + " "
        pieces[f"half of example {at}"] = bare[: len(bare) // 2] + " "
    return pieces


def seconds(read: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


def growth(who: str, read: Callable[[str], object], pieces: dict[str, str], to: int) -> Iterator[Slow]:
    for name, piece in pieces.items():
        size, before = FIRST, 0.0
        while size <= to:
            text, longer = (piece * (length // len(piece) + 1) for length in (size // 2, size))
            spent = seconds(read, longer)
            if before > FLOOR and spent > MOST * before:
                spent = min(spent, *(seconds(read, longer) for _ in range(AGAIN)))
                before = max(seconds(read, text) for _ in range(AGAIN))
                if spent > MOST * before:
                    yield Slow(who, name, size, spent, spent / before)
                    break
            if spent > PATIENCE:
                yield Slow(who, name, size, spent, spent / before if before else 0.0)
                break
            before = spent
            size *= 2


def asking(family: str, who: str, regex: Any) -> Callable[[str], object]:
    """How the stages ask a pattern: those of names, titles and gaps at their beginning only."""
    from_start = family in FROM_START and who not in SEARCHED
    return regex.match if from_start else lambda text: sum(1 for _ in regex.finditer(text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=int, default=1_000_000, help="characters of the longest text")
    parser.add_argument("--only", default="", help="families or rules whose name holds this")
    options = parser.parse_args()
    patterns = slow = 0
    for family in families():
        for rule in family_rules(family):
            who = f"{family}/{rule.id}"
            if options.only not in who:
                continue
            patterns += 1
            for one in growth(
                who, asking(family, who, rule.regex), texts_of(example.text for example in rule.examples), options.to
            ):
                slow += 1
                print(f"{one.who}: {one.text}, {one.size:,} characters: {one.seconds:.2f} s, {one.times:.1f} times", flush=True)
    if options.only in "whole":
        for one in growth("whole extraction", extract_abstract, ABSTRACTS, options.to):
            slow += 1
            print(f"{one.who}: {one.text}, {one.size:,} characters: {one.seconds:.2f} s, {one.times:.1f} times", flush=True)
    print(f"{patterns} patterns, texts of up to {options.to:,} characters: {slow} doublings took more than {MOST} times as long")
    sys.exit(slow > 0)


if __name__ == "__main__":
    main()
