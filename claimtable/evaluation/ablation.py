"""What each rule contributes: the abstracts in which it took part are read again without it."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from pydantic import Field

from claimtable.evaluation.gold import GoldPaper
from claimtable.evaluation.pairing import Level, PaperScore, score_paper
from claimtable.evaluation.predictions import predict_paper
from claimtable.rule_check import MAKING, rule_entries
from extract.pipeline import extract_abstract
from rules.loader import switched_off
from schemas.base import Frozen

_STAGES = "extract."


class Contribution(Frozen):
    """What changes where a rule is missing."""

    rule: str
    right: int = Field(description="Values that are right only thanks to it.")
    wrong: int = Field(description="Values that would be right without it.")
    kept_out: int = Field(description="Spurious values that it keeps out; negative: that it lets in.")


def measure_contributions(
    papers: Sequence[PaperScore], level: Level, *, progress: Callable[[int, int], None] | None = None
) -> tuple[Contribution, ...]:
    """The contribution of every rule that took or barred a number, most helpful first.

    Rules that are written in code (`same-list`) cannot be taken out, and rules whose id no record bears (how a sentence is
    split, what a name stands for) are not asked.
    """
    families = _families_by_id()
    at_work: dict[str, list[PaperScore]] = {}
    for paper in papers:
        for rule in sorted(_rules_at_work(paper.paper)):
            if rule in families:
                at_work.setdefault(rule, []).append(paper)
    found = []
    for done, (rule, touched) in enumerate(at_work.items(), start=1):
        with _without({(stem, rule) for stem in families[rule]}):
            found.append(_contribution(rule, touched, level))
        if progress is not None:
            progress(done, len(at_work))
    return tuple(sorted(found, key=lambda one: (one.wrong - one.right - one.kept_out, one.rule)))


def _families_by_id() -> Mapping[str, tuple[str, ...]]:
    """An id is unique in its family only; of those with the same id, only families that make records are meant."""
    families: dict[str, tuple[str, ...]] = {}
    for entry in rule_entries():
        if entry.family in MAKING:
            families[entry.id] = (*families.get(entry.id, ()), entry.family)
    return families


def _rules_at_work(paper: GoldPaper) -> set[str]:
    extraction = extract_abstract(paper.abstract, title=paper.title, ignored=True)
    return {
        *(rule for record in extraction.records for rule in record.rule.split("+")),
        *(one.rule for one in extraction.ignored),
    }


def _contribution(rule: str, touched: Sequence[PaperScore], level: Level) -> Contribution:
    right = wrong = kept_out = 0
    for paper in touched:
        without = score_paper(paper.paper, predict_paper(paper.paper))
        now, then = _right_spans(paper, level), _right_spans(without, level)
        right += len(now - then)
        wrong += len(then - now)
        kept_out += len(without.spurious) - len(paper.spurious)
    return Contribution(rule=rule, right=right, wrong=wrong, kept_out=kept_out)


def _right_spans(paper: PaperScore, level: Level) -> set[tuple[int, int]]:
    return {(pair.gold.start, pair.gold.end) for pair in paper.pairs if pair.depth >= level.depth}


@contextmanager
def _without(rules: set[tuple[str, str]]) -> Iterator[None]:
    try:
        with switched_off(frozenset(rules)):
            _forget()
            yield
    finally:
        _forget()


def _forget() -> None:
    """Make every stage ask for its rules anew: what they remember of them was read with other rules."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_STAGES):
            for member in vars(module).values():
                if hasattr(member, "cache_clear"):
                    member.cache_clear()
