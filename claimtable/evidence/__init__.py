"""Evidence: where in an abstract a claim stands, found once and drawn for pages, notebooks and terminals."""

from claimtable.evidence.drawing import to_html, to_terminal
from claimtable.evidence.reading import reading_of
from claimtable.evidence.spans import ROLES, SpanRole, find_spans
from claimtable.evidence.spans import EvidenceSpan as Span

__all__ = ["ROLES", "Span", "SpanRole", "find_spans", "reading_of", "to_html", "to_terminal"]
