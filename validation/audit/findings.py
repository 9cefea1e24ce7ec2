"""What the audit says: one finding a contradiction, with the sentence that holds it."""

from pydantic import Field

from schemas.base import Frozen
from validation.report import Severity


class AuditCode(Frozen):
    """One kind of finding."""

    code: str
    name: str
    severity: Severity
    about: str


class Finding(Frozen):
    """One place where the numbers of an abstract do not agree with each other."""

    code: str = Field(description="CT101 ...; a code never changes its meaning.")
    name: str = Field(description="Short name of the code.")
    severity: Severity = Field(description="warning: the abstract contradicts itself; info: worth knowing.")
    entry_id: str = Field(description="The entry of papers.")
    record_ids: tuple[str, ...] = Field(description="The records that do not agree, in text order.")
    start: int | None = Field(ge=0, description="Offset in the abstract of its value; null for one of a leaderboard.")
    end: int | None = Field(ge=1, description="Offset behind it.")
    quote: str = Field(description="The sentence, as it stands in the abstract.")
    explanation: str = Field(description="What does not agree, in plain words and with the numbers.")


_ALL = (
    AuditCode(
        code="CT101",
        name="gain-does-not-add-up",
        severity=Severity.WARNING,
        about="A stated gain is neither the difference nor a ratio of the two stated scores, at the precision written.",
    ),
    AuditCode(
        code="CT102",
        name="basis-settled",
        severity=Severity.INFO,
        about="The text leaves open whether a gain is absolute or relative, and the two stated scores settle it.",
    ),
    AuditCode(
        code="CT103",
        name="better-with-worse-number",
        severity=Severity.WARNING,
        about="The sentence claims to be better, and its number is the worse of the two.",
    ),
    AuditCode(
        code="CT104",
        name="respectively-unequal",
        severity=Severity.WARNING,
        about="A 'respectively' pairs lists of unequal length.",
    ),
    AuditCode(
        code="CT105",
        name="out-of-range",
        severity=Severity.WARNING,
        about="A rate is above 100%.",
    ),
    AuditCode(
        code="CT106",
        name="moves-the-wrong-way",
        severity=Severity.WARNING,
        about="A value is said to rise or fall from one number to another, and the numbers go the other way.",
    ),
    AuditCode(
        code="CT107",
        name="basis-contradicted",
        severity=Severity.WARNING,
        about="A gain is called absolute or relative, and the two stated scores explain it only as the other.",
    ),
    AuditCode(
        code="CT108",
        name="outside-its-interval",
        severity=Severity.WARNING,
        about="A value lies outside the confidence interval given with it.",
    ),
    AuditCode(
        code="CT121",
        name="two-firsts",
        severity=Severity.INFO,
        about="Two papers of one month both claim to be the best on one board, with different scores.",
    ),
    AuditCode(
        code="CT122",
        name="two-scores",
        severity=Severity.INFO,
        about="One system has different scores in two papers, on one board and under equal conditions.",
    ),
)

CODES: dict[str, AuditCode] = {code.code: code for code in _ALL}
