"""Keep what is sure enough: values whose confidence is below the user's mark go to `rejects`, whole."""

from collections.abc import Sequence

from schemas import Paper, RejectRow, ResultRow

CODE = "low-confidence"


def part_by_confidence(paper: Paper, rows: Sequence[ResultRow], minimum: float) -> tuple[list[ResultRow], list[RejectRow]]:
    """The rows of one paper that are sure enough, and a reject for each of the others.

    A value goes with all its rows, for they share their confidence. A row that pointed at a value that goes stays, and
    points nowhere.
    """
    gone = {row.record_id for row in rows if row.confidence < minimum}
    kept = [
        ResultRow.model_validate({**dict(row), "reference_id": None}) if row.reference_id in gone else row
        for row in rows
        if row.record_id not in gone
    ]
    return kept, [_to_reject(paper, row, minimum) for row in rows if row.record_id in gone]


def _to_reject(paper: Paper, row: ResultRow, minimum: float) -> RejectRow:
    return RejectRow(
        stage="extract",
        code=CODE,
        reason=f"confidence {row.confidence:g} is below --min-confidence {minimum:g}",
        source=paper.source,
        line=paper.line,
        entry_id=row.entry_id,
        record_id=row.record_id,
        start=row.start,
        end=row.end,
        text=row.value_text,
        sentence=row.sentence,
        rule=row.rule,
        content=row.model_dump_json(),
    )
