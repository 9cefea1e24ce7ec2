"""Imported by the server that worker processes are forked from: all rules are loaded once, and shared."""

from contextlib import suppress

from claimtable.taking.take import take
from claimtable.taking.work import derive
from rules.kept import kept
from schemas import Paper, RuleError

_PAPER = Paper(
    entry_id="0",
    paper_id="0",
    abstract="Tidepool reaches 84.5% accuracy on ImageNet, compared to 83.1% for DenseMark, and is 2x faster.",
    source="-",
    reader="jsonl",
)
with suppress(RuleError):  # a worker will say so, to those who can tell the user
    derive(take(_PAPER).rows, [_PAPER])
    kept().save()
