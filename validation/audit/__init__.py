"""The arithmetic audit: do the numbers of an abstract agree with each other?

It reads finished rows and reports; it mends nothing and judges only what it is sure of. A finding is about the
authors' text, so none is critical. One wrong alarm costs more trust than ten missed contradictions.
"""

from collections.abc import Collection, Iterable

from schemas import ResultRow
from validation.audit.abstracts import by_abstract
from validation.audit.boards import audit_boards
from validation.audit.findings import CODES, AuditCode, Finding
from validation.audit.gains import gains_that_do_not_add_up
from validation.audit.lists import lists_of_unequal_length
from validation.audit.orders import claims_against_their_numbers
from validation.audit.ranges import values_where_they_cannot_be
from validation.lexicon import Lexicon, shipped_lexicon

__all__ = ["CODES", "AuditCode", "Finding", "audit_boards", "audit_results"]


def audit_results(
    rows: Iterable[ResultRow], *, lexicon: Lexicon | None = None, select: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Audit rows of the table `results`, each abstract on its own; findings in the order of the text.

    `select` names the codes to report; without it, all.
    """
    lexicon = lexicon or shipped_lexicon()
    found: list[Finding] = []
    for abstract in by_abstract(rows):
        here = [
            *gains_that_do_not_add_up(abstract),
            *claims_against_their_numbers(abstract),
            *values_where_they_cannot_be(abstract, lexicon),
            *lists_of_unequal_length(abstract),
        ]
        found += sorted(here, key=lambda one: (one.start or 0, one.code))
    return tuple(one for one in found if select is None or one.code in select)
