"""Whether any pattern, or the extraction as a whole, takes more than its share of time on texts made to hurt it.

    python benchmarks/blowup.py [--to 1000000] [--only WORD] [--jobs 2]

Every pattern (of the rules, of the fragments and word files, and of the code) reads texts of brackets, digits, commas, blanks,
lists and pieces of its own examples, without any limit on length; so does the whole extraction, which also reads them in the
middle of a sentence with values. A text twice as long may take at most 2.5 times as long, up to the limit. Times below `FLOOR`
say nothing, and a doubling that looks too slow is measured anew before it counts. Ends with 1 where one is.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from multiprocessing import Pool
from typing import NamedTuple

from hurtful import Asked, abstracts, every_pattern, filled

from extract.pipeline import extract_abstract

FIRST = 1_000
SMALL = (1_000, 8_000)
PART = 16  # of the longest text: what is read before it
MOST = 2.5  # times as long for twice the text
FLOOR = 0.05  # seconds; what is quicker is noise
AGAIN = 5  # measurements of what looks too slow; the least growth counts
HURT = 0.4  # seconds for a part that make sure that nobody waits for the whole
PATIENCE = 60.0  # seconds of one reading, after which a text is not doubled again


class Slow(NamedTuple):
    """A doubling that took too long."""

    who: str
    text: str
    size: int
    seconds: float
    times: float


Read = Callable[[str], object]
Text = Callable[[int], str]


def seconds(read: Read, text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


def growth(who: str, name: str, read: Read, text: Text, to: int, *, hurt: float = HURT) -> Slow | None:
    """A doubling that takes too long: the longest text first, but the shortest first where a part of it hurts already."""
    measured = cache(lambda size: seconds(read, text(size)))
    sizes = [to]
    while sizes[-1] > 2 * FIRST:
        sizes.append(sizes[-1] // 2)
    hurts = any(measured(size) > hurt for size in (*SMALL, to // PART))
    for size in reversed(sizes) if hurts else sizes:
        spent = measured(size)
        if spent > PATIENCE:
            return Slow(who, name, size, spent, spent / measured(size // 2))
        if spent < FLOOR:
            if hurts:
                continue
            return None
        before = measured(size // 2)
        if before > FLOOR and spent > MOST * before:
            # in turn, so that another load on the machine slows both
            pairs = [(seconds(read, text(size // 2)), seconds(read, text(size))) for _ in range(AGAIN)]
            before, spent = min(pairs, key=lambda pair: pair[1] / pair[0])
            if spent > MOST * before:
                return Slow(who, name, size, spent, spent / before)
    return None


def reader(asked: Asked) -> Read:
    """A reading of a whole text, as the stages ask the pattern."""
    if asked.how == "finditer":
        return lambda text: sum(1 for _ in asked.regex.finditer(text))
    return getattr(asked.regex, asked.how)  # type: ignore[no-any-return]


def all_of(only: str) -> list[Asked]:
    return [asked for asked in every_pattern() if only in asked.who]


def slow_patterns(job: tuple[int, int, str, int]) -> list[Slow]:
    """The slow doublings of every so manieth pattern."""
    first, step, only, to = job
    found: list[Slow] = []
    texts: dict[str, str] = {}
    for asked in all_of(only)[first::step]:
        for name, piece in asked.pieces.items():
            whole = texts.get(piece) or filled(piece, to)
            if "example" not in name:
                texts[piece] = whole
            slow = growth(f"{asked.who} ({asked.how})", name, reader(asked), partial(_first, whole), to)
            if slow:
                found.append(slow)
                show(slow)
    return found


def _first(text: str, size: int) -> str:
    return text[:size]


def slow_abstract(job: tuple[str, str, str, str, int]) -> list[Slow]:
    name, start, piece, end, to = job
    slow = growth("whole extraction", name, extract_abstract, lambda size: start + filled(piece, size) + end, to, hurt=0.0)
    if slow:
        show(slow)
    return [slow] if slow else []


def show(slow: Slow) -> None:
    print(f"{slow.who}: {slow.text}, {slow.size:,} characters: {slow.seconds:.2f} s, {slow.times:.1f} times", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=int, default=1_000_000, help="characters of the longest text")
    parser.add_argument("--only", default="", help="patterns whose family or name holds this; whole for the extraction")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    options = parser.parse_args()
    patterns = len(all_of(options.only))
    parts = 8 * options.jobs
    with Pool(options.jobs, initializer=gc.disable) as pool:  # as in a run: what it looks through grows with the records
        found: Iterator[list[Slow]] = pool.imap_unordered(
            slow_patterns, [(part, parts, options.only, options.to) for part in range(parts)]
        )
        slow = sum(map(len, found))
        texts = list(abstracts(options.to)) if options.only in "whole extraction" else []
        slow += sum(map(len, pool.imap_unordered(slow_abstract, texts)))
    print(
        f"{patterns} patterns, {len(texts)} texts for the whole extraction, up to {options.to:,} characters: "
        f"{slow} doublings took more than {MOST} times as long"
    )
    sys.exit(slow > 0)


if __name__ == "__main__":
    main()
