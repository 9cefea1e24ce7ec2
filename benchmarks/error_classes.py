"""Sort the errors on annotated abstracts into classes of language, and count them.

    python benchmarks/error_classes.py [GOLD.jsonl...] [--out FILE]

A class is a field, what is wrong with it, and the construction: the form of a value, the rule that made the link, or where
the annotated phrase stands. Without GOLD it reads `../shared/gold`, where that is there (never the gold that is kept for
checking). Writes `benchmarks/error_classes.md`; it holds counts only, no sentence of any abstract.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from claimtable.evaluation.agreement import same_name
from claimtable.evaluation.errors import wrong_fields
from claimtable.evaluation.gold import GoldPaper, GoldRecord, read_gold
from claimtable.evaluation.pairing import FIELDS, Pair, counts_for, score_paper
from claimtable.evaluation.predictions import to_predictions
from claimtable.rule_check import rule_entries
from extract.pipeline import extract_abstract
from schemas import Extraction

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "error_classes.md"
SHARED = (ROOT.parent / "shared" / "gold" / "dev.jsonl", ROOT.parent / "shared" / "gold" / "seeds.jsonl")
BESIDE = ("basis", "task", "conditions", "aggregate", "uncertainty")  # fields that no level holds
# words before a phrase that tell how it is joined
SMALL = frozenset(
    {
        "a",
        "across",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "given",
        "in",
        "of",
        "on",
        "only",
        "over",
        "than",
        "the",
        "to",
        "under",
        "using",
        "when",
        "while",
        "with",
        "without",
    }
)
FEWEST = 2  # errors that a class of its own needs


class ErrorClass(NamedTuple):
    """What goes wrong where."""

    field: str
    fault: str
    construction: str


def form_of(record: GoldRecord) -> str:
    """The form of an annotated value, as a reader would call it."""
    named = {"%": "percent", "point": "points", "x": "ratio"}
    if record.kind == "rank":
        form = "rank"
    elif not any(char.isdigit() for char in record.value_text):
        form = "in words"
    elif record.unit is not None:
        form = named.get(record.unit, "quantity")
    else:
        form = "bare number" if "." in record.value_text else "bare whole number"
    return f"{form}, a span" if record.value_high is not None else form


def why_missed(record: GoldRecord, extraction: Extraction) -> str:
    for reject in extraction.rejects:
        if reject.start < record.end and record.start < reject.end:
            return f"rejected: {reject.reason}"
    for one in extraction.ignored:
        if one.start < record.end and record.start < one.end:
            return f"left alone: {one.reason}"
    return "no value found"


def fault_of(field: str, pair: Pair) -> str:
    """What is wrong with a field: missing, made up, the other party's, or another."""
    gold, found = getattr(pair.gold, field), getattr(pair.found, field)
    if field in {"method", "baseline"}:
        other = "baseline" if field == "method" else "method"
        if gold and same_name(gold, getattr(pair.found, other)):
            return f"taken for the {other}"
        if field == "method":
            names = ["ours" if same_name(name, "ours") else "a name" for name in (gold, found)]
            return f"{names[1]} for {names[0]}" if names[0] != names[1] else "another name"
    if not gold:
        return "made up"
    if not found:
        return "missing"
    if field in {"kind", "unit", "bound", "direction", "basis"}:
        return f"{gold} read as {found}"
    if field == "datasets":
        return "too few" if len(found) < len(gold) else "too many" if len(found) > len(gold) else "another"
    return "another"


def construction_of(field: str, paper: GoldPaper, pair: Pair, families: dict[str, set[str]]) -> str:
    """The rule that is answerable for a field, as far as the record tells, or where the annotated phrase stands."""
    rules = pair.found.rules
    if field == "metric":
        return rules[1] if len(rules) > 1 else "no link"
    if field == "datasets":
        links = [rule for rule in rules[1:] if families.get(rule, {"code"}) & {"frames/datasets", "code"}]
        return links[-1] if links else "no link"
    if field in {"kind", "direction", "basis"}:
        says = [rule for rule in rules[1:] if families.get(rule, set()) & {"frames/changes", "frames/pairs"}]
        return says[0] if says else rules[0]
    if field in {"method", "baseline"}:
        return f"{pair.found.kind}; {place_of(getattr(pair.gold, field), paper, pair.gold)}"
    if field in {"conditions", "task"}:
        phrases = getattr(pair.gold, field) or ()
        return opening_of(phrases if isinstance(phrases, str) else next(iter(phrases), None), paper, pair.gold)
    return rules[0]


