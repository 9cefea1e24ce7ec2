"""Every format says the same findings, and says them as its readers want them."""

import contextlib
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from check_runs import check, checked, edit, write_pages
from junitparser import Failure, JUnitXml, Skipped

from claimtable.checking import CheckFinding, CheckReport, Place
from claimtable.checking.formats import FORMATS, load_format
from validation import Severity

_SCHEMA = Path(__file__).parents[2] / "third_party" / "sarif" / "sarif-2.1.0-rtm.5.json"
_COMMAND = re.compile(r"::(error|warning|notice) file=([^,:]+)(?:,line=(\d+))?,title=([^:,]*)::(.*)")


@pytest.fixture(scope="module")
def told(_written: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One edited run, told in every format at once."""
    folder = tmp_path_factory.mktemp("formats")
    shutil.copytree(_written, folder, dirs_exist_ok=True)
    with contextlib.chdir(folder):
        edit(Path("out/results.csv"), ",91.2,", ",19.2,")
        files = [word for name in FORMATS for word in ("--format", f"{name}:told.{name}")]
        result = check("out", *files)
        assert (result.return_value, result.stdout) == (1, "")
        return {name: Path(f"told.{name}").read_text(encoding="utf-8") for name in FORMATS}


def _sarif(text: str) -> dict:
    log = json.loads(text)
    jsonschema.Draft4Validator(json.loads(_SCHEMA.read_text(encoding="utf-8"))).validate(log)
    return log


def test_sarif_is_sarif(told: dict[str, str]) -> None:
    log = _sarif(told["sarif"])
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    places = {(result["ruleId"], result["level"]): result["locations"][0]["physicalLocation"] for result in run["results"]}
    assert places["CT020", "error"]["artifactLocation"]["uri"].endswith("pages.jsonl")
    assert places["CT020", "error"]["region"]["startLine"] == 1
    assert places["CT104", "warning"]["region"]["startLine"] == 3
    assert places["CT070", "error"]["artifactLocation"]["uri"] == "out/results.csv"


def test_the_schema_refuses_what_is_no_sarif() -> None:
    with pytest.raises(jsonschema.ValidationError):
        _sarif('{"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]}')


def test_fingerprints_outlive_lines_and_names(told: dict[str, str], tmp_path: Path) -> None:
    before = json.loads(told["json"])
    moved = write_pages(tmp_path)
    moved = moved.rename(tmp_path / "moved.jsonl")
    moved.write_text("\n" + moved.read_text(encoding="utf-8"), encoding="utf-8")

    def of(report: dict, code: str) -> set[str]:
        return {finding["fingerprint"] for finding in report["findings"] if finding["code"] == code}

    _, after = checked(moved)
    assert of(before, "CT104") == of(after, "CT104") != set()


def test_junit_is_read_by_a_parser(told: dict[str, str]) -> None:
    text = told["junit"]
    xml = JUnitXml.fromstring(text)
    root = ElementTree.fromstring(text)
    results = [result for suite in xml for case in suite for result in case.result]
    failed = [result for result in results if isinstance(result, Failure)]
    skipped = [result for result in results if isinstance(result, Skipped)]
    assert xml.failures == len(failed) >= 2
    assert xml.skipped == len(skipped) >= 1
    assert xml.tests == sum(1 for suite in xml for _ in suite) > 50
    (case,) = [case for case in root.iter("testcase") if case.get("name", "").startswith("CT020") and len(case)]
    assert case.get("file", "").endswith("pages.jsonl")
    assert case.get("line") == "1"
    assert "91.2%" in (case[0].text or "")


def test_github_commands_name_file_and_line(told: dict[str, str]) -> None:
    lines = told["github"].splitlines()
    found = [_COMMAND.fullmatch(line) for line in lines]
    assert all(found), lines
    places = {match[4].split()[0]: (match[1], Path(match[2]).name, match[3]) for match in found if match}
    assert places["CT020"] == ("error", "pages.jsonl", "1")
    assert places["CT104"] == ("warning", "pages.jsonl", "3")
    assert places["CT070"] == ("error", "results.csv", None)
    assert [match[1] for match in found if match] == sorted(match[1] for match in found if match), "the worst come first"


def test_text_marks_the_value(told: dict[str, str]) -> None:
    text = told["text"]
    assert re.search(r"pages\.jsonl:1: critical CT020 .*value = 19\.2", text)
    assert "accuracy of [91.2%] vs." in text
    assert text.splitlines()[-1].endswith("at or above critical")


def test_all_formats_hold_all_findings(told: dict[str, str]) -> None:
    report = json.loads(told["json"])
    count = len(report["findings"])
    assert len(_sarif(told["sarif"])["runs"][0]["results"]) == count
    assert len(told["github"].splitlines()) == count
    xml = JUnitXml.fromstring(told["junit"])
    assert sum(len(case.result) for suite in xml for case in suite) == count


@pytest.mark.parametrize("name", FORMATS)
def test_text_of_any_kind_does_not_break_a_format(name: str) -> None:
    nasty = 'a\x00b\ud800 <x> & "q" ::error:: 100%\r\n]]> \u2028 \ufffe'
    place = Place(path="my, pages: 1/é.txt", line=7)
    finding = CheckFinding(
        code="CT010", name="span-slices", severity=Severity.CRITICAL, message=nasty, place=place, quote=nasty, marked="<x>"
    )
    text = load_format(name)(CheckReport(paths=("a",), findings=(finding,)), Severity.CRITICAL)
    written = text.encode(errors="replace").decode()
    if name == "sarif":
        assert _sarif(written)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 7
    elif name == "junit":
        assert JUnitXml.fromstring(written).failures == 1
    elif name == "github":
        assert written.count("\n") == 1
        assert written.startswith("::error file=my%2C pages%3A 1/é.txt,line=7,")
    elif name == "json":
        assert json.loads(written)["failed"]


def test_no_findings_is_good_in_every_format() -> None:
    empty = CheckReport(paths=("a",))
    assert _sarif(load_format("sarif")(empty, Severity.INFO))["runs"][0]["results"] == []
    assert JUnitXml.fromstring(load_format("junit")(empty, Severity.INFO)).tests == 0
    assert load_format("github")(empty, Severity.INFO) == ""
