"""What a user of `claimtable check` sees: exit codes, places, settings."""

import csv
import json
import random
from pathlib import Path

import pytest
from check_runs import PAGES, check, checked, codes, edit, write_pages
from forked_program import Program

from claimtable.checking import check_paths
from claimtable.checking.codes import rules, selected
from schemas import InputError, OptionError


def test_a_good_run_has_no_critical_finding(run: Path) -> None:
    code, report = checked(run)
    assert code == 0
    assert report["counts"]["critical"] == 0
    assert report["rows"] > 3


def test_from_python_one_place_may_be_a_text_or_a_path(run: Path) -> None:
    assert check_paths(run) == check_paths(str(run)) == check_paths([run])


def test_authors_faults_fail_only_where_asked(run: Path) -> None:
    _, report = checked(run)
    (found,) = [finding for finding in report["findings"] if finding["code"] == "CT104"]
    assert found["severity"] == "warning"
    assert Path(found["place"]["path"]).name == "pages.jsonl"
    assert found["place"]["line"] == 3
    assert found["quote"] == PAGES[2]["abstract"]
    assert found["marked"] in found["quote"]
    for arguments, code in (
        (["--select", "CT1"], 0),
        (["--select", "CT1", "--fail-on", "warning"], 1),
        (["--select", "CT1", "--fail-on", "warning", "--exit-zero"], 0),
        (["--select", "CT1", "--fail-on", "warning", "--ignore", "CT104"], 0),
    ):
        assert check(run, *arguments).return_value == code, arguments


def test_an_edited_table_is_critical_and_is_checked_all_the_same(run: Path) -> None:
    edit(run / "results.csv", ",91.2,", ",19.2,")
    code, report = checked(run)
    assert code == 1
    assert {"CT070", "CT020"} <= set(codes(report))
    (value,) = [finding for finding in report["findings"] if finding["code"] == "CT020"]
    assert (Path(value["place"]["path"]).name, value["place"]["line"]) == ("pages.jsonl", 1)
    assert (Path(value["row_place"]["path"]).name, value["row_place"]["line"]) == ("results.csv", 2)


def test_each_edited_format_is_checked(run: Path) -> None:
    edit(run / "results.csv", ",91.2,", ",19.2,")
    edit(run / "results.jsonl", '"start": ', '"start": 1')
    _, report = checked(run)
    assert {"CT020", "CT010"} <= set(codes(report))
    assert codes(report).count("CT070") == 2


def test_a_lost_row_and_a_lost_file(run: Path) -> None:
    lines = (run / "results.csv").read_bytes().splitlines(keepends=True)
    (run / "results.csv").write_bytes(b"".join(lines[:-1]))
    (run / "rejects.csv").unlink()
    _, report = checked(run)
    assert {"CT070", "CT071", "CT072"} <= set(codes(report))


def test_a_folder_without_manifest(run: Path) -> None:
    (run / "manifest.json").unlink()
    code, report = checked(run)
    assert code == 1
    assert "CT071" in codes(report)


@pytest.mark.parametrize("name", ["results.parquet", "leaderboards.csv"])
def test_a_table_alone(run: Path, name: str) -> None:
    for other in run.iterdir():
        if other.name != name:
            other.unlink()
    code, report = checked(run / name)
    assert (code, report["counts"]["critical"]) == (0, 0)


@pytest.mark.parametrize(("name", "line"), [("results.csv", 2), ("results.jsonl", 1)])
def test_a_table_alone_points_at_its_own_lines(run: Path, name: str, line: int) -> None:
    edit(run / name, "91.2", "19.2") if name == "results.jsonl" else edit(run / name, ",91.2,", ",19.2,")
    for other in run.iterdir():
        if other.name != name:
            other.unlink()
    code, report = checked(run / name, "--select", "CT020")
    assert code == 1
    assert [finding["place"] for finding in report["findings"]] == [{"path": str(run / name), "line": line}]


