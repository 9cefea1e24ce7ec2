"""What is our fault goes to the rejects, whole; what the authors wrote stays."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from validation_run import LEXICON, good_run

from validation import Outcome, Severity, ValidationReport, quarantine, validate_results
from validation.catalogue import CHECKS


def _report(*broken: tuple[str, tuple[int, ...]]) -> ValidationReport:
    return ValidationReport(
        outcomes=tuple(
            Outcome(
                **{"code": code, "name": CHECKS[code].name, "table": "results", "columns": ()},
                **{"severity": CHECKS[code].severity, "row_level": CHECKS[code].row_level, "success": not positions},
                **{
                    "unexpected_count": len(positions),
                    "failing_positions": positions,
                    "description": CHECKS[code].about,
                },
            )
            for code, positions in broken
        )
    )


def test_a_wrong_offset_goes_whole() -> None:
    run = good_run()
    run.results.loc[0, "start"] += 1
    report = validate_results(papers=run.papers, results=run.results, lexicon=LEXICON)
    kept, rejects = quarantine(run.results, report)
    (reject,) = rejects
    assert (reject.stage, reject.code, reject.record_id, reject.text) == ("validate", "CT010", "p1/1", "91.2%")
    content = json.loads(reject.content)
    assert list(content) == list(run.results.columns)
    assert (content["start"], content["published"], content["conditions"]) == (
        run.results.loc[0, "start"],
        "2024-05-01",
        [],
    )
    assert content["uncertainty"] is None
    assert "p1/1" not in set(kept["record_id"])
    assert len(kept) == len(run.results) - 1
    assert validate_results(papers=run.papers, results=kept, lexicon=LEXICON).failed() == ()


def test_what_the_authors_wrote_stays_and_is_flagged() -> None:
    run = good_run()
    run.papers["abstract"] = run.papers["abstract"].str.replace("91.2%", "104%", regex=False)
    results = run.results[run.results["record_id"] == "p2/1"].reset_index(drop=True)
    text = run.papers.loc[1, "abstract"]
    start = text.index("104%")
    results = results.assign(value=104.0, value_text="104%", start=start, end=start + 4, sentence=text)
    report = validate_results(papers=run.papers, results=results, lexicon=LEXICON)
    assert [(o.code, o.severity) for o in report.failed()] == [("CT030", Severity.WARNING)]
    assert quarantine(results, report).rejects == ()


def test_a_value_goes_with_all_its_rows() -> None:
    results = good_run().results
    kept, rejects = quarantine(results, _report(("CT019", (3,))))
    assert [reject.record_id for reject in rejects] == ["p1/3", "p1/3"]
    assert "p1/3" not in set(kept["record_id"])


def test_a_link_into_the_rejects_is_cut() -> None:
    results = good_run().results
    kept, _ = quarantine(results, _report(("CT020", (1,))))
    assert kept.loc[0, "record_id"] == "p1/1"
    assert kept.loc[0, "reference_id"] is None


def test_breaches_of_whole_tables_take_no_row() -> None:
    results = good_run().results
    assert quarantine(results, _report(("CT050", (0,)), ("CT030", (1,)))).rejects == ()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(CHECKS)), st.lists(st.integers(0, 7), unique=True).map(tuple))))
def test_nothing_is_lost(broken: list[tuple[str, tuple[int, ...]]]) -> None:
    results = good_run().results
    kept, rejects = quarantine(results, _report(*broken))
    assert sorted([*kept["row_id"], *(json.loads(r.content)["row_id"] for r in rejects)]) == sorted(results["row_id"])
    assert not set(kept["record_id"]) & {reject.record_id for reject in rejects}
