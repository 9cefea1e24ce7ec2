"""How many contradictions does the audit find? Plants them in the text of real abstracts, extracts anew, and counts.

A site is a place where an abstract says something that can be turned: a gain between two stated scores, a claim beside its
numbers, a rise or fall, a "respectively", a rate, an interval. Each planted copy changes one site and nothing else; a site
whose abstract raises an alarm before it is changed is left out.

    python benchmarks/plant_contradictions.py pages.jsonl.gz more.jsonl --count 200
"""

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from claimtable.readers import read_inputs
from extract.pipeline import extract_abstract
from extract.table import to_rows
from schemas import Kind, Paper, ResultRow
from validation.audit import CODES, Finding, audit_results
from validation.audit.abstracts import AuditedAbstract, Value, by_abstract
from validation.audit.lists import counted_lists
from validation.audit.phrases import load_phrases
from validation.lexicon import shipped_lexicon

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ALARMS = {code for code in CODES if CODES[code].severity == "warning"}


class Site(NamedTuple):
    """A copy of an abstract with one contradiction in it."""

    kind: str
    paper: Paper
    planted: str
    changed: str


Edit = tuple[int, int, str]


def edited(text: str, *edits: Edit) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def number_of(value: Value) -> tuple[int, int, str] | None:
    """The one number of a value expression, in offsets of the abstract."""
    found = list(_NUMBER.finditer(value.row.value_text))
    return (value.row.start + found[0].start(), value.row.start + found[0].end(), found[0].group()) if len(found) == 1 else None


def like(number: float, written: str) -> str:
    """A number with as many decimals as another one."""
    return f"{number:.{len(written.partition('.')[2])}f}"


def gains(paper: Paper, abstract: AuditedAbstract, chance: random.Random) -> Iterator[Site]:
    """A gain that no reading gives: two and a half times the stated one, or more."""
    for change in abstract.values:
        led_to = abstract.reference(change) if change.row.kind is Kind.CHANGE else None
        beside = [v for v in abstract.values if v.row.sentence == change.row.sentence and v.row.kind is Kind.SCORE]
        stated = number_of(change)
        if change.row.kind is not Kind.CHANGE or stated is None or change.row.value_high is not None:
            continue
        if not ((led_to and abstract.reference(led_to)) or (len(beside) == 2 and any(v.row.reference_id for v in beside))):
            continue
        pair = [led_to, abstract.reference(led_to)] if led_to and abstract.reference(led_to) else beside
        if not _are_of_one_thing(change, [value for value in pair if value is not None]):
            continue
        wrong = like(float(stated[2]) * chance.uniform(2.5, 4.5) + 3, stated[2])
        yield Site("gain", paper, edited(paper.abstract, (*stated[:2], wrong)), f"{stated[2]} -> {wrong}")


def _are_of_one_thing(change: Value, scores: list[Value]) -> bool:
    """Whether a gain is said of these scores: another metric or another rival may have gained as much as it likes."""
    metrics = {value.row.metric for value in (change, *scores)}
    named = {value.row.baseline for value in (change, *scores) if value.row.baseline}
    # "up to" may be of other scores than those given
    return len(metrics) == 1 and len(named) <= 1 and change.row.bound != "up_to"


def turned(paper: Paper, abstract: AuditedAbstract, _: random.Random) -> Iterator[Site]:
    """The two numbers of a comparison change places."""
    phrases = load_phrases()
    for new in abstract.values:
        old = abstract.reference(new)
        if old is None or new.row.kind is not Kind.SCORE or new.row.sentence != old.row.sentence:
            continue
        one, other = number_of(new), number_of(old)
        if one is None or other is None or float(one[2]) == float(other[2]):
            continue
        # "from 5 hours to 65 seconds" falls either way round, and a model may be as small as it likes
        if new.row.unit != old.row.unit or new.row.metric == "Parameters":
            continue
        between = paper.abstract[min(one[1], other[1]) : max(one[0], other[0])]
        moves = phrases.find("rising", new.row.sentence) or phrases.find("falling", new.row.sentence)
        if moves and re.search(r"\bto\b", between):
            kind = "rise or fall"
        elif phrases.find("superior", new.row.sentence):
            kind = "claim of being better"
        else:
            continue
        text = edited(paper.abstract, (*one[:2], other[2]), (*other[:2], one[2]))
        yield Site(kind, paper, text, f"{one[2]} <-> {other[2]}")