def test_lines_count_as_an_editor_counts_them(run: Path) -> None:
    """A sentence with a line break in it takes two lines of CSV."""
    path = run / "results.csv"
    edit(path, "We present Tarn", "We\r\npresent Tarn") if b"We present Tarn" in path.read_bytes() else None
    edit(path, ",81.5,", ",18.5,")
    _, report = checked(path, "--select", "CT020")
    (finding,) = report["findings"]
    at = path.read_bytes().decode().split(",18.5,")[0].count("\n") + 1
    assert finding["place"]["line"] <= at <= finding["place"]["line"] + 2


def test_a_table_made_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    header = "row_id,record_id,entry_id,paper_id,kind,metric,metric_text,value,unit,value_text,start,end,bound,sentence,"
    rows = [
        "a,a,p,p,score,Accuracy,accuracy,91.2,%,91.2%,30,35,exact,Tarn has an accuracy of 91.2%.,hand,1",
        "b,b,q,q,level,Accuracy,accuracy,high,%,88.0%,30,35,exact,Tarn has an accuracy of 88.0%.,hand,1",
    ]
    path.write_text("\n".join([f"{header}rule,confidence", *rows]) + "\n", encoding="utf-8")
    code, report = checked(path)
    assert code == 1
    found = {(finding["code"], finding["row_id"]) for finding in report["findings"]}
    assert found >= {("CT002", "b"), ("CT004", "b")}
    assert {row for _, row in found} <= {"b", None}
    assert any(finding["code"] == "CT001" and "missing: title" in finding["message"] for finding in report["findings"])