def place_of(phrase: str | None, paper: GoldPaper, record: GoldRecord) -> str:
    """Where an annotated name stands, seen from its value."""
    if not phrase or same_name(phrase, "ours"):
        return "no name"
    at = nearest(phrase, paper, record)
    if at is None:
        return "not in these words"
    low, high = sorted((at, record.start))
    if "." in (between := paper.abstract[low:high]) and ". " in between:
        return "name in another sentence"
    return "name before it" if at < record.start else "name behind it"


def opening_of(phrase: str | None, paper: GoldPaper, record: GoldRecord) -> str:
    """The word before an annotated phrase: with, under, at, ..."""
    if not phrase:
        return "no phrase"
    at = nearest(phrase, paper, record)
    if at is None:
        return "not in these words"
    before = paper.abstract[:at].split()
    return (
        f"after {before[-1].lower().strip('(,')!r}"
        if before and before[-1].lower().strip("(,") in SMALL
        else "after another word"
    )


def nearest(phrase: str, paper: GoldPaper, record: GoldRecord) -> int | None:
    places = [match.start() for match in re.finditer(re.escape(phrase), paper.abstract)]
    return min(places, key=lambda at: abs(at - record.start), default=None)


def error_classes(paper: GoldPaper, families: dict[str, set[str]]) -> Iterator[ErrorClass]:
    extraction = extract_abstract(paper.abstract, title=paper.title, ignored=True)
    score = score_paper(paper, to_predictions(paper, extraction.records))
    for record in score.missed:
        yield ErrorClass("value", f"missed, {why_missed(record, extraction)}", form_of(record))
    for one in score.spurious:
        yield ErrorClass("value", f"spurious {one.kind}", one.rules[0])
    for pair in score.pairs:
        wrong = list(wrong_fields(pair))
        wrong += [field for field in BESIDE if counts_for(field, pair) and FIELDS[field](pair.gold, pair.found) < 1]
        for field in wrong:
            fault = f"{form_of(pair.gold)} misread" if field in {"value", "value_high"} else fault_of(field, pair)
            yield ErrorClass(field, fault, construction_of(field, paper, pair, families))


def table(counts: dict[str, Counter[ErrorClass]]) -> str:
    every: Counter[ErrorClass] = Counter()
    for counter in counts.values():
        every.update(counter)
    order = sorted(every, key=lambda one: (-every[one], one))
    names = list(counts)
    lines = [
        "<!-- Made by benchmarks/error_classes.py: run `make errors`. -->",
        "# Errors by class of language",
        "",
        "One value may have several. Classes seen once are counted together.",
        "",
        f"| field | what is wrong | construction | {' | '.join(names)} | all |",
        f"|---|---|---|{'---:|' * (len(names) + 1)}",
    ]
    for one in order:
        if every[one] >= FEWEST:
            cells = [*one, *(str(counts[name][one] or "") for name in names), str(every[one])]
            lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    rare = Counter(one.field for one in order if every[one] < FEWEST)
    lines += [
        f"| {field} | seen once | {number} classes |{' |' * len(names)} {number} |" for field, number in sorted(rare.items())
    ]
    lines.append(f"| all | | | {' | '.join(str(counts[name].total()) for name in names)} | {every.total()} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=OUT, help="where the table goes")
    args = parser.parse_args()
    paths = args.gold or [path for path in SHARED if path.exists()]
    if not paths:
        parser.error("there is no gold beside the project; name files of annotated abstracts")
    families: dict[str, set[str]] = {}
    for entry in rule_entries():
        families.setdefault(entry.id, set()).add(entry.family)
    counts = {path.stem: Counter(one for paper in read_gold(path) for one in error_classes(paper, families)) for path in paths}
    args.out.write_text(table(counts), encoding="utf-8")
    print(f"{args.out.name}: {sum(counter.total() for counter in counts.values())} errors")


if __name__ == "__main__":
    main()