def lists(paper: Paper, abstract: AuditedAbstract, _: random.Random) -> Iterator[Site]:
    """A name is added to the names of a 'respectively'."""
    for sentence, _values in abstract.sentences():
        counted = counted_lists(sentence)
        if counted is None or paper.abstract.count(sentence) != 1 or len(counted[0]) != len(counted[1]):
            continue
        at = paper.abstract.index(sentence) + sentence.rindex(counted[1][0])
        yield Site("respectively", paper, edited(paper.abstract, (at, at, "Tarn-5, ")), "+ Tarn-5")


def rates(paper: Paper, abstract: AuditedAbstract, _: random.Random) -> Iterator[Site]:
    """A rate above 100%."""
    lexicon = shipped_lexicon()
    for value in abstract.values:
        facts = lexicon.find(value.row.metric) if value.row.metric else None
        stated = number_of(value)
        bounded = facts is not None and facts.rate and facts.high == 1
        if not bounded or stated is None or value.row.kind is not Kind.SCORE or value.row.unit != "%":
            continue
        # less than 110% is odd, and true; 100% itself can be
        if value.row.bound == "at_most" or float(stated[2]) == 0:
            continue
        wrong = like(float(stated[2]) + 100, stated[2])
        yield Site("rate", paper, edited(paper.abstract, (*stated[:2], wrong)), f"{stated[2]} -> {wrong}")


def intervals(paper: Paper, abstract: AuditedAbstract, _: random.Random) -> Iterator[Site]:
    """A value outside its confidence interval."""
    for value in abstract.values:
        stated = number_of(value)
        if stated is None or not re.search(r"\bCI\b|confidence interval", value.row.uncertainty or ""):
            continue
        wrong = like(float(stated[2]) * 1.6, stated[2])
        yield Site("interval", paper, edited(paper.abstract, (*stated[:2], wrong)), f"{stated[2]} -> {wrong}")


SITES: tuple[Callable[[Paper, AuditedAbstract, random.Random], Iterator[Site]], ...] = (gains, turned, lists, rates, intervals)


def rows_of(paper: Paper, text: str) -> list[ResultRow]:
    copy = paper.model_copy(update={"abstract": text})
    return to_rows(copy, extract_abstract(text, title=paper.title))


def alarms(rows: list[ResultRow]) -> list[Finding]:
    return [one for one in audit_results(rows) if one.code in _ALARMS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--missed", type=int, default=0, help="show so many that were not found")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    sites: dict[str, list[Site]] = defaultdict(list)
    papers = alarmed = 0
    seen: set[str] = set()
    for paper in read_inputs(arguments.pages):
        if not isinstance(paper, Paper) or paper.abstract in seen:
            continue
        seen.add(paper.abstract)
        papers += 1
        rows = rows_of(paper, paper.abstract)
        if alarms(rows):
            alarmed += 1
            continue
        for abstract in by_abstract(rows):
            for find in SITES:
                for site in find(paper, abstract, chance):
                    sites[site.kind].append(site)
    print(f"{papers} abstracts, {alarmed} raise an alarm as they are; sites: { {kind: len(one) for kind, one in sites.items()} }")
    chosen: list[Site] = []
    pools = {kind: chance.sample(one, len(one)) for kind, one in sites.items()}
    while len(chosen) < arguments.count and any(pools.values()):
        for pool in pools.values():
            if pool and len(chosen) < arguments.count:
                chosen.append(pool.pop())
    told: dict[str, list[bool]] = defaultdict(list)
    shown = 0
    for site in chosen:
        hit = bool(alarms(rows_of(site.paper, site.planted)))
        told[site.kind].append(hit)
        if not hit and shown < arguments.missed:
            shown += 1
            print(f"missed ({site.kind}) {site.paper.entry_id}: {site.changed}")
    every = [hit for hits in told.values() for hit in hits]
    for kind, hits in [*sorted(told.items()), ("all", every)]:
        print(f"{kind:24} {sum(hits):4} of {len(hits):4}  {100 * sum(hits) / max(1, len(hits)):.0f}%")


if __name__ == "__main__":
    main()
