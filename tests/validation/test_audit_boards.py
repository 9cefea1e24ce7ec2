"""Comparisons across papers: found where they are asked for, and only there."""

from datetime import date

from schemas import LeaderboardRow
from validation import Severity
from validation.audit import audit_boards

BOTH = ("CT121", "CT122")


def _row(paper_id: str, method: str, score: float, rank: int, **fields) -> LeaderboardRow:
    basic = {
        **{"board_id": "Fjord | Accuracy | %", "dataset": "Fjord", "metric": "Accuracy", "unit": "%", "rank": rank},
        **{"higher_is_better": True, "method": method, "role": "proposed", "score": score, "bound": "exact"},
        **{"conditions": (), "paper_id": paper_id, "published": date(2024, 5, 1), "confidence": 1.0},
        **{"sentence": f"{method} sets a new state of the art of {score}%.", "entry_id": paper_id},
        **{"record_id": f"{paper_id}@1", "row_id": f"{paper_id}@1#1"},
    }
    return LeaderboardRow(**(dict.fromkeys(LeaderboardRow.model_fields) | basic | fields))


TARN = _row("p1", "Tarn", 91.2, 1)


def _codes(*rows: LeaderboardRow) -> list[str]:
    return [one.code for one in audit_boards(rows, select=BOTH)]


def test_two_firsts_in_a_month() -> None:
    (found,) = audit_boards([TARN, _row("p2", "Alder", 90.0, 2)], select=BOTH)
    assert (found.code, found.severity, found.entry_id) == ("CT121", Severity.INFO, "p2")
    assert found.record_ids == ("p2@1", "p1@1")


def test_a_month_later_is_no_contradiction() -> None:
    assert _codes(TARN, _row("p2", "Alder", 90.0, 2, published=date(2024, 6, 1))) == []


def test_no_claim_is_no_contradiction() -> None:
    assert _codes(TARN, _row("p2", "Alder", 90.0, 2, sentence="Alder reaches 90%.")) == []


def test_one_system_with_two_scores() -> None:
    assert _codes(TARN, _row("p2", "tarn", 90.0, 2, role="baseline")) == ["CT122"]


def test_other_conditions_explain_other_scores() -> None:
    assert _codes(TARN, _row("p2", "Tarn", 90.0, 2, role="baseline", shots="5-shot")) == []


def test_the_same_score_is_no_finding() -> None:
    assert _codes(TARN, _row("p2", "Tarn", 91.2, 1, role="baseline")) == []


def test_off_by_default() -> None:
    assert audit_boards([TARN, _row("p2", "Tarn", 90.0, 2)]) == ()