def test_raw_pages_are_extracted_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_pages(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    code, report = checked("pages.jsonl")
    assert code == 0
    assert [(f["code"], f["place"]) for f in report["findings"] if f["severity"] == "warning"] == [
        ("CT104", {"path": "pages.jsonl", "line": 3}),
        ("CT080", {"path": "pages.jsonl", "line": 4}),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages.jsonl"], "a check writes nothing"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _: "nowhere", "no such file"),
        (lambda folder: _write(folder / "other.csv", "name,age\nfir,7\n"), "no table of claimtable"),
        (lambda folder: _write(folder / "other.parquet", "not parquet"), "no Parquet file"),
        (lambda folder: _write(folder / "a.txt", ""), "empty"),
        (lambda folder: _write(folder / "results.csv", 'value_text,start,end,metric\n"a'), "no CSV"),
        (lambda folder: _write(folder / "results.csv", "value_text,start,end,metric\na,b,c,d,e\n"), "5 cells"),
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path: Path, make, said: str) -> None:
    result = check(make(tmp_path))
    assert isinstance(result.exception, InputError), result.exception
    assert said in str(result.exception)
    assert "\n" not in str(result.exception)


def _write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_exit_code_of_the_program(program: Program, tmp_path: Path) -> None:
    done = program("check", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "CT9999"], "no code begins with"),
        (["--format", "yaml"], "no format"),
        (["--format", "json", "--format", "sarif"], "two formats"),
        (["--config", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_bad_options(run: Path, arguments: list[str], said: str) -> None:
    result = check(run, *arguments)
    assert isinstance(result.exception, OptionError)
    assert said in str(result.exception)


def test_settings_in_pyproject_and_yaml(run: Path) -> None:
    Path("pyproject.toml").write_text('[tool.claimtable]\nfail-on = "warning"\nselect = ["CT1"]\n', encoding="utf-8")
    assert check(run).return_value == 1
    assert check(run, "--fail-on", "critical").return_value == 0, "the command line wins"
    Path("claimtable.yaml").write_text("fail-on: warning\nselect: CT101\n", encoding="utf-8")
    assert check(run).return_value == 0, "a file of our own wins over pyproject"
    Path("other.toml").write_text('select = "CT104"\nfail-on = "info"\n', encoding="utf-8")
    assert codes(checked(run, "--config", "other.toml")[1]) == ["CT104"]
    Path("claimtable.yaml").write_text("fail_under: warning\n", encoding="utf-8")
    result = check(run)
    assert isinstance(result.exception, OptionError)
    assert "claimtable.yaml: fail-under" in str(result.exception)


def test_comparisons_across_papers_are_off_by_default(run: Path) -> None:
    assert {"CT121", "CT122"} <= selected(["ALL"], [])
    assert not {"CT121", "CT122"} & selected([], [])
    board = run / "leaderboards.csv"
    lines = board.read_bytes().decode().splitlines(keepends=True)
    again = lines[1].replace("inv:2", "inv:9").replace(",92.5,", ",90.5,")
    board.write_bytes("".join([*lines, again]).encode())
    assert codes(checked(run, "--select", "CT121,CT122")[1]) == ["CT122"]


def test_a_baseline(run: Path) -> None:
    edit(run / "results.csv", ",91.2,", ",19.2,")
    lines = (run / "results.csv").read_bytes().splitlines(keepends=True)
    (run / "results.csv").write_bytes(b"".join(lines[:-1]))
    Path("earlier").mkdir()
    # The Parquet tables still are the earlier run.
    (run / "results.parquet").rename("earlier/results.parquet")
    (run / "leaderboards.parquet").rename("earlier/leaderboards.parquet")
    code, report = checked(run / "results.csv", "--baseline", "earlier", "--select", "CT09")
    assert code == 1
    told = {finding["code"]: finding["message"] for finding in report["findings"]}
    assert set(told) == {"CT090", "CT094"}
    assert "0 gained, 1 lost, 1 changed" in told["CT094"]
    Path("claimtable.yaml").write_text("tolerances: {rows-lost: 0.5}\n", encoding="utf-8")
    assert checked(run / "results.csv", "--baseline", "earlier", "--select", "CT09")[0] == 0


def test_a_baseline_of_itself_says_nothing(run: Path) -> None:
    assert codes(checked(run, "--baseline", run, "--select", "CT09")[1]) == []
    assert codes(checked(run, "--baseline", run / "results.jsonl", "--select", "CT09")[1]) == []


def test_names_that_are_lost_count_against_a_baseline(run: Path) -> None:
    Path("earlier").mkdir()
    (run / "results.jsonl").rename("earlier/results.jsonl")
    rows = [json.loads(line) for line in Path("earlier/results.jsonl").read_text(encoding="utf-8").splitlines()]
    stripped = [row | {"metric": None, "metric_text": None, "dataset": None, "dataset_text": None} for row in rows]
    (run / "results.jsonl").write_text("\n".join(map(json.dumps, stripped)), encoding="utf-8")
    found = codes(checked(run / "results.jsonl", "--baseline", "earlier/results.jsonl", "--select", "CT09")[1])
    assert found == ["CT092", "CT093", "CT094"]


def test_every_code_has_one_rule() -> None:
    assert len(rules()) == len({rule.name for rule in rules().values()})
    page = Path(__file__).parents[2] / "docs" / "check.md"
    told = page.read_text(encoding="utf-8")
    missing = [f"{rule.code} `{rule.name}`" for rule in rules().values() if f"| {rule.code} | `{rule.name}` |" not in told]
    assert missing == [], "docs/check.md lists every code"


_ODD = ["", "-1", "1e400", "nan", "\x00", "é\u2028", "9" * 400, "2024-13-01", None, [], {}, [1], True, -5, 1e308, 10**400]


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_no_edit_of_a_table_ends_in_a_stack_trace(run: Path, suffix: str) -> None:
    chance = random.Random(4)
    good = [json.loads(line) for line in (run / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [{name: chance.choice([value, *_ODD]) for name, value in row.items()} for row in good * 4]
    path = Path(f"odd.{suffix}")
    with path.open("w", encoding="utf-8", newline="") as stream:
        if suffix == "csv":
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        else:
            stream.writelines(f"{json.dumps(row)}\n" for row in rows)
    code, report = checked(path)
    assert code == 1
    assert {"CT002", "CT003", "CT005", "CT010"} <= set(codes(report))
