"""The rows of the output tables. Column names, order, types and docs of every table come from here."""

from datetime import date

from pydantic import Field

from schemas.base import Frozen
from schemas.vocabulary import Basis, Bound, ComparisonSource, Direction, Kind, Role


class ResultRow(Frozen):
    """One value on one data set; the tidy table `results`."""

    row_id: str = Field(description="Names the row; unique.")
    record_id: str = Field(description="Names the value; the same on all its rows.")
    entry_id: str = Field(description="The entry of `papers` that the value comes from.")
    paper_id: str = Field(description="The input's own id of the paper.")
    title: str | None = Field(description="Title of the paper.")
    published: date | None = Field(description="Day of publication.")
    kind: Kind = Field(description="score, change or rank.")
    metric: str | None = Field(description="Canonical name of the metric.")
    metric_text: str | None = Field(description="The metric in the words of the abstract.")
    value: float = Field(description="The number; the lower end of a range; for a change its size, unsigned.")
    value_high: float | None = Field(description="The upper end of a range.")
    unit: str | None = Field(description="%, point, x, or the unit's usual short form; null for a bare number.")
    value_text: str = Field(description="The value expression as it stands in the abstract.")
    start: int = Field(ge=0, description="Offset of value_text in the abstract, in characters.")
    end: int = Field(ge=1, description="Offset behind value_text in the abstract, in characters.")
    bound: Bound = Field(description="How exactly the text states the value.")
    direction: Direction | None = Field(description="Where a change moves the metric.")
    basis: Basis | None = Field(description="What a change is counted in.")
    dataset: str | None = Field(description="Canonical name of the data set, with its split where given.")
    dataset_text: str | None = Field(description="The data set in the words of the abstract.")
    task: str | None = Field(description="The task that the claim's sentence names.")
    method: str | None = Field(description="The system that the value belongs to; ours where it has no name.")
    baseline: str | None = Field(description="What the value is set against.")
    conditions: tuple[str, ...] = Field(description="Settings under which the value was measured; a JSON list in text formats.")
    aggregate: str | None = Field(description="Over what the value is aggregated.")
    uncertainty: str | None = Field(description="Spread, interval or p-value given with the value.")
    reference_id: str | None = Field(description="record_id of the score it is set against, or that a change led to.")
    higher_is_better: bool | None = Field(description="Whether more of the metric is better; null where unknown.")
    sentence: str = Field(description="The sentence that the value stands in.")
    rule: str = Field(description="Ids of the rules that made the record, joined by +.")
    confidence: float = Field(ge=0, le=1, description="Share of right records among those of this rule and context.")


class ComparisonRow(Frozen):
    """One linked pair of scores, or one stated change; the table `comparisons`."""

    comparison_id: str = Field(description="Names the row; unique.")
    entry_id: str = Field(description="The entry of `papers` that it comes from.")
    paper_id: str = Field(description="The input's own id of the paper.")
    source: ComparisonSource = Field(
        description="stated: the text gives the difference; derived: computed from two stated scores.",
    )
    subject: str | None = Field(description="The system that the comparison is about.")
    reference: str | None = Field(description="What it is compared with.")
    metric: str | None = Field(description="Canonical name of the metric.")
    dataset: str | None = Field(description="Canonical name of the data set.")
    unit: str | None = Field(description="Unit of the two values.")
    subject_value: float | None = Field(description="The subject's score, where stated.")
    reference_value: float | None = Field(description="The reference's score, where stated.")
    difference: float | None = Field(
        description="subject_value - reference_value, or the stated absolute change, signed by its direction.",
    )
    difference_unit: str | None = Field(description="Unit of difference; point between two percentages.")
    ratio: float | None = Field(description="subject_value / reference_value, or the stated factor.")
    relative_change: float | None = Field(description="Stated or derived relative change in %, signed.")
    direction: Direction | None = Field(description="Where the metric moved.")
    bound: Bound = Field(description="How exactly the text states it.")
    basis: Basis | None = Field(description="As stated; null where derived.")
    subject_record_id: str | None = Field(description="record_id of the subject's score.")
    reference_record_id: str | None = Field(description="record_id of the reference's score.")
    change_record_id: str | None = Field(description="record_id of the stated change.")
    conditions: tuple[str, ...] = Field(description="Settings under which it holds.")
    sentence: str = Field(description="The sentence that states it.")


class LeaderboardRow(Frozen):
    """One score on one board; a board is a canonical data set, metric and unit."""

    board_id: str = Field(description="Names the board: data set | metric | unit.")
    dataset: str = Field(description="Canonical data set, with its split where given.")
    metric: str = Field(description="Canonical metric.")
    unit: str | None = Field(description="Unit of all scores on the board.")
    higher_is_better: bool = Field(description="Whether the largest score has rank 1.")
    rank: int | None = Field(description="Place on the board, ties shared, dense; null below the line.")
    method: str = Field(description="The system; a nameless one shows as its paper's title.")
    role: Role = Field(description="proposed by the paper, or a baseline that it reports.")
    score: float = Field(description="The score in the board's unit.")
    score_high: float | None = Field(description="Upper end of a range (never ranked).")
    bound: Bound = Field(description="exact and approx rank; others stand below the line.")
    note: str | None = Field(description="Why the row stands below the line, or approximate; null for an exact ranked score.")
    shots: str | None = Field(description="Canonical shots condition, such as 5-shot or zero-shot.")
    label_share: str | None = Field(description="Canonical share of labels, such as 20% labels.")
    model_size: str | None = Field(description="Canonical model size, such as 7B.")
    conditions: tuple[str, ...] = Field(description="All conditions as stated.")
    uncertainty: str | None = Field(description="Spread, interval or p-value.")
    paper_id: str = Field(description="The input's own id of the paper.")
    title: str | None = Field(description="Title of the paper.")
    published: date | None = Field(description="Day of publication.")
    confidence: float = Field(ge=0, le=1, description="Confidence of the record.")
    sentence: str = Field(description="Evidence: the sentence that states it.")
    entry_id: str = Field(description="Entry of `papers`.")
    record_id: str = Field(description="Record of `results`.")
    row_id: str = Field(description="Row of `results`.")


class RejectRow(Frozen):
    """Something that could not be read or did not hold; nothing is lost."""

    stage: str = Field(description="read, skip (nothing to read there), note (about a paper that was read), extract or validate.")
    code: str = Field(description="Short stable code of the reason, such as invalid-json.")
    reason: str = Field(description="Plain words, with the remedy where there is one.")
    source: str | None = Field(description="The input file.")
    line: int | None = Field(description="Line in it, from 1.")
    entry_id: str | None = Field(description="The entry, where there is one.")
    record_id: str | None = Field(description="The record, where there is one.")
    start: int | None = Field(description="Offset in the abstract.")
    end: int | None = Field(description="Offset in the abstract.")
    text: str | None = Field(description="The rejected text, cut at 1,000 characters.")
    sentence: str | None = Field(description="The sentence it stands in.")
    rule: str | None = Field(description="Rules that made the record.")
    content: str | None = Field(description="The whole rejected row as JSON, where there is one.")
